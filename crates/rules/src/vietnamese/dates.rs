//! Dates as administrative documents write them.
//!
//! Article 8 and annex I of Nghị định 30/2020/NĐ-CP: day, month and year in Arabic digits; days below
//! ten and the months January and February get a leading zero.

use super::numbers::{ZeroTens, number_in_words};
use crate::time::Date;

/// The date under the letterhead: `ngày 05 tháng 02 năm 2026`, `ngày 15 tháng 3 năm 2026`.
#[must_use]
pub fn document_date(day: Date) -> String {
    // The decree pads only the months that a stroke of the pen could turn into 11 and 12.
    let month = if day.month() <= 2 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// The date in tables and lists: `05/02/2026`.
#[must_use]
pub fn short_date(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// The date in words, as minutes open: `ngày mùng năm tháng hai năm hai nghìn không trăm hai mươi sáu`.
#[must_use]
pub fn date_in_words(day: Date) -> String {
    let words = |number: i64| number_in_words(number, ZeroTens::Linh);
    let first_days = if day.day() <= 10 { "mùng " } else { "" };
    // The fourth month has a name of its own.
    let month = if day.month() == 4 { "tư".to_owned() } else { words(day.month().into()) };
    format!("ngày {first_days}{} tháng {month} năm {}", words(day.day().into()), words(day.year().into()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn small_days_and_the_first_two_months_get_a_zero() {
        for (day, text) in [
            (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
            (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
            (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
            (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
        ] {
            assert_eq!(document_date(day), text);
        }
        assert_eq!(short_date(date(2026, 3, 9)), "09/03/2026");
    }

    #[test]
    fn a_date_is_read_aloud() {
        assert_eq!(
            date_in_words(date(2026, 2, 5)),
            "ngày mùng năm tháng hai năm hai nghìn không trăm hai mươi sáu"
        );
        assert_eq!(
            date_in_words(date(2021, 4, 15)),
            "ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi mốt"
        );
    }
}
