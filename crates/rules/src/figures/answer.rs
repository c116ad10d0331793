//! Questions to the cube and their answers.

use std::collections::BTreeMap;

use crate::ids::{OrganizationId, UnitId};
use crate::territory::Projection;

use super::cube::Packed;
use super::{Counter, Cube};

/// What the rows of an answer are.
#[derive(Clone, Copy, Debug)]
pub enum Dimension<'a> {
    /// Units of one level under one map.
    Units(&'a Projection),
    /// Organizations; those without stand under no key and are the unassigned part.
    Organizations,
    /// Group forms.
    Groups,
    /// Sexes.
    Sexes,
    /// Age bands.
    Ages,
    /// Ethnic classes.
    EthnicClasses,
    /// Classes of area.
    AreaClasses,
}

/// What a row of an answer stands for; the order is the order of the rows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A unit.
    Unit(UnitId),
    /// An organization.
    Organization(OrganizationId),
    /// A code: of a form, sex, age band or class.
    Code(String),
}

/// A sum over the cells of one year and counter.
pub struct Question<'a> {
    /// The assessed year.
    pub year: i16,
    /// What is counted.
    pub counter: Counter,
    /// What the rows are.
    pub by: Dimension<'a>,
    /// Only facts of units for which this holds; `None` for all.
    pub within: Option<&'a dyn Fn(UnitId) -> bool>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// What it stands for.
    pub key: Key,
    /// People.
    pub value: i64,
}

/// Rows, what belongs to none of them, and the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// In the order of the map for units (rows without anyone included), else by key.
    pub rows: Vec<AnswerRow>,
    /// What no row may claim: parts of split units without a declared rule, staff without an organization.
    pub unassigned: i64,
    /// Rows and unassigned together; the same under every map.
    pub total: i64,
}

impl Cube {
    /// Answers a question in one pass over the cells of its year and counter.
    #[must_use]
    pub fn ask(&self, question: &Question<'_>) -> Answer {
        let cells = self.slice(question.year, question.counter);
        let counted: Option<Vec<bool>> =
            question.within.map(|within| self.units.iter().map(|unit| within(*unit)).collect());
        let cells =
            cells.iter().filter(|cell| counted.as_ref().is_none_or(|counted| counted[cell.unit as usize]));
        match question.by {
            Dimension::Units(projection) => self.by_unit(cells, projection),
            Dimension::Organizations => self.by_organization(cells),
            Dimension::Groups => by_code(cells, |cell| self.groups[usize::from(cell.group)].to_string()),
            Dimension::Sexes => by_code(cells, |cell| cell.sex.word().to_owned()),
            Dimension::Ages => by_code(cells, |cell| cell.age.label().to_owned()),
            Dimension::EthnicClasses => by_code(cells, |cell| ethnic_word(cell).to_owned()),
            Dimension::AreaClasses => by_code(cells, |cell| cell.area.code().to_owned()),
        }
    }

    fn by_unit<'a>(&self, cells: impl Iterator<Item = &'a Packed>, projection: &Projection) -> Answer {
        // Summed by unit first, so that a split is applied once to a whole number of people.
        let mut sums = vec![0_i64; self.units.len()];
        for cell in cells {
            sums[cell.unit as usize] += cell.people;
        }
        let mut rows = vec![0_i64; projection.rows().len()];
        let mut unassigned = 0;
        for (unit, sum) in self.units.iter().zip(&sums).filter(|(_, sum)| **sum != 0) {
            unassigned += projection.add(*unit, *sum, &mut rows);
        }
        let rows = projection
            .rows()
            .iter()
            .zip(rows)
            .map(|(unit, value)| AnswerRow { key: Key::Unit(*unit), value })
            .collect();
        Answer { rows, unassigned, total: sums.iter().sum() }
    }

    fn by_organization<'a>(&self, cells: impl Iterator<Item = &'a Packed>) -> Answer {
        let mut sums = vec![0_i64; self.organizations.len() + 1];
        for cell in cells {
            sums[cell.organization as usize] += cell.people;
        }
        let mut rows: Vec<AnswerRow> = self
            .organizations
            .iter()
            .zip(&sums[1..])
            .filter(|(_, value)| **value != 0)
            .map(|(organization, value)| AnswerRow { key: Key::Organization(*organization), value: *value })
            .collect();
        rows.sort_by(|left, right| left.key.cmp(&right.key));
        Answer { rows, unassigned: sums[0], total: sums.iter().sum() }
    }
}

