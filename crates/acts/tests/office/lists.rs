//! Lists of people and scores as they come: twice, with mistakes, with more than before.

use jiff::civil::date;
use sohoc_acts::dossier;
use sohoc_acts::organizations::{self, NewOrganization};
use sohoc_acts::people::{self, Registered, Registration};
use sohoc_rules::dossier::Channel;
use sohoc_rules::figures::{Counter, Dimension, Key, Question};
use sohoc_rules::ids::OrganizationId;
use sohoc_rules::people::{BirthDate, EthnicGroup, PersonName, PersonalNumber, Sex};
use sohoc_rules::territory::id_from_key;
use sohoc_rules::time::Span;

use crate::support::{Cast, Place, World, decided_code, on_both, person, scores};

fn number(last: u32) -> Option<PersonalNumber> {
    PersonalNumber::new(&format!("004180{last:06}")).ok()
}

fn group(name: &str) -> Option<EthnicGroup> {
    EthnicGroup::new(name).ok()
}

fn hamlet_list() -> Vec<Registration> {
    let mut list: Vec<_> = ["Nông Thị Hà", "Triệu Văn An", "Lý A Páo"]
        .into_iter()
        .map(|name| person(name, Place::hamlet(0)))
        .collect();
    list[0].number = number(1);
    list[1].ethnic_group = group("Dao");
    list
}

fn updated(outcome: &Registered) -> &[&'static str] {
    match outcome {
        Registered::Updated(_, fields) => fields,
        other => panic!("{other:?} is no update"),
    }
}

fn ethnic_cells(world: &World) -> Vec<(String, i64)> {
    let cube = world.office.cube().expect("the tallies");
    let question =
        Question { year: 2026, counter: Counter::Registered, by: Dimension::EthnicClasses, within: None };
    let name = |key| match key {
        Key::Code(code) => code,
        other => panic!("{other:?}"),
    };
    cube.ask(&question).rows.into_iter().map(|row| (name(row.key), row.value)).collect()
}

#[test]
fn a_list_sent_twice_changes_nothing() {
    on_both(|world| {
        let first = world.register(&hamlet_list());
        assert!(first.iter().all(|outcome| matches!(outcome, Registered::Added(_))));
        let journal = world.count("select count(*) from journal_entry");
        let second = world.register(&hamlet_list());
        let people: Vec<_> = first.iter().map(|outcome| Registered::Unchanged(outcome.person())).collect();
        assert_eq!(second, people);
        let mut spelled = hamlet_list();
        spelled[2].name = PersonName::new("Lý A Pao").expect("a name");
        assert_eq!(updated(&world.register(&spelled)[2]), ["name"]);
        assert_eq!(world.count("select count(*) from person"), 3);
        assert_eq!(world.count("select count(*) from journal_entry"), journal + 1);
    });
}

#[test]
fn who_stands_twice_in_one_list_is_one_person() {
    on_both(|world| {
        let mut list = hamlet_list();
        list.extend(hamlet_list());
        list[5].ethnic_group = group("Mông");
        let outcomes = world.register(&list);
        let people: Vec<_> = outcomes.iter().map(Registered::person).collect();
        assert_eq!(people[..3], people[3..]);
        assert!(matches!(outcomes[3], Registered::Unchanged(_)), "{:?}", outcomes[3]);
        assert_eq!(updated(&outcomes[5]), ["ethnic_group"]);
        assert_eq!(world.count("select count(*) from person"), 3);
        assert_eq!(world.count("select count(*) from residence"), 3);
    });
}

#[test]
fn a_number_finds_its_person_under_another_name_and_in_another_place() {
    on_both(|world| {
        let ha = world.register(&hamlet_list())[0].person();
        let mut moved = person("Nông Thị Hà Vân", Place::hamlet(1));
        moved.number = number(1);
        moved.sex = Sex::Male;
        moved.birth = BirthDate::read("2/3/1981", date(2026, 1, 1)).expect("a date");
        moved.since = date(2026, 2, 1);
        let outcome = world.register(std::slice::from_ref(&moved)).remove(0);
        assert_eq!(outcome.person(), ha);
        assert_eq!(updated(&outcome), ["name", "sex", "birth", "home"]);
        assert_eq!(world.register(&[moved]), [Registered::Unchanged(ha)]);
        let homes = world.rows("select valid_from, valid_to from residence where person_id in (select person_id from person where name = 'Nông Thị Hà Vân') order by valid_from");
        assert_eq!(homes, [["2026-01-01", "2026-01-31"], ["2026-02-01", ""]]);
        let opened =
            world.office.read(|reader| Ok(sohoc_ledger::people::number_sealed(reader, ha)?)).expect("read");
        let opened = world.office.keys().open(ha, &opened.expect("sealed")).expect("sealed for the person");
        assert_eq!(opened.as_str(), "004180000001");
    });
}

