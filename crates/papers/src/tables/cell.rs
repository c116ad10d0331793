//! What a cell holds, and one row of them in a buffer that is used again for every row.

use sohoc_rules::time::Date;

/// The value of a cell as the file gives it, before anybody asks what it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing there.
    Empty,
    /// Text, as written.
    Text(&'a str),
    /// A number; a workbook does not tell whole numbers from others.
    Number(f64),
    /// A number that the workbook shows as a day.
    Day(Date),
    /// A logical value.
    Logical(bool),
    /// A formula that failed (`#N/A`) or a value that means nothing in a list, named as the person sees it.
    Fault(&'static str),
}

impl Cell<'_> {
    /// The cell as text, the way a person would read it: whole numbers without a decimal point.
    #[must_use]
    pub fn display(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => (*text).to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
            Self::Logical(true) => "TRUE".to_owned(),
            Self::Logical(false) => "FALSE".to_owned(),
            Self::Fault(name) => (*name).to_owned(),
        }
    }

    /// Whether there is nothing but blanks in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Day(_) | Self::Logical(_) | Self::Fault(_) => false,
        }
    }
}

/// One row; all texts stand one after the other in a single string, so that a file of millions of cells
/// costs no allocation per cell.
#[derive(Clone, Debug, Default)]
pub(super) struct RowBuffer {
    line: u32,
    text: String,
    slots: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, Default)]
enum Slot {
    #[default]
    Empty,
    Text {
        start: usize,
        end: usize,
    },
    Number(f64),
    Day(Date),
    Logical(bool),
    Fault(&'static str),
}

impl RowBuffer {
    /// Empties the row and gives it the number that the person sees beside it, from 1.
    pub(super) fn start(&mut self, line: u32) {
        self.line = line;
        self.text.clear();
        self.slots.clear();
    }

    /// Keeps the cells under another number, for a row that stands several times.
    pub(super) fn renumber(&mut self, line: u32) {
        self.line = line;
    }

    /// The number that the person sees beside the row.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// How many columns the row reaches.
    pub(super) fn width(&self) -> usize {
        self.slots.len()
    }

    /// The cell of a column counted from 0; `Empty` beyond the end.
    pub(super) fn cell(&self, column: usize) -> Cell<'_> {
        match self.slots.get(column) {
            None | Some(Slot::Empty) => Cell::Empty,
            Some(Slot::Text { start, end }) => Cell::Text(self.text.get(*start..*end).unwrap_or("")),
            Some(Slot::Number(number)) => Cell::Number(*number),
            Some(Slot::Day(day)) => Cell::Day(*day),
            Some(Slot::Logical(value)) => Cell::Logical(*value),
            Some(Slot::Fault(name)) => Cell::Fault(name),
        }
    }

    /// All cells from the left.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.slots.len()).map(|column| self.cell(column))
    }

    /// Whether the row has nothing to say.
    pub(super) fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.is_blank())
    }

    /// Puts a value into a column, whatever stood there.
    pub(super) fn put(&mut self, column: usize, cell: Cell<'_>) {
        let slot = match cell {
            Cell::Empty => return,
            Cell::Text(text) => return self.put_text(column, |all| all.push_str(text)),
            Cell::Number(number) => Slot::Number(number),
            Cell::Day(day) => Slot::Day(day),
            Cell::Logical(value) => Slot::Logical(value),
            Cell::Fault(name) => Slot::Fault(name),
        };
        self.set(column, slot);
    }

    /// Puts a text that `write` appends; an empty one leaves the cell empty.
    pub(super) fn put_text(&mut self, column: usize, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let end = self.text.len();
        if end > start {
            self.set(column, Slot::Text { start, end });
        }
    }

    fn set(&mut self, column: usize, slot: Slot) {
        if column >= self.slots.len() {
            self.slots.resize(column + 1, Slot::Empty);
        }
        if let Some(place) = self.slots.get_mut(column) {
            *place = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_row_gives_back_what_was_put_in_and_forgets_it_on_the_next_line() {
        let mut row = RowBuffer::default();
        row.start(7);
        row.put(3, Cell::Text("Nông Thị Hà"));
        row.put(0, Cell::Number(1.0));
        row.put(4, Cell::Day(date(1975, 3, 15)));
        assert_eq!((row.line(), row.width()), (7, 5));
        assert_eq!(row.cell(3), Cell::Text("Nông Thị Hà"));
        assert_eq!((row.cell(1), row.cell(99)), (Cell::Empty, Cell::Empty));
        assert_eq!(row.cell(0).display(), "1");
        assert_eq!(row.cell(4).display(), "15/03/1975");
        row.start(8);
        assert!(row.is_blank());
    }

    #[test]
    fn blanks_alone_are_nothing() {
        let mut row = RowBuffer::default();
        row.start(1);
        row.put(0, Cell::Text("  \u{a0}"));
        assert!(row.is_blank());
        row.put(1, Cell::Logical(false));
        assert!(!row.is_blank());
    }
}
