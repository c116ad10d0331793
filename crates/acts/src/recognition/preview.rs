//! What a decision would say, line by line, before anything is numbered.

use sohoc_ledger::recognition;
use sohoc_rules::Refusal;
use sohoc_rules::criteria::Judgement;
use sohoc_rules::dossier::Step;
use sohoc_rules::ids::{DossierId, PersonId, UnitId};
use sohoc_rules::recognition::{ReadyDecision, SessionRules, Tally, TitleState, Verdict};
use sohoc_rules::territory::TerritoryAsOf;

use crate::access::{Actor, permit_on};
use crate::dossier::{Loaded, load};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::decide::{Decide, belongs, candidate, other_place};
use super::session::place;

/// What a line would say.
#[derive(Clone, Debug)]
pub struct LineView {
    /// Dossier.
    pub dossier: DossierId,
    /// Whose.
    pub person: PersonId,
    /// Where the person is counted.
    pub unit: UnitId,
    /// The reviewed scores against the mark, when there are any.
    pub judgement: Option<Judgement>,
    /// The verdict, or why the line cannot stand.
    pub verdict: std::result::Result<Verdict, Refusal>,
}

/// Asks every rule that [`super::decide()`] will ask, and changes nothing. All lines are told, not only the
/// first that cannot stand.
///
/// # Errors
/// The refusal of the whole (right, signer, quorum, day); a fault.
pub fn preview(
    office: &Office,
    actor: &Actor,
    round: &Round,
    rules: SessionRules,
    what: &Decide,
) -> Result<Vec<LineView>> {
    let today = office.now().day();
    let map = office.map_on(today)?;
    permit_on(actor, sohoc_rules::access::ActKind::Decide, Some(place(what.draft.issuer)), &map)?;
    let ready = what.draft.clone().ready(rules)?;
    office.read(|reader| {
        let loaded = load(reader, round, &what.dossiers)?;
        let titles = recognition::find_titles(reader, &what.dossiers)?;
        let mut lines = Vec::with_capacity(loaded.len());
        for (dossier, title) in loaded.into_iter().zip(titles) {
            let title = title.and_then(|title| title.title_state).and_then(TitleState::from_code);
            let asked = Asked { round, map: &map, ready: &ready, votes: what.votes };
            lines.push(asked.line(actor, &dossier, title)?);
        }
        Ok(lines)
    })
}

struct Asked<'a> {
    round: &'a Round,
    map: &'a TerritoryAsOf,
    ready: &'a ReadyDecision,
    votes: Option<Tally>,
}

impl Asked<'_> {
    fn line(&self, actor: &Actor, dossier: &Loaded, title: Option<TitleState>) -> Result<LineView> {
        let candidate = candidate(self.round, dossier, title, self.votes)?;
        let ruled = || {
            if !belongs(self.map, self.ready.draft().issuer, dossier) {
                return Err(other_place());
            }
            let ruling = match &candidate.judgement {
                Some(judgement) if !judgement.passed => self.ready.decline(&candidate)?,
                _ => self.ready.grant(&candidate)?,
            };
            let on = self.map.day();
            let step = Step { case: &dossier.case, actor: actor.hand(), round: &self.round.rules, on };
            step.conclude(ruling)?;
            Ok(ruling.verdict())
        };
        let verdict = ruled();
        let unit = dossier.place().unit.ok_or(Error::NotFound("unit"))?;
        Ok(LineView {
            dossier: DossierId::from_uuid(dossier.row.id),
            person: dossier.case.person,
            unit,
            judgement: candidate.judgement,
            verdict,
        })
    }
}
