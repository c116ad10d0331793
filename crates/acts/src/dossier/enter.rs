//! Self-assessments coming in, through whichever door.

use std::collections::HashSet;

use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self, DossierRow};
use sohoc_ledger::people::PersonRow;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Case, Channel, State, Step};
use sohoc_rules::ids::{AccountId, DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::people::LifeStatus;
use sohoc_rules::{Refusal, dossier as rules};
use uuid::Uuid;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::people::on_record;
use crate::rounds::{self, Round};

use super::new::{add, placed, row};
use super::step::{Loaded, Moved, load, write};
use super::{Answer, twice};

/// A self-assessment of somebody on record.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Whose.
    pub person: PersonId,
    /// Code of the group form it is filled in on.
    pub group: String,
    /// The scores.
    pub scores: Scores,
    /// The door.
    pub channel: Channel,
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The dossier.
    pub dossier: DossierId,
    /// Whether it was made now.
    pub new: bool,
    /// Whether anything was handed in now; `false` when the person had handed in the same before.
    pub handed_in: bool,
}

/// Registers people for the round and hands in their self-assessments, in one transaction. Who has a
/// draft or a returned dossier hands in that one; who handed in before is refused, unless the scores
/// are the same: then nothing happens and the answer is the old dossier. A record that was merged
/// stands for the one it was merged into.
///
/// # Errors
/// A refusal when the actor may not enter for one of the places, [`Error::NotFound`] for an unknown
/// person, or a fault; nothing is kept then.
pub fn enter(
    office: &Office,
    actor: &Actor,
    round: &Round,
    submissions: &[Submission],
) -> Result<Vec<Answer<Entered>>> {
    office.perform(actor, |desk| enter_in(desk, round, submissions))
}

/// The same inside a transaction of the caller.
///
/// # Errors
/// As [`enter`].
pub fn enter_in(desk: &Desk<'_>, round: &Round, submissions: &[Submission]) -> Result<Vec<Answer<Entered>>> {
    enter_by(desk, round, submissions, None)
}

/// The same by a hand that is known: what was saved before as a draft.
pub(super) fn enter_by(
    desk: &Desk<'_>,
    round: &Round,
    submissions: &[Submission],
    hand: Option<Hand<'_>>,
) -> Result<Vec<Answer<Entered>>> {
    rounds::check_open(desk, round)?;
    let ids: Vec<PersonId> = submissions.iter().map(|submission| submission.person).collect();
    let people = on_record(desk, &ids)?;
    permit(desk, submissions, &people)?;
    let keys: Vec<_> = people.iter().map(|person| person.id).collect();
    let known = dossier::find_of(desk, round.id, &keys)?;
    let mut loaded = load(desk, round, &known.iter().flatten().copied().collect::<Vec<_>>())?.into_iter();
    let mut entering = Entering { desk, round, rows: Vec::new(), moved: Vec::new(), hand };
    let mut answers = Vec::with_capacity(submissions.len());
    let mut met = HashSet::new();
    for ((submission, person), known) in submissions.iter().zip(&people).zip(&known) {
        let loaded = known.and_then(|_| loaded.next());
        answers.push(match loaded {
            _ if !met.insert(person.id) => Err(twice("person")),
            Some(loaded) => entering.again(loaded, submission)?,
            None => entering.first(submission, person)?,
        });
    }
    entering.write()?;
    Ok(answers)
}

/// Hands in the corrected scores of one returned or drafted dossier.
///
/// # Errors
/// The refusal of the rule, [`Error::NotFound`], or a fault.
pub fn submit_again(
    office: &Office,
    actor: &Actor,
    round: &Round,
    submission: &Submission,
) -> Result<Entered> {
    let answers = enter(office, actor, round, std::slice::from_ref(submission))?;
    answers.into_iter().next().ok_or(Error::NotFound("dossier"))?.map_err(Error::from)
}

/// Own hand needs the right to one's own matters, any other door the right to enter for others.
fn permit(desk: &Desk<'_>, submissions: &[Submission], people: &[PersonRow]) -> Result<()> {
    for own_hand in [true, false] {
        let right = if own_hand { ActKind::Submit } else { ActKind::EnterForOther };
        let places = submissions
            .iter()
            .zip(people)
            .filter(|(submission, _)| submission.channel.is_by_own_hand() == own_hand)
            .map(|(submission, person)| Place {
                unit: person.unit.map(UnitId::from_uuid),
                organization: person.organization.map(OrganizationId::from_uuid),
                // Rights on a unit do not go by the person; leaving it out lets a batch ask once a hamlet.
                person: own_hand.then_some(submission.person),
            });
        desk.permit_each(right, places)?;
    }
    Ok(())
}

