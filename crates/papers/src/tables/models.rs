//! Lists of learning families, clans, communities and units, with the year in which each was recognised.

use std::borrow::Cow;

use super::checks::Checks;
use super::dates::year;
use super::marks::mark;
use super::numbers::score;
use super::people::HAMLET_WORDS;
use super::problem::{CellProblem, Trouble};
use super::rows::Row;
use super::schema::{Column, Field, Schema, Section};

/// The columns of a list of learning models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is told by its title and names in the table below")]
pub enum ModelField {
    Kind,
    Name,
    Head,
    HeadNumber,
    Hamlet,
    Commune,
    Organization,
    Year,
    Recognised,
    Members,
    Decision,
    Note,
}

impl Field for ModelField {
    fn position(self) -> usize {
        self as usize
    }
}

/// A list of learning models.
pub const SCHEMA: Schema = Schema {
    kind: "models",
    columns: COLUMNS,
    identifying: &[&[ModelField::Name as usize], &[ModelField::Head as usize]],
    split_name: None,
    sections: &[
        Section { words: &["xã", "phường", "thị trấn"], column: ModelField::Commune as usize },
        Section { words: HAMLET_WORDS, column: ModelField::Hamlet as usize },
    ],
    labels: &[ModelField::Name as usize, ModelField::Head as usize],
};

const COLUMNS: &[Column] = &[
    Column {
        title: "Loại mô hình", names: &["mô hình", "loại", "danh hiệu", "loại danh hiệu", "kind"]
    },
    Column {
        title: "Tên mô hình",
        names: &[
            "tên",
            "tên gia đình",
            "tên dòng họ",
            "dòng họ",
            "tên cộng đồng",
            "cộng đồng",
            "gia đình",
            "name",
            "tên đơn vị học tập",
            "gia đình học tập",
            "dòng họ học tập",
            "cộng đồng học tập",
            "đơn vị học tập",
            "tên tập thể",
        ],
    },
    Column {
        title: "Chủ hộ",
        names: &[
            "họ và tên chủ hộ",
            "họ tên chủ hộ",
            "tên chủ hộ",
            "trưởng dòng họ",
            "trưởng họ",
            "tộc trưởng",
            "người đại diện",
            "đại diện",
            "họ và tên",
            "họ tên",
            "họ và tên người đại diện",
            "chủ hộ họ và tên",
            "head",
        ],
    },
    Column {
        title: "Số định danh chủ hộ",
        names: &[
            "số cccd",
            "cccd",
            "số định danh cá nhân",
            "số cccd chủ hộ",
            "số định danh cá nhân chủ hộ",
            "chủ hộ số cccd",
        ],
    },
    Column {
        title: "Xóm",
        names: &[
            "thôn",
            "bản",
            "tổ dân phố",
            "xóm/tổ dân phố",
            "xóm, tổ dân phố",
            "thôn/bản",
            "địa chỉ",
            "hamlet",
        ],
    },
    Column {
        title: "Xã", names: &["phường", "xã/phường", "xã, phường", "xã/phường/thị trấn", "commune"]
    },
    Column {
        title: "Cơ quan, đơn vị",
        names: &["cơ quan", "đơn vị", "tên cơ quan", "tên đơn vị", "organization"],
    },
    Column { title: "Năm", names: &["năm công nhận", "năm đánh giá", "năm đăng ký", "year"] },
    Column {
        title: "Kết quả",
        names: &["đạt", "công nhận", "được công nhận", "đạt/không đạt", "xếp loại", "result"],
    },
    Column {
        title: "Số thành viên",
        names: &[
            "số nhân khẩu",
            "nhân khẩu",
            "số người",
            "số thành viên trưởng thành",
            "số người lớn",
            "số khẩu",
            "members",
        ],
    },
    Column {
        title: "Quyết định", names: &["số quyết định", "quyết định công nhận", "qđ", "decision"]
    },
    Column { title: "Ghi chú", names: &["note"] },
];

/// A readable row of a list of learning models.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRow<'a> {
    /// The number that the person sees beside the row.
    pub line: u32,
    /// Family, clan, community or unit, as written; often the whole list is of one kind and does not say.
    pub kind: Option<Cow<'a, str>>,
    /// The name, or whoever heads it when it has none.
    pub name: Cow<'a, str>,
    /// Who heads it.
    pub head: Option<Cow<'a, str>>,
    /// Personal number of the head, as written.
    pub head_number: Option<Cow<'a, str>>,
    /// The hamlet as written, or the section row above.
    pub hamlet: Option<Cow<'a, str>>,
    /// The commune as written.
    pub commune: Option<Cow<'a, str>>,
    /// The organisation, for units.
    pub organization: Option<Cow<'a, str>>,
    /// The year of the title.
    pub year: Option<i16>,
    /// Whether it was recognised.
    pub recognised: Option<bool>,
    /// How many people belong to it.
    pub members: Option<i64>,
    /// Number of the decision.
    pub decision: Option<Cow<'a, str>>,
    /// Remarks.
    pub note: Option<Cow<'a, str>>,
}

/// Reads a row, with every check that needs the row alone.
///
/// # Errors
/// All problems of the row at once.
pub fn read<'a>(row: &Row<'a>) -> Result<ModelRow<'a>, Vec<CellProblem>> {
    let mut checks = Checks::of(row, &SCHEMA);
    let head = checks.text(ModelField::Head);
    let name = checks.text(ModelField::Name).or_else(|| head.clone());
    if name.is_none() {
        let field = if row.column(ModelField::Name).is_some() { ModelField::Name } else { ModelField::Head };
        checks.note(field, Trouble::Missing);
    }
    let model = name.map(|name| ModelRow {
        line: row.line(),
        kind: checks.text(ModelField::Kind),
        name,
        head,
        head_number: checks.text(ModelField::HeadNumber),
        hamlet: checks.text(ModelField::Hamlet),
        commune: checks.text(ModelField::Commune),
        organization: checks.text(ModelField::Organization),
        year: checks.take(ModelField::Year, year(row.cell(ModelField::Year))),
        recognised: checks.take(ModelField::Recognised, mark(row.cell(ModelField::Recognised))),
        members: checks.take(ModelField::Members, score(row.cell(ModelField::Members), MOST_MEMBERS)),
        decision: checks.text(ModelField::Decision),
        note: checks.text(ModelField::Note),
    });
    checks.finish(model)
}

/// More people than any clan or commune has.
const MOST_MEMBERS: i64 = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_column_and_no_name_stands_for_two() {
        assert_eq!(COLUMNS.len(), ModelField::Note.position() + 1);
        assert_eq!(COLUMNS[ModelField::Members.position()].title, "Số thành viên");
        super::super::schema::assert_names_are_unique(&SCHEMA);
    }
}
