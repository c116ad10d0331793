//! What the ledger itself tells.

use sohoc_acts::{Error, Office, access, figures, rounds};
use sohoc_ledger::db::{Address, Fault, Reader, raw_rows};
use sohoc_ledger::{criteria, dossier, imports, journal, migrations, settings, territory};

use super::Finding;
use crate::office::name;

/// Up to so many dossiers are counted anew at once; a recount of more has a command of its own.
const FEW_DOSSIERS: i64 = 200_000;

pub fn examine(office: &Office, address: &Address) -> Vec<Finding> {
    let opened = format!("{} is open, version {}, with its own keys.", name(address), migrations::VERSION);
    let mut findings = vec![Finding::good("ledger", opened)];
    let checks: [fn(&Office) -> sohoc_acts::Result<Finding>; 8] =
        [pages, writing, contents, accounts, clock, chain, unfinished, tallies];
    for check in checks {
        findings.push(check(office).unwrap_or_else(|error| {
            Finding::bad("ledger", error.to_string(), "Restore the ledger from a backup if this stays.")
        }));
    }
    findings
}

/// Damage may lie where no ordinary question ever comes.
fn pages(office: &Office) -> sohoc_acts::Result<Finding> {
    let remedy = "Stop using it and restore the ledger from a backup.";
    if let Address::Schema { .. } = office.store().address() {
        return Ok(Finding::good("pages", "The server looks after its pages."));
    }
    match raw_rows(office.store(), "pragma quick_check(1)") {
        Err(Fault::Damaged) => Ok(Finding::bad("pages", Fault::Damaged.to_string(), remedy)),
        Err(fault) => Err(fault.into()),
        Ok(rows) => match rows.into_iter().flatten().flatten().next() {
            Some(word) if word != "ok" => {
                Ok(Finding::bad("pages", format!("The ledger file is damaged: {word}."), remedy))
            }
            _ => Ok(Finding::good("pages", "The ledger file is whole.")),
        },
    }
}

/// A change that is taken back at once.
fn writing(office: &Office) -> sohoc_acts::Result<Finding> {
    let tried = office.store().write(|writer| {
        settings::set(writer, TRIED, "written")?;
        // Any error rolls back; this one is looked for below.
        Err::<(), _>(Error::NotFound(TRIED))
    });
    match tried {
        Err(Error::Fault(fault)) => {
            Ok(Finding::bad("writing", fault.to_string(), "Until then nothing can be done in this ledger."))
        }
        Err(Error::NotFound(TRIED)) | Ok(()) => Ok(Finding::good("writing", "The ledger can be written.")),
        Err(error) => Err(error),
    }
}

/// The mark of a change that could have been kept.
const TRIED: &str = "doctor";

fn contents(office: &Office) -> sohoc_acts::Result<Finding> {
    let (units, sets) =
        office.read(|reader| Ok((territory::count(reader)?, criteria::list(reader)?.len())))?;
    let what = format!("{units} units and {sets} criteria sets are on record.");
    if units == 0 || sets == 0 {
        return Ok(Finding::note("contents", what, "Run `sohoc init` to load them."));
    }
    Ok(Finding::good("contents", what))
}

fn accounts(office: &Office) -> sohoc_acts::Result<Finding> {
    let accounts = office.read(access::list)?;
    let active = accounts.iter().filter(|account| account.disabled_at.is_none()).count();
    if active == 0 {
        return Ok(Finding::note(
            "accounts",
            "Nobody can sign in.",
            "Run `sohoc init` to make an administrator.",
        ));
    }
    Ok(Finding::good("accounts", format!("{active} accounts may sign in.")))
}

fn clock(office: &Office) -> sohoc_acts::Result<Finding> {
    let now = office.now();
    let last = office.read(|reader| Ok(journal::last_seal(reader)?))?;
    match last {
        Some(seal) if seal.sealed_at > now => Ok(Finding::bad(
            "clock",
            format!("The clock says {now}, but the journal already reaches {}.", seal.sealed_at),
            "Set the clock of this machine right.",
        )),
        Some(_) | None => {
            Ok(Finding::good("clock", format!("The clock says {now}, after all that was done.")))
        }
    }
}

fn chain(office: &Office) -> sohoc_acts::Result<Finding> {
    let report = office.read(|reader| Ok(journal::verify(reader, office.keys(), None)?))?;
    if let Some(first) = report.findings.first() {
        return Ok(Finding::bad(
            "journal",
            format!("The journal is not whole: {first}."),
            "Run `sohoc journal verify` and restore the ledger from a backup.",
        ));
    }
    let what =
        format!("{} entries under {} seals, {} unsealed.", report.sealed, report.seals, report.unsealed);
    Ok(Finding::good("journal", what))
}

fn unfinished(office: &Office) -> sohoc_acts::Result<Finding> {
    let runs = office.read(|reader| Ok(imports::unfinished(reader)?))?;
    match runs.first() {
        None => Ok(Finding::good("imports", "Every import came to its end.")),
        Some((kind, source, counts)) => Ok(Finding::note(
            "imports",
            format!(
                "{} imports were cut off, the first of {kind} from {source} after {} rows.",
                runs.len(),
                counts.read
            ),
            "Run them again: what is in already stays as it is.",
        )),
    }
}

fn tallies(office: &Office) -> sohoc_acts::Result<Finding> {
    let dossiers = office.read(count_dossiers)?;
    if dossiers > FEW_DOSSIERS {
        let what = format!("The tallies of {dossiers} dossiers were not compared here.");
        return Ok(Finding::note("tallies", what, "Run `sohoc recount --check` at a quiet hour."));
    }
    let differences = figures::recount_check(office)?.len();
    if differences > 0 {
        let what = format!("{differences} tallies differ from a recount.");
        return Ok(Finding::bad("tallies", what, "Put them right with `sohoc recount`."));
    }
    Ok(Finding::good("tallies", format!("All tallies equal a recount of {dossiers} dossiers.")))
}

fn count_dossiers(reader: &Reader<'_>) -> sohoc_acts::Result<i64> {
    let mut total = 0;
    for round in rounds::list(reader)? {
        total += dossier::count_states(reader, round.id)?.iter().map(|(_, count)| count).sum::<i64>();
    }
    Ok(total)
}
