//! Evidence: what was brought, for which indicators it serves, what reviewers said, how pictures look,
//! and files on their way in. The bytes themselves are in [`blobs`](crate::blobs).

mod judgements;
mod looks;
mod pieces;
mod retention;
mod uploads;
mod uses;

pub use judgements::{JudgementRow, add_judgement, judgements, set_state};
pub use looks::{add_look, near};
pub use pieces::{EvidenceRow, add, load, of_person};
pub use retention::{OverPiece, emptied_since, empty, over, with_content};
pub use uploads::{
    StaleUpload, UploadRow, add_upload, bytes_of_year, count_open_uploads, find_upload, note_content,
    remove_upload, set_finished, stale_uploads,
};
pub use uses::{UseRow, Used, attach, count_at, count_of_dossiers, detach, of_dossier, uses};
