//! Whose scores a row holds.

use sohoc_ledger::db::Reader;
use sohoc_ledger::people::{self, LikeKey, PersonRow, Scope};
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::BirthDate;
use sohoc_rules::vietnamese::fold;
use uuid::Uuid;

/// What a row tells of its person.
pub(super) struct Who {
    pub number_hash: Option<Vec<u8>>,
    pub name_fold: Option<String>,
    pub like: Option<LikeKey>,
}

/// What the ledger answers.
pub(super) enum Known {
    /// This person.
    Is(Box<PersonRow>),
    /// The number is on record under another name.
    OtherName,
    Nobody,
}

/// What records of one person have in common when there is no number to tell.
pub(super) fn like(name_fold: &str, birth: BirthDate, home: UnitId) -> LikeKey {
    LikeKey {
        name_fold: name_fold.to_owned(),
        birth_year: i64::from(birth.year()),
        birth_month: birth.month().map(i64::from),
        birth_day: birth.day().map(i64::from),
        unit: home.uuid(),
    }
}

/// Who each row is about: by the number, else by name, birth date and home.
pub(super) fn find<'w>(
    reader: &Reader<'_>,
    rows: impl Iterator<Item = &'w Who>,
) -> sohoc_acts::Result<Vec<Known>> {
    let rows: Vec<&Who> = rows.collect();
    let hashes: Vec<Vec<u8>> = rows.iter().filter_map(|who| who.number_hash.clone()).collect();
    let mut holders = people::find_by_number(reader, &hashes)?.into_iter();
    let by_number: Vec<Option<PersonId>> =
        rows.iter().map(|who| who.number_hash.as_ref().and_then(|_| holders.next().flatten())).collect();
    let asked = |(who, holder): &(&&Who, &Option<PersonId>)| who.like.is_some() && holder.is_none();
    let keys: Vec<LikeKey> =
        rows.iter().zip(&by_number).filter(asked).filter_map(|(who, _)| who.like.clone()).collect();
    let mut alike = people::find_like(reader, &keys)?.into_iter();
    let found: Vec<Option<PersonId>> = rows
        .iter()
        .zip(&by_number)
        .map(|pair| if asked(&pair) { alike.next().flatten() } else { *pair.1 })
        .collect();
    let ids: Vec<PersonId> = found.iter().flatten().copied().collect();
    let mut records = standing(reader, ids)?.into_iter();
    let record = |found: &Option<PersonId>| found.and_then(|_| records.next().flatten());
    let records: Vec<Option<PersonRow>> = found.iter().map(record).collect();
    let known = rows.iter().zip(by_number).zip(records);
    Ok(known.map(|((who, holder), record)| judge(who, holder.is_some(), record)).collect())
}

/// A number decides over a name, so a record that is only alike must have no number of its own; and a
/// number under another name is a slip in one of the two.
fn judge(who: &Who, by_number: bool, record: Option<PersonRow>) -> Known {
    let Some(record) = record else { return Known::Nobody };
    let name = fold(&record.name);
    if by_number && who.name_fold.as_ref().is_some_and(|written| *written != name) {
        return Known::OtherName;
    }
    if !by_number && who.number_hash.is_some() && record.number_hash.is_some() {
        return Known::Nobody;
    }
    Known::Is(Box::new(record))
}

/// The records; for a merged one that into which it was merged.
fn standing(reader: &Reader<'_>, mut ids: Vec<PersonId>) -> sohoc_acts::Result<Vec<Option<PersonRow>>> {
    loop {
        let rows = people::facts(reader, &Scope::All, &ids)?;
        let merged = |row: &Option<PersonRow>| -> Option<Uuid> { row.as_ref()?.merged_into };
        if rows.iter().all(|row| merged(row).is_none()) {
            return Ok(rows);
        }
        for (id, row) in ids.iter_mut().zip(&rows) {
            *id = merged(row).map_or(*id, PersonId::from_uuid);
        }
    }
}
