//! `sohoc doctor`: what is missing or unsafe, each with its remedy. It changes nothing.

mod ledger;
mod machine;

use serde::Serialize;

use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{Output, Table};

/// How things stand with one part of the installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// As it should be.
    Good,
    /// Works, but somebody should know.
    Note,
    /// Data may be lost, read by others, or be wrong.
    Unsafe,
}

/// What was found.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    state: State,
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'static str>,
}

impl Finding {
    fn good(check: &'static str, what: impl Into<String>) -> Self {
        Self { check, state: State::Good, what: what.into(), remedy: None }
    }

    fn note(check: &'static str, what: impl Into<String>, remedy: &'static str) -> Self {
        Self { check, state: State::Note, what: what.into(), remedy: Some(remedy) }
    }

    fn bad(check: &'static str, what: impl Into<String>, remedy: &'static str) -> Self {
        Self { check, state: State::Unsafe, what: what.into(), remedy: Some(remedy) }
    }
}

#[derive(Serialize)]
struct Findings {
    r#unsafe: usize,
    findings: Vec<Finding>,
}

pub fn run(config: &Config, output: Output) -> Result<()> {
    let mut findings = machine::examine(config);
    match office::open(config) {
        Err(error) => findings.push(Finding::bad("ledger", error.to_string(), "Do what this sentence says.")),
        Ok(office) => findings.extend(ledger::examine(&office, &config.ledger)),
    }
    let count = findings.iter().filter(|finding| finding.state == State::Unsafe).count();
    let answer = Findings { r#unsafe: count, findings };
    output.show(&answer, text)?;
    if count > 0 {
        return Err(Error::said(format!("{count} things are unsafe; do what stands beside each of them.")));
    }
    Ok(())
}

fn text(answer: &Findings) -> String {
    let mut table = Table::new(&["Check", "State", "Finding"]);
    for finding in &answer.findings {
        let state = match finding.state {
            State::Good => "good",
            State::Note => "note",
            State::Unsafe => "UNSAFE",
        };
        let remedy = finding.remedy.map_or_else(String::new, |remedy| format!(" {remedy}"));
        table.row([finding.check.to_owned(), state.to_owned(), format!("{}{remedy}", finding.what)]);
    }
    table.text()
}
