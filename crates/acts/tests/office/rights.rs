//! Who may do what, where and on which day.

use jiff::civil::date;
use sohoc_acts::access::{Actor, NewAccount, add_accounts};
use sohoc_acts::dossier::{self, Appraisal};
use sohoc_acts::people::{self, Life, Move};
use sohoc_acts::recognition::decide;
use sohoc_acts::{Error, rounds, territory};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::dossier::{Channel, State};
use sohoc_rules::people::LifeStatus;
use sohoc_rules::recognition::{DecisionKind, Issuer, SessionRules};

use crate::support::{Cast, Place, World, code, decided_code, on_both, on_sqlite, person};

const NAMES: [&str; 2] = ["Nông Thị Hà", "Triệu Văn An"];

#[test]
fn who_belongs_to_another_commune_can_do_nothing_here() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let people = world.people(&NAMES);
        let dossiers = world.enter(&people[..1], 8);
        let entries = world.count("select count(*) from journal_entry");
        let volunteer = world.actor(Cast::OTHER_VOLUNTEER);
        let officer = world.actor(Cast::OTHER_OFFICER);
        let list = world.prepared(&[person("Lý Văn Mới", Place::hamlet(0))]);
        let whole = [Appraisal { dossier: dossiers[0], changes: Vec::new() }];
        let away = [Life { person: people[0], status: LifeStatus::Away }];
        for refused in [
            code(people::register(office, &volunteer, &list)),
            code(people::set_life(office, &volunteer, &away)),
            code(dossier::enter(office, &volunteer, round, &[world.submission(people[1], 8)])),
            code(dossier::endorse(office, &officer, round, &dossiers)),
            code(dossier::appraise(office, &officer, round, &whole)),
            code(dossier::send_back(office, &officer, round, &dossiers, "vì sao")),
            code(dossier::withdraw(office, &officer, round, &dossiers)),
            code(people::merge(office, &officer, people[0], people[1])),
            code(world.change_titles(&world.actor(Cast::OTHER_DECIDER), DecisionKind::Revoke, &dossiers)),
        ] {
            assert_eq!(refused, "access.out_of_scope");
        }
        assert_eq!(world.count("select count(*) from journal_entry"), entries, "a refusal leaves no trace");
        assert_eq!(world.state(dossiers[0]), State::Submitted);
    });
}

#[test]
fn a_body_takes_no_title_of_another_place_by_its_own_decision() {
    on_both(|world| {
        let dossiers = world.recognised(&NAMES[..1]);
        let decider = world.actor(Cast::OTHER_DECIDER);
        let mut draft = world.draft(DecisionKind::Revoke);
        draft.issuer = Issuer::Unit(Place::trung_khanh());
        draft.signer.issuer = draft.issuer;
        let change = sohoc_acts::recognition::TitleChange {
            draft,
            sign: "QĐ-UBND".to_owned(),
            issuer_code: "01477".to_owned(),
            lines: vec![(dossiers[0], "không rõ".to_owned())],
        };
        let rules = SessionRules::ASSUMED;
        let refused =
            sohoc_acts::recognition::change_titles(&world.office, &decider, &world.round, rules, &change);
        assert_eq!(code(refused), "recognition.other_place");
        let what = sohoc_acts::recognition::Decide { draft: change.draft, ..world.to_decide(&dossiers) };
        let what = sohoc_acts::recognition::Decide {
            draft: sohoc_rules::recognition::DecisionDraft { kind: DecisionKind::Recognise, ..what.draft },
            ..what
        };
        assert_eq!(
            code(decide(&world.office, &decider, &world.round, rules, &what)),
            "recognition.other_place"
        );
        assert_eq!(world.state(dossiers[0]), State::Recognised);
    });
}

#[test]
fn a_helper_approves_nothing_and_an_officer_not_what_they_wrote() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let people = world.people(&NAMES);
        let by_volunteer = world.enter(&people[..1], 8);
        let volunteer = world.actor(Cast::VOLUNTEER);
        assert_eq!(code(dossier::endorse(office, &volunteer, round, &by_volunteer)), "access.not_allowed");
        let officer = world.actor(Cast::OFFICER);
        let own =
            dossier::enter(office, &officer, round, &[world.submission(people[1], 8)]).expect("entered");
        let own = own[0].as_ref().expect("accepted").dossier;
        let answers = dossier::endorse(office, &officer, round, &[by_volunteer[0], own]).expect("allowed");
        assert_eq!([decided_code(&answers[0]), decided_code(&answers[1])], ["done", "dossier.own_entry"]);
        world.endorse(&[own]);
        let whole = [by_volunteer[0], own].map(|dossier| Appraisal { dossier, changes: Vec::new() });
        let answers = dossier::appraise(office, &officer, round, &whole).expect("allowed");
        assert_eq!([decided_code(&answers[0]), decided_code(&answers[1])], ["done", "dossier.own_entry"]);
    });
}

