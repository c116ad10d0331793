//! Self-assessments coming in, through whichever door.

use serde_json::json;
use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self, DossierRow};
use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Case, Channel, Counted, State, Step, counted};
use sohoc_rules::figures::AgeBand;
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::people::{BirthDate, EthnicClass, EthnicGroup, LifeStatus};
use sohoc_rules::time::Date;
use sohoc_rules::{Refusal, dossier as rules};

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::Answer;
use super::step::{Loaded, load, shift, step_row, write};

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
    /// Whether it was made now; `false` when the person had handed in the same before.
    pub new: bool,
}

/// Registers people for the round and hands in their self-assessments, in one transaction. Who has a
/// draft or a returned dossier hands in that one; who handed in before is refused, unless the scores
/// are the same: then nothing happens and the answer is the old dossier.
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
    office.perform(actor, |desk| {
        let ids: Vec<PersonId> = submissions.iter().map(|submission| submission.person).collect();
        let people: Vec<PersonRow> = people::facts(desk, &Scope::All, &ids)?
            .into_iter()
            .map(|row| row.ok_or(Error::NotFound("person")))
            .collect::<Result<_>>()?;
        permit(desk, submissions, &people)?;
        let keys: Vec<_> = ids.iter().map(|id| id.uuid()).collect();
        let known = dossier::find_of(desk, round.id, &keys)?;
        let mut entering = Entering { desk, round, rows: Vec::new() };
        let mut answers = Vec::with_capacity(submissions.len());
        for ((submission, person), known) in submissions.iter().zip(&people).zip(&known) {
            answers.push(match known {
                Some(dossier) => entering.again(*dossier, submission)?,
                None => entering.first(submission, person)?,
            });
        }
        entering.write()?;
        Ok(answers)
    })
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
}

impl Entering<'_, '_> {
    fn first(&mut self, submission: &Submission, person: &PersonRow) -> Result<Answer<Entered>> {
        let Some(form) = self.round.set.form(&submission.group) else {
            return Ok(Err(unknown_form(&submission.group)));
        };
        let place = (person.unit.map(UnitId::from_uuid), person.organization.map(OrganizationId::from_uuid));
        let Some(counted) = counted(self.round.rules.counting, form.route, place.0, place.1) else {
            return Ok(Err(no_place()));
        };
        let Some(home) = place.0 else {
            return Ok(Err(no_place()));
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
        let state = match step.submit(form, &submission.scores) {
            Ok(state) => state,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let row = self.row(submission, person, home, counted, state)?;
        let dossier = DossierId::from_uuid(row.id);
        self.rows.push(row);
        Ok(Ok(Entered { dossier, new: true }))
    }

    fn row(
        &self,
        submission: &Submission,
        person: &PersonRow,
        home: UnitId,
        counted: Counted,
        state: State,
    ) -> Result<DossierRow> {
        let area = self.desk.office.map_on(self.desk.day())?.area_class(home);
        let group = person.ethnic_group.as_deref().and_then(|group| EthnicGroup::new(group).ok());
        let organization = match counted {
            Counted::AtHome(_) => None,
            Counted::AtWork(organization) => Some(organization.uuid()),
        };
        Ok(DossierRow {
            id: DossierId::new(self.desk.at, self.desk.id_bytes()).uuid(),
            person: person.id,
            round: self.round.id.uuid(),
            unit: home.uuid(),
            organization,
            group: submission.group.clone(),
            area: area.code().to_owned(),
            sex: person.sex,
            age_band: age_band(self.round.rules.year, person)?.code(),
            state: state.code(),
            self_scores: Some(submission.scores.to_bytes()),
            review_scores: None,
            channel: submission.channel.code(),
            typed_by: self.desk.actor.account().map(sohoc_rules::ids::AccountId::uuid),
            endorsed_by: None,
            steps: 1,
            life_status: person.life_status,
            died_on: person.died_on,
            ethnic_class: EthnicClass::of(group.as_ref()).code(),
        })
    }

    fn again(&self, dossier: DossierId, submission: &Submission) -> Result<Answer<Entered>> {
        let [loaded]: [Loaded; 1] =
            load(self.desk, self.round, &[dossier])?.try_into().map_err(|_| Error::NotFound("dossier"))?;
        let scores = submission.scores.to_bytes();
        if loaded.case.state == State::Submitted && loaded.row.self_scores.as_ref() == Some(&scores) {
            return Ok(Ok(Entered { dossier, new: false }));
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
        moved.row.typed_by = self.desk.actor.account().map(sohoc_rules::ids::AccountId::uuid);
        write(self.desk, self.round, rules::Act::Submit.name(), vec![moved])?;
        Ok(Ok(Entered { dossier, new: false }))
    }

    fn write(self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let dossiers: Vec<String> = self.rows.iter().map(|row| row.id.simple().to_string()).collect();
        let body = json!({ "year": self.round.rules.year, "new": dossiers });
        let act = rules::Act::Submit.name();
        let entry = self.desk.record(act, None, self.rows.len(), &body)?.uuid();
        let added = dossier::add(self.desk, &self.rows)?;
        if added.contains(&false) {
            // The person was looked up in this transaction and had none; twice in one batch is the caller's.
            return Err(twice().into());
        }
        let mut steps = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let state =
                State::from_code(row.state).ok_or_else(|| Fault::broken("dossier", "state", row.state))?;
            shift(self.desk, self.round.rules.year, row, None, state)?;
            steps.push(step_row(row, act, entry, None));
        }
        dossier::add_steps(self.desk, &steps)?;
        Ok(())
    }
}

fn life(person: &PersonRow) -> Result<LifeStatus> {
    Ok(LifeStatus::from_code(person.life_status, person.died_on.map(|day| day.0))
        .ok_or_else(|| Fault::broken("person", "life_status", person.id))?)
}

fn age_band(year: i16, person: &PersonRow) -> Result<AgeBand> {
    let broken = || Fault::broken("person", "birth_year", person.id);
    let part = |part: Option<i64>| part.and_then(|part| i8::try_from(part).ok());
    let born = i16::try_from(person.birth_year).map_err(|_| broken())?;
    let birth = BirthDate::new(born, part(person.birth_month), part(person.birth_day), Date::MAX)
        .map_err(|_| broken())?;
    let day = AgeBand::reference_day(year).unwrap_or(Date::MAX);
    Ok(AgeBand::of(birth.age_on(day)))
}

fn unknown_form(group: &str) -> Refusal {
    Refusal {
        code: "dossier.unknown_form",
        reason: format!("The criteria set of the round has no form {group:?}."),
        remedy: "Choose one of the forms of the set.",
    }
}

fn no_place() -> Refusal {
    Refusal {
        code: "dossier.no_home",
        reason: "It is not known where the person lives.".to_owned(),
        remedy: "Register the hamlet of the person first.",
    }
}

fn twice() -> Refusal {
    Refusal {
        code: "dossier.twice_in_batch",
        reason: "The same person stands twice in one batch.".to_owned(),
        remedy: "Send each person once.",
    }
}
