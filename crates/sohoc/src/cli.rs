//! The command line, as `sohoc --help` tells it.

mod export;
mod figures;
mod values;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use sohoc_rules::dossier::CountingRule;
use sohoc_rules::time::Date;

pub use export::{ExportCommand, Leaving};
pub use figures::{By, FiguresArgs, QuestionArgs};
pub use values::{Anchor, UnitAt, Years};
use values::{counting_rules, day};

/// Sổ học, the ledger of the Learning Citizen programme: people, rounds, decisions and figures.
#[derive(Debug, Parser)]
#[command(version, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// Configuration file; without it ./sohoc.toml, which may be missing
    #[arg(long, global = true, value_name = "FILE", help_heading = "With every command")]
    pub config: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, global = true, help_heading = "With every command")]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Everything the program does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a ledger of invented people with whole years in it, and serve it
    Demo(DemoArgs),
    /// Make an empty ledger for real use: units, criteria, targets, the first administrator
    Init(InitArgs),
    /// Take in lists as people send them: XLSX, XLS, ODS or CSV
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write lists to XLSX or CSV files
    #[command(subcommand)]
    Export(ExportCommand),
    /// Look at a decree that changes the map, or carry it out
    Reorganise(ReorganiseArgs),
    /// Open, close and follow the yearly rounds
    #[command(subcommand)]
    Round(RoundCommand),
    /// Issue one numbered decision on all appraised dossiers of a commune or an organization
    Decide(DecideArgs),
    /// Ask for a figure, under the old map or the new one
    Figures(FiguresArgs),
    /// Find people by name, without accents too, or by personal number
    Find(FindArgs),
    /// Count everything anew and put the tallies right
    Recount(RecountArgs),
    /// Verify and show the journal
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Tell what is missing or unsafe in this installation, each with its remedy
    Doctor,
    /// Serve the pages
    Serve(ServeArgs),
    /// Measure a province's work on this machine beside the raw engine
    Bench(BenchArgs),
}

/// `sohoc demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder to make; an older demonstration in it is replaced
    #[arg(long, value_name = "DIR", default_value = "sohoc-demo")]
    pub dir: PathBuf,
    /// How many people to invent
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub people: u32,
    /// Years to run, one or a range
    #[arg(long, value_name = "FROM-TO", default_value = "2023-2026")]
    pub years: Years,
    /// The same seed gives the same people
    #[arg(long, value_name = "S", default_value_t = 677)]
    pub seed: u64,
    /// End when the ledger is made
    #[arg(long)]
    pub no_serve: bool,
    /// Address to serve on [default: that of the configuration]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

/// `sohoc bench`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// How many people
    #[arg(long, value_name = "N", default_value_t = 390_000, value_parser = clap::value_parser!(u32).range(1_000..=1_000_000))]
    pub people: u32,
    /// The same seed gives the same people
    #[arg(long, value_name = "S", default_value_t = 677)]
    pub seed: u64,
    /// Also take in the list as one workbook of 25 columns for each commune
    #[arg(long)]
    pub workbooks: bool,
    /// Measure the counter over HTTP instead
    #[arg(long, conflicts_with = "workbooks")]
    pub http: bool,
    /// For how long each page is asked for
    #[arg(long, value_name = "N", default_value_t = 10.0, requires = "http")]
    pub seconds: f64,
    /// How many ask at the same time
    #[arg(long, value_name = "N", default_value_t = 32, requires = "http")]
    pub clients: usize,
    /// Be one of the servers that are measured, on the file given by --file
    #[arg(long, value_name = "KIND", hide = true, requires = "file")]
    pub http_server: Option<sohoc_bench::http::Kind>,
    /// See --http-server
    #[arg(long, value_name = "FILE", hide = true)]
    pub file: Option<PathBuf>,
    /// Folder for the files of the run, which are deleted at its end
    #[arg(long, value_name = "DIR", default_value = "target")]
    pub dir: PathBuf,
}

/// `sohoc init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Load the units of the whole nation instead of Cao Bằng's
    #[arg(long)]
    pub nation: bool,
    /// What the first administrator types to sign in
    #[arg(long, value_name = "SIGN_IN", default_value = "admin")]
    pub admin: String,
}

/// `sohoc import`.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Hamlets with their communes
    Units(ListArgs),
    /// People with their homes and employers
    People(ListArgs),
    /// Agencies, schools, enterprises, associations
    Organizations(ListArgs),
    /// Self-assessments gathered in a workbook
    Assessments(ListArgs),
    /// Learning families, clans, communities and units
    Models(ListArgs),
    /// Criteria sets, as TOML files
    Criteria(CriteriaArgs),
}

