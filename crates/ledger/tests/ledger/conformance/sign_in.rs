//! What accounts sign in with, and their sessions.

use sohoc_ledger::access::passkeys::PasskeyRow;
use sohoc_ledger::access::sessions::NewSession;
use sohoc_ledger::access::slips::SlipRow;
use sohoc_ledger::access::{
    self, AccountRow, GrantRow, accounts, alerts, attempts, credentials, logins, passkeys, sessions, slips,
};
use uuid::Uuid;

use crate::support::{Ledger, People, Place, World, day, id};

const OFFICER: u32 = 30;
const CITIZEN: u32 = 31;

fn two_accounts(ledger: &Ledger) {
    World::new(ledger);
    let account = |number: u32, sign_in: &str, person: Option<u32>| AccountRow {
        id: id(number),
        sign_in: sign_in.to_owned(),
        display_name: "Nông Thị Hà".to_owned(),
        person: person.map(id),
        disabled_at: None,
    };
    let role = |number: u32, role: &str, unit: Option<u32>, organization: Option<u32>| GrantRow {
        account: id(number),
        role: role.to_owned(),
        unit: unit.map(id),
        organization: organization.map(id),
        from: day("2025-01-01"),
        to: None,
    };
    ledger.write(|writer| {
        access::add(writer, &account(OFFICER, "can-bo", Some(People::HA)))?;
        access::add(writer, &account(CITIZEN, "bano3827", Some(People::HA)))?;
        let officer = role(OFFICER, "volunteer", Some(Place::HAMLET), None);
        let head = role(OFFICER, "head_of_unit", None, Some(Place::SCHOOL));
        access::grant(writer, &[officer, head, role(CITIZEN, "citizen", None, None)])
    });
}

pub fn accounts_are_listed_for_those_who_manage_them(ledger: &Ledger) {
    two_accounts(ledger);
    let names = |rows: Vec<accounts::ListedRow>| -> Vec<String> {
        rows.into_iter().map(|row| row.account.sign_in).collect()
    };
    let own = ledger.read(|reader| accounts::of_citizens(reader, &[id(People::HA), id(99)]));
    assert_eq!(
        own.iter().map(|row| row.as_ref().map(|row| row.id)).collect::<Vec<_>>(),
        [Some(id(CITIZEN)), None]
    );
    assert!(ledger.read(|reader| accounts::is_taken(reader, "can-bo")));
    assert!(!ledger.read(|reader| accounts::is_taken(reader, "can-bo-2")));
    assert_eq!(names(ledger.read(|reader| accounts::of_units(reader, &[id(Place::HAMLET)]))), ["can-bo"]);
    assert_eq!(names(ledger.read(|reader| accounts::of_organization(reader, id(Place::SCHOOL)))), ["can-bo"]);
    assert_eq!(names(ledger.read(|reader| accounts::of_officers(reader, "", 10))), ["can-bo"]);
    assert_eq!(names(ledger.read(|reader| accounts::of_officers(reader, "can-bo", 10))), [""; 0]);
    ledger.write(|writer| credentials::note_sign_in(writer, id(OFFICER), Ledger::at(1)));
    ledger.write(|writer| credentials::note_sign_in(writer, id(CITIZEN), Ledger::at(1)));
    let dormant = |at| ledger.read(|reader| accounts::dormant(reader, Ledger::at(at)));
    assert_eq!(dormant(1), Vec::<Uuid>::new());
    assert_eq!(dormant(2), [id(OFFICER)], "a citizen's account does not rest");
    ledger.write(|writer| credentials::note_switched_on(writer, id(OFFICER), Ledger::at(2)));
    assert_eq!(dormant(2), Vec::<Uuid>::new());
    ledger.write(|writer| accounts::set_disabled(writer, &[id(OFFICER)], Some(Ledger::at(3))));
    let off = ledger.read(|reader| accounts::get(reader, id(OFFICER))).expect("it is there");
    assert_eq!(off.disabled_at, Some(Ledger::at(3)));
    let end = |last: &str| ledger.write(|writer| accounts::end_grant(writer, id(OFFICER), 1, day(last)));
    assert!(end("2026-01-01"));
    assert!(!end("2026-02-01"), "a role that has ended does not end later");
    ledger.write(|writer| accounts::review(writer, id(1), Ledger::at(1), None));
    ledger.write(|writer| accounts::review(writer, id(1), Ledger::at(2), Some(id(OFFICER))));
    assert_eq!(ledger.read(|reader| accounts::reviewed_at(reader, id(1))), Some(Ledger::at(2)));
}

