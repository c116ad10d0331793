//! How well a name answers what was typed into the search box.
//!
//! The index finds candidates by folded words; this puts them in order. Nothing typed is held against
//! the person: `nong thi ha` finds Nông Thị Hà, and so does `Nồng Thí Hạ`, only later in the list.

use super::fold::{fold, words};
use super::spelling::spelling_key;

/// What was typed, ready to be compared with many names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameQuery {
    words: Vec<Word>,
}

/// How well a name answers; smaller is better, so that an ascending sort puts the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    /// Whether the last word was typed to its end.
    pub ending: Ending,
    /// How the accents agree.
    pub accents: Accents,
    /// How much of the name was typed.
    pub extent: Extent,
}

/// Whether the last typed word is a whole word of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// It is.
    Whole,
    /// It is the beginning of one: the person may still be typing.
    Begun,
}

/// How the accents of the typed words agree with those of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accents {
    /// Every word is typed as the name is spelled, hòa being hoà.
    Same,
    /// Words typed with accents agree; others were typed without.
    Omitted,
    /// Some word was typed with other accents.
    Other,
}

/// How much of the name the typed words cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extent {
    /// All of it.
    All,
    /// Neighbouring words.
    Neighbours,
    /// Words in the same order with others between.
    Scattered,
}

/// One word in both forms.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    spelled: String,
    folded: String,
}

impl NameQuery {
    /// Takes apart what was typed; accents, case, spaces and signs may be as they are.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self { words: split(typed) }
    }

    /// Whether there is nothing to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words to look up in the index, folded, in the order they were typed. The last may be the
    /// beginning of a word.
    pub fn folded_words(&self) -> impl ExactSizeIterator<Item = &str> {
        self.words.iter().map(|word| word.folded.as_str())
    }

    /// The rank of a name, or `None` when it does not hold all typed words in their order.
    #[must_use]
    pub fn rank(&self, name: &str) -> Option<Rank> {
        if self.is_empty() {
            return None;
        }
        let name = split(name);
        // From the best rank to the worst: the first that fits is the rank.
        for ending in [Ending::Whole, Ending::Begun] {
            for accents in [Accents::Same, Accents::Omitted, Accents::Other] {
                for extent in [Extent::All, Extent::Neighbours, Extent::Scattered] {
                    let rank = Rank { ending, accents, extent };
                    if self.fits(&name, rank) {
                        return Some(rank);
                    }
                }
            }
        }
        None
    }

    fn fits(&self, name: &[Word], rank: Rank) -> bool {
        let matches = |(place, word): (usize, &Word)| {
            let last = place + 1 == self.words.len();
            let ending = if last { rank.ending } else { Ending::Whole };
            self.words.get(place).is_some_and(|typed| typed.agrees(word, rank.accents, ending))
        };
        match rank.extent {
            Extent::All => name.len() == self.words.len() && name.iter().enumerate().all(matches),
            Extent::Neighbours => {
                name.windows(self.words.len()).any(|run| run.iter().enumerate().all(matches))
            }
            Extent::Scattered => {
                let found = name.iter().fold(0, |place, word| place + usize::from(matches((place, word))));
                found == self.words.len()
            }
        }
    }
}

/// The rank of one name; for many names make a [`NameQuery`] once.
///
/// ```
/// use sohoc_rules::vietnamese::rank;
/// assert!(rank("Nông Thị Hà", "Nông Thị Hà") < rank("nong thi ha", "Nông Thị Hà"));
/// assert_eq!(rank("nong van ha", "Nông Thị Hà"), None);
/// ```
#[must_use]
pub fn rank(typed: &str, name: &str) -> Option<Rank> {
    NameQuery::new(typed).rank(name)
}

