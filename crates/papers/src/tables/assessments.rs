//! Lists of scores: ten indicators a person, the total, and sometimes the result.

use std::borrow::Cow;

use sohoc_rules::people::{BirthDate, PersonName, PersonalNumber};

use super::checks::Checks;
use super::dates::{DateRules, birth_date, whole, year};
use super::marks::mark;
use super::numbers::{IdentityNumber, identity_number, score};
use super::people::HAMLET_WORDS;
use super::problem::{CellProblem, Trouble};
use super::rows::Row;
use super::schema::{Column, Field, Schema, Section};

/// The columns of a list of scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is told by its title and names in the table below")]
pub enum AssessmentField {
    FullName,
    FamilyName,
    GivenName,
    Number,
    Birth,
    Hamlet,
    Commune,
    Organization,
    Group,
    Year,
    Total,
    Result,
    Note,
    /// The score of an indicator, counted from 0.
    Score(u8),
}

impl Field for AssessmentField {
    fn position(self) -> usize {
        match self {
            Self::FullName => 0,
            Self::FamilyName => 1,
            Self::GivenName => 2,
            Self::Number => 3,
            Self::Birth => 4,
            Self::Hamlet => 5,
            Self::Commune => 6,
            Self::Organization => 7,
            Self::Group => 8,
            Self::Year => 9,
            Self::Total => 10,
            Self::Result => 11,
            Self::Note => 12,
            Self::Score(indicator) => FIRST_SCORE + usize::from(indicator),
        }
    }
}

/// Indicators of a form (ten in both decisions, 244/QĐ-KHVN and 324/QĐ-KHVN).
pub const INDICATORS: usize = 10;
/// The highest score of an indicator in both decisions.
const HIGHEST_SCORE: i64 = 10;
const FIRST_SCORE: usize = 13;

/// A list of scores.
pub const SCHEMA: Schema = Schema {
    kind: "assessments",
    columns: COLUMNS,
    // Somebody, and at least the first and the last score.
    identifying: &[
        &[0, FIRST_SCORE, FIRST_SCORE + 9],
        &[2, FIRST_SCORE, FIRST_SCORE + 9],
        &[3, FIRST_SCORE, FIRST_SCORE + 9],
    ],
    split_name: Some([0, 1, 2]),
    sections: &[
        Section { words: &["xã", "phường", "thị trấn"], column: 6 },
        Section { words: HAMLET_WORDS, column: 5 },
    ],
    labels: &[0, 1],
};

/// The column of an indicator: its number in the form, and its number within its competence.
macro_rules! indicator {
    ($number:literal, $padded:literal, $clause:literal) => {
        Column {
            title: concat!("Chỉ số ", $number),
            names: &[
                concat!("cs", $number),
                concat!("cs ", $number),
                concat!("cs", $padded),
                concat!("s", $padded),
                concat!("s", $number),
                concat!("tiêu chí ", $number),
                concat!("tc", $number),
                concat!("điểm ", $number),
                concat!("điểm chỉ số ", $number),
                concat!("điểm các chỉ số ", $number),
                concat!("điểm từng chỉ số ", $number),
                concat!("các chỉ số ", $number),
                concat!("điểm tự chấm ", $number),
                concat!("điểm tự đánh giá ", $number),
                concat!("tự chấm ", $number),
                concat!("kết quả chấm điểm ", $number),
                concat!("số điểm ", $number),
                concat!("câu ", $number),
                $clause,
                concat!("chỉ số ", $clause),
                concat!("cs", $clause),
                concat!("điểm ", $clause),
            ],
        }
    };
}

