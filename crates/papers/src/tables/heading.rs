//! Finds the heading of a list wherever it stands: under titles, over two or three rows, with upper names
//! that reach over several columns.
//!
//! A pure function over the first rows. Every row, alone and with the one or two below it, is read as if
//! it were the heading; the reading that recognises most columns wins, the shorter and then the higher one when
//! two are equal. Merged cells need no attention of their own: their text stands in the first cell, and an
//! upper name counts for the empty cells to its right as long as there are names below.

use super::schema::{Names, Schema, written};

/// Where the heading stands and which column holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Index of the first heading row among the rows given.
    pub first: usize,
    /// Index of the first row after the heading, numbering row included.
    pub after: usize,
    /// For every column of the schema the column of the file, counted from 0.
    pub columns: Vec<Option<usize>>,
    /// For every column of the file its name in full.
    pub names: Vec<String>,
}

impl Layout {
    /// How many columns of the schema were recognised.
    #[must_use]
    pub fn recognised(&self) -> usize {
        self.columns.iter().flatten().count()
    }
}

/// Looks for the heading of `schema` among `rows`, the first rows of a sheet as text.
///
/// `None` when no row names the columns that identify the kind of list.
#[must_use]
pub fn find_heading(rows: &[Vec<String>], schema: &Schema) -> Option<Layout> {
    let names = Names::of(schema);
    let mut best: Option<Layout> = None;
    for first in 0..rows.len() {
        for height in 1..=TALLEST.min(rows.len() - first) {
            let Some(heading) = rows.get(first..first + height) else { continue };
            let layout = read_as_heading(heading, first, &names, schema);
            let identified = schema
                .identifying
                .iter()
                .any(|group| group.iter().all(|p| layout.columns.get(*p).is_some_and(Option::is_some)));
            let found = layout.recognised();
            let better = |other: &Layout| {
                let height_of_other = other.after - other.first;
                found > other.recognised() || (found == other.recognised() && height < height_of_other)
            };
            if identified && found >= FEWEST && best.as_ref().is_none_or(better) {
                best = Some(layout);
            }
        }
    }
    let mut layout = best?;
    split_name(&mut layout, rows, schema);
    while rows.get(layout.after).is_some_and(|row| is_numbering(row) || is_hint(row)) {
        layout.after += 1;
    }
    Some(layout)
}

fn read_as_heading(heading: &[Vec<String>], first: usize, names: &Names, schema: &Schema) -> Layout {
    let width = heading.iter().map(Vec::len).max().unwrap_or(0).min(WIDEST);
    let mut layout = Layout {
        first,
        after: first + heading.len(),
        columns: vec![None; schema.columns.len()],
        names: Vec::with_capacity(width),
    };
    for column in 0..width {
        let levels = levels(heading, column);
        let position = recognise(&levels, names);
        if let Some(place) = position.and_then(|position| layout.columns.get_mut(position)) {
            place.get_or_insert(column);
        }
        layout.names.push(levels.join(" "));
    }
    layout
}

