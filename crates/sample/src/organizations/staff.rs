//! Who works where.

use super::Organizations;
use crate::chance::Chance;
use crate::people::Occupation;

/// The employers within reach of a commune, by place in the list of all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Employers {
    /// The People's Committee of before the reorganisation.
    pub committee: usize,
    /// Schools of the commune.
    pub schools: Vec<usize>,
    /// Offices of the district; in the city those of the province.
    pub offices: Vec<usize>,
    /// Upper secondary schools of the district.
    pub upper_schools: Vec<usize>,
    /// The medical centre of the district and, in the city, the hospital.
    pub health: Vec<usize>,
    /// Enterprises of the commune or, where it has none, of the district.
    pub enterprises: Vec<usize>,
    /// Where students of the province study.
    pub college: Option<usize>,
}

impl Organizations {
    /// The employers within reach of a commune.
    ///
    /// # Panics
    /// When there is no such commune.
    #[must_use]
    pub fn employers(&self, commune: usize) -> &Employers {
        &self.employers[commune]
    }

    /// The employer or school of somebody of that occupation; `None` for those who work for themselves.
    pub(crate) fn employer(
        &self,
        occupation: Occupation,
        commune: usize,
        chance: &mut Chance,
    ) -> Option<usize> {
        let near = &self.employers[commune];
        let one_of = |places: &[usize], chance: &mut Chance| {
            if places.is_empty() { None } else { Some(*chance.pick(places)) }
        };
        match occupation {
            Occupation::Teacher => one_of(&near.schools, chance),
            Occupation::Official if chance.permille(550) => Some(near.committee),
            Occupation::Official => one_of(&near.offices, chance).or(Some(near.committee)),
            Occupation::HealthWorker => one_of(&near.health, chance),
            Occupation::Worker | Occupation::Manager => one_of(&near.enterprises, chance),
            Occupation::Pupil => one_of(&near.upper_schools, chance),
            // The others study in other provinces.
            Occupation::Student => near.college.filter(|_| chance.permille(400)),
            Occupation::Farmer | Occupation::Labourer | Occupation::Retired => None,
        }
    }
}
