//! Why a whole file cannot be read. Faults of a single cell are [`super::CellProblem`].

use std::fmt::Display;

use thiserror::Error;

/// A file that cannot be read as a list. Each sentence says what to do.
#[derive(Debug, Error)]
pub enum TableError {
    /// The disk said no.
    #[error("cannot read {file}: {source}")]
    Unreadable {
        /// File name without folders.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Nothing in it.
    #[error("{file} is empty; check that the right file was sent")]
    Empty {
        /// File name without folders.
        file: String,
    },
    /// A picture, a letter, a web page: whatever the name ends with.
    #[error("{file} is {found}, not a list; open it and save it as .xlsx or .csv")]
    NotATable {
        /// File name without folders.
        file: String,
        /// What it is, with its article.
        found: &'static str,
    },
    /// Locked by a password.
    #[error("{file} is protected by a password; open it, remove the password, save it and send it again")]
    Password {
        /// File name without folders.
        file: String,
    },
    /// Cut off or broken.
    #[error("{file} is damaged{place}: {detail}; open it, save it anew and send it again", place = spoken(.place))]
    Damaged {
        /// File name without folders.
        file: String,
        /// Sheet and row, as far as known.
        place: String,
        /// What the reader found.
        detail: String,
    },
    /// More than a list can hold.
    #[error("{file} is too large{place}: {what}; delete empty rows and columns or split the list by commune", place = spoken(.place))]
    TooLarge {
        /// File name without folders.
        file: String,
        /// Sheet and row, as far as known.
        place: String,
        /// Which limit, with its value.
        what: String,
    },
    /// No row looks like the heading of this kind of list.
    #[error(
        "no heading found in {file} (looked at {sheets}); a list of {kind} needs a row with column names such as {examples}"
    )]
    NoHeading {
        /// File name without folders.
        file: String,
        /// Sheets looked at.
        sheets: String,
        /// Kind of list.
        kind: &'static str,
        /// Column names that would be recognised.
        examples: String,
    },
    /// A sheet was asked for by name.
    #[error("{file} has no visible sheet named {sheet:?}; it has {others}")]
    NoSheet {
        /// File name without folders.
        file: String,
        /// The name asked for.
        sheet: String,
        /// The names there are.
        others: String,
    },
}

/// Where in a file something went wrong: kept by every reader to word its errors.
#[derive(Clone, Debug, Default)]
pub(super) struct Whereabouts {
    pub(super) file: String,
    pub(super) sheet: Option<String>,
}

impl Whereabouts {
    pub(super) fn unreadable(&self, source: std::io::Error) -> TableError {
        TableError::Unreadable { file: self.file.clone(), source }
    }

    pub(super) fn damaged(&self, line: u32, detail: impl Display) -> TableError {
        TableError::Damaged { file: self.file.clone(), place: self.place(line), detail: detail.to_string() }
    }

    pub(super) fn too_large(&self, line: u32, what: String) -> TableError {
        TableError::TooLarge { file: self.file.clone(), place: self.place(line), what }
    }

    pub(super) fn not_a_table(&self, found: &'static str) -> TableError {
        TableError::NotATable { file: self.file.clone(), found }
    }

    pub(super) fn password(&self) -> TableError {
        TableError::Password { file: self.file.clone() }
    }

    /// Line 0 stands for "not in a particular row".
    fn place(&self, line: u32) -> String {
        match (&self.sheet, line) {
            (None, 0) => String::new(),
            (None, line) => format!("row {line}"),
            (Some(sheet), 0) => format!("sheet {sheet:?}"),
            (Some(sheet), line) => format!("sheet {sheet:?}, row {line}"),
        }
    }
}

fn spoken(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" ({place})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_file_sheet_and_row_and_what_to_do() {
        let place = Whereabouts { file: "ds.xlsx".into(), sheet: Some("Xóm Nà Mạ".into()) };
        assert_eq!(
            place.damaged(12, "it ends in the middle").to_string(),
            "ds.xlsx is damaged (sheet \"Xóm Nà Mạ\", row 12): it ends in the middle; open it, save it anew and send it again"
        );
        assert!(place.password().to_string().contains("remove the password"));
    }
}
