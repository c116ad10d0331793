//! `sohoc serve`: the counter, until somebody presses Ctrl-C.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use sohoc_web::operations::{Machine, Operations};
use sohoc_web::{Counter, Listeners, Settings};

use crate::cli::ServeArgs;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{self, Output};

pub fn run(args: &ServeArgs, config: &Config, _output: Output) -> Result<()> {
    let office = office::open(config)?;
    let settings = Settings { listen: args.listen.unwrap_or(config.listen), ..Settings::default() };
    let service = bind(settings.listen, "choose another with --listen")?;
    let metrics = settings
        .metrics_listen
        .map(|address| bind(address, "choose another as metrics_listen in the configuration"))
        .transpose()?;
    let address = service.local_addr().unwrap_or(settings.listen);
    let ready = || output::note(&format!("Sổ học answers on http://{address}/; stop it with Ctrl-C."));
    let operations = Operations::new(office.shared(), settings, Machine::default());
    let counter = Counter::new(Arc::clone(&operations)).map_err(|fault| {
        Error::said(format!("{fault}; correct the file, or leave texts_folder out of the configuration"))
    })?;
    let routes = sohoc_web::router(counter);
    sohoc_web::serve(Listeners { service, metrics }, routes, &operations, ready).map_err(|source| {
        Error::File { what: format!("The counter at {address} stopped"), source, remedy: "start it again" }
    })
}

fn bind(address: SocketAddr, remedy: &'static str) -> Result<TcpListener> {
    TcpListener::bind(address).map_err(|source| Error::File {
        what: format!("The address {address} cannot be listened on"),
        source,
        remedy,
    })
}
