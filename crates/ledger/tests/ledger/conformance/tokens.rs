//! Tokens of programs and their requests.

use sohoc_ledger::access::tokens::{self, BegunRow, TokenRow};
use sohoc_ledger::access::{self, AccountRow, GrantRow};

use crate::support::{Ledger, Place, World, day, id};

fn service() -> AccountRow {
    AccountRow {
        id: id(20),
        sign_in: "dich-vu-beko6789".to_owned(),
        display_name: "Phần mềm của trường".to_owned(),
        person: None,
        disabled_at: None,
    }
}

fn token() -> TokenRow {
    TokenRow {
        id: id(30),
        token_hash: vec![7; 32],
        account: id(20),
        label: "Phần mềm của trường".to_owned(),
        scopes: "read write".to_owned(),
        made_by: Some(id(9)),
        made_at: Ledger::at(1),
        expires_at: Ledger::at(100),
        used_at: None,
        revoked_at: None,
    }
}

fn role() -> GrantRow {
    GrantRow {
        account: id(20),
        role: "volunteer".to_owned(),
        unit: Some(id(Place::HAMLET)),
        organization: None,
        from: day("2025-01-01"),
        to: None,
    }
}

fn with_token(ledger: &Ledger) {
    World::new(ledger);
    ledger.write(|writer| {
        access::add(writer, &service())?;
        access::grant(writer, &[role()])?;
        tokens::add(writer, &token())
    });
}

pub fn a_token_is_found_by_its_hash_until_it_is_revoked_or_over(ledger: &Ledger) {
    with_token(ledger);
    let find = |at| ledger.read(|reader| tokens::find(reader, &[7; 32], Ledger::at(at)));
    let found = find(100).expect("the last moment counts");
    assert_eq!((found.token, found.sign_in, found.grants), (token(), service().sign_in, vec![role()]));
    assert_eq!(find(101), None);
    assert_eq!(ledger.read(|reader| tokens::find(reader, &[8; 32], Ledger::at(2))), None);
    let service_or_not = |account| ledger.read(|reader| tokens::is_service(reader, id(account)));
    assert_eq!([20, 21].map(service_or_not), [true, false]);

    ledger.write(|writer| tokens::note_use(writer, id(30), Ledger::at(5)));
    let revoke = || ledger.write(|writer| tokens::revoke(writer, id(30), Ledger::at(6)));
    assert_eq!([revoke(), revoke()], [true, false]);
    assert_eq!(find(7), None);
    let ended = TokenRow { used_at: Some(Ledger::at(5)), revoked_at: Some(Ledger::at(6)), ..token() };
    assert_eq!(ledger.read(tokens::list), [(ended, service(), role())]);
}

pub fn a_request_is_begun_once_a_key_and_remembers_its_answer(ledger: &Ledger) {
    with_token(ledger);
    let begin =
        |key, at| ledger.write(|writer| tokens::begin_request(writer, id(30), key, &[1; 32], Ledger::at(at)));
    assert_eq!([begin("một", 3), begin("một", 4), begin("hai", 5)], [true, false, true]);
    let begun = |key| ledger.read(|reader| tokens::begun_request(reader, id(30), key));
    let open = BegunRow { digest: vec![1; 32], begun_at: Ledger::at(3), answer: None };
    assert_eq!(begun("một"), Some(open.clone()));
    ledger.write(|writer| tokens::end_request(writer, id(30), "một", (200, "{}")));
    assert_eq!(begun("một"), Some(BegunRow { answer: Some((200, "{}".to_owned())), ..open }));
    ledger.write(|writer| tokens::forget_request(writer, id(30), "hai"));
    assert_eq!(begun("hai"), None);
    let forget = |at| ledger.write(|writer| tokens::forget_requests_before(writer, Ledger::at(at)));
    assert_eq!([forget(3), forget(4)], [0, 1]);
}
