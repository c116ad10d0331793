//! Recordings: whole by the rules of their format, without the tags in front and behind.

use crate::container::word;
use crate::{Kind, Refused, mp4};

/// The recording as it is kept.
pub(crate) fn check(kind: Kind, bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    match kind {
        Kind::Mp3 => mp3(bytes),
        Kind::M4a if mp4::is_whole(bytes) && mp4::is_sound_only(bytes) => Some(mp4::without_places(bytes)),
        Kind::Ogg if is_ogg(bytes) => Some(bytes.to_vec()),
        Kind::M4a | Kind::Ogg | Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Pdf => None,
    }
    .ok_or_else(|| Refused::broken("recording"))
}

/// Without the tags, which hold names, pictures and whatever a program put there.
fn mp3(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut sound = bytes;
    if let Some(length) = id3_length(sound) {
        sound = sound.get(length..)?;
    }
    if sound.len() >= 128 && sound[sound.len() - 128..].starts_with(b"TAG") {
        sound = &sound[..sound.len() - 128];
    }
    // Some programs leave zeros between the tags and the sound.
    let start = sound.iter().position(|byte| *byte != 0)?;
    let sound = &sound[start..];
    // Two frames that follow one another: two bytes alone are met by chance.
    let first = frame_length(sound)?;
    frame_length(sound.get(first..)?)?;
    Some(sound.to_vec())
}

/// Length of an `ID3v2` tag: seven bits of each of four bytes.
fn id3_length(bytes: &[u8]) -> Option<usize> {
    if !bytes.starts_with(b"ID3") {
        return None;
    }
    let size = word(bytes, 6)?.iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f));
    let footer = if bytes.get(5)? & 0x10 == 0 { 0 } else { 10 };
    Some(10 + size + footer)
}

/// Bytes of the MPEG layer III frame that starts here.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    const RATES_1: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const RATES_2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let [sync, version, rate, _] = word(bytes, 0)?;
    if sync != 0xff || version & 0xe6 != 0xe2 {
        return None;
    }
    let is_first = version & 0x18 == 0x18;
    let halving = match version & 0x18 {
        0x18 => 1,
        0x10 => 2,
        0x00 => 4,
        _ => return None,
    };
    let rates = if is_first { &RATES_1 } else { &RATES_2 };
    let kilobits = *rates.get(usize::from(rate >> 4)).filter(|rate| **rate > 0)?;
    let hertz = [44_100, 48_000, 32_000].get(usize::from(rate >> 2 & 3))? / halving;
    let padding = usize::from(rate >> 1 & 1);
    Some(if is_first { 144_000 } else { 72_000 } * kilobits / hertz + padding)
}

/// Whether the pages fill the file to its last byte and the first holds the head of a sound codec.
fn is_ogg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let codecs: [&[u8]; 3] = [b"OpusHead", b"\x01vorbis", b"Speex   "];
    let mut at = 0;
    while at < bytes.len() {
        match ogg_page(bytes, at) {
            Some(end) => at = end,
            None => return false,
        }
    }
    codecs.iter().any(|codec| head.windows(codec.len()).any(|part| part == *codec))
}

fn ogg_page(bytes: &[u8], at: usize) -> Option<usize> {
    if word(bytes, at)? != *b"OggS" {
        return None;
    }
    let segments = usize::from(*bytes.get(at + 26)?);
    let table = bytes.get(at + 27..at + 27 + segments)?;
    let end = at + 27 + segments + table.iter().map(|length| usize::from(*length)).sum::<usize>();
    (end <= bytes.len()).then_some(end)
}
