//! Who acts in the tests: one account of each role.

use jiff::civil::date;
use sohoc_acts::Office;
use sohoc_acts::access::{Actor, NewAccount, add_accounts};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::ids::PersonId;

use super::Place;

/// Accounts of the tests by how they sign in.
pub struct Cast;

impl Cast {
    pub const VOLUNTEER: &'static str = "tinh-nguyen-dam-thuy";
    pub const COMMITTEE: &'static str = "chi-hoi-dam-thuy";
    pub const OFFICER: &'static str = "can-bo-dam-thuy";
    pub const DECIDER: &'static str = "chu-tich-dam-thuy";
    pub const OTHER_VOLUNTEER: &'static str = "tinh-nguyen-trung-khanh";
    pub const OTHER_OFFICER: &'static str = "can-bo-trung-khanh";
    pub const OTHER_DECIDER: &'static str = "chu-tich-trung-khanh";
    pub const PROVINCE: &'static str = "hoi-tinh";
    pub const INSPECTOR: &'static str = "kiem-tra";
    pub const ADMINISTRATOR: &'static str = "quan-tri";

    /// Makes all of them, as the console of a new installation does.
    pub fn make_all(office: &Office) {
        let (here, there) = (Scope::Unit(Place::dam_thuy()), Scope::Unit(Place::trung_khanh()));
        let accounts: Vec<NewAccount> = [
            (Self::VOLUNTEER, Role::Volunteer, here),
            (Self::COMMITTEE, Role::UnitCommittee, here),
            (Self::OFFICER, Role::CommuneOfficer, here),
            (Self::DECIDER, Role::CommuneDecider, here),
            (Self::OTHER_VOLUNTEER, Role::Volunteer, there),
            (Self::OTHER_OFFICER, Role::CommuneOfficer, there),
            (Self::OTHER_DECIDER, Role::CommuneDecider, there),
            (Self::PROVINCE, Role::ProvinceOfficer, Scope::Everything),
            (Self::INSPECTOR, Role::ProvinceInspector, Scope::Everything),
            (Self::ADMINISTRATOR, Role::Administrator, Scope::Everything),
        ]
        .map(|(sign_in, role, scope)| account(sign_in, role, scope, None))
        .into();
        let made = add_accounts(office, &Actor::console(), &accounts).expect("the console makes accounts");
        assert!(made.iter().all(|account| account.activation_code.len() == 14));
    }

    /// An account for somebody in the book: their own, or an office they hold.
    pub fn of_person(office: &Office, sign_in: &str, role: Role, scope: Scope, person: PersonId) -> Actor {
        let new = account(sign_in, role, scope, Some(person));
        add_accounts(office, &Actor::console(), &[new]).expect("the console makes accounts");
        Actor::find(office, sign_in).expect("the account is there")
    }

    /// One more account on a scope.
    pub fn on(office: &Office, sign_in: &str, role: Role, scope: Scope) -> Actor {
        let new = account(sign_in, role, scope, None);
        add_accounts(office, &Actor::console(), &[new]).expect("the console makes accounts");
        Actor::find(office, sign_in).expect("the account is there")
    }
}

fn account(sign_in: &str, role: Role, scope: Scope, person: Option<PersonId>) -> NewAccount {
    NewAccount {
        sign_in: sign_in.to_owned(),
        display_name: sign_in.to_owned(),
        person,
        role,
        scope,
        from: date(2026, 1, 1),
    }
}
