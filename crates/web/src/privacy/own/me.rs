//! What is on record of the visitor.

use askama::Template;
use sohoc_acts::people::own_record;
use sohoc_rules::people::Sex;

use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "privacy/own/me.html")]
struct Page<'r> {
    frame: Frame<'r>,
    /// How the account signs in.
    sign_in: String,
    /// Words and value of each fact; empty for an account without a person.
    facts: Vec<(String, String)>,
    answers: bool,
}

/// `GET /toi`
pub fn page(visit: &Visit<'_>) -> Answer {
    let actor = visit.actor()?;
    let facts = if actor.person().is_some() { facts(visit)? } else { Vec::new() };
    let page = Page {
        frame: visit.frame("personal-title"),
        sign_in: actor.sign_in().to_owned(),
        facts,
        answers: visit.may(&[sohoc_rules::access::ActKind::AnswerRequest]),
    };
    visit.show(&page)
}

fn facts(visit: &Visit<'_>) -> Result<Vec<(String, String)>, crate::failure::Failure> {
    let record = own_record(visit.office(), visit.actor()?)?;
    let map = visit.office().map_on(visit.today())?;
    let words = |key: &str| visit.words.get(key).into_owned();
    let unknown = || words("personal-unknown");
    // The least place first, as addresses are written.
    let address =
        |unit| map.path(unit).iter().rev().map(|one| map.name(one.id)).collect::<Vec<_>>().join(", ");
    let home = record.unit.map(address);
    let sex = record.sex.map(|sex| match sex {
        Sex::Male => words("personal-male"),
        Sex::Female => words("personal-female"),
    });
    Ok(vec![
        (words("personal-name"), record.name),
        (words("personal-birth"), birth(record.birth)),
        (words("personal-sex"), sex.unwrap_or_else(unknown)),
        (words("personal-number"), record.number.unwrap_or_else(unknown)),
        (words("personal-home"), home.unwrap_or_else(unknown)),
        (words("personal-work"), record.organization.unwrap_or_else(unknown)),
        (words("personal-ethnic"), record.ethnic_group.unwrap_or_else(unknown)),
    ])
}

/// `09/03/1971`, `03/1971`, `1971`: what is known of it.
fn birth((year, month, day): (i64, Option<i64>, Option<i64>)) -> String {
    match (month, day) {
        (Some(month), Some(day)) => format!("{day:02}/{month:02}/{year}"),
        (Some(month), None) => format!("{month:02}/{year}"),
        (None, _) => year.to_string(),
    }
}
