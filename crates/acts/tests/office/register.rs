//! One person registered, corrected and kept apart from others who are alike.

use jiff::civil::date;
use sohoc_acts::people::{
    Correction, Registration, amend, candidates, keep_apart, kept_apart, merge, register_another,
    register_same, suspect_again, unmerge,
};
use sohoc_ledger::people::{PersonRow, Scope, facts};
use sohoc_rules::dossier::Exception;
use sohoc_rules::ids::{DossierId, PersonId};
use sohoc_rules::people::{BirthDate, PersonName, PersonalNumber};

use crate::support::{Cast, Place, World, code, on_both, person};

fn record(world: &World, person: PersonId) -> PersonRow {
    let found = world.office.read(|reader| Ok(facts(reader, &Scope::All, &[person])?)).expect("read");
    found.into_iter().next().flatten().expect("on record")
}

fn is_suspected(world: &World, dossier: DossierId) -> bool {
    sohoc_rules::dossier::Flags::from_bits(world.row(dossier).flags).holds(Exception::LikelyDuplicate)
}

fn numbered(name: &str, hamlet: usize, number: &str) -> Registration {
    let number = PersonalNumber::new(number).ok();
    Registration { number, ..person(name, Place::hamlet(hamlet)) }
}

#[test]
fn somebody_alike_is_shown_first_and_then_registered_as_another_or_taken_for_the_same() {
    on_both(|world| {
        let officer = world.actor(Cast::OFFICER);
        let known = world.people(&["Nông Thị Hà"])[0];
        let dossier = world.enter(&[known], 8)[0];
        let asked = numbered("Nông Thị Hà", 1, "004180000001");
        let found = candidates(&world.office, &officer, &asked).expect("may register");
        assert_eq!(
            found.iter().map(|one| (one.person, one.same_number)).collect::<Vec<_>>(),
            [(known, false)]
        );
        let unseen = register_another(&world.office, &officer, &asked, (&[], None));
        assert_eq!(code(unseen), "people.another_look");

        let another = person("Nông Thị Hà", Place::hamlet(0));
        let new =
            register_another(&world.office, &officer, &another, (&[known], None)).expect("another person");
        assert_ne!(new, known);
        assert!(!is_suspected(world, dossier), "they are kept apart");
        let apart = kept_apart(&world.office, &officer, new).expect("may read");
        assert_eq!(apart[0].other, known);

        let changed =
            register_same(&world.office, &officer, &asked, (known, None)).expect("the same person, moved");
        assert_eq!(changed, ["number", "home"]);
        let row = record(world, known);
        assert!(row.number_hash.is_some() && row.unit == Some(Place::hamlet(1).uuid()));
        let again = register_same(&world.office, &officer, &asked, (known, None)).expect("known by number");
        assert_eq!(again, [""; 0]);
        let taken = register_another(&world.office, &officer, &asked, (&[known, new], None));
        assert_eq!(code(taken), "privacy.number_taken");
    });
}

#[test]
fn a_number_of_another_commune_brings_its_person_here_only_under_the_same_name() {
    on_both(|world| {
        let there = world.actor(Cast::OTHER_OFFICER);
        let asked = |hamlet| numbered("Lý A Sì", hamlet, "004180000001");
        let one = register_another(&world.office, &there, &asked(3), (&[], None)).expect("registered there");
        let officer = world.actor(Cast::OFFICER);
        let found = candidates(&world.office, &officer, &asked(0)).expect("may register");
        assert!(found[0].record.is_none() && found[0].same_number, "no more than that it is held");
        let mut other_name = asked(0);
        other_name.name = PersonName::new("Triệu Văn An").expect("a name");
        let wrong = register_same(&world.office, &officer, &other_name, (one, None));
        assert_eq!(code(wrong), "people.number_elsewhere");
        let not_there = person("Lý A Sì", Place::hamlet(3));
        assert_eq!(code(candidates(&world.office, &officer, &not_there)), "access.out_of_scope");
        register_same(&world.office, &officer, &asked(0), (one, None)).expect("moved here");
        assert_eq!(record(world, one).unit, Some(Place::hamlet(0).uuid()));
    });
}

#[test]
fn a_number_that_speaks_of_another_year_needs_a_reason() {
    on_both(|world| {
        let officer = world.actor(Cast::OFFICER);
        let asked = numbered("Nông Thị Hà", 0, "004181000001");
        let refused = register_another(&world.office, &officer, &asked, (&[], None));
        assert_eq!(code(refused), "people.number_unlike");
        let reason = Some("đúng theo thẻ");
        register_another(&world.office, &officer, &asked, (&[], reason)).expect("with a reason");
    });
}

#[test]
fn a_correction_has_a_reason_and_the_flags_of_namesakes_follow_it() {
    on_both(|world| {
        let officer = world.actor(Cast::OFFICER);
        let people = world.people(&["Nông Thị Hà", "Nông Thị Hoa"]);
        let dossiers = world.enter(&people, 8);
        let name = PersonName::new("Nông Thị Hà").ok();
        let right = Correction { name, ..Correction::default() };
        assert_eq!(code(amend(&world.office, &officer, people[1], &right, " ")), "people.no_reason");
        let other = world.actor(Cast::OTHER_OFFICER);
        assert_eq!(code(amend(&world.office, &other, people[1], &right, "thẻ")), "access.out_of_scope");
        assert_eq!(amend(&world.office, &officer, people[1], &right, "thẻ").expect("amended"), ["name"]);
        assert!(dossiers.iter().all(|dossier| is_suspected(world, *dossier)), "two of one name now");
        let birth = BirthDate::read("1981", date(2026, 3, 1)).ok();
        let younger = Correction { birth, ..Correction::default() };
        amend(&world.office, &officer, people[0], &younger, "khai sinh").expect("amended");
        assert!(!dossiers.iter().any(|dossier| is_suspected(world, *dossier)));
    });
}

#[test]
fn a_pair_kept_apart_and_a_merge_set_the_flags_and_their_undoing_sets_them_back() {
    on_both(|world| {
        let officer = world.actor(Cast::OFFICER);
        let known = world.people(&["Nông Thị Hà"])[0];
        let twin = register_another(
            &world.office,
            &officer,
            &person("Nông Thị Hà", Place::hamlet(0)),
            (&[known], None),
        )
        .expect("another person");
        suspect_again(&world.office, &officer, twin, known).expect("they were kept apart");
        let dossier = world.enter(&[known], 8)[0];
        assert!(is_suspected(world, dossier));
        keep_apart(&world.office, &officer, (known, twin), Some("hai người")).expect("kept apart");
        assert!(!is_suspected(world, dossier));
        suspect_again(&world.office, &officer, known, twin).expect("undone");
        assert!(is_suspected(world, dossier));
        merge(&world.office, &officer, known, twin).expect("merged");
        assert!(!is_suspected(world, dossier), "one record is nobody's double");
        unmerge(&world.office, &officer, twin).expect("undone");
        assert!(is_suspected(world, dossier));
        let stranger = world.actor(Cast::OTHER_OFFICER);
        let tried = keep_apart(&world.office, &stranger, (known, twin), None);
        assert_eq!(code(tried), "access.out_of_scope");
    });
}
