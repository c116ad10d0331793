//! Who belongs to a model, and when. One person may belong to a family, a clan and a unit at once.

use std::collections::BTreeSet;

use crate::ids::{LearningModelId, PersonId};
use crate::time::{Date, Span};

/// One person's time in one model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Membership {
    /// The model.
    pub model: LearningModelId,
    /// The member.
    pub person: PersonId,
    /// First and last day.
    pub span: Span,
}

/// The members of a model on a day, each once, in a fixed order.
#[must_use]
pub fn members_on(memberships: &[Membership], model: LearningModelId, day: Date) -> BTreeSet<PersonId> {
    memberships.iter().filter(|m| m.model == model && m.span.holds(day)).map(|m| m.person).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_left_and_came_back_is_a_member_once() {
        let model = LearningModelId::from_uuid(Uuid::from_u128(1));
        let person = PersonId::from_uuid(Uuid::from_u128(2));
        let other = LearningModelId::from_uuid(Uuid::from_u128(3));
        let away = Span { from: None, to: Some(date(2024, 5, 31)) };
        let memberships = [
            Membership { model, person, span: away },
            Membership { model, person, span: Span::since(date(2024, 5, 1)) },
            Membership { model: other, person, span: Span::ALWAYS },
        ];
        assert_eq!(members_on(&memberships, model, date(2024, 5, 15)), BTreeSet::from([person]));
        let gap = [Membership { model, person, span: away }];
        assert!(members_on(&gap, model, date(2024, 6, 1)).is_empty());
    }
}
