//! Values that are the same in every run.

use sohoc_ledger::db::{Day, Moment, raw_rows};
use sohoc_ledger::keys::Keyring;
use sohoc_rules::time::Instant;
use uuid::Uuid;

use super::Ledger;

/// The id of a number: greater numbers, greater ids.
pub fn id(number: u32) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

/// A day, like `2026-07-01`.
pub fn day(text: &str) -> Day {
    Day(text.parse().expect("a day of a test"))
}

/// Microseconds after a fixed moment in 2026; `moment(1)` differs from `moment(0)` in the last digit kept.
pub fn moment(microseconds: i64) -> Instant {
    Instant::from_microseconds(1_782_864_000_000_000 + microseconds)
}

/// The keys of the ledger.
pub fn keys() -> Keyring {
    Keyring::new(&[7; 96])
}

/// What a column holds in all rows, as text, in order.
pub fn text_of(ledger: &Ledger, table: &str, column: &str) -> Vec<String> {
    let rows = raw_rows(&ledger.store, &format!("select {column} from {table} order by 1"));
    rows.expect("the table is there").into_iter().map(|mut row| row.remove(0).unwrap_or_default()).collect()
}

impl Ledger {
    /// A moment as a row keeps it.
    pub fn at(microseconds: i64) -> Moment {
        Moment(moment(microseconds))
    }
}
