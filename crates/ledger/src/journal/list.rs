//! The newest entries, for whoever looks after the journal.

use sohoc_rules::journal::Entry;

use crate::db::{Fault, Reader};
use crate::sql;

use super::decode_entry;

/// The last `limit` entries, the newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn latest(reader: &Reader<'_>, limit: i64) -> Result<Vec<Entry>, Fault> {
    reader.rows(
        sql!(
            "select entry_id, at, actor_id, actor, act, unit_id, subjects, body
             from journal_entry order by entry_id desc limit $1"
        ),
        &[&limit],
        decode_entry,
    )
}
