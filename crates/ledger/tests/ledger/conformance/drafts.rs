//! Drafts, receipts, queues, rosters and what is wrong with the data.

use std::collections::BTreeSet;

use jiff::civil::date;
use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{
    self, AnswerRow, DossierRow, EarlierScores, Namesakes, Only, QueueCursor, ReceiptRow, RosterAsked,
    StepRow, Track,
};
use sohoc_ledger::people::{self, NewResidence, Scope};
use sohoc_rules::access::{self, ActKind, Grant, Role};
use sohoc_rules::dossier::{Exception, Flags, Standing};
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::time::Span;
use sohoc_rules::vietnamese::NameQuery;

use crate::support::{Ledger, People, Place, World, day, dossier as draft, id, person};

fn hamlet() -> UnitId {
    UnitId::from_uuid(id(Place::HAMLET))
}

fn at(number: u32) -> DossierId {
    DossierId::from_uuid(id(number))
}

fn answer(version: i64, indicator: i64, score: i64, note: Option<&str>) -> AnswerRow {
    AnswerRow {
        dossier: id(12_000),
        indicator,
        score: Some(score),
        note: note.map(str::to_owned),
        version,
        is_open: true,
        at: Ledger::at(version),
        by: Some(id(20)),
    }
}

pub fn an_answer_takes_the_place_of_the_one_before(ledger: &Ledger) {
    World::new(ledger);
    let saved = [answer(1, 3, 7, None), answer(2, 0, 5, None), answer(3, 3, 8, Some("lớp xóa mù chữ"))];
    ledger.write(|writer| {
        dossier::add(writer, &[draft(12_000, People::AN)])?;
        saved.iter().try_for_each(|row| dossier::save_answer(writer, row))
    });
    let answers = || ledger.read(|reader| dossier::answers(reader, at(12_000)));
    assert_eq!(answers(), [saved[1].clone(), saved[2].clone()]);
    let row = || ledger.read(|reader| dossier::load(reader, &[at(12_000)])).remove(0).expect("it is there");
    assert_eq!(row().evidence, 1, "a note is evidence");
    ledger.write(|writer| {
        dossier::set_evidence(writer, id(12_000), 2)?;
        dossier::set_flags(writer, &[(id(12_000), 65)])?;
        dossier::close_answers(writer, &[id(12_000)])
    });
    assert_eq!((row().evidence, row().flags), (3, 65));
    assert!(answers().iter().all(|answer| !answer.is_open));

    let other = DossierRow {
        group: "workers".to_owned(),
        organization: Some(id(Place::SCHOOL)),
        steps: 1,
        ..draft(12_000, People::AN)
    };
    ledger.write(|writer| {
        dossier::set_form(writer, &other)?;
        dossier::clear_answers(writer, id(12_000))
    });
    assert!(answers().iter().all(|answer| answer.is_open && answer.score.is_none() && answer.note.is_none()));
    assert_eq!((row().group.as_str(), row().organization), ("workers", Some(id(Place::SCHOOL))));
    ledger.write(|writer| dossier::set_word(writer, at(12_000), Some("con gái"), Some("trưởng xóm")));
    assert_eq!((row().on_word.as_deref(), row().witness.as_deref()), (Some("con gái"), Some("trưởng xóm")));
    let again = ledger.store.write(|writer| dossier::set_form(writer, &other));
    assert!(matches!(again, Err(Fault::RowCount { changed: 0, .. })));
}

