//! Lists of hamlets: the one level that no official list gives.

mod name;
mod reading;
mod write;

use std::path::Path;

use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_papers::tables::units::{SCHEMA, read};

use crate::run::{Run, close};
use crate::sheets::{Sheets, Spot};
use crate::{Error, Options, Summary};
use reading::Reading;

/// Takes in a list of hamlets with their communes, old communes included. A hamlet is the same when its
/// code is within the commune, or, where one side has no code, its name. Another name for a known code is
/// a new name from the date of the list on; another class of area holds from then on too.
///
/// All goes in together or not at all: hamlets are few, and the map is checked as a whole.
///
/// # Errors
/// When the file cannot be read, without the right to change units, or when the store fails.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut sheets = Sheets::open(path, &SCHEMA)?;
    let run = Run::begin(office, actor, "units", path, options)?;
    let mut reading = Reading::new(office, options)?;
    while let Some(mut sheet) = sheets.next_sheet()? {
        reading.enter(sheet.number, sheet.name());
        let dates = options.dates(sheet.table.counts_from_1904());
        let mut rows = sheet.table.rows()?;
        while let Some(row) = rows.next_row()? {
            let at = Spot { sheet: sheet.number, line: row.line() };
            match read(&row, &dates) {
                Ok(unit) => reading.take(&row, &unit, at),
                Err(problems) => reading.rejects.problems(at, &problems),
            }
        }
    }
    reading.send_back_contradictions();
    let mut summary = Summary::default();
    summary.add(write::all(&run, &reading.rows)?);
    (options.progress)(summary.read);
    summary.notes = reading.notes();
    summary.notes.extend(sheets.note());
    close(&run, summary, &reading.rejects, (path, &SCHEMA), options)
}
