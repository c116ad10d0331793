//! Who looked at the visitor's data.

use askama::Template;
use sohoc_acts::reading::{Looked, LookedPage, who_looked};
use sohoc_rules::time::Instant;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "privacy/own/looked.html")]
struct Page<'r> {
    frame: Frame<'r>,
    looks: Vec<Look>,
    next: String,
}

struct Look {
    at: Instant,
    who: String,
    role: String,
    what: String,
}

const A_PAGE: usize = 50;

/// `GET /toi/ai-da-xem`
pub fn page(visit: &Visit<'_>) -> Answer {
    let person = visit.actor()?.person().ok_or(Failure::NotFound)?;
    let asked = LookedPage { after: visit.query().read("sau"), limit: A_PAGE };
    let found = who_looked(visit.office(), visit.actor()?, person, asked)?;
    let last = found.last().filter(|_| found.len() == A_PAGE);
    let next = last.map(|last| format!("/toi/ai-da-xem?sau={}", last.id)).unwrap_or_default();
    let looks = found.iter().map(|look| shown(visit, look)).collect();
    visit.show(&Page { frame: visit.frame("personal-looked"), looks, next })
}

fn shown(visit: &Visit<'_>, look: &Looked) -> Look {
    let words = |key: &str| visit.words.get(key).into_owned();
    let role = format!("personal-role-{}", look.role.replace('_', "-"));
    let what = format!("personal-what-{}", look.what.name().replace('_', "-"));
    let who = match &look.name {
        Some(_) if look.own => words("personal-you"),
        Some(name) => name.clone(),
        None => words("personal-machine"),
    };
    let role = if visit.words.has(&role) { words(&role) } else { String::new() };
    Look { at: look.at, who, role, what: words(&what) }
}

#[cfg(test)]
mod tests {
    use sohoc_acts::reading::What;
    use sohoc_rules::access::Role;

    use crate::texts::Texts;

    #[test]
    fn every_kind_of_look_and_every_role_has_words() {
        let texts = Texts::load(None).expect("our own texts");
        let whats = What::ALL.iter().map(|what| format!("personal-what-{}", what.name()));
        let roles = Role::ALL.iter().map(|role| format!("personal-role-{}", role.code()));
        for key in whats.chain(roles) {
            assert!(texts.vietnamese().has(&key.replace('_', "-")), "{key}");
        }
    }
}
