//! What waits to be reviewed: exceptions first, then hamlet by hamlet in the order of names.

use std::fmt;
use std::str::FromStr;

use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::Flags;
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, RoundId, UnitId};
use uuid::Uuid;

use crate::db::{Fault, Reader, Row};
use crate::people::Scope;
use crate::sql;

/// Rows of a page.
pub const PAGE: usize = 50;

/// Whose queue.
#[derive(Clone, Copy, Debug)]
pub enum Track<'a> {
    /// The dossiers that go the way of the territory at these units, in this order; the list names each
    /// unit itself, not its parent.
    Units(&'a [UnitId]),
    /// Those on an organization's track.
    Organization(OrganizationId),
}

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// All.
    All,
    /// Those with any of these exceptions.
    With(Flags),
    /// Those that go with the batch.
    Clean,
}

impl Only {
    /// Whether a dossier with these flags is one of them.
    #[must_use]
    pub fn holds(self, flags: Flags) -> bool {
        match self {
            Self::All => true,
            Self::Clean => flags.is_empty(),
            Self::With(wanted) => !flags.and(wanted).is_empty(),
        }
    }
}

/// A dossier as a queue shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// Dossier.
    pub dossier: DossierId,
    /// Whose.
    pub person: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// Where counted.
    pub unit: UnitId,
    /// Code of the group form.
    pub group: String,
    /// Code of the state.
    pub state: i64,
    /// Its exceptions.
    pub flags: Flags,
    /// The person's own total, once handed in.
    pub self_total: Option<u16>,
    /// The reviewers' total, once appraised.
    pub review_total: Option<u16>,
}

/// Where the next page begins. It holds no name, for it stands in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueCursor {
    flagged: bool,
    last: Uuid,
}

impl fmt::Display for QueueCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", u8::from(self.flagged), self.last.simple())
    }
}

impl FromStr for QueueCursor {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self { flagged: text.starts_with('1'), last: text.get(1..).unwrap_or_default().parse()? })
    }
}

/// One page of a queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuePage {
    /// At most [`PAGE`] rows.
    pub rows: Vec<QueueRow>,
    /// Where to go on, if there is more.
    pub next: Option<QueueCursor>,
}

/// A page of the dossiers of a round in one state. Units the viewer may not see are passed over; a track
/// of an organization must have been permitted by the caller.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn review_queue(
    reader: &Reader<'_>,
    scope: &Scope,
    (round, track): (RoundId, Track<'_>),
    state: i64,
    only: Only,
    after: Option<QueueCursor>,
) -> Result<QueuePage, Fault> {
    let start = match after {
        Some(cursor) => find_start(reader, cursor)?,
        None => None,
    };
    let mut filling = Filling { reader, round, state, only, rows: Vec::with_capacity(PAGE + 1) };
    let own = [UnitId::from_uuid(Uuid::nil())];
    let (places, organization) = match track {
        Track::Units(units) => (units, None),
        Track::Organization(organization) => (&own[..], Some(organization)),
    };
    for flagged in [true, false] {
        let (mut begun, skipped) = match (after, &start) {
            (Some(cursor), Some(_)) => (cursor.flagged != flagged, !cursor.flagged && flagged),
            _ => (true, false),
        };
        if skipped || !only_takes(only, flagged) {
            continue;
        }
        for unit in places {
            let mut from = (Vec::new(), Uuid::nil());
            if let (false, Some(start)) = (begun, &start) {
                if organization.is_none() && start.unit != *unit {
                    continue;
                }
                begun = true;
                from = (start.sort_key.clone(), start.dossier);
            }
            if organization.is_none() && !scope.holds(Some(*unit)) {
                continue;
            }
            filling.take(flagged, *unit, organization, &from)?;
            if filling.rows.len() > PAGE {
                return Ok(filling.page());
            }
        }
    }
    Ok(filling.page())
}

const fn only_takes(only: Only, flagged: bool) -> bool {
    match only {
        Only::All => true,
        Only::With(_) => flagged,
        Only::Clean => !flagged,
    }
}

struct Start {
    unit: UnitId,
    sort_key: Vec<u8>,
    dossier: Uuid,
}

fn find_start(reader: &Reader<'_>, cursor: QueueCursor) -> Result<Option<Start>, Fault> {
    reader.find(
        sql!(
            "select dossier.unit_id, person.sort_key
             from dossier join person on person.person_id = dossier.person_id
             where dossier.dossier_id = $1"
        ),
        &[&cursor.last],
        |row| {
            let (unit, dossier) = (UnitId::from_uuid(row.get(0)?), cursor.last);
            Ok(Start { unit, sort_key: row.get(1)?, dossier })
        },
    )
}

struct Filling<'r, 'c> {
    reader: &'r Reader<'c>,
    round: RoundId,
    state: i64,
    only: Only,
    rows: Vec<QueueRow>,
}

