//! Who looked at the data of a person, as the person may see it.

use std::collections::{BTreeMap, BTreeSet};

use sohoc_ledger::access;
use sohoc_ledger::db::Reader;
use sohoc_ledger::privacy::{self, KeptReading};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::time::{Date, Instant, Span};
use uuid::Uuid;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;

/// One look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// The note; also the place from which the next page goes on.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// The name of who looked, never how they sign in; `None` for the machine's console.
    pub name: Option<String>,
    /// Code of the role; `console` for the console.
    pub role: String,
    /// What was looked at.
    pub what: What,
    /// Whether it was a list of the place, not the person alone.
    pub in_list: bool,
    /// Whether it was the person's own account.
    pub own: bool,
}

/// Which page of looks: after this one, so many.
#[derive(Clone, Copy, Debug)]
pub struct LookedPage {
    /// The last look of the page before; `None` for the first page.
    pub after: Option<Uuid>,
    /// At most so many.
    pub limit: usize,
}

/// Who looked at the data of a person, newest first: notes on the person, and on lists of the places
/// where the person lived or worked on the day. Who was refused is told as well.
///
/// # Errors
/// [`Error::NotFound`] for anyone but the person and the officers who answer for the place; a fault.
pub fn who_looked(
    office: &Office,
    reader: &Actor,
    person: PersonId,
    page: LookedPage,
) -> Result<Vec<Looked>> {
    let map = office.map_on(office.now().day())?;
    office.read(|book| {
        let records = privacy::records_of(book, person)?;
        let mut places = Places::default();
        for record in &records {
            places.add(book, *record)?;
        }
        let now = Place { unit: places.present, organization: None, person: Some(person) };
        let own = Place { unit: None, ..now };
        permit_on(reader, ActKind::KeepConsent, Some(own), &map)
            .or_else(|_| permit_on(reader, ActKind::AnswerRequest, Some(now), &map))
            .map_err(|_| Error::NotFound("person"))?;
        if records.is_empty() {
            return Err(Error::NotFound("person"));
        }
        let mut streams = Vec::new();
        for record in &records {
            streams.push(Source::Person(*record));
        }
        streams.extend(places.around(office)?.into_iter().map(Source::Unit));
        let workplaces: BTreeSet<OrganizationId> = places.work.iter().map(|(place, _)| *place).collect();
        streams.extend(workplaces.into_iter().map(Source::Organization));
        let own_accounts = own_accounts(book, &records)?;
        let mut found = Vec::new();
        for source in streams {
            found.extend(newest(office, book, source, &places, page)?);
        }
        found.sort_by_key(|kept| std::cmp::Reverse(kept.id));
        found.truncate(page.limit);
        Ok(found.into_iter().map(|kept| looked(kept, &own_accounts)).collect())
    })
}

fn own_accounts(book: &Reader<'_>, records: &[PersonId]) -> Result<BTreeSet<Uuid>> {
    let records: BTreeSet<Uuid> = records.iter().map(|person| person.uuid()).collect();
    let mine = |person: Option<Uuid>| person.is_some_and(|person| records.contains(&person));
    Ok(access::list(book)?.into_iter().filter(|account| mine(account.person)).map(|one| one.id).collect())
}

fn looked(kept: KeptReading, own: &BTreeSet<Uuid>) -> Looked {
    let reading = kept.reading;
    Looked {
        id: kept.id,
        at: reading.at,
        name: kept.display_name,
        role: reading.role,
        what: reading.what,
        in_list: matches!(reading.subject, Subject::List { .. }),
        own: reading.account.is_some_and(|account| own.contains(&account.uuid())),
    }
}

#[derive(Clone, Copy)]
enum Source {
    Person(PersonId),
    Unit(UnitId),
    Organization(OrganizationId),
}

/// The newest notes of one source that concern the person; those of other days are passed over.
fn newest(
    office: &Office,
    book: &Reader<'_>,
    source: Source,
    places: &Places,
    page: LookedPage,
) -> Result<Vec<KeptReading>> {
    const STEP: usize = 200;
    let mut before = page.after.unwrap_or(Uuid::max());
    let mut found = Vec::new();
    loop {
        let step = STEP.max(page.limit);
        let limit = i64::try_from(step).unwrap_or(i64::MAX);
        let notes = match source {
            Source::Person(person) => privacy::readings_of_person(book, person, before, limit)?,
            Source::Unit(unit) => privacy::readings_of_unit(book, unit, before, limit)?,
            Source::Organization(place) => privacy::readings_of_organization(book, place, before, limit)?,
        };
        let Some(last) = notes.last().map(|note| note.id) else { return Ok(found) };
        let whole = notes.len() == step;
        before = last;
        for note in notes {
            if places.concern(office, &note.reading.subject, note.reading.at.day())? {
                found.push(note);
            }
        }
        if found.len() >= page.limit || !whole {
            return Ok(found);
        }
    }
}

/// Where a person lived and worked, and when.
#[derive(Default)]
struct Places {
    present: Option<UnitId>,
    homes: Vec<(UnitId, Span)>,
    work: Vec<(OrganizationId, Span)>,
}

impl Places {
    fn add(&mut self, book: &Reader<'_>, record: PersonId) -> Result<()> {
        for (unit, from, to) in privacy::homes_of(book, record)? {
            if to.is_none() && self.present.is_none() {
                self.present = Some(unit);
            }
            self.homes.push((unit, Span { from: Some(from.0), to: to.map(|day| day.0) }));
        }
        for (place, from, to, _) in privacy::workplaces_of(book, record)? {
            self.work.push((place, Span { from: Some(from.0), to: to.map(|day| day.0) }));
        }
        Ok(())
    }

    /// The homes and every unit that any of them ever lay in.
    fn around(&self, office: &Office) -> Result<BTreeSet<UnitId>> {
        let links = office.map()?.rows().links;
        let mut parents: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
        for link in links {
            parents.entry(link.unit).or_default().push(link.parent);
        }
        let mut around = BTreeSet::new();
        let mut waiting: Vec<UnitId> = self.homes.iter().map(|(unit, _)| *unit).collect();
        while let Some(unit) = waiting.pop() {
            if around.insert(unit) {
                waiting.extend(parents.get(&unit).into_iter().flatten().copied());
            }
        }
        Ok(around)
    }

    fn concern(&self, office: &Office, subject: &Subject, day: Date) -> Result<bool> {
        let Subject::List { unit, organization, .. } = subject else { return Ok(true) };
        if organization
            .is_some_and(|there| self.work.iter().any(|(at, span)| *at == there && span.holds(day)))
        {
            return Ok(true);
        }
        let Some(unit) = unit else { return Ok(false) };
        let map = office.map_on(day)?;
        Ok(self
            .homes
            .iter()
            .any(|(home, span)| span.holds(day) && (home == unit || map.contains(*unit, *home))))
    }
}
