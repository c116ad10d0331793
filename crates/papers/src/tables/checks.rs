//! Gathers what is wrong with a row, so that the sender hears all of it at once.

use std::borrow::Cow;

use super::problem::{CellProblem, Trouble};
use super::rows::Row;
use super::schema::{Field, Schema};

/// The checks of one row.
pub(super) struct Checks<'r, 'a> {
    row: &'r Row<'a>,
    schema: &'static Schema,
    problems: Vec<CellProblem>,
}

impl<'r, 'a> Checks<'r, 'a> {
    pub(super) fn of(row: &'r Row<'a>, schema: &'static Schema) -> Self {
        Self { row, schema, problems: Vec::new() }
    }

    /// The value read from a field, or its default after the trouble has been noted.
    pub(super) fn take<T: Default>(&mut self, field: impl Field, read: Result<T, Trouble>) -> T {
        read.unwrap_or_else(|trouble| {
            self.note(field, trouble);
            T::default()
        })
    }

    /// Notes a trouble with a field.
    pub(super) fn note(&mut self, field: impl Field, trouble: Trouble) {
        let title = self.schema.columns.get(field.position()).map_or("", |column| column.title);
        self.problems.push(CellProblem::at(self.row, field, title, trouble));
    }

    /// The text of a field; lost letters are noted.
    pub(super) fn text(&mut self, field: impl Field) -> Option<Cow<'a, str>> {
        let text = self.row.text(field)?;
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.note(field, Trouble::BrokenText);
            return None;
        }
        Some(text)
    }

    /// The text of a field that must be there.
    pub(super) fn needed(&mut self, field: impl Field) -> Option<Cow<'a, str>> {
        let before = self.problems.len();
        let text = self.text(field);
        if text.is_none() && self.problems.len() == before {
            self.note(field, Trouble::Missing);
        }
        text
    }

    /// The row, when nothing was wrong with it.
    pub(super) fn finish<T>(self, row: Option<T>) -> Result<T, Vec<CellProblem>> {
        match row {
            Some(row) if self.problems.is_empty() => Ok(row),
            _ => Err(self.problems),
        }
    }
}
