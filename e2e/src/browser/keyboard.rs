//! Going through a page by keyboard alone.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::json;

use super::vendor::Vendor;
use super::visitor::{Visitor, folded};

/// After so many steps a person has given up.
const STEPS: usize = 100;
/// The longest page is a queue of fifty rows with three stops each.
const FAR: usize = 300;

/// A key that is pressed.
#[derive(Clone, Copy, Debug)]
pub enum Press {
    /// To the next stop.
    Tab,
    /// Follows, presses, sends.
    Enter,
    /// Ticks, presses, scrolls.
    Space,
    /// To the next choice.
    Down,
    /// To the choice before.
    Up,
    /// Closes what opened.
    Escape,
}

impl Press {
    const fn key(self) -> Key {
        match self {
            Self::Tab => Key::Tab,
            Self::Enter => Key::Enter,
            Self::Space => Key::Space,
            Self::Down => Key::Down,
            Self::Up => Key::Up,
            Self::Escape => Key::Escape,
        }
    }
}

impl Visitor {
    /// Presses one key.
    pub async fn key(&self, press: Press) {
        let value = press.key().chars().next().expect("a key is one sign");
        let value = if matches!(press, Press::Space) { ' ' } else { value };
        self.strikes(value).await;
    }

    /// Types into what has the focus.
    pub async fn types(&self, text: &str) {
        for sign in text.chars() {
            self.strikes(sign).await;
        }
    }

    /// Tabs until the focus is on what has this name, as a screen reader would say it. On every stop on the
    /// way the focus must be visible.
    pub async fn tabs_to(&self, name: &str) {
        let wanted = folded(name);
        let mut passed = Vec::new();
        for _ in 0..STEPS {
            self.key(Press::Tab).await;
            let label = self.focused().await;
            if label == wanted || label.starts_with(&wanted) {
                self.shows_focus(&label).await;
                return;
            }
            passed.push(label);
        }
        panic!("{STEPS} tabs do not reach «{name}», passed {passed:#?}");
    }

    /// Tabs, and goes on by arrows in a group of choices, until the focus is on this element.
    pub(super) async fn reaches(&self, element: &Element, name: &str) {
        let wanted = serde_json::to_value(element).expect("an element is a value");
        let script = "const [wanted, here] = [arguments[0], document.activeElement];
            if (wanted === here) return 'there';
            const together = wanted.type === 'radio' && here?.type === 'radio' && here.name === wanted.name;
            return together ? 'beside' : 'elsewhere'";
        for _ in 0..FAR {
            match self.asks(script, vec![wanted.clone()]).await.as_str() {
                Some("there") => return self.shows_focus(name).await,
                Some("beside") => self.key(Press::Down).await,
                _ => self.key(Press::Tab).await,
            }
        }
        panic!("{FAR} keys do not reach «{name}»");
    }

    /// Types in place of what was in the field.
    pub(super) async fn types_into(&self, field: &Element, name: &str, text: &str) {
        self.reaches(field, name).await;
        let (control, all) = (char::from(Key::Control), 'a');
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value: all })
            .then(KeyAction::Up { value: all })
            .then(KeyAction::Up { value: control });
        self.client.perform_actions(keys).await.expect("keys can be pressed");
        self.strikes(char::from(Key::Delete)).await;
        self.types(text).await;
    }

    /// Chooses the radio button, to which the arrows may have led already, or turns the box over.
    pub(super) async fn ticks(&self, field: &Element, name: &str) {
        self.reaches(field, name).await;
        let is_radio = field.attr("type").await.expect("it can be asked").as_deref() == Some("radio");
        if !(is_radio && field.is_selected().await.expect("it can be asked")) {
            self.key(Press::Space).await;
        }
    }

    /// Goes down a list of options to the one of this label.
    pub(super) async fn goes_down(&self, list: &Element, name: &str, option: &str) {
        self.reaches(list, name).await;
        for _ in 0..FAR {
            let script = "return document.activeElement.selectedOptions?.[0]?.label ?? ''";
            if self.asks(script, vec![]).await.as_str().map(folded) == Some(folded(option)) {
                return;
            }
            self.key(Press::Down).await;
        }
        panic!("«{name}» has no option «{option}»");
    }

    /// Every stop of the tab key whose focus cannot be seen. The first is reached by the key itself, so that
    /// the browser marks those after it as it does for keyboards.
    pub async fn unseen_focus(&self) -> Vec<String> {
        self.asks("document.querySelector('a[href], button').focus()", vec![]).await;
        self.key(Press::Tab).await;
        let told = self.asks(include_str!("focus.js"), vec![json!(true)]).await;
        let lines = told.as_array().cloned().unwrap_or_default();
        lines.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The name of what has the focus; empty when nothing has.
    pub async fn focused(&self) -> String {
        let Ok(element) = self.client.active_element().await else { return String::new() };
        let label = self.client.issue_cmd(Vendor::label(element.element_id().as_ref())).await;
        folded(label.ok().as_ref().and_then(|label| label.as_str()).unwrap_or_default())
    }

    async fn shows_focus(&self, name: &str) {
        let trouble = self.focus_trouble().await;
        assert!(trouble.is_none(), "the focus on «{name}» {}", trouble.unwrap_or_default());
    }

    async fn focus_trouble(&self) -> Option<String> {
        self.asks(include_str!("focus.js"), vec![json!(false)]).await.as_str().map(str::to_owned)
    }

    async fn strikes(&self, value: char) {
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.expect("keys can be pressed");
    }
}
