//! Personal data of the people in the book: why they are kept, what somebody agreed to, what somebody
//! may ask of us and by when, and who looked.
//!
//! After the Law on personal data protection (91/2025/QH15) and Decree 356/2025/NĐ-CP, both in force
//! since 1 January 2026. The terms are values with a source ([`Terms`]), for decrees change.

mod consent;
mod purpose;
mod reading;
mod request;

pub use consent::{ConsentText, Hand, check_consent, check_hand};
pub use purpose::{Basis, Controller, Purpose};
pub use reading::{READINGS_KEPT_MONTHS, Reading, Subject, What, digest};
pub use request::{
    Clock, Dues, Kept, Late, Outcome, Progress, RequestKind, RequestState, Terms, check_answer,
    check_closing, check_extension, clock, deletion,
};
