//! Consent given and withdrawn; all of it kept.

use std::collections::BTreeMap;

use serde_json::json;
use sohoc_ledger::db::{Fault, Moment, Reader};
use sohoc_ledger::people;
use sohoc_ledger::privacy::{self, ConsentRow, TextRow};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{AccountId, PersonId, UnitId};
use sohoc_rules::people::{EthnicClass, EthnicGroup};
use sohoc_rules::privacy::{ConsentText, Hand, Purpose, check_consent, check_hand};
use sohoc_rules::time::Instant;
use uuid::Uuid;

use crate::access::Actor;
use crate::desk::Desk;
use crate::dossier::reclass;
use crate::error::Result;
use crate::office::Office;

use super::{hand_columns, person_for, read_hand};

/// A yes or a no, once said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Given, or withdrawn.
    pub is_given: bool,
    /// When.
    pub at: Instant,
    /// Version and language of the text, for a yes.
    pub text: Option<(u16, String)>,
    /// By whose hand.
    pub hand: Hand,
}

/// Where a person stands on one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Purpose.
    pub purpose: Purpose,
    /// Whether consent holds now; `false` for a purpose that does not ask for any.
    pub is_given: bool,
    /// All that was said, newest first.
    pub history: Vec<Consent>,
}

/// Gives consent to each of these texts. What was agreed to in the same version already stays as it is.
///
/// # Errors
/// `privacy.not_by_consent`, `privacy.not_own_hand`, `privacy.no_witness`; `privacy.text_changed` when the
/// words of a version are not those that others agreed to; [`crate::Error::NotFound`] for a person who is not
/// here or not the actor's; a fault.
pub fn give(
    office: &Office,
    actor: &Actor,
    person: PersonId,
    hand: &Hand,
    texts: &[ConsentText],
) -> Result<()> {
    office.perform(actor, |desk| {
        let row = person_for(desk, ActKind::KeepConsent, person)?;
        check_hand(hand, desk.actor.hand().person, person)?;
        let known = standings(desk, PersonId::from_uuid(row.id))?;
        let mut said = Vec::new();
        for text in texts {
            check_consent(text.purpose)?;
            keep_text(desk, text)?;
            let now = known.iter().find(|standing| standing.purpose == text.purpose);
            let newest = now.and_then(|standing| standing.history.first());
            let same = newest.is_some_and(|consent| {
                consent.is_given && consent.text.as_ref().is_some_and(|(version, _)| *version == text.version)
            });
            if !same && !said.iter().any(|(purpose, _)| *purpose == text.purpose) {
                said.push((text.purpose, Some((text.version, text.language.clone()))));
            }
        }
        say(desk, &row, "privacy.give_consent", hand, &said)
    })
}

/// Withdraws consent. Where ethnic origin is among it, the group is taken off the record at once and the
/// figures move; a decision that was issued stands.
///
/// # Errors
/// As [`give`].
pub fn withdraw(
    office: &Office,
    actor: &Actor,
    person: PersonId,
    hand: &Hand,
    purposes: &[Purpose],
) -> Result<()> {
    office.perform(actor, |desk| {
        let row = person_for(desk, ActKind::KeepConsent, person)?;
        check_hand(hand, desk.actor.hand().person, person)?;
        purposes.iter().try_for_each(|purpose| check_consent(*purpose))?;
        withdraw_in(desk, &row, hand, purposes)
    })
}

/// The same inside a transaction of the caller, who has the right and checked the hand.
pub(super) fn withdraw_in(
    desk: &Desk<'_>,
    row: &people::PersonRow,
    hand: &Hand,
    purposes: &[Purpose],
) -> Result<()> {
    let person = PersonId::from_uuid(row.id);
    let given = standings(desk, person)?;
    let holds = |purpose: &&Purpose| given.iter().any(|one| one.purpose == **purpose && one.is_given);
    let said: Vec<_> = purposes.iter().filter(holds).map(|purpose| (*purpose, None)).collect();
    if purposes.contains(&Purpose::EthnicGroup) {
        forget_ethnic_group(desk, person)?;
    }
    say(desk, row, "privacy.withdraw_consent", hand, &said)
}

/// Takes the ethnic group off the record and off those merged into it. One by one, for a dossier of a
/// merged record is found from both.
pub(super) fn forget_ethnic_group(desk: &Desk<'_>, person: PersonId) -> Result<()> {
    for record in privacy::records_of(desk, person)? {
        reclass(desk, &BTreeMap::from([(record.uuid(), EthnicClass::Unknown)]))?;
        people::remove_ethnicity(desk, record.uuid())?;
    }
    Ok(())
}

fn keep_text(desk: &Desk<'_>, text: &ConsentText) -> Result<()> {
    let (purpose, version) = (text.purpose.code(), i64::from(text.version));
    match privacy::find_text(desk, purpose, version, &text.language)? {
        Some(known) if known.digest == text.digest => Ok(()),
        Some(_) => Err(Refusal {
            code: "privacy.text_changed",
            reason: format!(
                "Version {} of the text for {:?} has other words than those agreed to before.",
                text.version,
                text.purpose.name()
            ),
            remedy: "Report this: changed words need a new version number.",
        }
        .into()),
        None => Ok(privacy::add_text(
            desk,
            &TextRow {
                purpose,
                version,
                language: text.language.clone(),
                digest: text.digest.to_vec(),
                first_used: Moment(desk.at),
            },
        )?),
    }
}

