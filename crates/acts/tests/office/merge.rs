//! Two records of one person made one, and apart again.

use sohoc_acts::dossier;
use sohoc_acts::people::{self, Registered};
use sohoc_ledger::people::{PersonRow, Scope, facts, number_sealed};
use sohoc_rules::dossier::{Outcome, State};
use sohoc_rules::figures::{Counter, Dimension, Key, Question};
use sohoc_rules::ids::PersonId;
use sohoc_rules::people::{EthnicGroup, PersonalNumber};

use crate::support::{Cast, Place, World, code, decided_code, on_both, person};

/// Hà as the hamlet has her, and as another list does: with number, ethnic group and a middle name.
fn two_records(world: &World) -> (PersonId, PersonId) {
    let mut fuller = person("Nông Thị Thu Hà", Place::hamlet(1));
    fuller.number = PersonalNumber::new("004180000001").ok();
    fuller.ethnic_group = EthnicGroup::new("Tày").ok();
    let made = world.register(&[person("Nông Thị Hà", Place::hamlet(0)), fuller]);
    (made[0].person(), made[1].person())
}

fn merge(world: &World, kept: PersonId, gone: PersonId) -> sohoc_acts::Result<()> {
    people::merge(&world.office, &world.actor(Cast::OFFICER), kept, gone).map(|_| ())
}

fn unmerge(world: &World, gone: PersonId) -> sohoc_acts::Result<()> {
    people::unmerge(&world.office, &world.actor(Cast::OFFICER), gone)
}

fn record(world: &World, person: PersonId) -> PersonRow {
    let found = world.office.read(|reader| Ok(facts(reader, &Scope::All, &[person])?)).expect("read");
    found.into_iter().next().flatten().expect("on record")
}

fn minority(world: &World) -> i64 {
    let cube = world.office.cube().expect("the tallies");
    let by = Dimension::EthnicClasses;
    let answer = cube.ask(&Question { year: 2026, counter: Counter::Registered, by, within: None });
    let row = answer.rows.into_iter().find(|row| row.key == Key::Code("minority".to_owned()));
    row.map_or(0, |row| row.value)
}

#[test]
fn number_and_ethnic_group_go_to_the_kept_record_and_back_with_the_tallies() {
    on_both(|world| {
        let (kept, gone) = two_records(world);
        let before = [kept, gone].map(|person| record(world, person));
        world.enter(&[kept], 8);
        assert_eq!(minority(world), 0);
        let officer = world.actor(Cast::OFFICER);
        let disagreements = people::merge(&world.office, &officer, kept, gone).expect("merged");
        assert_eq!(disagreements.len(), 2, "name and hamlet: {disagreements:?}");
        let row = record(world, kept);
        assert_eq!((row.name.as_str(), row.ethnic_group.as_deref()), ("Nông Thị Hà", Some("Tày")));
        assert_eq!((record(world, gone).number_hash, row.number_hash), (None, before[1].number_hash.clone()));
        let sealed =
            world.office.read(|reader| Ok(number_sealed(reader, kept)?)).expect("read").expect("sealed");
        let number = world.office.keys().open(kept, &sealed).expect("sealed for the kept record");
        assert_eq!(number.as_str(), "004180000001");
        assert_eq!(minority(world), 1);
        assert_eq!(sohoc_acts::figures::recount_check(&world.office).expect("recounts"), []);

        unmerge(world, gone).expect("undone");
        assert_eq!([kept, gone].map(|person| record(world, person)), before);
        let sealed =
            world.office.read(|reader| Ok(number_sealed(reader, gone)?)).expect("read").expect("sealed");
        assert!(world.office.keys().open(gone, &sealed).is_ok(), "sealed for its own person again");
        assert_eq!(minority(world), 0);
        merge(world, kept, gone).expect("and merged once more");
    });
}

#[test]
fn a_group_stated_after_the_merge_stays_with_the_kept_record() {
    on_both(|world| {
        let (kept, gone) = two_records(world);
        world.enter(&[kept], 8);
        merge(world, kept, gone).expect("merged");
        let mut stated = person("Nông Thị Hà", Place::hamlet(0));
        stated.ethnic_group = EthnicGroup::new("Nùng").ok();
        assert!(matches!(world.register(&[stated])[0], Registered::Updated(..)));
        unmerge(world, gone).expect("undone");
        assert_eq!(record(world, kept).ethnic_group.as_deref(), Some("Nùng"));
        assert_eq!(minority(world), 1);
    });
}

