//! A ledger on a working day: certificates of last year, a commune whose queue is long, people who have begun.

use std::collections::{BTreeMap, HashSet};

use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{self, Answer, Submission};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_ledger::people::{self, PersonRow, Scope as Seen};
use sohoc_ledger::{dossier as book, recognition};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Channel, RoundRules};
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::LifeStatus;
use sohoc_rules::territory::Level;

use super::super::YEAR;
use super::super::wire::Visitor;
use super::staff;
use crate::stage::{Error, Stage};

/// Files that wait in the long queue, at least: what one batch appraises.
const WAITING: usize = 1_000;
/// People whose paper forms lie there to be typed.
const PAPERS: usize = 60_000;
/// Certificates that are asked for.
const CERTIFICATES: usize = 10_000;
/// One transaction of what is prepared.
const BATCH: usize = 1_000;

/// What the scenarios are made of.
pub struct Ground {
    /// Helpers who may enter for everyone.
    pub helpers: Vec<Visitor>,
    /// Officers of the commune.
    pub officers: Vec<Visitor>,
    /// Citizens who have begun.
    pub citizens: Vec<Visitor>,
    /// The commune whose queue is long.
    pub commune: UnitId,
    /// How many wait in it.
    pub waiting: usize,
    /// Whose paper forms are to be typed; each has an empty dossier.
    pub papers: Vec<PersonId>,
    /// The indicators of the form that all of them fill in.
    pub indicators: Vec<String>,
    /// Serials of certificates given out.
    pub serials: Vec<String>,
}

impl Ground {
    /// Lays it, for so many clients; `everyone` is on record, and last year was worked through.
    ///
    /// # Errors
    /// Whatever an act returns.
    pub fn lay(stage: &Stage, everyone: &[PersonId], clients: usize) -> Result<Self, Error> {
        let office = &stage.office;
        let serials = serials(office, everyone)?;
        stage.clock.set(jiff::civil::date(YEAR, 1, 15), 8);
        rounds::open(office, &Actor::console(), &RoundRules::usual(YEAR))?;
        let round = office.round(YEAR)?;
        let (commune, people) = one_commune(office, everyone)?;
        let province = province(office)?;
        let helpers = staff::officers(office, (Role::Volunteer, Scope::Unit(province)), clients)?;
        let officers = staff::officers(office, (Role::CommuneOfficer, Scope::Unit(commune)), clients)?;
        let waiting = queue(office, &round, commune, &people)?;
        let waits: HashSet<&PersonId> = people.iter().collect();
        let rest: Vec<PersonId> =
            everyone.iter().rev().filter(|person| !waits.contains(person)).take(PAPERS).copied().collect();
        let rest: Vec<PersonId> = living(office, &rest)?.into_iter().map(|(person, _)| person).collect();
        let (own, papers) = rest.split_at(clients.min(rest.len()));
        let form = form(&round)?;
        let group = form.code.clone();
        for batch in rest.chunks(BATCH) {
            let wanted: Vec<_> = batch.iter().map(|person| (*person, group.clone())).collect();
            dossier::enrol(office, &helper(office)?, &round, &wanted)?;
        }
        let citizens = staff::citizens(office, &helper(office)?, own)?;
        Ok(Self {
            helpers,
            officers,
            citizens,
            commune,
            waiting,
            papers: papers.to_vec(),
            indicators: form.indicators().map(|indicator| indicator.code.clone()).collect(),
            serials,
        })
    }
}

fn form(round: &Round) -> Result<&sohoc_rules::criteria::GroupForm, ActError> {
    round.set.forms.first().ok_or(ActError::NotFound("form"))
}

fn helper(office: &Office) -> Result<Actor, ActError> {
    Actor::find(office, &format!("bench-{}-0", Role::Volunteer.code()))
}

fn province(office: &Office) -> Result<UnitId, ActError> {
    let map = office.map_on(office.now().day())?;
    map.roots().next().map(|unit| unit.id).ok_or(ActError::NotFound("province"))
}

/// The commune of the first of all, and those of them who live in it.
fn one_commune(office: &Office, everyone: &[PersonId]) -> Result<(UnitId, Vec<PersonId>), ActError> {
    let map = office.map_on(office.now().day())?;
    let mut by_commune: BTreeMap<UnitId, Vec<PersonId>> = BTreeMap::new();
    for (person, hamlet) in living(office, &everyone[..everyone.len().min(WAITING * 20)])? {
        if let Some(commune) = map.ancestor(hamlet, Level::Commune) {
            by_commune.entry(commune.id).or_default().push(person);
        }
    }
    by_commune.into_iter().max_by_key(|(_, people)| people.len()).ok_or(ActError::NotFound("commune"))
}

/// Those of them who live, and where.
fn living(office: &Office, of: &[PersonId]) -> Result<Vec<(PersonId, UnitId)>, ActError> {
    let rows = office.read(|reader| Ok(people::facts(reader, &Seen::All, of)?))?;
    let lives = |row: &PersonRow| row.life_status == LifeStatus::Living.code() && row.merged_into.is_none();
    let found = rows.into_iter().flatten().filter(lives);
    Ok(found.filter_map(|row| Some((PersonId::from_uuid(row.id), UnitId::from_uuid(row.unit?)))).collect())
}

/// Hands in and endorses for the people of a commune; tells how many wait then.
fn queue(office: &Office, round: &Round, commune: UnitId, people: &[PersonId]) -> Result<usize, ActError> {
    let form = form(round)?;
    let eights = vec![Some(8); form.indicator_count()];
    let scores = Scores::new(form, &eights)
        .map_err(|fault| ActError::bad_input("invented scores", fault.to_string(), "Mend the bench."))?;
    let committee = Role::UnitCommittee;
    staff::officers(office, (committee, Scope::Unit(commune)), 1)?;
    let committee = Actor::find(office, &format!("bench-{}-0", committee.code()))?;
    let mut waiting = 0;
    for batch in people.chunks(BATCH).take(2) {
        let submissions: Vec<Submission> = batch
            .iter()
            .map(|person| Submission {
                person: *person,
                group: form.code.clone(),
                scores: scores.clone(),
                channel: Channel::Workbook,
            })
            .collect();
        let entered = accepted(dossier::enter(office, &helper(office)?, round, &submissions)?)?;
        let dossiers: Vec<_> = entered.iter().map(|entered| entered.dossier).collect();
        waiting += accepted(dossier::endorse(office, &committee, round, &dossiers)?)?.len();
    }
    Ok(waiting)
}

fn accepted<T>(answers: Vec<Answer<T>>) -> Result<Vec<T>, ActError> {
    answers.into_iter().collect::<Result<_, _>>().map_err(ActError::from)
}

fn serials(office: &Office, everyone: &[PersonId]) -> Result<Vec<String>, ActError> {
    let round = office.round(YEAR - 1)?;
    let keys: Vec<_> = everyone.iter().take(CERTIFICATES * 3).map(|person| person.uuid()).collect();
    office.read(|reader| {
        let dossiers: Vec<_> = book::find_of(reader, round.id, &keys)?.into_iter().flatten().collect();
        let found = recognition::find_certificates(reader, &dossiers)?;
        Ok(found
            .into_iter()
            .flatten()
            .map(|(certificate, _)| certificate.serial)
            .take(CERTIFICATES)
            .collect())
    })
}
