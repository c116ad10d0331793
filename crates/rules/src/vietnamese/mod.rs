//! Vietnamese text: one form to store, one to compare, one to search, one to sort.
//!
//! - [`tidy`], [`nfc`], [`nfd`]: how text enters the book.
//! - [`detect`], [`to_unicode`]: files of the years before Unicode; convert first, tidy then.
//! - [`settle_spelling`], [`spelling_key`]: hòa and hoà are one word.
//! - [`fold()`], [`NameQuery`], [`rank`]: search without accents, the best answer first.
//! - [`sort_key`], [`text_sort_key`]: lists in Vietnamese order.
//! - [`title_case`], [`upper_case`], [`sentence_case`]: capitals.
//! - [`number_in_words`], [`document_date`] and their kin: numbers and dates in documents.
//!
//! Whether a name may be a person's name is decided in [`people`](crate::people), not here: this
//! chapter takes any text and refuses none.

mod casing;
mod dates;
mod fold;
mod legacy;
mod letters;
#[cfg(test)]
mod made_up;
mod normal_form;
mod numbers;
mod order;
mod query;
mod sort_weights;
mod spelling;
mod syllable;

pub use casing::{sentence_case, title_case, upper_case};
pub use dates::{date_in_words, document_date, short_date};
pub use fold::fold;
pub use legacy::{Encoding, detect, to_unicode};
pub use normal_form::{nfc, nfd, tidy};
pub use numbers::{ZeroTens, number_in_groups, number_in_words};
pub use order::{sort_key, text_sort_key};
pub use query::{Accents, Ending, Extent, NameQuery, Rank, rank};
pub use spelling::{settle_spelling, spelling_key};
