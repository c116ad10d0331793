//! Lists of administrative units, above all of hamlets: code, name, parent, days in force.

use std::borrow::Cow;

use sohoc_rules::time::Date;

use super::cell::Cell;
use super::checks::Checks;
use super::dates::{DateRules, day};
use super::people::HAMLET_WORDS;
use super::problem::{CellProblem, Trouble};
use super::rows::Row;
use super::schema::{Column, Field, Schema, Section};

/// The columns of a list of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is told by its title and names in the table below")]
pub enum UnitField {
    Code,
    Name,
    Kind,
    ParentCode,
    Parent,
    ValidFrom,
    ValidTo,
    AreaClass,
    Note,
}

impl Field for UnitField {
    fn position(self) -> usize {
        self as usize
    }
}

/// A list of units.
pub const SCHEMA: Schema = Schema {
    kind: "units",
    columns: COLUMNS,
    identifying: &[&[UnitField::Name as usize]],
    split_name: None,
    sections: &[Section { words: &["xã", "phường", "thị trấn"], column: UnitField::Parent as usize }],
    labels: &[UnitField::Name as usize],
};

const COLUMNS: &[Column] = &[
    Column {
        title: "Mã đơn vị",
        names: &["mã", "mã số", "mã đvhc", "mã đơn vị hành chính", "mã xóm", "mã xã", "mã số đơn vị", "code"],
    },
    Column {
        title: "Tên đơn vị",
        names: &[
            "tên",
            "tên đvhc",
            "tên đơn vị hành chính",
            "tên xóm",
            "xóm",
            "xóm/tổ dân phố",
            "xóm, tổ dân phố",
            "thôn",
            "bản",
            "tên xóm/tổ dân phố",
            "tên xóm, tổ dân phố",
            "tổ dân phố",
            "thôn/bản",
            "đơn vị",
            "name",
        ],
    },
    Column { title: "Loại", names: &["cấp", "loại đơn vị", "loại hình", "kind", "level"] },
    Column {
        title: "Mã đơn vị cấp trên",
        names: &[
            "mã cấp trên",
            "mã xã, phường",
            "mã đơn vị cha",
            "thuộc mã",
            "parent",
            "parent_code",
            "parent code",
        ],
    },
    Column {
        title: "Đơn vị cấp trên",
        names: &[
            "xã",
            "phường",
            "xã/phường",
            "xã, phường",
            "xã/phường/thị trấn",
            "thuộc",
            "thuộc xã",
            "trực thuộc",
            "cấp trên",
            "tên xã",
        ],
    },
    Column {
        title: "Từ ngày",
        names: &["ngày hiệu lực", "hiệu lực từ", "có hiệu lực từ", "từ", "valid_from", "valid from"],
    },
    Column {
        title: "Đến ngày",
        names: &["ngày hết hiệu lực", "hiệu lực đến", "đến", "valid_to", "valid to"],
    },
    Column {
        title: "Phân loại vùng",
        names: &[
            "khu vực",
            "vùng",
            "diện đặc biệt khó khăn",
            "đặc biệt khó khăn",
            "đbkk",
            "area_class",
            "area class",
        ],
    },
    Column { title: "Ghi chú", names: &["note"] },
];

/// A readable row of a list of units.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitRow<'a> {
    /// The number that the person sees beside the row.
    pub line: u32,
    /// The official code, when given.
    pub code: Option<Cow<'a, str>>,
    /// The name with its kind, as written.
    pub name: Cow<'a, str>,
    /// The kind as written, or the word with which the name begins.
    pub kind: Option<Cow<'a, str>>,
    /// Code of the unit above.
    pub parent_code: Option<Cow<'a, str>>,
    /// Name of the unit above, or the section row.
    pub parent: Option<Cow<'a, str>>,
    /// First day in force.
    pub valid_from: Option<Date>,
    /// Last day in force.
    pub valid_to: Option<Date>,
    /// The class of the area as written.
    pub area_class: Option<Cow<'a, str>>,
    /// Remarks.
    pub note: Option<Cow<'a, str>>,
}

/// Reads a row, with every check that needs the row alone.
///
/// # Errors
/// All problems of the row at once.
pub fn read<'a>(row: &Row<'a>, rules: &DateRules) -> Result<UnitRow<'a>, Vec<CellProblem>> {
    let mut checks = Checks::of(row, &SCHEMA);
    let name = checks.needed(UnitField::Name);
    let code = code_in(row, UnitField::Code, &mut checks);
    let parent_code = code_in(row, UnitField::ParentCode, &mut checks);
    let kind = checks.text(UnitField::Kind).or_else(|| name.as_deref().and_then(kind_of).map(Cow::Borrowed));
    let unit = name.map(|name| UnitRow {
        line: row.line(),
        code,
        name,
        kind,
        parent_code,
        parent: checks.text(UnitField::Parent),
        valid_from: checks.take(UnitField::ValidFrom, day(row.cell(UnitField::ValidFrom), rules)),
        valid_to: checks.take(UnitField::ValidTo, day(row.cell(UnitField::ValidTo), rules)),
        area_class: checks.text(UnitField::AreaClass),
        note: checks.text(UnitField::Note),
    });
    checks.finish(unit)
}

/// Codes have 2 (province), 3 (district) or 5 digits (commune); one digit or four are a code that lost its
/// zero to a number format.
fn code_in<'a>(row: &Row<'a>, field: UnitField, checks: &mut Checks<'_, 'a>) -> Option<Cow<'a, str>> {
    let text = checks.text(field)?;
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let lost = digits
        && (matches!(text.len(), 1 | 4) || (matches!(row.cell(field), Cell::Number(_)) && text.len() < 5));
    if lost {
        checks.note(field, Trouble::LostLeadingZeros { digits: text.len() });
        return None;
    }
    Some(text)
}

fn kind_of(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    ["tỉnh", "huyện", "thành phố", "xã", "phường", "thị trấn"]
        .iter()
        .chain(HAMLET_WORDS)
        .find(|word| name.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ')))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_column_and_no_name_stands_for_two() {
        assert_eq!(COLUMNS.len(), UnitField::Note.position() + 1);
        assert_eq!(COLUMNS[UnitField::Parent.position()].title, "Đơn vị cấp trên");
        super::super::schema::assert_names_are_unique(&SCHEMA);
    }

    #[test]
    fn the_first_word_of_a_name_tells_the_kind() {
        assert_eq!(kind_of("Tổ dân phố 5"), Some("tổ dân phố"));
        assert_eq!(kind_of("Xóm Nà Mạ"), Some("xóm"));
        assert_eq!(kind_of("Nà Mạ"), None);
    }
}
