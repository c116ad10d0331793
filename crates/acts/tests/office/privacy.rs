//! Consent and requests about personal data.

use jiff::civil::date;
use sohoc_acts::access::credentials::set_password;
use sohoc_acts::access::oidc::{Claims, link_oidc};
use sohoc_acts::access::second_factor::begin_totp;
use sohoc_acts::access::session::find_session;
use sohoc_acts::access::{Actor, slips};
use sohoc_acts::people::Registration;
use sohoc_acts::privacy::{
    self, ConsentText, Correction, Hand, Kept, NewRequest, Purpose, Request, RequestKind, answer, carry_out,
    consents_of, correct, delete, export_of, extend, give, inbox, refuse, requests_of, withdraw,
};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::dossier::State;
use sohoc_rules::figures::Counter;
use sohoc_rules::ids::{PersonId, RequestId};
use sohoc_rules::people::{EthnicGroup, PersonName, PersonalNumber};
use sohoc_rules::privacy::{Late, RequestState};

use crate::sign_in::HERE;
use crate::support::{Cast, Place, World, code, on_both, person};

fn text(purpose: Purpose, version: u16) -> ConsentText {
    ConsentText {
        purpose,
        version,
        language: "vi".to_owned(),
        digest: [u8::try_from(version).expect("small"); 32],
    }
}

fn helper() -> Hand {
    Hand::Helper { on_word_of: None, witness: "Lý Văn Mới".to_owned(), paper: Some("tờ 7".to_owned()) }
}

fn own(world: &World, person: PersonId) -> Actor {
    Cast::of_person(&world.office, "ha", Role::Citizen, Scope::Own(person), person)
}

fn given(world: &World, actor: &Actor, person: PersonId) -> Vec<&'static str> {
    let standings = consents_of(&world.office, actor, person).expect("may read");
    standings.into_iter().filter(|one| one.is_given).map(|one| one.purpose.name()).collect()
}

fn tay(name: &str) -> Registration {
    let group = Some(EthnicGroup::new("Tày").expect("a group"));
    let number = Some(PersonalNumber::new("004180001234").expect("a number"));
    Registration { ethnic_group: group, number, ..person(name, Place::hamlet(0)) }
}

/// People counted as assessed in each ethnic class.
fn classes(world: &World) -> Vec<Vec<String>> {
    world.rows(
        "select ethnic_class, sum(people) from
            (select ethnic_class, people, counter from tally
             union all select ethnic_class, people, counter from tally_delta) moved
         group by ethnic_class having sum(people) <> 0 order by ethnic_class",
    )
}

#[test]
fn consent_is_per_purpose_by_own_hand_or_a_witnessed_helper_and_all_of_it_is_kept() {
    on_both(|world| {
        let ha = world.people(&["Nông Thị Hà"])[0];
        let citizen = own(world, ha);
        let office = &world.office;
        assert_eq!(given(world, &citizen, ha), [""; 0], "nothing is ticked beforehand");
        give(office, &citizen, ha, &Hand::Own, &[text(Purpose::Contact, 1)]).expect("given");
        assert_eq!(given(world, &citizen, ha), ["contact"]);
        give(office, &citizen, ha, &Hand::Own, &[text(Purpose::Contact, 1)]).expect("again");
        assert_eq!(world.count("select count(*) from consent"), 1, "twice the same is once");
        let volunteer = world.actor(Cast::VOLUNTEER);
        let names = [text(Purpose::PublishName, 1), text(Purpose::Contact, 2)];
        give(office, &volunteer, ha, &helper(), &names).expect("on her word");
        assert_eq!(given(world, &citizen, ha), ["publish_name", "contact"]);
        withdraw(office, &citizen, ha, &Hand::Own, &[Purpose::Contact]).expect("withdrawn");
        let contact = consents_of(office, &citizen, ha).expect("hers").remove(3);
        let said: Vec<_> = contact.history.iter().map(|one| (one.is_given, one.hand.clone())).collect();
        assert_eq!(said, [(false, Hand::Own), (true, helper()), (true, Hand::Own)]);
        let other = ConsentText { digest: [9; 32], ..text(Purpose::Contact, 1) };
        for (refused, expected) in [
            (give(office, &volunteer, ha, &Hand::Own, &names), "privacy.not_own_hand"),
            (give(office, &citizen, ha, &Hand::Own, &[text(Purpose::Assess, 1)]), "privacy.not_by_consent"),
            (withdraw(office, &citizen, ha, &Hand::Own, &[Purpose::Assess]), "privacy.not_by_consent"),
            (give(office, &citizen, ha, &Hand::Own, &[other]), "privacy.text_changed"),
            (
                give(office, &world.actor(Cast::OTHER_VOLUNTEER), ha, &helper(), &names),
                "there is no person here",
            ),
        ] {
            assert_eq!(code(refused), expected);
        }
        let stranger = world.actor(Cast::OTHER_OFFICER);
        assert_eq!(code(consents_of(office, &stranger, ha)), "there is no person here");
    });
}

