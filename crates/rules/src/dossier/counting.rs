//! Counted once: at home or at work, by a declared rule.
//!
//! No text seen says where somebody is counted who lives in a hamlet and works in a unit, and both
//! denominators of the plan (adults in families, clans, communities; staff of units) would claim them. So
//! the round declares a rule, every figure is printed with it, and nobody is counted twice.

use crate::criteria::Route;
use crate::ids::{OrganizationId, UnitId};

/// Where somebody with both a hamlet and an employer is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountingRule {
    /// Where they live, if that is known.
    HomeFirst,
    /// Where they work, if they work anywhere.
    WorkFirst,
    /// Where their form is reviewed.
    ByForm,
}

impl CountingRule {
    /// All rules.
    pub const ALL: [Self; 3] = [Self::HomeFirst, Self::WorkFirst, Self::ByForm];

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::HomeFirst => "home_first",
            Self::WorkFirst => "work_first",
            Self::ByForm => "by_form",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// The one place where a person is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// With the hamlet.
    AtHome(UnitId),
    /// With the organisation.
    AtWork(OrganizationId),
}

/// The line of review of a form for this person: a form of the organisation line falls back to the hamlet
/// for somebody without an employer, and the other way round. `None` for somebody with neither.
#[must_use]
pub fn route(form: Route, home: Option<UnitId>, work: Option<OrganizationId>) -> Option<Counted> {
    let (at_home, at_work) = (home.map(Counted::AtHome), work.map(Counted::AtWork));
    match form {
        Route::Territory => at_home.or(at_work),
        Route::Organization => at_work.or(at_home),
    }
}

/// Where a person is counted under `rule`; `None` when neither home nor work is known, which figures show
/// as "unassigned".
#[must_use]
pub fn counted(
    rule: CountingRule,
    form: Route,
    home: Option<UnitId>,
    work: Option<OrganizationId>,
) -> Option<Counted> {
    match rule {
        CountingRule::HomeFirst => route(Route::Territory, home, work),
        CountingRule::WorkFirst => route(Route::Organization, home, work),
        CountingRule::ByForm => route(form, home, work),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn everybody_with_a_home_or_an_employer_is_counted_once_by_the_declared_rule() {
        let home = Some(UnitId::from_uuid(Uuid::from_u128(1)));
        let work = Some(OrganizationId::from_uuid(Uuid::from_u128(2)));
        let (at_home, at_work) = (home.map(Counted::AtHome), work.map(Counted::AtWork));
        for (rule, form, expected) in [
            (CountingRule::HomeFirst, Route::Organization, at_home),
            (CountingRule::WorkFirst, Route::Territory, at_work),
            (CountingRule::ByForm, Route::Territory, at_home),
            (CountingRule::ByForm, Route::Organization, at_work),
        ] {
            assert_eq!(counted(rule, form, home, work), expected, "{rule:?} {form:?}");
            assert_eq!(counted(rule, form, home, None), at_home, "{rule:?} {form:?}");
            assert_eq!(counted(rule, form, None, work), at_work, "{rule:?} {form:?}");
            assert_eq!(counted(rule, form, None, None), None);
            assert_eq!(CountingRule::from_code(rule.code()), Some(rule));
        }
    }
}
