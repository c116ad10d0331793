//! What a row of a list is: an entry, or one of the rows that people put between entries.

use sohoc_rules::vietnamese::nfc;

use super::cell::{Cell, RowBuffer};
use super::dates::whole;
use super::heading::Layout;
use super::schema::{Schema, written};

/// What a row is.
#[derive(Debug, PartialEq)]
pub(super) enum RowKind {
    /// A row to be read.
    Entry,
    /// Nothing in it.
    Blank,
    /// A sum over the rows above.
    Subtotal,
    /// The heading once more, or a row that numbers the columns.
    Heading,
    /// Place, date, signature.
    Footer,
    /// The name of the place of the rows below, for a column of the schema.
    Section { column: usize, name: String },
    /// Little in it, and no sign of what it is.
    Short {
        /// Whether a number stands first, as before every entry of most lists.
        numbered: bool,
    },
}

/// Looks at a row. Most rows are entries and leave by the first line.
pub(super) fn kind_of(row: &RowBuffer, layout: &Layout, schema: &Schema) -> RowKind {
    let label = label(row, layout, schema);
    if label.is_some_and(starts_like_a_sum) {
        return RowKind::Subtotal;
    }
    let filled = row.cells().filter(|cell| !cell.is_blank()).take(FULL).count();
    if filled == 0 {
        return RowKind::Blank;
    }
    if filled < FULL {
        if let Some(section) = section(row, schema) {
            return section;
        }
        let numbered = row.cells().find(|cell| !cell.is_blank()).is_some_and(|cell| whole(cell).is_some());
        return if !numbered && is_footer(row) { RowKind::Footer } else { RowKind::Short { numbered } };
    }
    if repeats_heading(row, layout) { RowKind::Heading } else { RowKind::Entry }
}

/// The text in which a sum would call itself one: the first text of the row.
fn label<'a>(row: &'a RowBuffer, layout: &Layout, schema: &Schema) -> Option<&'a str> {
    let first = row.cells().find_map(as_text);
    let named = schema.labels.iter().find_map(|position| {
        let column = layout.columns.get(*position).copied().flatten()?;
        as_text(row.cell(column)).filter(|text| starts_like_a_sum(text))
    });
    named.or(first)
}

fn as_text(cell: Cell<'_>) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        Cell::Empty | Cell::Number(_) | Cell::Day(_) | Cell::Logical(_) | Cell::Fault(_) => None,
    }
}

