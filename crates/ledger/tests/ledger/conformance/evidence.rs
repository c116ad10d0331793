//! Evidence, its uses, judgements, looks and uploads.

use sohoc_ledger::db::{Ddl, Fault};
use sohoc_ledger::dossier;
use sohoc_ledger::evidence::{self, EvidenceRow, JudgementRow, UploadRow, UseRow};
use sohoc_rules::evidence::Look;
use sohoc_rules::ids::{AccountId, DossierId, EvidenceId, PersonId, UploadId};

use crate::support::{Ledger, People, World, dossier as draft, entry, id};

const ACCOUNT: u32 = 20;
const DOSSIER: u32 = 12_000;

fn piece(number: u32, person: u32) -> EvidenceRow {
    EvidenceRow {
        id: id(number),
        person: id(person),
        year: 2026,
        kind: 1,
        title: "Giấy chứng nhận".to_owned(),
        media_type: Some("image/jpeg".to_owned()),
        content: Some(vec![7; 32]),
        size_bytes: 300_000,
        link: None,
        note: None,
        witness: None,
        look: Some(Look::new(u64::MAX - 5).stored()),
        state: 1,
        added_by: Some(id(ACCOUNT)),
        added_at: Ledger::at(3),
        channel: 1,
        emptied_at: None,
    }
}

fn upload(number: u32) -> UploadRow {
    UploadRow {
        id: id(number),
        owner: id(ACCOUNT),
        person: id(People::HA),
        year: 2026,
        title: "Ảnh lớp học".to_owned(),
        declared_type: Some("image/jpeg".to_owned()),
        size_bytes: 5_000,
        channel: 1,
        begun_at: Ledger::at(1),
        expires_at: Ledger::at(100),
        content: None,
        evidence: None,
    }
}

fn evidence_id(number: u32) -> EvidenceId {
    EvidenceId::from_uuid(id(number))
}

/// The small world with an account and a dossier.
fn begin(ledger: &Ledger) -> DossierId {
    World::new(ledger);
    let account = match ledger.dialect() {
        Ddl::Sqlite => format!("x'{}'", id(ACCOUNT).simple()),
        Ddl::Postgres => format!("'{}'", id(ACCOUNT)),
    };
    ledger.batch(&format!(
        "insert into account (account_id, sign_in, display_name) values ({account}, 'ha', 'Hà')"
    ));
    ledger.write(|writer| dossier::add(writer, &[draft(DOSSIER, People::HA)]));
    DossierId::from_uuid(id(DOSSIER))
}

pub fn a_piece_serves_indicators_and_is_judged(ledger: &Ledger) {
    let dossier = begin(ledger);
    let file = piece(30, People::HA);
    let link = EvidenceRow {
        kind: 2,
        media_type: None,
        content: None,
        size_bytes: 0,
        link: Some("https://hoctap.vn/".to_owned()),
        note: Some("đã thấy".to_owned()),
        witness: Some("Lò Văn Páo".to_owned()),
        look: None,
        ..piece(31, People::HA)
    };
    let used = |number, indicator| UseRow {
        dossier: id(DOSSIER),
        indicator,
        evidence: id(number),
        by: Some(id(ACCOUNT)),
        at: Ledger::at(4),
    };
    let rows = [used(30, 0), used(31, 0), used(30, 9)];
    ledger.write(|writer| {
        evidence::add(writer, &file)?;
        evidence::add(writer, &link)?;
        let added = evidence::attach(writer, &rows)?;
        assert_eq!(added, [true, true, true]);
        evidence::attach(writer, &rows[..1]).map(|added| assert_eq!(added, [false]))
    });
    assert_eq!(
        ledger.read(|reader| evidence::load(reader, &[evidence_id(31), evidence_id(99)])),
        [Some(link.clone()), None]
    );
    let person = PersonId::from_uuid(id(People::HA));
    assert_eq!(ledger.read(|reader| evidence::of_person(reader, person, 1)), [link]);
    assert_eq!(ledger.read(|reader| evidence::uses(reader, evidence_id(30))), [(dossier, 0), (dossier, 9)]);
    assert_eq!(ledger.read(|reader| evidence::count_at(reader, dossier, 0)), 2);
    let dossiers = [dossier, DossierId::from_uuid(id(1))];
    assert_eq!(ledger.read(|reader| evidence::count_of_dossiers(reader, &dossiers)), [2, 0]);
    let counted = ledger.read(|reader| dossier::count_evidence(reader, &dossiers));
    assert_eq!(counted, [(0, 2), (0, 0)]);

    let judgement = |position, state, reason: Option<&str>| JudgementRow {
        evidence: id(30),
        position,
        state,
        reason: reason.map(str::to_owned),
        by: id(ACCOUNT),
        at: Ledger::at(5),
        entry: entry(),
    };
    let said = [judgement(1, 3, Some("ảnh mờ")), judgement(2, 2, None)];
    ledger.write(|writer| {
        evidence::add_judgement(writer, &said[0])?;
        evidence::set_state(writer, evidence_id(30), 3)
    });
    let shown = ledger.read(|reader| evidence::of_dossier(reader, dossier));
    let shown: Vec<_> =
        shown.iter().map(|used| (used.indicator, used.evidence.state, used.reason.as_deref())).collect();
    assert_eq!(shown, [(0, 3, Some("ảnh mờ")), (0, 1, None), (9, 3, Some("ảnh mờ"))]);
    ledger.write(|writer| evidence::add_judgement(writer, &said[1]));
    assert_eq!(ledger.read(|reader| evidence::judgements(reader, evidence_id(30))), said);
    assert_eq!(ledger.read(|reader| evidence::of_dossier(reader, dossier))[0].reason, None);
    let again = ledger.store.write(|writer| evidence::add_judgement(writer, &said[1]));
    assert!(matches!(again, Err(Fault::Constraint(_))));
    let removed = ledger.write(|writer| {
        Ok((
            evidence::detach(writer, dossier, 9, evidence_id(30))?,
            evidence::detach(writer, dossier, 9, evidence_id(30))?,
        ))
    });
    assert_eq!(removed, (true, false));
}

