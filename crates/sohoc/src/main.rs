//! The door: command line, configuration and wiring. Nothing else lives here.
//!
//! A command reads its arguments, opens the office, calls an act or a query and shows the answer.
//! Only this crate knows the machine's clock, its source of chance and its standard output; only
//! [`output`] prints. Exit codes: 0 done, 1 refused or failed with one sentence on standard error,
//! 2 wrong usage.

mod cli;
mod clock;
mod commands;
mod config;
mod error;
mod logs;
mod office;
mod output;
mod place;
mod progress;
mod protected;
mod question;

use std::panic;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::config::Config;
use crate::output::Output;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = Output::new(cli.json);
    panic::set_hook(Box::new(output::confess));
    let done = panic::catch_unwind(|| {
        Config::load(cli.config.as_deref()).and_then(|config| commands::run(cli.command, &config, output))
    });
    match done {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            output::complain(&error);
            ExitCode::FAILURE
        }
        // The hook has said it.
        Err(_) => ExitCode::FAILURE,
    }
}
