//! Merging two records of one person into the one that is kept.
//!
//! The kept record's own fields stand; what it lacks comes from the other. Where both speak and differ the
//! difference is listed for the clerk. What a decision has granted is never merged away silently.

use std::collections::{BTreeMap, BTreeSet};

use super::{BirthDate, EthnicGroup, LifeStatus, NumberHash, PersonName, Sex};
use crate::Refusal;
use crate::dossier::State;
use crate::ids::{OrganizationId, PersonId, RoundId, UnitId};

/// The fields that a merge decides about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// Name.
    pub name: PersonName,
    /// Birth date, perhaps partial.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Keyed hash of the number, when there is one.
    pub number: Option<NumberHash>,
    /// Ethnic group, when stated.
    pub ethnic_group: Option<EthnicGroup>,
    /// Where the person lives, when known.
    pub hamlet: Option<UnitId>,
    /// Where the person works, when known.
    pub organization: Option<OrganizationId>,
    /// Living, dead or away.
    pub life: LifeStatus,
}

/// One of the two records with what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRecord {
    /// Which record.
    pub id: PersonId,
    /// Its fields.
    pub facts: PersonFacts,
    /// Years for which a title in force was granted.
    pub title_years: BTreeSet<i16>,
    /// Where the dossier of each round stands.
    pub dossiers: BTreeMap<RoundId, State>,
}

/// A field that both records state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Name.
    Name,
    /// Birth date.
    Birth,
    /// Sex.
    Sex,
    /// Ethnic group.
    EthnicGroup,
    /// Hamlet of residence.
    Hamlet,
    /// Employer.
    Organization,
    /// Living, dead or away.
    Life,
}

/// Both records state the field and differ; the kept record's value stands unless the clerk changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Disagreement(pub Field);

/// What the merge will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The record that stays.
    pub kept: PersonId,
    /// The record that will point to the kept one.
    pub gone: PersonId,
    /// The fields after the merge.
    pub facts: PersonFacts,
    /// What the clerk should look at.
    pub disagreements: Vec<Disagreement>,
    /// Rounds in which both have a dossier, with the record whose dossier is withdrawn.
    pub withdrawn: Vec<(RoundId, PersonId)>,
}

/// Merges `gone` into `kept`.
///
/// # Errors
/// When both are one record, when their numbers differ, when both hold a title of the same year, or when
/// both have a dossier in a round and the one to be withdrawn has been decided.
pub fn merge(kept: &PersonRecord, gone: &PersonRecord) -> Result<Merged, Refusal> {
    refuse_impossible(kept, gone)?;
    let mut withdrawn = Vec::new();
    for (round, kept_state) in &kept.dossiers {
        if let Some(gone_state) = gone.dossiers.get(round) {
            withdrawn.push((*round, weaker(kept, *kept_state, gone, *gone_state)?));
        }
    }
    Ok(Merged {
        kept: kept.id,
        gone: gone.id,
        facts: filled(&kept.facts, &gone.facts),
        disagreements: disagreements(&kept.facts, &gone.facts),
        withdrawn,
    })
}

fn refuse_impossible(kept: &PersonRecord, gone: &PersonRecord) -> Result<(), Refusal> {
    if kept.id == gone.id {
        return Err(Refusal {
            code: "people.merge.same_record",
            reason: "A record cannot be merged with itself.".into(),
            remedy: "Choose two different records.",
        });
    }
    if kept.facts.number.is_some() && gone.facts.number.is_some() && kept.facts.number != gone.facts.number {
        return Err(Refusal {
            code: "people.merge.two_numbers",
            reason: "The two records carry different personal numbers.".into(),
            remedy: "If one number was mistyped, correct it first; otherwise these are two people.",
        });
    }
    match kept.title_years.intersection(&gone.title_years).next() {
        None => Ok(()),
        Some(year) => Err(Refusal {
            code: "people.merge.two_titles",
            reason: format!("Both records hold a title in force for {year}."),
            remedy: "Revoke one of the two titles by a correcting decision, then merge.",
        }),
    }
}

/// Whose dossier gives way: the one less far along, and of two equals the one of the record that goes.
fn weaker(
    kept: &PersonRecord,
    kept_state: State,
    gone: &PersonRecord,
    gone_state: State,
) -> Result<PersonId, Refusal> {
    let (loser, state) = if gone_state.progress() > kept_state.progress() {
        (kept.id, kept_state)
    } else {
        (gone.id, gone_state)
    };
    match state {
        State::Recognised | State::NotRecognised | State::Revoked => Err(Refusal {
            code: "people.merge.two_decisions",
            reason: "Both records were decided on in the same round.".into(),
            remedy: "Correct one of the two decisions first, then merge.",
        }),
        State::Draft
        | State::Submitted
        | State::Endorsed
        | State::Appraised
        | State::Returned
        | State::Withdrawn
        | State::Unreachable
        | State::Refused
        | State::Away => Ok(loser),
    }
}

fn filled(kept: &PersonFacts, gone: &PersonFacts) -> PersonFacts {
    PersonFacts {
        name: kept.name.clone(),
        birth: fuller(kept.birth, gone.birth),
        sex: kept.sex,
        number: kept.number.or(gone.number),
        ethnic_group: kept.ethnic_group.clone().or_else(|| gone.ethnic_group.clone()),
        hamlet: kept.hamlet.or(gone.hamlet),
        organization: kept.organization.or(gone.organization),
        life: kept.life,
    }
}

