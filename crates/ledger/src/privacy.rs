//! Consents, requests about personal data, notes of reads, and what a deletion takes away.

mod consent;
mod erase;
mod reading;
mod request;

pub use consent::{ConsentRow, TextRow, add_consents, add_text, consents, find_text, have_withdrawn};
pub use erase::{
    TitleRow, end_homes, forget_scores, forget_steps, forget_wishes, hide_account, hide_person, records_of,
    titles_of,
};
pub use reading::{
    FlushRow, KeptReading, Workplace, add_readings, flushes, homes_of, readings_of_flush,
    readings_of_organization, readings_of_person, readings_of_unit, sweep_readings, workplaces_of,
};
pub use request::{RequestRow, add_request, find_request, open_requests, requests_of, save_request};
