//! Targets of a plan: a ratio, a year, and how much of it is to be reached by then.
//!
//! Ground: KH 2202/KH-UBND of Cao Bằng (23 August 2022), part I.2; another province has another file.
//! Where a sentence allows two readings both are targets, with the same line of the plan and another
//! word for the reading, and both are computed: which one is meant is not for the program to say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

/// The targets of one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    /// The plan, as it is cited.
    pub source: String,
    /// Its targets, in its order; at least one.
    pub targets: Vec<Target>,
}

/// A ratio to be raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Stable name, unique in the plan: `adults-in-models`.
    pub code: String,
    /// The line of the plan, like `b1`; readings of one sentence share it.
    pub line: String,
    /// Where it stands.
    pub clause: String,
    /// What is aimed at, as tables print it.
    pub text: String,
    /// What is counted above the line.
    pub numerator: String,
    /// What is counted below the line.
    pub denominator: String,
    /// Which reading of the sentence this is; `None` where there is only one.
    pub reading: Option<String>,
    /// What is open about it.
    pub note: Option<String>,
    /// What is to be reached when, by year; at least one.
    pub steps: Vec<Milestone>,
}

/// A value to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Milestone {
    /// By the end of which year.
    pub year: i16,
    /// How much, in thousandths of the denominator: 40 percent is 400.
    pub per_mille: u16,
}

/// What is wrong with a file of targets, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetFault {
    /// The file as the caller names it.
    pub file: String,
    /// Line in the file, from 1; `None` when something is missing everywhere.
    pub line: Option<usize>,
    /// Field or thing, like `target adults-in-models, steps`.
    pub field: String,
    /// What is wrong and what to write instead.
    pub reason: String,
}

impl fmt::Display for TargetFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ", {}: {}", self.field, self.reason)
    }
}

impl std::error::Error for TargetFault {}

