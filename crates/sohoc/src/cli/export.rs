//! Lists to be written.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::figures::QuestionArgs;
use super::values::UnitAt;

/// `sohoc export`.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// People with their homes and employers
    People(Leaving),
    /// Dossiers of a year with their scores and states
    Dossiers {
        /// Assessed year
        #[arg(long)]
        year: i16,
        /// Where it goes and what it holds.
        #[command(flatten)]
        leaving: Leaving,
    },
    /// Figures, asked for as with `sohoc figures`
    Figures {
        /// What is asked.
        #[command(flatten)]
        question: QuestionArgs,
        /// File to write: .xlsx or .csv
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Dossiers of a year in the field order of the central software
    Central {
        /// Assessed year
        #[arg(long)]
        year: i16,
        /// Where it goes and what it holds.
        #[command(flatten)]
        leaving: Leaving,
    },
}

/// Where a list of people goes and what it holds.
#[derive(Debug, Args)]
pub struct Leaving {
    /// File to write: .xlsx or .csv
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Only what lies in this unit, under the map of its date
    #[arg(long, value_name = "CODE[@DATE]")]
    pub within: Option<UnitAt>,
    /// With personal numbers; the journal says so
    #[arg(long)]
    pub with_numbers: bool,
    /// With ethnic groups; the journal says so
    #[arg(long)]
    pub with_ethnic_groups: bool,
    /// Account that takes the list [default: the console]
    #[arg(long = "as", value_name = "SIGN_IN")]
    pub sign_in: Option<String>,
}
