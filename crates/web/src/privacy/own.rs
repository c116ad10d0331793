//! A person's own data: facts, consents, looks, requests; and the inbox of those who answer requests.

pub mod consent;
mod copy;
mod inbox;
mod looked;
mod me;
mod request;

use sohoc_rules::access::ActKind;

use crate::route::{Route, Who, get, post};

/// Who answers requests.
const OFFICERS: Who = Who::May(&[ActKind::AnswerRequest]);

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/toi", Who::SignedIn, me::page),
        get("/toi/ai-da-xem", Who::Own, looked::page),
        get("/toi/dong-y", Who::Own, consent::page),
        post("/toi/dong-y", Who::Own, consent::send),
        get("/ho-so/{nam}/dong-y", Who::Own, consent::page),
        post("/ho-so/{nam}/dong-y", Who::Own, consent::send),
        post("/toi/ban-sao", Who::Own, copy::send),
        get("/toi/yeu-cau", Who::Own, request::page),
        post("/toi/yeu-cau", Who::Own, request::send),
        get("/yeu-cau", OFFICERS, inbox::list),
        get("/yeu-cau/{yeu_cau}", OFFICERS, inbox::page),
        post("/yeu-cau/{yeu_cau}", OFFICERS, inbox::send),
    ]
}
