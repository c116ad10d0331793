//! Long work: lists taken in and out in the background, with its progress and what came of it.

mod ask;
mod list;
mod one;

use sohoc_rules::access::ActKind as A;

use crate::route::{Route, Who, get, post};

const WORK: Who = Who::May(&[A::Import, A::Export, A::LoadCriteria]);
/// Largest list that is taken: a province's file of people in parts.
const MOST_BYTES: usize = 20 * 1024 * 1024 + 64 * 1024;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/viec", WORK, list::page),
        get("/viec/nhap", Who::May(&[A::Import]), ask::import_page),
        post("/viec/nhap", Who::May(&[A::Import]), ask::import).up_to(MOST_BYTES),
        get("/viec/xuat", Who::May(&[A::Export]), ask::export_page),
        post("/viec/xuat", Who::May(&[A::Export]), ask::export),
        get("/viec/{viec}", WORK, one::page),
        post("/viec/{viec}", WORK, one::send),
        get("/viec/{viec}/tep", WORK, one::file),
    ]
}
