//! Evidence: brought, attached, judged, opened, and taken away when it has served.
//!
//! A file comes in parts: [`begin_upload`] says no before a byte is sent, [`append`] takes parts in their
//! order and [`finish()`] has the whole looked at and keeps it. What looks at it is given by the caller
//! ([`Darkroom`]): this room knows nothing of pictures. Links and notes are added at once. A piece belongs
//! to a person; [`attach()`] lets it serve indicators of dossiers, of this year and of later ones.
//!
//! Who may not read of the person is told that there is no such piece. Nobody judges their own.

mod add;
mod attach;
mod finish;
mod judge;
mod look_alikes;
mod read;
mod rights;
mod sweep;
mod upload;

pub use add::{NewLink, NewNote, add_link, add_note};
pub use attach::{attach, detach};
pub use finish::{Darkroom, Scan, Scanned, finish};
pub use judge::judge;
pub use look_alikes::{LookAlike, look_alikes};
pub(crate) use read::piece;
pub use read::{OfIndicator, Opened, Piece, of_dossier, of_person, open};
pub use sweep::{Swept, empty_all, set_retention, sweep, take_away};
pub use upload::{NewUpload, UploadState, abandon, append, begin_upload, upload_state};
