//! Evidence: brought by a form or in parts, shown, taken off, opened.

mod darkroom;
mod form;
mod open;
mod parts;

use axum::http::Method;
use axum::routing::MethodFilter;
use axum::routing::{MethodRouter, on};
use sohoc_rules::access::ActKind as A;

use crate::route::{Doing, Route, Who, get, post};
use crate::state::Counter;

/// Who may bring evidence somewhere.
const BRINGERS: Who = Who::May(&[A::AttachEvidence]);
/// A form with the largest file, and what the form itself takes.
const LARGEST_FORM_BYTES: usize = 21 << 20;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    let raw = |method: Method, path, who, doing: MethodRouter<Counter>| Route {
        method,
        path,
        who,
        doing: Doing::Raw(Box::new(doing)),
        most_bytes: 0,
    };
    vec![
        get("/ho-so/{nam}/cau/{chi_so}/minh-chung", Who::Own, form::own),
        get("/minh-chung/{ho_so}/{chi_so}", BRINGERS, form::page),
        post("/minh-chung/{ho_so}/{chi_so}", BRINGERS, form::send).up_to(LARGEST_FORM_BYTES),
        post("/minh-chung/{ho_so}/{chi_so}/go", BRINGERS, form::take_off),
        get("/tep/{minh_chung}", Who::May(&[A::ReadPerson]), open::file),
        raw(Method::POST, "/tai-len", BRINGERS, on(MethodFilter::POST, parts::begin)),
        raw(Method::OPTIONS, "/tai-len", Who::Anyone, on(MethodFilter::OPTIONS, parts::tell)),
        raw(Method::HEAD, "/tai-len/{tai_len}", BRINGERS, on(MethodFilter::HEAD, parts::state)),
        raw(Method::PATCH, "/tai-len/{tai_len}", BRINGERS, on(MethodFilter::PATCH, parts::append)),
        raw(Method::DELETE, "/tai-len/{tai_len}", BRINGERS, on(MethodFilter::DELETE, parts::abandon)),
    ]
}