fn by_code<'a>(cells: impl Iterator<Item = &'a Packed>, code: impl Fn(&Packed) -> String) -> Answer {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for cell in cells {
        *sums.entry(code(cell)).or_default() += cell.people;
    }
    let total = sums.values().sum();
    let rows = sums.into_iter().map(|(code, value)| AnswerRow { key: Key::Code(code), value }).collect();
    Answer { rows, unassigned: 0, total }
}

const fn ethnic_word(cell: &Packed) -> &'static str {
    use crate::people::EthnicClass;
    match cell.ethnic {
        EthnicClass::Kinh => "kinh",
        EthnicClass::Minority => "minority",
        EthnicClass::Unknown => "unknown",
    }
}

/// One counter over another; always shown with both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// As it is written on the command line.
    pub name: &'static str,
    /// What is counted above the line.
    pub numerator: Counter,
    /// What is counted below the line.
    pub denominator: Counter,
}

impl Ratio {
    /// The ratios that need nothing but the counters.
    pub const ALL: [Self; 5] = [
        Self { name: "recognised-of-adults", numerator: Counter::Recognised, denominator: Counter::Adults },
        Self {
            name: "recognised-of-assessed",
            numerator: Counter::Recognised,
            denominator: Counter::SelfAssessed,
        },
        Self {
            name: "recognised-of-registered",
            numerator: Counter::Recognised,
            denominator: Counter::Registered,
        },
        Self { name: "assessed-of-adults", numerator: Counter::SelfAssessed, denominator: Counter::Adults },
        Self { name: "registered-of-adults", numerator: Counter::Registered, denominator: Counter::Adults },
    ];

    /// The ratio of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ratio| ratio.name == name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::figures::{AgeBand, Cell};
    use crate::people::{EthnicClass, Sex};
    use crate::territory::AreaClass;
    use crate::time::Instant;

    fn cell(unit: u8, organization: u8, sex: bool, age: usize) -> Cell {
        let at = Instant::from_microseconds(0);
        Cell {
            year: 2026,
            counter: Counter::Recognised,
            unit: UnitId::new(at, [unit; 10]),
            organization: (organization > 0).then(|| OrganizationId::new(at, [organization; 10])),
            group: format!("form-{}", organization % 2).into(),
            sex: if sex { Sex::Female } else { Sex::Male },
            age: AgeBand::ALL[age % AgeBand::ALL.len()],
            ethnic: EthnicClass::ALL[age % EthnicClass::ALL.len()],
            area: AreaClass::Ordinary,
        }
    }

    proptest! {
        #[test]
        fn every_dimension_adds_up_to_the_same_total(
            counts in prop::collection::vec((0..9_u8, 0..4_u8, any::<bool>(), 0..5_usize, 0..50_i64), 0..60),
        ) {
            let total: i64 = counts.iter().map(|(.., people)| people).sum();
            let cube = Cube::new(counts.iter().map(|(u, o, s, a, people)| (cell(*u, *o, *s, *a), *people)));
            prop_assert_eq!(cube.total(2026, Counter::Recognised), total);
            for by in [
                Dimension::Organizations,
                Dimension::Groups,
                Dimension::Sexes,
                Dimension::Ages,
                Dimension::EthnicClasses,
                Dimension::AreaClasses,
            ] {
                let question = Question { year: 2026, counter: Counter::Recognised, by, within: None };
                let answer = cube.ask(&question);
                prop_assert_eq!(answer.total, total);
                let rows: i64 = answer.rows.iter().map(|row| row.value).sum();
                prop_assert_eq!(rows + answer.unassigned, total);
            }
        }
    }

    #[test]
    fn a_question_within_a_unit_leaves_the_others_out() {
        let cube = Cube::new([(cell(1, 0, true, 1), 5), (cell(2, 0, false, 2), 7)]);
        let first = cell(1, 0, true, 1).unit;
        let within = |unit: UnitId| unit == first;
        let question = Question {
            year: 2026,
            counter: Counter::Recognised,
            by: Dimension::Sexes,
            within: Some(&within),
        };
        let answer = cube.ask(&question);
        assert_eq!((answer.total, answer.rows.len()), (5, 1));
        assert_eq!(answer.rows[0].key, Key::Code("Nữ".to_owned()));
    }
}
