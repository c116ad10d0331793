//! Lists of hamlets: the one level that no official list gives.

use std::path::Path;

use sohoc_acts::access::Actor;
use sohoc_acts::{Office, territory};
use sohoc_ledger::imports::ImportCounts;
use sohoc_papers::tables::units::{SCHEMA, UnitRow, read};
use sohoc_papers::tables::{Table, open};
use sohoc_rules::territory::{AreaClass, ClassOfArea, Level, NewHamlet, Unit, id_from_key};
use sohoc_rules::time::Span;
use sohoc_rules::vietnamese::fold;

use crate::homes::{Homes, Written};
use crate::rejects::Rejects;
use crate::{Error, Options, Summary};

/// Takes in a list of hamlets with their communes. A hamlet is the same when its code is, or, in a
/// list without codes, its name within the commune.
///
/// # Errors
/// When the file cannot be read, without the right to change units, or when the store fails.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut table = open(path, &SCHEMA)?;
    let mut reading =
        Reading { homes: Homes::new(office, options.date)?, rejects: Rejects::default(), rows: Vec::new() };
    reading.read(&mut table, options)?;
    let known = |new: &NewHamlet| reading.homes.map().territory().find(new.unit.id).is_some();
    let unchanged = reading.rows.iter().filter(|(new, _)| known(new)).count();
    let added = reading.rows.len() - unchanged;
    if !options.dry_run && added > 0 {
        write(office, actor, &reading.rows)?;
    }
    let mut summary = Summary::default();
    summary.add(ImportCounts {
        read: i64::try_from(reading.rows.len() + reading.rejects.len()).unwrap_or(i64::MAX),
        added: i64::try_from(added).unwrap_or(i64::MAX),
        unchanged: i64::try_from(unchanged).unwrap_or(i64::MAX),
        rejected: i64::try_from(reading.rejects.len()).unwrap_or(i64::MAX),
        updated: 0,
    });
    if let (Some(report), true) = (&options.report, summary.rejected > 0) {
        reading.rejects.write(&mut table, report)?;
        summary.report = Some(report.clone());
    }
    Ok(summary)
}

fn write(office: &Office, actor: &Actor, rows: &[(NewHamlet, Option<AreaClass>)]) -> Result<(), Error> {
    let hamlets: Vec<NewHamlet> = rows.iter().map(|(new, _)| new.clone()).collect();
    territory::add_hamlets(office, actor, &hamlets)?;
    let classes: Vec<ClassOfArea> = rows
        .iter()
        .filter_map(|(new, class)| {
            Some(ClassOfArea { unit: new.unit.id, class: (*class)?, span: new.unit.span, resolution: None })
        })
        .collect();
    if !classes.is_empty() {
        territory::add_area_classes(office, actor, classes)?;
    }
    Ok(())
}

struct Reading {
    homes: Homes,
    rejects: Rejects,
    rows: Vec<(NewHamlet, Option<AreaClass>)>,
}

impl Reading {
    fn read(&mut self, table: &mut Table, options: &Options<'_>) -> Result<(), Error> {
        let dates = options.dates(table.counts_from_1904());
        let mut seen = std::collections::BTreeMap::new();
        let mut rows = table.rows()?;
        while let Some(row) = rows.next_row()? {
            let line = row.line();
            let unit = match read(&row, &dates) {
                Ok(unit) => unit,
                Err(problems) => {
                    self.rejects.problems(line, &problems);
                    continue;
                }
            };
            let new = match self.hamlet(&unit) {
                Ok(new) => new,
                Err(reason) => {
                    self.rejects.sentence(line, None, reason);
                    continue;
                }
            };
            match seen.insert(new.0.unit.id, line) {
                Some(earlier) => {
                    self.rejects.sentence(line, None, format!("Trùng với dòng {earlier} của tệp."));
                }
                None => self.rows.push(new),
            }
        }
        Ok(())
    }

    fn hamlet(&mut self, row: &UnitRow<'_>) -> Result<(NewHamlet, Option<AreaClass>), String> {
        let above = row.parent_code.as_deref().or(row.parent.as_deref());
        let commune = self.homes.home(Written { commune: above, ..Written::default() })?;
        let code = self.homes.map().territory().find(commune).map(|unit| unit.code.to_string());
        let key = match &row.code {
            Some(code) => format!("H-{code}"),
            None => format!("H-{}-{}", code.unwrap_or_default(), fold(&row.name)),
        };
        let (kind, short_name) = split(&row.name, row.kind.as_deref());
        // Under a commune that was made by a merger, a hamlet without a first day is taken to exist
        // since the commune does: in which of the older ones it lay is not known.
        let began = self.homes.map().territory().find(commune).and_then(|unit| unit.span.from);
        let span = Span { from: row.valid_from.or(began), to: row.valid_to };
        let hamlet = Unit {
            id: id_from_key(&key),
            code: row.code.as_deref().unwrap_or(&key).into(),
            name: row.name.as_ref().into(),
            short_name: short_name.into(),
            kind: kind.into(),
            level: Level::Hamlet,
            span,
            resolution: None,
        };
        Ok((
            NewHamlet { unit: hamlet, communes: vec![commune] },
            row.area_class.as_deref().and_then(area_class),
        ))
    }
}

/// The kind and the rest of a hamlet's name.
fn split<'a>(name: &'a str, kind: Option<&'a str>) -> (&'a str, &'a str) {
    let kind = kind.unwrap_or_default();
    let rest = name.get(kind.len()..).filter(|_| name.starts_with(kind)).map_or(name, str::trim);
    (kind, if rest.is_empty() { name } else { rest })
}

fn area_class(text: &str) -> Option<AreaClass> {
    if let Ok(class) = text.parse() {
        return Some(class);
    }
    let folded = fold(text);
    if folded.contains("dac biet kho khan") || folded == "dbkk" {
        return Some(AreaClass::EspeciallyDifficult);
    }
    if folded.contains("dan toc thieu so") || folded == "dtts" {
        return Some(AreaClass::EthnicMinority);
    }
    if folded.contains("vung sau") || folded.contains("vung xa") {
        return Some(AreaClass::Remote);
    }
    None
}
