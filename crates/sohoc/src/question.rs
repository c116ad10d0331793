//! A question about figures, from the command line to its answer.

use std::collections::BTreeMap;

use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_rules::figures::{Answer, Counter, Cube, Dimension, Key, Question, fact_day};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Level, Projection, TerritoryAsOf};
use sohoc_rules::time::{Date, Instant};

use crate::cli::{By, QuestionArgs};
use crate::error::{Error, Result};
use crate::place::{self, Place};

mod names;

use names::Names;

/// The first day for which units are on record as they stood: the cut of communes before that of 2025
/// is of 1 March 2020 (see `data/README.md`). An earlier map would look right and be wrong.
const RECORDS_BEGIN: Date = jiff::civil::date(2020, 3, 1);

/// People counted, or a share with both of its sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// People, or those above the line.
    pub count: i64,
    /// Those below the line; `None` for a count.
    pub of: Option<i64>,
}

impl Value {
    /// The share, from 0 to 1 and above; `None` for a count and where nobody stands below the line.
    pub fn share(self) -> Option<f64> {
        let number = |people: i64| i32::try_from(people).ok().map(f64::from);
        let of = number(self.of?).filter(|of| *of != 0.0)?;
        Some(number(self.count)? / of)
    }
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row {
    /// Official code of a unit or organization, or the code of what else the row stands for.
    pub code: String,
    /// Its name on the day of the map.
    pub name: String,
    /// The unit or organization itself.
    pub id: Option<String>,
    /// For a hamlet, its commune.
    pub parent: Option<String>,
    /// The figure.
    pub value: Value,
}

/// The answer with all that it depends on.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Name of the measure or ratio.
    pub name: &'static str,
    /// Whether it is a ratio.
    pub is_ratio: bool,
    /// The assessed year.
    pub year: i16,
    /// Whether the round of the year is closed.
    pub is_final: bool,
    /// The map.
    pub map_date: Date,
    /// The moment of the ledger.
    pub as_of: Instant,
    /// The rows.
    pub rows: Vec<Row>,
    /// What no row may claim.
    pub unassigned: Value,
    /// Rows and the unassigned together.
    pub total: Value,
    /// People of units of which only a part lies in the place that was asked for: in no row.
    pub left_out: i64,
}

/// Answers a question.
///
/// # Errors
/// When the year has no round or is not final yet, the map is of a day without records, or the place
/// is not known.
pub fn ask(office: &Office, args: &QuestionArgs) -> Result<Figures> {
    let as_of = office.now();
    let round = round(office, args)?;
    let fact_day = fact_day(args.year, as_of.day());
    let map_date = args.map.unwrap_or(fact_day);
    check_map(office, map_date)?;
    let within =
        args.within.as_ref().map(|wanted| Within::new(office, wanted, map_date, fact_day)).transpose()?;
    let asking = Asking { office, args, within: within.as_ref(), fact_day, map_date };
    let (name, is_ratio, counters) = match (args.measure, args.ratio) {
        (_, Some(ratio)) => (ratio.name, true, vec![ratio.numerator, ratio.denominator]),
        (Some(measure), None) => (measure.name(), false, vec![measure]),
        (None, None) => return Err(Error::said("Name a measure or a ratio.")),
    };
    let cube = office.cube()?;
    let sides = asking.sides(&cube, &counters)?;
    let rows = asking.rows(&round, &sides)?;
    let over = |side: fn(&Answer) -> i64| Value { count: side(&sides[0]), of: sides.get(1).map(side) };
    Ok(Figures {
        name,
        is_ratio,
        year: args.year,
        is_final: round.closed,
        map_date,
        as_of,
        rows,
        unassigned: over(|answer| answer.unassigned),
        total: over(|answer| answer.total),
        left_out: within.map_or(0, |within| within.left_out(&cube, args.year, counters[0])),
    })
}

fn round(office: &Office, args: &QuestionArgs) -> Result<Round> {
    let round = office.read(|reader| rounds::find(reader, args.year)).map_err(|error| match error {
        ActError::NotFound(_) => Error::said(format!(
            "The year {} has no round; open one with `sohoc round open --year {}`.",
            args.year, args.year
        )),
        other => other.into(),
    })?;
    if args.only_final && !round.closed {
        return Err(Error::said(format!(
            "The round of {} is still open, so its figures are provisional; leave --final out or close the round.",
            args.year
        )));
    }
    Ok(round)
}

fn check_map(office: &Office, day: Date) -> Result<()> {
    if day < RECORDS_BEGIN || office.map_on(day)?.is_empty() {
        return Err(Error::said(format!(
            "There is no map of {day}: units are on record from {RECORDS_BEGIN} on; name a later day."
        )));
    }
    Ok(())
}

/// A place that was asked for, with what lies in it.
struct Within {
    place: Place,
    projection: Projection,
}

impl Within {
    fn new(office: &Office, wanted: &crate::cli::UnitAt, map_date: Date, fact_day: Date) -> Result<Self> {
        let place = place::find(office, wanted, map_date)?;
        check_map(office, place.day)?;
        let projection = Projection::new(&*office.map()?, fact_day, place.day, place.level);
        Ok(Self { place, projection })
    }

    fn holds(&self, unit: UnitId) -> bool {
        matches!(self.projection.targets(unit), [(row, share)] if share.is_whole() && self.is_ours(*row))
    }

