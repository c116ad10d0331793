//! The share of members who hold the title, and what is missing.

use std::collections::BTreeMap;

use super::ModelKind;
use crate::ids::PersonId;

/// How many holders a kind of model needs. A value with its source, for the law leaves some open and changes
/// the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareRule {
    /// For which kind.
    pub kind: ModelKind,
    /// Which members count.
    pub counts: Needed,
    /// Holders needed, in percent of those who count.
    pub percent: u8,
    /// Where it is stated.
    pub source: String,
    /// Whether that text has been seen.
    pub confirmed: bool,
}

/// Which members a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Needed {
    /// Adults; children learn at school.
    Adults,
    /// Everybody on the list, as the staff of a unit or the learners of a school.
    Everybody,
}

/// A member as the rule sees one on the day of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Whether certainly an adult.
    pub adult: bool,
    /// Whether the title of the year is held, in force.
    pub holder: bool,
}

/// The share of a model, explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Holders among those who count.
    pub numerator: u32,
    /// Those who count.
    pub denominator: u32,
    /// The rule that was used.
    pub rule: ShareRule,
    /// The verdict.
    pub verdict: Verdict,
    /// Members who count and do not hold the title: whom to speak to.
    pub missing: Vec<PersonId>,
}

/// Whether the share suffices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Met,
    /// So many more of the present members must become holders.
    Short(u32),
    /// Nobody counts, so there is nothing to divide.
    Nobody,
}

impl ShareRule {
    /// The rules that have been seen. For clans and communities none has: their titles rest on their own
    /// instruments until the Association's set for 2021-2030 is loaded, and a province adds its rules in
    /// configuration.
    #[must_use]
    pub fn known() -> Vec<Self> {
        [
            (
                ModelKind::Family,
                Needed::Adults,
                100,
                "portal of the Association: the adults of a learning family are learning citizens",
            ),
            (
                ModelKind::Unit,
                Needed::Everybody,
                90,
                "Thông tư 24/2023/TT-BGDĐT, criterion 3, level 1, provincial units",
            ),
        ]
        .into_iter()
        .map(|(kind, counts, percent, source)| Self {
            kind,
            counts,
            percent,
            source: source.to_owned(),
            confirmed: true,
        })
        .collect()
    }

    /// The rule of the same circular for the learners of a school: 95 percent.
    #[must_use]
    pub fn of_school() -> Self {
        Self {
            kind: ModelKind::Unit,
            counts: Needed::Everybody,
            percent: 95,
            source: "Thông tư 24/2023/TT-BGDĐT, criterion 3, level 1, learners of schools".to_owned(),
            confirmed: true,
        }
    }

    const fn counts(&self, member: Member) -> bool {
        match self.counts {
            Needed::Adults => member.adult,
            Needed::Everybody => true,
        }
    }
}

/// Counts the members of a model under a rule.
///
/// The share is compared in whole people, never as a rounded percentage: 90 % of 11 people are 10 people.
#[must_use]
pub fn share(rule: &ShareRule, members: &[Member]) -> Share {
    // Somebody listed twice counts once, and as a holder if either entry says so.
    let mut counted: BTreeMap<PersonId, bool> = BTreeMap::new();
    for member in members.iter().filter(|member| rule.counts(**member)) {
        *counted.entry(member.person).or_default() |= member.holder;
    }
    let missing: Vec<PersonId> = counted.iter().filter(|(_, holder)| !**holder).map(|(id, _)| *id).collect();
    let denominator = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    let numerator = denominator - u32::try_from(missing.len()).unwrap_or(u32::MAX).min(denominator);
    let needed = u64::from(denominator).saturating_mul(u64::from(rule.percent)).div_ceil(100);
    let short = u32::try_from(needed.saturating_sub(u64::from(numerator))).unwrap_or(u32::MAX);
    let verdict = match (denominator, short) {
        (0, _) => Verdict::Nobody,
        (_, 0) => Verdict::Met,
        (_, short) => Verdict::Short(short),
    };
    Share { numerator, denominator, rule: rule.clone(), verdict, missing }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { numerator, denominator, rule, verdict, .. } = self;
        let who = match rule.counts {
            Needed::Adults => "adult members",
            Needed::Everybody => "members",
        };
        write!(f, "{numerator} of {denominator} {who} hold the title; {} percent are needed", rule.percent)?;
        match verdict {
            Verdict::Met => f.write_str(", which is met")?,
            Verdict::Short(more) => write!(f, ", {more} more must become holders")?,
            Verdict::Nobody => f.write_str(", but nobody counts")?,
        }
        write!(f, " ({}).", rule.source)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use uuid::Uuid;

    use super::*;

    fn rule(kind: ModelKind) -> ShareRule {
        ShareRule::known().into_iter().find(|rule| rule.kind == kind).expect("a rule was seen")
    }

    fn members(holders: u128, others: u128, children: u128) -> Vec<Member> {
        (0..holders + others + children)
            .map(|id| Member {
                person: PersonId::from_uuid(Uuid::from_u128(id)),
                adult: id < holders + others,
                holder: id < holders,
            })
            .collect()
    }

    #[test]
    fn one_adult_without_the_title_keeps_a_family_from_it_and_children_do_not_count() {
        let family = rule(ModelKind::Family);
        assert_eq!(share(&family, &members(3, 0, 2)).verdict, Verdict::Met);
        assert_eq!(share(&family, &members(3, 1, 2)).verdict, Verdict::Short(1));
        assert_eq!(share(&family, &members(0, 0, 2)).verdict, Verdict::Nobody);
    }

    #[test]
    fn a_near_miss_says_how_many_more() {
        let unit = rule(ModelKind::Unit);
        for (holders, others, verdict) in [
            (9, 1, Verdict::Met),
            (10, 1, Verdict::Met),
            (9, 2, Verdict::Short(1)),
            (89, 11, Verdict::Short(1)),
            (90, 10, Verdict::Met),
            (0, 100, Verdict::Short(90)),
        ] {
            assert_eq!(share(&unit, &members(holders, others, 0)).verdict, verdict, "{holders}+{others}");
        }
        let school = share(&ShareRule::of_school(), &members(94, 6, 0));
        assert_eq!(school.verdict, Verdict::Short(1));
        assert_eq!(
            school.to_string(),
            "94 of 100 members hold the title; 95 percent are needed, 1 more must become holders \
             (Thông tư 24/2023/TT-BGDĐT, criterion 3, level 1, learners of schools)."
        );
    }

    #[test]
    fn somebody_listed_twice_counts_once() {
        let mut twice = members(9, 1, 0);
        twice.extend(members(9, 1, 0));
        twice.push(Member { holder: true, ..twice[9] });
        twice.push(Member { holder: false, ..twice[0] });
        let share = share(&rule(ModelKind::Unit), &twice);
        assert_eq!((share.numerator, share.denominator, share.missing), (10, 10, vec![]));
    }

    proptest! {
        #[test]
        fn as_many_more_as_are_said_suffice_and_one_fewer_does_not(holders in 0u128..60, others in 0u128..60, percent in 1u8..=100) {
            let rule = ShareRule { percent, ..rule(ModelKind::Unit) };
            if let Verdict::Short(more) = share(&rule, &members(holders, others, 0)).verdict {
                let more = u128::from(more);
                prop_assert!(more <= others);
                prop_assert_eq!(share(&rule, &members(holders + more, others - more, 0)).verdict, Verdict::Met);
                prop_assert_eq!(share(&rule, &members(holders + more - 1, others - more + 1, 0)).verdict, Verdict::Short(1));
            }
        }
    }
}
