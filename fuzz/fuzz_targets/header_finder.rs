//! The first rows of any sheet, as text: the finder must neither stop nor point outside of them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sohoc_papers::tables::{Schema, assessments, find_heading, models, organizations, people, units};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    // A unit separator parts cells and a record separator rows, so that the fuzzer can write both with one byte.
    let rows: Vec<Vec<String>> = text
        .split('\u{1e}')
        .take(30)
        .map(|row| row.split('\u{1f}').take(64).map(str::to_owned).collect())
        .collect();
    for schema in SCHEMAS {
        let Some(layout) = find_heading(&rows, schema) else { continue };
        assert!(layout.first < layout.after && layout.after <= rows.len());
        assert_eq!(layout.columns.len(), schema.columns.len());
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        assert!(layout.columns.iter().flatten().all(|column| *column < width), "a column beyond the sheet");
        assert!(schema.identifying.iter().any(|group| {
            group.iter().all(|position| layout.columns[*position].is_some())
                // A name in two columns replaces the full name.
                || schema.split_name.is_some_and(|[full, _, given]| group.contains(&full) && layout.columns[given].is_some())
        }));
    }
});

const SCHEMAS: [&Schema; 5] =
    [&people::SCHEMA, &assessments::SCHEMA, &units::SCHEMA, &organizations::SCHEMA, &models::SCHEMA];
