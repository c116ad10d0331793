//! Tallies: deltas appended by acts, folded into cells, and counted anew from the dossiers.

use std::collections::BTreeMap;

use sohoc_rules::dossier::State;
use sohoc_rules::figures::{AgeBand, Cell, Counter};
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::people::{EthnicClass, Sex};
use sohoc_rules::territory::AreaClass;
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// A change of one cell.
pub type Shift = (Cell, i64);

/// Appends changes; `ids` gives each row its id.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn shift(writer: &Writer<'_>, shifts: &[Shift], mut id: impl FnMut() -> Uuid) -> Result<(), Fault> {
    let mut rows = Vec::with_capacity(shifts.len());
    for (cell, people) in shifts {
        rows.push((id(), CellRow::from(cell), *people));
    }
    writer.change_each(
        sql!(
            "insert into tally_delta
                (delta_id, year, counter, unit_id, organization_id, group_form, sex, age_band,
                ethnic_class, area_class, people)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &rows,
        |(id, cell, people)| {
            [
                id,
                &cell.year,
                &cell.counter,
                &cell.unit,
                &cell.organization,
                &cell.group,
                &cell.sex,
                &cell.age,
                &cell.ethnic,
                &cell.area,
                people,
            ]
        },
    )
}

/// Folds all waiting changes into the cells; tells how many there were.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn fold(writer: &Writer<'_>, at: Moment) -> Result<usize, Fault> {
    let mut ids = Vec::new();
    let mut sums: BTreeMap<Cell, i64> = BTreeMap::new();
    writer.for_each(
        sql!(
            "select year, counter, unit_id, organization_id, group_form, sex, age_band, ethnic_class,
                area_class, people, delta_id
             from tally_delta"
        ),
        &[],
        |row| {
            *sums.entry(decode_cell(row)?).or_default() += row.get::<i64>(9)?;
            ids.push((row.get::<Uuid>(10)?,));
            Ok(())
        },
    )?;
    if ids.is_empty() {
        return Ok(0);
    }
    let rows: Vec<(CellRow, i64)> =
        sums.iter().map(|(cell, people)| (CellRow::from(cell), *people)).collect();
    writer.change_each(
        sql!(
            "insert into tally
                (year, counter, unit_id, organization_id, group_form, sex, age_band, ethnic_class,
                area_class, people)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (year, counter, unit_id, organization_id, group_form, sex, age_band, ethnic_class,
                area_class)
             do update set people = tally.people + excluded.people"
        ),
        &rows,
        |(cell, people)| {
            [
                &cell.year,
                &cell.counter,
                &cell.unit,
                &cell.organization,
                &cell.group,
                &cell.sex,
                &cell.age,
                &cell.ethnic,
                &cell.area,
                people,
            ]
        },
    )?;
    writer.change_each(sql!("delete from tally_delta where delta_id = $1"), &ids, |id| [&id.0])?;
    let number = fold_number(writer)? + 1;
    let deltas = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    writer.change(
        sql!("insert into tally_fold (number, folded_at, deltas) values ($1, $2, $3)"),
        &[&number, &at, &deltas],
        1,
    )?;
    Ok(ids.len())
}

/// Tells one state of the tallies from another: changes only append between folds.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn version(reader: &Reader<'_>) -> Result<(i64, i64), Fault> {
    let waiting = reader.find(sql!("select count(*) from tally_delta"), &[], |row| row.get(0))?;
    Ok((fold_number(reader)?, waiting.unwrap_or(0)))
}

fn fold_number(reader: &Reader<'_>) -> Result<i64, Fault> {
    let number =
        reader.find(sql!("select number from tally_fold order by number desc limit 1"), &[], |row| {
            row.get(0)
        })?;
    Ok(number.unwrap_or(0))
}

/// All cells with their counts: the folded ones and the waiting changes.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn cells(reader: &Reader<'_>) -> Result<Vec<Shift>, Fault> {
    let mut cells = reader.rows(
        sql!(
            "select year, counter, unit_id, organization_id, group_form, sex, age_band, ethnic_class,
                area_class, people
             from tally"
        ),
        &[],
        decode_shift,
    )?;
    cells.extend(reader.rows(
        sql!(
            "select year, counter, unit_id, organization_id, group_form, sex, age_band, ethnic_class,
                area_class, people
             from tally_delta"
        ),
        &[],
        decode_shift,
    )?);
    Ok(cells)
}

