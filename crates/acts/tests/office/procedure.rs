//! The main job from a list of people to certified and counted citizens.

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{self, Submission};
use sohoc_acts::people::{self, Registered};
use sohoc_acts::recognition::{Decide, HoldSession, decide, hold_session};
use sohoc_acts::{organizations, rounds};
use sohoc_ledger::recognition::find_certificate;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::dossier::{Channel, CountingRule, RoundRules, State};
use sohoc_rules::figures::{Answer, Counter, Dimension, Key, Question};
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::recognition::{CertificateSerial, Issuer, SessionRules, Signer, Tally};
use sohoc_rules::territory::{Level, Projection, id_from_key};
use sohoc_rules::time::{Date, Span};

use crate::support::{Cast, Place, World, on_both, person, scores};

const NAMES: [&str; 5] = ["Nông Thị Hà", "Triệu Văn An", "Hoàng Thị Sáy", "Lý A Páo", "Mông Văn Dền"];

/// Five people of three hamlets, which lay in two communes before the reform.
fn register(world: &World) -> Vec<PersonId> {
    let homes = [0, 0, 1, 2, 2].map(Place::hamlet);
    let list: Vec<_> = NAMES.iter().zip(homes).map(|(name, home)| person(name, home)).collect();
    world.register(&list).iter().map(Registered::person).collect()
}

fn decide_in_session(world: &World, people: &[PersonId], dossiers: &[DossierId]) {
    let officer = world.actor(Cast::OFFICER);
    let votes = Tally { in_favour: 3, ..Tally::default() };
    let held = HoldSession {
        body: Issuer::Unit(Place::dam_thuy()),
        year: 2026,
        held_on: world.office.now().day(),
        members: people[..4].to_vec(),
        present: people[..4].to_vec(),
        votes,
    };
    let session = hold_session(&world.office, &officer, &held).expect("the session is on record");
    let mut what = world.to_decide(dossiers);
    what.draft.session = Some(session);
    what.votes = Some(votes);
    let decider = world.actor(Cast::DECIDER);
    let decided =
        decide(&world.office, &decider, &world.round, SessionRules::ASSUMED, &what).expect("decided");
    assert_eq!(
        (decided.number.to_string().as_str(), decided.granted, decided.declined),
        ("01/QĐ-UBND", 3, 1)
    );
    let (first, last) = decided.serials.expect("there are certificates");
    let number = |serial: &str| serial.parse::<CertificateSerial>().expect("a serial").number();
    assert_eq!((number(&first), number(&last)), (1, 3));
}

fn by_commune(world: &World, counter: Counter, map_day: Date) -> Answer {
    let map = world.office.map().expect("the map");
    let projection = Projection::new(&map, date(2026, 3, 2), map_day, Level::Commune);
    let question = Question { year: 2026, counter, by: Dimension::Units(&projection), within: None };
    world.office.cube().expect("the tallies").ask(&question)
}

fn of(answer: &Answer, unit: UnitId) -> i64 {
    answer.rows.iter().find(|row| row.key == Key::Unit(unit)).expect("the commune has a row").value
}

#[test]
fn five_people_go_from_the_list_to_certificates_and_figures_under_both_maps() {
    on_both(|world| {
        let people = register(world);
        let mut dossiers = world.enter(&people[..3], 8);
        dossiers.extend(world.enter(&people[3..], 7));
        world.endorse(&dossiers[..4]);
        world.appraise(&dossiers[..4]);
        decide_in_session(world, &people, &dossiers[..4]);

        let states: Vec<State> = dossiers.iter().map(|dossier| world.state(*dossier)).collect();
        let recognised = State::Recognised;
        assert_eq!(states, [recognised, recognised, recognised, State::NotRecognised, State::Submitted]);
        let certificate =
            |dossier| world.office.read(|reader| Ok(find_certificate(reader, dossier)?)).expect("read");
        let (row, title) = certificate(dossiers[0]).expect("a certificate");
        assert!(row.serial.starts_with("2026-01501-0000001-"), "{}", row.serial);
        assert_eq!(title, Some(1));
        assert_eq!(certificate(dossiers[3]), None);

        let old = id_from_key("C3-01501");
        let other_old = id_from_key("C3-01507");
        for (counter, new, before) in [
            (Counter::Registered, 5, (3, 2)),
            (Counter::SelfAssessed, 5, (3, 2)),
            (Counter::Endorsed, 4, (3, 1)),
            (Counter::Recognised, 3, (3, 0)),
            (Counter::NotRecognised, 1, (0, 1)),
        ] {
            let today = by_commune(world, counter, date(2026, 3, 2));
            assert_eq!((of(&today, Place::dam_thuy()), today.unassigned), (new, 0), "{counter:?}");
            let reform = by_commune(world, counter, date(2025, 6, 30));
            assert_eq!((of(&reform, old), of(&reform, other_old)), before, "{counter:?}");
            assert_eq!(reform.total, today.total);
        }
    });
}

