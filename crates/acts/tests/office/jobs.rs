//! Long work: who may ask and see, and what becomes of it when a program dies.

use sohoc_acts::Error;
use sohoc_acts::access::Actor;
use sohoc_acts::jobs::{self, Asked, Counts, LEASE_SECONDS, MOST_ATTEMPTS, State, Work};
use sohoc_acts::organizations;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::ids::{JobId, OrganizationId};
use uuid::Uuid;

use crate::support::{Cast, Place, World, on_both, on_sqlite};

const FIRST: Uuid = Uuid::from_u128(1);
const SECOND: Uuid = Uuid::from_u128(2);

fn import() -> Asked {
    let work = Work::Import {
        list: "people".to_owned(),
        date: None,
        year: None,
        dry_run: false,
        reason: None,
        ethnic_basis: None,
    };
    Asked {
        work,
        unit: None,
        organization: None,
        source: Some(("0f".to_owned(), "danh sách.xlsx".to_owned())),
    }
}

fn asked(world: &World) -> JobId {
    jobs::add(&world.office, &Actor::console(), &import()).expect("the console may import")
}

fn state(world: &World, id: JobId) -> State {
    jobs::find(&world.office, &Actor::console(), id).expect("it is on record").state
}

#[test]
fn a_job_goes_on_with_another_program_when_the_first_one_dies() {
    on_both(|world| {
        let id = asked(world);
        let other = world.opened_again(9);
        let claimed = jobs::claim(&world.office, FIRST).expect("claims").expect("one waits");
        assert_eq!((claimed.id, claimed.state, claimed.work), (id, State::Running, import().work));
        assert!(jobs::claim(&other, SECOND).expect("claims").is_none(), "it is taken");

        // A sign of life lengthens the lease.
        world.clock.move_by((LEASE_SECONDS - 10) * 1_000_000);
        assert!(jobs::progress(&world.office, id, FIRST, (10_000, None)).expect("it is kept"));
        world.clock.move_by((LEASE_SECONDS - 10) * 1_000_000);
        assert!(jobs::claim(&other, SECOND).expect("claims").is_none(), "it lives");

        world.clock.move_by(LEASE_SECONDS * 1_000_000);
        assert_eq!(jobs::claim(&other, SECOND).expect("claims").map(|job| job.id), Some(id));
        assert!(!jobs::progress(&world.office, id, FIRST, (20_000, None)).expect("answers"));
        let counts = Counts { rows: 5, added: 5, ..Counts::default() };
        assert!(!jobs::finish(&world.office, id, FIRST, &counts, None).expect("answers"));
        assert!(jobs::finish(&other, id, SECOND, &counts, Some("1a")).expect("it is kept"));
        let job = jobs::find(&world.office, &Actor::console(), id).expect("it is on record");
        assert_eq!(
            (job.state, job.counts, job.result_file.as_deref()),
            (State::Done, Some(counts), Some("1a"))
        );
    });
}

#[test]
fn a_job_that_kills_every_program_is_given_up_with_a_sentence() {
    on_sqlite(|world| {
        let id = asked(world);
        for _ in 0..MOST_ATTEMPTS {
            assert!(jobs::claim(&world.office, FIRST).expect("claims").is_some());
            world.clock.move_by(2 * LEASE_SECONDS * 1_000_000);
        }
        assert!(jobs::claim(&world.office, FIRST).expect("claims").is_none());
        let job = jobs::find(&world.office, &Actor::console(), id).expect("it is on record");
        assert_eq!(job.state, State::Failed);
        assert!(job.failure.is_some_and(|sentence| sentence.contains("stopped 5 times")));
    });
}

#[test]
fn stopping_in_order_costs_a_job_nothing() {
    on_sqlite(|world| {
        let id = asked(world);
        for _ in 0..=MOST_ATTEMPTS {
            assert!(jobs::claim(&world.office, FIRST).expect("claims").is_some());
            assert!(jobs::put_back(&world.office, id, FIRST).expect("it is kept"));
        }
        assert_eq!(state(world, id), State::Waiting);
    });
}

