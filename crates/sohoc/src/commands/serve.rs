//! `sohoc serve`: the counter, until somebody presses Ctrl-C.

use std::net::TcpListener;

use crate::cli::ServeArgs;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{self, Output};

pub fn run(args: &ServeArgs, config: &Config, _output: Output) -> Result<()> {
    let office = office::open(config)?;
    let address = args.listen.unwrap_or(config.listen);
    let listener = TcpListener::bind(address).map_err(|source| Error::File {
        what: format!("The address {address} cannot be listened on"),
        source,
        remedy: "stop what uses it or choose another with --listen",
    })?;
    let address = listener.local_addr().unwrap_or(address);
    let ready = || output::note(&format!("Sổ học answers on http://{address}/; stop it with Ctrl-C."));
    sohoc_web::serve(listener, office.shared(), ready).map_err(|source| Error::File {
        what: format!("The counter at {address} stopped"),
        source,
        remedy: "start it again",
    })
}