#[test]
fn of_two_dossiers_of_a_round_the_one_less_far_along_gives_way() {
    on_both(|world| {
        let (kept, gone) = two_records(world);
        let dossiers = world.enter(&[kept, gone], 8);
        world.endorse(&dossiers[1..]);
        merge(world, kept, gone).expect("merged");
        assert_eq!([world.state(dossiers[0]), world.state(dossiers[1])], [State::Withdrawn, State::Endorsed]);
        assert_eq!((world.total(Counter::Registered), world.total(Counter::Endorsed)), (1, 1));

        // One human being has one dossier: neither record opens a second one.
        let volunteer = world.actor(Cast::VOLUNTEER);
        for record in [kept, gone] {
            let again = [world.submission(record, 9)];
            let answers = dossier::enter(&world.office, &volunteer, &world.round, &again).expect("allowed");
            assert_eq!(decided_code(&answers[0]), "dossier.not_from_here");
            let same = [world.submission(record, 8)];
            let answers = dossier::enter(&world.office, &volunteer, &world.round, &same).expect("allowed");
            assert_eq!(answers[0].as_ref().expect("known").dossier, dossiers[1]);
        }
        let officer = world.actor(Cast::OFFICER);
        let reopen = || {
            let answers = dossier::reopen(&world.office, &officer, &world.round, &dossiers[..1], "nhầm");
            decided_code(&answers.expect("allowed")[0])
        };
        assert_eq!(reopen(), "dossier.another_stands");
        unmerge(world, gone).expect("undone");
        assert_eq!(reopen(), "done");
        assert_eq!(world.total(Counter::Registered), 2);
    });
}

#[test]
fn a_dossier_that_notes_an_absence_gives_way_to_one_that_was_handed_in() {
    on_both(|world| {
        let (kept, gone) = two_records(world);
        let dossiers = world.enter(&[kept, gone], 8);
        world.send_back(&dossiers[..1]);
        let volunteer = world.actor(Cast::VOLUNTEER);
        let away =
            dossier::mark(&world.office, &volunteer, &world.round, &dossiers[..1], Outcome::Unreachable);
        away.expect("allowed").remove(0).expect("noted");
        merge(world, kept, gone).expect("merged");
        assert_eq!(world.state(dossiers[0]), State::Withdrawn);
        assert_eq!((world.total(Counter::Registered), world.total(Counter::NotReached)), (1, 0));
    });
}

#[test]
fn what_decisions_have_granted_is_not_merged_away() {
    on_both(|world| {
        let (kept, gone) = two_records(world);
        let dossiers = world.enter(&[kept, gone], 8);
        world.endorse(&dossiers);
        world.appraise(&dossiers);
        world.decide(&dossiers).expect("decided");
        assert_eq!(code(merge(world, kept, gone)), "people.merge.two_titles");
        assert_eq!(code(merge(world, kept, kept)), "people.merge.same_record");
        let mut other = person("Nông Thu Hà", Place::hamlet(0));
        other.number = PersonalNumber::new("004180000002").ok();
        let other = world.register(&[other])[0].person();
        assert_eq!(code(merge(world, gone, other)), "people.merge.two_numbers");
        assert_eq!(world.total(Counter::Recognised), 2);
    });
}

#[test]
fn lists_that_still_have_the_merged_record_find_the_kept_one() {
    on_both(|world| {
        let names = ["Nông Thị Hà", "Nông Thị Hà Em"];
        let both: Vec<_> = names.iter().map(|name| person(name, Place::hamlet(0))).collect();
        let made = world.register(&both);
        let (kept, gone) = (made[0].person(), made[1].person());
        merge(world, kept, gone).expect("merged");
        let again = world.register(&both);
        assert_eq!(again, [Registered::Unchanged(kept), Registered::Unchanged(kept)]);
        assert_eq!(record(world, kept).name, "Nông Thị Hà");
        let mut numbered = both[0].clone();
        numbered.number = PersonalNumber::new("004180000009").ok();
        assert!(matches!(world.register(&[numbered])[0], Registered::Updated(person, _) if person == kept));
    });
}

#[test]
fn merges_are_undone_from_the_last_one_back() {
    on_both(|world| {
        let (kept, gone) = two_records(world);
        let third = world.people(&["Nông Hà"])[0];
        let dossiers = world.enter(&[gone], 8);
        merge(world, kept, gone).expect("merged");
        assert_eq!(code(merge(world, gone, third)), "people.merge.merged_already");
        assert_eq!(code(merge(world, third, gone)), "people.merge.merged_already");
        merge(world, third, kept).expect("merged further");
        assert_eq!(code(merge(world, kept, third)), "people.merge.merged_already");
        let volunteer = world.actor(Cast::VOLUNTEER);
        let same = [world.submission(third, 8)];
        let answers = dossier::enter(&world.office, &volunteer, &world.round, &same).expect("allowed");
        assert_eq!(answers[0].as_ref().expect("two merges away").dossier, dossiers[0]);
        assert_eq!(code(unmerge(world, gone)), "people.merge.later_merge");
        unmerge(world, kept).expect("the last one");
        unmerge(world, gone).expect("then the first");
        assert!(record(world, gone).number_hash.is_some());
        assert_eq!(code(unmerge(world, gone)), "there is no merged record here");
        assert_eq!(world.count("select count(*) from journal_entry where act = 'people.unmerge'"), 2);
    });
}
