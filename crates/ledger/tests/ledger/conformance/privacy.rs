//! Consents, requests, notes of reads, and what a deletion takes away.

use sohoc_ledger::access::{self, AccountRow};
use sohoc_ledger::db::Fault;
use sohoc_ledger::privacy::{self, ConsentRow, RequestRow, TextRow};
use sohoc_ledger::{dossier, journal, people};
use sohoc_rules::ids::{AccountId, EntryId, OrganizationId, PersonId, UnitId};
use sohoc_rules::journal::Entry;
use sohoc_rules::privacy::{Reading, Subject, What};
use uuid::Uuid;

use crate::support::{Ledger, People, Place, World, day, dossier as draft, entry, id, moment, person};

fn who(number: u32) -> PersonId {
    PersonId::from_uuid(id(number))
}

fn consent(number: u32, is_given: bool) -> ConsentRow {
    ConsentRow {
        id: id(number),
        person: id(People::HA),
        purpose: 3,
        is_given,
        at: Ledger::at(1),
        version: is_given.then_some(1),
        language: is_given.then(|| "vi".to_owned()),
        hand: 2,
        typed_by: Some(id(20)),
        on_word_of: Some("Nông Văn Cha".to_owned()),
        witness: Some("Lý Văn Mới".to_owned()),
        paper: None,
        entry: entry(),
    }
}

pub fn consents_are_kept_one_after_the_other(ledger: &Ledger) {
    World::new(ledger);
    let text = TextRow {
        purpose: 3,
        version: 1,
        language: "vi".to_owned(),
        digest: vec![0, 255, 7],
        first_used: Ledger::at(3),
    };
    ledger.write(|writer| {
        privacy::add_text(writer, &text)?;
        privacy::add_text(writer, &TextRow { digest: vec![9], ..text.clone() })
    });
    assert_eq!(ledger.read(|reader| privacy::find_text(reader, 3, 1, "vi")), Some(text));
    assert_eq!(ledger.read(|reader| privacy::find_text(reader, 3, 2, "vi")), None);
    let (yes, no) = (consent(51, true), consent(52, false));
    ledger.write(|writer| privacy::add_consents(writer, &[no.clone(), yes.clone()]));
    assert_eq!(ledger.read(|reader| privacy::consents(reader, who(People::HA))), [yes, no]);
    let asked = [id(People::AN), id(People::HA)];
    assert_eq!(ledger.read(|reader| privacy::have_withdrawn(reader, 3, &asked)), [false, true]);
    assert_eq!(ledger.read(|reader| privacy::have_withdrawn(reader, 2, &asked)), [false, false]);
    assert_eq!(ledger.read(|reader| privacy::consents(reader, who(People::AN))), []);
}

fn request(number: u32, due: &str) -> RequestRow {
    RequestRow {
        id: id(number),
        person: id(People::HA),
        kind: 4,
        unit: Some(id(Place::HAMLET)),
        wish: "Xóa giúp tôi".to_owned(),
        asked_at: Ledger::at(1),
        first_due: day("2026-07-03"),
        due: day(due),
        answered_at: None,
        extended_at: None,
        closed_at: None,
        outcome: None,
        answer: None,
        answered_by: None,
        hand: 1,
        typed_by: None,
        on_word_of: None,
        witness: None,
        paper: Some("tờ 5".to_owned()),
    }
}

pub fn a_request_changes_until_it_ends(ledger: &Ledger) {
    World::new(ledger);
    let (later, sooner) = (request(60, "2026-07-21"), request(61, "2026-07-11"));
    ledger.write(|writer| {
        privacy::add_request(writer, &later)?;
        privacy::add_request(writer, &sooner)
    });
    let open = || ledger.read(|reader| privacy::open_requests(reader, |_| true));
    assert_eq!(open(), [sooner.clone(), later.clone()]);
    let wanted = ledger.read(|reader| privacy::open_requests(reader, |row| row.id == id(60)));
    assert_eq!(wanted, std::slice::from_ref(&later));
    let ended = RequestRow {
        due: day("2026-07-31"),
        answered_at: Some(Ledger::at(4)),
        extended_at: Some(Ledger::at(5)),
        closed_at: Some(Ledger::at(6)),
        outcome: Some(2),
        answer: Some("quyết định còn hiệu lực".to_owned()),
        answered_by: Some(id(20)),
        ..sooner
    };
    ledger.write(|writer| privacy::save_request(writer, &ended));
    assert_eq!(ledger.read(|reader| privacy::find_request(reader, id(61))), Some(ended.clone()));
    assert_eq!(ledger.read(|reader| privacy::find_request(reader, id(62))), None);
    assert_eq!(open(), std::slice::from_ref(&later));
    let again = ledger.store.write(|writer| privacy::save_request(writer, &ended));
    assert!(matches!(again, Err(Fault::RowCount { changed: 0, .. })));
    ledger.write(|writer| privacy::forget_wishes(writer, who(People::HA)));
    let silent = |row: RequestRow| RequestRow { wish: String::new(), ..row };
    let all = ledger.read(|reader| privacy::requests_of(reader, who(People::HA)));
    assert_eq!(all, [silent(ended), silent(later)]);
}

fn reading(subject: Subject) -> Reading {
    Reading {
        at: moment(0),
        account: Some(AccountId::from_uuid(id(20))),
        actor: "x".to_owned(),
        role: "volunteer".to_owned(),
        what: What::Record,
        subject,
    }
}

