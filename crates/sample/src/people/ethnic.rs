//! The peoples of the province and how common they are.

use std::collections::BTreeMap;

use sohoc_data::people::ETHNIC_GROUPS;

use crate::SampleError;
use crate::weighted::hundredths;

/// A people with names of its own in `data/people/names.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ethnic {
    /// Tày.
    Tay,
    /// Nùng.
    Nung,
    /// Mông.
    Mong,
    /// Dao.
    Dao,
    /// Kinh.
    Kinh,
    /// Sán Chỉ.
    SanChi,
    /// Lô Lô.
    LoLo,
    /// Any other; one small people, the Hoa, stands for all of them.
    Other,
}

impl Ethnic {
    /// All, the commonest first.
    pub const ALL: [Self; 8] =
        [Self::Tay, Self::Nung, Self::Mong, Self::Dao, Self::Kinh, Self::SanChi, Self::LoLo, Self::Other];

    /// As it stands on papers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tay => "Tày",
            Self::Nung => "Nùng",
            Self::Mong => "Mông",
            Self::Dao => "Dao",
            Self::Kinh => "Kinh",
            Self::SanChi => "Sán Chỉ",
            Self::LoLo => "Lô Lô",
            Self::Other => "Hoa",
        }
    }

    /// The place in [`Ethnic::ALL`].
    pub(crate) const fn place(self) -> usize {
        match self {
            Self::Tay => 0,
            Self::Nung => 1,
            Self::Mong => 2,
            Self::Dao => 3,
            Self::Kinh => 4,
            Self::SanChi => 5,
            Self::LoLo => 6,
            Self::Other => 7,
        }
    }

    /// From the name in a file of `data/people`, where the rest is called `khác`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text || (*one == Self::Other && text == "khác"))
    }
}

/// Shares of the peoples in the province, in hundredths of a percent.
pub(crate) fn shares() -> Result<BTreeMap<Ethnic, u32>, SampleError> {
    let mut shares = BTreeMap::new();
    for (place, row) in ETHNIC_GROUPS.lines().enumerate().skip(1) {
        let mut cells = row.split(',');
        let ethnic = cells.next().and_then(Ethnic::read);
        let share = cells.next().and_then(hundredths);
        let (Some(ethnic), Some(share)) = (ethnic, share) else {
            let reason = "needs a known people and its share in percent".to_owned();
            return Err(SampleError::Data { file: "people/ethnic-groups.csv", line: place + 1, reason });
        };
        shares.insert(ethnic, share);
    }
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use sohoc_rules::people::EthnicGroup;

    use super::*;

    #[test]
    fn every_people_has_a_share_and_a_name_the_law_accepts() {
        let shares = shares().expect("the file is right");
        for (place, ethnic) in Ethnic::ALL.into_iter().enumerate() {
            assert!(shares[&ethnic] > 0, "{ethnic:?}");
            assert_eq!(ethnic.place(), place);
            let group = EthnicGroup::new(ethnic.name()).expect("a name of a people");
            assert_eq!(group.as_str(), ethnic.name());
        }
        assert!((9_900..=10_050).contains(&shares.values().sum::<u32>()));
    }
}
