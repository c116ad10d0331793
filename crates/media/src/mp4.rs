//! The boxes of an MP4 file, as far as a recording needs them.

use std::ops::Range;

use crate::container::word;

/// Boxes that tell where a recording was made.
const PLACES: [&[u8; 4]; 2] = [b"\xa9xyz", b"loci"];

/// Whether the file holds sound and no film.
pub(crate) fn is_sound_only(bytes: &[u8]) -> bool {
    let Some(moov) = find(bytes, b"moov") else { return false };
    let handlers: Vec<[u8; 4]> =
        positions(&bytes[moov.clone()], b"hdlr").filter_map(|at| word(bytes, moov.start + at + 12)).collect();
    handlers.contains(b"soun") && !handlers.contains(b"vide")
}

/// Whether the boxes fill the file to its last byte and hold what a recording needs.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    let boxes: Option<Vec<_>> = boxes(bytes).collect();
    boxes.is_some_and(|boxes| {
        let has = |kind: &[u8; 4]| boxes.iter().any(|(known, _)| known == kind);
        has(b"ftyp") && has(b"moov") && has(b"mdat")
    })
}

/// The same file with the places where it was made overwritten. Nothing moves: players find the sound by
/// its distance from the start.
pub(crate) fn without_places(bytes: &[u8]) -> Vec<u8> {
    let mut result = bytes.to_vec();
    let Some(moov) = find(bytes, b"moov") else { return result };
    for kind in PLACES {
        for at in positions(&bytes[moov.clone()], kind) {
            let at = moov.start + at;
            let length = at.checked_sub(4).and_then(|start| word(bytes, start)).map(u32::from_be_bytes);
            let length = length.and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
            let Some(inner) = (at - 4).checked_add(length).and_then(|end| result.get_mut(at..end)) else {
                continue;
            };
            if let Some((name, content)) = inner.split_at_mut_checked(4) {
                name.copy_from_slice(b"free");
                content.fill(0);
            }
        }
    }
    result
}

fn find(bytes: &[u8], kind: &[u8; 4]) -> Option<Range<usize>> {
    boxes(bytes).flatten().find(|(known, _)| known == kind).map(|(_, range)| range)
}

/// The outer boxes with what they hold; `None` where one reaches past the end, which is the last then.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = Option<([u8; 4], Range<usize>)>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let one = one_box(bytes, at);
        at = one.as_ref().map_or(bytes.len(), |(_, range)| range.end);
        Some(one)
    })
}

fn one_box(bytes: &[u8], at: usize) -> Option<([u8; 4], Range<usize>)> {
    let short = u32::from_be_bytes(word(bytes, at)?);
    let kind = word(bytes, at + 4)?;
    let (head, length) = match short {
        0 => (8, bytes.len() - at),
        1 => {
            let (high, low) = (word(bytes, at + 8)?, word(bytes, at + 12)?);
            if high != [0; 4] {
                return None;
            }
            (16, usize::try_from(u32::from_be_bytes(low)).ok()?)
        }
        length => (8, usize::try_from(length).ok()?),
    };
    let end = at.checked_add(length)?;
    (length >= head && end <= bytes.len()).then_some((kind, at + head..end))
}

fn positions<'b>(bytes: &'b [u8], mark: &'b [u8; 4]) -> impl Iterator<Item = usize> + 'b {
    bytes.windows(4).enumerate().filter(move |(_, part)| part == mark).map(|(at, _)| at)
}
