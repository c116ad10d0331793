//! Settings and targets.

use sohoc_ledger::settings::{self, TargetRow};

use crate::support::Ledger;

pub fn settings_and_targets_are_kept(ledger: &Ledger) {
    assert_eq!(ledger.read(|reader| settings::find(reader, "province")), None);
    for value in ["Cao Bằng", "", "04 'x' \"y\" \u{10ffff}"] {
        ledger.write(|writer| settings::set(writer, "province", value));
        assert_eq!(ledger.read(|reader| settings::find(reader, "province")), Some(value.to_owned()));
    }
    let target = |measure: &str, year, reading: &str, per_mille| TargetRow {
        measure: measure.to_owned(),
        year,
        per_mille,
        reading: reading.to_owned(),
        source: "Quyết định 1373/QĐ-TTg".to_owned(),
    };
    let rows = [
        target("citizens", 2030, "", 700),
        target("citizens", 2025, "adults", 600),
        target("citizens", 2025, "", 500),
        target("Citizens", 2025, "", 1),
    ];
    let known = [target("citizens", 2030, "", 999)];
    ledger.write(|writer| {
        settings::add_targets(writer, &rows)?;
        settings::add_targets(writer, &known)
    });
    let [first, second, third, fourth] = rows;
    assert_eq!(ledger.read(settings::targets), [fourth, third, second, first]);
}
