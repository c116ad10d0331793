//! What the province does: rounds and sets, what a set would change, whom a decree touches, what is wrong where.

use std::cell::Cell;

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{Trouble, by_hamlet, homeless, troubled};
use sohoc_acts::people::{Move, move_home};
use sohoc_acts::rounds::{close, load_criteria, open, put_in_force, set_days};
use sohoc_acts::territory::{Affected, affected, preview};
use sohoc_acts::what_if::try_set;
use sohoc_ledger::criteria;
use sohoc_rules::dossier::{RoundRules, StepDates};
use sohoc_rules::ids::CriteriaSetId;
use sohoc_rules::time::Span;

use crate::reorganise::DECREE;
use crate::support::{Cast, Place, World, code, on_both};

/// The set of 2022 again, under another number and with a pass mark that nobody of the tests reaches.
fn stricter(world: &World) -> CriteriaSetId {
    let text = sohoc_data::criteria::QD_324_2023
        .replace("324/QĐ-KHVN", "999/QĐ-KHVN")
        .replace("total = 80", "total = 99")
        .replace("total = 70", "total = 99");
    let province = world.actor(Cast::PROVINCE);
    assert!(load_criteria(&world.office, &province, "thu.toml", &text).expect("loaded"));
    let rows = world.office.read(|reader| Ok(criteria::list(reader)?)).expect("a list");
    rows.into_iter().find(|row| row.decision_number == "999/QĐ-KHVN").expect("loaded").id
}

#[test]
fn another_set_is_tried_on_the_answers_of_a_round_and_nothing_changes() {
    on_both(|world| {
        world.enter(&world.people(&["Nông Thị Hà", "Triệu Văn An"]), 8);
        let entries = world.count("select count(*) from journal_entry");
        let set = stricter(world);
        let province = world.actor(Cast::PROVINCE);
        let seen = Cell::new(0);
        let told = |done| {
            seen.set(done);
            true
        };
        let tried =
            try_set(&world.office, &province, (set, 2026), &told).expect("tried").expect("to its end");
        assert_eq!((tried.all.people, tried.all.before, tried.all.after), (2, 2, 0));
        assert_eq!(tried.communes.len(), 1);
        assert_eq!(tried.communes[0].key, Place::dam_thuy().to_string());
        assert_eq!((tried.groups.len(), tried.left_out, seen.get()), (1, 0, 2));
        assert_eq!(try_set(&world.office, &province, (set, 2026), &|_| false).expect("stopped"), None);
        assert_eq!(
            world.count("select count(*) from journal_entry"),
            entries + 1,
            "the set alone was loaded"
        );
        let officer = world.actor(Cast::OFFICER);
        assert!(try_set(&world.office, &officer, (set, 2026), &|_| true).is_err(), "not for a commune");
    });
}

#[test]
fn a_set_is_in_force_from_the_day_that_was_chosen() {
    on_both(|world| {
        let set = stricter(world);
        let province = world.actor(Cast::PROVINCE);
        put_in_force(&world.office, &province, set, date(2027, 1, 1)).expect("in force");
        assert_eq!(world.office.set_on(date(2027, 1, 1)).expect("asked"), Some(set));
        assert_ne!(world.office.set_on(date(2026, 12, 31)).expect("asked"), Some(set));
        let early = put_in_force(&world.office, &province, set, date(2020, 1, 1));
        assert_eq!(code(early), "criteria.before_decision");
        assert!(put_in_force(&world.office, &world.actor(Cast::OFFICER), set, date(2027, 1, 1)).is_err());
        open(&world.office, &province, &RoundRules::usual(2027)).expect("opened");
        assert_eq!(world.office.round(2027).expect("open").set.decision.number, "999/QĐ-KHVN");
        assert_ne!(world.office.round(2026).expect("open").set.decision.number, "999/QĐ-KHVN");
    });
}

