//! `sohoc round`: opening, closing and following the yearly rounds.

use std::collections::BTreeMap;

use serde::Serialize;
use sohoc_acts::access::Actor;
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_ledger::dossier;
use sohoc_rules::dossier::{RoundRules, State};
use sohoc_rules::figures::Counter;

use crate::cli::RoundCommand;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{Output, Table};

#[derive(Serialize)]
struct Rounds {
    rounds: Vec<Status>,
}

#[derive(Serialize)]
struct Status {
    year: i16,
    criteria_set: String,
    closed: bool,
    adult_age: u16,
    counting: &'static str,
    adults: i64,
    dossiers: i64,
    states: BTreeMap<&'static str, i64>,
}

pub fn run(what: &RoundCommand, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    let console = Actor::console();
    match *what {
        RoundCommand::Open { year, adult_age, counting } => {
            let rules = RoundRules { adult_age, counting, ..RoundRules::usual(year) };
            rounds::open(&office, &console, &rules)?;
            output.show(&one(&office, year)?, |status| {
                format!(
                    "The round of {} is open under {}, with {} adults from {} years counted.\n",
                    status.year, status.criteria_set, status.adults, status.adult_age
                )
            })
        }
        RoundCommand::Close { year } => {
            // First, so that a year without a round is told as such.
            one(&office, year)?;
            rounds::close(&office, &console, year)?;
            output.show(&one(&office, year)?, |status| {
                format!("The round of {} is closed; its figures are final.\n", status.year)
            })
        }
        RoundCommand::Status { year: Some(year) } => {
            output.show(&Rounds { rounds: vec![one(&office, year)?] }, text)
        }
        RoundCommand::Status { year: None } => {
            let found = office.read(rounds::list)?;
            let rounds = found.iter().map(|round| status(&office, round)).collect::<Result<_>>()?;
            output.show(&Rounds { rounds }, text)
        }
    }
}

fn one(office: &Office, year: i16) -> Result<Status> {
    let round = office.read(|reader| rounds::find(reader, year)).map_err(|error| match error {
        ActError::NotFound(_) => Error::said(format!(
            "The year {year} has no round; open one with `sohoc round open --year {year}`."
        )),
        other => other.into(),
    })?;
    status(office, &round)
}

fn status(office: &Office, round: &Round) -> Result<Status> {
    let counts = office.read(|reader| Ok(dossier::count_states(reader, round.id)?))?;
    let mut states = BTreeMap::new();
    for (code, count) in &counts {
        let name = State::from_code(*code).map_or("unknown", State::name);
        *states.entry(name).or_default() += count;
    }
    Ok(Status {
        year: round.rules.year,
        criteria_set: round.set.decision.number.clone(),
        closed: round.closed,
        adult_age: round.rules.adult_age,
        counting: round.rules.counting.code(),
        adults: office.cube()?.total(round.rules.year, Counter::Adults),
        dossiers: counts.iter().map(|(_, count)| count).sum(),
        states,
    })
}

fn text(rounds: &Rounds) -> String {
    if rounds.rounds.is_empty() {
        return "There is no round yet; open one with `sohoc round open --year YEAR`.\n".to_owned();
    }
    let mut table = Table::new(&["Year", "Criteria", "Round", ">Adults", ">Dossiers", "By state"]);
    for round in &rounds.rounds {
        let states: Vec<String> =
            round.states.iter().map(|(name, count)| format!("{name} {count}")).collect();
        table.row([
            round.year.to_string(),
            round.criteria_set.clone(),
            if round.closed { "closed" } else { "open" }.to_owned(),
            round.adults.to_string(),
            round.dossiers.to_string(),
            states.join(", "),
        ]);
    }
    table.text()
}
