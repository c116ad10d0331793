//! The province: quality of the data, units and their reorganisation, criteria sets, rounds.

mod criteria;
mod quality;
mod reorganise;
mod rounds;
mod troubled;
mod units;

use sohoc_rules::access::ActKind as A;

use crate::route::{Route, Who, get, post};

const QUALITY: Who = Who::May(&[A::Inspect, A::Merge]);
const ROUNDS: Who = Who::May(&[A::OpenRound]);
const FILE_BYTES: usize = 4 * 1024 * 1024;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    let map = Who::May(&[A::Reorganise]);
    let load = Who::May(&[A::LoadCriteria]);
    vec![
        get("/chat-luong", QUALITY, quality::page),
        get("/chat-luong/khong-noi-o", QUALITY, troubled::homeless_page),
        get("/chat-luong/{don_vi}", QUALITY, troubled::page),
        get("/don-vi", map, units::page),
        get("/don-vi/sap-xep", map, reorganise::page),
        post("/don-vi/sap-xep", map, reorganise::send).up_to(FILE_BYTES),
        get("/don-vi/{don_vi}", map, units::one),
        get("/tieu-chi/bo", load, criteria::page),
        post("/tieu-chi/bo", load, criteria::send).up_to(FILE_BYTES),
        get("/tieu-chi/bo/{bo}", load, criteria::one),
        post("/tieu-chi/bo/{bo}", load, criteria::one_send),
        get("/dot/moi", ROUNDS, rounds::new_page),
        post("/dot/moi", ROUNDS, rounds::new_send),
        get("/dot/{nam}", ROUNDS, rounds::one),
        post("/dot/{nam}", ROUNDS, rounds::send),
    ]
}

/// The text of a file that came under `field`, or what stands in the field of that name with `-chu`.
fn text_of(visit: &crate::visit::Visit<'_>, field: &str) -> Option<String> {
    let file = visit.form().file(field).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    file.or_else(|| visit.form().find(&format!("{field}-chu")).map(str::to_owned))
        .filter(|text| !text.trim().is_empty())
}
