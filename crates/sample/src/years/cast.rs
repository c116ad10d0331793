//! The accounts that do the work: four for each commune, old and new, and a head for each organization.

use std::collections::HashMap;

use sohoc_acts::access::{Actor, NewAccount, add_accounts};
use sohoc_acts::organizations::{self, NewOrganization};
use sohoc_acts::{Error, Office, Result};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::territory::id_from_key;
use sohoc_rules::time::Date;

use crate::Sample;
use crate::organizations::OrganizationKind;
use crate::territory::REORGANISATION;

/// The people at work in one commune.
pub struct Staff {
    /// The commune.
    pub unit: UnitId,
    /// Its code, for the serials of certificates.
    pub code: String,
    /// Registers, appraises, prepares.
    pub officer: Actor,
    /// Signs.
    pub decider: Actor,
    /// The study-promotion committee: endorses.
    pub committee: Actor,
    /// Writes down what people say.
    pub volunteer: Actor,
}

/// Everyone at work.
pub struct Cast {
    /// By the place of the old commune in the sample.
    old: Vec<Staff>,
    /// By unit of the new commune.
    new: HashMap<UnitId, Staff>,
    /// By the place of the organization in the sample.
    heads: Vec<Actor>,
    pub(super) shown: Vec<RoleAccount>,
    /// The commune of the accounts to show around with.
    shown_commune: UnitId,
    /// The place of the organization of the head to show around with.
    shown_organization: usize,
    /// The accounts of the heads, by the place of the organization.
    head_accounts: Vec<RoleAccount>,
}

/// An account to show around with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAccount {
    /// Code of the role.
    pub role: &'static str,
    /// What one types to sign in.
    pub sign_in: String,
    /// The one-time code that activates it.
    pub activation_code: String,
}

impl RoleAccount {
    fn of(account: &NewAccount, code: &str) -> Self {
        Self { role: account.role.code(), sign_in: account.sign_in.clone(), activation_code: code.to_owned() }
    }
}

impl Cast {
    /// Makes all accounts and finds their actors.
    pub(super) fn make(sample: &Sample, office: &Office, from: Date) -> Result<Self> {
        let mut new =
            sample.communes().iter().map(|commune| (commune.successor, commune)).collect::<Vec<_>>();
        new.sort_by_key(|(unit, _)| *unit);
        new.dedup_by_key(|(unit, _)| *unit);
        let mut accounts = Vec::new();
        for commune in sample.communes() {
            commune_accounts(&mut accounts, &format!("{}-cu", commune.code), commune.unit, from);
        }
        for (unit, commune) in &new {
            commune_accounts(&mut accounts, &commune.successor_code, *unit, REORGANISATION);
        }
        for place in 0..sample.organizations().all().len() {
            accounts.push(head_account(sample, place, from));
        }
        accounts.extend(province_accounts(from));
        let made = add_accounts(office, &Actor::console(), &accounts)?;
        let codes = || made.iter().map(|made| made.activation_code.as_str());
        let shown = shown(&accounts, codes());
        let heads = accounts.iter().zip(codes()).filter(|(account, _)| account.role == Role::HeadOfUnit);
        let head_accounts = heads.map(|(account, code)| RoleAccount::of(account, code)).collect();
        Ok(Self {
            old: sample
                .communes()
                .iter()
                .map(|commune| staff(office, &format!("{}-cu", commune.code), &commune.code, commune.unit))
                .collect::<Result<_>>()?,
            new: new
                .iter()
                .map(|(unit, commune)| {
                    let code = &commune.successor_code;
                    Ok((*unit, staff(office, code, code, *unit)?))
                })
                .collect::<Result<_>>()?,
            heads: (0..sample.organizations().all().len())
                .map(|place| Actor::find(office, &head_sign_in(sample, place)))
                .collect::<Result<_>>()?,
            shown,
            shown_commune: new.first().ok_or(Error::NotFound("commune of the sample"))?.0,
            shown_organization: 0,
            head_accounts,
        })
    }

    /// Where the accounts to show around with are at work: the commune, and the place of the organization.
    pub(super) const fn shown_places(&self) -> (UnitId, usize) {
        (self.shown_commune, self.shown_organization)
    }

    /// Shows around with the head of this organization instead of the first.
    pub(super) fn show_head(&mut self, organization: usize) {
        self.shown_organization = organization;
        let shown = self.shown.iter_mut().find(|shown| shown.role == Role::HeadOfUnit.code());
        if let (Some(shown), Some(head)) = (shown, self.head_accounts.get(organization)) {
            shown.clone_from(head);
        }
    }

    /// Who works where a hamlet lies on a day.
    pub(super) fn of_hamlet(&self, sample: &Sample, hamlet: usize, day: Date) -> Result<&Staff> {
        let commune = sample.hamlets()[hamlet].commune;
        if day < REORGANISATION {
            return Ok(&self.old[commune]);
        }
        self.new.get(&sample.communes()[commune].successor).ok_or(Error::NotFound("commune of the sample"))
    }