#[test]
fn withdrawing_the_ethnic_group_takes_it_off_and_moves_the_figures() {
    on_both(|world| {
        let ha = world.register(&[tay("Nông Thị Hà")])[0].person();
        world.enter(&[ha], 8);
        let before = classes(world);
        let citizen = own(world, ha);
        give(&world.office, &citizen, ha, &Hand::Own, &[text(Purpose::EthnicGroup, 1)]).expect("given");
        assert_eq!(classes(world), before);
        withdraw(&world.office, &citizen, ha, &Hand::Own, &[Purpose::EthnicGroup]).expect("withdrawn");
        assert_eq!(world.count("select count(*) from person_ethnicity"), 0);
        let after = classes(world);
        assert_ne!(after, before);
        assert_eq!(after.len(), 1);
        assert_eq!(after[0][0], "0", "not stated");
        world.assert_sound();
        world.register(&[tay("Nông Thị Hà")]);
        assert_eq!(world.count("select count(*) from person_ethnicity"), 0, "no list brings it back");
        let group = EthnicGroup::new("Nùng").expect("a group");
        let refused = privacy::state_ethnic_group(&world.office, &citizen, ha, &group);
        assert_eq!(code(refused), "privacy.no_consent");
        give(&world.office, &citizen, ha, &Hand::Own, &[text(Purpose::EthnicGroup, 1)]).expect("given");
        privacy::state_ethnic_group(&world.office, &citizen, ha, &group).expect("stated");
        assert_eq!(classes(world), before);
    });
}

fn ask(world: &World, actor: &Actor, person: PersonId, kind: RequestKind) -> RequestId {
    let new = NewRequest { person, kind, wish: "xin xem".to_owned(), hand: Hand::Own };
    privacy::open(&world.office, actor, &new).expect("opened")
}

fn shown(world: &World, sign_in: &str) -> Vec<Request> {
    inbox(&world.office, &world.actor(sign_in)).expect("an inbox")
}

#[test]
fn the_inbox_holds_what_is_due_here_and_its_clocks_run() {
    on_both(|world| {
        let ha = world.people(&["Nông Thị Hà"])[0];
        let citizen = own(world, ha);
        let office = &world.office;
        let slow = ask(world, &citizen, ha, RequestKind::Delete);
        let quick = ask(world, &citizen, ha, RequestKind::See);
        let listed = shown(world, Cast::OFFICER);
        assert_eq!(listed.iter().map(|one| one.id).collect::<Vec<_>>(), [quick, slow]);
        assert_eq!((listed[0].name.as_str(), listed[0].wish.as_str()), ("Nông Thị Hà", "xin xem"));
        assert_eq!(listed[0].clock.dues.first, date(2026, 3, 4));
        assert_eq!(listed[0].clock.dues.end, date(2026, 3, 12));
        assert_eq!(shown(world, Cast::PROVINCE).len(), 2);
        assert_eq!(shown(world, Cast::OTHER_OFFICER), []);
        assert_eq!(code(inbox(office, &world.actor(Cast::VOLUNTEER))), "access.not_allowed");
        let officer = world.actor(Cast::OFFICER);
        assert_eq!(code(answer(office, &officer, quick, " ")), "privacy.no_reason");
        answer(office, &officer, quick, "đã nhận").expect("answered");
        let strange = answer(office, &world.actor(Cast::OTHER_OFFICER), quick, "x");
        assert_eq!(code(strange), "there is no request here");
        world.clock.set(date(2026, 3, 5));
        let late: Vec<_> = shown(world, Cast::OFFICER).iter().map(|one| one.clock.late).collect();
        assert_eq!(late, [Late::No, Late::FirstAnswer]);
        extend(office, &officer, quick, "chờ hồ sơ giấy").expect("extended");
        assert_eq!(code(extend(office, &officer, quick, "nữa")), "privacy.extended_before");
        let own_list = requests_of(office, &citizen, ha).expect("hers");
        assert_eq!(own_list[0].clock.state, RequestState::Extended);
        assert_eq!(own_list[0].clock.next_due, Some(date(2026, 3, 22)));
        assert_eq!(own_list[0].answer.as_deref(), Some("chờ hồ sơ giấy"));
        assert_eq!(code(refuse(office, &officer, slow, "")), "privacy.no_reason");
        refuse(office, &officer, slow, "chưa đủ giấy tờ").expect("refused");
        carry_out(office, &officer, quick, "").expect("done");
        assert_eq!(code(carry_out(office, &officer, quick, "")), "privacy.request_ended");
        assert_eq!(shown(world, Cast::OFFICER), []);
        let ended: Vec<_> =
            requests_of(office, &citizen, ha).expect("hers").iter().map(|one| one.clock.state).collect();
        assert_eq!(ended, [RequestState::Done, RequestState::Refused]);
    });
}