    fn is_ours(&self, row: usize) -> bool {
        self.projection.rows()[row] == self.place.unit
    }

    /// Whom the units hold of which only a part is here.
    fn left_out(&self, cube: &Cube, year: i16, counter: Counter) -> i64 {
        let partly = |unit: UnitId| {
            !self.holds(unit) && self.projection.targets(unit).iter().any(|(row, _)| self.is_ours(*row))
        };
        cube.ask(&Question { year, counter, by: Dimension::Sexes, within: Some(&partly) }).total
    }
}

struct Asking<'a> {
    office: &'a Office,
    args: &'a QuestionArgs,
    within: Option<&'a Within>,
    fact_day: Date,
    map_date: Date,
}

impl Asking<'_> {
    /// One answer for each counter, with the same rows.
    fn sides(&self, cube: &Cube, counters: &[Counter]) -> Result<Vec<Answer>> {
        let projection = match self.level() {
            Some(level) => Some(Projection::new(&*self.office.map()?, self.fact_day, self.map_date, level)),
            None => None,
        };
        let by = match (self.args.by, &projection) {
            (_, Some(projection)) => Dimension::Units(projection),
            (By::Organization, _) => Dimension::Organizations,
            (By::Group, _) => Dimension::Groups,
            (By::Age, _) => Dimension::Ages,
            (By::Ethnicity, _) => Dimension::EthnicClasses,
            (By::Area, _) => Dimension::AreaClasses,
            (By::Sex | By::Province | By::District | By::Commune | By::Hamlet, None) => Dimension::Sexes,
        };
        let holds = |unit: UnitId| self.within.is_none_or(|within| within.holds(unit));
        let within = self.within.map(|_| &holds as &dyn Fn(UnitId) -> bool);
        let year = self.args.year;
        Ok(counters
            .iter()
            .map(|counter| cube.ask(&Question { year, counter: *counter, by, within }))
            .collect())
    }

    const fn level(&self) -> Option<Level> {
        match self.args.by {
            By::Province => Some(Level::Province),
            By::District => Some(Level::District),
            By::Commune => Some(Level::Commune),
            By::Hamlet => Some(Level::Hamlet),
            By::Organization | By::Group | By::Sex | By::Age | By::Ethnicity | By::Area => None,
        }
    }

    fn rows(&self, round: &Round, sides: &[Answer]) -> Result<Vec<Row>> {
        let map = self.office.map_on(self.map_date)?;
        let names = Names::new(self.office, &map, round, self.args.by)?;
        let shown = |key: &Key, value: Value| self.is_shown(&map, key, value);
        let (order, values) = side_by_side(sides);
        let mut rows = Vec::new();
        for key in order {
            let value = values[&key];
            if shown(&key, value) {
                rows.push(names.row(key, value));
            }
        }
        Ok(rows)
    }

    /// Units where nobody is counted have their row too, as far as they lie in the place.
    fn is_shown(&self, map: &TerritoryAsOf, key: &Key, value: Value) -> bool {
        let (Key::Unit(unit), Some(within)) = (key, self.within) else {
            return true;
        };
        let here = || {
            let there = self.office.map_on(within.place.day).ok();
            there.and_then(|there| there.place_fact(*unit, map.day(), within.place.level))
                == Some(within.place.unit)
        };
        value.count != 0 || value.of.is_some_and(|of| of != 0) || here()
    }
}

/// The rows of both sides by their keys, in the order of the first, those of the second alone after.
fn side_by_side(sides: &[Answer]) -> (Vec<Key>, BTreeMap<Key, Value>) {
    let mut order = Vec::new();
    let empty = Value { count: 0, of: sides.get(1).map(|_| 0) };
    let mut values: BTreeMap<Key, Value> = BTreeMap::new();
    for (side, answer) in sides.iter().enumerate() {
        for row in &answer.rows {
            let value = values.entry(row.key.clone()).or_insert_with(|| {
                order.push(row.key.clone());
                empty
            });
            if side == 0 {
                value.count = row.value;
            } else {
                value.of = Some(row.value);
            }
        }
    }
    (order, values)
}

#[cfg(test)]
mod tests {
    use sohoc_rules::figures::AnswerRow;

    use super::*;

    #[test]
    fn a_share_stands_beside_both_of_its_sides_even_where_one_of_them_is_missing() {
        let side = |rows: &[(&str, i64)]| Answer {
            rows: rows
                .iter()
                .map(|(key, value)| AnswerRow { key: Key::Code((*key).into()), value: *value })
                .collect(),
            unassigned: 0,
            total: 0,
        };
        let (order, values) = side_by_side(&[side(&[("b", 3)]), side(&[("a", 5), ("b", 4)])]);
        let value = |key: &str| values[&Key::Code(key.into())];
        assert_eq!(order, [Key::Code("b".into()), Key::Code("a".into())]);
        assert_eq!(value("b").share(), Some(0.75));
        assert_eq!((value("a"), value("a").share()), (Value { count: 0, of: Some(5) }, Some(0.0)));
        assert_eq!(Value { count: 1, of: Some(0) }.share(), None);
    }

    #[test]
    fn facts_of_a_running_year_are_those_of_today() {
        let now: Instant = "2026-07-01T08:00:00Z".parse().expect("a moment");
        assert_eq!(fact_day(2026, now.day()), jiff::civil::date(2026, 7, 1));
        assert_eq!(fact_day(2025, now.day()), jiff::civil::date(2025, 12, 31));
    }
}
