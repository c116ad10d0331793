//! Lists for those who work through dossiers: queues, rosters, possible doubles.
//!
//! Who may not read at a place is told that there is no such place.

use sohoc_ledger::db::Reader;
use sohoc_ledger::dossier::{
    self as book, Only, QueueCount, QueueCursor, QueuePage, RosterAsked, RosterPage, SuspectPair, Track,
};
use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::{Standing, State};
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::territory::TerritoryAsOf;
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::NameQuery;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

/// Who reviews: the committees of a unit and all below it, or those of an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewBody {
    /// A hamlet, a commune, the province.
    Unit(UnitId),
    /// An agency, school or enterprise.
    Organization(OrganizationId),
}

impl ReviewBody {
    /// Where rights are asked.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::Unit(unit) => Place::unit(unit),
            Self::Organization(organization) => {
                Place { unit: None, organization: Some(organization), person: None }
            }
        }
    }

    /// The unit and those below it, each level in the order of names; none for an organization.
    pub(super) fn units(self, map: &TerritoryAsOf) -> Vec<UnitId> {
        let mut units = Vec::new();
        if let Self::Unit(unit) = self {
            gather(map, unit, &mut units);
        }
        units
    }

    pub(super) const fn track(self, units: &[UnitId]) -> Track<'_> {
        match self {
            Self::Unit(_) => Track::Units(units),
            Self::Organization(organization) => Track::Organization(organization),
        }
    }
}

fn gather(map: &TerritoryAsOf, unit: UnitId, units: &mut Vec<UnitId>) {
    units.push(unit);
    for child in map.children_by_name(unit) {
        gather(map, child.id, units);
    }
}

/// What is asked of a queue.
#[derive(Clone, Copy, Debug)]
pub struct QueueAsked {
    /// Whose queue.
    pub body: ReviewBody,
    /// In which state.
    pub state: State,
    /// Which of them.
    pub only: Only,
    /// After which row.
    pub after: Option<QueueCursor>,
}

/// A page of a queue: exceptions first, then hamlet by hamlet in the order of names.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not read, or a fault.
pub fn review_queue(office: &Office, actor: &Actor, round: &Round, asked: &QueueAsked) -> Result<QueuePage> {
    office.read(|reader| {
        let (map, scope) = seen(office, reader, actor, asked.body)?;
        let units = asked.body.units(&map);
        let whose = (round.id, asked.body.track(&units));
        Ok(book::review_queue(reader, &scope, whose, asked.state.code(), asked.only, asked.after)?)
    })
}

/// Counts of a queue by state and flags, from which every saved filter is summed.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not read, or a fault.
pub fn count_queue(
    office: &Office,
    actor: &Actor,
    round: &Round,
    body: ReviewBody,
) -> Result<Vec<QueueCount>> {
    office.read(|reader| {
        let (map, _) = seen(office, reader, actor, body)?;
        Ok(book::count_queue(reader, round.id, body.track(&body.units(&map)))?)
    })
}

/// What is asked of a roster.
#[derive(Clone, Copy, Debug)]
pub struct RosterFilter<'a> {
    /// The hamlet itself, or the organization.
    pub body: ReviewBody,
    /// Who lived or worked there on that day.
    pub day: Date,
    /// Only who stands there.
    pub standing: Option<Standing>,
    /// Only whose name answers, with or without accents.
    pub name: Option<&'a NameQuery>,
    /// After this person of the same list.
    pub after: Option<PersonId>,
}

/// A page of the adults of a hamlet or an organization, with counts of all of them.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not read, or a fault.
pub fn roster(
    office: &Office,
    actor: &Actor,
    round: &Round,
    filter: &RosterFilter<'_>,
) -> Result<RosterPage> {
    office.read(|reader| {
        let (_, scope) = seen(office, reader, actor, filter.body)?;
        let asked = RosterAsked {
            round: round.id,
            day: filter.day,
            adult_age: round.rules.adult_age,
            standing: filter.standing,
            name: filter.name,
            after: filter.after,
        };
        Ok(match filter.body {
            ReviewBody::Unit(unit) => book::roster_of_unit(reader, &scope, unit, &asked)?,
            ReviewBody::Organization(one) => book::roster_of_organization(reader, one, &asked)?,
        })
    })
}

/// Two records side by side.
#[derive(Clone, Debug)]
pub struct Suspects {
    /// The pair; to go on, ask for what comes after its first unit and both people.
    pub pair: SuspectPair,
    /// What is on record of each.
    pub records: [PersonRow; 2],
    /// The dossier of the round of each.
    pub dossiers: [Option<DossierId>; 2],
}

/// Pairs of records of the unit and those below it that may be one person, at most `limit` after the one
/// given.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not read, or a fault.
pub fn suspects(
    office: &Office,
    actor: &Actor,
    round: &Round,
    unit: UnitId,
    after: Option<&SuspectPair>,
    limit: usize,
) -> Result<Vec<Suspects>> {
    office.read(|reader| {
        let body = ReviewBody::Unit(unit);
        let (map, scope) = seen(office, reader, actor, body)?;
        let after = after.map(|pair| (pair.one_unit, pair.one, pair.other));
        let pairs = book::suspects(reader, &scope, &body.units(&map), after, limit)?;
        let mut both = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let ids = [pair.one, pair.other];
            let records: Option<Vec<PersonRow>> = people::facts(reader, &scope, &ids)?.into_iter().collect();
            let Some(Ok(records)) = records.map(<[PersonRow; 2]>::try_from) else { continue };
            let found = book::find_of(reader, round.id, &ids.map(PersonId::uuid))?;
            let dossiers = [found.first().copied().flatten(), found.get(1).copied().flatten()];
            both.push(Suspects { pair, records, dossiers });
        }
        Ok(both)
    })
}

/// The map of today and whom the actor sees at the place.
pub(super) fn seen(
    office: &Office,
    reader: &Reader<'_>,
    actor: &Actor,
    body: ReviewBody,
) -> Result<(std::sync::Arc<TerritoryAsOf>, Scope)> {
    let map = office.map_in(reader, office.now().day())?;
    permit_on(actor, ActKind::ReadPerson, Some(body.place()), &map).map_err(|_| Error::NotFound("place"))?;
    let scope = match body {
        ReviewBody::Unit(_) => actor.reading_scope(&map)?,
        ReviewBody::Organization(_) => Scope::Units(std::collections::BTreeSet::new()),
    };
    Ok((map, scope))
}
