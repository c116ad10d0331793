//! The file of successions.
//!
//! `extent` is `whole`, `part` (no rule declared), `hamlets`, or `share` with the columns `weight`
//! and `of`. The columns `origin_weight` and `origin_of` may declare how much of the successor came
//! from the predecessor. Those four columns may be missing.

use super::table::{Column, CsvText, LoadError, Table};
use super::units::Read;
use crate::ids::UnitId;
use crate::territory::share::Weight;
use crate::territory::succession::{Extent, PartRule, Succession};

pub(super) fn read(csv: CsvText<'_>, read: &Read) -> Result<Vec<Succession>, LoadError> {
    let mut table = Table::open(csv)?;
    let predecessor = table.column("predecessor_uid")?;
    let successor = table.column("successor_uid")?;
    let extent = table.column("extent")?;
    let main = table.column("main_successor")?;
    let effective = table.column("effective_date")?;
    let resolution = table.column("resolution")?;
    let share = (table.optional("weight"), table.optional("of"));
    let origin = (table.optional("origin_weight"), table.optional("origin_of"));
    let mut successions = Vec::new();
    while table.advance()? {
        let day = table.date(effective)?.ok_or_else(|| {
            table.wrong(effective, "the cell is empty.".to_owned(), "Write the first day of the new state.")
        })?;
        let number = table.cell(resolution);
        successions.push(Succession {
            predecessor: unit(&table, predecessor, read)?,
            successor: unit(&table, successor, read)?,
            extent: read_extent(&table, extent, share)?,
            origin: if table.cell(origin.0).is_empty() { None } else { Some(weight(&table, origin)?) },
            main: read_main(&table, main)?,
            effective: day,
            resolution: (!number.is_empty()).then(|| number.into()),
        });
    }
    Ok(successions)
}

fn unit(table: &Table<'_>, column: Column, read: &Read) -> Result<UnitId, LoadError> {
    let key = table.filled(column)?;
    read.places.get(key).map(|place| read.units[*place].id).ok_or_else(|| {
        table.wrong(column, format!("no unit has the uid \"{key}\"."), "Add the unit or correct the uid.")
    })
}

fn read_extent(table: &Table<'_>, column: Column, share: (Column, Column)) -> Result<Extent, LoadError> {
    match table.filled(column)? {
        "whole" => Ok(Extent::Whole),
        "part" => Ok(Extent::Part(PartRule::Unknown)),
        "hamlets" => Ok(Extent::Part(PartRule::Hamlets)),
        "share" => Ok(Extent::Part(PartRule::Share(weight(table, share)?))),
        word => {
            let problem = format!("\"{word}\" is not an extent.");
            Err(table.wrong(column, problem, "Write whole, part, hamlets or share."))
        }
    }
}

fn weight(table: &Table<'_>, (part, of): (Column, Column)) -> Result<Weight, LoadError> {
    let number = |column: Column| {
        let cell = table.filled(column)?;
        cell.parse::<u32>().map_err(|_| {
            table.wrong(column, format!("\"{cell}\" is not a count."), "Write a whole number like 350.")
        })
    };
    Ok(Weight { part: number(part)?, of: number(of)? })
}

fn read_main(table: &Table<'_>, column: Column) -> Result<Option<bool>, LoadError> {
    match table.cell(column) {
        "" => Ok(None),
        "1" => Ok(Some(true)),
        "0" => Ok(Some(false)),
        word => Err(table.wrong(column, format!("\"{word}\" is not 1 or 0."), "Write 1, 0 or nothing.")),
    }
}
