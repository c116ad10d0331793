//! The territory's rows. The whole nation fits in memory, so it is read whole and asked there.

use std::str::FromStr;

use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{
    AreaClass, ClassOfArea, Extent, Level, ParentLink, PartRule, Renaming, Rows, Succession, Unit, Weight,
};
use sohoc_rules::time::{Date, Span};
use uuid::Uuid;

use crate::db::{Day, Fault, Reader, Row, Writer};
use crate::sql;

/// All rows of the territory, ready for `Territory::new`.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn load(reader: &Reader<'_>) -> Result<Rows, Fault> {
    Ok(Rows {
        units: load_units(reader)?,
        links: load_links(reader)?,
        successions: load_successions(reader)?,
        renamings: load_renamings(reader)?,
        classes: load_classes(reader)?,
    })
}

/// How many units there are.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count(reader: &Reader<'_>) -> Result<i64, Fault> {
    let count = reader.find(sql!("select count(*) from unit"), &[], |row| row.get(0))?;
    Ok(count.unwrap_or(0))
}

/// Adds rows that are not there yet; tells how many units were new.
///
/// Links, renamings and classes of a unit that is already known are left as they are: only a
/// reorganisation changes them.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, rows: &Rows) -> Result<u64, Fault> {
    let units: Vec<UnitRow> = rows.units.iter().map(UnitRow::from).collect();
    let added = writer.execute_each(
        sql!(
            "insert into unit
                (unit_id, code, name, short_name, kind, level, valid_from, valid_to, resolution)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (unit_id) do nothing"
        ),
        &units,
        |row| {
            [
                &row.id,
                &row.code,
                &row.name,
                &row.short_name,
                &row.kind,
                &row.level,
                &row.from,
                &row.to,
                &row.resolution,
            ]
        },
    )?;
    add_links(writer, &rows.links)?;
    add_successions(writer, &rows.successions)?;
    add_renamings(writer, &rows.renamings)?;
    add_classes(writer, &rows.classes)?;
    Ok(added.into_iter().sum())
}

/// Sets the last day of units.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown unit.
pub fn close_units(writer: &Writer<'_>, closed: &[(UnitId, Date)]) -> Result<(), Fault> {
    let rows: Vec<(Uuid, Day)> = closed.iter().map(|(unit, day)| (unit.uuid(), Day(*day))).collect();
    writer
        .change_each(sql!("update unit set valid_to = $2 where unit_id = $1"), &rows, |row| [&row.0, &row.1])
}