    /// The head of an organization.
    pub(super) fn head(&self, organization: usize) -> &Actor {
        &self.heads[organization]
    }
}

fn commune_accounts(accounts: &mut Vec<NewAccount>, code: &str, unit: UnitId, from: Date) {
    for (role, word, name) in COMMUNE_ROLES {
        accounts.push(NewAccount {
            sign_in: format!("{word}-{code}"),
            display_name: name.to_owned(),
            person: None,
            role,
            scope: Scope::Unit(unit),
            from,
        });
    }
}

const COMMUNE_ROLES: [(Role, &str, &str); 4] = [
    (Role::CommuneOfficer, "canbo", "Cán bộ Hội Khuyến học xã"),
    (Role::CommuneDecider, "lanhdao", "Lãnh đạo xã"),
    (Role::UnitCommittee, "banxet", "Ban xét của xã"),
    (Role::Volunteer, "hotro", "Người hỗ trợ nhập phiếu"),
];

fn province_accounts(from: Date) -> impl Iterator<Item = NewAccount> {
    [
        (Role::ProvinceOfficer, "hoitinh", "Hội Khuyến học tỉnh"),
        (Role::ProvinceInspector, "kiemtra", "Kiểm tra của tỉnh"),
        (Role::Administrator, "quantri", "Quản trị hệ thống"),
    ]
    .into_iter()
    .map(move |(role, sign_in, name)| NewAccount {
        sign_in: sign_in.to_owned(),
        display_name: name.to_owned(),
        person: None,
        role,
        scope: Scope::Everything,
        from,
    })
}

fn head_account(sample: &Sample, place: usize, from: Date) -> NewAccount {
    NewAccount {
        sign_in: head_sign_in(sample, place),
        display_name: format!("Thủ trưởng {}", sample.organizations().all()[place].name),
        person: None,
        role: Role::HeadOfUnit,
        scope: Scope::Organization(organization_id(sample, place)),
        from,
    }
}

fn head_sign_in(sample: &Sample, place: usize) -> String {
    format!("thutruong-{}", sample.organizations().all()[place].key)
}

/// One account of each role, of a commune that exists today where the role is a commune's.
fn shown<'a>(accounts: &[NewAccount], codes: impl Iterator<Item = &'a str>) -> Vec<RoleAccount> {
    let mut shown: Vec<RoleAccount> = Vec::new();
    for (account, code) in accounts.iter().zip(codes) {
        let is_past = account.sign_in.ends_with("-cu");
        if !is_past && !shown.iter().any(|known| known.role == account.role.code()) {
            shown.push(RoleAccount::of(account, code));
        }
    }
    shown
}

fn staff(office: &Office, suffix: &str, code: &str, unit: UnitId) -> Result<Staff> {
    let find = |word: &str| Actor::find(office, &format!("{word}-{suffix}"));
    Ok(Staff {
        unit,
        code: code.to_owned(),
        officer: find("canbo")?,
        decider: find("lanhdao")?,
        committee: find("banxet")?,
        volunteer: find("hotro")?,
    })
}

/// The id of an organization of the sample.
pub(super) fn organization_id(sample: &Sample, place: usize) -> OrganizationId {
    let key = &sample.organizations().all()[place].key;
    OrganizationId::from_uuid(id_from_key(&format!("O-{key}")).uuid())
}

/// Puts all organizations on record, with what took over what.
pub(super) fn add_organizations(sample: &Sample, office: &Office) -> Result<()> {
    let all = sample.organizations().all();
    let new: Vec<NewOrganization> = all
        .iter()
        .enumerate()
        .map(|(place, organization)| NewOrganization {
            id: organization_id(sample, place),
            code: organization.key.clone(),
            name: organization.name.clone(),
            kind: kind_word(organization.kind).to_owned(),
            unit: Some(organization.seat),
            span: organization.span,
        })
        .collect();
    organizations::add(office, &Actor::console(), &new)?;
    let successions: Vec<_> = all
        .iter()
        .enumerate()
        .filter_map(|(place, organization)| {
            let first_day = organization.span.to?.tomorrow().ok()?;
            let successor = organization_id(sample, organization.successor?);
            Some((organization_id(sample, place), successor, first_day))
        })
        .collect();
    organizations::succeed(office, &Actor::console(), &successions)
}

const fn kind_word(kind: OrganizationKind) -> &'static str {
    match kind {
        OrganizationKind::ProvincialAgency => "provincial_agency",
        OrganizationKind::DistrictAgency => "district_agency",
        OrganizationKind::CommuneCommittee => "commune_committee",
        OrganizationKind::School => "school",
        OrganizationKind::Health => "health",
        OrganizationKind::Enterprise => "enterprise",
    }
}