/// Counts all dossiers anew, cell by cell, without looking at the tallies.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn recount(reader: &Reader<'_>) -> Result<BTreeMap<Cell, i64>, Fault> {
    let mut sums: BTreeMap<Cell, i64> = BTreeMap::new();
    reader.for_each(
        sql!(
            "select round.year, dossier.state, dossier.unit_id, dossier.organization_id,
                dossier.group_form, dossier.sex, dossier.age_band, coalesce(ethnicity.ethnic_class, 0),
                dossier.area_class, count(*)
             from dossier
             join round on round.round_id = dossier.round_id
             left join person_ethnicity ethnicity on ethnicity.person_id = dossier.person_id
             group by round.year, dossier.state, dossier.unit_id, dossier.organization_id,
                dossier.group_form, dossier.sex, dossier.age_band, coalesce(ethnicity.ethnic_class, 0),
                dossier.area_class"
        ),
        &[],
        |row| {
            let state = code("dossier.state", row.get(1)?, State::from_code)?;
            let people = row.get::<i64>(9)?;
            for counter in Counter::of(state) {
                let cell = Cell {
                    year: year(row.get(0)?)?,
                    counter: *counter,
                    unit: UnitId::from_uuid(row.get(2)?),
                    organization: row.get::<Option<Uuid>>(3)?.map(OrganizationId::from_uuid),
                    group: row.text(4)?.into(),
                    sex: code("dossier.sex", row.get(5)?, Sex::from_code)?,
                    age: code("dossier.age_band", row.get(6)?, AgeBand::from_code)?,
                    ethnic: code("person_ethnicity.ethnic_class", row.get(7)?, EthnicClass::from_code)?,
                    area: area(row.text(8)?)?,
                };
                *sums.entry(cell).or_default() += people;
            }
            Ok(())
        },
    )?;
    Ok(sums)
}

/// The cells of one counter and year as they stand, to be replaced by a new snapshot.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn cells_of(reader: &Reader<'_>, year: i64, counter: Counter) -> Result<BTreeMap<Cell, i64>, Fault> {
    let mut sums = BTreeMap::new();
    for (cell, people) in cells(reader)? {
        if i64::from(cell.year) == year && cell.counter == counter {
            *sums.entry(cell).or_default() += people;
        }
    }
    Ok(sums)
}

struct CellRow {
    year: i64,
    counter: i64,
    unit: Uuid,
    organization: Uuid,
    group: String,
    sex: i64,
    age: i64,
    ethnic: i64,
    area: &'static str,
}

impl From<&Cell> for CellRow {
    fn from(cell: &Cell) -> Self {
        Self {
            year: i64::from(cell.year),
            counter: cell.counter.code(),
            unit: cell.unit.uuid(),
            organization: cell.organization.map_or(Uuid::nil(), OrganizationId::uuid),
            group: cell.group.to_string(),
            sex: cell.sex.code(),
            age: cell.age.code(),
            ethnic: cell.ethnic.code(),
            area: cell.area.code(),
        }
    }
}

fn decode_shift(row: &Row<'_>) -> Result<Shift, Fault> {
    Ok((decode_cell(row)?, row.get(9)?))
}

fn decode_cell(row: &Row<'_>) -> Result<Cell, Fault> {
    let organization = row.get::<Uuid>(3)?;
    Ok(Cell {
        year: year(row.get(0)?)?,
        counter: code("tally.counter", row.get(1)?, Counter::from_code)?,
        unit: UnitId::from_uuid(row.get(2)?),
        organization: (!organization.is_nil()).then(|| OrganizationId::from_uuid(organization)),
        group: row.text(4)?.into(),
        sex: code("tally.sex", row.get(5)?, Sex::from_code)?,
        age: code("tally.age_band", row.get(6)?, AgeBand::from_code)?,
        ethnic: code("tally.ethnic_class", row.get(7)?, EthnicClass::from_code)?,
        area: area(row.text(8)?)?,
    })
}

fn code<T>(column: &str, code: i64, read: impl Fn(i64) -> Option<T>) -> Result<T, Fault> {
    read(code).ok_or_else(|| Fault::broken("figures", column, code))
}

fn year(year: i64) -> Result<i16, Fault> {
    i16::try_from(year).map_err(|_| Fault::broken("round", "year", year))
}

fn area(word: &str) -> Result<AreaClass, Fault> {
    word.parse().map_err(|_| Fault::broken("dossier", "area_class", word))
}