#[test]
fn nobody_reviews_or_decides_on_their_own_file() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let people = world.people(&NAMES);
        let here = Scope::Unit(Place::dam_thuy());
        let officer = Cast::of_person(office, "can-bo-ha", Role::CommuneOfficer, here, people[0]);
        let decider = Cast::of_person(office, "chu-tich-ha", Role::CommuneDecider, here, people[0]);
        let dossiers = world.enter(&people, 8);
        let answers = dossier::endorse(office, &officer, round, &dossiers).expect("allowed");
        assert_eq!([decided_code(&answers[0]), decided_code(&answers[1])], ["dossier.own_file", "done"]);
        world.endorse(&dossiers[..1]);
        let whole = dossiers.iter().map(|one| Appraisal { dossier: *one, changes: Vec::new() });
        let answers =
            dossier::appraise(office, &officer, round, &whole.collect::<Vec<_>>()).expect("allowed");
        assert_eq!([decided_code(&answers[0]), decided_code(&answers[1])], ["dossier.own_file", "done"]);
        let answers = dossier::send_back(office, &officer, round, &dossiers[..1], "không").expect("allowed");
        assert_eq!(decided_code(&answers[0]), "dossier.own_file");
        world.appraise(&dossiers[..1]);
        let what = world.to_decide(&dossiers);
        let refused = decide(office, &decider, round, SessionRules::ASSUMED, &what);
        assert_eq!(code(refused), "dossier.own_file");
        let mut signed = world.to_decide(&dossiers);
        signed.draft.signer.person = Some(people[1]);
        let refused = decide(office, &world.actor(Cast::DECIDER), round, SessionRules::ASSUMED, &signed);
        assert_eq!(code(refused), "recognition.own_file");
    });
}

#[test]
fn a_citizen_hands_in_and_takes_back_only_their_own() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let people = world.people(&NAMES);
        let own = Scope::Own(people[0]);
        let citizen = Cast::of_person(office, "nong-thi-ha", Role::Citizen, own, people[0]);
        let by_own_hand = |person| {
            let submission = dossier::Submission { channel: Channel::Web, ..world.submission(person, 8) };
            dossier::enter(office, &citizen, round, &[submission])
        };
        assert_eq!(code(by_own_hand(people[1])), "access.out_of_scope");
        let dossier = by_own_hand(people[0]).expect("allowed").remove(0).expect("accepted").dossier;
        let others = world.enter(&people[1..], 8);
        assert_eq!(code(dossier::withdraw(office, &citizen, round, &others)), "access.out_of_scope");
        dossier::withdraw(office, &citizen, round, &[dossier]).expect("allowed").remove(0).expect("done");
        assert_eq!(world.state(dossier), State::Withdrawn);
    });
}

#[test]
fn deciding_needs_the_role_that_decides_and_an_account() {
    on_both(|world| {
        let (office, round) = (&world.office, &world.round);
        let dossiers = world.appraised(&NAMES, 8);
        let what = world.to_decide(&dossiers);
        for actor in [
            world.actor(Cast::OFFICER),
            world.actor(Cast::COMMITTEE),
            world.actor(Cast::PROVINCE),
            world.actor(Cast::ADMINISTRATOR),
            Actor::console(),
        ] {
            let refused = decide(office, &actor, round, SessionRules::ASSUMED, &what);
            assert_eq!(code(refused), "access.not_allowed", "{}", actor.sign_in());
        }
        let console = Actor::console();
        assert_eq!(code(dossier::endorse(office, &console, round, &dossiers)), "access.not_allowed");
        let whole = [Appraisal { dossier: dossiers[0], changes: Vec::new() }];
        assert_eq!(code(dossier::appraise(office, &console, round, &whole)), "access.not_allowed");
        assert_eq!(world.count("select count(*) from decision"), 0);
    });
}