impl Word {
    fn agrees(&self, with: &Self, accents: Accents, ending: Ending) -> bool {
        let same = |typed: &str, word: &str| match ending {
            Ending::Whole => typed == word,
            Ending::Begun => word.starts_with(typed),
        };
        let bare = self.spelled == self.folded;
        match accents {
            Accents::Omitted if bare => same(&self.folded, &with.folded),
            Accents::Same | Accents::Omitted => same(&self.spelled, &with.spelled),
            Accents::Other => same(&self.folded, &with.folded),
        }
    }
}

fn split(text: &str) -> Vec<Word> {
    words(text)
        .map(|word| Word { spelled: spelling_key(word), folded: fold(word) })
        .filter(|word| !word.folded.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::made_up::name;
    use super::super::normal_form::nfd;
    use super::*;

    #[test]
    fn better_answers_come_first() {
        let mut names = [
            "Nông Thị Hà Giang",
            "Nông Thị Hạ",
            "Nông Thị Thu Hà",
            "Nông Thị Hà",
            "Nông Thị Hạnh",
            "Nông Thị Hàn",
        ];
        names.sort_by_key(|name| rank("Nông Thị Hà", name));
        assert_eq!(
            names,
            [
                "Nông Thị Hà",
                "Nông Thị Hà Giang",
                "Nông Thị Thu Hà",
                "Nông Thị Hạ",
                "Nông Thị Hàn",
                "Nông Thị Hạnh"
            ]
        );
    }

    #[test]
    fn a_query_without_accents_finds_the_name() {
        let found = Rank { ending: Ending::Whole, accents: Accents::Omitted, extent: Extent::All };
        assert_eq!(rank("nong thi ha", "Nông Thị Hà"), Some(found));
        assert_eq!(rank("  NONG,thi   HÀ", "nông thị hà"), Some(found));
        assert_eq!(rank("dang duc", "Đặng Đức"), Some(found));
    }

    #[test]
    fn accents_decide_between_names_that_fold_alike() {
        assert!(rank("Hà", "Hà") < rank("Hà", "Hạ"));
        assert!(rank("ha", "Ha") < rank("ha", "Hà"));
        assert_eq!(rank("thị hoà", "Thị Hòa").map(|rank| rank.accents), Some(Accents::Same));
        assert_eq!(rank("thi hoà", "Thị Hòa").map(|rank| rank.accents), Some(Accents::Omitted));
        assert_eq!(rank("thi hoá", "Thị Hòa").map(|rank| rank.accents), Some(Accents::Other));
    }

    #[test]
    fn the_best_reading_of_a_name_counts() {
        let rank = rank("hà", "Hạ Thị Hà").expect("found");
        assert_eq!((rank.accents, rank.extent), (Accents::Same, Extent::Neighbours));
    }

    #[test]
    fn a_word_being_typed_is_found_but_only_the_last() {
        assert_eq!(rank("nông thị h", "Nông Thị Hà").map(|rank| rank.ending), Some(Ending::Begun));
        assert_eq!(rank("nô thị hà", "Nông Thị Hà"), None);
    }

    #[test]
    fn order_of_words_matters_and_an_empty_query_finds_nobody() {
        assert_eq!(rank("ha nong", "Nông Thị Hà"), None);
        assert_eq!(rank(" - ", "Nông Thị Hà"), None);
        assert_eq!(rank("ha ha", "Nông Thị Hà"), None);
    }

    proptest! {
        #[test]
        fn a_name_answers_itself_best(name in name(), other in name()) {
            let best = Rank { ending: Ending::Whole, accents: Accents::Same, extent: Extent::All };
            prop_assert_eq!(rank(&name, &name), Some(best));
            prop_assert_eq!(rank(&nfd(&name.to_uppercase()), &name), Some(best));
            prop_assert!(rank(&name, &other).is_none_or(|other| other >= best));
        }

        #[test]
        fn a_folded_name_finds_the_name(name in name()) {
            let found = rank(&fold(&name), &name).expect("the folded words are all there");
            prop_assert_eq!((found.ending, found.extent), (Ending::Whole, Extent::All));
            prop_assert!(found.accents <= Accents::Omitted);
        }
    }
}
