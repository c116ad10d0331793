//! A batch of models beside the record: what is new, who joins, what was recognised.

use std::collections::{BTreeMap, HashMap};

use sohoc_acts::desk::Desk;
use sohoc_acts::models::{Joining, NewModel, add_in, award_in, join_in, name_instrument_in};
use sohoc_ledger::imports::ImportCounts;
use sohoc_ledger::models::{ever_members, find_titles, list};
use sohoc_ledger::people::find_by_number;
use sohoc_rules::ids::{LearningModelId, PersonId, UnitId};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use super::Entry;
use crate::rejects::{Refused, Rejects};
use crate::run::Run;
use crate::{Error, Summary};

/// Writes batches and adds up what they did.
pub(super) struct Writing<'a> {
    run: &'a Run<'a>,
    from: Date,
    pub(super) summary: Summary,
    pub(super) heads: Heads,
}

/// Heads whose numbers nobody on record has.
#[derive(Default)]
pub(super) struct Heads {
    unknown: u32,
}

impl Heads {
    pub(super) fn note(&self) -> Option<String> {
        (self.unknown > 0)
            .then(|| format!("{} người đứng đầu chưa có trong sổ: chưa ghi là thành viên.", self.unknown))
    }
}

/// What one transaction did with a batch.
#[derive(Default)]
struct Outcome {
    counts: ImportCounts,
    /// Places in the batch of titles held by another instrument, which stands here.
    other_instrument: Vec<(usize, String)>,
    unknown_heads: u32,
}

/// What makes a model the same.
type Same = (i64, String, UnitId);

fn same(entry: &Entry) -> Same {
    (entry.kind.code(), fold(&entry.name), entry.unit)
}

impl<'a> Writing<'a> {
    pub(super) fn new(run: &'a Run<'a>, from: Date) -> Self {
        Self { run, from, summary: Summary::default(), heads: Heads::default() }
    }

    pub(super) fn write(&mut self, batch: &[Entry], rejects: &mut Rejects) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        let from = self.from;
        let (outcome, counts) = self.run.batch(|desk| {
            let outcome = Batch::new(desk, batch, from)?.write()?;
            let counts = outcome.counts;
            Ok((outcome, counts))
        })?;
        self.summary.add(counts);
        self.heads.unknown += outcome.unknown_heads;
        for (at, held) in outcome.other_instrument {
            if let Some(entry) = batch.get(at) {
                let text =
                    format!("Trong sổ, danh hiệu năm này đã ghi theo “{held}”; hãy kiểm tra số quyết định.");
                rejects.refuse(entry.at, Refused::row(text));
            }
        }
        Ok(())
    }
}

/// A batch inside its transaction.
struct Batch<'d, 'a> {
    desk: &'d Desk<'a>,
    entries: &'d [Entry],
    from: Date,
    heads: Vec<Option<PersonId>>,
    known: HashMap<Same, LearningModelId>,
    changed: Vec<bool>,
}

impl<'d, 'a> Batch<'d, 'a> {
    fn new(desk: &'d Desk<'a>, entries: &'d [Entry], from: Date) -> sohoc_acts::Result<Self> {
        let hashes: Vec<Vec<u8>> = entries.iter().filter_map(|entry| entry.head.clone()).collect();
        let mut found = find_by_number(desk, &hashes)?.into_iter();
        let heads = entries.iter().map(|entry| entry.head.as_ref().and_then(|_| found.next().flatten()));
        let (heads, changed) = (heads.collect(), vec![false; entries.len()]);
        Ok(Self { desk, entries, from, heads, known: known(desk, entries)?, changed })
    }

    fn write(mut self) -> sohoc_acts::Result<Outcome> {
        let added = self.add()?;
        let other_instrument = self.award(&added)?;
        let refused = |at: usize| other_instrument.iter().any(|(place, _)| *place == at);
        self.join(|at| added[at] || refused(at))?;
        let mut counts = ImportCounts::default();
        for at in (0..self.entries.len()).filter(|at| !refused(*at)) {
            counts.read += 1;
            if added[at] {
                counts.added += 1;
            } else if self.changed[at] {
                counts.updated += 1;
            } else {
                counts.unchanged += 1;
            }
        }
        let lost = |(entry, head): &(&Entry, &Option<PersonId>)| entry.head.is_some() && head.is_none();
        let unknown_heads = self.entries.iter().zip(&self.heads).filter(lost).count();
        let unknown_heads = u32::try_from(unknown_heads).unwrap_or(u32::MAX);
        Ok(Outcome { counts, other_instrument, unknown_heads })
    }

