//! Time goes forward in the journal, whatever the clock of the machine does.

use jiff::civil::date;
use sohoc_acts::{Error, Office};
use sohoc_ledger::keys::{KeyFault, Keyring};

use crate::support::{World, chance, code, on_both};

const MINUTE: i64 = 60_000_000;

fn register(world: &World, office: &Office, name: &str) -> sohoc_acts::Result<()> {
    let volunteer = world.actor(crate::support::Cast::VOLUNTEER);
    let list = [crate::support::person(name, crate::support::Place::hamlet(0))];
    sohoc_acts::people::register(office, &volunteer, &world.prepared(&list)).map(|_| ())
}

#[test]
fn a_clock_that_was_set_back_far_stops_every_act_and_says_why() {
    on_both(|world| {
        register(world, &world.office, "Nông Thị Hà").expect("registered");
        world.clock.move_by(-10 * MINUTE);
        let refused = register(world, &world.office, "Triệu Văn An").expect_err("refused");
        let words = refused.to_string();
        assert!(words.contains("The clock says 2026-03-02T00:"), "{words}");
        assert!(words.contains("but the journal already reaches 2026-03-02T01:"), "{words}");
        world.clock.move_by(10 * MINUTE);
        world.office.seal().expect("sealed");
        world.clock.move_by(-10 * MINUTE);
        let other = world.opened_again(2);
        assert_eq!(code(register(world, &other, "Triệu Văn An")), "journal.clock_set_back");
        assert_eq!(code(other.seal()), "journal.clock_set_back");
        assert_eq!(world.count("select count(*) from person"), 1);
        world.clock.move_by(10 * MINUTE);
        register(world, &other, "Triệu Văn An").expect("registered when the clock is right");
    });
}

#[test]
fn a_clock_a_little_behind_keeps_the_entries_in_their_order() {
    on_both(|world| {
        for (name, back) in
            [("Nông Thị Hà", 0), ("Triệu Văn An", 2), ("Lý A Páo", 1), ("Hoàng Sáy", 0), ("Mông Dền", 1)]
        {
            world.clock.move_by(-back * MINUTE);
            register(world, &world.office, name).expect("registered");
            world.office.seal().expect("sealed");
        }
        let moments: Vec<String> = world
            .rows("select at from journal_entry order by entry_id")
            .into_iter()
            .map(|mut row| row.remove(0))
            .collect();
        assert!(moments.windows(2).all(|pair| pair[0] < pair[1]), "{moments:#?}");
        let seals: Vec<String> = world
            .rows("select sealed_at from journal_seal order by number")
            .into_iter()
            .map(|mut row| row.remove(0))
            .collect();
        assert!(seals.windows(2).all(|pair| pair[0] < pair[1]), "{seals:#?}");
    });
}

#[test]
fn what_is_done_counts_on_the_day_it_is_in_viet_nam() {
    on_both(|world| {
        let person = world.people(&["Nông Thị Hà"])[0];
        world.clock.set(date(2027, 1, 31));
        world.clock.move_by(16 * 60 * MINUTE - 5_000_000);
        world.enter(&[person], 8);
        world.clock.move_by(10_000_000);
        let volunteer = world.actor(crate::support::Cast::VOLUNTEER);
        let answers = sohoc_acts::dossier::enter(
            &world.office,
            &volunteer,
            &world.round,
            &[world.submission(person, 9)],
        );
        let answer = answers.expect("allowed").remove(0).expect_err("the window is over");
        assert_eq!(answer.code, "dossier.outside_window");
        assert!(answer.reason.ends_with("today is 2027-02-01."), "{}", answer.reason);
    });
}

#[test]
fn a_ledger_opens_with_its_own_keys_alone() {
    on_both(|world| {
        let other =
            Office::open(world.address.clone(), Keyring::new(&[8; 96]), world.clock.clone(), chance(2));
        assert!(matches!(other, Err(Error::Keys(KeyFault::WrongKey))), "{other:?}");
        let rotated = {
            let mut keys = crate::support::keys();
            keys.rotate(&[9; 32]);
            keys
        };
        Office::open(world.address.clone(), rotated, world.clock.clone(), chance(3))
            .expect("a new sealing key is no other ledger");
    });
}
