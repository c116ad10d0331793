//! One person: what is on record, the dossiers of all rounds; moving, absence, death, and a merge undone.

use askama::Template;
use axum::http::StatusCode;
use fluent_bundle::FluentArgs;
use sohoc_acts::Error;
use sohoc_acts::dossier::overview_of_person;
use sohoc_acts::people::{
    KeptApart, Life, Move, PastHomes, kept_apart, move_home, number_of, past_of, record_of, set_life, unmerge,
};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::LifeStatus;
use sohoc_rules::territory::TerritoryAsOf;
use sohoc_rules::time::{Date, Instant};
use sohoc_rules::vietnamese::short_date;

use super::facts::{born, sex_key};
use super::homes;
use crate::access::said;
use crate::dossier::state_tag;
use crate::failure::Answer;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "people/one.html")]
struct One<'r> {
    frame: Frame<'r>,
    /// The id that was asked for.
    asked: String,
    /// The id of the record that stands.
    id: String,
    /// Whether that record was merged into this one.
    was_merged: bool,
    born: String,
    sex: &'static str,
    home: String,
    life: &'static str,
    died: Option<Date>,
    has_number: bool,
    number: String,
    may_number: bool,
    may_move: bool,
    may_change: bool,
    may_merge: bool,
    /// Whether the dossiers may be opened from here.
    may_open: bool,
    places: Vec<(String, String)>,
    chosen_place: String,
    dossiers: Vec<Past>,
    /// Where the person lived and worked, and from when to when.
    past: Vec<(String, String)>,
    merged: Vec<(PersonId, String, Instant)>,
    apart: Vec<KeptApart>,
    today: String,
}

struct Past {
    id: String,
    year: i64,
    tone: &'static str,
    words: String,
    total: Option<u16>,
    serial: String,
}

/// `GET /nguoi/{nguoi}`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, String::new(), Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, number: String, faults: Vec<FieldFault>) -> Answer {
    let asked: PersonId = visit.id("nguoi")?;
    let row = record_of(visit.office(), visit.actor()?, ActKind::ReadPerson, asked)?;
    let map = visit.office().map_on(visit.today())?;
    let id = PersonId::from_uuid(row.id);
    let life = match (row.life_status, row.died_on) {
        (_, Some(_)) => "people-dead",
        (status, None) if status == LifeStatus::Away.code() => "people-away",
        _ => "people-living",
    };
    let dossiers = overview_of_person(visit.office(), visit.actor()?, id)?.into_iter().map(|one| {
        let tag = State::from_code(one.dossier.state).map(|state| state_tag(visit.words, state));
        let (tone, words) = tag.unwrap_or_default();
        Past {
            id: one.dossier.dossier.to_string(),
            year: one.dossier.year,
            tone,
            words,
            total: one.dossier.review_total.or(one.dossier.self_total),
            serial: one.certificate.map(|(certificate, _)| certificate.serial).unwrap_or_default(),
        }
    });
    let before = past_of(visit.office(), &row)?;
    let page = One {
        dossiers: dossiers.collect(),
        past: past(visit, &map, &before),
        merged: before.merged,
        apart: kept_apart(visit.office(), visit.actor()?, id)?,
        frame: visit.frame_titled(row.name.clone()).with_faults(faults),
        asked: asked.to_string(),
        id: id.to_string(),
        died: row.died_on.map(|day| day.0),
        may_open: visit.may(&[ActKind::Endorse, ActKind::Appraise]),
        chosen_place: visit.form().get("noi").to_owned(),
        was_merged: id != asked,
        born: born(&row),
        sex: sex_key(row.sex),
        home: row.unit.map(|unit| map.name(UnitId::from_uuid(unit)).to_owned()).unwrap_or_default(),
        life,
        has_number: row.number_hash.is_some(),
        number,
        may_number: visit.may(&[ActKind::ReadNumber]),
        may_move: visit.may(&[ActKind::RegisterPerson]),
        may_change: visit.may(&[ActKind::RegisterPerson]),
        may_merge: visit.may(&[ActKind::Unmerge]),
        places: homes(visit)?,
        today: visit.today().to_string(),
    };
    visit.show_as(status, &page)
}

/// Homes and workplaces, the latest first, with the stretch of time.
fn past(visit: &Visit<'_>, map: &TerritoryAsOf, before: &PastHomes) -> Vec<(String, String)> {
    let stretch = |from: Date, to: Option<Date>| {
        let mut days = FluentArgs::new();
        days.set("from", short_date(from));
        days.set("to", to.map(short_date).unwrap_or_default());
        let key = if to.is_some() { "people-from-to" } else { "people-from-on" };
        visit.words.fill(key, &days).into_owned()
    };
    let homes = before.homes.iter().map(|(unit, from, to)| (map.name(*unit).to_owned(), stretch(*from, *to)));
    let work = before.workplaces.iter().map(|(name, from, to, position)| {
        let name = if position.is_empty() { name.clone() } else { format!("{name}, {position}") };
        (name, stretch(*from, *to))
    });
    homes.chain(work).collect()
}

/// `POST /nguoi/{nguoi}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let asked: PersonId = visit.id("nguoi")?;
    let (office, actor) = (visit.office(), visit.actor()?);
    // Out of scope is told before anything else, and noted.
    let person = PersonId::from_uuid(record_of(office, actor, ActKind::ReadPerson, asked)?.id);
    let mut faults = Faults::default();
    let dies = visit.form().get("viec") == "mat";
    let field = if dies { "ngay-mat" } else { "ngay" };
    let day = visit.form().read::<Date>(field).filter(|day| *day <= visit.today());
    let life = |status| set_life(office, actor, &[Life { person, status }]).map(|()| "person-changed");
    let done = match (visit.form().get("viec"), day) {
        ("so", _) => {
            let number = number_of(office, actor, person)?;
            let number = number.map(|number| number.reveal().to_owned()).unwrap_or_default();
            return form(visit, StatusCode::OK, number, Vec::new());
        }
        ("chuyen", Some(from)) => {
            let Some(to) = visit.form().read::<UnitId>("noi") else {
                faults.add(visit, "noi", "people-home-wrong");
                return form(visit, StatusCode::UNPROCESSABLE_ENTITY, String::new(), faults.into_list());
            };
            move_home(office, actor, &[Move { person, to, from }]).map(|()| "person-moved")
        }
        ("mat", Some(day)) => life(LifeStatus::Dead(day)),
        ("di-vang", _) => life(LifeStatus::Away),
        ("co-mat", _) => life(LifeStatus::Living),
        ("tach", _) => unmerge(office, actor, asked).map(|()| "person-unmerged"),
        _ => {
            faults.add(visit, field, "people-day-wrong");
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, String::new(), faults.into_list());
        }
    };
    match done {
        Ok(done) => visit.go(&format!("/nguoi/{asked}"), done),
        Err(Error::Refused(refusal)) => {
            faults.add_text(field, said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, String::new(), faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