const COLUMNS: &[Column] = &[
    Column {
        title: "Họ và tên",
        names: &[
            "họ tên",
            "họ và tên công dân",
            "họ tên công dân",
            "tên công dân",
            "công dân",
            "full_name",
            "full name",
        ],
    },
    Column {
        title: "Họ và chữ đệm", names: &["họ đệm", "họ và đệm", "họ và tên đệm", "họ"]
    },
    Column { title: "Tên", names: &["tên gọi"] },
    Column {
        title: "Số định danh cá nhân",
        names: &[
            "số cccd",
            "cccd",
            "số căn cước",
            "căn cước công dân",
            "số cmnd/cccd",
            "cmnd/cccd",
            "cccd/cmnd",
            "số cmnd",
            "mã định danh",
            "mã định danh cá nhân",
            "số định danh",
            "số đdcn",
            "citizen_id",
            "citizen id",
        ],
    },
    Column {
        title: "Ngày sinh",
        names: &[
            "ngày tháng năm sinh",
            "ngày, tháng, năm sinh",
            "năm sinh",
            "sinh năm",
            "birth_date",
            "birth date",
        ],
    },
    Column {
        title: "Xóm",
        names: &[
            "thôn",
            "bản",
            "tổ dân phố",
            "khu",
            "xóm/tổ dân phố",
            "thôn/bản",
            "xóm, tổ dân phố",
            "địa chỉ",
            "nơi cư trú",
            "hamlet",
        ],
    },
    Column {
        title: "Xã",
        names: &["phường", "xã/phường", "xã, phường", "xã/phường/thị trấn", "phường/xã", "commune"],
    },
    Column {
        title: "Đơn vị công tác",
        names: &["cơ quan", "cơ quan, đơn vị", "đơn vị", "nơi làm việc", "organization"],
    },
    Column { title: "Nhóm đối tượng", names: &["đối tượng", "nhóm", "mẫu phiếu", "group"] },
    Column {
        title: "Năm", names: &["năm đánh giá", "đợt", "đợt đánh giá", "kỳ đánh giá", "period", "year"]
    },
    Column {
        title: "Tổng điểm",
        names: &["tổng", "tổng cộng", "tổng số điểm", "cộng", "điểm tổng", "tổng điểm tự chấm", "total"],
    },
    Column {
        title: "Kết quả",
        names: &[
            "xếp loại",
            "kết luận",
            "đạt/không đạt",
            "kết quả đánh giá",
            "công nhận",
            "danh hiệu",
            "status",
            "result",
        ],
    },
    Column { title: "Ghi chú", names: &["minh chứng", "note"] },
    indicator!("1", "01", "1.1"),
    indicator!("2", "02", "1.2"),
    indicator!("3", "03", "1.3"),
    indicator!("4", "04", "1.4"),
    indicator!("5", "05", "2.1"),
    indicator!("6", "06", "2.2"),
    indicator!("7", "07", "2.3"),
    indicator!("8", "08", "2.4"),
    indicator!("9", "09", "3.1"),
    indicator!("10", "010", "3.2"),
];

/// A readable row of a list of scores.
#[derive(Clone, Debug, PartialEq)]
pub struct AssessmentRow<'a> {
    /// The number that the person sees beside the row.
    pub line: u32,
    /// The twelve digits, when given.
    pub number: Option<PersonalNumber>,
    /// The nine digits of an old identity card, when given instead.
    pub old_number: Option<String>,
    /// The name; may be missing when the number is there.
    pub name: Option<PersonName>,
    /// Day, month or only year of birth.
    pub birth: Option<BirthDate>,
    /// The hamlet as written, or the section row above.
    pub hamlet: Option<Cow<'a, str>>,
    /// The commune as written.
    pub commune: Option<Cow<'a, str>>,
    /// Where the person works or studies.
    pub organization: Option<Cow<'a, str>>,
    /// The group whose form was used.
    pub group: Option<Cow<'a, str>>,
    /// The year of the round.
    pub year: Option<i16>,
    /// The ten scores; `None` where nothing was answered.
    pub scores: [Option<i64>; INDICATORS],
    /// The sum of the scores given. The total in the file, when there is one, agrees with it.
    pub total: i64,
    /// The result as written.
    pub result: Option<Cow<'a, str>>,
    /// Whether the result says yes or no, when it says either.
    pub passed: Option<bool>,
    /// Remarks.
    pub note: Option<Cow<'a, str>>,
}

