//! The nation's units loaded and the tree of a day built.

use jiff::civil::date;
use sohoc_rules::territory::{CsvText, load};

use crate::report::Report;
use crate::stage::Error;
use crate::stopwatch::Stopwatch;

/// Times the shortest of a few tries: the first also pays for cold memory.
pub fn measure(report: &mut Report) -> Result<(), Error> {
    let mut best = f64::MAX;
    for _ in 0..3 {
        let watch = Stopwatch::start();
        let nation = load(
            CsvText { name: "national-admin-units.csv", text: sohoc_data::territory::NATIONAL_UNITS },
            CsvText {
                name: "national-unit-successions.csv",
                text: sohoc_data::territory::NATIONAL_SUCCESSIONS,
            },
        )?;
        let tree = nation.as_of(date(2026, 7, 1));
        std::hint::black_box(&tree);
        best = best.min(watch.milliseconds());
    }
    report.set("territory_ms", best);
    Ok(())
}
