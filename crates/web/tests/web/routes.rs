//! The table of routes on record: the journeys in the browser compare the pages they look at with it, so
//! that no page is forgotten there.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sohoc_web::table;

#[test]
fn the_table_of_routes_is_on_record() {
    let lines: BTreeSet<String> =
        table().iter().map(|route| format!("{} {}\n", route.path, route.method)).collect();
    let now = lines.into_iter().fold(String::new(), |mut text, line| {
        let _ = write!(text, "{line}");
        text
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web/routes.txt");
    if std::env::var_os("WRITE_ROUTES").is_some() {
        fs::write(&path, &now).expect("the record can be written");
    }
    let recorded = fs::read_to_string(&path).expect("the record can be read");
    assert!(
        now == recorded,
        "routes changed: run this test again with WRITE_ROUTES=1, and let a walk of e2e/ look at the new pages"
    );
}
