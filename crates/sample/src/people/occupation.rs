//! What people live on, and which form of each criteria set they fill in.

use super::person::Circumstances;
use crate::chance::Chance;
use crate::weighted::of_a_thousand;

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Occupation {
    /// Fields, forest, cattle.
    Farmer,
    /// A trade, a stall, day labour.
    Labourer,
    /// A worker of an enterprise.
    Worker,
    /// An official of an agency.
    Official,
    /// A teacher.
    Teacher,
    /// A doctor, nurse or midwife.
    HealthWorker,
    /// Owner or manager of an enterprise.
    Manager,
    /// Pensioner.
    Retired,
    /// Pupil of the upper secondary school.
    Pupil,
    /// Student or trainee.
    Student,
}

/// The groups that pass rates are reported by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Farmers and who else lives in the commune.
    Countryfolk,
    /// Workers and free labourers.
    Workers,
    /// Officials, teachers, health workers, managers.
    Staff,
    /// Pupils and students.
    Learners,
}

impl Occupation {
    /// All.
    pub const ALL: [Self; 10] = [
        Self::Farmer,
        Self::Labourer,
        Self::Worker,
        Self::Official,
        Self::Teacher,
        Self::HealthWorker,
        Self::Manager,
        Self::Retired,
        Self::Pupil,
        Self::Student,
    ];

    /// As people write it in a list.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Farmer => "Nông dân",
            Self::Labourer => "Lao động tự do",
            Self::Worker => "Công nhân",
            Self::Official => "Cán bộ, công chức",
            Self::Teacher => "Giáo viên",
            Self::HealthWorker => "Viên chức y tế",
            Self::Manager => "Doanh nhân",
            Self::Retired => "Hưu trí",
            Self::Pupil => "Học sinh",
            Self::Student => "Sinh viên",
        }
    }

    /// The group it is reported with.
    #[must_use]
    pub const fn group(self) -> Group {
        match self {
            Self::Farmer | Self::Retired => Group::Countryfolk,
            Self::Labourer | Self::Worker => Group::Workers,
            Self::Official | Self::Teacher | Self::HealthWorker | Self::Manager => Group::Staff,
            Self::Pupil | Self::Student => Group::Learners,
        }
    }

    pub(super) fn draw(of: Circumstances, chance: &mut Chance) -> Self {
        let table = if of.town { town(of.age) } else { country(of.age) };
        of_a_thousand(table, chance).unwrap_or(Self::Farmer)
    }
}

impl Group {
    /// All, in the order of the forms.
    pub const ALL: [Self; 4] = [Self::Countryfolk, Self::Workers, Self::Staff, Self::Learners];

    /// The form of this group in a criteria set of `data/criteria`. `None` when the set has none: that of
    /// 2022 leaves learners out.
    #[must_use]
    pub fn form(self, set: &str) -> Option<&'static str> {
        match (set, self) {
            ("qd-244-2022", Self::Countryfolk) => Some("nong-dan-va-lao-dong-nong-thon"),
            ("qd-244-2022", Self::Workers) => Some("cong-nhan-va-lao-dong-tu-do"),
            ("qd-244-2022", Self::Staff) => Some("can-bo-cong-chuc-vien-chuc"),
            ("qd-324-2023", Self::Countryfolk) => Some("nguoi-dan-trong-xa"),
            ("qd-324-2023", Self::Workers) => Some("nguoi-lao-dong"),
            ("qd-324-2023", Self::Staff) => Some("can-bo-cong-nhan-vien-doanh-nhan"),
            ("qd-324-2023", Self::Learners) => Some("hoc-sinh-sinh-vien-hoc-vien"),
            _ => None,
        }
    }
}

type Table = &'static [(Occupation, u32)];

/// In a thousand at each age; the rest farms.
const fn country(age: i32) -> Table {
    use Occupation::{HealthWorker, Labourer, Manager, Official, Pupil, Retired, Student, Teacher, Worker};
    match age {
        ..18 => &[(Pupil, 820)],
        18..23 => &[(Student, 150), (Labourer, 140), (Worker, 70)],
        23..61 => {
            &[(Teacher, 51), (Official, 34), (HealthWorker, 12), (Worker, 22), (Manager, 4), (Labourer, 120)]
        }
        61.. => &[(Retired, 50)],
    }
}

const fn town(age: i32) -> Table {
    use Occupation::{HealthWorker, Labourer, Manager, Official, Pupil, Retired, Student, Teacher, Worker};
    match age {
        ..18 => &[(Pupil, 930)],
        18..23 => &[(Student, 330), (Labourer, 240), (Worker, 120)],
        23..61 => &[
            (Teacher, 95),
            (Official, 135),
            (HealthWorker, 45),
            (Worker, 130),
            (Manager, 35),
            (Labourer, 330),
        ],
        61.. => &[(Retired, 300), (Labourer, 120)],
    }
}

#[cfg(test)]
mod tests {
    use sohoc_data::criteria;
    use sohoc_rules::criteria::read;

    use super::*;

    #[test]
    fn every_form_of_both_sets_has_its_group_and_the_newer_replaces_the_older() {
        for (file, text) in criteria::ALL {
            let set = read(file, text).expect("the file is right");
            let forms: Vec<&str> = Group::ALL.into_iter().filter_map(|group| group.form(&set.code)).collect();
            let real: Vec<&str> = set.forms.iter().map(|form| form.code.as_str()).collect();
            assert_eq!(forms, real, "{file}");
            for group in Group::ALL {
                if let Some(old) = group.form("qd-244-2022") {
                    let kept = set.successor_form(old).map(|form| form.code.as_str());
                    assert_eq!(kept, group.form(&set.code), "{file} {group:?}");
                }
            }
        }
    }

    #[test]
    fn no_table_gives_more_than_all() {
        for age in 15..96 {
            for table in [country(age), town(age)] {
                assert!(table.iter().map(|(_, permille)| permille).sum::<u32>() <= 1_000, "{age}");
            }
        }
    }
}
