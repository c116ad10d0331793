//! How a Vietnamese syllable is built: onset, rime, and where the tone sits.
//!
//! Two conventions for the tone live side by side: hòa, thủy (the older one, on official lists of
//! units) and hoà, thuỷ. They differ only in open syllables ending in oa, oe and uy.

use std::sync::LazyLock;

use super::letters::{Letter, Tone};

/// The longest onset first, so that `ngh` is not read as `ng`.
pub(super) const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// What may follow an onset, without tones.
pub(super) const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay \
    ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong \
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uê uêch uên uênh uc ui um un ung uôc uôi uôm uôn uông uôt uơ up ut \
    uy uya uych uyên uyêt uynh uyt uyu \
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu \
    y yêm yên yêng yêt yêu ych ynh yt";

/// Where the tone of one written syllable belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Syllable {
    /// Index of the letter that carries the tone in the form this program compares by (hòa).
    pub(super) home: usize,
    /// Index of the letter that carries it in the other convention (hoà); mostly the same letter.
    pub(super) other_home: usize,
    /// Whether it ends in c, ch, p or t and so takes only the acute or the dot.
    pub(super) stopped: bool,
}

impl Syllable {
    /// Takes a run of letters apart; `None` when they are not one Vietnamese syllable.
    pub(super) fn parse(letters: &[Letter]) -> Option<Self> {
        ONSETS.iter().find_map(|onset| {
            let length = onset_length(letters, onset)?;
            let rime = &letters[length..];
            known(rime).then(|| Self::of_rime(length, rime))
        })
    }

    fn of_rime(start: usize, rime: &[Letter]) -> Self {
        let vowels = rime.iter().take_while(|letter| letter.is_vowel()).count();
        let marked = rime.iter().rposition(|letter| letter.is_marked_vowel());
        let closed = vowels < rime.len();
        let home = marked.unwrap_or(match vowels {
            2 if !closed => 0,
            3 => 1,
            count => count - 1,
        });
        let glide = vowels == 2
            && !closed
            && matches!((rime[0].plain(), rime[1].plain()), (b'o', b'a' | b'e') | (b'u', b'y'));
        let other_home = if glide && marked.is_none() { 1 } else { home };
        let last = rime.last().map(|letter| letter.plain());
        let stopped = closed && (matches!(last, Some(b'c' | b'p' | b't')) || rime.ends_with_letters(b"ch"));
        Self { home: start + home, other_home: start + other_home, stopped }
    }

    /// Whether the letters carry a tone this syllable can have, on a letter where one convention puts it.
    pub(super) fn admits_tone_of(self, letters: &[Letter]) -> bool {
        let mut toned = letters.iter().enumerate().filter(|(_, letter)| letter.tone() != Tone::Level);
        match (toned.next(), toned.next()) {
            (None, _) => !self.stopped,
            (Some((index, letter)), None) => {
                (index == self.home || index == self.other_home)
                    && (!self.stopped || matches!(letter.tone(), Tone::Acute | Tone::Dot))
            }
            _ => false,
        }
    }
}

/// Brings the tone of a syllable to its one place: hoà becomes hòa, qúy becomes quý.
///
/// What is not one Vietnamese syllable with one tone (names of other languages, slips) stays as it is.
pub(super) fn settle_tone(letters: &mut [Letter]) {
    let mut toned = letters.iter().enumerate().filter(|(_, letter)| letter.tone() != Tone::Level);
    let (Some((at, letter)), None) = (toned.next(), toned.next()) else { return };
    let tone = letter.tone();
    let beside_vowel = |index: usize| letters.get(index).is_some_and(|neighbour| neighbour.is_vowel());
    if !beside_vowel(at + 1) && !at.checked_sub(1).is_some_and(beside_vowel) {
        return;
    }
    if let Some(syllable) = Syllable::parse(letters) {
        letters[at] = letters[at].with_tone(Tone::Level);
        letters[syllable.home] = letters[syllable.home].with_tone(tone);
    }
}

trait EndsWithLetters {
    fn ends_with_letters(&self, plain: &[u8]) -> bool;
}

impl EndsWithLetters for [Letter] {
    fn ends_with_letters(&self, plain: &[u8]) -> bool {
        self.len() >= plain.len()
            && self[self.len() - plain.len()..].iter().map(|letter| letter.plain()).eq(plain.iter().copied())
    }
}

/// The number of letters the onset takes when `letters` begin with it.
fn onset_length(letters: &[Letter], onset: &str) -> Option<usize> {
    let mut length = 0;
    for wanted in onset.chars() {
        let place = Letter::of(wanted)?.place();
        if letters.get(length)?.place() != place {
            return None;
        }
        length += 1;
    }
    Some(length)
}

static KNOWN: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut rimes: Vec<u32> = RIMES
        .split_whitespace()
        .filter_map(|rime| pack(&rime.chars().filter_map(Letter::of).collect::<Vec<_>>()))
        .collect();
    rimes.sort_unstable();
    rimes
});

fn known(rime: &[Letter]) -> bool {
    pack(rime).is_some_and(|packed| KNOWN.binary_search(&packed).is_ok())
}

/// At most four letters of six bits each, tones left out; no rime is longer.
fn pack(rime: &[Letter]) -> Option<u32> {
    if rime.is_empty() || rime.len() > 4 {
        return None;
    }
    Some(rime.iter().fold(0, |packed, letter| packed << 6 | (u32::from(letter.place()) + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<Letter> {
        text.chars().map(|c| Letter::of(c).expect("a letter")).collect()
    }

    fn settled(text: &str) -> String {
        let mut letters = letters(text);
        settle_tone(&mut letters);
        letters.iter().map(|letter| letter.character()).collect()
    }

    #[test]
    fn the_tone_comes_to_its_one_place() {
        for (typed, expected) in [
            ("hoà", "hòa"),
            ("hòa", "hòa"),
            ("thuỷ", "thủy"),
            ("khoẻ", "khỏe"),
            ("uỷ", "ủy"),
            ("HOÀ", "HÒA"),
            ("tòan", "toàn"),
            ("hùynh", "huỳnh"),
            ("huỳnh", "huỳnh"),
            ("khuỷu", "khuỷu"),
            ("cuả", "của"),
            ("nghiã", "nghĩa"),
            ("ngọai", "ngoại"),
        ] {
            assert_eq!(settled(typed), expected, "{typed}");
        }
    }

    #[test]
    fn qu_and_gi_keep_their_own_vowel() {
        for word in ["quý", "quả", "quốc", "quỳnh", "già", "giữ", "gì", "gìn", "giếng", "giặc", "giỏi"]
        {
            assert_eq!(settled(word), word);
        }
        assert_eq!(settled("qúy"), "quý");
        assert_eq!(settled("gìa"), "già");
    }

    #[test]
    fn what_is_no_vietnamese_syllable_stays_as_it_is() {
        for word in ["kroóa", "josé", "hoàá", "bloà"] {
            assert_eq!(settled(word), word);
        }
    }

    #[test]
    fn a_stopped_syllable_takes_only_two_tones() {
        let admits = |text: &str| {
            let letters = letters(text);
            Syllable::parse(&letters).is_some_and(|syllable| syllable.admits_tone_of(&letters))
        };
        assert!(admits("việt") && admits("mốc") && admits("sách") && admits("hoà") && admits("hòa"));
        assert!(!admits("viềt") && !admits("mổc") && !admits("sach") && !admits("tòan"));
        assert!(admits("anh") && admits("gì") && admits("quý") && admits("nguyễn"));
    }
}
