//! How people write the names of units: with or without the kind, shortened, without accents,
//! `Tổ 05` for `Tổ dân phố số 5`.

use super::unit::Level;
use crate::vietnamese::fold;

/// The key under which spellings of one name meet: folded, numbers without leading noughts and without "số".
pub(super) fn key(text: &str) -> String {
    let folded = fold(text);
    if !folded.bytes().any(|byte| byte.is_ascii_digit()) {
        return folded;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let mut key = String::with_capacity(folded.len());
    for (at, word) in words.iter().enumerate() {
        let before_number = words.get(at + 1).is_some_and(|next| is_number(next));
        if *word == "so" && before_number {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        let trimmed = word.trim_start_matches('0');
        key.push_str(if is_number(word) && !trimmed.is_empty() { trimmed } else { word });
    }
    key
}

/// A kind that stands before a name, and the name after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefixed<'a> {
    /// The kind, folded and written out.
    pub kind: &'static str,
    pub level: &'static [Level],
    pub rest: &'a str,
}

/// Every way to read the beginning of a key as a kind, the longest kind first.
pub(super) fn without_kind(key: &str) -> impl Iterator<Item = Prefixed<'_>> {
    KINDS.iter().filter_map(move |(written, kind, level)| {
        let rest = key.strip_prefix(written)?.strip_prefix(' ')?;
        Some(Prefixed { kind, level, rest })
    })
}

/// Whether a unit's kind (folded) is the one that was written.
pub(super) fn is_kind(of_unit: &str, written: &str) -> bool {
    of_unit == written || (written == "thanh pho" && of_unit.starts_with("thanh pho "))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

const PROVINCE: &[Level] = &[Level::Province];
const DISTRICT: &[Level] = &[Level::District];
const CITY: &[Level] = &[Level::Province, Level::District];
const COMMUNE: &[Level] = &[Level::Commune];
const HAMLET: &[Level] = &[Level::Hamlet];

/// As written, written out, level. Longer beginnings stand first.
const KINDS: &[(&str, &str, &[Level])] = &[
    ("thanh pho truc thuoc trung uong", "thanh pho", CITY),
    ("to nhan dan", "to nhan dan", HAMLET),
    ("to dan pho", "to dan pho", HAMLET),
    ("thanh pho", "thanh pho", CITY),
    ("tieu khu", "tieu khu", HAMLET),
    ("thi tran", "thi tran", COMMUNE),
    ("khoi pho", "khoi pho", HAMLET),
    ("khu pho", "khu pho", HAMLET),
    ("dac khu", "dac khu", COMMUNE),
    ("thi xa", "thi xa", DISTRICT),
    ("phuong", "phuong", COMMUNE),
    ("huyen", "huyen", DISTRICT),
    ("thon", "thon", HAMLET),
    ("lang", "lang", HAMLET),
    ("buon", "buon", HAMLET),
    ("phum", "phum", HAMLET),
    ("tinh", "tinh", PROVINCE),
    ("quan", "quan", DISTRICT),
    ("khoi", "khoi", HAMLET),
    ("xom", "xom", HAMLET),
    ("ban", "ban", HAMLET),
    ("bon", "bon", HAMLET),
    ("soc", "soc", HAMLET),
    ("khu", "khu", HAMLET),
    ("tdp", "to dan pho", HAMLET),
    ("ap", "ap", HAMLET),
    ("to", "to dan pho", HAMLET),
    ("xa", "xa", COMMUNE),
    ("tt", "thi tran", COMMUNE),
    ("tp", "thanh pho", CITY),
    ("tx", "thi xa", DISTRICT),
    ("kp", "khu pho", HAMLET),
    ("x", "xa", COMMUNE),
    ("p", "phuong", COMMUNE),
    ("h", "huyen", DISTRICT),
    ("q", "quan", DISTRICT),
    ("t", "tinh", PROVINCE),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_hamlets_meet_under_one_key() {
        assert_eq!(key("Tổ dân phố số 05"), "to dan pho 5");
        assert_eq!(key("Tổ 10"), "to 10");
        assert_eq!(key("Số 0"), "0");
        assert_eq!(key("Xã Hòa An"), key("xa  hoà an"));
    }

    #[test]
    fn kinds_are_taken_off_the_longest_first() {
        let kinds =
            |key: &'static str| without_kind(key).map(|found| (found.kind, found.rest)).collect::<Vec<_>>();
        assert_eq!(kinds("to dan pho 5"), [("to dan pho", "5"), ("to dan pho", "dan pho 5")]);
        assert_eq!(kinds("x hung dao"), [("xa", "hung dao")]);
        assert_eq!(kinds("xuan truong"), []);
        assert!(is_kind("thanh pho truc thuoc trung uong", "thanh pho") && !is_kind("tinh", "thanh pho"));
    }
}
