//! Personal numbers that no real person can have.

use sohoc_rules::people::Sex;

/// Twelve digits that begin with 000, a province that does not exist, and otherwise agree with century, sex
/// and birth year. The last six are a shuffled index, so that two people of a sample never share one.
pub(super) fn invent(seed: u64, index: u32, sex: Sex, birth_year: i16) -> String {
    let sex = match sex {
        Sex::Male => 0,
        Sex::Female => 1,
    };
    let century = (birth_year / 100 - 19) * 2 + sex;
    let last = (u64::from(index) * STEP + seed % END) % END;
    format!("000{century}{:02}{last:06}", birth_year % 100)
}

const END: u64 = 1_000_000;

/// Has no factor in common with [`END`], so that a million steps meet a million numbers.
const STEP: u64 = 618_033;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn century_sex_and_year_stand_in_their_digits() {
        assert!(invent(1, 5, Sex::Male, 1956).starts_with("000056"));
        assert!(invent(1, 5, Sex::Female, 1956).starts_with("000156"));
        assert!(invent(1, 5, Sex::Male, 2007).starts_with("000207"));
        assert!(invent(1, 5, Sex::Female, 2000).starts_with("000300"));
        assert_eq!(invent(u64::MAX, 999_999, Sex::Female, 2000).len(), 12);
    }

    #[test]
    fn a_million_people_of_one_year_and_sex_have_a_million_numbers() {
        let number = |index| invent(677, index, Sex::Male, 1980).parse::<u64>().expect("digits");
        let numbers: BTreeSet<u64> = (0..1_000_000).map(number).collect();
        assert_eq!(numbers.len(), 1_000_000);
    }
}
