//! What people bring to show for their scores: kinds, sizes, who may judge it, how long it is kept.
//!
//! Evidence is light (the Association's guidance asks for nothing that costs the person money or a day):
//! a picture, a paper, a recording, a link, an attendance, or the word of somebody who saw it. One piece
//! may serve several indicators and several years. It belongs to a person, not to a dossier.

mod inspected;
mod judgement;
mod kind;
mod limits;
mod look;
mod retention;

pub use inspected::{Inspected, MediaType};
pub use judgement::{Judged, Verdict, may_judge, reason};
pub use kind::{EvidenceState, Kind, note, title, web_link};
pub use limits::{
    LARGEST_PICTURE_BYTES, LARGEST_SOUND_BYTES, MOST_BYTES_PER_YEAR, MOST_OPEN_UPLOADS, MOST_PER_INDICATOR,
    UPLOAD_KEPT_HOURS, fits_indicator, fits_size, fits_year,
};
pub use look::{ALIKE_BITS, Look};
pub use retention::{Retention, USUAL_YEARS_KEPT};
