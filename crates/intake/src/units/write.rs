//! All hamlets of a list in one transaction.

use sohoc_acts::territory::{add_area_classes_in, add_hamlets_in, rename_in};
use sohoc_ledger::imports::ImportCounts;
use sohoc_rules::territory::{ClassOfArea, NewHamlet, Renaming};

use super::reading::{Hamlet, What};
use crate::Error;
use crate::run::Run;

pub(super) fn all(run: &Run<'_>, rows: &[Hamlet]) -> Result<ImportCounts, Error> {
    let mut new: Vec<NewHamlet> = Vec::new();
    let mut renamings: Vec<Renaming> = Vec::new();
    let mut counts = ImportCounts::default();
    for row in rows {
        counts.read += 1;
        match &row.what {
            What::New(hamlet) => {
                new.push(hamlet.clone());
                counts.added += 1;
            }
            What::Renamed(renaming) => {
                renamings.push(renaming.clone());
                counts.updated += 1;
            }
            What::Known if row.class.is_some() => counts.updated += 1,
            What::Known => counts.unchanged += 1,
        }
    }
    let classes: Vec<ClassOfArea> = rows.iter().filter_map(|row| row.class.clone()).collect();
    run.batch(|desk| {
        if !new.is_empty() {
            add_hamlets_in(desk, &new)?;
        }
        if !renamings.is_empty() {
            rename_in(desk, &renamings)?;
        }
        if !classes.is_empty() {
            add_area_classes_in(desk, &classes)?;
        }
        Ok(((), counts))
    })?;
    Ok(counts)
}
