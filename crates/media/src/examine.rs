//! The one door: a file of a stranger in, a file that may be kept or a refusal out.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sha2::{Digest, Sha256};

use crate::picture::Developed;
use crate::sniff::{Kind, sniff};
use crate::{Refused, foreign, look, paper, picture, sound};

/// A file that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// What it is now.
    pub kind: Kind,
    /// What to keep: a picture shrunk and without metadata, a recording without tags, a PDF as it came.
    pub bytes: Vec<u8>,
    /// SHA-256 of these bytes.
    pub sha256: [u8; 32],
    /// Width and height of a picture, in points.
    pub size: Option<(u32, u32)>,
    /// Pages of a PDF.
    pub pages: Option<usize>,
    /// How a picture looks; `None` for what is no picture or has too little on it.
    pub look: Option<u64>,
}

/// Looks at a file. The name only helps to say better what is wrong; it decides nothing.
///
/// # Errors
/// [`Refused`] with what to do: empty or too large, of a type that is not taken, damaged, too many points
/// or pages, locked, holding a program, or with a second file hidden in it.
pub fn examine(bytes: &[u8], declared_name: &str) -> Result<Examined, Refused> {
    let kind = sniff(bytes, declared_name)?;
    if bytes.len() > kind.largest_bytes() {
        return Err(Refused::new(
            "evidence.too_large",
            format!("The file has {} bytes; at most {} are taken.", bytes.len(), kind.largest_bytes()),
            "Send a smaller picture, fewer pages or a shorter recording.",
        ));
    }
    foreign::refuse(kind, bytes)?;
    // The readers of formats are written by others, and strangers choose what they read: a panic of one
    // is one more way to say that the file is damaged.
    catch_unwind(AssertUnwindSafe(|| open(kind, bytes))).unwrap_or_else(|_| Err(Refused::broken("file")))
}

fn open(kind: Kind, bytes: &[u8]) -> Result<Examined, Refused> {
    match kind {
        Kind::Jpeg | Kind::Png | Kind::Webp => {
            let Developed { kind, bytes, points } = picture::develop(kind, bytes)?;
            Ok(Examined { size: Some(points.dimensions()), look: look(&points), ..examined(kind, bytes) })
        }
        Kind::Pdf => {
            let pages = paper::check(bytes)?;
            Ok(Examined { pages: Some(pages), ..examined(kind, bytes.to_vec()) })
        }
        Kind::Mp3 | Kind::M4a | Kind::Ogg => Ok(examined(kind, sound::check(kind, bytes)?)),
    }
}

fn examined(kind: Kind, bytes: Vec<u8>) -> Examined {
    let sha256 = Sha256::digest(&bytes).into();
    Examined { kind, bytes, sha256, size: None, pages: None, look: None }
}
