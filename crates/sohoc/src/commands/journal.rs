//! `sohoc journal`: whether the chain is whole, and what was done last.

use serde::Serialize;
use serde_json::Value as Json;
use sohoc_ledger::journal;
use sohoc_rules::journal::{Entry, Report, Seal};

use crate::cli::{Anchor, JournalCommand};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{Output, Table};

#[derive(Serialize)]
struct Verified {
    sealed: u64,
    seals: u64,
    unsealed: u64,
    findings: Vec<String>,
    anchor: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    entries: Vec<ShownEntry>,
}

#[derive(Serialize)]
struct ShownEntry {
    id: String,
    at: String,
    actor: String,
    act: String,
    unit: Option<String>,
    subjects: u32,
    body: Json,
}

pub fn run(what: &JournalCommand, config: &Config, output: Output) -> Result<()> {
    match what {
        JournalCommand::Verify { anchor } => verify(*anchor, config, output),
        JournalCommand::Show { last } => show(*last, config, output),
    }
}

fn verify(known: Option<Anchor>, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    let known = known.map(|anchor| (anchor.number, anchor.digest));
    let (report, last) = office
        .read(|reader| Ok((journal::verify(reader, office.keys(), known)?, journal::last_seal(reader)?)))?;
    let verified = verified(&report, last.as_ref());
    output.show(&verified, text)?;
    if verified.findings.is_empty() {
        return Ok(());
    }
    Err(Error::said(format!(
        "The journal is not whole: {} findings; restore the ledger from a backup and compare.",
        verified.findings.len()
    )))
}

fn verified(report: &Report, last: Option<&Seal>) -> Verified {
    Verified {
        sealed: report.sealed,
        seals: report.seals,
        unsealed: report.unsealed,
        findings: report.findings.iter().map(ToString::to_string).collect(),
        anchor: last.map(anchor),
    }
}

/// Number and digest of a seal, as `--anchor` takes them.
fn anchor(seal: &Seal) -> String {
    let digest: String = seal.digest().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}:{digest}", seal.number)
}

fn text(verified: &Verified) -> String {
    let mut text = format!(
        "{} entries under {} seals, {} not sealed yet.\n",
        verified.sealed, verified.seals, verified.unsealed
    );
    for finding in &verified.findings {
        text.push_str(&format!("- {finding}\n"));
    }
    if verified.findings.is_empty() {
        text.push_str("The journal is whole.\n");
    }
    if let Some(anchor) = &verified.anchor {
        text.push_str(&format!("Keep this anchor elsewhere: {anchor}\n"));
    }
    text
}

fn show(last: i64, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    let entries = office.read(|reader| Ok(journal::latest(reader, last)?))?;
    let entries = entries.into_iter().map(shown).collect();
    output.show(&Shown { entries }, |shown| {
        let mut table = Table::new(&["At", "Actor", "Act", ">Subjects"]);
        for entry in &shown.entries {
            let (at, subjects) = (entry.at.clone(), entry.subjects.to_string());
            table.row([at, entry.actor.clone(), entry.act.clone(), subjects]);
        }
        table.text()
    })
}

fn shown(entry: Entry) -> ShownEntry {
    ShownEntry {
        id: entry.id.to_string(),
        at: entry.at.to_string(),
        actor: entry.actor,
        act: entry.act,
        unit: entry.unit.map(|unit| unit.to_string()),
        subjects: entry.subjects,
        body: serde_json::from_str(&entry.body).unwrap_or(Json::String(entry.body)),
    }
}
