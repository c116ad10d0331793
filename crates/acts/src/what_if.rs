//! What another criteria set would have made of the answers of a round: counted, never kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self as book, DossierRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::{CriteriaSet, Scores, what_if};
use sohoc_rules::ids::{CriteriaSetId, UnitId};
use sohoc_rules::territory::Level;
use uuid::Uuid;

use crate::access::{Actor, permit_on};
use crate::error::Result;
use crate::office::Office;
use crate::rounds::Round;

/// People of one group or commune.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriedLine {
    /// Code of the group form of the round's own set, or id of the commune.
    pub key: String,
    /// Dossiers that were judged under both sets.
    pub people: u64,
    /// Who passes under the round's own set.
    pub before: u64,
    /// Who would pass under the other.
    pub after: u64,
}

/// Who would pass under another set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Number of the decision of the set that was tried.
    pub decision: String,
    /// The assessed year.
    pub year: i16,
    /// All together; the key is empty.
    pub all: TriedLine,
    /// Dossiers for whose group the other set has no form, or whose answers do not fit it.
    pub left_out: u64,
    /// By group, in the order of codes.
    pub groups: Vec<TriedLine>,
    /// By commune of today's map, in the order of ids.
    pub communes: Vec<TriedLine>,
}

const SLICE: i64 = 1_000;

/// Judges the latest scores of every dossier of a round, reviewed before own, under the round's set and under
/// another. `progress` is told how many were judged and stops the count by `false`; then there is no answer.
///
/// # Errors
/// A refusal without the right to load criteria, [`crate::Error::NotFound`] for an unknown set or year, a fault.
pub fn try_set(
    office: &Office,
    actor: &Actor,
    (set, year): (CriteriaSetId, i16),
    progress: &dyn Fn(u64) -> bool,
) -> Result<Option<Tried>> {
    let map = office.map_on(office.now().day())?;
    permit_on(actor, ActKind::LoadCriteria, None, &map)?;
    let (row, tried) = office.criteria_set(set)?;
    let round = office.round(year)?;
    let mut counting = Counting::default();
    let mut after = Uuid::nil();
    let mut done = 0;
    loop {
        let rows = office.read(|reader| {
            let ids = book::list_ids(reader, round.id.uuid(), after, SLICE)?;
            Ok(book::load(reader, &ids)?)
        })?;
        let Some(last) = rows.iter().flatten().last() else { break };
        after = last.id;
        for row in rows.iter().flatten() {
            let unit = UnitId::from_uuid(row.unit);
            let commune = map.ancestor(unit, Level::Commune).map_or(unit, |commune| commune.id);
            counting.count(&round, &tried, row, commune)?;
        }
        done += u64::try_from(rows.len()).unwrap_or(0);
        if !progress(done) {
            return Ok(None);
        }
    }
    Ok(Some(counting.ended(row.decision_number, year)))
}

#[derive(Default)]
struct Counting {
    all: TriedLine,
    left_out: u64,
    groups: BTreeMap<String, TriedLine>,
    communes: BTreeMap<UnitId, TriedLine>,
}

impl Counting {
    fn count(&mut self, round: &Round, tried: &CriteriaSet, row: &DossierRow, commune: UnitId) -> Result<()> {
        let Some(scores) = row.review_scores.as_deref().or(row.self_scores.as_deref()) else { return Ok(()) };
        let scores = Scores::from_bytes(scores);
        let area = row.area.parse().map_err(|_| Fault::broken("dossier", "area_class", row.id))?;
        let Ok(Some(judged)) = what_if((&round.set, &row.group), tried, area, &scores) else {
            self.left_out += 1;
            return Ok(());
        };
        let lines = [
            &mut self.all,
            self.groups.entry(row.group.clone()).or_default(),
            self.communes.entry(commune).or_default(),
        ];
        for line in lines {
            line.people += 1;
            line.before += u64::from(judged.before.passed);
            line.after += u64::from(judged.after.passed);
        }
        Ok(())
    }

    fn ended(self, decision: String, year: i16) -> Tried {
        let group = |(key, line): (String, TriedLine)| TriedLine { key, ..line };
        let commune = |(unit, line): (UnitId, TriedLine)| TriedLine { key: unit.to_string(), ..line };
        Tried {
            decision,
            year,
            all: self.all,
            left_out: self.left_out,
            groups: self.groups.into_iter().map(group).collect(),
            communes: self.communes.into_iter().map(commune).collect(),
        }
    }
}
