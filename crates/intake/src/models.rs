//! Lists of learning families, clans, communities and units.

mod kind;
mod write;

use std::path::Path;

use sohoc_acts::Office;
use sohoc_acts::access::{Actor, Place};
use sohoc_papers::tables::Row;
use sohoc_papers::tables::models::{ModelField, ModelRow, SCHEMA, read};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::models::ModelKind;
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::vietnamese::fold;

use crate::doubles::Doubles;
use crate::employers::Employers;
use crate::homes::{Homes, Written};
use crate::rejects::{Refused, Rejects};
use crate::rights::Rights;
use crate::run::{BATCH, Run, close};
use crate::sheets::{Sheets, Spot};
use crate::{Error, Options, Summary};
use kind::{kind_above, kind_of};
use write::Writing;

/// Takes in a list of models with their titles of a year, from all sheets of the file that hold one.
/// One is the same when kind, name and home are. Who heads it becomes a member when on record.
///
/// # Errors
/// When the file cannot be read or the store fails. Batches that were in by then stay in.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut sheets = Sheets::open(path, &SCHEMA)?;
    let run = Run::begin(office, actor, "models", path, options)?;
    let mut reading = Reading {
        office,
        year: options.year,
        homes: Homes::new(office, actor, options.date)?,
        employers: Employers::new(office, options.date)?,
        keeping: Rights::new(office, actor, ActKind::KeepModels)?,
        recognising: Rights::new(office, actor, ActKind::RecogniseModel)?,
        doubles: Doubles::default(),
        sheet: None,
        above: None,
        rejects: Rejects::default(),
        batch: Vec::with_capacity(BATCH),
    };
    let mut writing = Writing::new(&run, options.date);
    while let Some(mut sheet) = sheets.next_sheet()? {
        reading.sheet = sheet.name();
        reading.above = kind_above(&sheet.table);
        reading.doubles.enter(sheet.number, reading.sheet.as_deref());
        let mut rows = sheet.table.rows()?;
        while let Some(row) = rows.next_row()? {
            let at = Spot { sheet: sheet.number, line: row.line() };
            match read(&row) {
                Ok(model) => reading.take(&row, &model, at),
                Err(problems) => reading.rejects.problems(at, &problems),
            }
            if reading.batch.len() == BATCH {
                writing.write(&std::mem::take(&mut reading.batch), &mut reading.rejects)?;
                (options.progress)(writing.summary.read + reading.rejects.count());
            }
        }
    }
    writing.write(&reading.batch, &mut reading.rejects)?;
    let mut summary = writing.summary;
    summary.notes = reading.employers.notes();
    summary.notes.extend(writing.heads.note());
    summary.notes.extend(sheets.note());
    close(&run, summary, &reading.rejects, (path, &SCHEMA), options)
}

/// A row of the list with everything looked up that needs no transaction.
struct Entry {
    at: Spot,
    kind: ModelKind,
    name: String,
    unit: UnitId,
    organization: Option<OrganizationId>,
    /// The hash of the number of who heads it.
    head: Option<Vec<u8>>,
    /// Year and instrument, when it was recognised.
    title: Option<(i16, String)>,
}

struct Reading<'a> {
    office: &'a Office,
    year: Option<i16>,
    homes: Homes,
    employers: Employers,
    keeping: Rights<'a>,
    recognising: Rights<'a>,
    doubles: Doubles,
    sheet: Option<String>,
    /// The kind that the title or the headings speak of.
    above: Option<ModelKind>,
    rejects: Rejects,
    batch: Vec<Entry>,
}

impl Reading<'_> {
    fn take(&mut self, row: &Row<'_>, model: &ModelRow<'_>, at: Spot) {
        match self.entry(row, model, at) {
            Ok(entry) => self.batch.push(entry),
            Err(refused) => self.rejects.refuse(at, refused),
        }
    }

    fn entry(&mut self, row: &Row<'_>, model: &ModelRow<'_>, at: Spot) -> Result<Entry, Refused> {
        let kind = model.kind.as_deref().map_or(self.above, kind_of).ok_or_else(|| {
            let text = "không rõ đây là gia đình, dòng họ, cộng đồng hay đơn vị học tập; hãy ghi rõ.";
            Refused::cell(row, ModelField::Kind, text)
        })?;
        let unit = self.homes.home(Written {
            hamlet: model.hamlet.as_deref(),
            commune: model.commune.as_deref(),
            district: None,
            sheet: self.sheet.as_deref(),
        });
        let unit = unit.map_err(|unfound| unfound.in_row(row, ModelField::Hamlet, ModelField::Commune))?;
        let title = self.title(row, model)?;
        let head = head(row, model)?;
        self.keeping.check(Place::unit(unit))?;
        if title.is_some() {
            self.recognising.check(Place::unit(unit))?;
        }
        let year = title.as_ref().map(|(year, _)| *year);
        if let Some(earlier) = self.doubles.note((kind.code(), fold(&model.name), unit, year), at) {
            return Err(Refused::row(format!(
                "Trùng với {earlier}; nếu là hai mô hình cùng tên, hãy ghi tên để phân biệt."
            )));
        }
        Ok(Entry {
            at,
            kind,
            name: model.name.as_ref().to_owned(),
            unit,
            organization: model.organization.as_deref().and_then(|text| self.employers.find(text)),
            head: head.map(|number| self.office.keys().hash(number.reveal()).to_vec()),
            title,
        })
    }

    fn title(&self, row: &Row<'_>, model: &ModelRow<'_>) -> Result<Option<(i16, String)>, Refused> {
        match (model.recognised, model.year.or(self.year)) {
            (Some(true), Some(year)) => {
                Ok(Some((year, model.decision.as_deref().unwrap_or_default().to_owned())))
            }
            (Some(true), None) => {
                Err(Refused::cell(row, ModelField::Year, "chưa ghi năm công nhận; hãy điền năm."))
            }
            (Some(false) | None, _) => Ok(None),
        }
    }
}

/// The number of who heads it. Nine digits are an old card, which is on nobody's record.
fn head(row: &Row<'_>, model: &ModelRow<'_>) -> Result<Option<PersonalNumber>, Refused> {
    let Some(text) = model.head_number.as_deref() else { return Ok(None) };
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '.').collect();
    if digits.len() == OLD_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let number = PersonalNumber::new(&digits).map_err(|_| {
        let text = "không phải số định danh 12 số; hãy kiểm tra lại với thẻ hoặc để trống.";
        Refused::cell(row, ModelField::HeadNumber, text)
    })?;
    Ok(Some(number))
}

/// Digits of an old identity card.
const OLD_DIGITS: usize = 9;
