//! The counter of a small commune.

use std::sync::Arc;

use axum::Router;
use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::access::accounts::reset;
use sohoc_acts::access::session::{Origin, SignedIn};
use sohoc_acts::access::{credentials, second_factor, slips};
use sohoc_ledger::access;
use sohoc_ledger::db::Ddl;
use sohoc_rules::access::security::SecurityRules;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::ids::{AccountId, PersonId};
use sohoc_web::operations::{Machine, Operations, around};
use sohoc_web::{Counter, Rate, Settings};
use tokio::runtime::Runtime;
use totp_rs::{Builder, Secret, Totp};

use super::Visitor;
use crate::office::{Cast, World};

/// A password that every account of the tests has.
pub const PASSWORD: &str = "Con chim sẻ 12 con";
const ORIGIN: Origin<'static> = Origin { address: "192.0.2.7", device: "a test" };

/// A counter with its ledger and its office.
pub struct Site {
    /// Acts behind the counter's back.
    pub world: World,
    /// The office that the counter uses.
    pub office: Arc<Office>,
    /// What the counter shares.
    pub operations: Arc<Operations>,
    router: Router,
    runtime: Runtime,
}

impl Site {
    pub fn new() -> Self {
        // The rights matrix sends every form there is within seconds.
        let mut settings = Settings::default();
        settings.rates.writes_per_account = Rate::new(60_000, 60_000);
        settings.rates.requests_per_address = Rate::new(60_000, 60_000);
        Self::with(settings)
    }

    pub fn with(settings: Settings) -> Self {
        let world = World::new(Ddl::Sqlite).expect("SQLite is always there");
        let office = Arc::new(world.opened_again(2).with_security_rules(patient()));
        let operations = Operations::new(Arc::clone(&office), settings, Machine::default());
        let counter = Counter::new(Arc::clone(&operations)).expect("our own texts");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { world, office, router: around(sohoc_web::router(counter), &operations), operations, runtime }
    }

    /// Somebody who is not signed in.
    pub fn guest(&self) -> Visitor<'_> {
        Visitor::new(self)
    }

    /// An account of the cast, signed in with all it needs.
    pub fn signed_in(&self, sign_in: &str) -> Visitor<'_> {
        let found = self.office.read(|reader| Ok(access::find(reader, sign_in)?)).expect("a read");
        let account = AccountId::from_uuid(found.expect("the account is there").id);
        let code = reset(&self.office, &Actor::console(), account).expect("the console resets");
        self.come_in(&code)
    }

    /// A citizen with a record, signed in by a slip and a password of their own.
    pub fn citizen(&self, person: PersonId) -> Visitor<'_> {
        let volunteer = self.world.actor(Cast::VOLUNTEER);
        let slip =
            slips::print_slips(&self.office, &volunteer, &[person]).expect("slips are printed").remove(0);
        self.come_in(&slip.code)
    }

    /// Somebody in the book who holds an office.
    pub fn officer(&self, sign_in: &str, role: Role, scope: Scope, person: PersonId) -> Visitor<'_> {
        Cast::of_person(&self.office, sign_in, role, scope, person);
        self.signed_in(sign_in)
    }

    fn come_in(&self, code: &str) -> Visitor<'_> {
        let office = &self.office;
        let first = slips::activate(office, None, code, ORIGIN).expect("the code is good");
        let mut signed_in = credentials::set_password(office, &first.session, PASSWORD).expect("a password");
        if signed_in.session.must_enrol_second_factor() {
            signed_in = self.enrol(&signed_in);
        }
        Visitor::new(self).with_cookie("phien", &signed_in.token)
    }

    fn enrol(&self, signed_in: &SignedIn) -> SignedIn {
        let setup = second_factor::begin_totp(&self.office, &signed_in.session).expect("a secret");
        let secret = Secret::try_from_base32(&setup.secret).expect("a secret of ours");
        let device: Totp = Builder::new().with_secret(secret).build_noncompliant();
        let seconds = u64::try_from(self.office.now().microseconds() / 1_000_000).expect("after 1970");
        let code = device.generate(seconds);
        second_factor::confirm_totp(&self.office, &signed_in.session, &code.to_string(), ORIGIN)
            .expect("the code is right")
    }

    /// All that a request passes.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Where requests are answered.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

/// The clock of the tests goes on by a second at every look, and a round of all routes takes thousands.
fn patient() -> SecurityRules {
    let mut rules = SecurityRules::default();
    let session = &mut rules.session;
    for limit in [&mut session.idle_officer_s, &mut session.idle_administrator_s, &mut session.idle_citizen_s]
    {
        *limit = 1_000_000;
    }
    session.life_s = 1_000_000;
    rules
}