pub fn a_receipt_is_kept_once_a_key(ledger: &Ledger) {
    let world = World::new(ledger);
    let receipt = ReceiptRow {
        number: "26-ABCD-EFGH-JKMN".to_owned(),
        dossier: id(12_000),
        step: 1,
        key: "phone-0001".to_owned(),
        at: Ledger::at(7),
        total: 80,
    };
    ledger.write(|writer| {
        dossier::add(writer, &[draft(12_000, People::AN)])?;
        dossier::add_receipt(writer, &receipt)
    });
    assert_eq!(ledger.read(|reader| dossier::receipts(reader, at(12_000))), std::slice::from_ref(&receipt));
    let found = ledger.read(|reader| dossier::find_receipt(reader, &receipt.number));
    assert_eq!(found, Some(receipt.clone()));
    let twice = ReceiptRow { number: "26-OTHER".to_owned(), ..receipt };
    let refused = ledger.store.write(|writer| dossier::add_receipt(writer, &twice));
    assert!(matches!(refused, Err(Fault::Constraint(name)) if name == "receipt_once_a_key"));

    let before = EarlierScores {
        dossier: id(12_000),
        step: 2,
        group: "farmers".to_owned(),
        own: vec![8; 10],
        reviewed: Some(vec![7; 10]),
    };
    ledger.write(|writer| {
        dossier::keep_scores(writer, std::slice::from_ref(&before))?;
        let step = StepRow {
            dossier: id(12_000),
            step: 1,
            act: "submit",
            state: 20,
            entry: id(90_000),
            reason: None,
        };
        dossier::add_steps(writer, &[step])?;
        dossier::add_score_changes(writer, &[(id(12_000), 3, "nhầm".to_owned(), id(90_000))])
    });
    assert_eq!(ledger.read(|reader| dossier::earlier_scores(reader, at(12_000))), [before]);
    let changes = ledger.read(|reader| dossier::score_changes(reader, at(12_000)));
    assert_eq!(changes, [(3, "nhầm".to_owned(), id(90_000))]);
    // Its entry is not in the journal of this small world, so nothing can be told of the step.
    assert_eq!(ledger.read(|reader| dossier::journalled_steps(reader, at(12_000))), []);
    assert_eq!(ledger.read(|reader| dossier::evidence_of(reader, at(12_000))), []);
    let ids = |after| ledger.read(|reader| dossier::list_ids(reader, world.round.uuid(), id(after), 10));
    assert_eq!([ids(0), ids(12_000)], [vec![at(12_000)], vec![]]);
}

