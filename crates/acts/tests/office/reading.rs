//! The log of reads: noted at once, kept under a digest, closed when it cannot be written.

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::people::{Move, move_home};
use sohoc_acts::reading::{LookedPage, Subject, What, check_readings, sweep, who_looked};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::ids::{PersonId, UnitId};

use crate::support::{Cast, Place, World, code, on_both, on_sqlite};

const PAGE: LookedPage = LookedPage { after: None, limit: 50 };

fn list(unit: UnitId) -> Subject {
    Subject::List { unit: Some(unit), organization: None, page: 1 }
}

fn note(world: &World, sign_in: &str, what: What, subject: Subject) {
    world.office.note_reading(&world.actor(sign_in), what, subject).expect("it is noted");
}

fn own(world: &World, person: PersonId) -> Actor {
    Cast::of_person(&world.office, "ha", Role::Citizen, Scope::Own(person), person)
}

#[test]
fn notes_are_kept_in_one_act_and_their_digest_shows_every_change() {
    on_both(|world| {
        let person = world.people(&["Nông Thị Hà"])[0];
        note(world, Cast::OFFICER, What::Record, Subject::Person(person));
        note(world, Cast::OTHER_OFFICER, What::RefusedOutsideScope, Subject::Person(person));
        note(world, Cast::COMMITTEE, What::List, list(Place::hamlet(0)));
        let entries = world.count("select count(*) from journal_entry");
        assert_eq!(world.count("select count(*) from reading"), 0, "a page waits for nothing");
        assert_eq!((world.office.waiting_readings(), world.office.flush_readings().expect("kept")), (3, 3));
        assert_eq!(world.count("select count(*) from reading"), 3);
        assert_eq!(world.count("select count(*) from journal_entry"), entries + 1);
        assert_eq!(world.office.flush_readings().expect("nothing waits"), 0);
        assert_eq!(world.count("select count(*) from journal_entry"), entries + 1);
        let altered = || world.office.read(check_readings).expect("checked");
        assert_eq!(altered(), []);
        world.batch("update reading set what = 6 where what = 1");
        assert_eq!(altered().len(), 1);
        world.batch("update reading set what = 1 where what = 6 and person_id is not null");
        assert_eq!(altered(), []);
        world.batch("delete from reading where what = 20");
        let found = altered();
        assert_eq!((found[0].written, found[0].found), (3, 2));
    });
}

#[test]
fn the_person_sees_who_looked_at_them_and_at_their_hamlet_then() {
    on_both(|world| {
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An"]);
        let (ha, an) = (people[0], people[1]);
        note(world, Cast::OFFICER, What::Record, Subject::Person(ha));
        note(world, Cast::OFFICER, What::Dossier, Subject::Person(an));
        note(world, Cast::COMMITTEE, What::List, list(Place::hamlet(0)));
        note(world, Cast::COMMITTEE, What::List, list(Place::hamlet(1)));
        note(world, Cast::PROVINCE, What::List, list(Place::dam_thuy()));
        note(world, Cast::OTHER_OFFICER, What::List, list(Place::trung_khanh()));
        world.office.flush_readings().expect("kept");
        world.clock.set(date(2026, 3, 10));
        let there = Move { person: ha, to: Place::hamlet(1), from: date(2026, 3, 9) };
        move_home(&world.office, &world.actor(Cast::OFFICER), &[there]).expect("moved");
        note(world, Cast::VOLUNTEER, What::List, list(Place::hamlet(0)));
        note(world, Cast::DECIDER, What::List, list(Place::hamlet(1)));
        world.office.flush_readings().expect("kept");
        let citizen = own(world, ha);
        let looked = who_looked(&world.office, &citizen, ha, PAGE).expect("her own");
        let names: Vec<_> = looked.iter().map(|one| (one.name.as_deref(), one.what)).collect();
        assert_eq!(
            names,
            [
                (Some(Cast::DECIDER), What::List),
                (Some(Cast::PROVINCE), What::List),
                (Some(Cast::COMMITTEE), What::List),
                (Some(Cast::OFFICER), What::Record),
            ]
        );
        assert_eq!(looked[3].role, "commune_officer");
        assert!(looked[2].in_list && !looked[3].in_list && !looked[3].own);
        let rest = LookedPage { after: Some(looked[1].id), limit: 1 };
        let next = who_looked(&world.office, &citizen, ha, rest).expect("her own");
        assert_eq!(next, looked[2..3]);
        assert_eq!(code(who_looked(&world.office, &citizen, an, PAGE)), "there is no person here");
        let officer = world.actor(Cast::OFFICER);
        assert_eq!(who_looked(&world.office, &officer, ha, PAGE).expect("answers for it").len(), 4);
        for stranger in [Cast::OTHER_OFFICER, Cast::INSPECTOR] {
            let refused = who_looked(&world.office, &world.actor(stranger), ha, PAGE);
            assert_eq!(code(refused), "there is no person here", "{stranger}");
        }
    });
}

