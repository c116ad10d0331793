//! A decree comes into force, and everything follows.

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier;
use sohoc_acts::people::Registered;
use sohoc_acts::territory::{preview, reorganise};
use sohoc_ledger::people::{Scope, facts};
use sohoc_rules::figures::{Counter, Dimension, Key, Question};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Level, Projection};
use sohoc_rules::time::Date;

use crate::support::{Cast, Place, World, code, on_both, person};

/// Đàm Thủy and Trùng Khánh become one commune on 1 July 2026.
pub const DECREE: &str = r#"
decree = "12/NQ-HĐND"
date = 2026-05-15
effective = 2026-07-01

[[open]]
uid = "C4-01501"
code = "01999"
name = "Xã Bản Giốc"
short_name = "Bản Giốc"
kind = "xã"
level = "commune"
parent = "04"

[[succession]]
from = "01501"
to = "01999"
extent = "whole"

[[succession]]
from = "01477"
to = "01999"
extent = "whole"
"#;

fn merged() -> UnitId {
    sohoc_rules::territory::id_from_key("C4-01501")
}

fn of(world: &World, map_day: Date, unit: UnitId) -> i64 {
    let map = world.office.map().expect("the map");
    let projection = Projection::new(&map, date(2026, 3, 2), map_day, Level::Commune);
    let by = Dimension::Units(&projection);
    let question = Question { year: 2026, counter: Counter::Registered, by, within: None };
    let answer = world.office.cube().expect("the tallies").ask(&question);
    assert_eq!((answer.unassigned, answer.total), (0, 3));
    answer.rows.iter().find(|row| row.key == Key::Unit(unit)).map_or(0, |row| row.value)
}

#[test]
fn a_preview_changes_nothing() {
    on_both(|world| {
        let (units, entries) = ("select count(*) from unit", "select count(*) from journal_entry");
        let before = [world.count(units), world.count(entries)];
        let seen = preview(&world.office, DECREE).expect("it can be read");
        assert_eq!((seen.conflicts.len(), seen.closed.len(), seen.opened.len(), seen.moved), (0, 2, 1, 5));
        assert_eq!([world.count(units), world.count(entries)], before);
        assert_eq!(world.count("select count(*) from unit where valid_to > '2026-01-01'"), 0);
    });
}

#[test]
fn people_homes_and_roles_follow_when_two_communes_become_one() {
    on_both(|world| {
        // Two in hamlets, and one of whom the hamlet is not known.
        let homes = [Place::hamlet(0), Place::hamlet(2), Place::dam_thuy()];
        let names = ["Nông Thị Hà", "Triệu Văn An", "Lý A Páo"];
        let list: Vec<_> = names.iter().zip(homes).map(|(name, home)| person(name, home)).collect();
        let people: Vec<_> = world.register(&list).iter().map(Registered::person).collect();
        world.enter(&people, 8);
        world.clock.set(date(2026, 6, 20));
        let other = world.opened_again(2);
        assert!(other.map().expect("the map").find(merged()).is_none());
        let done = reorganise(&world.office, &Actor::console(), DECREE).expect("carried out");
        assert_eq!((done.closed, done.opened, done.homes, done.roles), (2, 1, 1, 7));
        assert!(other.map().expect("the map").find(merged()).is_some(), "another program sees it too");

        for (day, unit, count) in [
            (date(2026, 6, 30), Place::dam_thuy(), 3),
            (date(2026, 6, 30), merged(), 0),
            (date(2026, 7, 1), merged(), 3),
        ] {
            assert_eq!(of(world, day, unit), count, "{day}");
        }
        let home = |at: usize| {
            let rows =
                world.office.read(|reader| Ok(facts(reader, &Scope::All, &[people[at]])?)).expect("read");
            rows.into_iter().next().flatten().and_then(|row| row.unit).map(UnitId::from_uuid)
        };
        assert_eq!([home(0), home(2)], [Some(Place::hamlet(0)), Some(merged())]);

        world.clock.set(date(2026, 7, 2));
        let dossiers: Vec<_> = world.enter(&people, 8);
        let from_elsewhere = world.actor(Cast::OTHER_OFFICER);
        let answers = dossier::endorse(&world.office, &from_elsewhere, &world.round, &dossiers[..2]);
        assert!(answers.expect("one commune now").iter().all(Result::is_ok));
        assert_eq!(world.total(Counter::Endorsed), 2);
    });
}

#[test]
fn a_role_that_was_to_end_still_ends_after_the_merger() {
    on_both(|world| {
        world.batch(
            "update role_grant set valid_to = '2026-07-31' where account_id in
                (select account_id from account where sign_in = 'tinh-nguyen-dam-thuy')",
        );
        reorganise(&world.office, &Actor::console(), DECREE).expect("carried out");
        let register = |name: &str| {
            let list = world.prepared(&[person(name, Place::hamlet(3))]);
            sohoc_acts::people::register(&world.office, &world.actor(Cast::VOLUNTEER), &list)
        };
        assert_eq!(code(register("Nông Thị Hà")), "access.out_of_scope", "still two communes");
        world.clock.set(date(2026, 7, 31));
        register("Nông Thị Hà").expect("one commune");
        world.clock.set(date(2026, 8, 1));
        assert_eq!(code(register("Triệu Văn An")), "access.not_on_this_day");
    });
}

#[test]
fn homes_registered_after_the_day_of_a_late_decree_follow_too() {
    on_both(|world| {
        let late = DECREE.replace("2026-07-01", "2026-02-01").replace("2026-05-15", "2026-01-15");
        let mut listed = person("Lý A Páo", Place::dam_thuy());
        listed.since = date(2026, 3, 1);
        world.register(&[listed]);
        let done = reorganise(&world.office, &Actor::console(), &late).expect("carried out");
        assert_eq!(done.homes, 1);
        assert_eq!(world.count("select count(*) from residence where valid_to is null"), 1);
        assert_eq!(world.count("select count(*) from residence"), 1);
    });
}

#[test]
fn a_decree_with_a_conflict_is_refused_whole_and_says_every_line() {
    on_both(|world| {
        let bad = format!(
            "{DECREE}\n[[close]]\nunit = \"99999\"\n[[rename]]\nunit = \"88888\"\nname = \"A\"\nshort_name = \"A\"\n"
        );
        let units = world.count("select count(*) from unit");
        let refused = reorganise(&world.office, &Actor::console(), &bad).expect_err("refused");
        let words = refused.to_string();
        assert!(words.contains("line 25: ") && words.contains("99999") && words.contains("88888"), "{words}");
        let unreadable = reorganise(&world.office, &Actor::console(), "decree = 5").expect_err("refused");
        assert!(unreadable.to_string().contains("Line 1"), "{unreadable}");
        assert_eq!(world.count("select count(*) from unit"), units);
        assert_eq!(world.count("select count(*) from role_grant where valid_to is not null"), 0);
        reorganise(&world.office, &Actor::console(), DECREE).expect("the good one");
        let twice = reorganise(&world.office, &Actor::console(), DECREE);
        assert!(twice.is_err(), "a decree is carried out once");
    });
}
