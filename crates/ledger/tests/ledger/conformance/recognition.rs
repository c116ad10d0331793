//! Sessions, decisions and certificates.

use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier;
use sohoc_ledger::recognition::{self, CertificateRow, DecisionRow, LineRow, MinutesRow, SessionRow};
use sohoc_rules::ids::{CouncilSessionId, DecisionId, DossierId};

use crate::support::{Ledger, People, Place, World, day, dossier as draft, entry, id};

pub fn numbers_and_serials_run_without_gaps(ledger: &Ledger) {
    let numbers = ledger.write(|writer| {
        [(1, 2026), (1, 2026), (2, 2026), (1, 2027), (1, 2026)]
            .into_iter()
            .map(|(issuer, year)| recognition::next_number(writer, id(issuer), year))
            .collect::<Result<Vec<_>, _>>()
    });
    assert_eq!(numbers, [1, 2, 1, 1, 3]);
    let serials = ledger.write(|writer| {
        [("CB", 10), ("CB", 1), ("HN", 5), ("CB", 3)]
            .into_iter()
            .map(|(issuer, count)| recognition::next_serials(writer, issuer, 2026, count))
            .collect::<Result<Vec<_>, _>>()
    });
    assert_eq!(serials, [1, 11, 1, 12]);
}

fn decision(number: u32) -> DecisionRow {
    DecisionRow {
        id: id(13_000 + number),
        issuer: id(Place::COMMUNE),
        issuer_is_unit: true,
        year: 2026,
        number: i64::from(number),
        sign: "QĐ-UBND".to_owned(),
        kind: 1,
        dated: day("2026-12-20"),
        signer_name: "Hoàng Văn Thạch".to_owned(),
        signer_office: "Chủ tịch".to_owned(),
        session: None,
        title_year: 2026,
        entry: entry(),
    }
}

fn line(decision: u32, line: i64, dossier: u32, person: u32) -> LineRow {
    LineRow {
        decision: id(13_000 + decision),
        line,
        dossier: id(dossier),
        person: id(person),
        verdict: 1,
        title_state: Some(1),
        reason: None,
    }
}

fn add_decisions(ledger: &Ledger) -> (DecisionRow, DecisionRow) {
    let session = SessionRow {
        id: id(14_000),
        unit: Some(id(Place::COMMUNE)),
        organization: None,
        year: 2026,
        held_on: day("2026-12-10"),
        votes: [5, 1, 0],
        entry: entry(),
    };
    let granting = DecisionRow { session: Some(session.id), ..decision(1) };
    let refusing = DecisionRow { issuer: id(Place::SCHOOL), issuer_is_unit: false, ..decision(2) };
    ledger.write(|writer| {
        dossier::add(writer, &[draft(12_000, People::HA), draft(12_001, People::AN)])?;
        recognition::add_session(writer, &session, &[(id(People::DUC), true), (id(People::AN), false)])?;
        let lines = [line(1, 2, 12_000, People::HA), line(1, 1, 12_001, People::AN)];
        recognition::add_decision(writer, &granting, &lines)?;
        let refused = LineRow {
            title_state: None,
            reason: Some("chưa đủ minh chứng".to_owned()),
            ..line(2, 1, 12_000, People::HA)
        };
        recognition::add_decision(writer, &refusing, &[refused])
    });
    (granting, refusing)
}

