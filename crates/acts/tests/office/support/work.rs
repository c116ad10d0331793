//! The ordinary acts in one line each.

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{self, Answer, Appraisal, Submission};
use sohoc_acts::people::{self, Prepared, Registered, Registration, prepare};
use sohoc_acts::recognition::{Decide, Decided, TitleChange, change_titles, decide};
use sohoc_acts::{Error, Result};
use sohoc_ledger::dossier as book;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Channel, State};
use sohoc_rules::figures::Counter;
use sohoc_rules::ids::{DossierId, PersonId, UnitId};
use sohoc_rules::people::{BirthDate, PersonName, Sex};
use sohoc_rules::recognition::{DecisionDraft, DecisionKind, DecisionNumber, Issuer, SessionRules, Signer};
use sohoc_rules::time::Span;

use super::{Cast, Place, World};

/// The form most people fill in.
pub const FORM: &str = "nguoi-dan-trong-xa";

/// Somebody born in 1980, as a list without numbers gives them.
pub fn person(name: &str, home: UnitId) -> Registration {
    Registration {
        name: PersonName::new(name).expect("a name of a test"),
        birth: BirthDate::read("1980", date(2026, 1, 1)).expect("a year of a test"),
        sex: Sex::Female,
        number: None,
        ethnic_group: None,
        home,
        since: date(2026, 1, 1),
        employer: None,
    }
}

/// The same points on every indicator; 8 earn the title, 7 do not.
pub fn scores(world: &World, points: u8) -> Scores {
    let form = world.round.set.form(FORM).expect("the form is in the set");
    Scores::new(form, &[Some(points); 10]).expect("points of a test")
}

/// The code of a refusal of a whole act, or the words of what else it was.
#[track_caller]
pub fn code<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => panic!("the act was done"),
        Err(Error::Refused(refusal)) => refusal.code.to_owned(),
        Err(other) => other.to_string(),
    }
}

/// The code of what a rule said to one dossier.
pub fn decided_code<T>(answer: &Answer<T>) -> &'static str {
    answer.as_ref().err().map_or("done", |refusal| refusal.code)
}

impl World {
    pub fn prepared(&self, people: &[Registration]) -> Vec<Prepared> {
        let now = self.office.now();
        let id = || PersonId::new(now, self.office.chance());
        let keys = self.office.keys();
        people.iter().map(|one| prepare(keys, one, id(), self.office.chance())).collect()
    }

    /// Registers by the volunteer of the commune.
    #[track_caller]
    pub fn register(&self, people: &[Registration]) -> Vec<Registered> {
        let volunteer = self.actor(Cast::VOLUNTEER);
        people::register(&self.office, &volunteer, &self.prepared(people)).expect("people are registered")
    }

    /// Registers people by these names in the first hamlet.
    #[track_caller]
    pub fn people(&self, names: &[&str]) -> Vec<PersonId> {
        let list: Vec<_> = names.iter().map(|name| person(name, Place::hamlet(0))).collect();
        self.register(&list).iter().map(Registered::person).collect()
    }

    pub fn submission(&self, person: PersonId, points: u8) -> Submission {
        let scores = scores(self, points);
        Submission { person, group: FORM.to_owned(), scores, channel: Channel::Assisted }
    }

    /// Hands in for people by the volunteer; each dossier must be accepted.
    #[track_caller]
    pub fn enter(&self, people: &[PersonId], points: u8) -> Vec<DossierId> {
        let submissions: Vec<_> = people.iter().map(|person| self.submission(*person, points)).collect();
        let volunteer = self.actor(Cast::VOLUNTEER);
        let answers = dossier::enter(&self.office, &volunteer, &self.round, &submissions).expect("entered");
        answers.into_iter().map(|answer| answer.expect("accepted").dossier).collect()
    }