/// Reads and checks a file of targets; `file` is only used to name it in a fault.
///
/// # Errors
/// The first thing that is wrong, with its line: a plan is used whole or not at all.
pub fn read_targets(file: &str, text: &str) -> Result<Targets, TargetFault> {
    let reading = Reading { file, text };
    let plan: WrittenPlan = toml::from_str(text).map_err(|fault| TargetFault {
        file: file.to_owned(),
        line: fault.span().map(|span| line_of(text, span.start)),
        field: "syntax".to_owned(),
        reason: fault.message().to_owned(),
    })?;
    reading.check_lines(&plan.target)?;
    let targets = plan.target.into_iter().map(|target| reading.target(target)).collect::<Result<_, _>>()?;
    Ok(Targets { source: plan.source, targets })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPlan {
    source: String,
    target: Vec<WrittenTarget>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTarget {
    code: Spanned<String>,
    line: Spanned<String>,
    clause: String,
    text: String,
    numerator: Spanned<String>,
    denominator: Spanned<String>,
    reading: Option<String>,
    note: Option<String>,
    steps: Spanned<Vec<WrittenStep>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStep {
    year: Spanned<i16>,
    /// Whole or with one digit behind the point.
    percent: Spanned<toml::Value>,
}

/// The text being read, for naming the line of a fault.
#[derive(Clone, Copy)]
struct Reading<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reading<'_> {
    fn fault<T>(self, at: &Spanned<T>, target: &str, field: &str, reason: impl Into<String>) -> TargetFault {
        TargetFault {
            file: self.file.to_owned(),
            line: Some(line_of(self.text, at.span().start)),
            field: format!("target {target}, {field}"),
            reason: reason.into(),
        }
    }

    /// Codes stand once; targets of the same line tell their readings apart.
    fn check_lines(self, targets: &[WrittenTarget]) -> Result<(), TargetFault> {
        if targets.is_empty() {
            return Err(TargetFault {
                file: self.file.to_owned(),
                line: None,
                field: "target".to_owned(),
                reason: "the plan has no target; write at least one [[target]]".to_owned(),
            });
        }
        let mut codes = BTreeSet::new();
        let mut readings: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
        for target in targets {
            let code = target.code.get_ref();
            if !codes.insert(code) {
                return Err(self.fault(&target.code, code, "code", "it stands twice; give each its own"));
            }
            let known = readings.entry(target.line.get_ref()).or_default();
            let reading = target.reading.as_deref();
            if !known.is_empty() && (reading.is_none() || known.contains(&None) || known.contains(&reading)) {
                let reason = "another target has this line of the plan; give each a `reading` of its own";
                return Err(self.fault(&target.line, code, "line", reason));
            }
            known.push(reading);
        }
        Ok(())
    }

    fn target(self, written: WrittenTarget) -> Result<Target, TargetFault> {
        let code = written.code.get_ref().clone();
        for (field, name) in [
            ("code", &written.code),
            ("numerator", &written.numerator),
            ("denominator", &written.denominator),
        ] {
            if !is_name(name.get_ref()) {
                let reason = "write small letters, digits, hyphens and low lines";
                return Err(self.fault(name, &code, field, reason));
            }
        }
        if written.numerator.get_ref() == written.denominator.get_ref() {
            let reason = "it is the numerator; a share of itself is always 100 percent";
            return Err(self.fault(&written.denominator, &code, "denominator", reason));
        }
        let steps = self.steps(&code, &written.steps)?;
        Ok(Target {
            code,
            line: written.line.into_inner(),
            clause: written.clause,
            text: written.text,
            numerator: written.numerator.into_inner(),
            denominator: written.denominator.into_inner(),
            reading: written.reading,
            note: written.note,
            steps,
        })
    }

    fn steps(self, code: &str, written: &Spanned<Vec<WrittenStep>>) -> Result<Vec<Milestone>, TargetFault> {
        let mut steps: Vec<Milestone> = Vec::new();
        for step in written.get_ref() {
            let year = *step.year.get_ref();
            if !(2000..=2100).contains(&year) {
                return Err(self.fault(&step.year, code, "year", "write a year between 2000 and 2100"));
            }
            if steps.last().is_some_and(|last| last.year >= year) {
                return Err(self.fault(&step.year, code, "year", "years stand in order, each once"));
            }
            let per_mille = per_mille(&step.percent.get_ref().to_string()).ok_or_else(|| {
                let reason = "write 0 to 100, with at most one digit behind the point";
                self.fault(&step.percent, code, "percent", reason)
            })?;
            steps.push(Milestone { year, per_mille });
        }
        if steps.is_empty() {
            return Err(self.fault(written, code, "steps", "write at least one year with its percent"));
        }
        Ok(steps)
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(fits)
}

/// `40` or `10.5` percent in thousandths.
fn per_mille(percent: &str) -> Option<u16> {
    let (whole, tenth) = percent.split_once('.').unwrap_or((percent, "0"));
    if tenth.len() != 1 {
        return None;
    }
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 100)?;
    let per_mille = whole * 10 + tenth.parse::<u16>().ok()?;
    (per_mille <= 1_000).then_some(per_mille)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = r#"source = "KH 1"
[[target]]
code = "one"
line = "a"
clause = "I.1"
text = "Một"
numerator = "holders"
denominator = "adults"
steps = [{ year = 2025, percent = 40 }, { year = 2030, percent = 60.5 }]
[[target]]
code = "two"
line = "b"
clause = "I.2"
text = "Hai"
numerator = "trained"
denominator = "members"
steps = [{ year = 2030, percent = 100 }]
"#;

    fn fault(from: &str, to: &str) -> String {
        let text = PLAN.replacen(from, to, 1);
        assert_ne!(text, PLAN, "{from} stands in the plan");
        read_targets("t.toml", &text).expect_err(to).to_string()
    }

    #[test]
    fn the_plan_of_cao_bang_has_five_lines_one_of_them_in_two_readings() {
        let plan = read_targets("targets.toml", sohoc_data::plan::CAO_BANG_TARGETS).expect("shipped");
        let lines: Vec<(&str, Option<&str>)> =
            plan.targets.iter().map(|target| (target.line.as_str(), target.reading.as_deref())).collect();
        let readings = [("d", Some("of_skilled")), ("d", Some("of_all_holders"))];
        assert_eq!(lines[..4], [("a", None), ("b1", None), ("b2", None), ("c", None)]);
        assert_eq!(lines[4..], readings);
        let adults = &plan.targets[1];
        let steps = [(2025, 400), (2030, 600)].map(|(year, per_mille)| Milestone { year, per_mille });
        assert_eq!((adults.code.as_str(), adults.steps.as_slice()), ("adults-in-models", &steps[..]));
    }

    #[test]
    fn a_half_percent_is_kept() {
        let plan = read_targets("t.toml", PLAN).expect("right");
        assert_eq!(plan.targets[0].steps[1], Milestone { year: 2030, per_mille: 605 });
    }

    #[test]
    fn every_fault_names_its_line_and_field() {
        for (from, to, expected) in [
            ("percent = 100", "percent = 101", "t.toml, line 17, target two, percent: "),
            ("percent = 100", "percent = 10.25", "t.toml, line 17, target two, percent: "),
            ("percent = 100", "percent = -1", "t.toml, line 17, target two, percent: "),
            ("percent = 100", "percent = \"all\"", "t.toml, line 17, target two, percent: "),
            ("year = 2030, percent = 100", "year = 30, percent = 1", "t.toml, line 17, target two, year: "),
            ("year = 2030, percent = 60.5", "year = 2025, percent = 1", "t.toml, line 9, target one, year: "),
            ("[{ year = 2030, percent = 100 }]", "[]", "t.toml, line 17, target two, steps: "),
            ("\"two\"", "\"one\"", "t.toml, line 11, target one, code: "),
            ("\"two\"", "\"Two\"", "t.toml, line 11, target Two, code: "),
            ("line = \"b\"", "line = \"a\"", "t.toml, line 12, target two, line: "),
            ("\"members\"", "\"trained\"", "t.toml, line 16, target two, denominator: "),
            ("clause = \"I.2\"", "claus = \"I.2\"", "t.toml, line 13, syntax: "),
        ] {
            let fault = fault(from, to);
            assert!(fault.starts_with(expected), "{to}: {fault}");
        }
        let empty = read_targets("t.toml", "source = \"x\"\ntarget = []").expect_err("empty").to_string();
        assert!(empty.starts_with("t.toml, target: "), "{empty}");
    }

    #[test]
    fn two_readings_of_one_line_stand_side_by_side() {
        let text = PLAN.replace("line = \"b\"", "line = \"a\"\nreading = \"wide\"").replacen(
            "line = \"a\"\n",
            "line = \"a\"\nreading = \"narrow\"\n",
            1,
        );
        assert_eq!(read_targets("t.toml", &text).map(|plan| plan.targets.len()), Ok(2));
        assert!(read_targets("t.toml", &text.replace("wide", "narrow")).is_err());
    }
}
