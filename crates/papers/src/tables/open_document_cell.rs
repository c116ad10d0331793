//! One cell of an OpenDocument sheet: its attributes and its paragraphs.

use quick_xml::events::BytesStart;

use super::cell::Cell;
use super::limits;
use super::sheet_value::iso_day;

/// The cell being read; its buffers are used again for the next.
#[derive(Debug, Default)]
pub(super) struct OpenCell {
    kind: String,
    value: String,
    text: String,
    paragraphs: u32,
}

impl OpenCell {
    /// Starts anew with the attributes of a cell.
    pub(super) fn begin(&mut self, tag: &BytesStart<'_>) {
        self.text.clear();
        self.paragraphs = 0;
        self.kind = attribute(tag, "office:value-type").unwrap_or_default();
        let failed = attribute(tag, "calcext:value-type").is_some_and(|kind| kind == "error");
        if failed {
            "error".clone_into(&mut self.kind);
        }
        let name = match self.kind.as_str() {
            "float" | "percentage" | "currency" => "office:value",
            "date" => "office:date-value",
            "boolean" => "office:boolean-value",
            _ => "office:string-value",
        };
        self.value = attribute(tag, name).unwrap_or_default();
    }

    /// A tag inside the cell: a paragraph, a run of blanks, a line break.
    pub(super) fn open_tag(&mut self, tag: &BytesStart<'_>) {
        match tag.name().as_ref() {
            "text:p" => {
                if self.paragraphs > 0 {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
            }
            "text:s" => {
                let times = attribute(tag, "text:c").and_then(|c| c.parse::<usize>().ok()).unwrap_or(1);
                self.text.extend(std::iter::repeat_n(' ', times.min(limits::CELL_BYTES)));
            }
            "text:tab" => self.text.push('\t'),
            "text:line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    /// Text inside the cell.
    pub(super) fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Whether it has grown beyond what a cell can hold.
    pub(super) fn is_too_long(&self) -> bool {
        self.text.len() > limits::CELL_BYTES
    }

    /// What the cell means.
    pub(super) fn value(&self) -> Cell<'_> {
        let written = if self.value.is_empty() { self.text.as_str() } else { self.value.as_str() };
        match self.kind.as_str() {
            "float" | "percentage" | "currency" => {
                self.value.parse().ok().filter(|n: &f64| n.is_finite()).map_or(Cell::Empty, Cell::Number)
            }
            "date" => iso_day(written),
            "boolean" => Cell::Logical(self.value == "true"),
            "time" => Cell::Fault("a time of day"),
            "error" => Cell::Fault("#VALUE!"),
            _ if written.is_empty() => Cell::Empty,
            _ => Cell::Text(written),
        }
    }
}

/// The value of an attribute, with its references resolved.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok().flatten()?;
    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
}
