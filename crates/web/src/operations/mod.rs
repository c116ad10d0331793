//! Running the counter day and night: how much is taken on, who asks too often, what is told to whoever
//! watches the machine, and the work that goes on without anybody waiting for it.
//!
//! [`Operations`] is made once and shared. [`around`] puts the layers that every request passes around all
//! routes; the handlers here ([`health::alive`], [`health::ready`], [`watch::metrics`]) find it as an
//! extension, so that they fit any router.

pub mod address;
mod connections;
mod fault;
mod gate;
pub mod health;
mod in_use;
mod observe;
pub mod rates;
pub mod spool;
mod tick;
pub mod watch;
mod worker;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use sohoc_acts::Office;
use tokio::sync::watch as signal;
use tower_http::timeout::RequestBodyTimeoutLayer;

pub use connections::Connections;
pub use fault::{FaultNumber, log_fault, log_fault_under, request_number};
pub use gate::{Busy, Gate};
pub use in_use::InUse;
pub use rates::{Rates, TooMany};
pub(crate) use tick::{last_chores, tick};
pub use worker::Jobs;
pub(crate) use worker::work;

use crate::settings::Settings;

/// What the machine tells of itself; only the door may ask it.
#[derive(Clone)]
pub struct Machine {
    /// Hundredths of the ledger's disk that are free; `None` where the system cannot tell.
    pub free_percent: Arc<dyn Fn() -> Option<u8> + Send + Sync>,
}

impl Default for Machine {
    /// A machine that tells nothing, for tests.
    fn default() -> Self {
        Self { free_percent: Arc::new(|| None) }
    }
}

/// What all requests and the work behind them share.
pub struct Operations {
    /// The office.
    pub office: Arc<Office>,
    /// What whoever runs the program decided.
    pub settings: Settings,
    /// Where work on the ledger is taken on.
    pub gate: Gate,
    /// Who asks how often.
    pub rates: Rates,
    /// Long work and its files.
    pub jobs: Jobs,
    /// Sessions that were used lately.
    pub in_use: InUse,
    machine: Machine,
    stopping: AtomicBool,
}

impl Operations {
    /// Made once for a counter.
    #[must_use]
    pub fn new(office: Arc<Office>, settings: Settings, machine: Machine) -> Arc<Self> {
        Arc::new(Self {
            gate: Gate::new(settings.work),
            rates: Rates::new(&settings.rates),
            jobs: Jobs::new(&office, spool::Spool::new(&settings.spool)),
            office,
            settings,
            in_use: InUse::default(),
            machine,
            stopping: AtomicBool::new(false),
        })
    }

    /// Whether the program was asked to stop: nothing new is begun then.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.jobs.stop();
    }
}

/// Returns when the program was asked to stop, or nobody is left who could.
async fn stopped(stop: &mut signal::Receiver<bool>) {
    let _ = stop.wait_for(|stopping| *stopping).await;
}

/// Puts around all routes what every request passes, from outside: the line in the log, the address, the limit
/// of requests per address, the time and size of the body. Adds the signs of life, `/healthz` and `/readyz`,
/// which tell nobody anything and need no right.
pub fn around(routes: Router, operations: &Arc<Operations>) -> Router {
    let limits = operations.settings.connections;
    routes
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(RequestBodyTimeoutLayer::new(limits.body))
        .layer(middleware::from_fn_with_state(Arc::clone(operations), rates::limit_address))
        .layer(middleware::from_fn_with_state(Arc::clone(operations), observe::observe))
        .layer(middleware::from_fn(crate::api::on_every_answer))
        .layer(Extension(Arc::clone(operations)))
}
