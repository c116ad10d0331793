//! Lists of agencies, schools, enterprises and associations.

use std::borrow::Cow;

use sohoc_rules::time::Date;

use super::checks::Checks;
use super::dates::{DateRules, day};
use super::numbers::score;
use super::problem::CellProblem;
use super::rows::Row;
use super::schema::{Column, Field, Schema, Section};

/// The columns of a list of organisations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is told by its title and names in the table below")]
pub enum OrganizationField {
    Code,
    Name,
    Kind,
    Parent,
    Commune,
    Address,
    Head,
    Phone,
    Staff,
    ValidFrom,
    ValidTo,
    Note,
}

impl Field for OrganizationField {
    fn position(self) -> usize {
        self as usize
    }
}

/// A list of organisations.
pub const SCHEMA: Schema = Schema {
    kind: "organizations",
    columns: COLUMNS,
    identifying: &[&[OrganizationField::Name as usize]],
    split_name: None,
    sections: &[Section {
        words: &["xã", "phường", "thị trấn"],
        column: OrganizationField::Commune as usize,
    }],
    labels: &[OrganizationField::Name as usize],
};

const COLUMNS: &[Column] = &[
    Column {
        title: "Mã cơ quan",
        names: &["mã", "mã số", "mã đơn vị", "mã số thuế", "mst", "mã trường", "code"],
    },
    Column {
        title: "Tên cơ quan, đơn vị",
        names: &[
            "tên cơ quan",
            "tên đơn vị",
            "cơ quan, đơn vị",
            "cơ quan/đơn vị",
            "cơ quan",
            "đơn vị",
            "tên trường",
            "trường",
            "tên doanh nghiệp",
            "doanh nghiệp",
            "tên cơ quan/đơn vị",
            "tên",
            "tên cơ quan, đơn vị, doanh nghiệp",
            "name",
        ],
    },
    Column {
        title: "Loại hình",
        names: &["loại", "khối", "nhóm", "loại đơn vị", "loại hình đơn vị", "kind"],
    },
    Column {
        title: "Cơ quan cấp trên",
        names: &["cấp trên", "cơ quan chủ quản", "trực thuộc", "thuộc", "đơn vị chủ quản", "parent"],
    },
    Column {
        title: "Xã",
        names: &["phường", "xã/phường", "xã, phường", "địa bàn", "trên địa bàn xã", "commune"],
    },
    Column { title: "Địa chỉ", names: &["trụ sở", "địa chỉ trụ sở", "address"] },
    Column {
        title: "Thủ trưởng", names: &["người đứng đầu", "hiệu trưởng", "giám đốc", "lãnh đạo", "head"]
    },
    Column { title: "Số điện thoại", names: &["điện thoại", "sđt", "đt", "phone"] },
    Column {
        title: "Số người",
        names: &[
            "số cán bộ",
            "số lao động",
            "tổng số người",
            "biên chế",
            "số cán bộ, công chức, viên chức",
            "số nhân viên",
            "staff",
        ],
    },
    Column {
        title: "Từ ngày", names: &["ngày thành lập", "hiệu lực từ", "valid_from", "valid from"]
    },
    Column {
        title: "Đến ngày", names: &["ngày giải thể", "hiệu lực đến", "valid_to", "valid to"]
    },
    Column { title: "Ghi chú", names: &["note"] },
];

/// A readable row of a list of organisations.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganizationRow<'a> {
    /// The number that the person sees beside the row.
    pub line: u32,
    /// A code of any kind: tax, school, or the province's own.
    pub code: Option<Cow<'a, str>>,
    /// The name.
    pub name: Cow<'a, str>,
    /// The kind as written.
    pub kind: Option<Cow<'a, str>>,
    /// The organisation above.
    pub parent: Option<Cow<'a, str>>,
    /// The commune in which it lies, or the section row.
    pub commune: Option<Cow<'a, str>>,
    /// The address.
    pub address: Option<Cow<'a, str>>,
    /// Who heads it.
    pub head: Option<Cow<'a, str>>,
    /// Telephone number as written.
    pub phone: Option<Cow<'a, str>>,
    /// How many people work there.
    pub staff: Option<i64>,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// Remarks.
    pub note: Option<Cow<'a, str>>,
}

/// Reads a row, with every check that needs the row alone.
///
/// # Errors
/// All problems of the row at once.
pub fn read<'a>(row: &Row<'a>, rules: &DateRules) -> Result<OrganizationRow<'a>, Vec<CellProblem>> {
    let mut checks = Checks::of(row, &SCHEMA);
    let organization = checks.needed(OrganizationField::Name).map(|name| OrganizationRow {
        line: row.line(),
        code: checks.text(OrganizationField::Code),
        name,
        kind: checks.text(OrganizationField::Kind),
        parent: checks.text(OrganizationField::Parent),
        commune: checks.text(OrganizationField::Commune),
        address: checks.text(OrganizationField::Address),
        head: checks.text(OrganizationField::Head),
        phone: checks.text(OrganizationField::Phone),
        staff: checks.take(OrganizationField::Staff, score(row.cell(OrganizationField::Staff), MOST_STAFF)),
        valid_from: checks
            .take(OrganizationField::ValidFrom, day(row.cell(OrganizationField::ValidFrom), rules)),
        valid_to: checks.take(OrganizationField::ValidTo, day(row.cell(OrganizationField::ValidTo), rules)),
        note: checks.text(OrganizationField::Note),
    });
    checks.finish(organization)
}

/// More people than any organisation of a province has.
const MOST_STAFF: i64 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_column_and_no_name_stands_for_two() {
        assert_eq!(COLUMNS.len(), OrganizationField::Note.position() + 1);
        assert_eq!(COLUMNS[OrganizationField::Staff.position()].title, "Số người");
        super::super::schema::assert_names_are_unique(&SCHEMA);
    }
}