/// The missing parts of a partial date come from the other when the known parts agree.
fn fuller(kept: BirthDate, gone: BirthDate) -> BirthDate {
    if births_agree(kept, gone) && (kept.month().is_none() || kept.day().is_none()) && gone.month().is_some()
    {
        gone.max(kept)
    } else {
        kept
    }
}

fn births_agree(one: BirthDate, other: BirthDate) -> bool {
    let agree = |a: Option<i8>, b: Option<i8>| a.is_none() || b.is_none() || a == b;
    one.year() == other.year() && agree(one.month(), other.month()) && agree(one.day(), other.day())
}

fn disagreements(kept: &PersonFacts, gone: &PersonFacts) -> Vec<Disagreement> {
    fn both_differ<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
        one.is_some() && other.is_some() && one != other
    }
    [
        (Field::Name, kept.name != gone.name),
        (Field::Birth, !births_agree(kept.birth, gone.birth)),
        (Field::Sex, kept.sex != gone.sex),
        (Field::EthnicGroup, both_differ(&kept.ethnic_group, &gone.ethnic_group)),
        (Field::Hamlet, both_differ(&kept.hamlet, &gone.hamlet)),
        (Field::Organization, both_differ(&kept.organization, &gone.organization)),
        (Field::Life, kept.life != gone.life),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(Disagreement(field)))
    .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const ROUND: RoundId = RoundId::from_uuid(Uuid::from_u128(9));

    fn record(id: u128, birth: &str) -> PersonRecord {
        PersonRecord {
            id: PersonId::from_uuid(Uuid::from_u128(id)),
            facts: PersonFacts {
                name: PersonName::new("Nông Thị Hà").expect("name"),
                birth: BirthDate::read(birth, date(2026, 1, 1)).expect("birth"),
                sex: Sex::Female,
                number: None,
                ethnic_group: None,
                hamlet: None,
                organization: None,
                life: LifeStatus::Living,
            },
            title_years: BTreeSet::new(),
            dossiers: BTreeMap::new(),
        }
    }

    #[test]
    fn what_the_kept_record_lacks_comes_from_the_other() {
        let kept = record(1, "1980");
        let mut gone = record(2, "2/3/1980");
        gone.facts.number = Some(NumberHash([7; 16]));
        gone.facts.ethnic_group = EthnicGroup::new("Tày").ok();
        let merged = merge(&kept, &gone).expect("merges");
        assert_eq!(merged.facts, PersonFacts { ..gone.facts.clone() });
        assert_eq!(merged.disagreements, []);
    }

    #[test]
    fn where_both_speak_the_kept_record_stands_and_the_difference_is_listed() {
        let mut kept = record(1, "1980");
        kept.facts.name = PersonName::new("Nông Hà").expect("name");
        let mut gone = record(2, "2/3/1981");
        gone.facts.sex = Sex::Male;
        let merged = merge(&kept, &gone).expect("merges");
        assert_eq!(merged.facts, kept.facts);
        let fields: Vec<Field> = merged.disagreements.iter().map(|d| d.0).collect();
        assert_eq!(fields, [Field::Name, Field::Birth, Field::Sex]);
    }

    #[test]
    fn what_decisions_have_granted_is_not_merged_away() {
        let code = |kept: &PersonRecord, gone: &PersonRecord| merge(kept, gone).map_err(|r| r.code).err();
        let (mut kept, mut gone) = (record(1, "1980"), record(2, "1980"));
        assert_eq!(code(&kept, &kept), Some("people.merge.same_record"));
        kept.title_years = BTreeSet::from([2023, 2024]);
        gone.title_years = BTreeSet::from([2024]);
        assert_eq!(code(&kept, &gone), Some("people.merge.two_titles"));
        gone.title_years = BTreeSet::from([2025]);
        assert_eq!(code(&kept, &gone), None);
        (kept.facts.number, gone.facts.number) = (Some(NumberHash([1; 16])), Some(NumberHash([2; 16])));
        assert_eq!(code(&kept, &gone), Some("people.merge.two_numbers"));
    }

    #[test]
    fn of_two_dossiers_of_one_round_the_one_less_far_along_is_withdrawn() {
        let (mut kept, mut gone) = (record(1, "1980"), record(2, "1980"));
        for (kept_state, gone_state, loser) in [
            (State::Draft, State::Submitted, kept.id),
            (State::Submitted, State::Draft, gone.id),
            (State::Submitted, State::Submitted, gone.id),
            (State::Unreachable, State::Draft, kept.id),
            (State::Endorsed, State::Recognised, kept.id),
        ] {
            kept.dossiers.insert(ROUND, kept_state);
            gone.dossiers.insert(ROUND, gone_state);
            assert_eq!(merge(&kept, &gone).map(|m| m.withdrawn), Ok(vec![(ROUND, loser)]));
        }
        kept.dossiers.insert(ROUND, State::Recognised);
        gone.dossiers.insert(ROUND, State::NotRecognised);
        assert_eq!(merge(&kept, &gone).map_err(|r| r.code).err(), Some("people.merge.two_decisions"));
    }
}
