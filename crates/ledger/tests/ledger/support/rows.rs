//! A small world: a commune with two hamlets, a school, three people, a round.

use sohoc_ledger::criteria::{self, CriteriaRow, RoundRow};
use sohoc_ledger::dossier::DossierRow;
use sohoc_ledger::organizations::{self, OrganizationRow};
use sohoc_ledger::people::{self, NewPerson, NewResidence};
use sohoc_ledger::territory as units;
use sohoc_rules::dossier::RoundRules;
use sohoc_rules::ids::{CriteriaSetId, RoundId, UnitId};
use sohoc_rules::territory::{Level, ParentLink, Rows, Unit};
use sohoc_rules::time::Span;
use sohoc_rules::vietnamese::{fold, sort_key};
use uuid::Uuid;

use super::Ledger;
use super::values::{day, id};

/// Ids of the units of the small world.
pub struct Place;

impl Place {
    pub const PROVINCE: u32 = 1;
    pub const COMMUNE: u32 = 2;
    pub const HAMLET: u32 = 3;
    pub const OTHER_HAMLET: u32 = 4;
    pub const SCHOOL: u32 = 100;
}

/// Ids of the people of the small world, who live in the hamlet.
pub struct People;

impl People {
    pub const HA: u32 = 1_000;
    pub const AN: u32 = 1_001;
    pub const DUC: u32 = 1_002;
    pub const ALL: [(u32, &str); 3] =
        [(Self::HA, "Nông Thị Hà"), (Self::AN, "Triệu Văn An"), (Self::DUC, "Đàm Đức")];
}

/// What is in the ledger once the small world was put there.
pub struct World {
    pub criteria_set: CriteriaSetId,
    pub round: RoundId,
}

impl World {
    /// Puts the small world into an empty ledger.
    pub fn new(ledger: &Ledger) -> Self {
        let world = Self {
            criteria_set: CriteriaSetId::from_uuid(id(10_000)),
            round: RoundId::from_uuid(id(11_000)),
        };
        ledger.write(|writer| {
            units::add(writer, &territory())?;
            organizations::add(writer, &[organization(Place::SCHOOL, "Trường Tiểu học Đàm Thủy")])?;
            people::add(writer, &People::ALL.map(|(number, name)| person(number, name)))?;
            people::add_residences(writer, &People::ALL.map(|(number, _)| home(number, Place::HAMLET)))?;
            criteria::add(writer, &world.criteria())?;
            criteria::add_round(writer, &world.round(2026))
        });
        world
    }

    pub fn criteria(&self) -> CriteriaRow {
        CriteriaRow {
            id: self.criteria_set,
            decision_number: "324/QĐ-KHVN".to_owned(),
            decided_on: day("2023-12-15"),
            from: day("2024-01-01"),
            to: None,
            definition: "tên = 'Công dân học tập'".to_owned(),
            digest: "ab".repeat(32),
        }
    }

    pub fn round(&self, year: i16) -> RoundRow {
        RoundRow {
            id: self.round,
            criteria_set: self.criteria_set,
            rules: RoundRules::usual(year),
            opened_at: Ledger::at(5),
            closed_at: None,
        }
    }
}

/// The province with its commune and the two hamlets.
pub fn territory() -> Rows {
    let place = |number| UnitId::from_uuid(id(number));
    let under =
        |number, parent| ParentLink { unit: place(number), parent: place(parent), span: Span::ALWAYS };
    Rows {
        units: vec![
            unit(Place::PROVINCE, Level::Province, "Cao Bằng"),
            unit(Place::COMMUNE, Level::Commune, "Đàm Thủy"),
            unit(Place::HAMLET, Level::Hamlet, "Bản Giốc"),
            unit(Place::OTHER_HAMLET, Level::Hamlet, "Lũng Phiắc"),
        ],
        links: vec![
            under(Place::COMMUNE, Place::PROVINCE),
            under(Place::HAMLET, Place::COMMUNE),
            under(Place::OTHER_HAMLET, Place::COMMUNE),
        ],
        ..Rows::default()
    }
}

pub fn unit(number: u32, level: Level, name: &str) -> Unit {
    Unit {
        id: UnitId::from_uuid(id(number)),
        code: format!("{number:05}").into(),
        name: name.into(),
        short_name: name.into(),
        kind: level.code().into(),
        level,
        span: Span::ALWAYS,
        resolution: None,
    }
}

pub fn organization(number: u32, name: &str) -> OrganizationRow {
    OrganizationRow {
        id: id(number),
        code: format!("TC-{number}"),
        name: name.to_owned(),
        name_fold: fold(name),
        kind: "school".to_owned(),
        unit: Some(id(Place::COMMUNE)),
        from: None,
        to: None,
    }
}

/// A person born in 1980, without a personal number.
pub fn person(number: u32, name: &str) -> NewPerson {
    NewPerson {
        id: id(number),
        name: name.to_owned(),
        name_fold: fold(name),
        given_fold: fold(name.split(' ').next_back().unwrap_or_default()),
        sort_key: sort_key(name),
        sex: 2,
        birth_year: 1980,
        birth_month: None,
        birth_day: None,
        number_hash: None,
        number_sealed: None,
    }
}

fn home(person: u32, unit: u32) -> NewResidence {
    NewResidence { person: id(person), unit: id(unit), from: day("2020-01-01") }
}

/// A draft of somebody who lives in the hamlet, in the round of the small world.
pub fn dossier(number: u32, person: u32) -> DossierRow {
    DossierRow {
        id: id(number),
        person: id(person),
        round: id(11_000),
        unit: id(Place::HAMLET),
        organization: None,
        group: "farmers".to_owned(),
        area: "ordinary".to_owned(),
        sex: 2,
        age_band: 45,
        state: 10,
        self_scores: None,
        review_scores: None,
        channel: 1,
        typed_by: None,
        endorsed_by: None,
        steps: 0,
        flags: 0,
        evidence: 0,
        on_word: None,
        witness: None,
        life_status: 1,
        died_on: None,
        ethnic_class: 0,
    }
}

/// The id of a row that has no type of its own.
pub fn entry() -> Uuid {
    id(90_000)
}