#[test]
fn the_person_takes_out_everything_and_an_officer_sees_the_number_masked() {
    on_both(|world| {
        let ha = world.register(&[tay("Nông Thị Hà")])[0].person();
        let dossier = world.enter(&[ha], 8)[0];
        let citizen = own(world, ha);
        give(&world.office, &citizen, ha, &Hand::Own, &[text(Purpose::Contact, 1)]).expect("given");
        let all = export_of(&world.office, &citizen, ha).expect("hers");
        assert_eq!(all["record"]["personal_number"], "004180001234");
        assert_eq!(all["record"]["ethnic_group"], "Tày");
        assert_eq!(all["homes"][0]["name"], "Xóm Nà Lù");
        assert_eq!(all["dossiers"][0]["id"], dossier.to_string());
        assert_eq!(all["dossiers"][0]["self_scores"].as_array().map(Vec::len), Some(10));
        assert_eq!(all["consents"][3]["given"], true);
        let masked = export_of(&world.office, &world.actor(Cast::OFFICER), ha).expect("answers for it");
        assert_eq!(masked["record"]["personal_number"], "004•••••1234");
        let refused = export_of(&world.office, &world.actor(Cast::OTHER_OFFICER), ha);
        assert_eq!(code(refused), "there is no person here");
        world.office.flush_readings().expect("kept");
        let noted = world.rows("select what from reading order by reading_id");
        assert_eq!(noted, [["8"], ["8"], ["20"]], "two exports and one try");
    });
}

#[test]
fn a_record_is_put_right_and_an_issued_number_is_not_taken_over() {
    on_both(|world| {
        let ha = world.register(&[tay("Nông Thị Ha")])[0].person();
        let an = world.people(&["Triệu Văn An"])[0];
        let (office, officer) = (&world.office, world.actor(Cast::OFFICER));
        let citizen = own(world, ha);
        let request = ask(world, &citizen, ha, RequestKind::Correct);
        let name = Some(PersonName::new("Nông Thị Hà").expect("a name"));
        let right = Correction { name, ..Correction::default() };
        assert_eq!(correct(office, &officer, request, &right, "đã sửa").expect("corrected"), ["name"]);
        let record = export_of(office, &citizen, ha).expect("hers")["record"].clone();
        assert_eq!(
            (&record["name"], &record["personal_number"]),
            (&"Nông Thị Hà".into(), &"004180001234".into())
        );
        let volunteer = world.actor(Cast::VOLUNTEER);
        let new = NewRequest { person: an, kind: RequestKind::Correct, wish: String::new(), hand: helper() };
        let request = privacy::open(office, &volunteer, &new).expect("opened on his word");
        let number = Some(PersonalNumber::new("004180001234").expect("a number"));
        let taken = correct(office, &officer, request, &Correction { number, ..Correction::default() }, "");
        assert_eq!(code(taken), "privacy.number_taken");
        assert_eq!(code(delete(office, &officer, request, "")), "privacy.other_kind");
    });
}

