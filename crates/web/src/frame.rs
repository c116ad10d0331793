//! What stands around every page: title, menu, language, who is signed in, faults, and the words.

pub mod failed;
pub mod preferences;

use std::borrow::Cow;
use std::fmt::Write as _;

use fluent_bundle::{FluentArgs, FluentValue};
use sohoc_rules::access::ActKind as A;
use sohoc_rules::time::{Date, Instant};
use sohoc_rules::vietnamese::{number_in_groups, short_date};

use crate::assets::Assets;
use crate::csrf;
use crate::route::Who;
use crate::texts::Words;
use crate::visit::Visit;

pub use preferences::routes;

/// What a template needs besides its own matter. Templates ask it for words: `{{ frame.t("sign-in") }}`.
pub struct Frame<'r> {
    words: &'r Words,
    /// Title of the page, as its heading and the window show it.
    pub title: String,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// Who is signed in.
    pub who: Option<String>,
    /// For every form that is sent; empty where the page has none, being one for all.
    pub csrf: String,
    /// What was done just before, in words.
    pub done: Option<String>,
    /// What is wrong with the form.
    pub faults: Vec<FieldFault>,
    /// Path and question of this page, for coming back to it.
    pub here: String,
    /// The other languages: code and name.
    pub languages: Vec<(String, String)>,
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// Whether letters are large.
    pub large: bool,
    /// Address of the styles.
    pub styles: &'r str,
    /// Address of the scripts.
    pub script: &'r str,
    /// Address of the picture in the window's tab.
    pub icon: &'r str,
    assets: &'r Assets,
}

/// A line of the menu.
pub struct MenuItem {
    /// Where it leads.
    pub path: &'static str,
    /// Key of its words.
    pub words: &'static str,
    /// Whether the visitor is there.
    pub current: bool,
}

/// What is wrong with a field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// Name of the field, which is also the id of its element.
    pub field: String,
    /// What is wrong and what to do, in the visitor's language.
    pub text: String,
}

/// The menu: who sees a line is who may come to its page.
const MENU: &[(&str, &str, Who)] = &[
    ("/ho-so", "menu-own", Who::Own),
    ("/xom", "menu-roster", Who::May(&[A::EnterForOther, A::MarkOutcome])),
    ("/duyet", "menu-review", Who::May(&[A::Endorse, A::Appraise])),
    ("/quyet-dinh", "menu-decisions", Who::May(&[A::HoldSession, A::Decide, A::IssueCertificate])),
    ("/nguoi", "menu-people", Who::May(&[A::RegisterPerson, A::Merge, A::Inspect])),
    ("/thanh-tra", "menu-inspection", Who::May(&[A::Inspect])),
    ("/tieu-chi/bo", "menu-criteria", Who::May(&[A::LoadCriteria])),
    ("/don-vi", "menu-units", Who::May(&[A::Reorganise])),
    ("/chat-luong", "menu-quality", Who::May(&[A::Inspect, A::Merge])),
    ("/viec", "menu-jobs", Who::May(&[A::Import, A::Export])),
    ("/tai-khoan", "menu-accounts", Who::May(&[A::GrantRole])),
];

impl<'r> Frame<'r> {
    pub(crate) fn new(visit: &Visit<'r>, title: String) -> Self {
        Self::with_token(visit, title, csrf::field(visit))
    }

    /// A frame without forms, the same for every guest.
    pub(crate) fn for_all(visit: &Visit<'r>, title: String) -> Self {
        Self::with_token(visit, title, String::new())
    }

    fn with_token(visit: &Visit<'r>, title: String, csrf: String) -> Self {
        let counter = visit.counter;
        let path = visit.request.path.as_str();
        let menu = MENU.iter().filter(|(_, _, who)| visit.session.is_some() && visit.passes(*who));
        let menu = menu.map(|&(to, words, _)| MenuItem { path: to, words, current: is_under(path, to) });
        let here = match visit.request.question.as_str() {
            "" => path.to_owned(),
            question => format!("{path}?{question}"),
        };
        let done = visit.query().find("da").map(|key| format!("done-{key}"));
        Self {
            words: visit.words,
            title,
            menu: menu.collect(),
            who: visit.session.as_ref().map(|session| session.display_name.clone()),
            csrf,
            done: done.filter(|key| visit.words.has(key)).map(|key| visit.words.get(&key).into_owned()),
            faults: Vec::new(),
            here,
            languages: other_languages(visit),
            theme: preferences::theme(visit),
            large: visit.cookie(preferences::LETTERS) == Some("lon"),
            styles: counter.assets().path("soho.css"),
            script: counter.assets().path("soho.js"),
            icon: counter.assets().path("icon.svg"),
            assets: counter.assets(),
        }
    }

    /// The same with what is wrong with the form.
    #[must_use]
    pub fn with_faults(mut self, faults: Vec<FieldFault>) -> Self {
        self.faults = faults;
        self
    }

