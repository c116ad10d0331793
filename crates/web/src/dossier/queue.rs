//! The queue of those who review: saved filters, exceptions first, one or a whole batch at once.

mod act;
mod batch;
mod filter;
mod list;

use sohoc_rules::access::ActKind as A;

use crate::route::{Route, Who, get, post};

pub use filter::Filter;

/// What lets somebody in here.
pub(super) const RIGHTS: &[A] = &[A::Endorse, A::Appraise];
pub(super) const REVIEWS: Who = Who::May(RIGHTS);

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/duyet", REVIEWS, list::choose),
        get("/duyet/don-vi/{don_vi}", REVIEWS, list::page),
        get("/duyet/co-quan/{co_quan}", REVIEWS, list::page),
        post("/duyet/don-vi/{don_vi}", REVIEWS, act::send),
        post("/duyet/co-quan/{co_quan}", REVIEWS, act::send),
        get("/duyet/don-vi/{don_vi}/ca-loat", REVIEWS, batch::page),
        get("/duyet/co-quan/{co_quan}/ca-loat", REVIEWS, batch::page),
        post("/duyet/don-vi/{don_vi}/ca-loat", REVIEWS, batch::send),
        post("/duyet/co-quan/{co_quan}/ca-loat", REVIEWS, batch::send),
    ]
}
