//! Finding what a person perceives: elements by the name that the accessibility tree gives them.

use std::cell::RefCell;
use std::path::Path;

use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value as Json, json};

use super::keyboard::Press;
use super::visitor::{Visitor, folded};

/// What can be pressed.
const PRESSED: &[&str] = &["button", "link", "DisclosureTriangle", "tab", "menuitem"];
/// What sends a form or does something at once; links go elsewhere.
const SENT: &[&str] = &["button"];
/// What text or a date is typed into.
const FILLED: &[&str] = &["textbox", "searchbox", "spinbutton", "Date", "textfield", "combobox"];
const CHOSEN: &[&str] = &["radio", "checkbox", "switch"];
const SELECTED: &[&str] = &["combobox", "listbox", "MenuListPopup"];

/// A node of the accessibility tree.
struct Named {
    role: String,
    name: String,
    node: Json,
}

impl Visitor {
    /// Presses the button or follows the link of this name.
    pub async fn presses(&self, name: &str) {
        self.clicks(&self.named(PRESSED, name).await, name).await;
    }

    /// Presses the button of this name, where a link beside it has the same.
    pub async fn sends(&self, name: &str) {
        self.clicks(&self.named(SENT, name).await, name).await;
    }

    /// Types into the field of this name, in place of what was in it.
    pub async fn fills(&self, name: &str, text: &str) {
        let field = self.named(FILLED, name).await;
        if self.by_keyboard {
            return self.types_into(&field, name, text).await;
        }
        field.clear().await.expect("a field can be emptied");
        field.send_keys(text).await.unwrap_or_else(|error| panic!("«{name}» cannot be typed into: {error}"));
    }

    /// Chooses the radio button or ticks the box of this name, by its label as people do.
    pub async fn chooses(&self, name: &str) {
        let field = self.named(CHOSEN, name).await;
        if self.by_keyboard {
            return self.ticks(&field, name).await;
        }
        let label =
            "const own = arguments[0].labels?.[0]; if (own) own.setAttribute('data-e2e', arguments[1]);
            return !!own";
        let mark = self.fresh_mark();
        let argument = serde_json::to_value(&field).expect("an element is a value");
        let labelled = self.asks(label, vec![argument, json!(mark)]).await == json!(true);
        // Where the box lies over its label, the box is what a finger meets.
        let by_label = labelled && self.marked(&mark).await.click().await.is_ok();
        if !by_label {
            self.clicks(&field, name).await;
        }
    }

    /// Selects an option in the list of this name.
    pub async fn selects(&self, name: &str, option: &str) {
        let list = self.named(SELECTED, name).await;
        if self.by_keyboard {
            return self.goes_down(&list, name, option).await;
        }
        let selected = list.select_by_label(option).await;
        selected.unwrap_or_else(|error| panic!("«{name}» has no option «{option}»: {error}"));
    }

    /// Puts a file, as from the camera, into the field of this label.
    pub async fn attaches(&self, label: &str, file: &Path) {
        let script = "const label = [...document.querySelectorAll('label')]
            .find(one => one.innerText.trim().startsWith(arguments[0]));
            return label?.control ?? null";
        let found = self.asks(script, vec![json!(label)]).await;
        let id = found.as_object().and_then(|found| found.values().next()?.as_str().map(str::to_owned));
        let Some(id) = id else { panic!("no file field «{label}»") };
        let field = Element::from_element_id(self.client.clone(), id.into());
        field.send_keys(&file.display().to_string()).await.expect("a file field takes a file");
    }

    /// Whether something of this name can be pressed, filled or chosen.
    pub async fn offers(&self, name: &str) -> bool {
        let roles = [PRESSED, FILLED, CHOSEN, SELECTED].concat();
        self.search(&roles, name).await.is_some()
    }

    /// What stands in the field of this name.
    pub async fn reads(&self, name: &str) -> String {
        let field = self.named(FILLED, name).await;
        field.prop("value").await.expect("a field has a value").unwrap_or_default()
    }

    /// Whether the radio button or box of this name is chosen.
    pub async fn has_chosen(&self, name: &str) -> bool {
        self.named(CHOSEN, name).await.is_selected().await.expect("it can be asked")
    }

    /// The names of all that can be used on the page, for the messages of failures.
    pub async fn names(&self) -> Vec<String> {
        let roles = [PRESSED, FILLED, CHOSEN, SELECTED].concat();
        let nodes = self.accessible().await.into_iter().filter(|node| roles.contains(&node.role.as_str()));
        nodes.map(|node| format!("{} «{}»", node.role, node.name)).collect()
    }

    /// The element of one of the roles with the name, or whose name begins so when none has it whole.
    async fn named(&self, roles: &[&str], name: &str) -> Element {
        let found = RefCell::new(None);
        let looks = async || {
            let Some(node) = self.search(roles, name).await else { return false };
            let mark = self.marks(&node).await;
            let there = mark.is_some();
            found.replace(mark);
            there
        };
        self.waits(looks).await;
        let Some(mark) = found.take() else { panic!("no «{name}» here") };
        self.marked(&mark).await
    }

    /// Marks what was found; `None` when its page has gone meanwhile: the next one is looked at then.
    async fn marks(&self, node: &Json) -> Option<String> {
        let mark = self.fresh_mark();
        let resolved = self.tries_tools("DOM.resolveNode", &json!({"backendNodeId": node})).await.ok()?;
        let call = json!({
            "objectId": resolved["object"]["objectId"],
            "functionDeclaration": "function(mark) { this.setAttribute('data-e2e', mark) }",
            "arguments": [{"value": mark}],
        });
        self.tries_tools("Runtime.callFunctionOn", &call).await.ok()?;
        Some(mark)
    }

    async fn search(&self, roles: &[&str], name: &str) -> Option<Json> {
        let wanted = folded(name);
        let nodes = self.accessible().await;
        let of_role = || nodes.iter().filter(|node| roles.contains(&node.role.as_str()));
        let whole = of_role().find(|node| node.name == wanted);
        whole.or_else(|| of_role().find(|node| node.name.starts_with(&wanted))).map(|node| node.node.clone())
    }

    async fn accessible(&self) -> Vec<Named> {
        let tree = self.tools("Accessibility.getFullAXTree", &json!({})).await;
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let named = nodes.into_iter().filter(|node| node["ignored"] != json!(true)).map(|node| Named {
            role: node["role"]["value"].as_str().unwrap_or_default().to_owned(),
            name: folded(node["name"]["value"].as_str().unwrap_or_default()),
            node: node["backendDOMNodeId"].clone(),
        });
        named.collect()
    }

    /// A mark no element of the page has.
    fn fresh_mark(&self) -> String {
        self.marks.set(self.marks.get() + 1);
        format!("m{}", self.marks.get())
    }

    async fn marked(&self, mark: &str) -> Element {
        let selector = format!("[data-e2e=\"{mark}\"]");
        self.client.find(Locator::Css(&selector)).await.expect("it was marked just now")
    }

    async fn clicks(&self, element: &Element, name: &str) {
        if self.by_keyboard {
            self.reaches(element, name).await;
            return self.key(Press::Enter).await;
        }
        if let Err(error) = element.click().await {
            panic!("«{name}» cannot be clicked: {error}");
        }
    }
}