/// "Tổng" is a sum and "Tống" a family name, so accents decide; without accents only the long forms count.
fn starts_like_a_sum(text: &str) -> bool {
    // Nearly every row fails here.
    if !text.starts_with(['T', 't', 'C', 'c']) {
        return false;
    }
    let text = written(text);
    let whole = ["tổng", "cộng", "sum", "total"];
    let starts = [
        "tổng cộng",
        "tổng số",
        "tong cong",
        "tong so",
        "cộng dồn",
        "cộng xóm",
        "cộng tổ",
        "cộng xã",
        "cộng thôn",
    ];
    whole.contains(&text.as_str())
        || starts.iter().any(|start| {
            text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
}

/// A text alone in its row (a number of the group may stand before it, a count behind it) that begins with
/// the word for a place.
fn section(row: &RowBuffer, schema: &Schema) -> Option<RowKind> {
    if schema.sections.is_empty() {
        return None;
    }
    let mut texts = row.cells().filter_map(as_text).filter(|text| !is_ordinal(text));
    let text = texts.next()?;
    if texts.next().is_some() {
        return None;
    }
    let name = without_ordinal(text);
    let lower = nfc(name).to_lowercase();
    schema.sections.iter().find_map(|section| {
        let is_place =
            |word: &&&str| lower.strip_prefix(**word).is_some_and(|rest| rest.starts_with([' ', ':', '.']));
        section.words.iter().find(is_place)?;
        let name = match name.split_once(':') {
            // "Xóm Nà Mạ: 45 người" ends at the colon, "Tổ dân phố: số 5" does not.
            Some((name, count)) if count.trim().starts_with(|c: char| c.is_ascii_digit()) => name.to_owned(),
            _ => name.replacen(':', "", 1),
        };
        Some(RowKind::Section { column: section.column, name: name.trim().trim_end_matches('.').to_owned() })
    })
}

/// I, IV, 2, 3., a), B
fn is_ordinal(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', '/']);
    let roman = !text.is_empty() && text.len() <= 6 && text.chars().all(|c| "IVXL".contains(c));
    roman
        || (text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit()))
        || (text.len() == 1 && text.is_ascii())
}

/// "II. Xóm Nà Mạ" without the number of the group.
fn without_ordinal(text: &str) -> &str {
    match text.split_once([' ', '.', ')', '/']) {
        Some((ordinal, rest)) if is_ordinal(ordinal) => rest.trim_start_matches([' ', '.', ')', '/', '-']),
        _ => text,
    }
}

/// Signatures, and the line of place and date above them.
fn is_footer(row: &RowBuffer) -> bool {
    row.cells().filter_map(as_text).any(|text| {
        let text = written(text);
        let dated = text.contains("ngày") && text.contains("tháng") && text.contains("năm");
        dated || FOOTERS.iter().any(|start| text.starts_with(start))
    })
}

/// The heading printed again on a later page.
fn repeats_heading(row: &RowBuffer, layout: &Layout) -> bool {
    let mut same = 0;
    for (column, cell) in row.cells().enumerate() {
        let Some(text) = as_text(cell) else { continue };
        let heading = layout.names.get(column).map_or("", String::as_str);
        if heading.is_empty() || text.chars().next().is_none_or(|c| !heading.starts_with(c)) {
            // A heading agrees in every column, so one that differs decides.
            return false;
        }
        if heading == text || heading.starts_with(text) {
            same += 1;
        } else {
            return false;
        }
    }
    same >= 3
}

/// Cells from which on a row is not looked at more closely.
const FULL: usize = 4;
const FOOTERS: &[&str] = &[
    "người lập",
    "lập biểu",
    "người tổng hợp",
    "kế toán",
    "tm ",
    "tm.",
    "kt ",
    "kt.",
    "t m ",
    "chủ tịch",
    "thủ trưởng",
    "xác nhận",
    "trưởng xóm",
    "trưởng thôn",
    "bí thư chi bộ",
    "ghi chú",
    "danh sách này",
    "danh sách có",
    "ấn định danh sách",
    "ký tên",
];

#[cfg(test)]
mod tests {
    use super::super::heading::find_heading;
    use super::super::people::{PersonField, SCHEMA};
    use super::super::schema::Field;
    use super::*;

    fn kind(cells: &[&str]) -> RowKind {
        let heading = ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Số CCCD"].map(str::to_owned).to_vec();
        let layout = find_heading(&[heading], &SCHEMA).expect("a heading");
        let mut row = RowBuffer::default();
        row.start(9);
        cells.iter().enumerate().for_each(|(column, cell)| row.put(column, Cell::Text(cell)));
        kind_of(&row, &layout, &SCHEMA)
    }

    fn hamlet(name: &str) -> RowKind {
        RowKind::Section { column: PersonField::Hamlet.position(), name: name.to_owned() }
    }

    #[test]
    fn sums_are_known_and_a_family_of_the_same_sound_is_not_one() {
        for row in [&["", "Tổng cộng", "45"][..], &["Cộng", "", "12", "3", "4"], &["", "TỔNG SỐ: 45 người"]]
        {
            assert_eq!(kind(row), RowKind::Subtotal, "{row:?}");
        }
        for name in ["Tống Văn Cộng", "Tổng Thị Cúc", "Cống Văn Hòa"] {
            assert_eq!(kind(&["1", name, "1980", "Nam"]), RowKind::Entry, "{name}");
        }
    }

    #[test]
    fn a_place_alone_in_its_row_heads_the_people_below() {
        assert_eq!(kind(&["Xóm Nà Mạ"]), hamlet("Xóm Nà Mạ"));
        assert_eq!(kind(&["I", "Xóm Nà Mạ"]), hamlet("Xóm Nà Mạ"));
        assert_eq!(kind(&["", "II. XÓM BẢN GIỐC: 45 người"]), hamlet("XÓM BẢN GIỐC"));
        assert_eq!(kind(&["Tổ dân phố: số 5"]), hamlet("Tổ dân phố số 5"));
        assert_eq!(
            kind(&["", "Bàn Văn Páo"]),
            RowKind::Short { numbered: false },
            "a family name, not a hamlet"
        );
    }

    #[test]
    fn signatures_and_repeated_headings_are_known() {
        assert_eq!(kind(&["", "", "Hạ Lang, ngày 3 tháng 5 năm 2026"]), RowKind::Footer);
        assert_eq!(kind(&["Người lập biểu", "", "TM. ỦY BAN NHÂN DÂN"]), RowKind::Footer);
        assert_eq!(kind(&["STT", "Họ và tên", "Năm sinh", "Giới tính", "Số CCCD"]), RowKind::Heading);
        assert_eq!(kind(&["3", "Nông Thị Hà", "", "xác nhận lại"]), RowKind::Short { numbered: true });
        assert_eq!(kind(&["", "  "]), RowKind::Blank);
    }
}
