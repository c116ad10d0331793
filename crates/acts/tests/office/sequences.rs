//! Whatever is done in whatever order: tallies equal a recount, the journal is whole, and the map that
//! figures are shown under moves nobody in or out.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sohoc_acts::dossier::{self, Answer, Appraisal};
use sohoc_acts::people::{self, Move};
use sohoc_acts::{Error, Result, figures};
use sohoc_ledger::db::Ddl;
use sohoc_ledger::people::{Scope, facts};
use sohoc_rules::dossier::{Outcome, State};
use sohoc_rules::figures::{Counter, Dimension, Question};
use sohoc_rules::ids::{DossierId, PersonId};
use sohoc_rules::people::{EthnicGroup, PersonalNumber};
use sohoc_rules::recognition::DecisionKind;
use sohoc_rules::territory::{Level, Projection};
use sohoc_rules::time::Date;

use crate::support::{Cast, Place, World, person};

/// People of a sequence; two and two are easily taken for one.
const NAMES: [&str; 6] = ["Nông Thị Hà", "Nông Hà", "Triệu Văn An", "Triệu An", "Lý A Páo", "Lý Páo"];
const GROUPS: [&str; 4] = ["Tày", "Kinh", "Mông", "Dao"];

#[derive(Clone, Debug)]
enum Step {
    Register {
        who: usize,
        hamlet: usize,
        group: Option<usize>,
        number: bool,
    },
    Move {
        who: usize,
        hamlet: usize,
        month: i8,
    },
    Enter {
        who: Vec<usize>,
        points: u8,
    },
    Endorse(Vec<usize>),
    Appraise(Vec<usize>),
    Return(Vec<usize>),
    Withdraw(Vec<usize>),
    Reopen(Vec<usize>),
    Mark(Vec<usize>, usize),
    Decide(Vec<usize>),
    /// From the scores to the decision at one go, as far as the rules let each.
    Through {
        who: Vec<usize>,
        points: u8,
    },
    Change(usize, usize),
    Merge(usize, usize),
    Unmerge(usize),
    Fold,
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..NAMES.len();
    let some = prop::collection::btree_set(0..NAMES.len(), 1..5).prop_map(Vec::from_iter);
    let hamlet = 0..3_usize;
    prop_oneof![
        3 => (who.clone(), hamlet.clone(), prop::option::of(0..GROUPS.len()), any::<bool>())
            .prop_map(|(who, hamlet, group, number)| Step::Register { who, hamlet, group, number }),
        1 => (who.clone(), hamlet, 1..4_i8).prop_map(|(who, hamlet, month)| Step::Move { who, hamlet, month }),
        3 => (some.clone(), 7..9_u8).prop_map(|(who, points)| Step::Enter { who, points }),
        2 => (some.clone(), 7..9_u8).prop_map(|(who, points)| Step::Through { who, points }),
        2 => some.clone().prop_map(Step::Endorse),
        2 => some.clone().prop_map(Step::Appraise),
        1 => some.clone().prop_map(Step::Return),
        1 => some.clone().prop_map(Step::Withdraw),
        2 => some.clone().prop_map(Step::Reopen),
        2 => (some.clone(), 0..3_usize).prop_map(|(who, outcome)| Step::Mark(who, outcome)),
        2 => some.prop_map(Step::Decide),
        3 => (who.clone(), 0..3_usize).prop_map(|(who, kind)| Step::Change(who, kind)),
        2 => (who.clone(), who.clone()).prop_map(|(kept, gone)| Step::Merge(kept, gone)),
        1 => who.prop_map(Step::Unmerge),
        1 => Just(Step::Fold),
    ]
}

/// A world with the six people, of whom some have handed in.
struct Story<'w> {
    world: &'w World,
    people: Vec<PersonId>,
}

impl<'w> Story<'w> {
    fn new(world: &'w World) -> Self {
        Self { world, people: world.people(&NAMES) }
    }