impl Filling<'_, '_> {
    fn take(
        &mut self,
        flagged: bool,
        unit: UnitId,
        organization: Option<OrganizationId>,
        from: &(Vec<u8>, Uuid),
    ) -> Result<(), Fault> {
        let (least, most) = if flagged { (1_i64, i64::MAX) } else { (0, 0) };
        let mask = match self.only {
            Only::With(flags) => flags.bits(),
            Only::All | Only::Clean => i64::MAX,
        };
        let wanted = i64::try_from(PAGE + 1 - self.rows.len()).unwrap_or(0);
        let (round, state) = (self.round.uuid(), self.state);
        let mut found = match organization {
            None => self.reader.rows(
                // Exceptions apart from the rest: each is one stretch of the index.
                sql!(
                    "select dossier.dossier_id, dossier.person_id, person.name, dossier.unit_id,
                        dossier.group_form, dossier.state, dossier.flags, dossier.self_scores,
                        dossier.review_scores
                     from dossier cross join person
                     where dossier.round_id = $1 and dossier.unit_id = $2 and dossier.state = $3
                        and dossier.flags >= $4 and dossier.flags <= $5
                        and dossier.organization_id is null
                        and (dossier.flags = 0 or (dossier.flags & $6) <> 0)
                        and person.person_id = dossier.person_id
                        and (person.sort_key, dossier.dossier_id) > ($7, $8)
                     order by person.sort_key, dossier.dossier_id
                     limit $9"
                ),
                &[&round, &unit.uuid(), &state, &least, &most, &mask, &from.0, &from.1, &wanted],
                decode,
            )?,
            Some(organization) => self.reader.rows(
                sql!(
                    "select dossier.dossier_id, dossier.person_id, person.name, dossier.unit_id,
                        dossier.group_form, dossier.state, dossier.flags, dossier.self_scores,
                        dossier.review_scores
                     from dossier cross join person
                     where dossier.organization_id = $2 and dossier.round_id = $1 and dossier.state = $3
                        and dossier.flags >= $4 and dossier.flags <= $5
                        and (dossier.flags = 0 or (dossier.flags & $6) <> 0)
                        and person.person_id = dossier.person_id
                        and (person.sort_key, dossier.dossier_id) > ($7, $8)
                     order by person.sort_key, dossier.dossier_id
                     limit $9"
                ),
                &[&round, &organization.uuid(), &state, &least, &most, &mask, &from.0, &from.1, &wanted],
                decode,
            )?,
        };
        self.rows.append(&mut found);
        Ok(())
    }

    fn page(self) -> QueuePage {
        let mut rows = self.rows;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more);
        let next = next.map(|row| QueueCursor { flagged: !row.flags.is_empty(), last: row.dossier.uuid() });
        QueuePage { rows, next }
    }
}

fn decode(row: &Row<'_>) -> Result<QueueRow, Fault> {
    let total = |bytes: Option<Vec<u8>>| bytes.map(|bytes| Scores::from_bytes(&bytes).total());
    Ok(QueueRow {
        dossier: DossierId::from_uuid(row.get(0)?),
        person: PersonId::from_uuid(row.get(1)?),
        name: row.get(2)?,
        unit: UnitId::from_uuid(row.get(3)?),
        group: row.get(4)?,
        state: row.get(5)?,
        flags: Flags::from_bits(row.get(6)?),
        self_total: total(row.get(7)?),
        review_total: total(row.get(8)?),
    })
}

/// How many dossiers have a state and flags: what every saved filter of a queue is counted from.
pub type QueueCount = (i64, Flags, i64);

/// Counts a queue by state and flags, reading nothing but the index. It names nobody.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_queue(reader: &Reader<'_>, round: RoundId, track: Track<'_>) -> Result<Vec<QueueCount>, Fault> {
    let mut counts: std::collections::BTreeMap<(i64, Flags), i64> = std::collections::BTreeMap::new();
    let mut take = |row: &Row<'_>| {
        *counts.entry((row.get(0)?, Flags::from_bits(row.get(1)?))).or_default() += row.get::<i64>(2)?;
        Ok(())
    };
    match track {
        Track::Units(units) => {
            for unit in units {
                reader.for_each(
                    sql!(
                        "select state, flags, count(*) from dossier
                         where round_id = $1 and unit_id = $2 and organization_id is null
                         group by state, flags"
                    ),
                    &[&round.uuid(), &unit.uuid()],
                    &mut take,
                )?;
            }
        }
        Track::Organization(organization) => reader.for_each(
            sql!(
                "select state, flags, count(*) from dossier
                 where organization_id = $2 and round_id = $1
                 group by state, flags"
            ),
            &[&round.uuid(), &organization.uuid()],
            &mut take,
        )?,
    }
    Ok(counts.into_iter().map(|((state, flags), count)| (state, flags, count)).collect())
}

/// The whole queue with flags, for an act on all of it: ids alone.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_queue(
    reader: &Reader<'_>,
    (round, track): (RoundId, Track<'_>),
    state: i64,
) -> Result<Vec<(DossierId, Flags)>, Fault> {
    let decode = |row: &Row<'_>| Ok((DossierId::from_uuid(row.get(0)?), Flags::from_bits(row.get(1)?)));
    let mut found = Vec::new();
    match track {
        Track::Units(units) => {
            for unit in units {
                found.append(&mut reader.rows(
                    sql!(
                        "select dossier_id, flags from dossier
                         where round_id = $1 and unit_id = $2 and state = $3 and organization_id is null
                         order by flags, dossier_id"
                    ),
                    &[&round.uuid(), &unit.uuid(), &state],
                    decode,
                )?);
            }
        }
        Track::Organization(organization) => {
            found = reader.rows(
                sql!(
                    "select dossier_id, flags from dossier
                 where organization_id = $2 and round_id = $1 and state = $3
                 order by flags, dossier_id"
                ),
                &[&round.uuid(), &organization.uuid(), &state],
                decode,
            )?;
        }
    }
    Ok(found)
}
