//! One entry: who did what, for whom, when, where and on what ground.

use sha2::{Digest as _, Sha256};

use crate::ids::{AccountId, EntryId, UnitId};
use crate::time::Instant;

use super::Digest;

/// One act, on one subject or many.
///
/// An act takes slices: recognising a thousand people is one act and one entry, which names all
/// thousand in its body. Bodies carry ids, codes and reasons, never names or personal numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Increases with time.
    pub id: EntryId,
    /// When the act was done, by the clock of the program.
    pub at: Instant,
    /// The account that did it; `None` for the program itself.
    pub actor_id: Option<AccountId>,
    /// How that account signs in, kept readable for when the account is gone.
    pub actor: String,
    /// Code of the act, like `dossier.submit`.
    pub act: String,
    /// Where it was done, when it belongs to one place.
    pub unit: Option<UnitId>,
    /// How many subjects the body names.
    pub subjects: u32,
    /// What was done, as JSON text.
    pub body: String,
}

impl Entry {
    /// SHA-256 over all fields, each with its length before it, so that no two different entries
    /// can be written as the same bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(TAG);
        hash.update(self.id.uuid().as_bytes());
        hash.update(self.at.microseconds().to_be_bytes());
        field(
            &mut hash,
            self.actor_id.map(AccountId::uuid).as_ref().map_or(&[], |id| id.as_bytes().as_slice()),
        );
        field(&mut hash, self.actor.as_bytes());
        field(&mut hash, self.act.as_bytes());
        field(&mut hash, self.unit.map(UnitId::uuid).as_ref().map_or(&[], |id| id.as_bytes().as_slice()));
        hash.update(self.subjects.to_be_bytes());
        field(&mut hash, self.body.as_bytes());
        hash.finalize().into()
    }
}

/// Keeps digests of entries apart from any other digest of the program.
const TAG: &[u8] = b"sohoc journal entry 1\n";

fn field(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let at = Instant::from_microseconds(1_700_000_000_000_000);
        Entry {
            id: EntryId::new(at, [1; 10]),
            at,
            actor_id: Some(AccountId::new(at, [2; 10])),
            actor: "can-bo".to_owned(),
            act: "dossier.submit".to_owned(),
            unit: None,
            subjects: 1,
            body: "{}".to_owned(),
        }
    }

    #[test]
    fn any_changed_field_changes_the_digest() {
        let original = entry();
        let later = Instant::from_microseconds(1_700_000_000_000_001);
        let changes: [fn(&mut Entry, Instant); 8] = [
            |entry, later| entry.id = EntryId::new(later, [9; 10]),
            |entry, later| entry.at = later,
            |entry, _| entry.actor_id = None,
            |entry, _| entry.actor.push('x'),
            |entry, _| entry.act.push('x'),
            |entry, later| entry.unit = Some(UnitId::new(later, [3; 10])),
            |entry, _| entry.subjects = 2,
            |entry, _| entry.body.push(' '),
        ];
        for change in changes {
            let mut changed = original.clone();
            change(&mut changed, later);
            assert_ne!(changed.digest(), original.digest());
        }
    }

    #[test]
    fn text_cannot_slide_from_one_field_into_the_next() {
        let (mut left, mut right) = (entry(), entry());
        (left.actor, left.act) = ("ab".to_owned(), "c".to_owned());
        (right.actor, right.act) = ("a".to_owned(), "bc".to_owned());
        assert_ne!(left.digest(), right.digest());
    }
}
