//! The list of a hamlet or an organization: for those who walk it.

mod act;
mod blank;
mod list;
mod slips;

pub use list::next_after;

use sohoc_rules::access::ActKind as A;

use crate::route::{Route, Who, get, post};

/// What lets somebody in here.
pub(super) const RIGHTS: &[A] = &[A::EnterForOther, A::MarkOutcome];
const HERE: Who = Who::May(RIGHTS);
const PRINTS: Who = Who::May(&[A::PrintSlips]);
/// Everybody of a large hamlet may be ticked.
const LIST_BYTES: usize = 256 * 1024;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/xom", HERE, list::choose),
        get("/xom/{don_vi}/danh-sach", HERE, list::page),
        get("/xom/co-quan/{co_quan}/danh-sach", HERE, list::page),
        post("/xom/{don_vi}/danh-sach", HERE, act::send).up_to(LIST_BYTES),
        post("/xom/co-quan/{co_quan}/danh-sach", HERE, act::send).up_to(LIST_BYTES),
        post("/xom/{don_vi}/phieu-vao", PRINTS, slips::print).up_to(LIST_BYTES),
        post("/xom/co-quan/{co_quan}/phieu-vao", PRINTS, slips::print).up_to(LIST_BYTES),
        get("/xom/{don_vi}/phieu-trang", HERE, blank::page),
        get("/xom/co-quan/{co_quan}/phieu-trang", HERE, blank::page),
    ]
}
