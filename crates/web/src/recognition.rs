//! Council sessions, decisions and certificates.

mod body;
mod certificates;
mod change;
mod council;
mod decide;
mod decision;
mod hold;
mod list;
mod minutes;
mod signing;

use sohoc_rules::access::ActKind as A;

use crate::route::{Route, Who, get, post};

const WORK: Who = Who::May(&[A::HoldSession, A::Decide, A::IssueCertificate]);
const LOOK: Who = Who::May(&[A::HoldSession, A::Decide, A::IssueCertificate, A::Inspect]);
const CHANGE: Who = Who::May(&[A::Revoke, A::CorrectDecision, A::IssueCertificate]);
/// A list of files taken out of a batch may be long.
const LIST_BYTES: usize = 512 * 1024;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/quyet-dinh", WORK, list::page),
        get("/quyet-dinh/phien/moi", Who::May(&[A::HoldSession]), hold::page),
        post("/quyet-dinh/phien/moi", Who::May(&[A::HoldSession]), hold::send).up_to(LIST_BYTES),
        get("/quyet-dinh/phien/{phien}", LOOK, minutes::page),
        get("/quyet-dinh/moi", Who::May(&[A::Decide]), decide::page),
        post("/quyet-dinh/moi", Who::May(&[A::Decide]), decide::send).up_to(LIST_BYTES),
        get("/quyet-dinh/{quyet_dinh}", LOOK, decision::page),
        get("/quyet-dinh/{quyet_dinh}/giay-chung-nhan", LOOK, certificates::page),
        get("/quyet-dinh/{quyet_dinh}/dong/{dong}", CHANGE, change::page),
        post("/quyet-dinh/{quyet_dinh}/dong/{dong}", CHANGE, change::send),
    ]
}
