//! Every no of the rules is said in the visitor's language.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::texts::Texts;

/// Where refusals are made that can reach a page.
const CRATES: [&str; 4] = ["rules", "acts", "media", "web"];

/// What stands before the code of a refusal.
const BEFORE: [&str; 8] =
    ["code:", "refusal(", "refuse(", "Refused::new(", "Self::new(", "origin,", "SCANNER_AWAY: &str =", "{ ("];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// `chapter.word`, as refusals are named.
fn is_code(text: &str) -> bool {
    let of_letters =
        |part: &str| !part.is_empty() && part.bytes().all(|sign| sign == b'_' || sign.is_ascii_lowercase());
    text.contains('.') && text.split('.').all(of_letters)
}

/// The codes of one file.
fn codes(text: &str) -> Vec<String> {
    let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let words: String = own.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = words.split('"').collect();
    let pairs = parts
        .windows(2)
        .filter(|pair| is_code(pair[1]) && BEFORE.iter().any(|before| pair[0].trim_end().ends_with(before)));
    pairs.map(|pair| pair[1].to_owned()).collect()
}

fn all_codes() -> BTreeMap<String, PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates stand beside each other");
    let mut files = Vec::new();
    for name in CRATES {
        sources(&crates.join(name).join("src"), &mut files);
    }
    let mut all = BTreeMap::new();
    for file in files {
        for code in codes(&fs::read_to_string(&file).expect("a source is text")) {
            all.entry(code).or_insert_with(|| file.clone());
        }
    }
    all
}

fn key(code: &str) -> String {
    format!("refusal-{}", code.replace(['.', '_'], "-"))
}

#[test]
fn every_refusal_has_vietnamese_words_and_says_what_to_do() {
    let texts = Texts::load(None).expect("the program's own words are good");
    let vietnamese = texts.vietnamese();
    let all = all_codes();
    assert!(all.len() > 120, "only {} refusals were found in the sources", all.len());
    let silent: Vec<String> = all
        .iter()
        .filter(|(code, _)| {
            [key(code), format!("{}-remedy", key(code))].iter().any(|key| !vietnamese.has(key))
        })
        .map(|(code, file)| format!("{code} of {}", file.display()))
        .collect();
    assert!(silent.is_empty(), "no Vietnamese words or no remedy: {silent:#?}");
}

#[test]
fn no_words_are_kept_for_refusals_that_are_no_more() {
    let keys: Vec<String> = all_codes().keys().map(|code| key(code)).collect();
    let words = include_str!("../../../texts/vi/refusals.ftl");
    let named = words.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let gone: Vec<&str> = named
        .filter(|name| name.starts_with("refusal-"))
        .filter(|name| !keys.iter().any(|key| name.strip_suffix("-remedy").unwrap_or(name) == key))
        .collect();
    assert!(gone.is_empty(), "{gone:#?}");
}
