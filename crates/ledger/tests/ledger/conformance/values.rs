//! Values at the ends of what a column can hold.

use sohoc_ledger::db::{Day, Moment};
use sohoc_ledger::sql;
use sohoc_rules::time::{Date, Instant};
use uuid::Uuid;

use crate::support::{Ledger, id, text_of};

pub fn values_at_their_ends_come_back_unchanged(ledger: &Ledger) {
    days(ledger);
    moments(ledger);
    texts(ledger);
    numbers_and_bytes(ledger);
}

/// Days of any year that stands in a document, compared as days.
fn days(ledger: &Ledger) {
    let unit = sql!(
        "insert into unit (unit_id, code, name, short_name, kind, level, valid_from)
         values ($1, '', '', '', '', 'hamlet', $2)"
    );
    let days: [Date; 5] = [(1, 1, 1), (1969, 12, 31), (1999, 12, 31), (2000, 2, 29), (9999, 12, 31)]
        .map(|(year, month, day)| Date::new(year, month, day).expect("a day"));
    let rows: Vec<(Uuid, Day)> =
        (0..).zip(days.into_iter().rev()).map(|(number, day)| (id(number), Day(day))).collect();
    ledger.write(|writer| writer.change_each(unit, &rows, |row| [&row.0, &row.1]));
    let back = ledger.read(|reader| {
        reader.rows(sql!("select valid_from from unit order by valid_from"), &[], |row| row.get::<Day>(0))
    });
    assert_eq!(back, days.map(Day));
}

/// Equal to the microsecond, in the order of time.
fn moments(ledger: &Ledger) {
    let run = sql!(
        "insert into import_run
            (import_id, kind, source, started_at, read, added, updated, unchanged, rejected)
         values ($1, '', '', $2, 0, 0, 0, 0, 0)"
    );
    let moments = [-62_135_596_800_000_000, -1, 0, 1, 946_684_800_000_000, 1_782_864_000_000_001]
        .map(|microseconds| Moment(Instant::from_microseconds(microseconds)));
    let rows: Vec<(Uuid, Moment)> =
        (0..).zip(moments.into_iter().rev()).map(|(number, moment)| (id(number), moment)).collect();
    ledger.write(|writer| writer.change_each(run, &rows, |row| [&row.0, &row.1]));
    let back = ledger.read(|reader| {
        reader.rows(sql!("select started_at from import_run order by started_at"), &[], |row| {
            row.get::<Moment>(0)
        })
    });
    assert_eq!(back, moments);
}

/// Ordered by bytes on both, whatever the locale of the server.
fn texts(ledger: &Ledger) {
    let texts = ["", " ", "A", "Z", "a", "z", "Â", "Đ", "đ", "ạ", "𠮷"];
    let rows: Vec<&str> = texts.into_iter().rev().collect();
    ledger.write(|writer| {
        writer.change_each(sql!("insert into setting (name, value) values ($1, $1)"), &rows, |row| [row])
    });
    let back = ledger.read(|reader| {
        reader.rows(sql!("select value from setting order by name"), &[], |row| row.get::<String>(0))
    });
    assert_eq!(back, texts);
    assert_eq!(text_of(ledger, "setting", "name"), texts);
}

fn numbers_and_bytes(ledger: &Ledger) {
    let person = sql!(
        "insert into person
            (person_id, name, name_fold, given_fold, sort_key, sex, birth_year, birth_month, life_status)
         values ($1, '', '', '', $2, $3, 0, null, 1)"
    );
    let rows: [(Uuid, Vec<u8>, i64); 3] =
        [(id(1), vec![], i64::MIN), (id(2), vec![0, 0], i64::MAX), (id(3), vec![255; 300], -1)];
    ledger.write(|writer| writer.change_each(person, &rows, |row| [&row.0, &row.1, &row.2]));
    let back = ledger.read(|reader| {
        reader.rows(
            sql!("select person_id, sort_key, sex, birth_month from person order by sort_key"),
            &[],
            |row| {
                assert_eq!(row.get::<Option<i64>>(3)?, None);
                assert_eq!(row.bytes(1)?, row.get::<Vec<u8>>(1)?);
                Ok((row.get::<Uuid>(0)?, row.get::<Vec<u8>>(1)?, row.get::<i64>(2)?))
            },
        )
    });
    assert_eq!(back, rows);
}
