//! Finding people by name, as it is typed.

use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::vietnamese::{NameQuery, Rank};
use uuid::Uuid;

use crate::db::{Fault, Reader, Row};
use crate::sql;

use super::Scope;

/// A person who answers the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Person.
    pub id: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Present home.
    pub unit: Option<UnitId>,
    /// How well the name answers.
    pub rank: Rank,
    sort_key: Vec<u8>,
}

/// How many names the index may give before the search stops reading: the commonest given name of a
/// province has many more bearers, but nobody reads that list; one types the family name too.
const CANDIDATES: i64 = 1_000;
/// Up to this many units the people of each are read instead when the index gave too many.
const FEW_UNITS: usize = 200;

/// People whose names hold the typed words in their order, best answers first.
///
/// Vietnamese names are asked for by the given name (the last word) or from the family name on;
/// both are ranges of an index. Accents that were typed put exact names first and exclude nobody.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn search(
    reader: &Reader<'_>,
    scope: &Scope,
    query: &NameQuery,
    limit: usize,
) -> Result<Vec<Found>, Fault> {
    let words: Vec<&str> = query.folded_words().collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return Ok(Vec::new());
    };
    let mut candidates = Candidates { query, scope, found: Vec::new(), read: 0 };
    let family = if words.len() > 1 { *first } else { "" };
    candidates.by_given_name(reader, last, family)?;
    // Where the family and given name have too many bearers, those whose whole name begins as typed
    // must not be the ones that were cut off.
    if candidates.found.is_empty() || (candidates.read >= CANDIDATES && words.len() > 1) {
        candidates.by_beginning(reader, &words.join(" "))?;
    }
    if candidates.found.is_empty() {
        candidates.by_begun_given_name(reader, last, family)?;
    }
    let Candidates { mut found, read, .. } = candidates;
    if let (Scope::Units(units), true) = (scope, read >= CANDIDATES)
        && units.len() <= FEW_UNITS
    {
        found = among_units(reader, query, units.iter().copied())?;
    }
    found.sort_by(|left, right| {
        (left.rank, &left.sort_key, left.id).cmp(&(right.rank, &right.sort_key, right.id))
    });
    found.dedup_by_key(|found| found.id);
    found.truncate(limit);
    Ok(found)
}

/// Larger than any folded text that begins with what stands before it.
const END: char = '\u{10ffff}';

struct Candidates<'q> {
    query: &'q NameQuery,
    scope: &'q Scope,
    found: Vec<Found>,
    read: i64,
}

impl Candidates<'_> {
    fn by_given_name(&mut self, reader: &Reader<'_>, given: &str, family: &str) -> Result<(), Fault> {
        let end = format!("{family}{END}");
        reader.for_each(
            sql!(
                "select person.person_id, person.name, person.birth_year, person.sort_key, home.unit_id
                 from person
                 left join residence home on home.person_id = person.person_id and home.valid_to is null
                 where person.given_fold = $1 and person.name_fold >= $2 and person.name_fold < $3
                    and person.merged_into is null
                 order by person.name_fold
                 limit $4"
            ),
            &[&given, &family, &end, &CANDIDATES],
            |row| self.take(row),
        )
    }

    fn by_beginning(&mut self, reader: &Reader<'_>, beginning: &str) -> Result<(), Fault> {
        let end = format!("{beginning}{END}");
        reader.for_each(
            sql!(
                "select person.person_id, person.name, person.birth_year, person.sort_key, home.unit_id
                 from person
                 left join residence home on home.person_id = person.person_id and home.valid_to is null
                 where person.name_fold >= $1 and person.name_fold < $2 and person.merged_into is null
                 order by person.name_fold
                 limit $3"
            ),
            &[&beginning, &end, &CANDIDATES],
            |row| self.take(row),
        )
    }

    fn by_begun_given_name(&mut self, reader: &Reader<'_>, begun: &str, family: &str) -> Result<(), Fault> {
        let end = format!("{begun}{END}");
        let family_end = format!("{family}{END}");
        reader.for_each(
            sql!(
                "select person.person_id, person.name, person.birth_year, person.sort_key, home.unit_id
                 from person
                 left join residence home on home.person_id = person.person_id and home.valid_to is null
                 where person.given_fold >= $1 and person.given_fold < $2
                    and person.name_fold >= $3 and person.name_fold < $4 and person.merged_into is null
                 order by person.given_fold, person.name_fold
                 limit $5"
            ),
            &[&begun, &end, &family, &family_end, &CANDIDATES],
            |row| self.take(row),
        )
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        self.read += 1;
        let home = row.get::<Option<Uuid>>(4)?.map(UnitId::from_uuid);
        if self.scope.holds(home)
            && let Some(found) = answers(self.query, row, home)?
        {
            self.found.push(found);
        }
        Ok(())
    }
}

fn among_units(
    reader: &Reader<'_>,
    query: &NameQuery,
    units: impl Iterator<Item = UnitId>,
) -> Result<Vec<Found>, Fault> {
    let mut found = Vec::new();
    for unit in units {
        reader.for_each(
            sql!(
                "select person.person_id, person.name, person.birth_year, person.sort_key, home.unit_id
                 from residence home join person on person.person_id = home.person_id
                 where home.unit_id = $1 and home.valid_to is null and person.merged_into is null
                 order by person.person_id"
            ),
            &[&unit.uuid()],
            |row| {
                found.extend(answers(query, row, Some(unit))?);
                Ok(())
            },
        )?;
    }
    Ok(found)
}

fn answers(query: &NameQuery, row: &Row<'_>, home: Option<UnitId>) -> Result<Option<Found>, Fault> {
    let Some(rank) = query.rank(row.text(1)?) else {
        return Ok(None);
    };
    Ok(Some(Found {
        id: PersonId::from_uuid(row.get(0)?),
        name: row.get(1)?,
        birth_year: row.get(2)?,
        sort_key: row.get(3)?,
        unit: home,
        rank,
    }))
}
