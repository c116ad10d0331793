//! The rows of a list, one after the other, without those that hold nobody.

use std::sync::Arc;

use super::book::BookRows;
use super::cell::{Cell, RowBuffer};
use super::error::TableError;
use super::heading::{Layout, is_numbering};
use super::old_letters::OldLetters;
use super::row_kind::{RowKind, kind_of};
use super::schema::{Field, Schema};

/// Rows that were passed over, by reason; shown to the person so that nothing vanishes in silence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Rows with nothing in them, as far as the file stores them.
    pub blank: u32,
    /// "Tổng", "Cộng" and the like.
    pub subtotals: u32,
    /// Rows that stand above a group of people and name its hamlet or commune.
    pub sections: u32,
    /// The heading again on a later page, and rows that number the columns.
    pub headings: u32,
    /// Place, date and signatures below the list.
    pub footers: u32,
}

/// Reads a list from top to bottom. Not an `Iterator`, because a row lends its texts from a buffer that
/// the next row overwrites: that is what keeps a list of 400,000 rows in a few kilobytes.
pub struct Rows<'a> {
    source: BookRows<'a>,
    layout: &'a Arc<Layout>,
    schema: &'static Schema,
    old_letters: &'a OldLetters,
    row: RowBuffer,
    converted: RowBuffer,
    /// What the last section rows said, by column of the schema.
    defaults: Defaults,
    skipped: Skipped,
    first_data_line: u32,
    from_1904: bool,
    in_footer: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(source: BookRows<'a>, plan: &'a super::Plan, from_1904: bool) -> Self {
        Self {
            source,
            layout: &plan.layout,
            schema: plan.schema,
            old_letters: &plan.old_letters,
            row: RowBuffer::default(),
            converted: RowBuffer::default(),
            defaults: vec![None; plan.schema.columns.len()].into(),
            skipped: Skipped::default(),
            first_data_line: plan.first_data_line,
            from_1904,
            in_footer: false,
        }
    }

    /// The next row that holds an entry; `None` at the end.
    ///
    /// Not named `next`: see the type.
    ///
    /// # Errors
    /// When the file turns out to be damaged or too large on the way.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, TableError> {
        loop {
            if !self.source.next_row(&mut self.row)? {
                return Ok(None);
            }
            if self.row.line() < self.first_data_line {
                continue;
            }
            if self.old_letters.convert(&self.row, &mut self.converted) {
                std::mem::swap(&mut self.row, &mut self.converted);
            }
            if self.is_entry() {
                return Ok(Some(self.current()));
            }
        }
    }

    /// What was passed over so far.
    #[must_use]
    pub fn skipped(&self) -> Skipped {
        self.skipped
    }

    fn current(&self) -> Row<'_> {
        Row {
            row: &self.row,
            layout: self.layout,
            schema: self.schema,
            defaults: &self.defaults,
            from_1904: self.from_1904,
        }
    }

    fn is_entry(&mut self) -> bool {
        match kind_of(&self.row, self.layout, self.schema) {
            RowKind::Entry => {
                self.in_footer = false;
                return true;
            }
            RowKind::Blank => self.skipped.blank += 1,
            RowKind::Subtotal => self.skipped.subtotals += 1,
            RowKind::Heading => self.skipped.headings += 1,
            RowKind::Footer => {
                self.in_footer = true;
                self.skipped.footers += 1;
            }
            RowKind::Section { column, name } => {
                self.skipped.sections += 1;
                self.enter_section(column, name);
            }
            // Below the signatures stand the names of those who sign, without a number before them.
            RowKind::Short { numbered: false } if self.in_footer => self.skipped.footers += 1,
            RowKind::Short { .. } => return !self.is_numbering(),
        }
        false
    }

    /// A commune begins: the hamlet above it is over.
    fn enter_section(&mut self, column: usize, name: String) {
        let mut defaults = self.defaults.to_vec();
        let smaller = self.schema.sections.iter().skip_while(|section| section.column != column);
        for section in smaller {
            if let Some(entry) = defaults.get_mut(section.column) {
                *entry = None;
            }
        }
        if let Some(entry) = defaults.get_mut(column) {
            *entry = Some(name);
        }
        self.defaults = defaults.into();
    }

    fn is_numbering(&mut self) -> bool {
        let cells: Vec<String> = self.row.cells().map(|cell| cell.display()).collect();
        let numbering = is_numbering(&cells);
        self.skipped.headings += u32::from(numbering);
        numbering
    }
}

/// What section rows said, by column of the schema.
type Defaults = Arc<[Option<String>]>;

/// A row that was kept beyond the next one, for imports that hand rows on in batches and learn only then
/// which are rejected.
#[derive(Clone)]
pub struct KeptRow {
    row: RowBuffer,
    layout: Arc<Layout>,
    schema: &'static Schema,
    defaults: Defaults,
    from_1904: bool,
}

impl KeptRow {
    /// The row as it was lent.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        let Self { row, layout, schema, defaults, from_1904 } = self;
        Row { row, layout, schema, defaults, from_1904: *from_1904 }
    }
}

/// One row of a list.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    row: &'a RowBuffer,
    layout: &'a Arc<Layout>,
    schema: &'static Schema,
    defaults: &'a Defaults,
    from_1904: bool,
}

impl<'a> Row<'a> {
    /// The number that the person sees beside the row, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.row.line()
    }

    /// Copies the row, so that it can be asked after the next one has been read.
    #[must_use]
    pub fn keep(&self) -> KeptRow {
        KeptRow {
            row: self.row.clone(),
            layout: Arc::clone(self.layout),
            schema: self.schema,
            defaults: Arc::clone(self.defaults),
            from_1904: self.from_1904,
        }
    }

    /// The cell of a field; a section row above may have filled it. `Empty` when the list has no such column.
    #[must_use]
    pub fn cell(&self, field: impl Field) -> Cell<'a> {
        let position = field.position();
        let own = self.column_at(position).map_or(Cell::Empty, |column| self.row.cell(column));
        match self.defaults.get(position) {
            Some(Some(name)) if own.is_blank() => Cell::Text(name),
            _ => own,
        }
    }

    /// The text of a field without blanks around it; `None` when there is none. Numbers are read as text.
    #[must_use]
    pub fn text(&self, field: impl Field) -> Option<std::borrow::Cow<'a, str>> {
        match self.cell(field) {
            Cell::Empty | Cell::Fault(_) => None,
            Cell::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(Into::into),
            other => Some(other.display().into()),
        }
    }

    /// The column of the file, counted from 0, in which a field stands.
    #[must_use]
    pub fn column(&self, field: impl Field) -> Option<usize> {
        self.column_at(field.position())
    }

    /// The heading of a column of the file.
    #[must_use]
    pub fn heading(&self, column: usize) -> &'a str {
        self.layout.names.get(column).map_or("", String::as_str)
    }

    /// All cells from the left as they stand in the file.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'a>> + use<'a> {
        self.row.cells()
    }

    /// Whether the workbook counts days from 1904.
    #[must_use]
    pub fn counts_from_1904(&self) -> bool {
        self.from_1904
    }

    /// The names of the section rows above, from the larger place to the smaller.
    pub(crate) fn sections(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (schema, defaults) = (self.schema, self.defaults);
        schema.sections.iter().filter_map(|section| defaults.get(section.column)?.as_deref())
    }

    fn column_at(&self, position: usize) -> Option<usize> {
        self.layout.columns.get(position).copied().flatten()
    }
}
