//! How a figure is asked for.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use sohoc_rules::figures::{Counter, Ratio};
use sohoc_rules::time::Date;

use super::values::{UnitAt, day};

/// `sohoc figures`.
#[derive(Debug, Args)]
pub struct FiguresArgs {
    /// What is asked.
    #[command(flatten)]
    pub question: QuestionArgs,
    /// Print the answer as CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// A question.
#[derive(Debug, Args)]
pub struct QuestionArgs {
    /// What to count
    #[arg(long, value_parser = measures(), required_unless_present = "ratio", conflicts_with = "ratio")]
    pub measure: Option<Counter>,
    /// Which share to work out
    #[arg(long, value_parser = ratios())]
    pub ratio: Option<Ratio>,
    /// Assessed year
    #[arg(long)]
    pub year: i16,
    /// Only final figures: fails while the round is open
    #[arg(long = "final", conflicts_with = "provisional")]
    pub only_final: bool,
    /// Provisional figures too, as long as the round is open (this is the default)
    #[arg(long)]
    pub provisional: bool,
    /// Map to show them under [default: the last day of the year, or today if earlier]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub map: Option<Date>,
    /// What the rows are
    #[arg(long)]
    pub by: By,
    /// Only what lies in this unit, under the map of its date
    #[arg(long, value_name = "CODE[@DATE]")]
    pub within: Option<UnitAt>,
}

/// What the rows of an answer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Provinces
    Province,
    /// Districts, until 30 June 2025
    District,
    /// Communes
    Commune,
    /// Hamlets
    Hamlet,
    /// Agencies, schools, enterprises
    Organization,
    /// Group forms of the criteria set
    Group,
    /// Men and women
    Sex,
    /// Age bands
    Age,
    /// Kinh, ethnic minorities, not stated
    Ethnicity,
    /// Classes of area
    Area,
}

fn measures() -> impl TypedValueParser<Value = Counter> {
    PossibleValuesParser::new(Counter::ALL.map(Counter::name))
        .map(|name| Counter::from_name(&name).expect("only names of counters are possible"))
}

fn ratios() -> impl TypedValueParser<Value = Ratio> {
    PossibleValuesParser::new(Ratio::ALL.map(|ratio| ratio.name))
        .map(|name| Ratio::from_name(&name).expect("only names of ratios are possible"))
}