#[test]
fn the_days_of_a_round_are_set_until_it_is_closed() {
    on_both(|world| {
        let province = world.actor(Cast::PROVINCE);
        let usual = RoundRules::usual(2026).steps;
        let submit = Span { from: Some(date(2026, 2, 1)), to: Some(date(2026, 3, 1)) };
        let days = StepDates { submit, ..usual };
        set_days(&world.office, &province, 2026, &days).expect("set");
        assert_eq!(world.office.round(2026).expect("there").rules.steps, days);
        let backwards = Span { from: submit.to, to: submit.from };
        let wrong = StepDates { submit: backwards, ..usual };
        assert_eq!(code(set_days(&world.office, &province, 2026, &wrong)), "round.days_backwards");
        assert!(set_days(&world.office, &world.actor(Cast::OFFICER), 2026, &usual).is_err());
        close(&world.office, &province, 2026).expect("closed");
        assert_eq!(code(set_days(&world.office, &province, 2026, &usual)), "round.closed");
    });
}

#[test]
fn each_count_of_what_is_wrong_leads_to_its_dossiers() {
    on_both(|world| {
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An", "Lý A Páo"]);
        let dossiers = world.enter(&people, 8);
        let (officer, province) = (world.actor(Cast::OFFICER), world.actor(Cast::PROVINCE));
        let list = |actor: &Actor, trouble, page| {
            let round = world.office.round(2026).expect("open");
            troubled(&world.office, actor, &round, (Place::dam_thuy(), trouble), (page, 2))
        };
        assert_eq!(list(&officer, Trouble::Late, 1).expect("may read").total, 0);
        let steps = RoundRules::usual(2026).steps;
        let past = Span { from: None, to: Some(date(2026, 2, 1)) };
        set_days(&world.office, &province, 2026, &StepDates { endorse: past, ..steps }).expect("set");
        let first = list(&officer, Trouble::Late, 1).expect("may read");
        assert_eq!((first.total, first.dossiers.len()), (3, 2));
        assert_eq!(list(&officer, Trouble::Late, 2).expect("may read").dossiers.len(), 1);
        let stranger = world.actor(Cast::OTHER_OFFICER);
        assert!(list(&stranger, Trouble::Late, 1).is_err(), "not for another commune");

        world.batch(&format!(
            "delete from residence where person_id = (select person_id from dossier where dossier_id = {})",
            literal(world, dossiers[0].uuid())
        ));
        let lost = list(&province, Trouble::Homeless, 1).expect("may read");
        assert_eq!(lost.dossiers.iter().map(|face| face.id).collect::<Vec<_>>(), [dossiers[0]]);
        let all = homeless(&world.office, &province, None, 50).expect("may read all");
        assert_eq!(all.iter().map(|(person, ..)| *person).collect::<Vec<_>>(), [people[0]]);
        assert!(homeless(&world.office, &officer, None, 50).is_err(), "for who sees everybody");
        let round = world.office.round(2026).expect("open");
        let (hamlets, rest) =
            by_hamlet(&world.office, &officer, &round, Place::dam_thuy()).expect("may read");
        let registered: i64 = hamlets.iter().map(|(_, of)| of.registered).sum();
        assert_eq!((hamlets.len(), registered + rest.registered), (3, 3));
    });
}

/// An id as the database writes it.
fn literal(world: &World, id: uuid::Uuid) -> String {
    match world.address {
        sohoc_ledger::db::Address::File(_) => format!("x'{}'", id.simple()),
        sohoc_ledger::db::Address::Schema { .. } => format!("'{id}'"),
    }
}

#[test]
fn a_decree_tells_whom_it_touches_before_it_is_carried_out() {
    on_both(|world| {
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An"]);
        let dossiers = world.enter(&people[..1], 8);
        let province = world.actor(Cast::PROVINCE);
        let seen = preview(&world.office, DECREE).expect("it can be read");
        let here = seen.closed.iter().position(|one| one.unit == Place::dam_thuy()).expect("it ends");
        let counted = || affected(&world.office, &province, &seen).expect("may reorganise")[here];
        let roles = counted().roles;
        assert!(roles >= 4, "the roles of the cast on the commune: {roles}");
        assert_eq!(counted(), Affected { people: 2, dossiers: 1, roles });
        world.endorse(&dossiers);
        world.appraise(&dossiers);
        world.decide(&dossiers).expect("decided");
        let there = world.actor(Cast::OTHER_OFFICER);
        let step = Move { person: people[1], to: Place::hamlet(3), from: date(2026, 3, 1) };
        move_home(&world.office, &there, &[step]).expect("moved away");
        assert_eq!(counted(), Affected { people: 1, dossiers: 0, roles });
        assert!(affected(&world.office, &there, &seen).is_err(), "not for a commune");
    });
}
