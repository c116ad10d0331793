//! What is wrong with a cell, in two languages: English for programs and logs, Vietnamese for the workbook
//! that goes back to whoever sent the list.

use std::fmt;

use super::rows::Row;
use super::schema::Field;

/// A cell that cannot be taken as it is: where it stands, what is wrong, what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct CellProblem {
    /// The number that the person sees beside the row.
    pub line: u32,
    /// Column of the file counted from 0; `None` when the list has no such column.
    pub column: Option<usize>,
    /// Heading of the column, or the name that was looked for.
    pub heading: String,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What can be wrong with a cell. Personal numbers are never repeated in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// A value is needed and there is none.
    Missing,
    /// A formula failed, or the cell shows a time.
    Fault(&'static str),
    /// A character that the file lost.
    BrokenText,
    /// Fewer digits than a personal number has, as when a program took it for a quantity.
    LostLeadingZeros {
        /// Digits that are left.
        digits: usize,
    },
    /// Shown as `4.06E+10`: the last digits are gone.
    ScientificNotation,
    /// Not 12 digits, and not explained by lost zeros.
    NumberLength {
        /// Digits there are.
        digits: usize,
    },
    /// Letters or signs in a number.
    NotDigits,
    /// No way of writing a date.
    DateUnreadable(String),
    /// Such as 31/02/1975.
    NoSuchDay(String),
    /// The month is above 12 and the day is not: written the American way.
    DayAndMonthSwapped(String),
    /// Before 1900.
    TooEarly(i16),
    /// After the day of the import.
    InFuture(String),
    /// A year that the workbook shows as a day of 1905.
    YearShownAsDate(i16),
    /// Two columns for men and women are both filled or both empty.
    BothOrNeither,
    /// Not a sex.
    SexUnreadable(String),
    /// Not a name.
    NameRefused(String),
    /// Not the name of an ethnic group.
    EthnicGroupRefused(String),
    /// Not a whole number.
    NotWhole(String),
    /// A score that the workbook turned into a day.
    DayInsteadOfScore(String),
    /// Outside 0 to the highest score.
    OutOfRange {
        /// The value.
        value: String,
        /// Lowest allowed.
        least: i64,
        /// Highest allowed.
        most: i64,
    },
    /// The total is not the sum of the scores.
    TotalDiffers {
        /// As written.
        written: i64,
        /// As added up.
        sum: i64,
    },
    /// Neither yes nor no.
    MarkUnreadable(String),
    /// The same entry stands further up.
    Duplicate {
        /// Its row.
        line: u32,
    },
}

impl CellProblem {
    /// A problem with the cell of a field.
    #[must_use]
    pub fn at(row: &Row<'_>, field: impl Field, title: &str, trouble: Trouble) -> Self {
        let column = row.column(field);
        let heading =
            column.map(|column| row.heading(column)).filter(|name| !name.is_empty()).unwrap_or(title);
        Self { line: row.line(), column, heading: heading.to_owned(), trouble }
    }

    /// What is wrong and what to do, for the person who made the list.
    #[must_use]
    pub fn in_vietnamese(&self) -> String {
        let (what, remedy) = self.trouble.in_vietnamese();
        match self.column {
            Some(column) => format!("Cột {} ({}): {what}; {remedy}.", letters(column), self.heading),
            None => format!("{}: {what}; {remedy}.", self.heading),
        }
    }
}

impl fmt::Display for CellProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, remedy) = self.trouble.in_english();
        match self.column {
            Some(column) => {
                write!(
                    f,
                    "row {}, column {} ({}): {what}; {remedy}",
                    self.line,
                    letters(column),
                    self.heading
                )
            }
            None => write!(f, "row {} ({}): {what}; {remedy}", self.line, self.heading),
        }
    }
}