#[test]
fn a_list_that_brings_the_numbers_later_fills_them_in() {
    on_both(|world| {
        let bare = |name| person(name, Place::hamlet(0));
        let known = world.register(&[bare("Nông Thị Hà"), bare("Triệu Văn An")]);
        let mut numbered = [bare("Nông Thị Hà"), bare("Triệu Văn An"), bare("Triệu Văn An")];
        for (at, one) in (1..).zip(numbered.iter_mut()) {
            one.number = number(at);
        }
        let outcomes = world.register(&numbered);
        assert_eq!(updated(&outcomes[0]), ["number"]);
        assert_eq!(outcomes[0].person(), known[0].person());
        assert_eq!(updated(&outcomes[1]), ["number"]);
        // Another number is another person, though all else is the same.
        assert!(matches!(outcomes[2], Registered::Added(_)));
        let again = world.register(&numbered);
        assert!(again.iter().all(|outcome| matches!(outcome, Registered::Unchanged(_))), "{again:?}");
        assert_eq!(world.count("select count(*) from person"), 3);
    });
}

#[test]
fn what_a_list_does_not_state_it_does_not_erase() {
    on_both(|world| {
        let mut full = person("Nông Thị Hà", Place::hamlet(0));
        full.number = number(1);
        full.ethnic_group = group("Tày");
        full.birth = BirthDate::read("2/3/1980", date(2026, 1, 1)).expect("a date");
        world.register(std::slice::from_ref(&full));
        let bare = person("Nông Thị Hà", Place::hamlet(0));
        assert!(matches!(world.register(&[bare])[0], Registered::Unchanged(_)));
        let mut renamed = person("Nông Hà", Place::hamlet(0));
        renamed.number = number(1);
        renamed.birth = BirthDate::read("3/1980", date(2026, 1, 1)).expect("a month");
        assert_eq!(updated(&world.register(&[renamed])[0]), ["name"]);
        let rows = world.rows("select birth_month, birth_day, ethnic_group from person join person_ethnicity on person_ethnicity.person_id = person.person_id");
        assert_eq!(rows, [["3", "2", "Tày"]]);
    });
}

#[test]
fn nobody_has_two_homes_or_employers_whatever_the_days_on_the_lists() {
    on_both(|world| {
        let organization = |key: &str| NewOrganization {
            id: OrganizationId::from_uuid(id_from_key(key).uuid()),
            code: key.to_owned(),
            name: key.to_owned(),
            kind: "school".to_owned(),
            unit: Some(Place::dam_thuy()),
            span: Span::ALWAYS,
        };
        let schools = ["TH01", "TH02"].map(organization);
        organizations::add(&world.office, &sohoc_acts::access::Actor::console(), &schools).expect("added");
        let days =
            [date(2026, 2, 1), date(2026, 1, 1), date(2026, 2, 1), date(2025, 7, 1), date(2026, 2, 20)];
        for (at, since) in days.into_iter().enumerate() {
            let mut listed = person("Nông Thị Hà", Place::hamlet(at % 2));
            listed.number = number(1);
            listed.since = since;
            listed.employer = Some((schools[at % 2].id, "giáo viên".to_owned()));
            let outcome = world.register(std::slice::from_ref(&listed)).remove(0);
            assert_eq!(matches!(outcome, Registered::Added(_)), at == 0);
            assert!(matches!(world.register(&[listed])[0], Registered::Unchanged(_)), "list {at} came twice");
            assert_eq!(world.count("select count(*) from residence where valid_to is null"), 1);
            assert_eq!(world.count("select count(*) from employment where valid_to is null"), 1);
        }
    });
}

#[test]
fn another_ethnic_group_takes_the_dossiers_of_the_person_along() {
    on_both(|world| {
        let first = world.register(&hamlet_list());
        let people: Vec<_> = first.iter().map(Registered::person).collect();
        let dossiers = world.enter(&people, 8);
        world.endorse(&dossiers[1..]);
        let before = [("minority".to_owned(), 1), ("unknown".to_owned(), 2)];
        assert_eq!(ethnic_cells(world), before);
        let mut list = hamlet_list();
        list[0].ethnic_group = group("Kinh");
        list[1].ethnic_group = group("Mông");
        list[2].ethnic_group = group("Tày");
        // Not moved: the dossier keeps the sex it was handed in with.
        list[2].sex = Sex::Male;
        let outcomes = world.register(&list);
        assert_eq!(updated(&outcomes[2]), ["sex", "ethnic_group"]);
        assert_eq!(ethnic_cells(world), [("kinh".to_owned(), 1), ("minority".to_owned(), 2)]);
        assert_eq!(sohoc_acts::figures::recount_check(&world.office).expect("recounts"), []);
    });
}

