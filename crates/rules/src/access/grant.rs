//! A role on a scope for a span of days.

use super::{ActKind, Permit, Role};
use crate::Refusal;
use crate::ids::{AccountId, OrganizationId, PersonId, UnitId};
use crate::time::Span;

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole ledger.
    Everything,
    /// A unit and all below it, on the map of the day.
    Unit(UnitId),
    /// An organisation and those under it.
    Organization(OrganizationId),
    /// One person's own things.
    Own(PersonId),
}

/// A role that an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// When.
    pub span: Span,
}

impl Role {
    /// Whether the role can be held on such a scope. A grant on another gives no right at all, so that a
    /// slip in the register of accounts never opens the whole ledger.
    #[must_use]
    pub const fn fits(self, scope: Scope) -> bool {
        match (self, scope) {
            (Self::Citizen, Scope::Own(_))
            | (Self::UnitCommittee | Self::HeadOfUnit, Scope::Organization(_))
            | (
                Self::Volunteer
                | Self::UnitCommittee
                | Self::CommuneOfficer
                | Self::CommuneDecider
                | Self::ProvinceOfficer
                | Self::ProvinceInspector,
                Scope::Unit(_),
            )
            | (
                Self::ProvinceOfficer | Self::ProvinceInspector | Self::Administrator | Self::System,
                Scope::Everything,
            ) => true,
            (
                Self::Citizen
                | Self::Volunteer
                | Self::UnitCommittee
                | Self::HeadOfUnit
                | Self::CommuneOfficer
                | Self::CommuneDecider
                | Self::ProvinceOfficer
                | Self::ProvinceInspector
                | Self::Administrator
                | Self::System,
                _,
            ) => false,
        }
    }

    /// The scopes that fit, as the printed table names them.
    pub(super) const fn scopes(self) -> &'static str {
        match self {
            Self::Citizen => "own",
            Self::Volunteer | Self::CommuneOfficer | Self::CommuneDecider => "unit",
            Self::UnitCommittee => "unit+organization",
            Self::HeadOfUnit => "organization",
            Self::ProvinceOfficer | Self::ProvinceInspector => "unit+everything",
            Self::Administrator | Self::System => "everything",
        }
    }
}

/// Checks that the holder of `permit` may give or end the role of `grant` for the account `to`. That the
/// grant's scope lies inside the giver's was asked when the permit was made.
///
/// # Errors
/// `access.own_role`, `access.role_not_to_give` or `access.scope_does_not_fit`.
pub fn granting(permit: &Permit, giver: AccountId, to: AccountId, grant: Grant) -> Result<(), Refusal> {
    permit.require(ActKind::GrantRole)?;
    if giver == to {
        return Err(Refusal {
            code: "access.own_role",
            reason: "Nobody gives a role to themselves or ends their own.".into(),
            remedy: "Ask another holder of that right.",
        });
    }
    if !permit.role().may_give().contains(&grant.role) {
        return Err(Refusal {
            code: "access.role_not_to_give",
            reason: format!("The role {} cannot give the role {}.", permit.role().code(), grant.role.code()),
            remedy: "Ask the level above.",
        });
    }
    if !grant.role.fits(grant.scope) {
        return Err(Refusal {
            code: "access.scope_does_not_fit",
            reason: format!("The role {} is held on {}.", grant.role.code(), grant.role.scopes()),
            remedy: "Choose a scope of that kind.",
        });
    }
    Ok(())
}
