//! Spoken help for those who read slowly or not at all: `FOLDER/LANGUAGE/FORM/INDICATOR.mp3`.

use std::fs;
use std::path::PathBuf;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;

use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// Where the spoken help of a question is heard, if it was recorded in the visitor's language.
pub fn path(visit: &Visit<'_>, group: &str, indicator: &str) -> Option<String> {
    let language = &visit.words.code;
    let file = file(visit, language, group, indicator)?;
    file.is_file().then(|| format!("/tieng-noi/{language}/{group}/{indicator}"))
}

/// `GET /tieng-noi/{tieng}/{nhom}/{chi_so}`
pub fn serve(visit: &Visit<'_>) -> Answer {
    let file = file(visit, visit.param("tieng"), visit.param("nhom"), visit.param("chi_so"));
    let bytes = fs::read(file.ok_or(Failure::NotFound)?).map_err(|_| Failure::NotFound)?;
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("audio/mpeg"));
    let kept = (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    let ranges = (header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let asked = visit.request.headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    // Some players ask for a part before they play anything.
    let Some((from, to)) = asked.and_then(|range| part(range, bytes.len())) else {
        return Ok((StatusCode::OK, [kind, kept, ranges], bytes).into_response());
    };
    let place = format!("bytes {from}-{}/{}", to - 1, bytes.len());
    let place = HeaderValue::from_str(&place).map_err(|error| Failure::Fault(Box::new(error)))?;
    let headers = [kind, kept, ranges, (header::CONTENT_RANGE, place)];
    Ok((StatusCode::PARTIAL_CONTENT, headers, bytes[from..to].to_vec()).into_response())
}

/// The file of an indicator; `None` where there is no folder, or a name could lead out of it.
fn file(visit: &Visit<'_>, language: &str, group: &str, indicator: &str) -> Option<PathBuf> {
    let folder = visit.counter.settings().audio_folder.as_ref()?;
    let names = [language, group, indicator];
    names
        .iter()
        .all(|name| is_plain(name))
        .then(|| folder.join(language).join(group).join(format!("{indicator}.mp3")))
}

/// Letters, digits and hyphens, with single dots between them.
fn is_plain(name: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    name.split('.').all(|part| !part.is_empty() && part.bytes().all(sign))
}

/// The first range asked for, from and before; `None` for what is no range of so many bytes.
fn part(range: &str, length: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split(',').next()?.trim().split_once('-')?;
    let (from, to) = match (from, to) {
        ("", last) => (length.checked_sub(last.parse().ok()?)?, length),
        (from, "") => (from.parse().ok()?, length),
        (from, to) => (from.parse().ok()?, to.parse::<usize>().ok()?.saturating_add(1).min(length)),
    };
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for good in ["vi", "1.1", "nong-dan"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in ["", "..", ".", "a/b", "a\\b", "..%2f", "1..1", "a\0", "~"] {
            assert!(!is_plain(bad), "{bad}");
        }
    }

    #[test]
    fn a_part_is_read_as_players_ask_for_it() {
        for (range, expected) in [
            ("bytes=0-1", Some((0, 2))),
            ("bytes=5-", Some((5, 10))),
            ("bytes=-3", Some((7, 10))),
            ("bytes=0-99", Some((0, 10))),
            ("bytes=10-", None),
            ("bytes=-11", None),
            ("bytes=4-2", None),
            ("lines=1-2", None),
        ] {
            assert_eq!(part(range, 10), expected, "{range}");
        }
    }
}
