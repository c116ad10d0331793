//! The guarantee, searched: every table that agrees with what is shown is looked at.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Small enough to look at every table, large enough that counts of 3 and more are shown.
const LEAST: i64 = 3;
/// Nobody who looks on believes in a unit with more people than this: the search must end.
const MOST: i64 = 7;

type Chain = [i64; 3];

/// Which chains a unit may have, by what is shown of it alone.
fn alone(shown: &[Shown], most: i64) -> BTreeSet<Chain> {
    let agrees = |k: usize, count: i64| shown[k].is_none_or(|shown| shown == count);
    let mut all = BTreeSet::new();
    for first in (0..=most).filter(|count| agrees(0, *count)) {
        for second in (0..=first).filter(|count| agrees(1, *count)) {
            all.extend((0..=second).filter(|count| agrees(2, *count)).map(|third| [first, second, third]));
        }
    }
    all
}

fn sums(one: &BTreeSet<Chain>, other: &BTreeSet<Chain>) -> BTreeSet<Chain> {
    let add = |a: &Chain, b: &Chain| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
    one.iter().flat_map(|a| other.iter().map(move |b| add(a, b))).collect()
}

fn fits(chain: &Chain, shown: &[Shown]) -> bool {
    chain.iter().zip(shown).all(|(count, shown)| shown.is_none_or(|shown| shown == *count))
}

/// All chains each unit may have in any table that agrees with what is shown.
fn possible(units: &[TableUnit], shown: &[Vec<Shown>]) -> Vec<BTreeSet<Chain>> {
    let children = |parent: usize| {
        (0..units.len()).filter(move |unit| units[*unit].parent == Some(parent)).collect::<Vec<_>>()
    };
    let nothing = BTreeSet::from([[0, 0, 0]]);
    // What lies below allows, from the leaves up.
    let mut below = vec![BTreeSet::new(); units.len()];
    for unit in (0..units.len()).rev() {
        let lower = children(unit);
        let all = if lower.is_empty() {
            alone(&shown[unit], MOST)
        } else {
            lower.iter().fold(nothing.clone(), |all, child| sums(&all, &below[*child]))
        };
        below[unit] = all.into_iter().filter(|chain| fits(chain, &shown[unit])).collect();
    }
    // What lies above allows, from the root down.
    let mut allowed = vec![below[0].clone(); units.len()];
    for unit in 1..units.len() {
        let parent = units[unit].parent.expect("only the first has none");
        let beside = children(parent).into_iter().filter(|other| *other != unit);
        let beside = beside.fold(nothing.clone(), |all, other| sums(&all, &below[other]));
        let kept = below[unit].iter().filter(|chain| {
            beside.iter().any(|rest| {
                let sum = [chain[0] + rest[0], chain[1] + rest[1], chain[2] + rest[2]];
                allowed[parent].contains(&sum)
            })
        });
        allowed[unit] = kept.copied().collect();
    }
    allowed
}

fn truth(units: &[TableUnit]) -> Vec<Chain> {
    let mut sums: Vec<Chain> = vec![[0; 3]; units.len()];
    for unit in (0..units.len()).rev() {
        if units.iter().all(|other| other.parent != Some(unit)) {
            sums[unit] = [units[unit].counts[0], units[unit].counts[1], units[unit].counts[2]];
        }
        if let Some(parent) = units[unit].parent {
            let own = sums[unit];
            sums[parent].iter_mut().zip(own).for_each(|(sum, count)| *sum += count);
        }
    }
    sums
}

fn spread(values: impl Iterator<Item = i64> + Clone) -> i64 {
    values.clone().max().unwrap_or(0) - values.min().unwrap_or(0)
}

