//! Those who sign in: the ordinary way, by the code on a slip, a password of their own, and for whoever holds an
//! office a code device.

use sohoc_acts::access::session::{Origin, SignedIn};
use sohoc_acts::access::{Actor, NewAccount, add_accounts, credentials, second_factor, slips};
use sohoc_acts::{Error as ActError, Office};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::ids::PersonId;
use totp_rs::{Builder, Secret, Totp};

use super::super::wire::Visitor;

const ORIGIN: Origin<'static> = Origin { address: "127.0.0.1", device: "a bench" };
const PASSWORD: &str = "Con chim sẻ 12 con";

/// So many accounts of a role, signed in.
pub fn officers(
    office: &Office,
    (role, scope): (Role, Scope),
    count: usize,
) -> Result<Vec<Visitor>, ActError> {
    let accounts: Vec<NewAccount> = (0..count)
        .map(|number| NewAccount {
            sign_in: format!("bench-{}-{number}", role.code()),
            display_name: "Người đo".to_owned(),
            person: None,
            role,
            scope,
            from: office.now().day(),
        })
        .collect();
    let made = add_accounts(office, &Actor::console(), &accounts)?;
    made.iter().map(|account| come_in(office, &account.activation_code)).collect()
}

/// Citizens, signed in by the slips that their hamlet printed.
pub fn citizens(office: &Office, printed_by: &Actor, people: &[PersonId]) -> Result<Vec<Visitor>, ActError> {
    let slips = slips::print_slips(office, printed_by, people)?;
    slips.iter().map(|slip| come_in(office, &slip.code)).collect()
}

fn come_in(office: &Office, code: &str) -> Result<Visitor, ActError> {
    let first = slips::activate(office, None, code, ORIGIN)?;
    let mut signed_in = credentials::set_password(office, &first.session, PASSWORD)?;
    if signed_in.session.must_enrol_second_factor() {
        signed_in = enrol(office, &signed_in)?;
    }
    Ok(Visitor::with_cookie("phien", &signed_in.token))
}

fn enrol(office: &Office, signed_in: &SignedIn) -> Result<SignedIn, ActError> {
    let setup = second_factor::begin_totp(office, &signed_in.session)?;
    let secret = Secret::try_from_base32(&setup.secret).map_err(|_| ActError::NotFound("code device"))?;
    let device: Totp = Builder::new().with_secret(secret).build_noncompliant();
    let seconds = u64::try_from(office.now().microseconds() / 1_000_000).unwrap_or(0);
    let code = device.generate(seconds).to_string();
    second_factor::confirm_totp(office, &signed_in.session, &code, ORIGIN)
}