    #[track_caller]
    pub fn endorse(&self, dossiers: &[DossierId]) {
        let committee = self.actor(Cast::COMMITTEE);
        all_done(dossier::endorse(&self.office, &committee, &self.round, dossiers));
    }

    #[track_caller]
    pub fn appraise(&self, dossiers: &[DossierId]) {
        let officer = self.actor(Cast::OFFICER);
        let whole: Vec<_> =
            dossiers.iter().map(|dossier| Appraisal { dossier: *dossier, changes: Vec::new() }).collect();
        all_done(dossier::appraise(&self.office, &officer, &self.round, &whole));
    }

    #[track_caller]
    pub fn send_back(&self, dossiers: &[DossierId]) {
        let officer = self.actor(Cast::OFFICER);
        all_done(dossier::send_back(&self.office, &officer, &self.round, dossiers, "thiếu minh chứng"));
    }

    /// Registers, enters, endorses and appraises people by these names.
    #[track_caller]
    pub fn appraised(&self, names: &[&str], points: u8) -> Vec<DossierId> {
        let dossiers = self.enter(&self.people(names), points);
        self.endorse(&dossiers);
        self.appraise(&dossiers);
        dossiers
    }

    /// The same up to a decision that grants the title.
    #[track_caller]
    pub fn recognised(&self, names: &[&str]) -> Vec<DossierId> {
        let dossiers = self.appraised(names, 8);
        self.decide(&dossiers).expect("decided");
        dossiers
    }

    /// A decision of the commune, with no session and any signer of it.
    pub fn draft(&self, kind: DecisionKind) -> DecisionDraft {
        let issuer = Issuer::Unit(Place::dam_thuy());
        let signer = Signer {
            name: "Hoàng Văn Ký".to_owned(),
            person: None,
            office: "CHỦ TỊCH".to_owned(),
            issuer,
            authority: Span::ALWAYS,
        };
        DecisionDraft { kind, issuer, dated: self.office.now().day(), session: None, signer }
    }

    pub fn to_decide(&self, dossiers: &[DossierId]) -> Decide {
        Decide {
            draft: self.draft(DecisionKind::Recognise),
            sign: "QĐ-UBND".to_owned(),
            issuer_code: "01501".to_owned(),
            votes: None,
            dossiers: dossiers.to_vec(),
        }
    }

    pub fn decide(&self, dossiers: &[DossierId]) -> Result<Decided> {
        let (decider, what) = (self.actor(Cast::DECIDER), self.to_decide(dossiers));
        decide(&self.office, &decider, &self.round, SessionRules::ASSUMED, &what)
    }

    /// A decision that revokes, corrects or reissues.
    pub fn change_titles(
        &self,
        actor: &Actor,
        kind: DecisionKind,
        dossiers: &[DossierId],
    ) -> Result<DecisionNumber> {
        let change = TitleChange {
            draft: self.draft(kind),
            sign: "QĐ-UBND".to_owned(),
            issuer_code: "01501".to_owned(),
            lines: dossiers.iter().map(|dossier| (*dossier, "theo đơn".to_owned())).collect(),
        };
        change_titles(&self.office, actor, &self.round, SessionRules::ASSUMED, &change)
    }

    #[track_caller]
    pub fn row(&self, dossier: DossierId) -> book::DossierRow {
        let row = self.office.read(|reader| Ok(book::load(reader, &[dossier])?)).expect("a read").remove(0);
        row.expect("the dossier is there")
    }

    #[track_caller]
    pub fn state(&self, dossier: DossierId) -> State {
        State::from_code(self.row(dossier).state).expect("a known state")
    }

    /// Everyone counted in 2026.
    pub fn total(&self, counter: Counter) -> i64 {
        self.office.cube().expect("the tallies").total(2026, counter)
    }
}

#[track_caller]
fn all_done(answers: Result<Vec<Answer<()>>>) {
    for answer in answers.expect("the act is done") {
        answer.expect("the rule says yes");
    }
}