pub fn notes_of_reads_are_found_by_person_and_place(ledger: &Ledger) {
    World::new(ledger);
    let account = AccountRow {
        id: id(20),
        sign_in: "x".to_owned(),
        display_name: "Đàm Thị Ngọc Ánh".to_owned(),
        person: None,
        disabled_at: None,
    };
    let (unit, organization) =
        (UnitId::from_uuid(id(Place::HAMLET)), OrganizationId::from_uuid(id(Place::SCHOOL)));
    let list = |unit, organization, page| Subject::List { unit, organization, page };
    let notes = [
        reading(Subject::Person(who(People::HA))),
        reading(list(Some(unit), None, 2)),
        Reading { account: None, ..reading(list(None, Some(organization), 1)) },
        Reading { what: What::Search, ..reading(Subject::Person(who(People::HA))) },
    ];
    let flush = EntryId::from_uuid(entry());
    let body = r#"{"sha256":"00"}"#;
    let ids = ledger.write(|writer| {
        access::add(writer, &account)?;
        let mut next = 70;
        let ids = privacy::add_readings(writer, &notes, flush, || {
            next += 1;
            id(next)
        })?;
        let written = Entry {
            id: flush,
            at: moment(0),
            actor_id: None,
            actor: "system".to_owned(),
            act: "reading.flush".to_owned(),
            unit: None,
            subjects: 4,
            body: body.to_owned(),
        };
        journal::append(writer, &[written])?;
        Ok(ids)
    });
    assert_eq!(ids, Some((id(71), id(74))));
    let of_person = |before, limit| {
        ledger.read(|reader| privacy::readings_of_person(reader, who(People::HA), before, limit))
    };
    let found = of_person(Uuid::max(), 10);
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [id(74), id(71)]);
    assert_eq!(found[0].reading, notes[3]);
    assert_eq!(found[0].display_name.as_deref(), Some("Đàm Thị Ngọc Ánh"));
    assert_eq!(of_person(id(74), 10), found[1..]);
    assert_eq!(of_person(Uuid::max(), 1), found[..1]);
    let of_unit = ledger.read(|reader| privacy::readings_of_unit(reader, unit, Uuid::max(), 10));
    assert_eq!(of_unit.into_iter().map(|one| one.reading).collect::<Vec<_>>(), notes[1..2]);
    let of_school =
        ledger.read(|reader| privacy::readings_of_organization(reader, organization, Uuid::max(), 10));
    assert_eq!(of_school.len(), 1);
    assert_eq!((of_school[0].reading.clone(), of_school[0].display_name.clone()), (notes[2].clone(), None));
    let kept = ledger.read(|reader| privacy::readings_of_flush(reader, flush, id(71), id(74)));
    assert_eq!(kept.into_iter().map(|one| one.reading).collect::<Vec<_>>(), notes);
    let flushes = ledger.read(|reader| privacy::flushes(reader, "reading.flush"));
    assert_eq!(flushes.len(), 1);
    assert_eq!((flushes[0].entry, flushes[0].notes, flushes[0].body.as_str()), (flush, 4, body));
    assert_eq!(ledger.write(|writer| privacy::sweep_readings(writer, id(73))), 2);
    assert_eq!(of_person(Uuid::max(), 10).len(), 1);
    let homes = ledger.read(|reader| privacy::homes_of(reader, who(People::HA)));
    assert_eq!(homes, [(unit, day("2020-01-01"), None)]);
}

pub fn a_deletion_leaves_the_row_and_takes_what_it_said(ledger: &Ledger) {
    World::new(ledger);
    let account = AccountRow {
        id: id(20),
        sign_in: "x".to_owned(),
        display_name: "Nông Thị Hà".to_owned(),
        person: Some(id(People::HA)),
        disabled_at: None,
    };
    ledger.write(|writer| {
        access::add(writer, &account)?;
        people::add_employments(
            writer,
            &[(id(People::HA), id(Place::SCHOOL), day("2024-01-01"), "giáo viên".to_owned())],
        )?;
        let row = dossier::DossierRow { self_scores: Some(vec![1, 2]), ..draft(80, People::HA) };
        dossier::add(writer, &[row])?;
        dossier::add_score_changes(writer, &[(id(80), 1, "thiếu".to_owned(), entry())])?;
        privacy::forget_scores(writer, &[id(80)])?;
        privacy::forget_steps(writer, &[id(80)])?;
        privacy::end_homes(writer, who(People::HA), day("2026-06-30"))?;
        privacy::hide_account(writer, id(20), "deleted-20")?;
        let hidden = person(People::HA, "N'N");
        privacy::hide_person(writer, &hidden)
    });
    assert_eq!(ledger.value("select count(*) from dossier where self_scores is not null"), "0");
    assert_eq!(ledger.value("select count(*) from score_change"), "0");
    assert_eq!(ledger.value("select sign_in || '/' || display_name from account"), "deleted-20/deleted-20");
    let facts = ledger.read(|reader| people::facts(reader, &people::Scope::All, &[who(People::HA)]));
    let facts = facts[0].as_ref().expect("the record stays");
    assert_eq!((facts.name.as_str(), facts.unit, facts.organization), ("N'N", None, None));
    let work = ledger.read(|reader| privacy::workplaces_of(reader, who(People::HA)));
    let school = OrganizationId::from_uuid(id(Place::SCHOOL));
    let ended = Some(day("2026-06-30"));
    assert_eq!(work, [(school, day("2024-01-01"), ended, "giáo viên".to_owned())]);
    assert_eq!(ledger.read(|reader| privacy::titles_of(reader, who(People::HA))), []);
    assert_eq!(ledger.read(|reader| privacy::records_of(reader, who(People::HA))), [who(People::HA)]);
    assert_eq!(ledger.read(|reader| privacy::records_of(reader, who(1_500))), []);
}
