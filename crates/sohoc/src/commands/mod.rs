//! One file for each thing the command line does.

mod bench;
mod decide;
mod demo;
mod doctor;
mod export;
mod figures;
mod find;
mod import;
mod init;
mod journal;
mod recount;
mod reorganise;
mod round;
mod serve;

use crate::cli::Command;
use crate::config::Config;
use crate::error::Result;
use crate::output::Output;

/// Runs one command.
///
/// # Errors
/// Whatever kept it from being done; `main` tells the user.
pub fn run(command: Command, config: &Config, output: Output) -> Result<()> {
    match command {
        Command::Demo(args) => demo::run(&args, output),
        Command::Bench(args) => bench::run(&args, output),
        Command::Init(args) => init::run(&args, config, output),
        Command::Import(what) => import::run(&what, config, output),
        Command::Export(what) => export::run(&what, config, output),
        Command::Reorganise(args) => reorganise::run(&args, config, output),
        Command::Round(what) => round::run(&what, config, output),
        Command::Decide(args) => decide::run(&args, config, output),
        Command::Figures(args) => figures::run(&args, config, output),
        Command::Find(args) => find::run(&args, config, output),
        Command::Recount(args) => recount::run(&args, config, output),
        Command::Journal(what) => journal::run(&what, config, output),
        Command::Doctor => doctor::run(config, output),
        Command::Serve(args) => serve::run(&args, config, output),
    }
}