#[test]
fn where_nothing_can_be_written_nothing_may_be_shown() {
    on_sqlite(|world| {
        let person = Subject::Person(world.people(&["Nông Thị Hà"])[0]);
        let officer = world.actor(Cast::OFFICER);
        let note = || world.office.note_reading(&officer, What::Record, person);
        world.batch("alter table reading rename to reading_gone");
        note().expect("noted before it is known");
        world.office.flush_readings().expect_err("no table");
        note().expect("a short trouble passes");
        world.clock.move_by(11_000_000);
        assert_eq!(code(note()), "reading.cannot_note");
        world.office.flush_readings().expect_err("still no table");
        assert_eq!(code(note()), "reading.cannot_note");
        world.batch("alter table reading_gone rename to reading");
        assert_eq!(world.office.flush_readings().expect("kept"), 2, "nothing was lost");
        note().expect("open again");
        world.office.flush_readings().expect("kept");
        assert_eq!(world.office.read(check_readings).expect("checked"), []);
    });
}

#[test]
fn a_full_log_refuses_and_opens_again_once_it_is_written() {
    on_sqlite(|world| {
        let person = Subject::Person(world.people(&["Nông Thị Hà"])[0]);
        let officer = world.actor(Cast::OFFICER);
        for _ in 0..20_000 {
            world.office.note_reading(&officer, What::Record, person).expect("there is room");
        }
        assert_eq!(code(world.office.note_reading(&officer, What::Record, person)), "reading.cannot_note");
        assert_eq!(world.office.flush_readings().expect("kept"), 20_000);
        world.office.note_reading(&officer, What::Record, person).expect("there is room again");
    });
}

#[test]
fn notes_of_two_years_ago_go_and_the_check_knows_it() {
    on_both(|world| {
        let person = Subject::Person(world.people(&["Nông Thị Hà"])[0]);
        note(world, Cast::OFFICER, What::Record, person);
        world.office.flush_readings().expect("kept");
        world.clock.set(date(2028, 3, 2));
        note(world, Cast::OFFICER, What::Dossier, person);
        world.office.flush_readings().expect("kept");
        assert_eq!(sweep(&world.office, &world.actor(Cast::ADMINISTRATOR)).expect("swept"), 0);
        world.clock.set(date(2028, 3, 3));
        assert_eq!(code(sweep(&world.office, &world.actor(Cast::OFFICER))), "access.not_allowed");
        assert_eq!(sweep(&world.office, &world.actor(Cast::ADMINISTRATOR)).expect("swept"), 1);
        assert_eq!(world.office.read(check_readings).expect("checked"), []);
        world.batch("delete from reading");
        assert_eq!(world.office.read(check_readings).expect("checked").len(), 1);
    });
}

/// Not a proof of speed on a busy machine: only that nobody made it a thousand times slower.
#[test]
fn two_thousand_notes_are_written_at_once() {
    on_sqlite(|world| {
        let person = Subject::Person(world.people(&["Nông Thị Hà"])[0]);
        let officer = world.actor(Cast::OFFICER);
        #[expect(clippy::disallowed_methods, reason = "this test measures")]
        let now = std::time::Instant::now;
        let start = now();
        for _ in 0..2_000 {
            world.office.note_reading(&officer, What::Record, person).expect("there is room");
        }
        let noted = start.elapsed();
        let start = now();
        world.office.flush_readings().expect("kept");
        let kept = start.elapsed();
        println!("2,000 notes: {noted:?} to note, {kept:?} to keep");
        assert!(noted.as_millis() < 4_000 && kept.as_secs() < 60, "{noted:?} {kept:?}");
    });
}