#[test]
fn folding_the_tallies_changes_no_figure() {
    on_both(|world| {
        world.appraised(&NAMES[..3], 8);
        let before = Counter::ALL.map(|counter| world.total(counter));
        assert!(sohoc_acts::figures::fold(&world.office).expect("folds") > 0);
        assert_eq!(Counter::ALL.map(|counter| world.total(counter)), before);
        assert_eq!(sohoc_acts::figures::fold(&world.office).expect("folds"), 0);
        world.appraised(&NAMES[3..], 8);
        assert_eq!(world.total(Counter::Endorsed), 5);
        assert_eq!(world.count("select count(*) from tally_delta where people = 0"), 0);
    });
}

#[test]
fn a_recount_puts_right_what_somebody_did_to_the_tallies_and_says_so_in_the_journal() {
    on_both(|world| {
        world.enter(&world.people(&NAMES), 8);
        world.batch("update tally_delta set people = people + 4 where counter = 3");
        let console = Actor::console();
        assert_eq!(sohoc_acts::figures::recount(&world.office, &console).expect("recounts").len(), 1);
        assert_eq!(world.total(Counter::SelfAssessed), 5);
        assert_eq!(world.count("select count(*) from journal_entry where act = 'figures.recount'"), 1);
        assert_eq!(sohoc_acts::figures::recount(&world.office, &console).expect("recounts"), []);
        assert_eq!(world.count("select count(*) from journal_entry where act = 'figures.recount'"), 1);
    });
}

#[test]
fn adults_are_a_snapshot_of_a_day_that_moves_only_when_it_is_taken_anew() {
    on_both(|world| {
        let console = Actor::console();
        assert_eq!(world.total(Counter::Adults), 0);
        register(world);
        let mut child = person("Nông Văn Bé", Place::hamlet(0));
        child.birth = sohoc_rules::people::BirthDate::read("2012", date(2026, 1, 1)).expect("a year");
        world.register(&[child]);
        assert_eq!(world.total(Counter::Adults), 0);
        for _ in 0..2 {
            let adults = rounds::freeze_adults(&world.office, &console, 2026, date(2026, 1, 1));
            assert_eq!(adults.expect("frozen"), 5);
            assert_eq!(world.total(Counter::Adults), 5);
        }
        assert_eq!(
            rounds::freeze_adults(&world.office, &console, 2026, date(2025, 12, 31)).expect("frozen"),
            0
        );
    });
}

#[test]
fn staff_go_the_way_of_their_organization_when_the_round_counts_them_at_work() {
    on_both(|world| {
        let (office, console) = (&world.office, Actor::console());
        let school = OrganizationId::from_uuid(id_from_key("school").uuid());
        let new = organizations::NewOrganization {
            id: school,
            code: "TH01".to_owned(),
            name: "Trường Tiểu học Đàm Thủy".to_owned(),
            kind: "school".to_owned(),
            unit: Some(Place::dam_thuy()),
            span: Span::ALWAYS,
        };
        assert_eq!(organizations::add(office, &console, std::slice::from_ref(&new)).expect("added"), 1);
        assert_eq!(organizations::add(office, &console, &[new]).expect("known"), 0);
        world.clock.set(date(2027, 3, 1));
        let rules = RoundRules { counting: CountingRule::WorkFirst, ..RoundRules::usual(2027) };
        rounds::open(office, &console, &rules).expect("opens");
        let round = office.read(|reader| rounds::find(reader, 2027)).expect("there");
        let mut teacher = person("Nông Thị Cô", Place::hamlet(3));
        teacher.employer = Some((school, "giáo viên".to_owned()));
        let scope = Scope::Organization(school);
        let committee = Cast::on(office, "ban-khuyen-hoc", Role::UnitCommittee, scope);
        let head = Cast::on(office, "hieu-truong", Role::HeadOfUnit, scope);
        let teacher = people::register(office, &committee, &world.prepared(&[teacher])).expect("registered")
            [0]
        .person();
        let submission = Submission {
            person: teacher,
            group: round.set.forms[0].code.clone(),
            scores: scores(world, 9),
            channel: Channel::Workbook,
        };
        let entered = dossier::enter(office, &committee, &round, &[submission])
            .expect("entered")
            .remove(0)
            .expect("accepted");
        let (id, dossiers) = (entered.dossier, [entered.dossier]);
        dossier::endorse(office, &committee, &round, &dossiers).expect("endorsed").remove(0).expect("right");
        let whole = dossier::Appraisal { dossier: id, changes: Vec::new() };
        dossier::appraise(office, &head, &round, &[whole]).expect("appraised").remove(0).expect("right");
        let issuer = Issuer::Organization(school);
        let mut what = world.to_decide(&dossiers);
        what.draft.issuer = issuer;
        what.draft.signer = Signer { issuer, ..what.draft.signer };
        let what = Decide { issuer_code: "TH01".to_owned(), ..what };
        let decided = decide(office, &head, &round, SessionRules::ASSUMED, &what).expect("decided");
        assert_eq!(decided.granted, 1);
        let cube = office.cube().expect("the tallies");
        let by = Dimension::Organizations;
        let answer = cube.ask(&Question { year: 2027, counter: Counter::Recognised, by, within: None });
        assert_eq!((answer.rows[0].key.clone(), answer.rows[0].value), (Key::Organization(school), 1));
    });
}
