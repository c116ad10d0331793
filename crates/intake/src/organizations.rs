//! Lists of agencies, schools, enterprises and associations.

mod known;

use std::path::Path;

use sohoc_acts::Office;
use sohoc_acts::access::{Actor, Place};
use sohoc_acts::organizations::{NewOrganization, add_in, change_in};
use sohoc_ledger::imports::ImportCounts;
use sohoc_papers::tables::Row;
use sohoc_papers::tables::organizations::{OrganizationField, OrganizationRow, SCHEMA, read};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::territory::id_from_key;
use sohoc_rules::time::Span;
use sohoc_rules::vietnamese::fold;

use crate::doubles::Doubles;
use crate::homes::Homes;
use crate::rejects::{Refused, Rejects};
use crate::rights::Rights;
use crate::run::{BATCH, Run, close};
use crate::sheets::{Sheets, Spot};
use crate::{Error, Options, Summary};
use known::{Compared, Register};

/// Takes in a list of organizations. One is the same when its code is, or, where one side has no code,
/// its name and commune. What a list does not state stays as it is.
///
/// # Errors
/// When the file cannot be read or the store fails. Batches that were in by then stay in.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut sheets = Sheets::open(path, &SCHEMA)?;
    let run = Run::begin(office, actor, "organizations", path, options)?;
    let mut reading = Reading {
        homes: Homes::new(office, actor, options.date)?,
        rights: Rights::new(office, actor, ActKind::KeepOrganizations)?,
        register: Register::of(office)?,
        doubles: Doubles::default(),
        rejects: Rejects::default(),
        batch: Vec::new(),
    };
    let mut summary = Summary::default();
    while let Some(mut sheet) = sheets.next_sheet()? {
        reading.doubles.enter(sheet.number, sheet.name().as_deref());
        let dates = options.dates(sheet.table.counts_from_1904());
        let mut rows = sheet.table.rows()?;
        while let Some(row) = rows.next_row()? {
            let at = Spot { sheet: sheet.number, line: row.line() };
            match read(&row, &dates) {
                Ok(organization) => reading.take(&row, &organization, at),
                Err(problems) => reading.rejects.problems(at, &problems),
            }
            if reading.batch.len() == BATCH {
                summary.add(write(&run, &std::mem::take(&mut reading.batch))?);
                (options.progress)(summary.read);
            }
        }
    }
    summary.add(write(&run, &reading.batch)?);
    summary.notes.extend(sheets.note());
    close(&run, summary, &reading.rejects, (path, &SCHEMA), options)
}

struct Reading<'a> {
    homes: Homes,
    rights: Rights<'a>,
    register: Register,
    doubles: Doubles,
    rejects: Rejects,
    batch: Vec<Compared>,
}

impl Reading<'_> {
    fn take(&mut self, row: &Row<'_>, organization: &OrganizationRow<'_>, at: Spot) {
        match self.compared(row, organization, at) {
            Ok(compared) => self.batch.push(compared),
            Err(refused) => self.rejects.refuse(at, refused),
        }
    }

    fn compared(
        &mut self,
        row: &Row<'_>,
        stated: &OrganizationRow<'_>,
        at: Spot,
    ) -> Result<Compared, Refused> {
        let new = self.stated(row, stated)?;
        let compared = self.register.compare(new).map_err(|text| {
            let field = OrganizationField::Name;
            Refused::cell(row, field, &text)
        })?;
        let (organization, before) = compared.touched();
        for unit in [organization.unit, before] {
            let place = Place { unit, organization: Some(organization.id), person: None };
            self.rights.check(place)?;
        }
        if let Some(earlier) = self.doubles.note(organization.id, at) {
            return Err(Refused::row(format!("Trùng với {earlier}; chỉ giữ lại một dòng.")));
        }
        Ok(compared)
    }

    fn stated(&mut self, row: &Row<'_>, stated: &OrganizationRow<'_>) -> Result<NewOrganization, Refused> {
        let commune = |text: &str| {
            let found = self.homes.commune(text, None);
            found.map_err(|unfound| unfound.in_cell(row, OrganizationField::Commune))
        };
        let unit = stated.commune.as_deref().map(commune).transpose()?;
        let span = Span { from: stated.valid_from, to: stated.valid_to };
        if span.from.zip(span.to).is_some_and(|(from, to)| to < from) {
            return Err(Refused::cell(
                row,
                OrganizationField::ValidTo,
                "ngày cuối trước ngày đầu; hãy sửa lại.",
            ));
        }
        let code = stated.code.as_deref().unwrap_or_default();
        Ok(NewOrganization {
            id: id_of(code, &stated.name, unit),
            code: code.to_owned(),
            name: stated.name.as_ref().to_owned(),
            kind: stated.kind.as_deref().map(kind_of).unwrap_or_default(),
            unit,
            span,
        })
    }
}

/// The id of an organization that is not on record: the same row always gives the same one.
fn id_of(code: &str, name: &str, unit: Option<UnitId>) -> OrganizationId {
    let key = if code.is_empty() {
        format!("O-{}@{}", fold(name), unit.map(|unit| unit.to_string()).unwrap_or_default())
    } else {
        format!("O-{code}")
    };
    OrganizationId::from_uuid(id_from_key(&key).uuid())
}

/// The program's word for a kind; other words stay as they are.
fn kind_of(text: &str) -> String {
    let folded = fold(text);
    let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let known = if says(&["truong", "giao duc", "mam non", "tieu hoc"]) {
        "school"
    } else if says(&["doanh nghiep", "cong ty", "hop tac xa"]) {
        "enterprise"
    } else if says(&["y te", "benh vien", "tram xa"]) {
        "health"
    } else {
        return text.trim().to_owned();
    };
    known.to_owned()
}

fn write(run: &Run<'_>, batch: &[Compared]) -> Result<ImportCounts, Error> {
    let mut new = Vec::new();
    let mut changed = Vec::new();
    for compared in batch {
        match compared {
            Compared::New(organization) => new.push(organization.clone()),
            Compared::Changed(organization, before) => changed.push((organization.clone(), *before)),
            Compared::Same(_) => {}
        }
    }
    let length = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let counts = ImportCounts {
        read: length(batch.len()),
        added: length(new.len()),
        updated: length(changed.len()),
        unchanged: length(batch.len() - new.len() - changed.len()),
        rejected: 0,
    };
    run.batch(|desk| {
        if !new.is_empty() {
            add_in(desk, &new)?;
        }
        if !changed.is_empty() {
            change_in(desk, &changed)?;
        }
        Ok(((), counts))
    })?;
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_lists_become_the_words_of_the_program() {
        for (text, kind) in [
            ("Trường THCS", "school"),
            ("doanh nghiệp", "enterprise"),
            ("Trạm y tế", "health"),
            (" Hội đặc thù ", "Hội đặc thù"),
        ] {
            assert_eq!(kind_of(text), kind);
        }
    }

    #[test]
    fn an_organization_without_a_code_is_known_by_name_and_commune() {
        let here = Some(id_from_key("here"));
        assert_eq!(id_of("", "Trường Mẫu", here), id_of("", "truong  MAU", here));
        assert_ne!(id_of("", "Trường Mẫu", here), id_of("", "Trường Mẫu", None));
        assert_ne!(id_of("480", "Trường Mẫu", here), id_of("", "Trường Mẫu", here));
    }
}
