//! What a kind of list is made of: its columns and the many names people give them.

use std::collections::HashMap;

use sohoc_rules::vietnamese::{fold, nfc};

/// One kind of list. Columns are told apart by their position, which is the number of the field in the
/// enum of the kind ([`Field`]).
#[derive(Debug)]
pub struct Schema {
    /// What the list is of, for messages: `people`.
    pub kind: &'static str,
    /// The columns, in the order of the kind's field enum.
    pub columns: &'static [Column],
    /// A heading must have all columns of one of these groups, or it is no heading of this kind.
    pub identifying: &'static [&'static [usize]],
    /// A merged heading "Họ và tên" over two columns: full name, family and middle name, given name.
    pub split_name: Option<[usize; 3]>,
    /// Columns that a row standing alone ("Xóm Nà Mạ") fills in for the rows below it.
    pub sections: &'static [Section],
    /// Columns in which the word "Tổng" makes a row a subtotal.
    pub labels: &'static [usize],
}

/// A column of a list.
#[derive(Debug)]
pub struct Column {
    /// The name used when we write the list.
    pub title: &'static str,
    /// Other names, with accents; letter case and punctuation do not count. For a heading of two rows
    /// the upper and the lower name stand one after the other.
    pub names: &'static [&'static str],
}

/// A row that stands alone and says where the people below it live.
#[derive(Debug)]
pub struct Section {
    /// First words of such a row, small letters with accents.
    pub words: &'static [&'static str],
    /// The column that it fills in.
    pub column: usize,
}

/// The field enum of a kind of list.
pub trait Field: Copy {
    /// Position of the column in [`Schema::columns`].
    fn position(self) -> usize;
}

/// All names of a schema, ready to be looked up.
pub(super) struct Names {
    written: HashMap<String, usize>,
    folded: HashMap<String, usize>,
}

impl Names {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut names = Self { written: HashMap::new(), folded: HashMap::new() };
        for (position, column) in schema.columns.iter().enumerate() {
            for name in std::iter::once(&column.title).chain(column.names) {
                names.written.entry(written(name)).or_insert(position);
                names.folded.entry(fold(name)).or_insert(position);
            }
        }
        names
    }

    /// The column of a name. Accents decide first, because `Năm` and `Nam` are two columns.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let written = written(name);
        if written.is_empty() {
            return None;
        }
        let by_accents = self.written.get(&written).copied();
        by_accents
            .or_else(|| self.folded.get(&fold(&written)).copied())
            .or_else(|| self.find_numbered(&written))
    }

    /// "Chỉ số 1: đọc sách báo" and "1.1. Đọc sách báo": what follows the number is an explanation.
    fn find_numbered(&self, written: &str) -> Option<usize> {
        let digit = written.find(|c: char| c.is_ascii_digit())?;
        let rest = written.get(digit..)?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let head = written.get(..digit + end)?.trim_end_matches('.');
        if head.len() == written.len() { None } else { self.folded.get(&fold(head)).copied() }
    }
}

/// The name without letter case, punctuation and what stands in brackets.
pub(super) fn written(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    let mut depth = 0u32;
    for character in nfc(name).chars().flat_map(char::to_lowercase) {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '.' => written.push('.'),
            letter if letter.is_alphanumeric() => written.push(letter),
            _ => written.push(' '),
        }
    }
    // A dot parts numbers (1.1) but is nothing after a word ("STT.", "Đ.thoại").
    let words = written.split_whitespace().map(|word| word.trim_matches('.')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// For the tests of each kind: a name that two columns claim would be read as the first of them.
#[cfg(test)]
pub(super) fn assert_names_are_unique(schema: &Schema) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for column in schema.columns {
        for name in std::iter::once(&column.title).chain(column.names) {
            let other = seen.insert(written(name), column.title);
            assert!(
                other.is_none_or(|other| other == column.title),
                "{name} stands for {other:?} and {}",
                column.title
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: Schema = Schema {
        kind: "trial",
        columns: &[
            Column { title: "Họ và tên", names: &["họ tên"] },
            Column { title: "Nam", names: &["giới tính nam"] },
            Column { title: "Năm", names: &["năm đánh giá"] },
            Column { title: "Chỉ số 1", names: &["1.1", "cs1"] },
        ],
        identifying: &[&[0]],
        split_name: None,
        sections: &[],
        labels: &[0],
    };

    #[test]
    fn names_are_found_in_every_dress() {
        let names = Names::of(&SCHEMA);
        for (name, position) in [
            ("HỌ VÀ TÊN", 0),
            ("Ho va ten", 0),
            ("  Họ, tên. ", 0),
            ("Họ và tên (chữ in hoa)", 0),
            ("Nam", 1),
            ("NĂM", 2),
            ("Giới tính\nNam", 1),
            ("Chỉ số 1: đọc sách, báo", 3),
            ("1.1. Đọc sách", 3),
            ("CS1", 3),
        ] {
            assert_eq!(names.find(name), Some(position), "{name}");
        }
        for name in ["", "(1)", "12", "Tên chủ hộ", "Chỉ số 11"] {
            assert_eq!(names.find(name), None, "{name}");
        }
    }
}
