//! Birth dates as registers hold them: many of the old know the year alone.

use sohoc_rules::people::BirthDate;

use super::population::LIST_DAY;
use crate::chance::Chance;

/// A birth date of somebody who is `age` years old on [`LIST_DAY`].
pub(super) fn invent(age: i32, chance: &mut Chance) -> BirthDate {
    // Whoever was born in a year has had the birthday before the next 1 January.
    let year = i16::try_from(i32::from(LIST_DAY.year()) - 1 - age).unwrap_or(BirthDate::EARLIEST_YEAR);
    let month = chance.below(12);
    let day = 1 + chance.below(u32::from(DAYS[month as usize]));
    let drawn = chance.below(1_000);
    let (year_alone, year_and_month, first_of_january) = habit(age);
    let (month, day) = if drawn < year_alone {
        (None, None)
    } else if drawn < year_alone + year_and_month {
        (Some(month + 1), None)
    } else if drawn < year_alone + year_and_month + first_of_january {
        (Some(1), Some(1))
    } else {
        (Some(month + 1), Some(day))
    };
    let small = |part: Option<u32>| part.and_then(|part| i8::try_from(part).ok());
    BirthDate::new(year, small(month), small(day), LIST_DAY)
        .expect("ages of 15 to 95 lie after 1900 and DAYS holds days that every year has")
}

/// In a thousand: the year alone, the year and the month, and 1 January because nobody knew better.
const fn habit(age: i32) -> (u32, u32, u32) {
    match age {
        ..50 => (0, 0, 4),
        50..60 => (30, 10, 40),
        60..75 => (180, 20, 60),
        75.. => (430, 20, 60),
    }
}

/// Days of the months in a common year.
const DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
