//! Who signs a decision, when and under what sign: the part that all decisions' forms share.

use sohoc_acts::recognition::latest_signer;
use sohoc_rules::recognition::{CouncilSession, DecisionDraft, DecisionKind, DecisionNumber, Issuer, Signer};
use sohoc_rules::time::{Date, Span};

use crate::failure::Failure;
use crate::frame::Faults;
use crate::visit::Visit;

/// What stands behind the number where a body has none of its own yet.
const USUAL_SIGN: &str = "QĐ-UBND";

/// What was typed, or what the body's last decision bore.
pub struct Signing {
    /// Name of the signer.
    pub name: String,
    /// Office as printed.
    pub office: String,
    /// What stands behind the number.
    pub sign: String,
    /// The day as a field of dates holds it.
    pub day: String,
    /// Whether the visitor is in the book, and so may be who signs.
    pub may_be_me: bool,
    /// Whether the visitor signs.
    pub is_me: bool,
}

/// The fields as they stand in the form, else as the last decision had them.
///
/// # Errors
/// A fault of the store.
pub fn fields(visit: &Visit<'_>, issuer: Issuer) -> Result<Signing, Failure> {
    let session = visit.session()?;
    let may_be_me = session.actor.person().is_some();
    let sent = visit.form();
    if sent.find("nguoi-ky").is_some() {
        return Ok(Signing {
            name: sent.text("nguoi-ky"),
            office: sent.text("chuc-vu"),
            sign: sent.text("ky-hieu"),
            day: sent.get("ngay").to_owned(),
            may_be_me,
            is_me: sent.ticked("toi-ky"),
        });
    }
    let last = latest_signer(visit.office(), &session.actor, issuer)?;
    let (name, office, sign) =
        last.unwrap_or_else(|| (session.display_name.clone(), String::new(), USUAL_SIGN.to_owned()));
    let is_me = may_be_me && name == session.display_name;
    Ok(Signing { name, office, sign, day: visit.today().to_string(), may_be_me, is_me })
}

/// The decision as the form says; `None` with what is wrong in `faults`.
///
/// # Errors
/// [`Failure::SignIn`] without a session.
pub fn draft(
    visit: &Visit<'_>,
    kind: DecisionKind,
    issuer: Issuer,
    session: Option<CouncilSession>,
    faults: &mut Faults,
) -> Result<Option<(DecisionDraft, String)>, Failure> {
    let sent = visit.form();
    let (name, office, sign) = (sent.text("nguoi-ky"), sent.text("chuc-vu"), sent.text("ky-hieu"));
    if name.is_empty() {
        faults.add(visit, "nguoi-ky", "recognition-signer-missing");
    }
    if office.is_empty() {
        faults.add(visit, "chuc-vu", "recognition-office-missing");
    }
    if DecisionNumber::new(1, &sign).is_err() {
        faults.add(visit, "ky-hieu", "recognition-sign-wrong");
    }
    let dated = sent.read::<Date>("ngay");
    if dated.is_none() {
        faults.add(visit, "ngay", "recognition-day-missing");
    }
    if dated.is_some_and(|day| day > visit.today()) {
        faults.add(visit, "ngay", "recognition-day-ahead");
    }
    let (Some(dated), true) = (dated, faults.is_empty()) else { return Ok(None) };
    // Who stands on their own list may not sign it; that can be told only of somebody in the book.
    let person = visit.actor()?.person().filter(|_| sent.ticked("toi-ky"));
    let signer = Signer { name, person, office, issuer, authority: Span::ALWAYS };
    Ok(Some((DecisionDraft { kind, issuer, dated, session, signer }, sign)))
}