#[test]
fn a_role_holds_on_its_days_and_no_other() {
    on_both(|world| {
        let list = world.prepared(&[person(NAMES[0], Place::hamlet(0))]);
        world.batch(
            "update role_grant set valid_to = '2026-03-01' where account_id in
                (select account_id from account where sign_in = 'tinh-nguyen-dam-thuy')",
        );
        let ended = world.actor(Cast::VOLUNTEER);
        assert_eq!(code(people::register(&world.office, &ended, &list)), "access.not_on_this_day");
        world.batch("update account set disabled_at = '2026-03-02 00:00:00+00' where sign_in = 'hoi-tinh'");
        let off = Actor::find(&world.office, Cast::PROVINCE);
        assert!(matches!(off, Err(Error::NotFound("account"))));
        world.batch("update account set disabled_at = null");
    });
}

#[test]
fn the_frame_is_set_by_the_province_and_nobody_below() {
    on_sqlite(|world| {
        let (office, officer) = (&world.office, world.actor(Cast::OFFICER));
        let rules = sohoc_rules::dossier::RoundRules::usual(2027);
        let home = Move { person: world.people(&NAMES)[0], to: Place::hamlet(3), from: date(2026, 3, 2) };
        for refused in [
            code(rounds::open(office, &officer, &rules)),
            code(rounds::close(office, &officer, 2026)),
            code(rounds::load_criteria(office, &officer, "a", sohoc_data::criteria::QD_244_2022)),
            code(territory::add_area_classes(office, &officer, Vec::new())),
            code(sohoc_acts::figures::recount(office, &officer)),
            code(people::merge(office, &world.actor(Cast::VOLUNTEER), home.person, home.person)),
        ] {
            assert_eq!(refused, "access.not_allowed");
        }
        assert_eq!(code(people::move_home(office, &officer, &[home])), "access.out_of_scope");
        let newcomer = world.actor(Cast::OTHER_OFFICER);
        people::move_home(office, &newcomer, &[home]).expect("the commune they come to registers them");
        let inspector = world.actor(Cast::INSPECTOR);
        assert_eq!(code(rounds::close(office, &inspector, 2026)), "access.not_allowed");
        rounds::close(office, &world.actor(Cast::PROVINCE), 2026).expect("the province closes");
    });
}

#[test]
fn roles_are_given_downwards_and_the_first_administrator_by_the_console() {
    on_both(|world| {
        let give = |giver: &Actor, sign_in: &str, role, scope| {
            let new = NewAccount {
                sign_in: sign_in.to_owned(),
                display_name: "Một người".to_owned(),
                person: None,
                role,
                scope,
                from: date(2026, 1, 1),
            };
            add_accounts(&world.office, giver, &[new]).map(|_| ())
        };
        let here = Scope::Unit(Place::dam_thuy());
        let there = Scope::Unit(Place::trung_khanh());
        let officer = world.actor(Cast::OFFICER);
        give(&officer, "moi-1", Role::Volunteer, here).expect("an officer makes helpers");
        assert_eq!(code(give(&officer, "moi-2", Role::Volunteer, there)), "access.out_of_scope");
        assert_eq!(code(give(&officer, "moi-2", Role::CommuneDecider, here)), "access.role_not_to_give");
        give(&Actor::console(), "quan-tri-2", Role::Administrator, Scope::Everything)
            .expect("by the console");
        let administrator = world.actor("quan-tri-2");
        give(&administrator, "hoi-tinh-2", Role::ProvinceOfficer, Scope::Everything)
            .expect("by the administrator");
        let taken = give(&officer, "moi-1", Role::Volunteer, here).expect_err("taken");
        assert!(taken.to_string().contains("account_sign_in_once"), "{taken}");
        assert_eq!(world.count("select count(*) from account where sign_in = 'moi-2'"), 0);
    });
}

#[test]
fn who_reads_people_sees_those_of_their_units_only() {
    on_sqlite(|world: &World| {
        let map = world.office.map_on(date(2026, 3, 2)).expect("the map");
        let scope = world.actor(Cast::VOLUNTEER).reading_scope(&map).expect("may read");
        assert!(scope.holds(Some(Place::hamlet(0))) && !scope.holds(Some(Place::hamlet(3))));
        let everyone = world.actor(Cast::PROVINCE).reading_scope(&map).expect("may read");
        assert!(everyone.holds(None));
        assert_eq!(code(world.actor(Cast::ADMINISTRATOR).reading_scope(&map)), "access.not_allowed");
    });
}
