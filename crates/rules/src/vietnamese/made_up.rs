//! Syllables, names and texts for the tests of this chapter, spelled as Vietnamese allows.

use proptest::prelude::*;

use super::letters::{Letter, TONES};
use super::syllable::{ONSETS, RIMES, Syllable};

/// One syllable in small letters, with a tone it can carry.
pub(super) fn syllable() -> impl Strategy<Value = String> {
    let rimes: Vec<&str> = RIMES.split_whitespace().collect();
    (prop::sample::select(ONSETS.to_vec()), prop::sample::select(rimes), prop::sample::select(TONES.to_vec()))
        .prop_filter_map("not a syllable in this tone", |(onset, rime, tone)| {
            let mut letters: Vec<Letter> = format!("{onset}{rime}").chars().filter_map(Letter::of).collect();
            let syllable = Syllable::parse(&letters)?;
            letters[syllable.home] = letters[syllable.home].with_tone(tone);
            syllable
                .admits_tone_of(&letters)
                .then(|| letters.iter().map(|letter| letter.character()).collect())
        })
}

/// A name of one to five words with a capital each; close to its neighbours, so that ties are met.
pub(super) fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![3 => syllable().prop_map(|word| capital(&word)), 2 => near_word()];
    prop::collection::vec(word, 1..=5).prop_map(|words| words.join(" "))
}

/// A text of words in any case, numbers and a few signs.
pub(super) fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => syllable(),
        2 => near_word(),
        1 => syllable().prop_map(|word| word.to_uppercase()),
        1 => (0_u32..120).prop_map(|number| number.to_string()),
        1 => prop::sample::select(vec!["-", "(cũ)", "Y-Blơ", "H'Mông", "F", "w", "Zj"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(word, 0..=5).prop_map(|words| words.join(" "))
}

/// Two texts of the same letters, which only tones and case can part.
pub(super) fn twins() -> impl Strategy<Value = (String, String)> {
    let ha = ["ha", "Ha", "Hà", "Hả", "Hã", "Há", "Hạ", "hà", "HÀ", "hA", "HA"];
    let hoan = ["hoan", "Hoan", "Hoàn", "Hoán", "hoàn", "HOAN", "hOẠn", "hoãN"];
    let pair = |words: &[&'static str]| {
        let word = prop::sample::select(words.to_vec());
        (word.clone(), word)
    };
    prop::collection::vec(prop_oneof![pair(&ha), pair(&hoan)], 1..=4).prop_map(|pairs| {
        let (one, other): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        (one.join(" "), other.join(" "))
    })
}

/// One of a few words that differ only in tone, in a mark or in case.
fn near_word() -> impl Strategy<Value = String> {
    let words = vec!["Ha", "Hà", "Hả", "Hã", "Há", "Hạ", "hà", "HÀ", "Hâ", "Hoà", "Hòa", "Hoa", "Da", "Đa"];
    prop::sample::select(words).prop_map(str::to_owned)
}

pub(super) fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