    /// The dossiers of these people, where they have one.
    fn dossiers(&self, who: &[usize]) -> Vec<DossierId> {
        let people: Vec<_> = who.iter().map(|at| self.people[*at].uuid()).collect();
        let round = self.world.round.id;
        let found =
            self.world.office.read(|reader| Ok(sohoc_ledger::dossier::find_of(reader, round, &people)?));
        found.expect("a read").into_iter().flatten().collect()
    }

    /// Records that were merged into another.
    fn merged(&self) -> Vec<PersonId> {
        let rows = self.world.office.read(|reader| Ok(facts(reader, &Scope::All, &self.people)?));
        let merged = rows.expect("a read").into_iter().flatten().filter(|row| row.merged_into.is_some());
        merged.map(|row| PersonId::from_uuid(row.id)).collect()
    }

    /// Does a step. Rules may say no; nothing else may go wrong.
    fn take(&mut self, step: &Step) -> std::result::Result<(), TestCaseError> {
        match self.try_step(step) {
            Ok(()) | Err(Error::Refused(_) | Error::NotFound(_)) => Ok(()),
            Err(other) => Err(TestCaseError::fail(format!("{step:?}: {other:?}"))),
        }
    }

    fn try_step(&mut self, step: &Step) -> Result<()> {
        let (world, office, round) = (self.world, &self.world.office, &self.world.round);
        let officer = world.actor(Cast::OFFICER);
        match step {
            Step::Register { who, hamlet, group, number } => {
                let mut listed = person(NAMES[*who], Place::hamlet(*hamlet));
                listed.ethnic_group = group.and_then(|at| EthnicGroup::new(GROUPS[at]).ok());
                listed.number =
                    number.then(|| PersonalNumber::new(&format!("00418000000{who}")).expect("a number"));
                self.people[*who] =
                    people::register(office, &officer, &world.prepared(&[listed]))?[0].person();
            }
            Step::Move { who, hamlet, month } => {
                let step = Move {
                    person: self.people[*who],
                    to: Place::hamlet(*hamlet),
                    from: Date::new(2026, *month, 1).expect("a first of the month"),
                };
                people::move_home(office, &officer, &[step])?;
            }
            Step::Enter { who, points } => {
                let batch: Vec<_> =
                    who.iter().map(|at| world.submission(self.people[*at], *points)).collect();
                drop(dossier::enter(office, &world.actor(Cast::VOLUNTEER), round, &batch)?);
            }
            Step::Merge(kept, gone) => {
                drop(people::merge(office, &officer, self.people[*kept], self.people[*gone])?);
            }
            Step::Unmerge(at) => {
                let merged = self.merged();
                let gone = merged.get(at % merged.len().max(1)).ok_or(Error::NotFound("merged record"))?;
                people::unmerge(office, &officer, *gone)?;
            }
            Step::Fold => drop(figures::fold(office)?),
            Step::Decide(who) => {
                let mut ready = self.dossiers(who);
                ready.retain(|dossier| world.state(*dossier) == State::Appraised);
                drop(world.decide(&ready)?);
            }
            Step::Through { who, points } => {
                for step in [
                    Step::Enter { who: who.clone(), points: *points },
                    Step::Endorse(who.clone()),
                    Step::Appraise(who.clone()),
                    Step::Decide(who.clone()),
                ] {
                    self.try_step(&step)?;
                }
            }
            Step::Change(who, kind) => {
                let kind = [DecisionKind::Revoke, DecisionKind::Correct, DecisionKind::Reissue][*kind];
                let actor = if kind == DecisionKind::Reissue { officer } else { world.actor(Cast::DECIDER) };
                world.change_titles(&actor, kind, &self.dossiers(&[*who]))?;
            }
            other => drop(self.review(other)?),
        }
        Ok(())
    }

