//! Consent, purpose by purpose, to one version of a text; given and taken back by the same page.

use askama::Template;
use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use sohoc_acts::Error;
use sohoc_acts::privacy::{ConsentText, Hand, Purpose, Standing, consents_of, give, withdraw};
use sohoc_rules::ids::PersonId;

use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "privacy/own/consent.html")]
struct Page<'r> {
    frame: Frame<'r>,
    /// Where the form goes: the page it stands on.
    here: String,
    /// Where one came from.
    back: &'static str,
    questions: Vec<Question>,
}

/// A purpose that asks for consent.
pub struct Question {
    /// Name of the purpose, which is the name of its field.
    pub name: &'static str,
    /// Title.
    pub title: String,
    /// The words one agrees to.
    pub text: String,
    /// Their version.
    pub version: u16,
    /// Whether the data are sensitive.
    pub sensitive: bool,
    /// `co`, `khong`, or empty while nothing was said.
    pub chosen: String,
    /// What happened before, in words.
    pub history: Vec<String>,
}

/// `GET /toi/dong-y`, `GET /ho-so/{nam}/dong-y`
pub fn page(visit: &Visit<'_>) -> Answer {
    show(visit, &[], Faults::default())
}

/// `POST` of the same: what is ticked is given, what is refused is taken back.
pub fn send(visit: &Visit<'_>) -> Answer {
    let person = own(visit)?;
    let said: Vec<(Purpose, &str)> =
        asked().map(|purpose| (purpose, visit.form().get(purpose.name()))).collect();
    let mut faults = Faults::default();
    let purposes = |answer: &str| {
        said.iter().filter(|(_, said)| *said == answer).map(|(purpose, _)| *purpose).collect::<Vec<_>>()
    };
    let (given, taken_back) = (purposes("co"), purposes("khong"));
    if given.is_empty() && taken_back.is_empty() {
        faults.add(visit, asked().next().map_or("", Purpose::name), "personal-consent-choose");
        return show(visit, &said, faults);
    }
    let texts: Vec<ConsentText> =
        given.iter().map(|purpose| text(visit, *purpose)).collect::<Result<_, _>>()?;
    let actor = visit.actor()?;
    let done = give(visit.office(), actor, person, &Hand::Own, &texts)
        .and_then(|()| withdraw(visit.office(), actor, person, &Hand::Own, &taken_back));
    match done {
        Ok(()) => visit.go(back(visit), "personal-consent"),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            faults.add_text(asked().next().map_or("", Purpose::name), format!("{text} {remedy}"));
            show(visit, &said, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn own(visit: &Visit<'_>) -> Result<PersonId, Failure> {
    visit.actor()?.person().ok_or(Failure::NotFound)
}

/// The purposes that ask.
pub fn asked() -> impl Iterator<Item = Purpose> {
    Purpose::ALL.into_iter().filter(|purpose| purpose.asks_consent())
}

fn back(visit: &Visit<'_>) -> &'static str {
    if visit.param("nam").is_empty() { "/toi" } else { "/ho-so" }
}

/// The words of a purpose as this visitor reads them. Their version stands beside them in the texts.
///
/// # Errors
/// When a version in the texts is no number.
pub fn text(visit: &Visit<'_>, purpose: Purpose) -> Result<ConsentText, Failure> {
    let (text, version) = (words(visit, "text", purpose), words(visit, "version", purpose));
    let version = version.trim().parse().map_err(|_| Failure::BadInput(version))?;
    let digest = Sha256::digest(text.as_bytes()).into();
    Ok(ConsentText { purpose, version, language: visit.words.code.clone(), digest })
}

fn words(visit: &Visit<'_>, what: &str, purpose: Purpose) -> String {
    visit.words.get(&key(what, purpose)).into_owned()
}

fn key(what: &str, purpose: Purpose) -> String {
    format!("personal-consent-{what}-{}", purpose.name().replace('_', "-"))
}

fn show(visit: &Visit<'_>, said: &[(Purpose, &str)], faults: Faults) -> Answer {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let standings = consents_of(visit.office(), visit.actor()?, own(visit)?)?;
    let mut questions = Vec::new();
    for standing in standings.iter().filter(|standing| standing.purpose.asks_consent()) {
        let typed = said.iter().find(|(purpose, _)| *purpose == standing.purpose).map(|(_, said)| *said);
        questions.push(question(visit, standing, typed)?);
    }
    // What is sensitive stands apart, after all the others.
    questions.sort_by_key(|question| question.sensitive);
    let page = Page {
        frame: visit.frame("personal-consents").with_faults(faults.into_list()),
        here: visit.request.path.clone(),
        back: back(visit),
        questions,
    };
    visit.show_as(status, &page)
}

/// One question; nothing is chosen beforehand but what the person said before.
///
/// # Errors
/// As [`text`].
pub fn question(visit: &Visit<'_>, standing: &Standing, typed: Option<&str>) -> Result<Question, Failure> {
    let purpose = standing.purpose;
    let now = match standing.history.first() {
        Some(consent) if consent.is_given => "co",
        Some(_) => "khong",
        None => "",
    };
    let frame = visit.frame("personal-consents");
    let history = standing.history.iter().map(|consent| {
        let key = if consent.is_given { "personal-consent-given" } else { "personal-consent-withdrawn" };
        visit.words.with(key, "at", frame.moment(consent.at))
    });
    Ok(Question {
        name: purpose.name(),
        title: words(visit, "title", purpose),
        text: words(visit, "text", purpose),
        version: text(visit, purpose)?.version,
        sensitive: purpose.is_sensitive(),
        chosen: typed.unwrap_or(now).to_owned(),
        history: history.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_purpose_that_asks_has_a_title_a_text_and_a_version() {
        let texts = Texts::load(None).expect("our own texts");
        for words in texts.languages() {
            for purpose in asked() {
                for what in ["title", "text", "version"] {
                    assert!(words.has(&key(what, purpose)), "{} {what} {purpose:?}", words.code);
                }
                let version = key("version", purpose);
                assert!(words.get(&version).parse::<u16>().is_ok(), "{version} is a number");
            }
        }
    }
}