pub fn exceptions_stand_before_the_rest_of_a_queue(ledger: &Ledger) {
    let world = World::new(ledger);
    let near = Flags::of(&[Exception::NearMark]);
    let handed_in = |number, person, flags: Flags| DossierRow {
        state: 20,
        self_scores: Some(vec![8; 10]),
        flags: flags.bits(),
        ..draft(number, person)
    };
    let reviewed =
        DossierRow { review_scores: Some(vec![7; 10]), steps: 1, ..handed_in(12_001, People::HA, near) };
    let many = 13_000..13_060_u32;
    ledger.write(|writer| {
        let crowd: Vec<_> = many.clone().map(|number| person(number, "Lý Sáy")).collect();
        people::add(writer, &crowd)?;
        let mut rows = vec![handed_in(12_000, People::AN, Flags::NONE), handed_in(12_001, People::HA, near)];
        let at_work = handed_in(12_002, People::DUC, Flags::NONE);
        rows.push(DossierRow { organization: Some(id(Place::SCHOOL)), ..at_work });
        rows.extend(many.clone().map(|number| handed_in(number + 1_000, number, Flags::NONE)));
        dossier::add(writer, &rows)?;
        dossier::save(writer, std::slice::from_ref(&reviewed))
    });
    let (units, school) = ([hamlet()], OrganizationId::from_uuid(id(Place::SCHOOL)));
    let page = |scope: &Scope, track: Track<'_>, only, after| {
        ledger.read(|reader| dossier::review_queue(reader, scope, (world.round, track), 20, only, after))
    };
    let ids = |page: &dossier::QueuePage| page.rows.iter().map(|row| row.dossier).collect::<Vec<_>>();
    let first = page(&Scope::All, Track::Units(&units), Only::All, None);
    assert_eq!((ids(&first)[0], ids(&first)[1]), (at(12_001), at(12_000)));
    let row = &first.rows[0];
    assert_eq!((row.self_total, row.review_total, row.name.as_str()), (Some(80), Some(70), "Nông Thị Hà"));
    let cursor: QueueCursor = first.next.expect("there is more").to_string().parse().expect("a cursor");
    let second = page(&Scope::All, Track::Units(&units), Only::All, Some(cursor));
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 12, None));
    let all: BTreeSet<DossierId> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!(all.len(), 62);
    let mask = Flags::of(&[Exception::AllAlike]);
    assert_eq!(ids(&page(&Scope::All, Track::Units(&units), Only::With(mask), None)), []);
    assert_eq!(ids(&page(&Scope::All, Track::Units(&units), Only::With(near), None)), [at(12_001)]);
    let clean = page(&Scope::All, Track::Units(&units), Only::Clean, None);
    assert_eq!(ids(&clean)[0], at(12_000));
    let nobody = Scope::Units(BTreeSet::new());
    assert_eq!(ids(&page(&nobody, Track::Units(&units), Only::All, None)), []);
    assert_eq!(ids(&page(&nobody, Track::Organization(school), Only::All, None)), [at(12_002)]);

    let count = |track| ledger.read(|reader| dossier::count_queue(reader, world.round, track));
    assert_eq!(count(Track::Units(&units)), [(20, Flags::NONE, 61), (20, near, 1)]);
    assert_eq!(count(Track::Organization(school)), [(20, Flags::NONE, 1)]);
    let list = |track| ledger.read(|reader| dossier::list_queue(reader, (world.round, track), 20));
    assert_eq!(list(Track::Units(&units)).last(), Some(&(at(12_001), near)));
    assert_eq!(list(Track::Organization(school)), [(at(12_002), Flags::NONE)]);
    let standing = ledger.read(|reader| dossier::count_standing(reader, world.round));
    assert_eq!(standing, [(hamlet(), 20, Flags::NONE, 62), (hamlet(), 20, near, 1)]);
    let of_crowd =
        ledger.read(|reader| dossier::count_homeless_dossiers(reader, world.round, day("2026-03-01")));
    assert_eq!(of_crowd, [(hamlet(), 60)]);
    assert_eq!(ledger.read(dossier::count_homeless), 60);
    let lost = |limit| ledger.read(|reader| dossier::list_homeless_people(reader, uuid::Uuid::nil(), limit));
    assert_eq!((lost(100).len(), lost(7).len()), (60, 7));
    let rest = ledger.read(|reader| dossier::list_homeless_people(reader, lost(7)[6].0.uuid(), 100));
    assert_eq!(rest, lost(100)[7..]);
    let of_hamlet = ledger
        .read(|reader| dossier::list_homeless_dossiers(reader, world.round, hamlet(), day("2026-03-01")));
    assert_eq!(of_hamlet.len(), 60);
}

