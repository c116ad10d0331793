use sohoc_rules::dossier::Channel;

use super::*;

fn in_a_thousand(part: u32, whole: u32) -> u32 {
    part * 1_000 / whole
}

#[test]
fn registration_rises_year_by_year_as_planned() {
    let sample = Sample::new(677, 30_000).expect("a sample");
    for (year, planned) in [(2023, 350), (2024, 480), (2025, 600), (2026, 680)] {
        let (mut adults, mut registered, mut marked) = (0, 0, 0);
        for person in sample.population() {
            adults += u32::from(person.birth.is_adult(Date::constant(year, 12, 31), ADULT));
            match sample.conduct(&person, year) {
                Conduct::Absent => {}
                Conduct::Marked(_) => marked += 1,
                Conduct::LeftInDraft(_) | Conduct::Filed(_) => registered += 1,
            }
        }
        let rate = in_a_thousand(registered, adults);
        assert!(rate.abs_diff(planned) < 25, "{year}: {rate}");
        assert!(in_a_thousand(marked, adults) > 50, "{year}");
    }
    assert!(sample.population().take(500).all(|one| sample.conduct(&one, 2022) == Conduct::Absent));
}

#[test]
fn doors_returns_and_changed_scores_come_as_often_as_they_should() {
    let sample = Sample::new(677, 30_000).expect("a sample");
    let files: Vec<Filed> = sample
        .population()
        .filter_map(|person| match sample.conduct(&person, 2025) {
            Conduct::Filed(file) => Some(*file),
            Conduct::Absent | Conduct::Marked(_) | Conduct::LeftInDraft(_) => None,
        })
        .collect();
    let all = u32::try_from(files.len()).expect("few");
    let share = |wanted: &dyn Fn(&Filed) -> bool| {
        in_a_thousand(u32::try_from(files.iter().filter(|file| wanted(file)).count()).expect("few"), all)
    };
    let by = |channel: Channel| share(&move |file: &Filed| file.entry.channel == channel);
    for (found, planned, tolerance) in [
        (by(Channel::Web), 200, 30),
        (by(Channel::Assisted) + by(Channel::Offline), 450, 30),
        (by(Channel::Paper), 250, 30),
        (by(Channel::Workbook), 100, 30),
        (share(&|file| file.returned_once), 30, 8),
        (share(&|file| file.review.is_some()), 60, 12),
    ] {
        assert!(found.abs_diff(planned) <= tolerance, "{found} instead of {planned}");
    }
    assert!(by(Channel::Offline) > 20);
    assert!(files.iter().all(|file| file.entry.helper.is_some() == file.entry.channel.is_on_anothers_word()));
    assert!(files.iter().any(|file| file.withdrawn) && files.iter().any(|file| file.revoked));
    assert!(files.iter().any(|file| file.appeal.is_some()));
}

#[test]
fn the_dead_do_nothing_and_who_was_willing_mostly_stays_so() {
    let sample = Sample::new(677, 20_000).expect("a sample");
    let registered = |person: &InventedPerson, year| {
        matches!(sample.conduct(person, year), Conduct::Filed(_) | Conduct::LeftInDraft(_))
    };
    let (mut before, mut stayed) = (0, 0);
    for person in sample.population() {
        if sample.home_on(&person, Date::constant(2025, 2, 28)).is_none() {
            assert_eq!(sample.conduct(&person, 2025), Conduct::Absent);
        } else if registered(&person, 2024) {
            before += 1;
            stayed += u32::from(registered(&person, 2025));
        }
    }
    assert!(in_a_thousand(stayed, before) > 800, "{stayed} of {before}");
}

#[test]
fn an_answer_does_not_hang_on_the_order_of_asking() {
    let sample = Sample::new(677, 2_000).expect("a sample");
    let forward: Vec<Conduct> = (0..2_000).map(|index| sample.conduct(&sample.person(index), 2024)).collect();
    for index in (0..2_000).rev() {
        let person = sample.person(index);
        let _ = sample.conduct(&person, 2026);
        assert_eq!(sample.conduct(&person, 2024), forward[index as usize]);
    }
}
