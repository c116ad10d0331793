//! The journal on both databases: what is appended is sealed and verified, what is tampered with shows.

use sohoc_ledger::db::{Ddl, raw_rows};
use sohoc_ledger::journal;
use sohoc_ledger::keys::Keyring;
use sohoc_rules::ids::{AccountId, EntryId, UnitId};
use sohoc_rules::journal::{Digest, Entry, Finding, GENESIS, Report};

use crate::support::{Ledger, id, keys, moment, on_both};

fn entry(number: u32) -> Entry {
    Entry {
        id: EntryId::from_uuid(id(number)),
        at: moment(i64::from(number)),
        actor_id: number.is_multiple_of(2).then(|| AccountId::from_uuid(id(20))),
        actor: "Xã Đàm Thủy".to_owned(),
        act: "dossier.submit".to_owned(),
        unit: number.is_multiple_of(3).then(|| UnitId::from_uuid(id(2))),
        subjects: number,
        body: format!("{{\"số\": {number}}}"),
    }
}

fn append_and_seal(ledger: &Ledger, entries: std::ops::Range<u32>) -> usize {
    let entries: Vec<Entry> = entries.map(entry).collect();
    ledger.write(|writer| {
        journal::append(writer, &entries)?;
        journal::seal(writer, &keys(), moment(1_000))
    })
}

fn check(ledger: &Ledger, anchor: Option<(i64, Digest)>) -> Report {
    ledger.read(|reader| journal::verify(reader, &keys(), anchor))
}

fn anchor(ledger: &Ledger) -> Option<(i64, Digest)> {
    ledger.read(journal::last_seal).map(|seal| (seal.number, seal.digest()))
}

pub fn entries_are_sealed_in_order_and_verified(ledger: &Ledger) {
    assert_eq!(check(ledger, None), Report::default());
    assert_eq!(ledger.read(journal::last_seal), None);
    assert_eq!(ledger.write(|writer| journal::seal(writer, &keys(), moment(0))), 0);

    assert_eq!(append_and_seal(ledger, 1..4), 3);
    ledger.write(|writer| journal::append(writer, &[entry(5), entry(4)]));
    let open = Report { sealed: 3, seals: 1, unsealed: 2, findings: vec![] };
    assert_eq!(check(ledger, anchor(ledger)), open);
    let first = ledger.read(journal::last_seal).expect("there is one");
    assert_eq!(
        (first.number, first.previous, first.entries, first.sealed_at),
        (1, GENESIS, 3, moment(1_000))
    );

    assert_eq!(ledger.write(|writer| journal::seal(writer, &keys(), moment(2_000))), 2);
    let closed = Report { sealed: 5, seals: 2, unsealed: 0, findings: vec![] };
    assert_eq!(check(ledger, anchor(ledger)), closed);
    assert_eq!(check(ledger, Some((1, first.digest()))), closed);
    assert_eq!(ledger.value("select count(*) from journal_tail"), "0");
    assert_eq!(ledger.read(|reader| journal::latest(reader, 2)), [entry(5), entry(4)]);
}

/// Three seals over three entries each, tampered with behind the program's back.
fn findings_after(tamper: impl Fn(&Ledger)) -> Vec<Vec<Finding>> {
    let findings = std::cell::RefCell::new(Vec::new());
    on_both(|ledger| {
        for seal in 0..3 {
            append_and_seal(ledger, 3 * seal + 1..3 * seal + 4);
        }
        let anchor = anchor(ledger);
        assert_eq!(check(ledger, anchor).findings, []);
        tamper(ledger);
        findings.borrow_mut().push(check(ledger, anchor).findings);
    });
    findings.into_inner()
}

fn assert_each_finds(findings: Vec<Vec<Finding>>, expected: &[Finding]) {
    assert!(!findings.is_empty());
    for found in findings {
        assert_eq!(found, expected);
    }
}

/// An id or other bytes as this database's SQL writes them.
fn bytes(ledger: &Ledger, bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match ledger.dialect() {
        Ddl::Sqlite => format!("x'{digits}'"),
        Ddl::Postgres if bytes.len() == 16 => format!("'{digits}'"),
        Ddl::Postgres => format!("'\\x{digits}'"),
    }
}

fn of(ledger: &Ledger, number: u32) -> String {
    format!("entry_id = {}", bytes(ledger, id(number).as_bytes()))
}

