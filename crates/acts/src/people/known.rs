//! Who is on record already.

use std::collections::HashMap;

use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_rules::ids::PersonId;

use crate::desk::Desk;
use crate::error::{Error, Result};

use super::Prepared;

/// The records of these people in the order asked; for a merged record the one it was merged into.
///
/// # Errors
/// [`Error::NotFound`] for an unknown person, or a fault.
pub(crate) fn on_record(desk: &Desk<'_>, ids: &[PersonId]) -> Result<Vec<PersonRow>> {
    let mut rows = facts(desk, ids)?;
    loop {
        let merged: Vec<(usize, PersonId)> = rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some((at, PersonId::from_uuid(row.merged_into?))))
            .collect();
        if merged.is_empty() {
            return Ok(rows);
        }
        let kept: Vec<PersonId> = merged.iter().map(|(_, kept)| *kept).collect();
        for ((at, _), row) in merged.into_iter().zip(facts(desk, &kept)?) {
            rows[at] = row;
        }
    }
}

fn facts(desk: &Desk<'_>, ids: &[PersonId]) -> Result<Vec<PersonRow>> {
    people::facts(desk, &Scope::All, ids)?
        .into_iter()
        .map(|row| row.ok_or(Error::NotFound("person")))
        .collect()
}

/// For each registration the person it is about, if on record.
///
/// The same personal number is the same person. Where one of the two sides has no number, the same
/// folded name, birth date and home are: lists without numbers come first, the numbers later.
pub(super) fn find_known(desk: &Desk<'_>, people: &[&Prepared]) -> Result<Vec<Option<PersonRow>>> {
    let mut known = find_alike(desk, people)?;
    // A number decides over a name; who holds it is asked where a namesake was found, and by `add_new`
    // where the number turns out to be taken: in a list of new people neither happens.
    let unsure: Vec<usize> = (0..people.len())
        .filter(|at| {
            let (given, row) = (&people[*at].person.number_hash, &known[*at]);
            given.is_some() && row.as_ref().is_some_and(|row| row.number_hash != *given)
        })
        .collect();
    for (at, holder) in unsure.iter().zip(find_holders(desk, people, &unsure)?) {
        let unnumbered =
            known[*at].take().filter(|row| row.number_hash.is_none() && is_alike(people[*at], row));
        known[*at] = holder.or(unnumbered);
    }
    Ok(known)
}

/// Namesakes at the same home. A registration with a number can only be somebody on record without
/// one, and those are few: asking among them alone is most of what makes a long list quick.
fn find_alike(desk: &Desk<'_>, people: &[&Prepared]) -> Result<Vec<Option<PersonRow>>> {
    let (numbered, unnumbered): (Vec<usize>, Vec<usize>) =
        (0..people.len()).partition(|at| people[*at].person.number_hash.is_some());
    let keys = |places: &[usize]| places.iter().map(|at| people[*at].like_key()).collect::<Vec<_>>();
    let mut alike = vec![None; people.len()];
    let found = people::find_like_without_number(desk, &keys(&numbered))?;
    numbered.into_iter().zip(found).for_each(|(at, found)| alike[at] = found);
    let found = people::find_like(desk, &keys(&unnumbered))?;
    unnumbered.into_iter().zip(found).for_each(|(at, found)| alike[at] = found);
    let ids: Vec<PersonId> = alike.iter().flatten().copied().collect();
    let mut rows = on_record(desk, &ids)?.into_iter();
    Ok(alike.into_iter().map(|found| found.and_then(|_| rows.next())).collect())
}

/// Who has the numbers of the registrations at these places.
pub(super) fn find_holders(
    desk: &Desk<'_>,
    people: &[&Prepared],
    places: &[usize],
) -> Result<Vec<Option<PersonRow>>> {
    let hashes: Vec<Vec<u8>> =
        places.iter().filter_map(|at| people[*at].person.number_hash.clone()).collect();
    let holders = people::find_by_number(desk, &hashes)?;
    let ids: Vec<PersonId> = holders.iter().flatten().copied().collect();
    let rows: HashMap<PersonId, PersonRow> = ids.iter().copied().zip(on_record(desk, &ids)?).collect();
    Ok(holders.into_iter().map(|holder| rows.get(&holder?).cloned()).collect())
}

/// Whether the record itself answers the registration's name, birth date and home, not one that was
/// merged into it.
pub(super) fn is_alike(prepared: &Prepared, row: &PersonRow) -> bool {
    prepared.like_key().fits(&sohoc_rules::vietnamese::fold(&row.name), row)
}
