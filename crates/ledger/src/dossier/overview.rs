//! The dossiers of one human being in all rounds.

use sohoc_rules::access::Permit;
use sohoc_rules::criteria::Scores;
use sohoc_rules::ids::{DossierId, PersonId, RoundId};

use crate::db::{Fault, Reader};
use crate::sql;

/// A dossier in its round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewRow {
    /// Round.
    pub round: RoundId,
    /// Its year.
    pub year: i64,
    /// Dossier.
    pub dossier: DossierId,
    /// Code of the state.
    pub state: i64,
    /// Code of the group form.
    pub group: String,
    /// The person's own total, once handed in.
    pub self_total: Option<u16>,
    /// The reviewers' total, once appraised.
    pub review_total: Option<u16>,
    /// Answers of a draft so far.
    pub answered: i64,
}

/// The dossiers of a person and of records merged into it, the latest year first. The permit shows that
/// the viewer may read this person.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn overview_of_person(
    reader: &Reader<'_>,
    _permit: &Permit,
    person: PersonId,
) -> Result<Vec<OverviewRow>, Fault> {
    let total = |bytes: Option<Vec<u8>>| bytes.map(|bytes| Scores::from_bytes(&bytes).total());
    reader.rows(
        // Round by round, for the key of a dossier begins with its round.
        sql!(
            "with recursive same_human (person_id) as (
                select person.person_id from person where person.person_id = $1
                union
                select merge.merged_id
                from person_merge merge join same_human on same_human.person_id = merge.kept_id
                where merge.undone_at is null)
             select dossier.round_id, round.year, dossier.dossier_id, dossier.state, dossier.group_form,
                dossier.self_scores, dossier.review_scores,
                (select count(*) from draft_answer answer
                 where answer.dossier_id = dossier.dossier_id and answer.is_open
                    and answer.score is not null)
             from same_human cross join round cross join dossier
             where dossier.round_id = round.round_id and dossier.person_id = same_human.person_id
             order by round.year desc, dossier.dossier_id"
        ),
        &[&person.uuid()],
        |row| {
            Ok(OverviewRow {
                round: RoundId::from_uuid(row.get(0)?),
                year: row.get(1)?,
                dossier: DossierId::from_uuid(row.get(2)?),
                state: row.get(3)?,
                group: row.get(4)?,
                self_total: total(row.get(5)?),
                review_total: total(row.get(6)?),
                answered: row.get(7)?,
            })
        },
    )
}

/// The evidence that stands behind an indicator: position on the form, piece.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn evidence_of(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<(i64, uuid::Uuid)>, Fault> {
    reader.rows(
        sql!(
            "select indicator, evidence_id from evidence_use where dossier_id = $1
             order by indicator, evidence_id"
        ),
        &[&dossier.uuid()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