/// Sets the last day of links that are open on that day.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] when a unit has no such link.
pub fn close_links(writer: &Writer<'_>, closed: &[(UnitId, UnitId, Date)]) -> Result<(), Fault> {
    let rows: Vec<(Uuid, Uuid, Day)> =
        closed.iter().map(|(unit, parent, day)| (unit.uuid(), parent.uuid(), Day(*day))).collect();
    writer.change_each(
        sql!(
            "update unit_link set valid_to = $3
             where unit_id = $1 and parent_id = $2 and (valid_to is null or valid_to > $3)"
        ),
        &rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

struct UnitRow {
    id: Uuid,
    code: String,
    name: String,
    short_name: String,
    kind: String,
    level: &'static str,
    from: Option<Day>,
    to: Option<Day>,
    resolution: Option<String>,
}

impl From<&Unit> for UnitRow {
    fn from(unit: &Unit) -> Self {
        Self {
            id: unit.id.uuid(),
            code: unit.code.to_string(),
            name: unit.name.to_string(),
            short_name: unit.short_name.to_string(),
            kind: unit.kind.to_string(),
            level: unit.level.code(),
            from: unit.span.from.map(Day),
            to: unit.span.to.map(Day),
            resolution: text(unit.resolution.as_deref()),
        }
    }
}

fn load_units(reader: &Reader<'_>) -> Result<Vec<Unit>, Fault> {
    reader.rows(
        sql!(
            "select unit_id, code, name, short_name, kind, level, valid_from, valid_to, resolution
             from unit order by unit_id"
        ),
        &[],
        |row| {
            Ok(Unit {
                id: UnitId::from_uuid(row.get(0)?),
                code: row.text(1)?.into(),
                name: row.text(2)?.into(),
                short_name: row.text(3)?.into(),
                kind: row.text(4)?.into(),
                level: word::<Level>(row, 5)?,
                span: span(row, 6)?,
                resolution: boxed(row, 8)?,
            })
        },
    )
}

fn add_links(writer: &Writer<'_>, links: &[ParentLink]) -> Result<(), Fault> {
    let mut rows = Vec::with_capacity(links.len());
    for link in links {
        rows.push((link.unit.uuid(), link.parent.uuid(), link.span.from.map(Day), link.span.to.map(Day)));
    }
    writer.execute_each(
        sql!(
            "insert into unit_link (unit_id, position, parent_id, valid_from, valid_to)
             select $1, (select count(*) from unit_link known where known.unit_id = $1), $2, $3, $4
             where not exists (
                select 1 from unit_link same
                where same.unit_id = $1 and same.parent_id = $2 and same.valid_from is not distinct from $3)"
        ),
        &rows,
        |row| [&row.0, &row.1, &row.2, &row.3],
    )?;
    Ok(())
}

fn load_links(reader: &Reader<'_>) -> Result<Vec<ParentLink>, Fault> {
    reader.rows(
        sql!("select unit_id, parent_id, valid_from, valid_to from unit_link order by unit_id, position"),
        &[],
        |row| {
            Ok(ParentLink {
                unit: UnitId::from_uuid(row.get(0)?),
                parent: UnitId::from_uuid(row.get(1)?),
                span: span(row, 2)?,
            })
        },
    )
}

struct SuccessionRow {
    predecessor: Uuid,
    successor: Uuid,
    effective: Day,
    extent: &'static str,
    part_weight: Option<i64>,
    part_of: Option<i64>,
    origin_weight: Option<i64>,
    origin_of: Option<i64>,
    main: Option<bool>,
    resolution: Option<String>,
}

impl From<&Succession> for SuccessionRow {
    fn from(succession: &Succession) -> Self {
        let (extent, part) = match succession.extent {
            Extent::Whole => ("whole", None),
            Extent::Part(PartRule::Share(weight)) => ("share", Some(weight)),
            Extent::Part(PartRule::Hamlets) => ("hamlets", None),
            Extent::Part(PartRule::Unknown) => ("unknown", None),
        };
        let part = part.map(|weight| (i64::from(weight.part), i64::from(weight.of)));
        Self {
            predecessor: succession.predecessor.uuid(),
            successor: succession.successor.uuid(),
            effective: Day(succession.effective),
            extent,
            part_weight: part.map(|part| part.0),
            part_of: part.map(|part| part.1),
            origin_weight: succession.origin.map(|origin| i64::from(origin.part)),
            origin_of: succession.origin.map(|origin| i64::from(origin.of)),
            main: succession.main,
            resolution: text(succession.resolution.as_deref()),
        }
    }
}

fn add_successions(writer: &Writer<'_>, successions: &[Succession]) -> Result<(), Fault> {
    let rows: Vec<SuccessionRow> = successions.iter().map(SuccessionRow::from).collect();
    writer.execute_each(
        sql!(
            "insert into unit_succession
                (predecessor_id, successor_id, effective_date, extent, part_weight, part_of,
                origin_weight, origin_of, is_main, resolution)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (predecessor_id, successor_id, effective_date) do nothing"
        ),
        &rows,
        |row| {
            [
                &row.predecessor,
                &row.successor,
                &row.effective,
                &row.extent,
                &row.part_weight,
                &row.part_of,
                &row.origin_weight,
                &row.origin_of,
                &row.main,
                &row.resolution,
            ]
        },
    )?;
    Ok(())
}

fn load_successions(reader: &Reader<'_>) -> Result<Vec<Succession>, Fault> {
    reader.rows(
        sql!(
            "select predecessor_id, successor_id, effective_date, extent, part_weight, part_of,
                origin_weight, origin_of, is_main, resolution
             from unit_succession order by predecessor_id, successor_id, effective_date"
        ),
        &[],
        |row| {
            Ok(Succession {
                predecessor: UnitId::from_uuid(row.get(0)?),
                successor: UnitId::from_uuid(row.get(1)?),
                extent: extent(row)?,
                origin: weight(row, 6)?,
                main: row.get(8)?,
                effective: row.get::<Day>(2)?.0,
                resolution: boxed(row, 9)?,
            })
        },
    )
}

fn extent(row: &Row<'_>) -> Result<Extent, Fault> {
    match row.text(3)? {
        "whole" => Ok(Extent::Whole),
        "hamlets" => Ok(Extent::Part(PartRule::Hamlets)),
        "unknown" => Ok(Extent::Part(PartRule::Unknown)),
        "share" => match weight(row, 4)? {
            Some(weight) => Ok(Extent::Part(PartRule::Share(weight))),
            None => Err(Fault::broken("unit_succession", "part_weight", "a share without its weight")),
        },
        other => Err(Fault::broken("unit_succession", "extent", other)),
    }
}

fn weight(row: &Row<'_>, column: usize) -> Result<Option<Weight>, Fault> {
    let numbers = (row.get::<Option<i64>>(column)?, row.get::<Option<i64>>(column + 1)?);
    let (Some(part), Some(of)) = numbers else {
        return Ok(None);
    };
    match (u32::try_from(part), u32::try_from(of)) {
        (Ok(part), Ok(of)) => Ok(Some(Weight { part, of })),
        _ => Err(Fault::broken("unit_succession", "part_weight", "a weight below zero")),
    }
}

fn add_renamings(writer: &Writer<'_>, renamings: &[Renaming]) -> Result<(), Fault> {
    let mut rows = Vec::with_capacity(renamings.len());
    for renaming in renamings {
        rows.push((
            renaming.unit.uuid(),
            Day(renaming.since),
            renaming.name.to_string(),
            renaming.short_name.to_string(),
            text(renaming.resolution.as_deref()),
        ));
    }
    writer.execute_each(
        sql!(
            "insert into unit_renaming (unit_id, since, name, short_name, resolution)
             values ($1, $2, $3, $4, $5)
             on conflict (unit_id, since) do nothing"
        ),
        &rows,
        |row| [&row.0, &row.1, &row.2, &row.3, &row.4],
    )?;
    Ok(())
}

/// Gives units a new name from a day on; one that was given from the same day is replaced.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn rename(writer: &Writer<'_>, renamings: &[Renaming]) -> Result<(), Fault> {
    let days: Vec<(Uuid, Day)> =
        renamings.iter().map(|renaming| (renaming.unit.uuid(), Day(renaming.since))).collect();
    writer.execute_each(
        sql!("delete from unit_renaming where unit_id = $1 and since = $2"),
        &days,
        |row| [&row.0, &row.1],
    )?;
    add_renamings(writer, renamings)
}

fn load_renamings(reader: &Reader<'_>) -> Result<Vec<Renaming>, Fault> {
    reader.rows(
        sql!(
            "select unit_id, since, name, short_name, resolution from unit_renaming order by unit_id, since"
        ),
        &[],
        |row| {
            Ok(Renaming {
                unit: UnitId::from_uuid(row.get(0)?),
                since: row.get::<Day>(1)?.0,
                name: row.text(2)?.into(),
                short_name: row.text(3)?.into(),
                resolution: boxed(row, 4)?,
            })
        },
    )
}

fn add_classes(writer: &Writer<'_>, classes: &[ClassOfArea]) -> Result<(), Fault> {
    let mut rows = Vec::with_capacity(classes.len());
    for class in classes {
        rows.push((
            class.unit.uuid(),
            class.class.code(),
            class.span.from.map(Day),
            class.span.to.map(Day),
            text(class.resolution.as_deref()),
        ));
    }
    writer.execute_each(
        sql!(
            "insert into unit_area_class (unit_id, position, area_class, valid_from, valid_to, resolution)
             select $1, (select count(*) from unit_area_class known where known.unit_id = $1), $2, $3, $4, $5
             where not exists (
                select 1 from unit_area_class same
                where same.unit_id = $1 and same.area_class = $2
                    and same.valid_from is not distinct from $3)"
        ),
        &rows,
        |row| [&row.0, &row.1, &row.2, &row.3, &row.4],
    )?;
    Ok(())
}

fn load_classes(reader: &Reader<'_>) -> Result<Vec<ClassOfArea>, Fault> {
    reader.rows(
        sql!(
            "select unit_id, area_class, valid_from, valid_to, resolution
             from unit_area_class order by unit_id, position"
        ),
        &[],
        |row| {
            Ok(ClassOfArea {
                unit: UnitId::from_uuid(row.get(0)?),
                class: word::<AreaClass>(row, 1)?,
                span: span(row, 2)?,
                resolution: boxed(row, 4)?,
            })
        },
    )
}

fn span(row: &Row<'_>, column: usize) -> Result<Span, Fault> {
    Ok(Span {
        from: row.get::<Option<Day>>(column)?.map(|day| day.0),
        to: row.get::<Option<Day>>(column + 1)?.map(|day| day.0),
    })
}

fn word<T: FromStr>(row: &Row<'_>, column: usize) -> Result<T, Fault> {
    let word = row.text(column)?;
    word.parse().map_err(|_| Fault::broken("unit", "a word of the program", word))
}

fn text(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

fn boxed(row: &Row<'_>, column: usize) -> Result<Option<Box<str>>, Fault> {
    Ok(row.get::<Option<String>>(column)?.map(Into::into))
}