    /// The words of a key.
    #[must_use]
    pub fn t<'s>(&'s self, key: &'s str) -> Cow<'s, str> {
        self.words.get(key)
    }

    /// Where a style, script or picture is found.
    #[must_use]
    pub fn asset(&self, name: &str) -> &str {
        self.assets.path(name)
    }

    /// The words of a key with one value.
    pub fn t1<'v>(&self, key: &str, name: &'v str, value: impl Into<FluentValue<'v>>) -> String {
        self.words.with(key, name, value)
    }

    /// The words of a key with two values.
    pub fn t2<'v>(
        &self,
        key: &str,
        first: &'v str,
        value: impl Into<FluentValue<'v>>,
        second: &'v str,
        other: impl Into<FluentValue<'v>>,
    ) -> String {
        let mut values = FluentArgs::new();
        values.set(first, value);
        values.set(second, other);
        self.words.fill(key, &values).into_owned()
    }

    /// The words themselves, for what has more than two values.
    #[must_use]
    pub const fn words(&self) -> &'r Words {
        self.words
    }

    /// Code of the page's language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.words.code
    }

    /// Whether two texts are the same: which choice of a list is the chosen one.
    #[must_use]
    pub fn same(&self, one: impl AsRef<str>, other: impl AsRef<str>) -> bool {
        one.as_ref() == other.as_ref()
    }

    /// A number with its thousands set apart.
    #[must_use]
    pub fn number(&self, number: impl Whole) -> String {
        let grouped = number_in_groups(number.whole());
        if self.language() == "en" { grouped.replace('.', ",") } else { grouped }
    }

    /// A part of a whole in percent with one digit after the comma; nothing where the whole is nobody.
    #[must_use]
    pub fn share(&self, part: i64, whole: i64) -> Option<String> {
        let tenths = part.checked_mul(1000)?.checked_add(whole / 2)?.checked_div(whole)?;
        let comma = if self.language() == "en" { '.' } else { ',' };
        Some(format!("{}{comma}{} %", self.number(tenths / 10), tenths % 10))
    }

    /// A day: `23/11/2026`.
    #[must_use]
    pub fn day(&self, day: impl std::borrow::Borrow<Date>) -> String {
        short_date(*day.borrow())
    }

    /// A moment in Viet Nam: `23/11/2026 08:05`.
    #[must_use]
    pub fn moment(&self, at: impl std::borrow::Borrow<Instant>) -> String {
        let at = *at.borrow();
        let day = at.day();
        let minutes = (at.microseconds() - Instant::start_of(day).microseconds()) / 60_000_000;
        let mut text = short_date(day);
        let _ = write!(text, " {:02}:{:02}", minutes / 60, minutes % 60);
        text
    }

    /// What is wrong with a field, if anything is.
    #[must_use]
    pub fn fault(&self, field: impl AsRef<str>) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field.as_ref()).map(|fault| fault.text.as_str())
    }
}

/// A whole number of any kind, as templates hand it over.
pub trait Whole {
    /// Its value; what is beyond 64 bits is brought to their end.
    fn whole(self) -> i64;
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Whole for $kind {
            fn whole(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        }
        impl Whole for &$kind {
            fn whole(self) -> i64 {
                (*self).whole()
            }
        }
    )*};
}
whole!(i16, i32, i64, u8, u16, u32, u64, usize);

/// Whether `path` is the page `menu` leads to, or one below it.
fn is_under(path: &str, menu: &str) -> bool {
    path.strip_prefix(menu).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn other_languages(visit: &Visit<'_>) -> Vec<(String, String)> {
    let others = visit.counter.texts().languages().filter(|words| words.code != visit.words.code);
    others.map(|words| (words.code.clone(), words.get("language-name").into_owned())).collect()
}

/// Faults gathered while a form is read.
#[derive(Default)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    /// Notes what is wrong with a field, by the key of its words.
    pub fn add(&mut self, visit: &Visit<'_>, field: &str, key: &str) {
        self.add_text(field, visit.words.get(key).into_owned());
    }

    /// Notes what is wrong with a field, in words.
    pub fn add_text(&mut self, field: &str, text: String) {
        self.0.push(FieldFault { field: field.to_owned(), text });
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn into_list(self) -> Vec<FieldFault> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_line_is_current_on_its_page_and_those_below() {
        assert!(is_under("/ho-so", "/ho-so"));
        assert!(is_under("/ho-so/2026/cau/1.1", "/ho-so"));
        assert!(!is_under("/ho-so-khac", "/ho-so"));
    }

    #[test]
    fn every_menu_line_leads_to_a_route() {
        let table = crate::route::table();
        let lost: Vec<_> =
            MENU.iter().filter(|(path, ..)| !table.iter().any(|route| route.path == *path)).collect();
        assert!(lost.is_empty(), "no route for {lost:?}");
    }
}
