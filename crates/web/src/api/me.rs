//! Who the program is to us.

use serde::Serialize;
use sohoc_rules::access::{Scope, TokenScope};
use utoipa::ToSchema;

use super::call::{ApiAnswer, Call, json};
use super::problem::Problem;

/// The token that was shown.
#[derive(Serialize, ToSchema)]
struct Me {
    /// Name of the program.
    label: String,
    /// How the journal names it.
    account: String,
    /// What the token may be used for: `read`, `write`, `export`.
    scopes: Vec<&'static str>,
    /// Until when.
    expires_at: String,
    /// The roles of its account that hold today.
    roles: Vec<RoleShown>,
}

/// A role.
#[derive(Serialize, ToSchema)]
struct RoleShown {
    /// Name of the role.
    role: &'static str,
    /// On this unit and all below it.
    unit: Option<String>,
    /// On this organization.
    organization: Option<String>,
}

/// The token itself: what it may do, where, and until when.
#[utoipa::path(get, path = "/api/v1/me", responses((status = 200, body = Me, description = "The token that was shown")))]
pub fn show(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    let service = call.service()?;
    let roles = service.grants_on(call.today()).map(|grant| {
        let (unit, organization) = match grant.scope {
            Scope::Unit(unit) => (Some(unit.to_string()), None),
            Scope::Organization(organization) => (None, Some(organization.to_string())),
            Scope::Everything | Scope::Own(_) => (None, None),
        };
        RoleShown { role: grant.role.code(), unit, organization }
    });
    json(&Me {
        label: service.label.clone(),
        account: service.actor.sign_in().to_owned(),
        scopes: service.scopes.iter().copied().map(TokenScope::code).collect(),
        expires_at: service.expires_at.to_string(),
        roles: roles.collect(),
    })
}

/// The unit that a program is asked for when it names none: that of its role.
pub fn usual_unit(call: &Call<'_>) -> Result<Option<sohoc_rules::ids::UnitId>, Problem> {
    let service = call.service()?;
    let mut scopes = service.grants_on(call.today()).map(|grant| grant.scope);
    Ok(scopes.find_map(|scope| if let Scope::Unit(unit) = scope { Some(unit) } else { None }))
}
