//! Inspection: any file read down, by place, by name or by lot, with all it rests on.

mod file;
mod search;

use sohoc_rules::access::ActKind as A;

use crate::route::{Route, Who, get};

const INSPECTS: Who = Who::May(&[A::Inspect]);

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get("/thanh-tra", INSPECTS, search::page), get("/thanh-tra/{ho_so}", INSPECTS, file::page)]
}