/// The names above a column from top to bottom, upper ones carried to the right where they reach over.
fn levels(heading: &[Vec<String>], column: usize) -> Vec<String> {
    let mut levels: Vec<String> = Vec::with_capacity(heading.len());
    for (depth, row) in heading.iter().enumerate() {
        let own = text(row, column);
        let below = heading.get(depth + 1..).unwrap_or_default();
        let has_below = |column: usize| below.iter().any(|row| !text(row, column).is_empty());
        let name = if own.is_empty() && has_below(column) {
            let left = (0..column).rev().take_while(|left| has_below(*left)).map(|left| text(row, left));
            left.into_iter().find(|name| !name.is_empty()).unwrap_or("")
        } else {
            own
        };
        if !written(name).is_empty() {
            levels.push(name.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    levels
}

fn recognise(levels: &[String], names: &Names) -> Option<usize> {
    let (own, upper) = levels.split_last()?;
    if upper.is_empty() {
        return names.find(own);
    }
    let joined = (0..upper.len()).find_map(|start| {
        let whole: Vec<&str> = levels.get(start..)?.iter().map(String::as_str).collect();
        names.find(&whole.join(" "))
    });
    let elsewhere = upper.iter().any(|name| OTHERS.contains(&written(name).as_str()));
    joined.or_else(|| if elsewhere { None } else { names.find(own) })
}

fn text(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", |text| text.trim())
}

/// "Họ và tên" over two columns, the given name in the second: seen from the rows below.
fn split_name(layout: &mut Layout, rows: &[Vec<String>], schema: &Schema) {
    let Some([full, family, given]) = schema.split_name else { return };
    let Some(column) = layout.columns.get(full).copied().flatten() else { return };
    let next = column + 1;
    if layout.names.get(next).is_some_and(|name| !name.is_empty()) {
        return;
    }
    let below = rows.get(layout.after..).unwrap_or_default();
    let people = below.iter().filter(|row| is_word(text(row, column)));
    let (both, one) =
        people.fold(
            (0, 0),
            |(both, one), row| {
                if is_word(text(row, next)) { (both + 1, one) } else { (both, one + 1) }
            },
        );
    if both > one {
        for (position, place) in [(full, None), (family, Some(column)), (given, Some(next))] {
            if let Some(entry) = layout.columns.get_mut(position) {
                *entry = place;
            }
        }
    }
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(|c| c.is_ascii_digit())
}

/// A row that numbers the columns: (1) (2) (3), or A B 1 2 3.
pub(super) fn is_numbering(row: &[String]) -> bool {
    let marks: Vec<&str> = row
        .iter()
        .map(|cell| cell.trim().trim_matches(['(', ')', '[', ']']).trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let letters =
        marks.iter().take_while(|mark| mark.len() == 1 && mark.chars().all(|c| c.is_ascii_uppercase()));
    let letters = letters.count();
    let mut expected = None;
    for mark in marks.iter().skip(letters) {
        // A column may tell its sum: "(7)=(5)+(6)".
        let number = mark.split(['=', ')']).next().and_then(|number| number.trim().parse::<u32>().ok());
        match (number, expected) {
            (Some(number), None) if number <= 3 => expected = Some(number + 1),
            (Some(number), Some(next)) if number == next => expected = Some(next + 1),
            _ => return false,
        }
    }
    marks.len() >= 3 && letters < 4 && (letters == marks.len() || expected.is_some())
}

/// A row of explanations in brackets: (chữ in hoa), (12 số).
fn is_hint(row: &[String]) -> bool {
    let mut texts = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
    texts.peek().is_some() && texts.all(|text| text.starts_with('(') && text.ends_with(')'))
}

/// Rows that a heading may take.
const TALLEST: usize = 3;
/// Columns that are looked at.
const WIDEST: usize = 256;
/// Columns that must be recognised before a row counts as a heading.
const FEWEST: usize = 2;
/// Upper names under which a "Họ và tên" or a "Xã" is somebody else's or of another time.
const OTHERS: &[&str] = &[
    "quê quán",
    "nguyên quán",
    "nơi sinh",
    "nơi đăng ký khai sinh",
    "chủ hộ",
    "cha",
    "mẹ",
    "bố",
    "vợ",
    "chồng",
    "vợ chồng",
    "người giám hộ",
    "người thân",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::people::{PersonField as Person, SCHEMA};
    use super::super::schema::Field;
    use super::*;

    fn grid(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    fn at(layout: &Layout, field: Person) -> Option<usize> {
        layout.columns[field.position()]
    }

    #[test]
    fn titles_above_and_a_numbering_row_below_are_no_heading() {
        let rows = grid(&[
            &["HỘI KHUYẾN HỌC XÃ HẠ LANG", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            &["DANH SÁCH CÔNG DÂN ĐĂNG KÝ NĂM 2026"],
            &[],
            &["STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số CCCD (12 số)"],
            &["(1)", "(2)", "(3)", "(4)", "(5)"],
            &["1", "Nông Thị Hà", "15/3/1975", "Nữ", "004175000123"],
        ]);
        let layout = find_heading(&rows, &SCHEMA).expect("a heading");
        assert_eq!((layout.first, layout.after), (3, 5));
        assert_eq!(at(&layout, Person::FullName), Some(1));
        assert_eq!(at(&layout, Person::Birth), Some(2));
        assert_eq!(at(&layout, Person::Sex), Some(3));
        assert_eq!(at(&layout, Person::Number), Some(4));
    }

    #[test]
    fn birth_years_under_men_and_women_are_told_from_ticks_under_men_and_women() {
        let years = grid(&[
            &["TT", "Họ tên", "Năm sinh", "", "Dân tộc"],
            &["", "", "Nam", "Nữ", ""],
            &["1", "Lý A Páo", "1980", "", "Mông"],
        ]);
        let layout = find_heading(&years, &SCHEMA).expect("a heading");
        assert_eq!(
            (at(&layout, Person::BirthIfMale), at(&layout, Person::BirthIfFemale)),
            (Some(2), Some(3))
        );
        assert_eq!((at(&layout, Person::Male), at(&layout, Person::Ethnic)), (None, Some(4)));
        assert_eq!((layout.first, layout.after), (0, 2));

        let ticks = grid(&[&["TT", "Họ tên", "Giới tính", "", "Năm sinh"], &["", "", "Nam", "Nữ", ""]]);
        let layout = find_heading(&ticks, &SCHEMA).expect("a heading");
        assert_eq!((at(&layout, Person::Male), at(&layout, Person::Female)), (Some(2), Some(3)));
        assert_eq!((at(&layout, Person::Birth), at(&layout, Person::BirthIfMale)), (Some(4), None));
    }

    #[test]
    fn the_home_of_the_forefathers_is_not_the_residence() {
        let rows = grid(&[
            &["TT", "Họ và tên", "Quê quán", "", "Nơi cư trú", ""],
            &["", "", "Xóm", "Xã", "Xóm", "Xã"],
        ]);
        let layout = find_heading(&rows, &SCHEMA).expect("a heading");
        assert_eq!((at(&layout, Person::Hamlet), at(&layout, Person::Commune)), (Some(4), Some(5)));
    }

    #[test]
    fn a_name_in_two_columns_under_one_heading_is_seen_from_the_rows_below() {
        let rows = grid(&[
            &["STT", "Họ và tên", "", "Năm sinh"],
            &["1", "Nông Thị", "Hà", "1975"],
            &["2", "Lục Văn", "Bình", "1981"],
        ]);
        let layout = find_heading(&rows, &SCHEMA).expect("a heading");
        assert_eq!((at(&layout, Person::FamilyName), at(&layout, Person::GivenName)), (Some(1), Some(2)));
        assert_eq!(at(&layout, Person::FullName), None);
    }

    #[test]
    fn rows_of_people_are_no_heading() {
        let rows = grid(&[&["1", "Nông Thị Hà", "1975", "Nữ"], &["2", "Lục Văn Nam", "1980", "Nam"]]);
        assert_eq!(find_heading(&rows, &SCHEMA), None);
    }

    #[test]
    fn a_row_that_counts_the_columns_is_known() {
        assert!(is_numbering(&grid(&[&["A", "B", "1", "2", "3"]])[0]));
        assert!(is_numbering(&grid(&[&["1", "2", "", "3", "(4)=(2)+(3)"]])[0]));
        assert!(!is_numbering(&grid(&[&["1", "Lý A Páo", "1980"]])[0]));
        assert!(!is_numbering(&grid(&[&["8", "9", "10"]])[0]), "scores are no numbering");
        assert!(!is_numbering(&grid(&[&["1", "2"]])[0]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_grid_is_read_without_harm(
            rows in prop::collection::vec(
                prop::collection::vec(prop_oneof![any::<String>(), "(Họ|tên|Nam|Nữ|Năm sinh|Xóm|1|\\(2\\)|)"], 0..12), 0..12)
        ) {
            if let Some(layout) = find_heading(&rows, &SCHEMA) {
                prop_assert!(layout.first < layout.after && layout.after <= rows.len());
                prop_assert_eq!(layout.columns.len(), SCHEMA.columns.len());
                let width = layout.names.len();
                prop_assert!(layout.columns.iter().flatten().all(|column| *column < width.max(1) + 1));
            }
        }
    }
}