pub fn a_decision_its_lines_titles_and_certificates_come_back(ledger: &Ledger) {
    World::new(ledger);
    let (granting, refusing) = add_decisions(ledger);
    let find =
        |number| ledger.read(|reader| recognition::find_decision(reader, DecisionId::from_uuid(id(number))));
    assert_eq!([find(13_001), find(13_002), find(99)], [Some(granting.clone()), Some(refusing), None]);
    assert_eq!(ledger.value("select count(*) from council_member where was_present"), "1");
    let lines = ledger.read(|reader| recognition::lines(reader, DecisionId::from_uuid(granting.id)));
    let named = |line, name: &str, dossier| (line, name.to_owned(), 1, id(dossier));
    assert_eq!(lines, [named(1, "Triệu Văn An", 12_001), named(2, "Nông Thị Hà", 12_000)]);

    let dossiers = [12_001, 12_000, 99].map(|number| DossierId::from_uuid(id(number)));
    ledger.write(|writer| recognition::set_titles(writer, &[(id(13_001), 2, 3)]));
    let titles = ledger.read(|reader| recognition::find_titles(reader, &dossiers));
    let changed = LineRow { title_state: Some(3), ..line(1, 2, 12_000, People::HA) };
    assert_eq!(titles, [Some(line(1, 1, 12_001, People::AN)), Some(changed), None]);
    let unknown = ledger.store.write(|writer| recognition::set_titles(writer, &[(id(13_001), 9, 3)]));
    assert!(matches!(unknown, Err(Fault::RowCount { changed: 0, .. })));

    let first = CertificateRow {
        serial: "CB-2026-000001".to_owned(),
        decision: granting.id,
        line: 2,
        dossier: id(12_000),
        issued_on: day("2026-12-21"),
        replaces: None,
    };
    ledger.write(|writer| recognition::add_certificates(writer, std::slice::from_ref(&first)));
    let of = |number| {
        ledger.read(|reader| recognition::find_certificate(reader, DossierId::from_uuid(id(number))))
    };
    assert_eq!([of(12_000), of(12_001)], [Some((first.clone(), Some(3))), None]);

    let mut annex = Vec::new();
    ledger.read(|reader| {
        recognition::annexes(reader, 2026, |row| {
            annex.push((row.printed.clone(), row.line, row.name.clone(), row.serial.clone()));
            Ok(())
        })
    });
    let printed = |number: &str, line, name: &str, serial: Option<&str>| {
        (format!("{number}/QĐ-UBND"), line, name.to_owned(), serial.map(str::to_owned))
    };
    assert_eq!(
        annex,
        [
            printed("01", 1, "Triệu Văn An", None),
            printed("01", 2, "Nông Thị Hà", Some("CB-2026-000001")),
            printed("02", 1, "Nông Thị Hà", None),
        ]
    );

    // Issued again on a line that grants nothing: the title is still that of the line that granted it.
    let again = CertificateRow {
        serial: "CB-2026-000002".to_owned(),
        decision: id(13_002),
        line: 1,
        replaces: Some(first.serial.clone()),
        ..first
    };
    ledger.write(|writer| recognition::add_certificates(writer, std::slice::from_ref(&again)));
    let newest = ledger.read(|reader| recognition::find_certificates(reader, &dossiers));
    assert_eq!(newest, [None, Some((again, Some(3))), None]);
    let held = |serial: &str| ledger.read(|reader| recognition::find_held(reader, serial));
    let told =
        |serial: &str| held(serial).map(|row| (row.granted, row.now, row.newest, row.name, row.number));
    let newest = || "CB-2026-000002".to_owned();
    let of = |granted, number| Some((granted, Some(3), newest(), "Nông Thị Hà".to_owned(), number));
    assert_eq!(told("CB-2026-000001"), of(Some(3), 1), "the first paper, its title replaced");
    assert_eq!(told("CB-2026-000002"), of(None, 2), "the second, on a line that grants nothing");
    assert_eq!(held("CB-2026-000003"), None);

    let same_number = DecisionRow { id: id(13_009), ..granting };
    let refused = ledger.store.write(|writer| recognition::add_decision(writer, &same_number, &[]));
    assert!(matches!(refused, Err(Fault::Constraint(name)) if name == "decision_number_once"));
}

pub fn minutes_and_pages_of_decisions_come_back_in_their_order(ledger: &Ledger) {
    World::new(ledger);
    let (granting, refusing) = add_decisions(ledger);
    let session = CouncilSessionId::from_uuid(id(14_000));
    let minutes = MinutesRow {
        chair: Some(id(People::DUC)),
        secretary: None,
        opinions: Some("Nhất trí cao".to_owned()),
    };
    let files = [12_001, 12_000].map(|number| DossierId::from_uuid(id(number)));
    ledger.write(|writer| recognition::add_minutes(writer, session, &minutes, &files));

    let found = ledger.read(|reader| recognition::find_session(reader, session)).expect("it is there");
    assert_eq!((found.unit, found.votes), (Some(id(Place::COMMUNE)), [5, 1, 0]));
    assert_eq!(ledger.read(|reader| recognition::find_minutes(reader, session)), Some(minutes));
    let members = ledger.read(|reader| recognition::members(reader, session));
    assert_eq!(members.iter().filter(|member| member.was_present).count(), 1);
    assert_eq!(members.len(), 2);
    let list = ledger.read(|reader| recognition::files(reader, session));
    let places: Vec<_> = list.iter().map(|file| (file.position, file.dossier)).collect();
    assert_eq!(places, [(1, id(12_001)), (2, id(12_000))]);

    let held = ledger.read(|reader| recognition::sessions(reader, id(Place::COMMUNE), 5));
    assert_eq!((held.len(), held[0].files, held[0].decision), (1, 2, Some(granting.id)));
    assert_eq!(ledger.read(|reader| recognition::sessions(reader, id(Place::SCHOOL), 5)), []);

    let of = |issuer: u32, before| {
        let rows = ledger.read(|reader| recognition::decisions(reader, id(issuer), before, 5));
        rows.iter().map(|row| (row.id, row.lines)).collect::<Vec<_>>()
    };
    assert_eq!(of(Place::COMMUNE, None), [(granting.id, 2)]);
    assert_eq!(of(Place::SCHOOL, None), [(refusing.id, 1)]);
    assert_eq!(of(Place::COMMUNE, Some(DecisionId::from_uuid(granting.id))), []);
    let decision = DecisionId::from_uuid(granting.id);
    let lines = ledger.read(|reader| recognition::line_page(reader, decision, 2, 5));
    assert_eq!(lines.iter().map(|line| (line.line, line.dossier)).collect::<Vec<_>>(), [(2, id(12_000))]);
}