/// A province of up to two communes of up to three hamlets.
fn tables() -> impl Strategy<Value = Vec<TableUnit>> {
    let hamlet = (0..=4_i64, 0..=4_i64, 0..=4_i64).prop_map(|(a, b, c)| {
        let mut counts = vec![a, b, c];
        counts.sort_unstable_by(|left, right| right.cmp(left));
        counts
    });
    prop::collection::vec(prop::collection::vec(hamlet, 0..=3), 1..=2).prop_map(|communes| {
        let mut units = vec![TableUnit { parent: None, counts: vec![0; 3] }];
        for hamlets in communes {
            let commune = units.len();
            units.push(TableUnit { parent: Some(0), counts: vec![4, 2, 1] });
            units.extend(hamlets.into_iter().map(|counts| TableUnit { parent: Some(commune), counts }));
        }
        units
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_hidden_can_be_told_from_what_is_shown(units in tables()) {
        let shown = suppress(&units, LEAST);
        let truth = truth(&units);
        let small = |people: i64| (1..LEAST).contains(&people);
        for (unit, allowed) in possible(&units, &shown).iter().enumerate() {
            prop_assert!(allowed.contains(&truth[unit]) || truth[unit][0] > MOST);
            for k in 0..3 {
                let width = spread(allowed.iter().map(|chain| chain[k]));
                match shown[unit][k] {
                    Some(count) => {
                        prop_assert_eq!(count, truth[unit][k]);
                        prop_assert!(!small(count), "a small count is shown of {}", unit);
                    }
                    None => prop_assert!(width >= LEAST, "{} of {} within {}: {:?}", k, unit, width, shown),
                }
                for later in k + 1..3 {
                    if small(truth[unit][k] - truth[unit][later]) {
                        let width = spread(allowed.iter().map(|chain| chain[k] - chain[later]));
                        prop_assert!(width >= LEAST, "{}-{} of {}: {:?}", k, later, unit, shown);
                    }
                }
            }
        }
    }
}

fn unit(parent: Option<usize>, counts: &[i64]) -> TableUnit {
    TableUnit { parent, counts: counts.to_vec() }
}

#[test]
fn one_small_count_takes_its_smallest_neighbour_with_it_and_no_other() {
    let units = [
        unit(None, &[0]),
        unit(Some(0), &[3]),
        unit(Some(0), &[40]),
        unit(Some(0), &[12]),
        unit(Some(0), &[0]),
    ];
    let shown: Vec<Shown> = suppress(&units, 5).into_iter().map(|row| row[0]).collect();
    assert_eq!(shown, [Some(55), None, Some(40), None, Some(0)]);
}

#[test]
fn a_small_total_is_hidden_with_all_that_would_give_it_away() {
    let units = [
        unit(None, &[0]),
        unit(Some(0), &[0]),
        unit(Some(0), &[90]),
        unit(Some(0), &[30]),
        unit(Some(1), &[2]),
        unit(Some(1), &[1]),
    ];
    let shown: Vec<Shown> = suppress(&units, 5).into_iter().map(|row| row[0]).collect();
    assert_eq!(shown, [Some(123), None, Some(90), None, None, None]);
}

#[test]
fn who_is_nearly_everyone_is_hidden_as_well_as_who_is_nearly_nobody() {
    // Two of the first hamlet are registered and have not assessed themselves.
    let units = [unit(None, &[0, 0, 0]), unit(Some(0), &[60, 58, 40]), unit(Some(0), &[80, 70, 50])];
    let shown = suppress(&units, 5);
    assert_eq!(shown[0], [Some(140), Some(128), Some(90)]);
    assert_eq!(shown[1], [Some(60), None, Some(40)]);
    assert_eq!(shown[2], [Some(80), None, Some(50)]);
}

#[test]
fn a_table_without_small_counts_is_shown_whole() {
    let units = [unit(None, &[0, 0, 0]), unit(Some(0), &[60, 50, 40]), unit(Some(0), &[30, 0, 0])];
    assert!(suppress(&units, 5).iter().flatten().all(Option::is_some));
}

#[test]
fn a_whole_province_is_covered_in_a_moment_and_most_of_it_stays() {
    let mut units = vec![unit(None, &[0, 0, 0])];
    let mut place = 7_i64;
    for _ in 0..56 {
        let commune = units.len();
        units.push(unit(Some(0), &[0, 0, 0]));
        for _ in 0..26 {
            place = (place * 7919 + 13) % 10_007;
            let registered = place % 150;
            let assessed = registered - registered.min(place % 17);
            units.push(unit(Some(commune), &[registered, assessed, assessed - assessed.min(place % 23)]));
        }
    }
    let shown = suppress(&units, 5);
    let hidden = shown.iter().flatten().filter(|count| count.is_none()).count();
    assert!(hidden * 2 < shown.len() * 3, "{hidden} of {} counts are hidden", shown.len() * 3);
    let communes = units.iter().zip(&shown).filter(|(unit, _)| unit.parent == Some(0));
    assert!(communes.into_iter().all(|(_, row)| row.iter().all(Option::is_some)));
}
