//! What a visitor sent: the fields of a form or a question, and the files beside them.

use std::str::FromStr;

use axum::body::Bytes;
use sohoc_rules::vietnamese;

/// Names and values in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    files: Vec<File>,
}

/// A file that came with a form.
#[derive(Clone)]
pub struct File {
    /// Name of the field.
    pub field: String,
    /// What the visitor's machine calls it.
    pub name: String,
    /// Content.
    pub bytes: Bytes,
}

impl Fields {
    /// Reads `a=1&b=2`.
    #[must_use]
    pub fn parse(text: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self { pairs: pairs.collect(), files: Vec::new() }
    }

    /// Fields and files of a form with files.
    #[must_use]
    pub const fn new(pairs: Vec<(String, String)>, files: Vec<File>) -> Self {
        Self { pairs, files }
    }

    /// The value as it came, without spaces around it; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default().trim()
    }

    /// The first value of that name, as it came.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value in composed letters, as everything is kept.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        vietnamese::nfc(self.get(name)).into_owned()
    }

    /// Every value of that name: boxes that were ticked.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.find(name).is_some_and(|value| !value.is_empty())
    }

    /// The value read as `T`; `None` when it is empty or no `T`.
    #[must_use]
    pub fn read<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).parse().ok()
    }

    /// All pairs.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The file of that field, unless none was chosen.
    #[must_use]
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|file| file.field == field && !file.bytes.is_empty())
    }
}

impl std::fmt::Debug for File {
    /// Its size, never what is in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File")
            .field("field", &self.field)
            .field("size_bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_stand_more_than_once_and_the_first_value_counts() {
        let fields = Fields::parse("a=1&b=+x+&a=2&c=".as_bytes());
        assert_eq!((fields.get("a"), fields.get("b"), fields.get("none")), ("1", "x", ""));
        assert_eq!(fields.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert!(!fields.ticked("c"));
        assert_eq!(fields.read::<u8>("a"), Some(1));
        assert_eq!(fields.read::<u8>("b"), None);
    }

    #[test]
    fn letters_are_composed() {
        let fields = Fields::parse("ten=Ho%CC%80a".as_bytes());
        assert_eq!(fields.text("ten"), "Hòa");
    }
}