pub fn credentials_come_back_and_codes_count_once(ledger: &Ledger) {
    two_accounts(ledger);
    let of = || ledger.read(|reader| credentials::find(reader, id(OFFICER)));
    assert_eq!(of(), None);
    ledger.write(|writer| {
        credentials::set_password(writer, id(OFFICER), "phc-1", Ledger::at(1))?;
        credentials::keep_old(writer, id(OFFICER), Ledger::at(1), "phc-1")?;
        credentials::set_pending_totp(writer, id(OFFICER), &[1, 2])?;
        credentials::confirm_totp(writer, id(OFFICER), 7)?;
        credentials::set_locale(writer, id(OFFICER), "vi")
    });
    let row = of().expect("it is there");
    assert_eq!((row.totp_sealed, row.totp_pending, row.totp_step), (Some(vec![1, 2]), None, 7));
    assert_eq!((row.password.as_deref(), row.locale.as_deref()), (Some("phc-1"), Some("vi")));
    let take = |step| ledger.write(|writer| credentials::take_totp_step(writer, id(OFFICER), step));
    assert_eq!([take(7), take(8), take(8), take(6)], [false, true, false, false]);
    assert_eq!(ledger.read(|reader| credentials::old(reader, id(OFFICER), 10)), ["phc-1"]);
    ledger.write(|writer| credentials::set_recovery(writer, id(OFFICER), &[vec![1], vec![2]]));
    let recover =
        || ledger.write(|writer| credentials::use_recovery(writer, id(OFFICER), &[1], Ledger::at(2)));
    assert_eq!([recover(), recover()], [true, false]);
    assert_eq!(ledger.read(|reader| credentials::recovery_left(reader, id(OFFICER))), 1);
    ledger.write(|writer| credentials::remove_totp(writer, id(OFFICER)));
    ledger.write(|writer| credentials::note_activation(writer, id(OFFICER), Ledger::at(3)));
    let row = of().expect("it is there");
    assert_eq!((row.must_set_password, row.password, row.totp_sealed), (true, None, None));
    ledger.write(|writer| credentials::need_no_password(writer, id(OFFICER)));
    assert!(!of().expect("it is there").must_set_password);
    ledger.write(|writer| credentials::remove_password(writer, id(OFFICER)));
    ledger.write(|writer| credentials::clear(writer, id(OFFICER)));
    assert_eq!(ledger.read(|reader| credentials::recovery_left(reader, id(OFFICER))), 0);
}

pub fn passkeys_links_and_slips_are_kept(ledger: &Ledger) {
    two_accounts(ledger);
    let key = |name: u8, counter| PasskeyRow {
        credential_id: vec![name],
        account: id(OFFICER),
        credential: "{}".to_owned(),
        counter,
        label: "điện thoại".to_owned(),
        added_at: Ledger::at(1),
        used_at: None,
    };
    ledger.write(|writer| passkeys::add(writer, &key(1, 5)));
    ledger.write(|writer| passkeys::add(writer, &key(2, 0)));
    let note = |name: u8, counter| {
        ledger.write(|writer| passkeys::note_use(writer, &[name], "{1}", counter, Ledger::at(2)))
    };
    assert_eq!(
        [note(1, 5), note(1, 6), note(2, 0), note(2, 0), note(3, 1)],
        [false, true, true, true, false]
    );
    assert_eq!(ledger.read(|reader| passkeys::find(reader, &[1])).expect("it is there").counter, 6);
    assert_eq!(ledger.read(|reader| passkeys::list(reader, id(OFFICER))).len(), 2);
    assert!(!ledger.write(|writer| passkeys::remove(writer, id(CITIZEN), &[1])));
    assert!(ledger.write(|writer| passkeys::remove(writer, id(OFFICER), &[1])));
    ledger.write(|writer| passkeys::link(writer, &[9], id(OFFICER), "https://a", Ledger::at(1)));
    assert_eq!(ledger.read(|reader| passkeys::linked(reader, &[9])), Some(id(OFFICER)));
    assert_eq!(ledger.read(|reader| passkeys::links(reader, id(OFFICER))).len(), 1);
    assert_eq!(ledger.write(|writer| passkeys::unlink(writer, id(OFFICER), "https://a")), 1);
    ledger.write(|writer| passkeys::remove_all(writer, id(OFFICER)));
    assert_eq!(ledger.read(|reader| passkeys::list(reader, id(OFFICER))), []);

    let slip = |code: u8| SlipRow {
        code_hash: vec![code],
        account: id(CITIZEN),
        kind: "citizen".to_owned(),
        made_by: None,
        made_at: Ledger::at(1),
        expires_at: Ledger::at(5),
        used_at: None,
    };
    ledger.write(|writer| slips::replace(writer, &[slip(1)]));
    ledger.write(|writer| slips::replace(writer, &[slip(2)]));
    assert_eq!(ledger.read(|reader| slips::find(reader, &[1])), None);
    assert_eq!(ledger.read(|reader| slips::find(reader, &[2])), Some(slip(2)));
    let use_it = || ledger.write(|writer| slips::mark_used(writer, &[2], Ledger::at(2)));
    assert_eq!([use_it(), use_it()], [true, false]);
    ledger.write(|writer| slips::cancel(writer, id(CITIZEN)));
    assert_eq!(ledger.write(|writer| slips::remove_before(writer, Ledger::at(6))), 1);
}

