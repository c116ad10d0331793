//! Whom to ask.

use askama::Template;

use crate::failure::Answer;
use crate::frame::Frame;
use crate::settings::Contact;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "public/contact.html")]
struct Page<'r> {
    frame: Frame<'r>,
    contact: &'r Contact,
    ways: Vec<Way<'r>>,
}

/// One way to reach us.
struct Way<'r> {
    /// Key of what it is.
    words: &'static str,
    /// What a tap does; empty where nothing.
    link: String,
    text: &'r str,
}

fn way<'r>(words: &'static str, scheme: &str, text: &'r str) -> Option<Way<'r>> {
    let link = if scheme.is_empty() { String::new() } else { format!("{scheme}{}", text.replace(' ', "")) };
    (!text.is_empty()).then_some(Way { words, link, text })
}

/// `GET /lien-he`
pub fn page(visit: &Visit<'_>) -> Answer {
    let contact = &visit.counter.settings().contact;
    let ways = [
        ("public-contact-address", "", &contact.address),
        ("public-contact-phone", "tel:", &contact.phone),
        ("public-contact-email", "mailto:", &contact.email),
        ("public-contact-privacy", "", &contact.privacy),
    ];
    let ways =
        ways.into_iter().filter_map(|(words, scheme, text)| way(words, scheme, text.as_deref()?)).collect();
    visit.show(&Page { frame: visit.frame("public-contact-title"), contact, ways })
}