#[test]
fn a_deletion_leaves_nobodys_record_and_takes_the_rest() {
    on_both(|world| {
        let ha = world.register(&[tay("Nông Thị Hà")])[0].person();
        let dossier = world.enter(&[ha], 8)[0];
        let (office, officer) = (&world.office, world.actor(Cast::OFFICER));
        let citizen = own(world, ha);
        give(office, &citizen, ha, &Hand::Own, &[text(Purpose::Contact, 1)]).expect("given");
        assert_eq!(privacy::what_would_stay(office, &citizen, ha).expect("hers"), Kept::Figures);
        let request = ask(world, &citizen, ha, RequestKind::Delete);
        let deleted = delete(office, &officer, request, "đã xóa").expect("deleted");
        assert_eq!((deleted.kept, deleted.dossiers, deleted.accounts), (Kept::Figures, 1, 1));
        assert_eq!(world.state(dossier), State::Withdrawn);
        assert_eq!(world.row(dossier).self_scores, None);
        assert_eq!(world.total(Counter::SelfAssessed), 0);
        assert_eq!(world.count("select count(*) from person_ethnicity"), 0);
        assert_eq!(world.count("select count(*) from person where number_hash is not null"), 0);
        assert_eq!(world.count("select count(*) from person where name = 'Nông Thị Hà'"), 0);
        assert_eq!(world.count("select count(*) from residence where valid_to is null"), 0);
        assert_eq!(world.count("select count(*) from data_request where wish <> ''"), 0);
        assert!(Actor::find(office, "ha").is_err(), "the account is closed");
        let said = world.rows("select is_given from consent order by consent_id");
        assert_eq!(said.len(), 2, "that consent was given stays as proof");
    });
}

#[test]
fn a_deletion_takes_every_way_in() {
    on_both(|world| {
        let ha = world.people(&["Nông Thị Hà"])[0];
        let (office, officer, helper) =
            (&world.office, world.actor(Cast::OFFICER), world.actor(Cast::VOLUNTEER));
        let slip = slips::print_slips(office, &helper, &[ha]).expect("printed").remove(0);
        let first = slips::activate(office, None, &slip.code, HERE).expect("opened");
        let second = set_password(office, &first.session, "nương ngô mùa này").expect("a password");
        begin_totp(office, &second.session).expect("a code device");
        let claims = Claims { issuer: "https://sso.example", subject: "ha", number: None };
        link_oidc(office, &second.session, claims).expect("linked");
        let ways = [
            "select count(*) from session",
            "select count(*) from oidc_identity",
            "select count(*) from credential where password is not null or totp_pending is not null",
        ];
        assert!(ways.iter().all(|way| world.count(way) > 0), "there is something to take");
        let request = ask(world, &second.session.actor, ha, RequestKind::Delete);
        delete(office, &officer, request, "đã xóa").expect("deleted");
        assert_eq!(ways.map(|way| world.count(way)), [0; 3]);
        assert!(find_session(office, &second.token).expect("a read").is_none());
    });
}

#[test]
fn a_decision_outlives_the_deletion_of_the_rest() {
    on_both(|world| {
        let dossier = world.recognised(&["Nông Thị Hà"])[0];
        let ha = PersonId::from_uuid(world.row(dossier).person);
        let (office, officer) = (&world.office, world.actor(Cast::OFFICER));
        let citizen = own(world, ha);
        assert_eq!(privacy::what_would_stay(office, &citizen, ha).expect("hers"), Kept::Decision);
        let request = ask(world, &citizen, ha, RequestKind::Delete);
        let deleted = delete(office, &officer, request, "đã xóa").expect("deleted");
        assert_eq!((deleted.kept, deleted.dossiers, deleted.accounts), (Kept::Decision, 0, 1));
        assert_eq!(world.state(dossier), State::Recognised);
        assert!(world.row(dossier).self_scores.is_some(), "what the decision was made on");
        assert_eq!(world.count("select count(*) from person where name = 'Nông Thị Hà'"), 1);
        assert_eq!(world.total(Counter::Recognised), 1);
    });
}