#[test]
fn a_cancelled_job_is_lost_to_who_works_on_it_and_ends_once() {
    on_both(|world| {
        let (id, console) = (asked(world), Actor::console());
        assert!(jobs::claim(&world.office, FIRST).expect("claims").is_some());
        jobs::cancel(&world.office, &console, id).expect("it runs");
        assert!(!jobs::progress(&world.office, id, FIRST, (1, None)).expect("answers"));
        assert!(!jobs::fail(&world.office, id, FIRST, "late").expect("answers"));
        let again = jobs::cancel(&world.office, &console, id).expect_err("it has ended");
        assert!(matches!(again, Error::Refused(refusal) if refusal.code == "job.has_ended"));
        assert_eq!(jobs::counts(&world.office).expect("counts"), [(State::Cancelled, 1)]);
    });
}

#[test]
fn files_of_jobs_are_forgotten_a_week_after_their_end() {
    on_sqlite(|world| {
        let id = asked(world);
        assert!(jobs::claim(&world.office, FIRST).expect("claims").is_some());
        assert!(jobs::finish(&world.office, id, FIRST, &Counts::default(), Some("1a")).expect("kept"));
        world.clock.move_by(6 * 86_400 * 1_000_000);
        assert_eq!(jobs::forget_files(&world.office).expect("forgets"), [""; 0]);
        world.clock.move_by(2 * 86_400 * 1_000_000);
        assert_eq!(jobs::forget_files(&world.office).expect("forgets"), ["0f", "1a"]);
        assert_eq!(jobs::forget_files(&world.office).expect("forgets"), [""; 0]);
    });
}

#[test]
fn a_list_is_seen_by_who_sent_it_and_who_may_import_there_and_one_taken_out_by_its_asker_alone() {
    on_sqlite(|world| {
        let unit = Some(Place::dam_thuy());
        let officer = world.actor(Cast::OFFICER);
        let list = jobs::add(&world.office, &officer, &Asked { unit, ..import() }).expect("may import there");
        let work = Work::Export {
            list: "people".to_owned(),
            year: None,
            numbers: true,
            ethnic_groups: false,
            ending: "csv".to_owned(),
        };
        let export = Asked { work, unit, organization: None, source: None };
        let export = jobs::add(&world.office, &officer, &export).expect("may export there");
        let sees = |sign_in: &str, id| jobs::find(&world.office, &world.actor(sign_in), id).is_ok();
        let whole =
            [Cast::OFFICER, Cast::PROVINCE, Cast::OTHER_OFFICER, Cast::VOLUNTEER, Cast::ADMINISTRATOR];
        assert_eq!(whole.map(|who| sees(who, list)), [true, true, false, false, false]);
        assert_eq!(whole.map(|who| sees(who, export)), [true, false, false, false, false]);
        let mine = jobs::list_of(&world.office, &officer, 10).expect("lists");
        assert_eq!(mine.iter().map(|job| job.id).collect::<Vec<_>>(), [export, list]);
        let elsewhere =
            jobs::add(&world.office, &world.actor(Cast::OTHER_OFFICER), &Asked { unit, ..import() });
        assert!(matches!(elsewhere, Err(Error::Refused(_))), "{elsewhere:?}");
        let cancelled = jobs::cancel(&world.office, &world.actor(Cast::OTHER_OFFICER), list);
        assert!(matches!(cancelled, Err(Error::NotFound(_))), "{cancelled:?}");
    });
}

#[test]
fn the_head_of_a_unit_asks_for_work_on_the_own_staff_and_on_nobody_elses() {
    on_both(|world| {
        let new = |code: &str| organizations::NewOrganization {
            code: code.to_owned(),
            name: format!("Trường {code}"),
            kind: "school".to_owned(),
            unit: Some(Place::dam_thuy()),
            span: sohoc_rules::time::Span::ALWAYS,
            id: OrganizationId::from_uuid(sohoc_rules::territory::id_from_key(code).uuid()),
        };
        let (own, other) = (new("T1"), new("T2"));
        let ids = [own.id, other.id];
        organizations::add(&world.office, &Actor::console(), &[own, other]).expect("added");
        let head = Cast::on(&world.office, "hieu-truong", Role::HeadOfUnit, Scope::Organization(ids[0]));
        let ask = |organization| jobs::add(&world.office, &head, &Asked { organization, ..import() });
        assert!(ask(None).is_err() && ask(Some(ids[1])).is_err());
        let id = ask(Some(ids[0])).expect("for the own staff");
        assert_eq!(jobs::find(&world.office, &head, id).expect("own").organization, Some(ids[0]));
        let stranger =
            Cast::on(&world.office, "hieu-truong-2", Role::HeadOfUnit, Scope::Organization(ids[1]));
        assert!(jobs::find(&world.office, &stranger, id).is_err());
    });
}
