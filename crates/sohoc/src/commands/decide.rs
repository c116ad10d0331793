//! `sohoc decide`: all appraised dossiers of a commune or an organization in one numbered decision.

use serde::Serialize;
use sohoc_acts::recognition::{Decide, Decided, decide};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self, DossierRow};
use sohoc_ledger::organizations;
use sohoc_rules::criteria::{Scores, judge};
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, OrganizationId};
use sohoc_rules::recognition::{DecisionDraft, DecisionKind, Issuer, SessionRules, Signer};
use sohoc_rules::time::{Date, Span};

use crate::cli::{DecideArgs, UnitAt};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::{office, place};

#[derive(Serialize)]
struct Answer {
    preview: bool,
    issuer: String,
    year: i16,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    dated: String,
    granted: usize,
    declined: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    serials: Option<Serials>,
}

#[derive(Serialize)]
struct Serials {
    first: String,
    last: String,
}

pub fn run(args: &DecideArgs, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    let today = office.now().day();
    let round = round(&office, args.year)?;
    let issuer = issuer(&office, &args.issuer, today)?;
    let mut dossiers = appraised(&office, &round, issuer, today)?;
    if let Some(limit) = args.limit {
        dossiers.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    if dossiers.is_empty() {
        return Err(Error::said(format!(
            "No dossier of {} in {} waits for a decision; they must be appraised first.",
            args.issuer, args.year
        )));
    }
    let dated = args.dated.unwrap_or(today);
    let answer = if args.preview {
        preview(&office, args, &round, &dossiers, dated)?
    } else {
        issue(&office, args, &round, (issuer, dated), dossiers)?
    };
    output.show(&answer, text)
}

fn round(office: &Office, year: i16) -> Result<Round> {
    office.read(|reader| rounds::find(reader, year)).map_err(|error| match error {
        ActError::NotFound(_) => Error::said(format!(
            "The year {year} has no round; open one with `sohoc round open --year {year}`."
        )),
        other => other.into(),
    })
}

/// A unit with that code today, else an organization.
fn issuer(office: &Office, code: &str, today: Date) -> Result<Issuer> {
    let found = office.read(|reader| Ok(organizations::list(reader)?))?;
    let mut organizations = found.iter().filter(|row| row.code == code);
    match (place::find(office, &UnitAt { code: code.to_owned(), day: None }, today), organizations.next()) {
        (Ok(place), _) => Ok(Issuer::Unit(place.unit)),
        (Err(_), Some(row)) => Ok(Issuer::Organization(OrganizationId::from_uuid(row.id))),
        (Err(error), None) => Err(error),
    }
}

/// In the order of the annex: hamlets as they stand on the map, names in Vietnamese order.
fn appraised(office: &Office, round: &Round, issuer: Issuer, today: Date) -> Result<Vec<DossierId>> {
    let state = State::Appraised.code();
    let map = office.map_on(today)?;
    let found = office.read(|reader| match issuer {
        Issuer::Organization(organization) => {
            Ok(dossier::annex_of_organization(reader, round.id, organization, state)?)
        }
        Issuer::Unit(unit) => {
            let mut dossiers = Vec::new();
            for below in map.subtree(unit) {
                dossiers.extend(dossier::annex_of_unit(reader, round.id, below.id, state)?);
            }
            Ok(dossiers)
        }
    })?;
    Ok(found)
}

fn issue(
    office: &Office,
    args: &DecideArgs,
    round: &Round,
    (issuer, dated): (Issuer, Date),
    dossiers: Vec<DossierId>,
) -> Result<Answer> {
    let actor = office::actor(office, args.sign_in.as_deref())?;
    let signer = Signer {
        name: args.signer.clone().unwrap_or_default(),
        person: None,
        office: args.office.clone(),
        issuer,
        // Since when somebody holds the office is not on record; who issues the decision answers for it.
        authority: Span::ALWAYS,
    };
    let what = Decide {
        draft: DecisionDraft { kind: DecisionKind::Recognise, issuer, dated, session: None, signer },
        sign: args.sign.clone(),
        issuer_code: args.issuer.clone(),
        votes: None,
        dossiers,
    };
    let Decided { id, number, granted, declined, serials } =
        decide(office, &actor, round, SessionRules::ASSUMED, &what)?;
    Ok(Answer {
        decision: Some(id.to_string()),
        number: Some(number.to_string()),
        serials: serials.map(|(first, last)| Serials { first, last }),
        ..expected(args, dated, (granted, declined))
    })
}

/// Judges as the decision would; nothing is numbered and nobody's name is shown.
fn preview(
    office: &Office,
    args: &DecideArgs,
    round: &Round,
    dossiers: &[DossierId],
    dated: Date,
) -> Result<Answer> {
    let rows = office.read(|reader| Ok(dossier::load(reader, dossiers)?))?;
    let mut granted = 0;
    for row in rows.iter().flatten() {
        granted += usize::from(passes(round, row)?);
    }
    Ok(Answer { preview: true, ..expected(args, dated, (granted, dossiers.len() - granted)) })
}

fn passes(round: &Round, row: &DossierRow) -> Result<bool> {
    let broken = |column: &str| Fault::broken("dossier", column, row.id);
    let form = round.set.form(&row.group).ok_or_else(|| broken("group_form"))?;
    let area = row.area.parse().map_err(|_| broken("area_class"))?;
    let Some(scores) = row.review_scores.as_deref().or(row.self_scores.as_deref()) else {
        return Ok(false);
    };
    let judgement = judge(&round.set, form, area, &Scores::from_bytes(scores));
    Ok(judgement.map_err(|_| broken("review_scores"))?.passed)
}

fn expected(args: &DecideArgs, dated: Date, (granted, declined): (usize, usize)) -> Answer {
    Answer {
        preview: false,
        issuer: args.issuer.clone(),
        year: args.year,
        decision: None,
        number: None,
        dated: dated.to_string(),
        granted,
        declined,
        serials: None,
    }
}

fn text(answer: &Answer) -> String {
    let Answer { granted, declined, dated, .. } = answer;
    match (&answer.number, &answer.serials) {
        (Some(number), Some(Serials { first, last })) => format!(
            "Decision {number} of {dated}: {granted} titles granted, {declined} declined; certificates {first} to {last}.\n"
        ),
        (Some(number), None) => {
            format!("Decision {number} of {dated}: {granted} titles granted, {declined} declined.\n")
        }
        (None, _) => format!(
            "A decision of {dated} would grant {granted} titles and decline {declined}; nothing was decided.\n"
        ),
    }
}