#[test]
fn a_changed_entry_is_found() {
    let changes = [
        "body = '{}'",
        "actor_id = null",
        "actor = 'Người khác'",
        "act = 'x'",
        "subjects = 9",
        "at = '2026-01-01T00:00:00.000000Z'",
        "unit_id = entry_id",
    ];
    let findings = findings_after(|ledger| {
        for (number, change) in (1..).zip(changes) {
            ledger.batch(&format!("update journal_entry set {change} where {}", of(ledger, number)));
        }
    });
    let changed = |number: u32| Finding::ChangedEntry {
        seal: i64::from(number.div_ceil(3)),
        entry: EntryId::from_uuid(id(number)),
    };
    assert_each_finds(findings, &[1, 2, 3, 4, 5, 6, 7].map(changed));
}

#[test]
fn an_entry_changed_together_with_its_digest_breaks_the_seal() {
    let findings = findings_after(|ledger| {
        let forged = Entry { body: "{}".to_owned(), ..entry(4) };
        let digest = bytes(ledger, &forged.digest());
        let one = of(ledger, 4);
        ledger.batch(&format!("update journal_entry set body = '{{}}', digest = {digest} where {one}"));
    });
    assert_each_finds(findings, &[Finding::BrokenSeal { seal: 2, sealed: 3, found: 3 }]);
}

#[test]
fn a_deleted_entry_is_found() {
    let findings = findings_after(|ledger| {
        let one = of(ledger, 4);
        ledger
            .batch(&format!("delete from journal_sealed where {one}; delete from journal_entry where {one}"));
    });
    assert_each_finds(findings, &[Finding::BrokenSeal { seal: 2, sealed: 3, found: 2 }]);
}

#[test]
fn an_entry_taken_out_of_its_seal_is_found_and_counts_as_unsealed() {
    on_both(|ledger| {
        append_and_seal(ledger, 1..4);
        ledger.batch(&format!("delete from journal_sealed where {}", of(ledger, 2)));
        let report = check(ledger, None);
        assert_eq!((report.sealed, report.unsealed), (2, 1));
        assert_eq!(report.findings, [Finding::BrokenSeal { seal: 1, sealed: 3, found: 2 }]);
    });
}

#[test]
fn swapped_entries_are_found() {
    let findings = findings_after(|ledger| {
        let (one, other) = (of(ledger, 4), of(ledger, 6));
        ledger.batch(&format!("update journal_sealed set position = 2 - position where {one} or {other}"));
    });
    assert_each_finds(findings, &[Finding::BrokenSeal { seal: 2, sealed: 3, found: 3 }]);
}

#[test]
fn a_changed_seal_is_found_at_the_seal_and_in_the_chain() {
    let bad = |seal| [Finding::BadSignature { seal }, Finding::BrokenChain { seal: seal + 1 }];
    let findings = findings_after(|ledger| {
        ledger.batch("update journal_seal set sealed_at = '2026-01-01T00:00:00.000000Z' where number = 2");
    });
    assert_each_finds(findings, &bad(2));
    let findings = findings_after(|ledger| {
        ledger.batch("update journal_seal set entries = 4 where number = 1");
    });
    assert_each_finds(findings, &bad(1));
}

#[test]
fn a_deleted_seal_is_found_at_the_end_only_by_the_anchor() {
    let delete = |ledger: &Ledger, number: i64| {
        ledger.batch(&format!(
            "delete from journal_sealed where seal_number = {number}; delete from journal_seal where number = {number}"
        ));
    };
    let findings = findings_after(|ledger| delete(ledger, 2));
    assert_each_finds(findings, &[Finding::MissingSeal { expected: 2, found: 3 }]);
    let findings = findings_after(|ledger| {
        delete(ledger, 3);
        assert_eq!(check(ledger, None), Report { sealed: 6, seals: 2, unsealed: 3, findings: vec![] });
    });
    assert_each_finds(findings, &[Finding::CutOff { last: 2, expected: 3 }]);
}

#[test]
fn a_changed_entry_that_waits_for_its_seal_is_found() {
    let findings = findings_after(|ledger| {
        ledger.write(|writer| journal::append(writer, &[entry(10)]));
        ledger.batch(&format!("update journal_entry set body = '{{}}' where {}", of(ledger, 10)));
    });
    assert_each_finds(findings, &[Finding::ChangedUnsealedEntry { entry: EntryId::from_uuid(id(10)) }]);
}

#[test]
fn seals_made_with_other_keys_are_found() {
    on_both(|ledger| {
        append_and_seal(ledger, 1..2);
        let other = Keyring::new(&[8; 96]);
        let report = ledger.read(|reader| journal::verify(reader, &other, None));
        assert_eq!(report.findings, [Finding::BadSignature { seal: 1 }]);
        let seals = raw_rows(&ledger.store, "select number from journal_seal").expect("it reads");
        assert_eq!(seals.len(), 1);
    });
}
