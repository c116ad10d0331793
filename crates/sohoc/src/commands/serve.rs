//! `sohoc serve`: the counter, until somebody presses Ctrl-C.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use sohoc_ledger::db::Address;
use sohoc_web::operations::{Machine, Operations};
use sohoc_web::{Counter, Listeners, Settings};

use crate::cli::ServeArgs;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::logs;
use crate::office;
use crate::output::{self, Output};

pub fn run(args: &ServeArgs, config: &Config, _output: Output) -> Result<()> {
    let office = office::open(config)?;
    logs::begin(&config.log);
    let settings = Settings { listen: args.listen.unwrap_or(config.serve.listen), ..config.serve.clone() };
    let service = bind(settings.listen, "choose another with --listen")?;
    let metrics = settings
        .metrics_listen
        .map(|address| bind(address, "choose another as metrics_listen in the configuration"))
        .transpose()?;
    let address = service.local_addr().unwrap_or(settings.listen);
    // With port 0 the system chose one; what pages say of their own address is the one that it chose.
    let settings = Settings { listen: address, ..settings };
    let ready = || output::note(&format!("Sổ học answers on http://{address}/; stop it with Ctrl-C."));
    let operations = Operations::new(office.shared(), settings, machine(config));
    let counter = Counter::new(Arc::clone(&operations)).map_err(|fault| {
        Error::said(format!("{fault}; correct the file, or leave `texts` out of the configuration"))
    })?;
    let routes = sohoc_web::router(counter);
    sohoc_web::serve(Listeners { service, metrics }, routes, &operations, ready).map_err(|source| {
        Error::File { what: format!("The counter at {address} stopped"), source, remedy: "start it again" }
    })
}

/// What the machine tells of itself.
fn machine(config: &Config) -> Machine {
    let folder = config.serve.spool.clone();
    let ledger = match &config.ledger {
        Address::File(path) => path.clone(),
        Address::Schema { .. } => folder,
    };
    Machine { free_percent: Arc::new(move || free_percent(&ledger)) }
}

#[cfg(unix)]
fn free_percent(place: &Path) -> Option<u8> {
    let disk = rustix::fs::statvfs(place).ok()?;
    let percent = disk.f_bavail.saturating_mul(100).checked_div(disk.f_blocks)?;
    u8::try_from(percent).ok()
}

#[cfg(not(unix))]
const fn free_percent(_: &Path) -> Option<u8> {
    None
}

fn bind(address: SocketAddr, remedy: &'static str) -> Result<TcpListener> {
    TcpListener::bind(address).map_err(|source| Error::File {
        what: format!("The address {address} cannot be listened on"),
        source,
        remedy,
    })
}
