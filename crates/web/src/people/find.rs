//! Finding somebody by name, with or without accents, or by number.

use askama::Template;
use sohoc_acts::people::{Asked, search};
use sohoc_rules::access::ActKind;
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::vietnamese::NameQuery;

use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "people/find.html")]
struct Find<'r> {
    frame: Frame<'r>,
    typed: String,
    found: Vec<Shown>,
    may_merge: bool,
    may_register: bool,
}

struct Shown {
    id: String,
    name: String,
    birth_year: i64,
    place: String,
}

/// `GET /nguoi`
pub fn page(visit: &Visit<'_>) -> Answer {
    show(visit, String::new(), Vec::new())
}

fn show(visit: &Visit<'_>, typed: String, found: Vec<Shown>) -> Answer {
    let may_merge = visit.may(&[ActKind::Merge]);
    let may_register = visit.may(&[ActKind::RegisterPerson]);
    visit.show(&Find { frame: visit.frame("people-title"), typed, found, may_merge, may_register })
}

/// `POST /nguoi`
pub fn send(visit: &Visit<'_>) -> Answer {
    let typed = visit.form().text("ten");
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let asked = match PersonalNumber::new(&digits) {
        Ok(number) if digits.len() >= 9 => Asked::Number(number),
        _ => Asked::Name(NameQuery::new(&typed)),
    };
    let is_empty = matches!(&asked, Asked::Name(name) if name.is_empty());
    let found =
        if is_empty { Vec::new() } else { search(visit.office(), visit.actor()?, &asked, None, SHOWN)? };
    let map = visit.office().map_on(visit.today())?;
    let found = found.into_iter().map(|one| Shown {
        id: one.id.to_string(),
        name: one.name,
        birth_year: one.birth_year,
        place: one.unit.map(|unit| map.name(unit).to_owned()).unwrap_or_default(),
    });
    let typed = if matches!(asked, Asked::Number(_)) { digits } else { typed };
    show(visit, typed, found.collect())
}
