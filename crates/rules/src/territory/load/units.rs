//! The file of units.

use std::collections::HashMap;

use super::table::{Column, CsvText, LoadError, Table, wrong_at};
use crate::territory::chronicle::{Chronicle, ParentGap};
use crate::territory::inconsistency::label;
use crate::territory::register::Link;
use crate::territory::unit::{Level, Unit, id_from_key};
use crate::time::Span;

/// What the file says, before links are worked out.
pub(super) struct Read {
    pub units: Vec<Unit>,
    /// For each unit with a parent: its place, its parent's place, its line.
    pub parents: Vec<Parent>,
    /// Places by uid.
    pub places: HashMap<String, usize>,
}

pub(super) struct Parent {
    unit: usize,
    parent: usize,
    line: u64,
}

const ADD_UNIT: &str = "Add the unit or correct the uid.";

pub(super) fn read(csv: CsvText<'_>) -> Result<Read, LoadError> {
    let mut table = Table::open(csv)?;
    let (uid, parent) = (table.column("uid")?, table.column("parent_uid")?);
    let cells = Cells::find(&table)?;
    let mut units = Vec::new();
    let mut places = HashMap::new();
    let mut named_parents = Vec::new();
    while table.advance()? {
        let key = table.filled(uid)?;
        if places.insert(key.to_owned(), units.len()).is_some() {
            return Err(table.wrong(uid, format!("\"{key}\" stands twice."), "Give each unit its own uid."));
        }
        let parent_key = table.cell(parent);
        if !parent_key.is_empty() {
            named_parents.push((units.len(), parent_key.to_owned(), table.line()));
        }
        units.push(cells.unit(&table, key)?);
    }
    let parents = named_parents.into_iter().map(|(unit, key, line)| match places.get(&key) {
        Some(parent) => Ok(Parent { unit, parent: *parent, line }),
        None => {
            let problem = format!("no unit has the uid \"{key}\".");
            Err(wrong_at(csv.name, line, parent.header, problem, ADD_UNIT))
        }
    });
    Ok(Read { parents: parents.collect::<Result<_, _>>()?, units, places })
}

/// The parent links of every day, by place.
pub(super) fn links(
    chronicle: &Chronicle,
    parents: &[Parent],
    file: &str,
) -> Result<Vec<(usize, Link)>, LoadError> {
    let mut links = Vec::with_capacity(parents.len());
    for row in parents {
        let span = chronicle.units[row.unit].span;
        let chain = chronicle.parents_through(span, row.parent).map_err(|gap| {
            let (ParentGap::Before { parent } | ParentGap::After { parent }) = gap;
            let side = match gap {
                ParentGap::Before { .. } => "predecessor",
                ParentGap::After { .. } => "successor",
            };
            let parent = label(&chronicle.units[parent]);
            let problem = format!("{parent} does not cover the life of the unit and has no single {side}.");
            let remedy = "Name the parent of its later days in a row of its own.";
            wrong_at(file, row.line, "parent_uid", problem, remedy)
        })?;
        links.extend(chain.into_iter().map(|(parent, span)| (row.unit, Link { parent, span })));
    }
    Ok(links)
}

struct Cells {
    code: Column,
    name: Column,
    short_name: Column,
    kind: Column,
    level: Column,
    from: Column,
    to: Column,
    resolution: Column,
}

impl Cells {
    fn find(table: &Table<'_>) -> Result<Self, LoadError> {
        Ok(Self {
            code: table.column("code")?,
            name: table.column("name")?,
            short_name: table.column("short_name")?,
            kind: table.column("kind")?,
            level: table.column("level")?,
            from: table.column("valid_from")?,
            to: table.column("valid_to")?,
            resolution: table.column("resolution")?,
        })
    }

    fn unit(&self, table: &Table<'_>, key: &str) -> Result<Unit, LoadError> {
        let level = table.filled(self.level)?;
        let level: Level = level
            .parse()
            .map_err(|unknown| table.wrong(self.level, format!("{unknown}."), "Use one of them."))?;
        let code = if level == Level::Hamlet { table.cell(self.code) } else { table.filled(self.code)? };
        let resolution = table.cell(self.resolution);
        Ok(Unit {
            id: id_from_key(key),
            code: code.into(),
            name: table.filled(self.name)?.into(),
            short_name: table.filled(self.short_name)?.into(),
            kind: table.filled(self.kind)?.into(),
            level,
            span: Span { from: table.date(self.from)?, to: table.date(self.to)? },
            resolution: (!resolution.is_empty()).then(|| resolution.into()),
        })
    }
}
