//! The scores judged by the law itself, on the real sets.

use jiff::civil::date;
use sohoc_data::criteria;
use sohoc_rules::criteria::{CriteriaSet, Scores, judge, read};

use super::*;

/// The set of a year: that of 2023 was issued too late in its year to be used in it.
fn set_of(year: i16) -> CriteriaSet {
    let (file, text) = if year < 2024 { criteria::ALL[0] } else { criteria::ALL[1] };
    read(file, text).expect("the file is right")
}

/// Passed and judged.
fn pass_rate(sample: &Sample, year: i16, group: Group) -> (u32, u32) {
    let set = set_of(year);
    let form = set.form(group.form(&set.code).expect("the set has the form")).expect("the form");
    let (mut passed, mut judged) = (0, 0);
    for person in sample.population().filter(|person| person.occupation.group() == group) {
        let scores: Vec<Option<u8>> = sample.self_scores(&person, year).into_iter().map(Some).collect();
        let scores = Scores::new(form, &scores).expect("ten scores of at most ten");
        let area = sample.area_class(person.hamlet, date(year, 12, 31));
        judged += 1;
        passed += u32::from(judge(&set, form, area, &scores).expect("fits").passed);
    }
    (passed, judged)
}

#[test]
fn pass_rates_are_those_reported_by_group_and_rise_with_the_years() {
    for seed in [677, 2] {
        let sample = Sample::new(seed, 20_000).expect("a sample");
        let permille = |year, group| {
            let (passed, judged) = pass_rate(&sample, year, group);
            assert!(judged > 300, "{group:?} {judged}");
            passed * 1_000 / judged
        };
        for year in 2023..=2026 {
            let (country, workers) = (permille(year, Group::Countryfolk), permille(year, Group::Workers));
            let staff = permille(year, Group::Staff);
            assert!((430..=700).contains(&country), "{seed} {year} {country}");
            assert!((590..=720).contains(&workers), "{seed} {year} {workers}");
            assert!((870..=930).contains(&staff), "{seed} {year} {staff}");
        }
        assert!(permille(2026, Group::Countryfolk) > permille(2023, Group::Countryfolk) + 20);
        assert!(permille(2025, Group::Learners) > 750);
    }
}

#[test]
fn some_stumble_over_one_indicator_and_some_over_one_point() {
    let sample = Sample::new(677, 20_000).expect("a sample");
    let (mut floor_only, mut one_point) = (0, 0);
    for person in sample.population() {
        let scores = sample.self_scores(&person, 2025);
        let total: u16 = scores.iter().copied().map(u16::from).sum();
        let mark = mark_in_sight(sample.communes()[sample.hamlets()[person.hamlet].commune].area);
        floor_only += u32::from(total >= mark && scores.contains(&4));
        one_point += u32::from(total + 1 == mark && scores.iter().all(|score| *score >= 5));
    }
    assert!(floor_only > 100 && one_point > 300, "{floor_only} {one_point}");
}

#[test]
fn people_of_one_hamlet_score_alike() {
    let sample = Sample::new(677, 20_000).expect("a sample");
    let mean = |hamlet: usize| {
        let totals: Vec<u32> = sample
            .people_of(hamlet)
            .filter(|person| person.occupation.group() == Group::Countryfolk)
            .map(|person| sample.self_scores(&person, 2025).into_iter().map(u32::from).sum())
            .collect();
        (totals.len() > 8).then(|| totals.iter().sum::<u32>() * 10 / u32::try_from(totals.len()).unwrap_or(1))
    };
    let difficult = |hamlet: &usize| sample.area_class(*hamlet, date(2024, 1, 1)) != AreaClass::Ordinary;
    let mut means: Vec<u32> = (0..sample.hamlets().len()).filter(difficult).filter_map(mean).collect();
    means.sort_unstable();
    let (low, high) = (means[means.len() / 20], means[means.len() * 19 / 20]);
    // Chance alone would spread the means of a dozen people by about 8 points.
    assert!(high > low + 100, "{low} {high}");
}

#[test]
fn one_point_short_means_one_point_short() {
    for (mut scores, mark) in [([8; 10], 80), ([7; 10], 70), ([8, 8, 8, 8, 8, 8, 8, 8, 8, 5], 80)] {
        one_point_short(&mut scores, mark);
        assert_eq!(scores.iter().copied().map(u16::from).sum::<u16>(), mark - 1);
        assert!(scores.iter().all(|score| *score >= 5));
    }
    let mut far = [10; 10];
    one_point_short(&mut far, 80);
    assert_eq!(far, [10; 10]);
}