    fn review(&self, step: &Step) -> Result<Vec<Answer<()>>> {
        let (office, round) = (&self.world.office, &self.world.round);
        let committee = self.world.actor(Cast::COMMITTEE);
        let officer = self.world.actor(Cast::OFFICER);
        match step {
            Step::Endorse(who) => dossier::endorse(office, &committee, round, &self.dossiers(who)),
            Step::Return(who) => dossier::send_back(office, &committee, round, &self.dossiers(who), "thiếu"),
            Step::Withdraw(who) => dossier::withdraw(office, &committee, round, &self.dossiers(who)),
            Step::Reopen(who) => dossier::reopen(office, &officer, round, &self.dossiers(who), "xem lại"),
            Step::Mark(who, outcome) => {
                dossier::mark(office, &committee, round, &self.dossiers(who), Outcome::ALL[*outcome])
            }
            Step::Appraise(who) => {
                let dossiers = self.dossiers(who).into_iter();
                let all: Vec<_> =
                    dossiers.map(|dossier| Appraisal { dossier, changes: Vec::new() }).collect();
                dossier::appraise(office, &officer, round, &all)
            }
            other => unreachable!("{other:?} is done elsewhere"),
        }
    }

    fn check(&self, days: (Date, Date)) -> std::result::Result<(), TestCaseError> {
        let world = self.world;
        world.assert_sound();
        let doubles = world.count(
            "select count(*) from (
                select coalesce(person.merged_into, person.person_id) from dossier
                join person on person.person_id = dossier.person_id
                where dossier.state <> 60
                group by coalesce(person.merged_into, person.person_id) having count(*) > 1) doubles",
        );
        prop_assert_eq!(doubles, 0, "one human being, one dossier that stands");
        let homes = world.count(
            "select count(*) from (
                select person_id from residence where valid_to is null
                group by person_id having count(*) > 1) doubles",
        );
        prop_assert_eq!(homes, 0, "nobody has two homes");
        let map = world.office.map().expect("the map");
        let cube = world.office.cube().expect("the tallies");
        for counter in Counter::ALL {
            let total = |day| {
                let projection = Projection::new(&map, date(2026, 3, 2), day, Level::Commune);
                let by = Dimension::Units(&projection);
                let answer = cube.ask(&Question { year: 2026, counter, by, within: None });
                (answer.rows.iter().map(|row| row.value).sum::<i64>(), answer.unassigned)
            };
            prop_assert_eq!(total(days.0), total(days.1), "{:?}", counter);
        }
        Ok(())
    }
}

/// Acts that the journal tells were done, over all sequences.
fn run(dialect: Ddl, cases: u32) -> BTreeSet<String> {
    let done = RefCell::new(BTreeSet::new());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let days =
        (2_024..2_028_i16, 1..13_i8).prop_map(|(year, month)| Date::new(year, month, 1).expect("a day"));
    let strategy = (prop::collection::vec(step(), 10..40), days.clone(), days);
    TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    )
    .run(&strategy, |(steps, one, other)| {
        let Some(world) = World::new(dialect) else { return Ok(()) };
        let mut story = Story::new(&world);
        for step in &steps {
            story.take(step)?;
        }
        let acts = world.rows("select distinct act from journal_entry");
        done.borrow_mut().extend(acts.into_iter().flatten());
        story.check((one, other))
    })
    .unwrap_or_else(|failure| panic!("{failure}"));
    done.into_inner()
}

#[test]
fn any_sequence_of_acts_leaves_figures_and_journal_whole() {
    let done = run(Ddl::Sqlite, 32);
    for act in [
        "submit",
        "endorse",
        "return",
        "appraise",
        "recognise",
        "decline",
        "withdraw",
        "reopen",
        "revoke",
        "mark_",
        "recognition.change_titles",
        "people.register",
        "people.move",
        "people.merge",
        "people.unmerge",
    ] {
        assert!(done.iter().any(|done| done.starts_with(act)), "no sequence came to {act}");
    }
}

#[test]
fn a_few_sequences_hold_on_postgresql_as_well() {
    run(Ddl::Postgres, 3);
}
