//! Reading a set from its TOML file.

use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::{
    Competence, CriteriaSet, CriteriaStatus, DecisionReference, GroupForm, Indicator, PassRule, Route,
};
use crate::territory::AreaClass;
use crate::time::{Date, Span};

mod check;

/// What is wrong with a criteria file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaFault {
    /// The file as the caller names it.
    pub file: String,
    /// Line in the file, from 1; `None` when the fault is that something is missing everywhere.
    pub line: Option<usize>,
    /// Field or thing, like `form nguoi-lao-dong, indicator 2.1, max`.
    pub field: String,
    /// What is wrong and what to write instead.
    pub reason: String,
}

impl fmt::Display for CriteriaFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ", {}: {}", self.field, self.reason)
    }
}

impl std::error::Error for CriteriaFault {}

/// Reads and checks a set; `file` is only used to name it in a fault.
///
/// # Errors
/// The first thing that is wrong, with its line: a set is used whole or not at all.
pub fn read(file: &str, text: &str) -> Result<CriteriaSet, CriteriaFault> {
    let place = Place { file, text };
    let written: WrittenSet = toml::from_str(text).map_err(|fault| CriteriaFault {
        file: file.to_owned(),
        line: fault.span().map(|span| line_of(text, span.start)),
        field: fault.span().and_then(|span| key_of(text, span.start)).unwrap_or("syntax").into(),
        reason: fault.message().to_owned(),
    })?;
    check::check(&written, place)?;
    build(&written, place)
}

/// The text being read, for naming the line of a fault.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    text: &'a str,
}

impl Place<'_> {
    fn fault<T>(self, at: &Spanned<T>, field: impl Into<String>, reason: impl Into<String>) -> CriteriaFault {
        CriteriaFault {
            file: self.file.to_owned(),
            line: Some(line_of(self.text, at.span().start)),
            field: field.into(),
            reason: reason.into(),
        }
    }

    fn missing(self, field: impl Into<String>, reason: impl Into<String>) -> CriteriaFault {
        CriteriaFault { file: self.file.to_owned(), line: None, field: field.into(), reason: reason.into() }
    }
}

/// The key that is set on the line of a place in the text.
fn key_of(text: &str, start: usize) -> Option<&str> {
    let (key, _) = text.lines().nth(line_of(text, start) - 1)?.split_once('=')?;
    let key = key.trim();
    let is_bare = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '-';
    (!key.is_empty() && key.chars().all(is_bare)).then_some(key)
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSet {
    code: Spanned<String>,
    name: String,
    decision: WrittenDecision,
    in_force_from: Spanned<String>,
    in_force_to: Option<Spanned<String>>,
    status: Spanned<String>,
    source: String,
    /// Most points of an indicator that does not say otherwise.
    maximum: u8,
    /// Floor of an indicator that does not say otherwise.
    floor: u8,
    pass: Vec<WrittenPass>,
    form: Vec<WrittenForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDecision {
    number: Spanned<String>,
    date: Spanned<String>,
    issuer: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPass {
    areas: Spanned<Vec<String>>,
    total: Spanned<u16>,
    source: String,
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenForm {
    code: Spanned<String>,
    name: String,
    who: String,
    #[serde(default)]
    replaces: Vec<String>,
    route: Spanned<String>,
    competence: Vec<WrittenCompetence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCompetence {
    code: Spanned<String>,
    name: String,
    help: String,
    indicator: Vec<WrittenIndicator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenIndicator {
    code: Spanned<String>,
    text: String,
    help: String,
    examples: Vec<String>,
    maximum: Option<u8>,
    floor: Option<u8>,
    clause: Option<String>,
}

fn build(written: &WrittenSet, place: Place<'_>) -> Result<CriteriaSet, CriteriaFault> {
    let in_force_to = written.in_force_to.as_ref().map(|to| day(to, "in_force_to", place)).transpose()?;
    Ok(CriteriaSet {
        code: written.code.get_ref().clone(),
        name: written.name.clone(),
        decision: DecisionReference {
            number: written.decision.number.get_ref().clone(),
            date: day(&written.decision.date, "decision.date", place)?,
            issuer: written.decision.issuer.clone(),
        },
        in_force: Span { from: Some(day(&written.in_force_from, "in_force_from", place)?), to: in_force_to },
        status: CriteriaStatus::from_code(written.status.get_ref()).ok_or_else(|| {
            place.fault(&written.status, "status", "must be \"official\" or \"placeholder\"")
        })?,
        source: written.source.clone(),
        pass_rules: written.pass.iter().map(|pass| pass_rule(pass, place)).collect::<Result<_, _>>()?,
        forms: written.form.iter().map(|form| group_form(form, written, place)).collect::<Result<_, _>>()?,
    })
}

fn pass_rule(written: &WrittenPass, place: Place<'_>) -> Result<PassRule, CriteriaFault> {
    let area = |code: &String| {
        code.parse::<AreaClass>().map_err(|_| {
            place.fault(&written.areas, "pass.areas", format!("there is no area class {code:?}"))
        })
    };
    Ok(PassRule {
        areas: written.areas.get_ref().iter().map(area).collect::<Result<_, _>>()?,
        total: *written.total.get_ref(),
        source: written.source.clone(),
        confirmed: written.confirmed,
    })
}

fn group_form(written: &WrittenForm, set: &WrittenSet, place: Place<'_>) -> Result<GroupForm, CriteriaFault> {
    Ok(GroupForm {
        code: written.code.get_ref().clone(),
        name: written.name.clone(),
        who: written.who.clone(),
        replaces: written.replaces.clone(),
        route: Route::from_code(written.route.get_ref()).ok_or_else(|| {
            let reason = "must be \"territory\" or \"organization\"";
            place.fault(&written.route, format!("form {}, route", written.code.get_ref()), reason)
        })?,
        competences: written.competence.iter().map(|competence| build_competence(competence, set)).collect(),
    })
}

fn build_competence(written: &WrittenCompetence, set: &WrittenSet) -> Competence {
    let indicator = |indicator: &WrittenIndicator| Indicator {
        code: indicator.code.get_ref().clone(),
        text: indicator.text.clone(),
        help: indicator.help.clone(),
        examples: indicator.examples.clone(),
        maximum: indicator.maximum.unwrap_or(set.maximum),
        floor: indicator.floor.unwrap_or(set.floor),
        clause: indicator.clause.clone(),
    };
    Competence {
        code: written.code.get_ref().clone(),
        name: written.name.clone(),
        help: written.help.clone(),
        indicators: written.indicator.iter().map(indicator).collect(),
    }
}

fn day(written: &Spanned<String>, field: &str, place: Place<'_>) -> Result<Date, CriteriaFault> {
    written
        .get_ref()
        .parse()
        .map_err(|_| place.fault(written, field, "must be a day written like \"2023-10-25\""))
}

#[cfg(test)]
mod tests;
