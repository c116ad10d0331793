//! What stands in the communes: committees, schools, medical centres, enterprises.

use std::collections::{BTreeMap, BTreeSet};

use sohoc_rules::ids::UnitId;
use sohoc_rules::time::Span;

use super::agencies::COLLEGE;
use super::staff::Employers;
use super::{InventedOrganization, OrganizationKind};
use crate::chance::{Chance, Stream};
use crate::territory::{InventedCommune, LAST_DAY_BEFORE, REORGANISATION};

/// Adds the organisations of all communes and tells for each commune who employs its people.
pub(super) fn invent(
    seed: u64,
    communes: &[InventedCommune],
    all: &mut Vec<InventedOrganization>,
) -> Vec<Employers> {
    let committees = new_committees(communes, all);
    hand_over_districts(communes, &committees, all);
    let mut employers = Vec::with_capacity(communes.len());
    for (place, commune) in communes.iter().enumerate() {
        let mut chance = Chance::new(seed, Stream::Organization, place as u64, 0);
        let mut add = |organization: InventedOrganization| {
            all.push(organization);
            all.len() - 1
        };
        let committee = add(InventedOrganization {
            key: format!("ubnd-{}", commune.code),
            name: format!("Ủy ban nhân dân {}", in_a_sentence(&commune.name)),
            kind: OrganizationKind::CommuneCommittee,
            seat: commune.unit,
            span: Span { from: None, to: Some(LAST_DAY_BEFORE) },
            successor: committees.get(&commune.successor).copied(),
        });
        let schools = schools(commune, &mut chance).into_iter().map(&mut add).collect();
        let enterprises = enterprises(commune, place, &mut chance).into_iter().map(&mut add).collect();
        employers.push(Employers { committee, schools, enterprises, ..Employers::default() });
    }
    district_wide(communes, all, &mut employers);
    employers
}

/// The 56 committees of since the reorganisation, by commune.
fn new_committees(
    communes: &[InventedCommune],
    all: &mut Vec<InventedOrganization>,
) -> BTreeMap<UnitId, usize> {
    let mut committees = BTreeMap::new();
    for commune in communes {
        committees.entry(commune.successor).or_insert_with(|| {
            all.push(InventedOrganization {
                key: format!("ubnd-moi-{}", commune.successor_code),
                name: format!("Ủy ban nhân dân {}", in_a_sentence(&commune.successor_name)),
                kind: OrganizationKind::CommuneCommittee,
                seat: commune.successor,
                span: Span::since(REORGANISATION),
                successor: None,
            });
            all.len() - 1
        });
    }
    committees
}

/// The offices of a district go to the commune in which they stood.
fn hand_over_districts(
    communes: &[InventedCommune],
    committees: &BTreeMap<UnitId, usize>,
    all: &mut [InventedOrganization],
) {
    for office in all.iter_mut().filter(|one| one.kind == OrganizationKind::DistrictAgency) {
        let seat = communes.iter().find(|commune| commune.unit == office.seat);
        office.successor = seat.and_then(|commune| committees.get(&commune.successor).copied());
    }
}

fn schools(commune: &InventedCommune, chance: &mut Chance) -> Vec<InventedOrganization> {
    let kinds: &[&str] = if commune.town {
        &["Mầm non", "Tiểu học", "THCS", "THPT"]
    } else if chance.permille(400) {
        &["Mầm non", "TH&THCS"]
    } else {
        &["Mầm non", "Tiểu học", "THCS"]
    };
    let school = |(number, kind): (usize, &&str)| InventedOrganization {
        key: format!("truong-{}-{}", commune.code, number + 1),
        name: format!("Trường {kind} {}", commune.short_name),
        kind: OrganizationKind::School,
        seat: commune.unit,
        span: Span::ALWAYS,
        successor: None,
    };
    kinds.iter().enumerate().map(school).collect()
}

fn enterprises(commune: &InventedCommune, place: usize, chance: &mut Chance) -> Vec<InventedOrganization> {
    let count = if commune.town { chance.between(2, 5) } else { chance.between(0, 1) };
    let enterprise = |number: i32, chance: &mut Chance| InventedOrganization {
        key: format!("doanh-nghiep-{}-{}", commune.code, number + 1),
        // Whoever reads the name knows that there is no such enterprise.
        name: format!("{} Giả Định {:03}-{}", chance.pick(&ENTERPRISE_KINDS), place + 1, number + 1),
        kind: OrganizationKind::Enterprise,
        seat: commune.unit,
        span: Span::ALWAYS,
        successor: None,
    };
    (0..count).map(|number| enterprise(number, chance)).collect()
}

/// What serves a whole district: its offices, its upper secondary schools, its medical centre, and for
/// communes without an enterprise those of the others.
fn district_wide(
    communes: &[InventedCommune],
    all: &mut Vec<InventedOrganization>,
    employers: &mut [Employers],
) {
    for seat in communes.iter().filter(|one| one.seat) {
        all.push(medical_centre(seat));
        let wide = wide_employers(seat, communes, all);
        for (commune, own) in communes.iter().zip(employers.iter_mut()) {
            if commune.district != seat.district {
                continue;
            }
            let schools = std::mem::take(&mut own.schools);
            let enterprises = std::mem::take(&mut own.enterprises);
            *own = Employers {
                committee: own.committee,
                schools,
                enterprises: if enterprises.is_empty() { wide.enterprises.clone() } else { enterprises },
                ..wide.clone()
            };
        }
    }
}

fn medical_centre(seat: &InventedCommune) -> InventedOrganization {
    let of = if seat.is_ward() { "thành phố" } else { "huyện" };
    InventedOrganization {
        key: format!("trung-tam-y-te-{}", seat.district),
        name: format!("Trung tâm Y tế {of} {}", seat.district_name),
        kind: OrganizationKind::Health,
        seat: seat.unit,
        span: Span::ALWAYS,
        successor: None,
    }
}

/// Who employs people all over the district of a seat.
fn wide_employers(
    seat: &InventedCommune,
    communes: &[InventedCommune],
    all: &[InventedOrganization],
) -> Employers {
    let here: BTreeSet<UnitId> =
        communes.iter().filter(|one| one.district == seat.district).map(|one| one.unit).collect();
    let places = |fits: &dyn Fn(&InventedOrganization) -> bool| {
        (0..all.len()).filter(|place| fits(&all[*place])).collect::<Vec<_>>()
    };
    let of_kind = |kind| places(&|one| one.kind == kind && here.contains(&one.seat));
    let key = |key: &str| all.iter().position(|one| one.key == key);
    let offices = if seat.is_ward() {
        places(&|one| one.kind == OrganizationKind::ProvincialAgency && one.span.from.is_none())
    } else {
        of_kind(OrganizationKind::DistrictAgency)
    };
    Employers {
        offices,
        health: of_kind(OrganizationKind::Health),
        upper_schools: places(&|one| here.contains(&one.seat) && one.name.starts_with("Trường THPT")),
        enterprises: of_kind(OrganizationKind::Enterprise),
        college: key(COLLEGE),
        ..Employers::default()
    }
}

/// `Xã Ngọc Đào` as it stands inside a name: `xã Ngọc Đào`.
fn in_a_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

const ENTERPRISE_KINDS: [&str; 4] = ["Công ty TNHH", "Công ty cổ phần", "Hợp tác xã", "Doanh nghiệp tư nhân"];
