//! Agencies, schools and enterprises, each with its days and with what it became.
//!
//! The agencies of the province are real, because the plan names them and because their mergers of 2025 must
//! work; their dates are as generally known and were not checked against the resolutions. Schools and
//! offices of communes carry plain names made from the unit. Enterprises are invented and say so in
//! their names.

mod agencies;
mod local;
mod staff;

use sohoc_rules::ids::UnitId;
use sohoc_rules::time::{Date, Span};

pub use staff::Employers;

use crate::territory::InventedCommune;

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganizationKind {
    /// A department or office of the province.
    ProvincialAgency,
    /// An office of a district, until 30 June 2025.
    DistrictAgency,
    /// A People's Committee of a commune.
    CommuneCommittee,
    /// A school of any level.
    School,
    /// A hospital or medical centre.
    Health,
    /// An enterprise or cooperative.
    Enterprise,
}

/// An organisation during its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventedOrganization {
    /// Stable and unique in every sample: `ubnd-01372`, `so-tai-chinh`.
    pub key: String,
    /// Its full name.
    pub name: String,
    /// What it is.
    pub kind: OrganizationKind,
    /// The commune where it stands, in force on its first day (or, for an open start, on 30 June 2025).
    pub seat: UnitId,
    /// The days on which it exists.
    pub span: Span,
    /// The place of what took it over the day after its last. Some merge into an older one.
    pub successor: Option<usize>,
}

/// All organisations and who works where.
#[derive(Clone, Debug)]
pub struct Organizations {
    all: Vec<InventedOrganization>,
    /// By the place of the commune.
    employers: Vec<Employers>,
}

impl Organizations {
    pub(crate) fn invent(seed: u64, communes: &[InventedCommune]) -> Self {
        let mut all = agencies::invent(communes);
        let employers = local::invent(seed, communes, &mut all);
        Self { all, employers }
    }

    /// All of them, of all dates.
    #[must_use]
    pub fn all(&self) -> &[InventedOrganization] {
        &self.all
    }

    /// What an organisation has become by a day: itself while it exists, else what took it over.
    ///
    /// # Panics
    /// When there is no such organisation.
    #[must_use]
    pub fn on(&self, organization: usize, day: Date) -> usize {
        let mut place = organization;
        while let (Some(last), Some(next)) = (self.all[place].span.to, self.all[place].successor) {
            if day <= last {
                break;
            }
            place = next;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;
    use crate::Sample;

    #[test]
    fn about_nine_hundred_organisations_have_a_key_each() {
        let sample = Sample::new(677, 1).expect("a sample");
        let all = sample.organizations().all();
        assert!((850..=950).contains(&all.len()), "{}", all.len());
        assert_eq!(all.iter().map(|one| &one.key).collect::<BTreeSet<_>>().len(), all.len());
        let on = |day: Date| all.iter().filter(move |one| one.span.holds(day)).count();
        assert!(on(date(2025, 6, 30)) > on(date(2025, 7, 1)) + 100);
    }

    #[test]
    fn whatever_ends_is_taken_over_the_day_after() {
        let sample = Sample::new(677, 1).expect("a sample");
        let all = sample.organizations().all();
        for (place, one) in all.iter().enumerate() {
            let Some(last) = one.span.to else {
                assert_eq!(one.successor, None, "{}", one.name);
                continue;
            };
            let next = last.tomorrow().expect("a day");
            let successor = sample.organizations().on(place, next);
            assert_ne!(successor, place, "{}", one.name);
            assert!(all[successor].span.holds(next), "{} to {}", one.name, all[successor].name);
            assert_eq!(sample.organizations().on(place, last), place);
        }
    }

    #[test]
    fn the_digital_department_went_to_science_and_technology() {
        let sample = Sample::new(677, 1).expect("a sample");
        let all = sample.organizations().all();
        let old = all.iter().position(|one| one.name == "Sở Thông tin và Truyền thông").expect("is there");
        let new = sample.organizations().on(old, date(2026, 1, 1));
        assert_eq!(all[new].name, "Sở Khoa học và Công nghệ");
    }
}
