//! The proof that a right was checked.

use super::{ActKind, Grant, Role, Scope, allows};
use crate::Refusal;
use crate::time::Date;

/// Proof that somebody may do an act on the thing that was asked about. Only [`permit`] makes one; what
/// needs a right takes it as a parameter.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit {
    act: ActKind,
    grant: Grant,
    on: Date,
}

impl Permit {
    /// The act it allows.
    #[must_use]
    pub const fn act(&self) -> ActKind {
        self.act
    }

    /// The role that allows it.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.grant.role
    }

    /// The scope of that role: what a query that follows may see.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.grant.scope
    }

    /// The day it was asked for.
    #[must_use]
    pub const fn on(&self) -> Date {
        self.on
    }

    /// Refuses to be used for another act than it was made for.
    ///
    /// # Errors
    /// `access.other_permit`.
    pub fn require(&self, act: ActKind) -> Result<(), Refusal> {
        if self.act == act {
            return Ok(());
        }
        Err(Refusal {
            code: "access.other_permit",
            reason: format!("A permit to {} does not allow to {}.", self.act.code(), act.code()),
            remedy: "Ask for the right that the act needs.",
        })
    }
}

/// Looks for a role among `grants` that allows `act` on day `at` for the thing in question; `in_scope` tells
/// whether that thing lies within a scope.
///
/// Of several roles that allow it the first of [`Role::ALL`] is named, so that somebody who is both helper
/// and officer acts as a helper where that is enough.
///
/// # Errors
/// `access.not_allowed` when no role held allows the act, `access.not_on_this_day` when one did or will, and
/// `access.out_of_scope` when it does elsewhere. Pages show all three as "not found" where even the existence
/// of the thing is nobody's business.
pub fn permit(
    grants: &[Grant],
    act: ActKind,
    at: Date,
    in_scope: impl Fn(Scope) -> bool,
) -> Result<Permit, Refusal> {
    let mut allowing: Vec<&Grant> =
        grants.iter().filter(|grant| allows(grant.role, act) && grant.role.fits(grant.scope)).collect();
    if allowing.is_empty() {
        return Err(not_allowed(act));
    }
    allowing.retain(|grant| grant.span.holds(at));
    if allowing.is_empty() {
        return Err(not_on_this_day(act, at));
    }
    allowing.retain(|grant| in_scope(grant.scope));
    match allowing.into_iter().min_by_key(|grant| (grant.role, grant.scope)) {
        Some(grant) => Ok(Permit { act, grant: *grant, on: at }),
        None => Err(out_of_scope(act)),
    }
}

fn not_allowed(act: ActKind) -> Refusal {
    Refusal {
        code: "access.not_allowed",
        reason: format!("None of your roles allows to {}.", act.code().replace('_', " ")),
        remedy: "Ask the officer of your commune or unit who may.",
    }
}

fn not_on_this_day(act: ActKind, at: Date) -> Refusal {
    Refusal {
        code: "access.not_on_this_day",
        reason: format!("Your role to {} does not hold on {at}.", act.code().replace('_', " ")),
        remedy: "Ask whoever gave you the role to renew it.",
    }
}

