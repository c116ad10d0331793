//! The darkroom: files of strangers looked at, shrunk and stripped.
//!
//! Bytes in, values out. [`examine()`] knows a file by its bytes, never by its name; it takes pictures,
//! PDFs and recordings and refuses everything else with what to do instead. A picture is developed anew
//! from its points alone, so that no metadata, no place where it was taken and no second file hidden in
//! it survives. Nothing here reads or writes anything but [`clamd`], which speaks to a virus scanner.
//!
//! To take one more type: [`Kind`], its line in `sniff`, its check beside the others in [`examine()`], and
//! the type in `sohoc_rules::evidence::MediaType`.

pub mod clamd;
mod container;
mod examine;
mod foreign;
mod look;
mod mp4;
mod paper;
mod picture;
mod refused;
mod sniff;
mod sound;

pub use examine::{Examined, examine};
pub use look::{distance, look};
pub use refused::Refused;
pub use sniff::Kind;
