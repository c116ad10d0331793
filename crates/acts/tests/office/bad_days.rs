//! What goes wrong around the program: a crash in the middle, a full disk.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sohoc_acts::Error;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier;
use sohoc_acts::people;
use sohoc_ledger::db::Fault;
use sohoc_ledger::settings;
use sohoc_rules::figures::Counter;

use crate::support::{Cast, Place, World, on_both, on_sqlite, person};

#[test]
fn an_act_that_crashes_keeps_nothing_and_the_office_works_on() {
    on_both(|world| {
        let journal = world.count("select count(*) from journal_entry");
        let crashed = catch_unwind(AssertUnwindSafe(|| {
            world.office.perform(&Actor::console(), |desk| -> sohoc_acts::Result<()> {
                settings::set(desk, "half", "done")?;
                desk.record("test", None, 1, &"half")?;
                panic!("in the middle");
            })
        }));
        assert!(crashed.is_err());
        assert_eq!(world.count("select count(*) from setting where name = 'half'"), 0);
        assert_eq!(world.count("select count(*) from journal_entry"), journal);
        world.enter(&world.people(&["Nông Thị Hà"]), 8);
        assert_eq!(world.total(Counter::SelfAssessed), 1);
    });
}

#[test]
fn an_act_that_ends_in_an_error_keeps_nothing_either() {
    on_both(|world| {
        let failed = world.office.perform(&Actor::console(), |desk| -> sohoc_acts::Result<()> {
            settings::set(desk, "half", "done")?;
            desk.record("test", None, 1, &"half")?;
            Err(Error::NotFound("reason to go on"))
        });
        assert!(matches!(failed, Err(Error::NotFound(_))));
        assert_eq!(world.count("select count(*) from setting where name = 'half'"), 0);
        assert_eq!(world.count("select count(*) from journal_entry where act = 'test'"), 0);
    });
}

/// Names for a batch that needs more room than there is.
fn crowd() -> Vec<String> {
    const WORDS: [&str; 8] = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan"];
    (0..512).map(|at| format!("{} {} {}", WORDS[at / 64], WORDS[at / 8 % 8], WORDS[at % 8])).collect()
}

#[test]
fn on_a_full_disk_a_batch_is_refused_whole_and_done_once_there_is_room() {
    on_sqlite(|world: &World| {
        let names = crowd();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let people = world.people(&names);
        let pages = world.count("pragma page_count");
        world.batch(&format!("pragma max_page_count = {}", pages + 4));
        let submissions: Vec<_> = people.iter().map(|person| world.submission(*person, 8)).collect();
        let volunteer = world.actor(Cast::VOLUNTEER);
        let enter = || dossier::enter(&world.office, &volunteer, &world.round, &submissions);
        let full = enter().expect_err("no room");
        assert!(matches!(full, Error::Fault(Fault::DiskFull)), "{full:?}");
        assert!(full.to_string().contains("nothing of this step was kept; make room"), "{full}");
        for table in ["dossier", "dossier_step", "tally_delta"] {
            assert_eq!(world.count(&format!("select count(*) from {table}")), 0, "{table}");
        }
        let list =
            world.prepared(&names.iter().map(|name| person(name, Place::hamlet(1))).collect::<Vec<_>>());
        let full = people::register(&world.office, &volunteer, &list).expect_err("no room");
        assert!(matches!(full, Error::Fault(Fault::DiskFull)), "{full:?}");
        assert_eq!(world.count("select count(*) from person"), 512);
        world.assert_sound();
        world.batch("pragma max_page_count = 1073741823");
        assert!(enter().expect("there is room").iter().all(Result::is_ok));
        assert_eq!(world.total(Counter::SelfAssessed), 512);
    });
}