impl Trouble {
    /// Stable name, for counting and translating.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "tables.missing",
            Self::Fault(_) => "tables.fault",
            Self::BrokenText => "tables.broken_text",
            Self::LostLeadingZeros { .. } => "tables.number.lost_leading_zeros",
            Self::ScientificNotation => "tables.number.scientific_notation",
            Self::NumberLength { .. } => "tables.number.length",
            Self::NotDigits => "tables.number.not_digits",
            Self::DateUnreadable(_) => "tables.date.unreadable",
            Self::NoSuchDay(_) => "tables.date.no_such_day",
            Self::DayAndMonthSwapped(_) => "tables.date.day_and_month_swapped",
            Self::TooEarly(_) => "tables.date.too_early",
            Self::InFuture(_) => "tables.date.in_future",
            Self::YearShownAsDate(_) => "tables.date.year_shown_as_date",
            Self::BothOrNeither => "tables.sex.both_or_neither",
            Self::SexUnreadable(_) => "tables.sex.unreadable",
            Self::NameRefused(_) => "tables.name.refused",
            Self::EthnicGroupRefused(_) => "tables.ethnic_group.refused",
            Self::NotWhole(_) => "tables.score.not_whole",
            Self::DayInsteadOfScore(_) => "tables.score.day",
            Self::OutOfRange { .. } => "tables.out_of_range",
            Self::TotalDiffers { .. } => "tables.score.total_differs",
            Self::MarkUnreadable(_) => "tables.mark.unreadable",
            Self::Duplicate { .. } => "tables.duplicate",
        }
    }

    fn in_english(&self) -> (String, &'static str) {
        match self {
            Self::Missing => ("nothing there".into(), "fill it in"),
            Self::Fault(shown) => (format!("it shows {shown}"), "type the value itself"),
            Self::BrokenText => ("letters were lost".into(), "type the text anew"),
            Self::LostLeadingZeros { digits } => (
                format!("{digits} digits: the zeros in front were lost to a number format"),
                "format the column as text and type the number as on the card",
            ),
            Self::ScientificNotation => (
                "the number is shown with E+, its last digits are gone".into(),
                "format the column as text and type the number as on the card",
            ),
            Self::NumberLength { digits } => {
                (format!("{digits} digits instead of 12"), "check it against the card or leave it empty")
            }
            Self::NotDigits => {
                ("a letter or sign in a number".into(), "check it against the card or leave it empty")
            }
            Self::DateUnreadable(text) => {
                (format!("cannot read {text:?} as a date"), "write day/month/year or only the year")
            }
            Self::NoSuchDay(text) => (format!("{text} is no day of the calendar"), "check day and month"),
            Self::DayAndMonthSwapped(text) => {
                (format!("in {text} the month is above 12"), "write the day first, then the month")
            }
            Self::TooEarly(year) => (format!("the year {year} is before 1900"), "check the year"),
            Self::InFuture(text) => (format!("{text} is in the future"), "check the date"),
            Self::YearShownAsDate(year) => (
                format!("a year formatted as a date (a day in {year})"),
                "format the cell as a number and type the year",
            ),
            Self::BothOrNeither => (
                "both columns, for men and for women, are filled or both are empty".into(),
                "fill exactly one",
            ),
            Self::SexUnreadable(text) => (format!("cannot read {text:?} as a sex"), "write Nam or Nữ"),
            Self::NameRefused(why) => (why.clone(), "write the name as on the card"),
            Self::EthnicGroupRefused(text) => {
                (format!("{text:?} is no ethnic group"), "write its name or leave it empty")
            }
            Self::NotWhole(text) => (format!("{text} is no whole number"), "enter a whole number"),
            Self::DayInsteadOfScore(text) => (
                format!("the program turned it into the day {text}"),
                "format the column as a number and type the score",
            ),
            Self::OutOfRange { value, least, most } => {
                (format!("{value} is outside {least} to {most}"), "correct it")
            }
            Self::TotalDiffers { written, sum } => (
                format!("the total says {written}, the scores add up to {sum}"),
                "correct the scores or the total",
            ),
            Self::MarkUnreadable(text) => {
                (format!("{text:?} is neither yes nor no"), "write x or leave it empty")
            }
            Self::Duplicate { line } => {
                (format!("the same entry stands in row {line}"), "keep one of the two")
            }
        }
    }

    fn in_vietnamese(&self) -> (String, &'static str) {
        match self {
            Self::Missing => ("chưa ghi".into(), "hãy điền vào"),
            Self::Fault(shown) => (format!("ô đang hiện {shown}"), "hãy gõ trực tiếp giá trị"),
            Self::BrokenText => ("chữ bị lỗi phông".into(), "hãy gõ lại"),
            Self::LostLeadingZeros { digits } => (
                format!("chỉ còn {digits} chữ số vì mất số 0 ở đầu"),
                "định dạng cột là văn bản (Text) rồi gõ lại như trên thẻ",
            ),
            Self::ScientificNotation => (
                "số bị hiện dạng E+, mất các chữ số cuối".into(),
                "định dạng cột là văn bản (Text) rồi gõ lại như trên thẻ",
            ),
            Self::NumberLength { digits } => {
                (format!("có {digits} chữ số, phải đủ 12"), "kiểm tra lại với thẻ hoặc để trống")
            }
            Self::NotDigits => ("có chữ hoặc dấu trong dãy số".into(), "kiểm tra lại với thẻ hoặc để trống"),
            Self::DateUnreadable(text) => {
                (format!("không đọc được ngày “{text}”"), "ghi ngày/tháng/năm hoặc chỉ ghi năm")
            }
            Self::NoSuchDay(text) => (format!("không có ngày {text}"), "kiểm tra lại ngày và tháng"),
            Self::DayAndMonthSwapped(text) => {
                (format!("{text} có tháng lớn hơn 12"), "ghi ngày trước, tháng sau")
            }
            Self::TooEarly(year) => (format!("năm {year} trước năm 1900"), "kiểm tra lại năm"),
            Self::InFuture(text) => (format!("{text} còn ở tương lai"), "kiểm tra lại ngày"),
            Self::YearShownAsDate(year) => {
                (format!("năm sinh bị định dạng thành ngày (năm {year})"), "định dạng ô là số rồi gõ lại năm")
            }
            Self::BothOrNeither => {
                ("cột Nam và cột Nữ cùng ghi hoặc cùng bỏ trống".into(), "chỉ ghi một cột")
            }
            Self::SexUnreadable(text) => (format!("không hiểu giới tính “{text}”"), "ghi Nam hoặc Nữ"),
            Self::NameRefused(_) => ("họ tên không hợp lệ".into(), "ghi họ tên như trên thẻ"),
            Self::EthnicGroupRefused(text) => {
                (format!("“{text}” không phải tên dân tộc"), "ghi lại hoặc để trống")
            }
            Self::NotWhole(text) => (format!("{text} không phải số nguyên"), "ghi số nguyên"),
            Self::DayInsteadOfScore(text) => {
                (format!("điểm bị đổi thành ngày {text}"), "định dạng cột là số rồi gõ lại điểm")
            }
            Self::OutOfRange { value, least, most } => {
                (format!("{value} nằm ngoài khoảng {least} đến {most}"), "sửa lại")
            }
            Self::TotalDiffers { written, sum } => {
                (format!("tổng ghi {written}, cộng các chỉ số được {sum}"), "sửa điểm hoặc sửa tổng")
            }
            Self::MarkUnreadable(text) => (format!("không hiểu “{text}”"), "đánh dấu x hoặc để trống"),
            Self::Duplicate { line } => (format!("trùng với dòng {line}"), "chỉ giữ lại một dòng"),
        }
    }
}

/// The letters by which a spreadsheet names a column: 0 is A, 26 is AA.
#[must_use]
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_the_program_names_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn a_problem_says_where_what_and_what_to_do() {
        let problem = CellProblem {
            line: 12,
            column: Some(4),
            heading: "Số CCCD".into(),
            trouble: Trouble::LostLeadingZeros { digits: 10 },
        };
        assert_eq!(
            problem.to_string(),
            "row 12, column E (Số CCCD): 10 digits: the zeros in front were lost to a number format; \
             format the column as text and type the number as on the card"
        );
        assert_eq!(
            problem.in_vietnamese(),
            "Cột E (Số CCCD): chỉ còn 10 chữ số vì mất số 0 ở đầu; định dạng cột là văn bản (Text) rồi gõ lại như trên thẻ."
        );
    }
}
