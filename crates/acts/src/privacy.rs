//! Consent, requests about personal data, and how they are carried out.
//!
//! The law stands in `sohoc_rules::privacy`. A person speaks by the own account or through a helper, on
//! the person's word and before a witness ([`Hand`]); the officers of the commune where the person lives
//! answer. Whoever may not know of a person is told that there is none.

mod consent;
mod correct;
mod delete;
mod export;
mod request;

pub use crate::people::Correction;
pub use consent::{Consent, Standing, consents_of, give, has_consent, state_ethnic_group, withdraw};
pub use correct::correct;
pub use delete::{Deleted, delete, what_would_stay};
pub use export::export_of;
pub use request::{NewRequest, Request, answer, carry_out, extend, inbox, open, refuse, requests_of};
pub use sohoc_rules::privacy::{ConsentText, Hand, Kept, Outcome, Purpose, RequestKind};

use sohoc_ledger::people::PersonRow;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};

use crate::access::Place;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::people::on_record;

/// The record that stands for a person, if the actor may do `right` for that person.
fn person_for(desk: &Desk<'_>, right: ActKind, person: PersonId) -> Result<PersonRow> {
    let row = on_record(desk, &[person])?.remove(0);
    let place = Place {
        unit: row.unit.map(UnitId::from_uuid),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: Some(person),
    };
    desk.permit(right, Some(place)).map_err(hidden)?;
    Ok(row)
}

/// Who is outside the actor's scope is not there.
fn hidden(error: Error) -> Error {
    match error {
        Error::Refused(refusal) if refusal.code == "access.out_of_scope" => Error::NotFound("person"),
        other => other,
    }
}

/// A hand as rows keep it: code, on whose word, witness, paper.
fn hand_columns(hand: &Hand) -> (i64, Option<String>, Option<String>, Option<String>) {
    match hand {
        Hand::Own => (hand.code(), None, None, None),
        Hand::Helper { on_word_of, witness, paper } => {
            (hand.code(), on_word_of.clone(), Some(witness.trim().to_owned()), paper.clone())
        }
    }
}

fn read_hand(on_word_of: Option<String>, witness: Option<String>, paper: Option<String>) -> Hand {
    match witness {
        Some(witness) => Hand::Helper { on_word_of, witness, paper },
        None => Hand::Own,
    }
}