fn out_of_scope(act: ActKind) -> Refusal {
    Refusal {
        code: "access.out_of_scope",
        reason: format!("Your role to {} does not reach here.", act.code().replace('_', " ")),
        remedy: "Ask the officer of that commune or unit.",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::super::granting;
    use super::*;
    use crate::ids::{AccountId, OrganizationId, PersonId, UnitId};
    use crate::time::Span;

    const TODAY: Date = date(2026, 11, 23);

    fn unit(id: u128) -> Scope {
        Scope::Unit(UnitId::from_uuid(Uuid::from_u128(id)))
    }

    fn own(id: u128) -> Scope {
        Scope::Own(PersonId::from_uuid(Uuid::from_u128(id)))
    }

    fn since(role: Role, scope: Scope) -> Grant {
        Grant { role, scope, span: Span::since(date(2026, 1, 1)) }
    }

    fn asked(grants: &[Grant], act: ActKind, within: Scope) -> Result<Role, &'static str> {
        permit(grants, act, TODAY, |scope| scope == within || scope == Scope::Everything)
            .map(|permit| permit.role())
            .map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_right_needs_role_day_and_scope_together() {
        let officer = since(Role::CommuneOfficer, unit(1));
        assert_eq!(asked(&[officer], ActKind::Appraise, unit(1)), Ok(Role::CommuneOfficer));
        assert_eq!(asked(&[officer], ActKind::Appraise, unit(2)), Err("access.out_of_scope"));
        assert_eq!(asked(&[officer], ActKind::Decide, unit(1)), Err("access.not_allowed"));
        assert_eq!(asked(&[], ActKind::ReadFigures, unit(1)), Err("access.not_allowed"));
        let ended = Grant { span: Span { from: None, to: Some(date(2025, 6, 30)) }, ..officer };
        assert_eq!(asked(&[ended], ActKind::Appraise, unit(1)), Err("access.not_on_this_day"));
        assert_eq!(asked(&[ended, officer], ActKind::Appraise, unit(1)), Ok(Role::CommuneOfficer));
    }

    #[test]
    fn a_citizen_reaches_only_their_own_things() {
        let citizen = since(Role::Citizen, own(1));
        assert_eq!(asked(&[citizen], ActKind::Submit, own(1)), Ok(Role::Citizen));
        assert_eq!(asked(&[citizen], ActKind::Submit, own(2)), Err("access.out_of_scope"));
    }

    #[test]
    fn a_grant_on_a_scope_that_does_not_fit_its_role_gives_nothing() {
        let organization = Scope::Organization(OrganizationId::from_uuid(Uuid::from_u128(1)));
        for (role, scope) in [
            (Role::Citizen, Scope::Everything),
            (Role::Volunteer, Scope::Everything),
            (Role::CommuneOfficer, Scope::Everything),
            (Role::CommuneOfficer, organization),
            (Role::HeadOfUnit, unit(1)),
            (Role::Administrator, unit(1)),
        ] {
            for act in ActKind::ALL {
                assert_eq!(
                    asked(&[since(role, scope)], *act, scope),
                    Err("access.not_allowed"),
                    "{role:?} {act:?}"
                );
            }
        }
    }

    #[test]
    fn the_lesser_of_two_roles_is_used_where_it_is_enough() {
        let both = [since(Role::CommuneOfficer, unit(1)), since(Role::Volunteer, unit(1))];
        assert_eq!(asked(&both, ActKind::EnterForOther, unit(1)), Ok(Role::Volunteer));
        assert_eq!(asked(&both, ActKind::Endorse, unit(1)), Ok(Role::CommuneOfficer));
    }

    #[test]
    fn a_permit_serves_only_the_act_it_was_made_for() {
        let grants = [since(Role::CommuneOfficer, unit(1))];
        let permit = permit(&grants, ActKind::Endorse, TODAY, |_| true).expect("allowed");
        assert_eq!(permit.require(ActKind::Endorse), Ok(()));
        assert_eq!(permit.require(ActKind::Export).map_err(|r| r.code), Err("access.other_permit"));
    }

    #[test]
    fn roles_are_given_downwards_and_never_to_oneself() {
        let account = |id: u128| AccountId::from_uuid(Uuid::from_u128(id));
        let give = |giver: Role, scope: Scope, to: u128, grant: Grant| {
            let permit =
                permit(&[since(giver, scope)], ActKind::GrantRole, TODAY, |_| true).expect("may give");
            granting(&permit, account(1), account(to), grant).map_err(|refusal| refusal.code)
        };
        let volunteer = since(Role::Volunteer, unit(5));
        let decider = since(Role::CommuneDecider, unit(1));
        assert_eq!(give(Role::CommuneOfficer, unit(1), 2, volunteer), Ok(()));
        assert_eq!(give(Role::CommuneOfficer, unit(1), 1, volunteer), Err("access.own_role"));
        assert_eq!(give(Role::CommuneOfficer, unit(1), 2, decider), Err("access.role_not_to_give"));
        assert_eq!(give(Role::ProvinceOfficer, Scope::Everything, 2, decider), Ok(()));
        assert_eq!(give(Role::Administrator, Scope::Everything, 2, decider), Err("access.role_not_to_give"));
        let misplaced = since(Role::Volunteer, Scope::Everything);
        assert_eq!(give(Role::ProvinceOfficer, unit(1), 2, misplaced), Err("access.scope_does_not_fit"));
        for role in Role::ALL {
            assert!(!role.may_give().contains(&Role::System), "{role:?}");
            assert!(role.may_give().is_empty() || allows(role, ActKind::GrantRole), "{role:?}");
        }
    }
}