pub fn a_session_is_found_by_its_newest_token_alone(ledger: &Ledger) {
    two_accounts(ledger);
    let session = |number: u32, token: u8| NewSession {
        id: id(number),
        token_hash: vec![token],
        account: id(OFFICER),
        level: 1,
        at: Ledger::at(1),
        ends_at: Ledger::at(9),
        device: "Chromium".to_owned(),
        address: "::1".to_owned(),
    };
    ledger.write(|writer| sessions::add(writer, &session(50, 1)));
    ledger.write(|writer| sessions::add(writer, &session(51, 2)));
    let find = |token: u8| ledger.read(|reader| sessions::find(reader, &[token]));
    let found = find(1).expect("it is there");
    assert_eq!((found.id, found.level, found.grants.len()), (id(50), 1, 2));
    assert!(!found.must_set_password && !found.has_totp && !found.has_passkey);
    assert!(ledger.write(|writer| sessions::renew(writer, id(50), &[3], 2, Ledger::at(2))));
    assert_eq!(find(1), None);
    assert_eq!(find(3).expect("it is there").level, 2);
    ledger.write(|writer| sessions::touch(writer, &[id(50), id(99)], Ledger::at(3)));
    assert_eq!(find(3).expect("it is there").seen_at, Ledger::at(3));
    ledger.write(|writer| sessions::lock(writer, id(50), Ledger::at(4)));
    assert!(!ledger.write(|writer| sessions::confirm(writer, id(50), Ledger::at(4))));
    assert!(ledger.write(|writer| sessions::confirm(writer, id(51), Ledger::at(4))));
    assert_eq!(find(3).expect("it is there").locked_at, Some(Ledger::at(4)));
    assert_eq!(ledger.read(|reader| sessions::list(reader, id(OFFICER), Ledger::at(4))).len(), 2);
    assert_eq!(ledger.write(|writer| sessions::remove_others(writer, id(OFFICER), id(50))), 1);
    assert!(!ledger.write(|writer| sessions::remove(writer, id(CITIZEN), id(50))));
    assert!(!ledger.write(|writer| sessions::renew(writer, id(50), &[4], 2, Ledger::at(9))), "it has ended");
    assert_eq!(ledger.write(|writer| sessions::remove_before(writer, Ledger::at(10))), 1);
}

pub fn failures_logins_and_alerts_are_kept(ledger: &Ledger) {
    two_accounts(ledger);
    let row = |failures| attempts::AttemptRow {
        name_hash: vec![1],
        failures,
        locks: 0,
        locked_until: None,
        failed_at: Ledger::at(1),
    };
    ledger.write(|writer| attempts::set(writer, &row(1)));
    ledger.write(|writer| attempts::set(writer, &row(2)));
    assert_eq!(ledger.read(|reader| attempts::find(reader, &[1])), Some(row(2)));
    assert_eq!(ledger.write(|writer| attempts::forget(writer, Ledger::at(1))), 0);
    assert_eq!(ledger.write(|writer| attempts::forget(writer, Ledger::at(2))), 1);
    ledger.write(|writer| attempts::clear(writer, &[1]));

    let login = |number: u32, account: Option<u32>| logins::LoginRow {
        id: id(number),
        at: Ledger::at(1),
        account: account.map(id),
        name_hash: account.is_none().then(|| vec![1]),
        address: "::1".to_owned(),
        outcome: "password".to_owned(),
    };
    ledger.write(|writer| logins::add(writer, &login(60, Some(OFFICER))));
    ledger.write(|writer| logins::add(writer, &login(61, None)));
    assert_eq!(ledger.read(|reader| logins::list(reader, Uuid::max(), 1)), [login(61, None)]);
    let own = ledger.read(|reader| logins::of_account(reader, id(OFFICER), Uuid::max(), 9));
    assert_eq!(own, [login(60, Some(OFFICER))]);
    assert_eq!(ledger.write(|writer| logins::remove_before(writer, id(61))), 1);

    let alert = alerts::AlertRow {
        id: id(70),
        at: Ledger::at(1),
        kind: "break_glass".to_owned(),
        account: Some(id(OFFICER)),
        detail: "mất khóa".to_owned(),
    };
    ledger.write(|writer| alerts::add(writer, &alert));
    assert_eq!(ledger.read(alerts::open), [alert]);
    let close = || ledger.write(|writer| alerts::acknowledge(writer, id(70), Ledger::at(2), None));
    assert_eq!([close(), close()], [true, false]);
    assert_eq!(ledger.read(alerts::open), []);
}