type Said = (Purpose, Option<(u16, String)>);

fn say(desk: &Desk<'_>, row: &people::PersonRow, act: &str, hand: &Hand, said: &[Said]) -> Result<()> {
    if said.is_empty() {
        return Ok(());
    }
    let purposes: Vec<_> = said
        .iter()
        .map(|(purpose, text)| (purpose.name(), text.as_ref().map(|(version, _)| *version)))
        .collect();
    let body = json!({ "person": row.id.to_string(), "purposes": purposes, "hand": hand.code() });
    let entry = desk.record(act, row.unit.map(UnitId::from_uuid), 1, &body)?;
    let (code, on_word_of, witness, paper) = hand_columns(hand);
    let rows: Vec<ConsentRow> = said
        .iter()
        .map(|(purpose, text)| ConsentRow {
            id: desk.uuid(),
            person: row.id,
            purpose: purpose.code(),
            is_given: text.is_some(),
            at: Moment(desk.at),
            version: text.as_ref().map(|(version, _)| i64::from(*version)),
            language: text.as_ref().map(|(_, language)| language.clone()),
            hand: code,
            typed_by: desk.actor.account().map(AccountId::uuid),
            on_word_of: on_word_of.clone(),
            witness: witness.clone(),
            paper: paper.clone(),
            entry: entry.uuid(),
        })
        .collect();
    Ok(privacy::add_consents(desk, &rows)?)
}

/// Where a person stands on every purpose, in the order in which they are shown.
///
/// # Errors
/// [`crate::Error::NotFound`] for a person who is not here or not the actor's to read of; a fault.
pub fn consents_of(office: &Office, actor: &Actor, person: PersonId) -> Result<Vec<Standing>> {
    let map = office.map_on(office.now().day())?;
    office.read(|reader| {
        let row = super::request::readable(reader, actor, person, &map)?;
        standings(reader, PersonId::from_uuid(row.id))
    })
}

/// Whether consent to a purpose holds.
///
/// # Errors
/// A fault of the store.
pub fn has_consent(reader: &Reader<'_>, person: PersonId, purpose: Purpose) -> Result<bool> {
    Ok(standings(reader, person)?.iter().any(|standing| standing.purpose == purpose && standing.is_given))
}

pub(super) fn standings(reader: &Reader<'_>, person: PersonId) -> Result<Vec<Standing>> {
    let mut standings: Vec<Standing> =
        Purpose::ALL.map(|purpose| Standing { purpose, is_given: false, history: Vec::new() }).into();
    // A consent given on a record that was merged since is the same human being's.
    let mut rows: Vec<ConsentRow> = Vec::new();
    for record in privacy::records_of(reader, person)? {
        rows.extend(privacy::consents(reader, record)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    for row in rows {
        let standing = standings
            .iter_mut()
            .find(|standing| standing.purpose.code() == row.purpose)
            .ok_or_else(|| Fault::broken("consent", "purpose", row.id))?;
        if standing.history.is_empty() {
            standing.is_given = row.is_given;
        }
        standing.history.push(consent(row)?);
    }
    Ok(standings)
}

fn consent(row: ConsentRow) -> Result<Consent> {
    let version = row
        .version
        .map(u16::try_from)
        .transpose()
        .map_err(|_| Fault::broken("consent", "text_version", row.id))?;
    Ok(Consent {
        is_given: row.is_given,
        at: row.at.0,
        text: version.zip(row.language),
        hand: read_hand(row.on_word_of, row.witness, row.paper),
    })
}

/// States the ethnic group of a person who agreed to it.
///
/// # Errors
/// `privacy.no_consent` without consent; as [`give`] for the rest.
pub fn state_ethnic_group(
    office: &Office,
    actor: &Actor,
    person: PersonId,
    group: &EthnicGroup,
) -> Result<()> {
    office.perform(actor, |desk| {
        let row = person_for(desk, ActKind::UpdatePerson, person)?;
        if !has_consent(desk, PersonId::from_uuid(row.id), Purpose::EthnicGroup)? {
            return Err(no_consent().into());
        }
        let class = EthnicClass::of(Some(group));
        reclass(desk, &BTreeMap::<Uuid, _>::from([(row.id, class)]))?;
        people::add_ethnicities(desk, &[(row.id, group.as_str().to_owned(), class.code())])?;
        // The journal says that it was stated, not what.
        let body = json!({ "person": row.id.to_string() });
        desk.record("privacy.state_ethnic_group", row.unit.map(UnitId::from_uuid), 1, &body)?;
        Ok(())
    })
}

fn no_consent() -> Refusal {
    Refusal {
        code: "privacy.no_consent",
        reason: "Ethnic origin is sensitive, and the person has not agreed that it is kept.".to_owned(),
        remedy: "Ask for consent first.",
    }
}