/// Reads a row, with every check that needs the row alone.
///
/// # Errors
/// All problems of the row at once.
pub fn read<'a>(row: &Row<'a>, rules: &DateRules) -> Result<AssessmentRow<'a>, Vec<CellProblem>> {
    let mut checks = Checks::of(row, &SCHEMA);
    let number = checks.take(AssessmentField::Number, identity_number(row.cell(AssessmentField::Number)));
    let (number, old_number) = match number {
        Some(IdentityNumber::Personal(number)) => (Some(number), None),
        Some(IdentityNumber::Old(number)) => (None, Some(number)),
        None => (None, None),
    };
    let name = name(row, &mut checks);
    if name.is_none() && number.is_none() && old_number.is_none() {
        checks.note(AssessmentField::FullName, Trouble::Missing);
    }
    let scores = scores(row, &mut checks);
    let total = total(row, &scores, &mut checks);
    let result = checks.text(AssessmentField::Result);
    let assessment = AssessmentRow {
        line: row.line(),
        number,
        old_number,
        name,
        birth: checks.take(AssessmentField::Birth, birth_date(row.cell(AssessmentField::Birth), rules)),
        hamlet: checks.text(AssessmentField::Hamlet),
        commune: checks.text(AssessmentField::Commune),
        organization: checks.text(AssessmentField::Organization),
        group: checks.text(AssessmentField::Group),
        year: checks.take(AssessmentField::Year, year(row.cell(AssessmentField::Year))),
        scores,
        total,
        passed: mark(row.cell(AssessmentField::Result)).ok().flatten(),
        result,
        note: checks.text(AssessmentField::Note),
    };
    checks.finish(Some(assessment))
}

fn name(row: &Row<'_>, checks: &mut Checks<'_, '_>) -> Option<PersonName> {
    let (field, text) = match checks.text(AssessmentField::FullName) {
        Some(text) => (AssessmentField::FullName, text),
        None => {
            row.column(AssessmentField::GivenName)?;
            let family = checks.text(AssessmentField::FamilyName).unwrap_or_default();
            let given = checks.text(AssessmentField::GivenName)?;
            (AssessmentField::GivenName, Cow::Owned(format!("{family} {given}")))
        }
    };
    let name = PersonName::new(&text).map_err(|fault| Trouble::NameRefused(fault.to_string()));
    checks.take(field, name.map(Some))
}

fn scores(row: &Row<'_>, checks: &mut Checks<'_, '_>) -> [Option<i64>; INDICATORS] {
    let mut scores = [None; INDICATORS];
    for (indicator, place) in (0u8..).zip(&mut scores) {
        let field = AssessmentField::Score(indicator);
        *place = checks.take(field, score(row.cell(field), HIGHEST_SCORE));
    }
    scores
}

/// A total that differs is a slip in one of the scores or in the total: only the sender can tell.
fn total(row: &Row<'_>, scores: &[Option<i64>], checks: &mut Checks<'_, '_>) -> i64 {
    let sum = scores.iter().flatten().sum();
    let cell = row.cell(AssessmentField::Total);
    match whole(cell) {
        Some(written) if written != sum => {
            checks.note(AssessmentField::Total, Trouble::TotalDiffers { written, sum });
        }
        None if !cell.is_blank() => checks.note(AssessmentField::Total, Trouble::NotWhole(cell.display())),
        Some(_) | None => {}
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_column_and_no_name_stands_for_two() {
        assert_eq!(COLUMNS.len(), FIRST_SCORE + INDICATORS);
        assert_eq!(COLUMNS[AssessmentField::Total.position()].title, "Tổng điểm");
        assert_eq!(COLUMNS[AssessmentField::Score(9).position()].title, "Chỉ số 10");
        super::super::schema::assert_names_are_unique(&SCHEMA);
    }
}
