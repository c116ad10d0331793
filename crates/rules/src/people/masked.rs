//! A name as strangers are shown it.

use unicode_normalization::char::is_combining_mark;

/// The name with all but the first letter of each word hidden, and the last word, by which people are called,
/// left as it is: `Nông Thị Hà` becomes `N*** T** Hà`. Of a name of one word only the first letter stays.
///
/// Enough for who holds the paper to see that it speaks of its bearer, too little for who guesses serials to
/// gather names (rules.md 8).
#[must_use]
pub fn masked_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let shown_whole = if words.len() > 1 { words.len() - 1 } else { usize::MAX };
    let masked = words
        .iter()
        .enumerate()
        .map(|(place, word)| if place == shown_whole { (*word).to_owned() } else { masked_word(word) });
    masked.collect::<Vec<_>>().join(" ")
}

/// Marks that stand on a letter are part of it, however the name was written.
fn masked_word(word: &str) -> String {
    let mut letters = 0;
    word.chars()
        .filter_map(|sign| {
            if is_combining_mark(sign) {
                return (letters == 1).then_some(sign);
            }
            letters += 1;
            Some(if letters == 1 { sign } else { '*' })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_given_name_stays_and_of_the_others_the_first_letter() {
        for (name, shown) in [
            ("Nông Thị Hà", "N*** T** Hà"),
            ("Hà", "H*"),
            ("Sình", "S***"),
            ("H'Hen Niê", "H**** Niê"),
            ("  Lò  Văn Ý ", "L* V** Ý"),
            ("O\u{302}n Ha\u{300}", "O\u{302}* Ha\u{300}"),
            ("", ""),
        ] {
            assert_eq!(masked_name(name), shown, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_hidden_letter_is_told(name in "[a-zăâđêôơưàáạảãệốừỹ]{2,9}( [a-zăâđêôơưàáạảãệốừỹ]{2,9}){1,4}") {
            let masked = masked_name(&name);
            let (shown, words): (Vec<_>, Vec<_>) = (masked.split(' ').collect(), name.split(' ').collect());
            prop_assert_eq!(shown.len(), words.len());
            for word in &shown[..shown.len() - 1] {
                prop_assert!(word.chars().skip(1).all(|sign| sign == '*' || is_combining_mark(sign)), "{}", masked);
            }
        }
    }
}