pub fn a_roster_holds_every_adult_with_a_standing(ledger: &Ledger) {
    let world = World::new(ledger);
    ledger.write(|writer| {
        let rows = [DossierRow { state: 20, ..draft(12_000, People::AN) }, draft(12_001, People::HA)];
        dossier::add(writer, &rows)?;
        dossier::save_answer(writer, &AnswerRow { dossier: id(12_001), ..answer(1, 0, 7, None) })?;
        let job = |from: &str| (id(People::AN), id(Place::SCHOOL), day(from), "giáo viên".to_owned());
        people::add_employments(writer, &[job("2021-01-01"), job("2022-01-01")])
    });
    let asked = RosterAsked {
        round: world.round,
        day: date(2026, 3, 1),
        adult_age: 18,
        standing: None,
        name: None,
        after: None,
    };
    let page = |scope: &Scope, asked: &RosterAsked<'_>| {
        ledger.read(|reader| dossier::roster_of_unit(reader, scope, hamlet(), asked))
    };
    let people_of =
        |page: &dossier::RosterPage| page.rows.iter().map(|row| row.person.uuid()).collect::<Vec<_>>();
    let all = page(&Scope::All, &asked);
    assert_eq!(people_of(&all), [id(People::AN), id(People::DUC), id(People::HA)]);
    assert_eq!(all.counts, [1, 1, 1, 0, 0, 0, 0]);
    assert_eq!((all.rows[2].standing, all.rows[2].answered), (Standing::InProgress, 1));
    let query = NameQuery::new("ha");
    let named = page(&Scope::All, &RosterAsked { name: Some(&query), ..asked });
    assert_eq!((people_of(&named), named.found), (vec![id(People::HA)], 1));
    let rest = page(&Scope::All, &RosterAsked { after: Some(PersonId::from_uuid(id(People::AN))), ..asked });
    assert_eq!(people_of(&rest), [id(People::DUC), id(People::HA)]);
    let not_started = page(&Scope::All, &RosterAsked { standing: Some(Standing::NotStarted), ..asked });
    assert_eq!(people_of(&not_started), [id(People::DUC)]);
    assert_eq!(page(&Scope::Units(BTreeSet::new()), &asked).counts, [0; 7]);
    assert_eq!(page(&Scope::All, &RosterAsked { adult_age: 60, ..asked }).counts, [0; 7]);
    let school = OrganizationId::from_uuid(id(Place::SCHOOL));
    let staff = ledger.read(|reader| dossier::roster_of_organization(reader, school, &asked));
    assert_eq!(people_of(&staff), [id(People::AN)]);

    let everywhere =
        Grant { role: Role::ProvinceOfficer, scope: access::Scope::Everything, span: Span::ALWAYS };
    let permit =
        access::permit(&[everywhere], ActKind::ReadPerson, date(2026, 3, 1), |_| true).expect("may read");
    let ha = PersonId::from_uuid(id(People::HA));
    let rows = ledger.read(|reader| dossier::overview_of_person(reader, &permit, ha));
    let seen: Vec<_> = rows.iter().map(|row| (row.year, row.dossier, row.answered, row.self_total)).collect();
    assert_eq!(seen, [(2026, at(12_001), 1, None)]);
}

pub fn records_that_may_be_one_person_are_shown_in_pairs(ledger: &Ledger) {
    let world = World::new(ledger);
    let born = |number, name: &str| people::NewPerson {
        birth_month: Some(3),
        birth_day: Some(8),
        ..person(number, name)
    };
    let home = |number, unit| NewResidence { person: id(number), unit: id(unit), from: day("2020-01-01") };
    ledger.write(|writer| {
        let twins = [person(1_010, "Triệu Vân An"), born(1_011, "Bế Ích"), born(1_012, "Bế Ích")];
        people::add(writer, &twins)?;
        let homes =
            [home(1_010, Place::HAMLET), home(1_011, Place::HAMLET), home(1_012, Place::OTHER_HAMLET)];
        people::add_residences(writer, &homes)?;
        dossier::add(writer, &[draft(12_000, 1_012)])
    });
    let units = [hamlet()];
    let pairs = |scope: &Scope, after| {
        let found = ledger.read(|reader| dossier::suspects(reader, scope, &units, after, 50));
        found.iter().map(|pair| (pair.one.uuid(), pair.other.uuid())).collect::<Vec<_>>()
    };
    let here = (id(People::AN), id(1_010));
    assert_eq!(pairs(&Scope::All, None), [here, (id(1_011), id(1_012))]);
    assert_eq!(pairs(&Scope::Units(BTreeSet::from(units)), None), [here]);
    let after = (hamlet(), PersonId::from_uuid(here.0), PersonId::from_uuid(here.1));
    assert_eq!(pairs(&Scope::All, Some(after)), [(id(1_011), id(1_012))]);
    let key = |number| (id(number), id(Place::HAMLET), world.round.uuid());
    let found = ledger
        .read(|reader| dossier::namesakes(reader, &[key(People::AN), key(1_011), key(People::HA), key(77)]));
    let none = Namesakes::default();
    let one = Namesakes { here: 1, ..none };
    assert_eq!(found, [one, Namesakes { counted_elsewhere: 1, ..none }, none, none]);
}
