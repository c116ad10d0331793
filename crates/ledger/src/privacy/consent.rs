//! Consents and the texts they were given to.

use sohoc_rules::ids::PersonId;
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// A yes or a no of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentRow {
    /// This row.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// Code of the purpose.
    pub purpose: i64,
    /// Given, or withdrawn.
    pub is_given: bool,
    /// When.
    pub at: Moment,
    /// Version of the text, for a yes.
    pub version: Option<i64>,
    /// Language of the text, for a yes.
    pub language: Option<String>,
    /// Code of the hand.
    pub hand: i64,
    /// Account that typed it.
    pub typed_by: Option<Uuid>,
    /// The representative on whose word it was typed.
    pub on_word_of: Option<String>,
    /// Who witnessed it.
    pub witness: Option<String>,
    /// Where the paper lies.
    pub paper: Option<String>,
    /// The journal entry.
    pub entry: Uuid,
}

/// A version of a text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// Code of the purpose.
    pub purpose: i64,
    /// Version.
    pub version: i64,
    /// Language tag.
    pub language: String,
    /// SHA-256 of the words.
    pub digest: Vec<u8>,
    /// When somebody first agreed to it.
    pub first_used: Moment,
}

/// Adds a version of a text; one that is there stays as it is.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_text(writer: &Writer<'_>, text: &TextRow) -> Result<(), Fault> {
    writer.execute(
        sql!(
            "insert into consent_text (purpose, version, language, digest, first_used)
             values ($1, $2, $3, $4, $5)
             on conflict (purpose, version, language) do nothing"
        ),
        &[&text.purpose, &text.version, &text.language, &text.digest, &text.first_used],
    )?;
    Ok(())
}

/// A version of a text.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_text(
    reader: &Reader<'_>,
    purpose: i64,
    version: i64,
    language: &str,
) -> Result<Option<TextRow>, Fault> {
    reader.find(
        sql!(
            "select purpose, version, language, digest, first_used
             from consent_text where purpose = $1 and version = $2 and language = $3"
        ),
        &[&purpose, &version, &language],
        |row| {
            Ok(TextRow {
                purpose: row.get(0)?,
                version: row.get(1)?,
                language: row.get(2)?,
                digest: row.get(3)?,
                first_used: row.get(4)?,
            })
        },
    )
}

/// Appends consents and withdrawals.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_consents(writer: &Writer<'_>, rows: &[ConsentRow]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into consent
                (consent_id, person_id, purpose, is_given, at, text_version, text_language, hand,
                typed_by, on_word_of, witness, paper, entry_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        rows,
        |row| {
            [
                &row.id,
                &row.person,
                &row.purpose,
                &row.is_given,
                &row.at,
                &row.version,
                &row.language,
                &row.hand,
                &row.typed_by,
                &row.on_word_of,
                &row.witness,
                &row.paper,
                &row.entry,
            ]
        },
    )
}

/// All that a person said yes or no to, oldest first within each purpose.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn consents(reader: &Reader<'_>, person: PersonId) -> Result<Vec<ConsentRow>, Fault> {
    reader.rows(
        sql!(
            "select consent_id, person_id, purpose, is_given, at, text_version, text_language, hand,
                typed_by, on_word_of, witness, paper, entry_id
             from consent where person_id = $1 order by purpose, consent_id"
        ),
        &[&person.uuid()],
        |row| {
            Ok(ConsentRow {
                id: row.get(0)?,
                person: row.get(1)?,
                purpose: row.get(2)?,
                is_given: row.get(3)?,
                at: row.get(4)?,
                version: row.get(5)?,
                language: row.get(6)?,
                hand: row.get(7)?,
                typed_by: row.get(8)?,
                on_word_of: row.get(9)?,
                witness: row.get(10)?,
                paper: row.get(11)?,
                entry: row.get(12)?,
            })
        },
    )
}

/// For each person whether the newest word on a purpose was a withdrawal. Who never said anything has
/// withdrawn nothing.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn have_withdrawn(reader: &Reader<'_>, purpose: i64, people: &[Uuid]) -> Result<Vec<bool>, Fault> {
    let keys: Vec<(Uuid, i64)> = people.iter().map(|person| (*person, purpose)).collect();
    let newest = reader.find_each(
        sql!(
            "select is_given from consent where person_id = $1 and purpose = $2
             order by consent_id desc limit 1"
        ),
        &keys,
        |key| [&key.0, &key.1],
        |row| row.get::<bool>(0),
    )?;
    Ok(newest.into_iter().map(|is_given| is_given == Some(false)).collect())
}
