//! Going through a page by keyboard alone.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::json;

use super::vendor::Vendor;
use super::visitor::{Visitor, folded};

/// After so many steps a person has given up.
const STEPS: usize = 100;

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
