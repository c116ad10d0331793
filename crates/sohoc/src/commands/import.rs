//! `sohoc import`: lists as people send them. All reading is done by `sohoc-intake`.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sohoc_acts::access::Actor;
use sohoc_acts::{Office, rounds};
use sohoc_intake::{Options, Summary};

use crate::cli::{CriteriaArgs, ImportCommand, ListArgs};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{self, Output};
use crate::progress::Progress;
use crate::protected;

#[derive(Default, Serialize)]
struct Taken {
    read: u64,
    added: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<PathBuf>,
}

/// One of the importers of `sohoc-intake`.
type Intake = fn(&Office, &Actor, &Path, &Options<'_>) -> std::result::Result<Summary, sohoc_intake::Error>;

pub fn run(what: &ImportCommand, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    let taken = match what {
        ImportCommand::Units(args) => lists((&office, config), args, "units", sohoc_intake::units),
        ImportCommand::People(args) => lists((&office, config), args, "people", sohoc_intake::people),
        ImportCommand::Organizations(args) => {
            lists((&office, config), args, "organizations", sohoc_intake::organizations)
        }
        ImportCommand::Assessments(args) => {
            lists((&office, config), args, "assessments", sohoc_intake::assessments)
        }
        ImportCommand::Models(args) => lists((&office, config), args, "models", sohoc_intake::models),
        ImportCommand::Criteria(args) => criteria(&office, args),
    }?;
    output.show(&taken, text)
}

fn lists((office, config): (&Office, &Config), args: &ListArgs, kind: &str, intake: Intake) -> Result<Taken> {
    if args.report.is_some() && args.files.len() > 1 {
        return Err(Error::said(
            "A report has the layout of one file; import the files one by one to get theirs.",
        ));
    }
    if let Some(report) = &args.report {
        protected::check(config, report, &args.files)?;
    }
    let actor = office::actor(office, args.sign_in.as_deref())?;
    let mut taken = Taken::default();
    for file in &args.files {
        let progress = Progress::counting(format!("Importing {kind} from {}", file.display()));
        let options = Options {
            date: args.date.unwrap_or_else(|| office.now().day()),
            year: args.year,
            dry_run: args.dry_run,
            report: args.report.clone(),
            reason: args.reason.clone(),
            ethnic_basis: args.ethnic_basis.clone(),
            staff_of: None,
            progress: &|rows| progress.at(rows),
            stop: &|| false,
        };
        let summary = intake(office, &actor, file, &options)
            .map_err(|error| Error::said(format!("{}: {error}", file.display())))?;
        drop(progress);
        summary.notes.iter().for_each(|note| output::note(note));
        taken.add(summary);
    }
    Ok(taken)
}

impl Taken {
    fn add(&mut self, summary: Summary) {
        self.read += summary.read;
        self.added += summary.added;
        self.updated += summary.updated;
        self.unchanged += summary.unchanged;
        self.rejected += summary.rejected;
        self.report = self.report.take().or(summary.report);
    }
}

fn criteria(office: &Office, args: &CriteriaArgs) -> Result<Taken> {
    let actor = office::actor(office, args.sign_in.as_deref())?;
    let mut taken = Taken::default();
    for file in &args.files {
        let name = file.display().to_string();
        let text = fs::read_to_string(file).map_err(|source| Error::File {
            what: format!("The criteria set {name} cannot be read"),
            source,
            remedy: "name a TOML file in UTF-8",
        })?;
        taken.read += 1;
        let added = if args.dry_run {
            sohoc_rules::criteria::read(&name, &text).map_err(|fault| Error::said(fault.to_string()))?;
            true
        } else {
            rounds::load_criteria(office, &actor, &name, &text)?
        };
        *(if added { &mut taken.added } else { &mut taken.unchanged }) += 1;
    }
    Ok(taken)
}

fn text(taken: &Taken) -> String {
    let Taken { read, added, updated, unchanged, rejected, report } = taken;
    let mut text = format!(
        "{read} read: {added} added, {updated} updated, {unchanged} unchanged, {rejected} rejected.\n"
    );
    if let Some(report) = report {
        text.push_str(&format!("Rejected rows with their reasons: {}\n", report.display()));
    } else if *rejected > 0 {
        text.push_str("Name a workbook with --report to get the rejected rows back.\n");
    }
    text
}