struct Entering<'d, 'a> {
    desk: &'d Desk<'a>,
    round: &'d Round,
    rows: Vec<DossierRow>,
    moved: Vec<Moved>,
    hand: Option<Hand<'d>>,
}

/// Who spoke and who wrote, where that was noted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand<'a> {
    /// Who spoke.
    pub word: &'a Word,
    /// The account that wrote, if it is another than the one that hands in.
    pub typed_by: Option<Uuid>,
}

/// On whose word somebody else wrote, and who stood by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Who said what was written: the person, a daughter, a neighbour. `None` when nobody noted it: a
    /// reviewer is told.
    pub of: Option<String>,
    /// Who stood by.
    pub witness: Option<String>,
}

impl Entering<'_, '_> {
    /// A batch brings what each person said, by the rules of its door; only where one dossier is handed in
    /// is it asked who spoke.
    fn word(&self, channel: Channel) -> Option<String> {
        match self.hand {
            Some(hand) => hand.word.of.clone(),
            None => channel.is_on_anothers_word().then(String::new),
        }
    }

    fn first(&mut self, submission: &Submission, person: &PersonRow) -> Result<Answer<Entered>> {
        let placed = match placed(self.round, person, &submission.group) {
            Ok(placed) => placed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let case = Case {
            person: submission.person,
            life: life(person)?,
            state: State::Draft,
            channel: submission.channel,
            typed_by: self.desk.actor.account(),
            endorsed_by: None,
        };
        let step = Step {
            case: &case,
            actor: self.desk.actor.hand(),
            round: &self.round.rules,
            on: self.desk.day(),
        };
        let state = match step.submit(placed.form, &submission.scores) {
            Ok(state) => state,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut row = row(self.desk, self.round, person, &placed, submission.channel)?;
        row.state = state.code();
        row.self_scores = Some(submission.scores.to_bytes());
        row.on_word = self.word(submission.channel);
        let dossier = DossierId::from_uuid(row.id);
        self.rows.push(row);
        Ok(Ok(Entered { dossier, new: true, handed_in: true }))
    }

    fn again(&mut self, loaded: Loaded, submission: &Submission) -> Result<Answer<Entered>> {
        let dossier = DossierId::from_uuid(loaded.row.id);
        let scores = submission.scores.to_bytes();
        let same = loaded.row.group == submission.group && loaded.row.self_scores.as_ref() == Some(&scores);
        if same && loaded.case.state.is_assessed() {
            return Ok(Ok(Entered { dossier, new: false, handed_in: false }));
        }
        if loaded.row.group != submission.group {
            return Ok(Err(other_form(&loaded.row.group, &submission.group)));
        }
        let form = loaded.form(&self.round.set)?;
        let state = match loaded.step(self.desk, &self.round.rules).submit(form, &submission.scores) {
            Ok(state) => state,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut moved = loaded.moved(state, None);
        moved.row.self_scores = Some(scores);
        moved.row.review_scores = None;
        moved.row.endorsed_by = None;
        moved.row.channel = submission.channel.code();
        let account = self.desk.actor.account().map(AccountId::uuid);
        moved.row.typed_by = self.hand.and_then(|hand| hand.typed_by).or(account);
        moved.row.on_word = self.word(submission.channel);
        moved.row.witness = self.hand.and_then(|hand| hand.word.witness.clone());
        self.moved.push(moved);
        Ok(Ok(Entered { dossier, new: false, handed_in: true }))
    }

    fn write(self) -> Result<()> {
        let act = rules::Act::Submit.name();
        write(self.desk, self.round, act, self.moved)?;
        add(self.desk, self.round, act, self.rows)
    }
}

fn life(person: &PersonRow) -> Result<LifeStatus> {
    Ok(LifeStatus::from_code(person.life_status, person.died_on.map(|day| day.0))
        .ok_or_else(|| Fault::broken("person", "life_status", person.id))?)
}

fn other_form(known: &str, given: &str) -> Refusal {
    Refusal {
        code: "dossier.other_form",
        reason: format!("The dossier is on the form {known:?}, the scores are on {given:?}."),
        remedy: "Score on the form of the dossier.",
    }
}
