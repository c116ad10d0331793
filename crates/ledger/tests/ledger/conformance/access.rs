//! Accounts and roles.

use sohoc_ledger::access::{self, AccountRow, GrantRow};
use sohoc_ledger::db::Fault;
use sohoc_rules::ids::{AccountId, UnitId};

use crate::support::{Ledger, People, Place, World, day, id};

fn account(number: u32, sign_in: &str) -> AccountRow {
    AccountRow {
        id: id(number),
        sign_in: sign_in.to_owned(),
        display_name: "Đàm Thị Ngọc Ánh".to_owned(),
        person: None,
        disabled_at: None,
    }
}

pub fn an_account_signs_in_until_it_is_switched_off(ledger: &Ledger) {
    World::new(ledger);
    let plain = account(20, "xa-dam-thuy");
    let full = AccountRow { person: Some(id(People::HA)), ..account(21, "Đàm.thủy") };
    ledger.write(|writer| {
        access::add(writer, &full)?;
        access::add(writer, &plain)
    });
    assert_eq!(ledger.read(|reader| access::find(reader, "xa-dam-thuy")), Some(plain.clone()));
    assert_eq!(ledger.read(|reader| access::find(reader, "XA-DAM-THUY")), None);
    // By bytes: a letter with a mark stands after all plain ones.
    assert_eq!(ledger.read(access::list), [plain, full.clone()]);
    let taken = ledger.store.write(|writer| access::add(writer, &account(22, "xa-dam-thuy")));
    assert!(matches!(taken, Err(Fault::Constraint(name)) if name == "account_sign_in_once"));
    let off = format!("update account set disabled_at = '{}' where sign_in = 'Đàm.thủy'", Ledger::at(7).0);
    ledger.batch(&off);
    assert_eq!(ledger.read(|reader| access::find(reader, "Đàm.thủy")), None);
    let listed = ledger.read(access::list);
    assert_eq!(listed[1], AccountRow { disabled_at: Some(Ledger::at(7)), ..full });
}

pub fn roles_keep_their_order_and_pass_to_a_successor(ledger: &Ledger) {
    World::new(ledger);
    let role = |role: &str, unit: Option<u32>, organization: Option<u32>| GrantRow {
        account: id(20),
        role: role.to_owned(),
        unit: unit.map(id),
        organization: organization.map(id),
        from: day("2025-01-01"),
        to: None,
    };
    let first = [role("reviewer", Some(Place::HAMLET), None), role("head", None, Some(Place::SCHOOL))];
    let second = [GrantRow { to: Some(day("2025-06-30")), ..role("clerk", None, None) }];
    ledger.write(|writer| {
        access::add(writer, &account(20, "x"))?;
        access::grant(writer, &first)?;
        access::grant(writer, &second)
    });
    let of = |account| ledger.read(|reader| access::grants(reader, AccountId::from_uuid(id(account))));
    let [reviewer, head] = first;
    let [clerk] = second;
    assert_eq!(of(20), [reviewer.clone(), head.clone(), clerk.clone()]);
    assert_eq!(of(21), []);

    let unit = |number| UnitId::from_uuid(id(number));
    let passed = ledger.write(|writer| {
        let (last, first) = (day("2025-06-30"), day("2025-07-01"));
        access::pass_on(writer, unit(Place::HAMLET), unit(Place::OTHER_HAMLET), last, first)
    });
    assert_eq!(passed, 1);
    let counted = |on| ledger.read(|reader| access::count_grants(reader, day(on)));
    assert_eq!(counted("2025-06-30"), [(unit(Place::HAMLET), 1), (unit(Place::OTHER_HAMLET), 1)]);
    assert_eq!(counted("2025-07-01"), [(unit(Place::OTHER_HAMLET), 1)]);
    let ended = GrantRow { to: Some(day("2025-06-30")), ..reviewer.clone() };
    let new = GrantRow { unit: Some(id(Place::OTHER_HAMLET)), from: day("2025-07-01"), ..reviewer };
    assert_eq!(of(20), [ended, head, clerk, new]);
}
