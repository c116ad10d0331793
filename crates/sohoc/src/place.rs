//! Units as the command line names them, and what lies in one of them.

use sohoc_acts::Office;
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Level, TerritoryAsOf};
use sohoc_rules::time::Date;

use crate::cli::UnitAt;
use crate::error::{Error, Result};

pub use sohoc_intake::export::Within as Place;

/// The unit that carries a code on a day, `usual` where none is named. Its own id does too, for hamlets:
/// their codes are not unique.
///
/// # Errors
/// When no unit has the code on that day, telling when one had; when several hamlets do.
pub fn find(office: &Office, wanted: &UnitAt, usual: Date) -> Result<Place> {
    let day = wanted.day.unwrap_or(usual);
    let map = office.map_on(day)?;
    if let Ok(unit) = wanted.code.parse::<UnitId>()
        && let Some(known) = map.territory().find(unit)
    {
        return Ok(Place { unit, level: known.level, day });
    }
    let higher = [Level::Province, Level::District, Level::Commune];
    if let Some(unit) = higher.iter().find_map(|level| map.find_by_code(*level, &wanted.code)) {
        return Ok(Place { unit: unit.id, level: unit.level, day });
    }
    let hamlets: Vec<UnitId> =
        map.at_level(Level::Hamlet).filter(|unit| *unit.code == *wanted.code).map(|unit| unit.id).collect();
    match hamlets[..] {
        [unit] => Ok(Place { unit, level: Level::Hamlet, day }),
        [] => Err(unknown(&map, &wanted.code)),
        _ => Err(Error::said(format!(
            "{} hamlets have the code {} on {day}; name the one you mean by its id, as `--json` shows it.",
            hamlets.len(),
            wanted.code
        ))),
    }
}

fn unknown(map: &TerritoryAsOf, code: &str) -> Error {
    let (day, territory) = (map.day(), map.territory());
    let known = territory.units().iter().find(|unit| *unit.code == *code && unit.level != Level::Hamlet);
    Error::said(match known {
        None => format!("No unit has the code {code}; look it up with `sohoc figures --by commune --json`."),
        Some(unit) => {
            let when = unit.span.to.or(unit.span.from).unwrap_or(day);
            let name = territory.name_on(unit.id, when).unwrap_or_default();
            format!("No unit has the code {code} on {day}; {name} had it: write {code}@{when}.")
        }
    })
}
