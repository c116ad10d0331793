//! How large and how many: named before a byte is sent, so that nobody pays for an upload in vain.

use super::MediaType;
use crate::Refusal;

/// Largest picture or PDF as it is sent, in bytes: what a phone camera makes stays well below.
pub const LARGEST_PICTURE_BYTES: u64 = 10 * MEGABYTE;
/// Largest recording as it is sent, in bytes: about twenty minutes of speech.
pub const LARGEST_SOUND_BYTES: u64 = 20 * MEGABYTE;
/// Most pieces of evidence for one indicator of one dossier.
pub const MOST_PER_INDICATOR: usize = 5;
/// Most bytes kept and under way for one person and year.
pub const MOST_BYTES_PER_YEAR: u64 = 50 * MEGABYTE;
/// Most uploads of one account that are under way at once: a helper sends for a few people side by side.
pub const MOST_OPEN_UPLOADS: usize = 20;
/// Hours for which an upload that stopped can go on: over a market day without network.
pub const UPLOAD_KEPT_HOURS: i64 = 72;

const MEGABYTE: u64 = 1_000_000;

/// Checks a size that was named before the upload, or that of what came. `hint` is the type the sender
/// names; `None` or an unknown one is held to the larger limit until the type is seen.
///
/// # Errors
/// `evidence.empty_file` or `evidence.too_large`.
pub fn fits_size(hint: Option<MediaType>, size_bytes: u64) -> Result<(), Refusal> {
    if size_bytes == 0 {
        return Err(Refusal {
            code: "evidence.empty_file",
            reason: "The file is empty.".to_owned(),
            remedy: "Choose the file again; if it opens on your device, take the picture anew.",
        });
    }
    let most = hint.map_or(LARGEST_SOUND_BYTES, MediaType::largest_bytes);
    if size_bytes <= most {
        return Ok(());
    }
    Err(Refusal {
        code: "evidence.too_large",
        reason: format!(
            "The file has {} MB; at most {} MB are taken.",
            megabytes(size_bytes),
            most / MEGABYTE
        ),
        remedy: "Send a smaller picture, fewer pages or a shorter recording.",
    })
}

/// Checks that one more piece fits beside `present` ones of an indicator.
///
/// # Errors
/// `evidence.indicator_full`.
pub fn fits_indicator(present: usize) -> Result<(), Refusal> {
    if present < MOST_PER_INDICATOR {
        return Ok(());
    }
    Err(Refusal {
        code: "evidence.indicator_full",
        reason: format!(
            "The indicator has {present} pieces of evidence; at most {MOST_PER_INDICATOR} are taken."
        ),
        remedy: "Take one away first.",
    })
}

/// Checks that `size_bytes` fit beside what a person has kept and under way in a year.
///
/// # Errors
/// `evidence.year_full`.
pub fn fits_year(used_bytes: u64, size_bytes: u64) -> Result<(), Refusal> {
    if used_bytes.saturating_add(size_bytes) <= MOST_BYTES_PER_YEAR {
        return Ok(());
    }
    Err(Refusal {
        code: "evidence.year_full",
        reason: format!(
            "{} MB are used and {} MB more would pass the {} MB of a year.",
            megabytes(used_bytes),
            megabytes(size_bytes),
            MOST_BYTES_PER_YEAR / MEGABYTE
        ),
        remedy: "Send fewer or smaller files; evidence is light.",
    })
}

/// Rounded up, so that a file just over a limit never reads as the limit itself.
const fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(MEGABYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<(), Refusal>) -> &'static str {
        result.map_or_else(|refusal| refusal.code, |()| "fits")
    }

    #[test]
    fn sizes_are_held_to_the_limit_of_their_type() {
        let (picture, sound) = (Some(MediaType::Jpeg), Some(MediaType::Mp3));
        assert_eq!(code(fits_size(picture, LARGEST_PICTURE_BYTES)), "fits");
        assert_eq!(code(fits_size(picture, LARGEST_PICTURE_BYTES + 1)), "evidence.too_large");
        assert_eq!(code(fits_size(sound, LARGEST_SOUND_BYTES)), "fits");
        assert_eq!(code(fits_size(None, LARGEST_SOUND_BYTES + 1)), "evidence.too_large");
        assert_eq!(code(fits_size(picture, 0)), "evidence.empty_file");
    }

    #[test]
    fn an_indicator_takes_five_and_a_year_fifty_megabytes() {
        assert_eq!((code(fits_indicator(4)), code(fits_indicator(5))), ("fits", "evidence.indicator_full"));
        assert_eq!(code(fits_year(MOST_BYTES_PER_YEAR - 1, 1)), "fits");
        assert_eq!(code(fits_year(MOST_BYTES_PER_YEAR, 1)), "evidence.year_full");
        assert_eq!(code(fits_year(1, u64::MAX)), "evidence.year_full");
    }
}