/// A list to take in.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Files, taken in one after the other
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Try everything and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Workbook to write rejected rows to, each with its reason, in the layout they came in
    #[arg(long, value_name = "OUT.xlsx")]
    pub report: Option<PathBuf>,
    /// Date of the list: units are read as they stood then [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub date: Option<Date>,
    /// Assessed year [default: the year of the date]
    #[arg(long, value_parser = clap::value_parser!(i16).range(2000..=2100))]
    pub year: Option<i16>,
    /// Why personal numbers that do not fit sex or birth year are taken all the same
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// The consent or rule by which the ethnic groups of the list are kept [default: they are left out]
    #[arg(long, value_name = "TEXT")]
    pub ethnic_basis: Option<String>,
    /// Account that acts [default: the console]
    #[arg(long = "as", value_name = "SIGN_IN")]
    pub sign_in: Option<String>,
}

/// `sohoc reorganise`.
#[derive(Debug, Args)]
pub struct ReorganiseArgs {
    /// The decree as a TOML file: what closes, what opens, what goes where
    #[arg(value_name = "DECREE.toml")]
    pub file: PathBuf,
    /// Tell what it would do and change nothing
    #[arg(long)]
    pub preview: bool,
    /// Account that acts [default: the console]
    #[arg(long = "as", value_name = "SIGN_IN")]
    pub sign_in: Option<String>,
}

/// Criteria sets to load.
#[derive(Debug, Args)]
pub struct CriteriaArgs {
    /// Files, one set each
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Check the files and keep nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Account that acts [default: the console]
    #[arg(long = "as", value_name = "SIGN_IN")]
    pub sign_in: Option<String>,
}

/// `sohoc round`.
#[derive(Debug, Subcommand)]
pub enum RoundCommand {
    /// Open the round of a year with the criteria set in force, and count its adults
    Open {
        /// Assessed year
        #[arg(long, value_parser = clap::value_parser!(i16).range(2000..=2100))]
        year: i16,
        /// From which age somebody counts as an adult
        #[arg(long, default_value_t = 18, value_parser = clap::value_parser!(u16).range(..=120))]
        adult_age: u16,
        /// Where somebody with a home and an employer is counted
        #[arg(long, default_value = "home_first", value_parser = counting_rules())]
        counting: CountingRule,
    },
    /// Close the round of a year: its figures become final
    Close {
        /// Assessed year
        #[arg(long)]
        year: i16,
    },
    /// Show rounds with their dossiers by state
    Status {
        /// Only this year
        #[arg(long)]
        year: Option<i16>,
    },
}

/// `sohoc decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// Code of the commune or organization that decides
    #[arg(long, value_name = "CODE")]
    pub issuer: String,
    /// Assessed year
    #[arg(long)]
    pub year: i16,
    /// What stands behind the number, like QĐ-UBND
    #[arg(long, default_value = "QĐ-UBND")]
    pub sign: String,
    /// Name of who signs
    #[arg(long, value_name = "NAME", required_unless_present = "preview")]
    pub signer: Option<String>,
    /// Office of who signs
    #[arg(long, default_value = "CHỦ TỊCH")]
    pub office: String,
    /// Day the decision bears [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub dated: Option<Date>,
    /// At most so many dossiers, the first in the order of the annex
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Show what would be decided and decide nothing
    #[arg(long)]
    pub preview: bool,
    /// Account that decides
    #[arg(long = "as", value_name = "SIGN_IN", required_unless_present = "preview")]
    pub sign_in: Option<String>,
}

/// `sohoc find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// Name, with or without accents
    #[arg(required_unless_present = "number", conflicts_with = "number")]
    pub name: Option<String>,
    /// Personal number of twelve digits
    #[arg(long, value_name = "DIGITS")]
    pub number: Option<String>,
    /// Only people who live in this unit, under the map of the date
    #[arg(long, value_name = "CODE[@DATE]")]
    pub within: Option<UnitAt>,
    /// At most so many people
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub limit: u16,
    /// Account that looks [default: the console]
    #[arg(long = "as", value_name = "SIGN_IN")]
    pub sign_in: Option<String>,
}

/// `sohoc recount`.
#[derive(Debug, Args)]
pub struct RecountArgs {
    /// Only compare; fails when a tally differs
    #[arg(long)]
    pub check: bool,
}

/// `sohoc journal`.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Check that nothing in the journal was changed, dropped or reordered
    Verify {
        /// Number and digest of a seal kept elsewhere: shows whether the end was cut off
        #[arg(long, value_name = "N:HEX")]
        anchor: Option<Anchor>,
    },
    /// Show the newest entries
    Show {
        /// How many
        #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=10_000))]
        last: i64,
    },
}

/// `sohoc serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on [default: that of the configuration, 127.0.0.1:8677]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }
}
