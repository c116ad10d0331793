//! What must hold for every map there could be.

use jiff::civil::date;
use proptest::prelude::*;

use super::sketch::{Sketch, UNKNOWN, reform, share, since_reform, until_reform};
use super::*;
use crate::ids::UnitId;
use crate::time::{Date, Span};

const OLD: Date = date(2024, 6, 1);
const NEW: Date = date(2026, 6, 1);
const LATER: Date = date(2028, 6, 1);

/// How one old commune passes on: to one new commune, or divided among several.
#[derive(Clone, Debug)]
enum Fate {
    Whole(usize),
    Split(Vec<(usize, u32)>, bool),
}

fn fate(new: usize) -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => (0..new).prop_map(Fate::Whole),
        1 => (prop::collection::btree_map(0..new, 1_u32..400, 1..=new.min(3)), any::<bool>())
            .prop_map(|(parts, declared)| Fate::Split(parts.into_iter().collect(), declared)),
    ]
}

/// A country of old communes, each with two hamlets, and what became of them.
struct Country {
    territory: Territory,
    old: Vec<UnitId>,
    new: Vec<UnitId>,
    hamlets: Vec<UnitId>,
}

fn country(fates: &[Fate], new_count: usize) -> Country {
    let mut sketch = Sketch::default();
    let provinces = ["P", "Q"].map(|key| sketch.province(key));
    let new: Vec<UnitId> = (0..new_count)
        .map(|at| sketch.commune(&format!("n{at}"), since_reform(), provinces[at % 2]))
        .collect();
    let (mut old, mut hamlets) = (Vec::new(), Vec::new());
    for (at, fate) in fates.iter().enumerate() {
        let commune = sketch.commune(&format!("o{at}"), until_reform(), provinces[at % 2]);
        old.push(commune);
        let homes: Vec<usize> = match fate {
            Fate::Whole(to) => {
                sketch.pass(commune, new[*to], Extent::Whole);
                vec![*to]
            }
            Fate::Split(parts, declared) => {
                for (to, weight) in parts {
                    let extent = if *declared { share(*weight, 1_200) } else { UNKNOWN };
                    sketch.pass(commune, new[*to], extent);
                }
                parts.iter().map(|part| part.0).collect()
            }
        };
        for number in 0..2 {
            let hamlet = sketch.hamlet(&format!("h{at}-{number}"), Span::ALWAYS);
            sketch.link(hamlet, commune, until_reform());
            sketch.link(hamlet, new[homes[number % homes.len()]], since_reform());
            hamlets.push(hamlet);
        }
    }
    Country { territory: sketch.build(), old, new, hamlets }
}

fn countries() -> impl Strategy<Value = (Vec<Fate>, usize)> {
    (1_usize..6).prop_flat_map(|new| (prop::collection::vec(fate(new), 1..12), Just(new)))
}

fn total(carried: &Carried) -> Share {
    let asked = carried.questions.iter().fold(Share::NONE, |sum, question| sum + question.share);
    assert_eq!(asked, carried.unassigned);
    carried.parts.iter().fold(carried.unassigned, |sum, part| sum + part.1)
}

/// The sum of the rows and of what is unassigned, under one map.
fn rolled_up(country: &Country, facts: &[(UnitId, i64)], map: Date, level: Level) -> i64 {
    let projection = Projection::new(&country.territory, OLD, map, level);
    let mut rows = vec![0; projection.rows().len()];
    let unassigned: i64 = facts.iter().map(|(unit, count)| projection.add(*unit, *count, &mut rows)).sum();
    rows.iter().sum::<i64>() + unassigned
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_is_lost_or_made_by_carrying((fates, new) in countries()) {
        let country = country(&fates, new);
        for unit in country.territory.units() {
            for (from, to) in [(OLD, NEW), (NEW, OLD), (OLD, LATER), (OLD, OLD), (LATER, NEW)] {
                prop_assert!(total(&country.territory.carry(unit.id, from, to)).is_whole());
            }
        }
    }

    #[test]
    fn hamlets_go_forward_and_come_back_unchanged((fates, new) in countries()) {
        let country = country(&fates, new);
        let (before, after) = (country.territory.as_of(OLD), country.territory.as_of(NEW));
        for hamlet in &country.hamlets {
            let there = country.territory.carry(*hamlet, OLD, NEW).whole().expect("keeps its identity");
            prop_assert_eq!(country.territory.carry(there, NEW, OLD).whole(), Some(*hamlet));
            prop_assert_eq!(before.place(there, Level::Commune), before.parent(*hamlet).map(|unit| unit.id));
            prop_assert_eq!(after.place(*hamlet, Level::Commune), after.parent(*hamlet).map(|unit| unit.id));
        }
        for (fate, commune) in fates.iter().zip(&country.old) {
            if let Fate::Whole(to) = fate {
                prop_assert_eq!(country.territory.carry(*commune, OLD, NEW).whole(), Some(country.new[*to]));
                prop_assert_eq!(after.place(*commune, Level::Commune), Some(country.new[*to]));
            }
        }
    }

    #[test]
    fn totals_are_the_same_under_every_map_and_level(
        (fates, new) in countries(),
        counts in prop::collection::vec(-50_i64..5_000, 40),
    ) {
        let country = country(&fates, new);
        let units = country.territory.units().iter().map(|unit| unit.id);
        let facts: Vec<(UnitId, i64)> = units.zip(counts).collect();
        let sum: i64 = facts.iter().map(|fact| fact.1).sum();
        for map in [OLD, NEW, LATER] {
            for level in Level::ALL {
                prop_assert_eq!(rolled_up(&country, &facts, map, level), sum);
            }
        }
    }

    #[test]
    fn hamlet_figures_need_no_rule_at_all((fates, new) in countries()) {
        let country = country(&fates, new);
        for map in [OLD, NEW] {
            let projection = Projection::new(&country.territory, OLD, map, Level::Commune);
            for hamlet in &country.hamlets {
                prop_assert_eq!(projection.targets(*hamlet).len(), 1);
                prop_assert!(projection.unassigned(*hamlet).is_none());
            }
        }
    }

    #[test]
    fn every_map_is_a_tree_with_one_parent_for_each_unit((fates, new) in countries(), offset in -400_i16..400) {
        let country = country(&fates, new);
        let day = reform().checked_add(jiff::Span::new().days(i32::from(offset))).expect("in range");
        let map = country.territory.as_of(day);
        prop_assert_eq!(map.len(), country.territory.units().iter().filter(|unit| unit.span.holds(day)).count());
        for unit in map.units() {
            let path = map.path(unit.id);
            prop_assert!(path.windows(2).all(|pair| pair[0].level < pair[1].level));
            prop_assert_eq!(path[0].level, Level::Province);
            let parents = map.units().filter(|other| map.children(other.id).any(|child| child.id == unit.id));
            prop_assert_eq!(parents.count(), usize::from(unit.level != Level::Province));
        }
    }
}