#[test]
fn the_same_scores_twice_are_one_dossier_at_any_stage() {
    on_both(|world| {
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An"]);
        let volunteer = world.actor(Cast::VOLUNTEER);
        let submissions: Vec<_> = people.iter().map(|person| world.submission(*person, 8)).collect();
        let enter = || {
            let answers =
                dossier::enter(&world.office, &volunteer, &world.round, &submissions).expect("allowed");
            answers.into_iter().map(|answer| answer.expect("accepted")).collect::<Vec<_>>()
        };
        let first = enter();
        assert!(first.iter().all(|entered| entered.new));
        let dossiers: Vec<_> = first.iter().map(|entered| entered.dossier).collect();
        let stages: [&dyn Fn(); 4] =
            [&|| (), &|| world.endorse(&dossiers), &|| world.appraise(&dossiers), &|| {
                assert_eq!(world.decide(&dossiers).expect("decided").granted, 2);
            }];
        for stage in stages {
            stage();
            let journal = world.count("select count(*) from journal_entry");
            let again = enter();
            assert_eq!(
                again.iter().map(|entered| (entered.dossier, entered.new)).collect::<Vec<_>>(),
                [(dossiers[0], false), (dossiers[1], false)]
            );
            assert_eq!(world.count("select count(*) from journal_entry"), journal);
        }
        assert_eq!(world.total(Counter::Recognised), 2);
    });
}

#[test]
fn other_scores_are_refused_once_handed_in_and_the_rest_of_the_batch_is_kept() {
    on_both(|world| {
        let people = world.people(&["Nông Thị Hà", "Triệu Văn An", "Lý A Páo"]);
        world.enter(&people[..1], 8);
        let volunteer = world.actor(Cast::VOLUNTEER);
        let mut batch = vec![
            world.submission(people[0], 9),
            world.submission(people[1], 9),
            world.submission(people[1], 9),
            dossier::Submission { group: "no-such".to_owned(), ..world.submission(people[2], 9) },
        ];
        let answers = dossier::enter(&world.office, &volunteer, &world.round, &batch).expect("allowed");
        let codes: Vec<_> = answers.iter().map(decided_code).collect();
        let twice = "dossier.twice_in_batch";
        assert_eq!(codes, ["dossier.not_from_here", "done", twice, "dossier.unknown_form"]);
        assert_eq!(world.total(Counter::SelfAssessed), 2);
        batch[0].group = "nguoi-lao-dong".to_owned();
        let answers = dossier::enter(&world.office, &volunteer, &world.round, &batch[..1]).expect("allowed");
        assert_eq!(decided_code(&answers[0]), "dossier.other_form");
    });
}

#[test]
fn an_unknown_person_stops_the_batch_before_anything_is_written() {
    on_both(|world| {
        let people = world.people(&["Nông Thị Hà"]);
        let stranger = sohoc_rules::ids::PersonId::from_uuid(id_from_key("stranger").uuid());
        let volunteer = world.actor(Cast::VOLUNTEER);
        let batch = [world.submission(people[0], 8), world.submission(stranger, 8)];
        let refused = dossier::enter(&world.office, &volunteer, &world.round, &batch).expect_err("refused");
        assert_eq!(refused.to_string(), "there is no person here");
        assert_eq!(world.total(Counter::Registered), 0);
        let refused = people::set_life(
            &world.office,
            &volunteer,
            &[people::Life { person: stranger, status: sohoc_rules::people::LifeStatus::Away }],
        );
        assert_eq!(refused.expect_err("refused").to_string(), "there is no person here");
    });
}

#[test]
fn a_thousand_scores_in_one_batch_are_one_entry_of_the_journal() {
    on_both(|world| {
        let names: Vec<String> = (0..1_000).map(made_up).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let people = world.people(&names);
        let journal = world.count("select count(*) from journal_entry");
        let volunteer = world.actor(Cast::VOLUNTEER);
        let batch: Vec<_> = people
            .iter()
            .map(|person| dossier::Submission {
                person: *person,
                group: crate::support::FORM.to_owned(),
                scores: scores(world, 8),
                channel: Channel::Offline,
            })
            .collect();
        for new in [true, false] {
            let answers = dossier::enter(&world.office, &volunteer, &world.round, &batch).expect("allowed");
            assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|entered| entered.new == new)));
        }
        assert_eq!(world.count("select count(*) from journal_entry"), journal + 1);
        assert_eq!(world.count("select count(distinct dossier_id) from dossier"), 1_000);
        assert_eq!(world.total(Counter::SelfAssessed), 1_000);
    });
}

/// A name of three words, another for each number below 1000.
fn made_up(at: usize) -> String {
    const WORDS: [&str; 10] = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc"];
    format!("{} {} {}", WORDS[at / 100], WORDS[at / 10 % 10], WORDS[at % 10])
}