    /// Puts new models on record; tells for each entry whether it brought one.
    fn add(&mut self) -> sohoc_acts::Result<Vec<bool>> {
        let mut brought = vec![false; self.entries.len()];
        let mut new = Vec::new();
        let mut first = HashMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let key = same(entry);
            if self.known.contains_key(&key) || first.contains_key(&key) {
                continue;
            }
            first.insert(key, new.len());
            brought[at] = true;
            new.push(NewModel {
                kind: entry.kind,
                name: entry.name.clone(),
                unit: entry.unit,
                organization: entry.organization,
                from: self.from,
                members: self.heads[at].into_iter().collect(),
            });
        }
        if !new.is_empty() {
            let ids = add_in(self.desk, &new)?;
            self.known.extend(first.into_iter().filter_map(|(key, at)| Some((key, *ids.get(at)?))));
        }
        Ok(brought)
    }

    /// Heads of known models who are no members yet.
    fn join(&mut self, is_settled: impl Fn(usize) -> bool) -> sohoc_acts::Result<()> {
        let mut joining: Vec<(usize, Joining)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate().filter(|(at, _)| !is_settled(*at)) {
            if let (Some(model), Some(person)) = (self.known.get(&same(entry)), self.heads[at]) {
                joining.push((at, (*model, entry.unit, person, self.from)));
            }
        }
        let keys: Vec<_> =
            joining.iter().map(|(_, (model, _, person, _))| (model.uuid(), person.uuid())).collect();
        let members = ever_members(self.desk, &keys)?;
        let new: Vec<(usize, Joining)> =
            joining.into_iter().zip(members).filter(|(_, member)| !member).map(|(one, _)| one).collect();
        for (at, _) in &new {
            self.changed[*at] = true;
        }
        let rows: Vec<Joining> = new.into_iter().map(|(_, row)| row).collect();
        if rows.is_empty() { Ok(()) } else { join_in(self.desk, &rows) }
    }

    /// Grants the titles that are not held, once for each year and instrument; names the instrument of
    /// those that were granted without; gives back those that are held by another.
    fn award(&mut self, added: &[bool]) -> sohoc_acts::Result<Vec<(usize, String)>> {
        let mut asked = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            if let (Some(title), Some(model)) = (&entry.title, self.known.get(&same(entry))) {
                asked.push((at, *model, entry.unit, title));
            }
        }
        let keys: Vec<_> =
            asked.iter().map(|(_, model, _, (year, _))| (model.uuid(), (*year).into())).collect();
        let held = find_titles(self.desk, &keys)?;
        let (mut granted, mut named) = (Awards::new(), Awards::new());
        let mut other = Vec::new();
        for ((at, model, unit, (year, instrument)), held) in asked.into_iter().zip(held) {
            let awards = match held {
                None => &mut granted,
                Some(held) if held.is_empty() && !instrument.is_empty() => &mut named,
                Some(held) if instrument.is_empty() || held == *instrument => continue,
                Some(held) => {
                    other.push((at, held));
                    continue;
                }
            };
            awards.entry((*year, instrument.as_str())).or_default().push((model, unit));
            self.changed[at] = !added[at];
        }
        for ((year, instrument), models) in granted {
            award_in(self.desk, year, instrument, &models)?;
        }
        for ((year, instrument), models) in named {
            name_instrument_in(self.desk, year, instrument, &models)?;
        }
        Ok(other)
    }
}

/// Models by the year and instrument of their title.
type Awards<'e> = BTreeMap<(i16, &'e str), Vec<(LearningModelId, UnitId)>>;

/// The models of the batch that are on record; the names of each place are read once.
fn known(desk: &Desk<'_>, batch: &[Entry]) -> sohoc_acts::Result<HashMap<Same, LearningModelId>> {
    let mut places: Vec<(UnitId, i64)> = batch.iter().map(|entry| (entry.unit, entry.kind.code())).collect();
    places.sort_unstable();
    places.dedup();
    let mut known = HashMap::new();
    for (unit, kind) in places {
        for row in list(desk, unit.uuid(), kind)? {
            known.entry((kind, row.name_fold, unit)).or_insert(LearningModelId::from_uuid(row.id));
        }
    }
    Ok(known)
}
