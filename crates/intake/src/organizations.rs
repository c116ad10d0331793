//! Lists of agencies, schools, enterprises and associations.

use std::path::Path;

use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::organizations::{NewOrganization, add};
use sohoc_ledger::imports::ImportCounts;
use sohoc_papers::tables::open;
use sohoc_papers::tables::organizations::{OrganizationRow, SCHEMA, read};
use sohoc_rules::ids::OrganizationId;
use sohoc_rules::territory::id_from_key;
use sohoc_rules::time::Span;
use sohoc_rules::vietnamese::fold;

use crate::homes::{Homes, Written};
use crate::rejects::Rejects;
use crate::run::BATCH;
use crate::{Error, Options, Summary};

/// Takes in a list of organizations. One is the same when its code is, or, without a code, its name
/// and commune.
///
/// # Errors
/// When the file cannot be read, without the right where one sits, or when the store fails.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut table = open(path, &SCHEMA)?;
    let dates = options.dates(table.counts_from_1904());
    let mut homes = Homes::new(office, options.date)?;
    let mut rejects = Rejects::default();
    let mut new: Vec<NewOrganization> = Vec::new();
    let mut rows = table.rows()?;
    while let Some(row) = rows.next_row()? {
        match read(&row, &dates) {
            Ok(organization) => match organization_of(&mut homes, &organization) {
                Ok(organization) => new.push(organization),
                Err(reason) => rejects.sentence(row.line(), None, reason),
            },
            Err(problems) => rejects.problems(row.line(), &problems),
        }
    }
    drop(rows);
    let mut added = 0;
    for batch in new.chunks(BATCH) {
        if !options.dry_run {
            added += add(office, actor, batch)?;
        }
    }
    let mut summary = Summary::default();
    let known = if options.dry_run { 0 } else { new.len() - added };
    summary.add(ImportCounts {
        read: i64::try_from(new.len() + rejects.len()).unwrap_or(i64::MAX),
        added: i64::try_from(new.len() - known).unwrap_or(i64::MAX),
        unchanged: i64::try_from(known).unwrap_or(i64::MAX),
        rejected: i64::try_from(rejects.len()).unwrap_or(i64::MAX),
        updated: 0,
    });
    if let (Some(report), true) = (&options.report, summary.rejected > 0) {
        rejects.write(&mut table, report)?;
        summary.report = Some(report.clone());
    }
    Ok(summary)
}

fn organization_of(homes: &mut Homes, row: &OrganizationRow<'_>) -> Result<NewOrganization, String> {
    let unit = match row.commune.as_deref() {
        Some(commune) => Some(homes.home(Written { commune: Some(commune), ..Written::default() })?),
        None => None,
    };
    let place = unit.map(|unit| unit.to_string()).unwrap_or_default();
    let code = row.code.as_deref().map_or_else(|| format!("{}@{place}", fold(&row.name)), str::to_owned);
    Ok(NewOrganization {
        id: OrganizationId::from_uuid(id_from_key(&format!("O-{code}")).uuid()),
        code: row.code.as_deref().unwrap_or_default().to_owned(),
        name: row.name.as_ref().to_owned(),
        kind: row.kind.as_deref().unwrap_or_default().to_owned(),
        unit,
        span: Span { from: row.valid_from, to: row.valid_to },
    })
}