pub fn pictures_that_look_alike_are_found_and_others_are_not(ledger: &Ledger) {
    begin(ledger);
    let look = Look::new(0x8000_1234_5678_9abc);
    // One, six and seven bits away; the six over all bands.
    let others = [look.bits() ^ 1, look.bits() ^ 0x0003_0003_0001_0001, look.bits() ^ 0x0003_0003_0003_0001];
    ledger.write(|writer| {
        for (number, bits) in (40..).zip([look.bits()].into_iter().chain(others)) {
            evidence::add(writer, &piece(number, People::HA))?;
            evidence::add_look(writer, evidence_id(number), Look::new(bits))?;
        }
        Ok(())
    });
    let near = ledger.read(|reader| evidence::near(reader, look));
    assert_eq!(near, [(evidence_id(40), 0), (evidence_id(41), 1), (evidence_id(42), 6)]);
}

pub fn what_has_served_is_emptied_and_its_proof_stays(ledger: &Ledger) {
    let dossier = begin(ledger);
    let old = EvidenceRow { year: 2020, ..piece(50, People::HA) };
    let serving = EvidenceRow { year: 2020, content: Some(vec![8; 32]), ..piece(51, People::AN) };
    let now = Ledger::at(9);
    ledger.write(|writer| {
        evidence::add(writer, &old)?;
        evidence::add(writer, &serving)?;
        evidence::add_look(writer, evidence_id(50), Look::new(3))?;
        let used = UseRow { dossier: dossier.uuid(), indicator: 1, evidence: id(51), by: None, at: now };
        evidence::attach(writer, &[used])
    });
    let over = |year| ledger.read(|reader| evidence::over(reader, year, 10));
    assert_eq!(over(2019), []);
    assert_eq!(over(2025), [(evidence_id(50), Some(vec![7; 32]))]);
    assert_eq!(over(2026).len(), 2, "the round of 2026 is over as well");
    let with = |hash: &[u8]| ledger.read(|reader| evidence::with_content(reader, hash));
    assert_eq!(with(&[7; 32]), [(evidence_id(50), PersonId::from_uuid(id(People::HA)))]);

    ledger.write(|writer| evidence::empty(writer, evidence_id(50), now));
    assert_eq!(with(&[7; 32]), []);
    assert_eq!(over(2025), []);
    let emptied = EvidenceRow { title: String::new(), look: None, emptied_at: Some(now), ..old };
    assert_eq!(ledger.read(|reader| evidence::load(reader, &[evidence_id(50)])), [Some(emptied)]);
    assert_eq!(ledger.read(|reader| evidence::near(reader, Look::new(3))), []);
    assert_eq!(ledger.read(|reader| evidence::emptied_since(reader, Ledger::at(8))), [vec![7; 32]]);
    assert_eq!(ledger.read(|reader| evidence::emptied_since(reader, now)), [[0_u8; 0]; 0]);
    let twice = ledger.store.write(|writer| evidence::empty(writer, evidence_id(50), now));
    assert!(matches!(twice, Err(Fault::RowCount { changed: 0, .. })));
}

pub fn uploads_count_until_they_end_or_are_too_old(ledger: &Ledger) {
    begin(ledger);
    let (person, owner) = (PersonId::from_uuid(id(People::HA)), AccountId::from_uuid(id(ACCOUNT)));
    let first = UploadId::from_uuid(id(60));
    ledger.write(|writer| {
        evidence::add(writer, &piece(30, People::HA))?;
        evidence::add_upload(writer, &upload(60))?;
        evidence::add_upload(writer, &UploadRow { expires_at: Ledger::at(50), ..upload(61) })
    });
    assert_eq!(ledger.read(|reader| evidence::find_upload(reader, first)), Some(upload(60)));
    let open = |at| ledger.read(|reader| evidence::count_open_uploads(reader, owner, Ledger::at(at)));
    let bytes = |at| ledger.read(|reader| evidence::bytes_of_year(reader, person, 2026, Ledger::at(at)));
    assert_eq!((open(49), open(50), bytes(49), bytes(50)), (2, 1, (300_000, 10_000), (300_000, 5_000)));

    ledger.write(|writer| {
        evidence::note_content(writer, first, &[7; 32])?;
        evidence::set_finished(writer, first, evidence_id(30))
    });
    let finished = UploadRow { content: Some(vec![7; 32]), evidence: Some(id(30)), ..upload(60) };
    assert_eq!(ledger.read(|reader| evidence::find_upload(reader, first)), Some(finished));
    assert_eq!((open(1), bytes(1)), (1, (300_000, 5_000)));
    let twice = ledger.store.write(|writer| evidence::set_finished(writer, first, evidence_id(30)));
    assert!(matches!(twice, Err(Fault::RowCount { changed: 0, .. })));

    let second = UploadId::from_uuid(id(61));
    let stale = |at| ledger.read(|reader| evidence::stale_uploads(reader, Ledger::at(at), 10));
    assert_eq!((stale(49), stale(50)), (vec![], vec![(second, None)]));
    assert_eq!(stale(100), [(second, None), (first, Some(vec![7; 32]))]);
    let removed = ledger.write(|writer| {
        Ok((evidence::remove_upload(writer, first)?, evidence::remove_upload(writer, first)?))
    });
    assert_eq!(removed, (true, false));
    assert_eq!(ledger.read(|reader| evidence::find_upload(reader, first)), None);
}
