//! Lists of learning families, clans, communities and units.

use std::path::Path;

use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::models::{NewModel, add, award};
use sohoc_ledger::imports::ImportCounts;
use sohoc_papers::tables::models::{ModelRow, SCHEMA, read};
use sohoc_papers::tables::open;
use sohoc_rules::ids::{LearningModelId, UnitId};
use sohoc_rules::models::ModelKind;
use sohoc_rules::vietnamese::fold;

use crate::homes::{Employers, Homes, Written};
use crate::rejects::Rejects;
use crate::run::BATCH;
use crate::{Error, Options, Summary};

/// Takes in a list of models with their titles of a year. One is the same when kind, name and home are.
///
/// # Errors
/// When the file cannot be read, without the right where one is at home, or when the store fails.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut table = open(path, &SCHEMA)?;
    let mut reading = Reading {
        homes: Homes::new(office, options.date)?,
        employers: Employers::new(office, options.date)?,
        options,
    };
    let mut rejects = Rejects::default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut rows = table.rows()?;
    while let Some(row) = rows.next_row()? {
        match read(&row) {
            Ok(model) => match reading.entry(&model) {
                Ok(entry) => entries.push(entry),
                Err(reason) => rejects.sentence(row.line(), None, reason),
            },
            Err(problems) => rejects.problems(row.line(), &problems),
        }
    }
    drop(rows);
    let mut summary = Summary::default();
    for batch in entries.chunks(BATCH) {
        summary.add(write(office, actor, batch, options.dry_run)?);
        (options.progress)(summary.read);
    }
    summary.rejected = rejects.len() as u64;
    summary.read += summary.rejected;
    summary.notes = reading.employers.notes();
    if let (Some(report), true) = (&options.report, summary.rejected > 0) {
        rejects.write(&mut table, report)?;
        summary.report = Some(report.clone());
    }
    Ok(summary)
}

/// A model and, when it was recognised, the year and instrument of its title.
struct Entry {
    model: NewModel,
    title: Option<(i16, String)>,
}

struct Reading<'a> {
    homes: Homes,
    employers: Employers,
    options: &'a Options<'a>,
}

impl Reading<'_> {
    fn entry(&mut self, row: &ModelRow<'_>) -> Result<Entry, String> {
        let kind = row
            .kind
            .as_deref()
            .and_then(kind_of)
            .ok_or("Không rõ đây là gia đình, dòng họ, cộng đồng hay đơn vị; hãy điền cột Loại.")?;
        let unit = self.homes.home(Written {
            hamlet: row.hamlet.as_deref(),
            commune: row.commune.as_deref(),
            district: None,
        })?;
        let title = match (row.recognised, row.year.or(self.options.year)) {
            (Some(true), Some(year)) => Some((year, row.decision.as_deref().unwrap_or_default().to_owned())),
            (Some(true), None) => return Err("Thiếu năm công nhận; hãy điền cột Năm.".to_owned()),
            (Some(false) | None, _) => None,
        };
        let organization = row.organization.as_deref().and_then(|text| self.employers.find(text));
        let model = NewModel {
            kind,
            name: row.name.as_ref().to_owned(),
            unit,
            organization,
            from: self.options.date,
            members: Vec::new(),
        };
        Ok(Entry { model, title })
    }
}

fn kind_of(text: &str) -> Option<ModelKind> {
    let folded = fold(text);
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    if says(&["gia dinh", "ho gia dinh"]) {
        Some(ModelKind::Family)
    } else if says(&["dong ho", "toc ho"]) {
        Some(ModelKind::Clan)
    } else if says(&["cong dong", "xom", "thon", "to dan pho"]) {
        Some(ModelKind::Community)
    } else if says(&["don vi", "co quan", "truong", "doanh nghiep"]) {
        Some(ModelKind::Unit)
    } else {
        None
    }
}

fn write(office: &Office, actor: &Actor, batch: &[Entry], dry_run: bool) -> Result<ImportCounts, Error> {
    let known = known(office, batch)?;
    let fresh: Vec<NewModel> = batch
        .iter()
        .zip(&known)
        .filter(|(_, known)| known.is_none())
        .map(|(entry, _)| entry.model.clone())
        .collect();
    let mut counts = ImportCounts {
        read: i64::try_from(batch.len()).unwrap_or(i64::MAX),
        added: i64::try_from(fresh.len()).unwrap_or(i64::MAX),
        ..ImportCounts::default()
    };
    counts.unchanged = counts.read - counts.added;
    if dry_run {
        return Ok(counts);
    }
    let mut made = add(office, actor, &fresh)?.into_iter();
    for (entry, known) in batch.iter().zip(known) {
        let Some((year, instrument)) = &entry.title else {
            if known.is_none() {
                made.next();
            }
            continue;
        };
        let id: Option<(LearningModelId, UnitId)> =
            known.is_none().then(|| made.next()).flatten().map(|id| (id, entry.model.unit));
        if let Some(awarded) = id {
            award(office, actor, *year, instrument, &[awarded])?;
        }
    }
    Ok(counts)
}

/// The model that is on record already for each entry.
fn known(office: &Office, batch: &[Entry]) -> Result<Vec<Option<LearningModelId>>, Error> {
    let found = office.read(|reader| {
        batch
            .iter()
            .map(|entry| {
                let fold_name = fold(&entry.model.name);
                let rows =
                    sohoc_ledger::models::list(reader, entry.model.unit.uuid(), entry.model.kind.code())?;
                let same = rows.into_iter().find(|row| row.name_fold == fold_name);
                Ok(same.map(|row| LearningModelId::from_uuid(row.id)))
            })
            .collect::<sohoc_acts::Result<Vec<_>>>()
    })?;
    Ok(found)
}
