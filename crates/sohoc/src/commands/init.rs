//! `sohoc init`: an empty ledger for real use.

use serde::Serialize;
use sohoc_acts::access::{Actor, NewAccount, add_accounts, list};
use sohoc_acts::{Office, rounds, targets, territory};
use sohoc_data::territory as units;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::territory::CsvText;

use crate::cli::InitArgs;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::Output;

#[derive(Serialize)]
struct Made {
    ledger: String,
    keys: String,
    units: usize,
    criteria: Vec<&'static str>,
    targets: usize,
    account: Account,
}

#[derive(Serialize)]
struct Account {
    role: &'static str,
    sign_in: String,
    activation_code: String,
}

pub fn run(args: &InitArgs, config: &Config, output: Output) -> Result<()> {
    let office = office::create(config)?;
    refuse_used(&office, config)?;
    let console = Actor::console();
    load_units(&office, &console, args.nation)?;
    for (file, text) in sohoc_data::criteria::ALL {
        rounds::load_criteria(&office, &console, file, text)?;
    }
    targets::load_targets(&office, &console, "targets.toml", sohoc_data::plan::CAO_BANG_TARGETS)?;
    // Last: with an account the ledger counts as made, so that a broken run can simply be repeated.
    let account = first_administrator(&office, &console, &args.admin)?;
    let made = Made {
        ledger: office::name(&config.ledger),
        keys: config.keys.display().to_string(),
        units: office.map()?.units().len(),
        criteria: sohoc_data::criteria::ALL.map(|(file, _)| file).to_vec(),
        targets: office.read(|reader| Ok(sohoc_ledger::settings::targets(reader)?))?.len(),
        account,
    };
    output.show(&made, text)
}

fn refuse_used(office: &Office, config: &Config) -> Result<()> {
    let used =
        office.read(|reader| Ok(sohoc_ledger::territory::count(reader)? > 0 && !list(reader)?.is_empty()))?;
    if used {
        return Err(Error::said(format!(
            "The ledger {} has its units and accounts already; nothing was changed, use it as it is or name \
             another in the configuration.",
            office::name(&config.ledger)
        )));
    }
    Ok(())
}

fn load_units(office: &Office, actor: &Actor, nation: bool) -> Result<()> {
    let (rows, successions) = if nation {
        (units::NATIONAL_UNITS, units::NATIONAL_SUCCESSIONS)
    } else {
        (units::CAO_BANG_UNITS, units::CAO_BANG_SUCCESSIONS)
    };
    let units = CsvText { name: "admin-units.csv", text: rows };
    let successions = CsvText { name: "unit-successions.csv", text: successions };
    territory::load(office, actor, units, successions)?;
    Ok(())
}

fn first_administrator(office: &Office, actor: &Actor, sign_in: &str) -> Result<Account> {
    let new = NewAccount {
        sign_in: sign_in.to_owned(),
        display_name: sign_in.to_owned(),
        person: None,
        role: Role::Administrator,
        scope: Scope::Everything,
        from: office.now().day(),
    };
    let made = add_accounts(office, actor, &[new])?.pop();
    let made = made.ok_or_else(|| Error::said("The first administrator was not made; run it again."))?;
    Ok(Account {
        role: Role::Administrator.code(),
        sign_in: sign_in.to_owned(),
        activation_code: made.activation_code,
    })
}

fn text(made: &Made) -> String {
    format!(
        "The ledger {} is made: {} units, {} criteria sets, {} target values.\n\
         Its keys are in {}; keep a copy of that file apart from the backups of the ledger.\n\
         First administrator: sign in as {} with the one-time code {} (it is not shown again).\n",
        made.ledger,
        made.units,
        made.criteria.len(),
        made.targets,
        made.keys,
        made.account.sign_in,
        made.account.activation_code
    )
}
