//! `sohoc demo`: a ledger with invented people and whole years, to look around in.

mod accounts;
mod folder;
mod outcome;

use std::sync::Arc;

use serde::Serialize;
use sohoc_acts::Office;
use sohoc_ledger::keys::Keyring;
use sohoc_rules::time::Date;
use sohoc_sample::Sample;
use sohoc_sample::years::{SteppedClock, Watch, YearCounts, Years};

use crate::cli::{DemoArgs, ServeArgs};
use crate::clock::{MachineClock, system_chance};
use crate::commands::serve;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::output::{Output, Table};
use crate::progress::Steps;

use accounts::{Account, ApiToken};
use folder::DemoFolder;

#[derive(Serialize)]
struct Made {
    dir: String,
    people: u32,
    years: Vec<Year>,
    accounts: Vec<Account>,
    api_tokens: Vec<ApiToken>,
    out: Vec<String>,
    config: String,
}

#[derive(Serialize)]
struct Year {
    year: i16,
    registered: i64,
    assessed: i64,
    recognised: i64,
}

pub fn run(args: &DemoArgs, output: Output) -> Result<()> {
    refuse_years_to_come(args)?;
    let folder = DemoFolder::fresh(&args.dir)?;
    let made = make(args, &folder)?;
    output.show(&made, text)?;
    if args.no_serve {
        return Ok(());
    }
    let config = Config::load(Some(&folder.config()))?;
    serve::run(&ServeArgs { listen: args.listen }, &config, output)
}

/// The sample goes by dates of its own; a ledger that reaches beyond today would refuse every act.
fn refuse_years_to_come(args: &DemoArgs) -> Result<()> {
    use sohoc_acts::Clock as _;
    let today = MachineClock.now().day();
    if last_day(args.years.to) <= today {
        return Ok(());
    }
    Err(Error::said(format!(
        "The year {} is not over for this machine, whose clock says {today}; set the clock right or end earlier, \
         like --years 2023-{}.",
        args.years.to,
        args.years.to - 1
    )))
}

/// The last day the sample works on in a year that stays open.
fn last_day(year: i16) -> Date {
    Date::new(year, 11, 13).unwrap_or(Date::MAX)
}

fn make(args: &DemoArgs, folder: &DemoFolder) -> Result<Made> {
    let sample = Sample::new(args.seed, args.people).map_err(|error| Error::said(error.to_string()))?;
    let clock = Arc::new(SteppedClock::new(jiff::civil::date(Sample::FIRST_YEAR, 1, 2)));
    let mut chance = [0; 96];
    system_chance()?.fill_bytes(&mut chance);
    let keys = Keyring::new(&chance);
    folder.write(&keys)?;
    let office = Office::open(folder.ledger(), keys, Arc::clone(&clock) as _, system_chance()?)?;
    let steps = Steps::new();
    let mut years = Years::begin(&sample, &office, clock, &steps)?;
    let mut counts = Vec::new();
    for year in args.years.from..=args.years.to {
        counts.push(years.run(year, year < args.years.to)?);
    }
    steps.step("files", 0);
    let out = outcome::write(&office, folder, &args.years)?;
    let shown = years.accounts().to_vec();
    drop(years);
    drop(office);
    let (accounts, api_tokens) = accounts::refresh(folder, Keyring::new(&chance), &shown, args.years.to)?;
    Ok(Made {
        dir: folder.name(),
        people: args.people,
        years: counts.iter().map(Year::from).collect(),
        accounts,
        api_tokens,
        out,
        config: folder.config().display().to_string(),
    })
}

impl From<&YearCounts> for Year {
    fn from(counts: &YearCounts) -> Self {
        let YearCounts { year, registered, assessed, recognised } = *counts;
        Self { year, registered, assessed, recognised }
    }
}

fn text(made: &Made) -> String {
    let mut years = Table::new(&["Year", ">Registered", ">Self-assessed", ">Recognised"]);
    for year in &made.years {
        let counts = [year.registered, year.assessed, year.recognised].map(|count| count.to_string());
        years.row([year.year.to_string()].into_iter().chain(counts));
    }
    let mut accounts = Table::new(&["Role", "Sign in as", "One-time code"]);
    for account in &made.accounts {
        accounts.row([account.role.to_owned(), account.sign_in.clone(), account.activation_code.clone()]);
    }
    let mut programs = Table::new(&["Program", "Scopes", "Token (see /api)"]);
    for one in &made.api_tokens {
        programs.row([one.label.to_owned(), one.scopes.join(" "), one.token.clone()]);
    }
    format!(
        "{} invented people of Cao Bằng, their years and decisions are in {}.\n\n{}\n{}\n{}\nFiles:\n  {}\n\n\
         Ask it something:\n  sohoc --config {config} figures --ratio recognised-of-adults --year {year} --by commune\n  \
         sohoc --config {config} figures --measure recognised --year {year} --by commune --map 2025-06-30\n  \
         sohoc --config {config} find \"nong thi ha\"\n  sohoc --config {config} journal verify\n\n",
        made.people,
        made.dir,
        years.text(),
        accounts.text(),
        programs.text(),
        made.out.join("\n  "),
        config = made.config,
        year = made.years.last().map_or(0, |year| year.year),
    )
}
