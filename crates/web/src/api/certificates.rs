//! Is this certificate real? As the page of the certificate check, for programs: no token, and no more than a
//! paper in the hand shows already.

use serde::Serialize;
use sohoc_rules::recognition::CertificateStanding;
use utoipa::ToSchema;

use crate::public::find_certificate;

use super::call::{ApiAnswer, Call, json};
use super::problem::Problem;

/// A certificate, as far as everyone may know of it.
#[derive(Serialize, ToSchema)]
struct CertificateShown {
    /// Its number.
    serial: String,
    /// `valid`, `revoked`, or `replaced` by a newer one.
    state: &'static str,
    /// Number of the certificate that stands in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<String>,
    /// Name of the holder, with most letters hidden.
    name: String,
    /// Year of the title.
    title_year: i64,
    /// Number of the decision.
    decision: String,
    /// Day of the decision.
    #[schema(format = Date)]
    dated: String,
    /// Who issued it.
    issuer: String,
}

/// Checks a certificate by its number. Anyone may ask.
#[utoipa::path(
    get,
    path = "/api/v1/certificates/{so_hieu}",
    params(("so_hieu" = String, Path, description = "The number as it is printed")),
    responses((status = 200, body = CertificateShown, description = "The certificate"))
)]
pub fn check(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    let serial: String = call.id("so_hieu")?;
    let found = find_certificate(call.office(), &serial)?.ok_or_else(Problem::not_found)?;
    let (state, replaced_by) = match found.standing {
        CertificateStanding::Valid => ("valid", None),
        CertificateStanding::Revoked => ("revoked", None),
        CertificateStanding::Replaced(newer) => ("replaced", Some(newer)),
    };
    json(&CertificateShown {
        serial: found.serial,
        state,
        replaced_by,
        name: found.name,
        title_year: found.title_year,
        decision: found.decision,
        dated: found.dated.to_string(),
        issuer: found.issuer,
    })
}
