//! Rows of a list, a piece at a time.

use axum::body::Bytes;
use serde_json::{Map, Value};
use sohoc_acts::access::Actor;
use sohoc_acts::export::ask_leave;
use sohoc_acts::{Error, Office};
use sohoc_ledger::db::{Fault, Reader};
use sohoc_ledger::people::Scope;
use sohoc_ledger::{dossier, people};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::UnitId;

use super::exports::{Order, wanted};

/// Bytes after which a piece ends with the unit that is being read; a unit itself has some hundred rows.
const PIECE_BYTES: usize = 32 * 1024;

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line.
    Lines,
    /// RFC 4180, with a line of titles.
    Csv,
}

/// Some rows on their way out.
pub struct Piece {
    /// The place of the unit to go on with.
    pub next: usize,
    /// How many rows it holds.
    pub rows: u64,
    /// The rows.
    pub bytes: Bytes,
}

/// The rows of the units from the place `from` on, as many as make a piece.
pub fn piece(office: &Office, actor: &Actor, order: &Order, from: usize) -> Result<Piece, Error> {
    let leave = ask_leave(office, actor, wanted(order))?;
    let mut lines = Lines { form: order.form, columns: order.columns, held: Vec::new(), rows: 0 };
    if from == 0 {
        lines.titles();
    }
    let mut next = from;
    office.read(|reader| {
        for unit in order.units.iter().skip(from) {
            if lines.held.len() >= PIECE_BYTES {
                break;
            }
            lines.unit(reader, &leave.scope, order, *unit)?;
            next += 1;
        }
        Ok(())
    })?;
    Ok(Piece { next, rows: lines.rows, bytes: lines.held.into() })
}

struct Lines {
    form: Form,
    columns: &'static [&'static str],
    held: Vec<u8>,
    rows: u64,
}

impl Lines {
    fn titles(&mut self) {
        if self.form == Form::Csv {
            self.held.extend_from_slice(self.columns.join(",").as_bytes());
            self.held.extend_from_slice(b"\r\n");
        }
    }

    fn unit(&mut self, reader: &Reader<'_>, scope: &Scope, order: &Order, unit: UnitId) -> Result<(), Fault> {
        let Some((round, _)) = order.round else {
            return people::list_residents(reader, scope, unit, |row| {
                self.row(&[
                    row.id.to_string().into(),
                    row.name.into(),
                    row.birth_year.into(),
                    unit.to_string().into(),
                    row.organization.into(),
                ]);
                Ok(())
            });
        };
        dossier::list_at(reader, scope, round, unit, |row| {
            self.row(&[
                row.id.to_string().into(),
                row.person.to_string().into(),
                row.name.into(),
                row.birth_year.into(),
                unit.to_string().into(),
                row.group.into(),
                State::from_code(row.state).map(State::name).into(),
                scores(row.self_scores.as_deref()),
                scores(row.review_scores.as_deref()),
            ]);
            Ok(())
        })
    }

    fn row(&mut self, cells: &[Value]) {
        match self.form {
            Form::Lines => {
                let pairs = self.columns.iter().map(|name| (*name).to_owned()).zip(cells.iter().cloned());
                self.held
                    .extend_from_slice(Value::Object(pairs.collect::<Map<_, _>>()).to_string().as_bytes());
                self.held.push(b'\n');
            }
            Form::Csv => {
                let cells: Vec<String> = cells.iter().map(cell).collect();
                self.held.extend_from_slice(cells.join(",").as_bytes());
                self.held.extend_from_slice(b"\r\n");
            }
        }
        self.rows += 1;
    }
}

/// Points in the order of the form, with blanks between; `.` where there are none.
fn scores(bytes: Option<&[u8]>) -> Value {
    let Some(bytes) = bytes else { return Value::Null };
    let scores = Scores::from_bytes(bytes);
    let points = scores.iter().map(|score| score.map_or(".".to_owned(), |score| score.to_string()));
    points.collect::<Vec<_>>().join(" ").into()
}

/// A cell of CSV. What a spreadsheet would take for a formula is made plain.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let text = if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let plain = |text: &str| cell(&Value::from(text));
        assert_eq!(plain("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(plain("=1+1"), "'=1+1");
        assert_eq!(cell(&Value::Null), "");
    }
}
