//! Holding a council session: who came, how they voted, which files were before them.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::recognition::{HoldSession, Minutes, hold_session_with, waiting};
use sohoc_acts::rounds::Round;
use sohoc_ledger::dossier::QueueRow;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{DossierId, PersonId};
use sohoc_rules::recognition::{SessionRules, Tally};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::NameQuery;

use super::body::{Body, chosen, note, round};
use super::council::{Member, ids, look_up, named, of_last_time};
use crate::access::said;
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

/// Files that are shown one by one to be taken out; the others are found by name.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "recognition/hold.html")]
struct Hold<'r> {
    frame: Frame<'r>,
    body: Body,
    year: i16,
    day: String,
    members: Vec<Member>,
    typed: String,
    found: Vec<Member>,
    chair: String,
    secretary: String,
    votes: [String; 3],
    opinions: String,
    total: usize,
    typed_file: String,
    files: Vec<FileChoice>,
}

struct FileChoice {
    id: String,
    name: String,
    place: String,
    total: Option<u16>,
    flagged: bool,
    left_out: bool,
}

/// `GET /quyet-dinh/phien/moi`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (body, _) = chosen(visit, &[ActKind::HoldSession])?;
    let members = of_last_time(visit, body.issuer)?;
    form(visit, StatusCode::OK, body, &members, &members, Vec::new())
}

/// `POST /quyet-dinh/phien/moi`
pub fn send(visit: &Visit<'_>) -> Answer {
    let (body, _) = chosen(visit, &[ActKind::HoldSession])?;
    let (mut members, mut present) = (ids(visit, "tv"), ids(visit, "co-mat"));
    let step = visit.form().get("viec");
    if let Some(added) = step.strip_prefix("them:").and_then(|id| id.parse::<PersonId>().ok()) {
        if !members.contains(&added) {
            members.push(added);
            present.push(added);
        }
        return form(visit, StatusCode::OK, body, &members, &present, Vec::new());
    }
    if let Some(gone) = step.strip_prefix("bo:").and_then(|id| id.parse::<PersonId>().ok()) {
        members.retain(|member| *member != gone);
        return form(visit, StatusCode::OK, body, &members, &present, Vec::new());
    }
    if step != "ghi" {
        return form(visit, StatusCode::OK, body, &members, &present, Vec::new());
    }
    match hold(visit, &body, &members, &present)? {
        Ok(place) => visit.go(&place, "session-held"),
        Err(faults) => form(visit, StatusCode::UNPROCESSABLE_ENTITY, body, &members, &present, faults),
    }
}

fn form(
    visit: &Visit<'_>,
    status: StatusCode,
    body: Body,
    members: &[PersonId],
    present: &[PersonId],
    faults: Vec<FieldFault>,
) -> Answer {
    let round = round(visit)?;
    let rows = waiting(visit.office(), visit.actor()?, &round, body.issuer)?;
    note(visit, body.issuer, 1)?;
    let sent = visit.form();
    let typed = if sent.get("viec") == "tim" { sent.text("ten") } else { String::new() };
    let day = match sent.get("ngay") {
        "" => visit.today().to_string(),
        day => day.to_owned(),
    };
    let typed_file = sent.text("tim-ho-so");
    let page = Hold {
        frame: visit.frame("recognition-hold-title").with_faults(faults),
        year: round.rules.year,
        day,
        members: named(visit, body.issuer, members, present)?,
        found: look_up(visit, &round, body.issuer, &typed)?,
        typed,
        chair: sent.get("chu-tri").to_owned(),
        secretary: sent.get("thu-ky").to_owned(),
        votes: ["thuan", "chong", "trang"].map(|name| sent.get(name).to_owned()),
        opinions: sent.text("y-kien"),
        total: rows.len(),
        files: choices(visit, &rows, &typed_file)?,
        typed_file,
        body,
    };
    visit.show_as(status, &page)
}

/// Files to look at: those taken out already, those with exceptions, those whose name answers.
fn choices(visit: &Visit<'_>, rows: &[QueueRow], typed: &str) -> Result<Vec<FileChoice>, Failure> {
    let map = visit.office().map_on(visit.today())?;
    let query = NameQuery::new(typed);
    let left_out: Vec<&str> = visit.form().all("de-lai").collect();
    let choice = |row: &QueueRow| {
        let id = row.dossier.to_string();
        let left_out = left_out.contains(&id.as_str());
        let answers = !query.is_empty() && query.rank(&row.name).is_some();
        let flagged = !row.flags.is_empty();
        let place = map.short_name(row.unit).to_owned();
        let name = row.name.clone();
        (left_out || answers || flagged).then_some(FileChoice {
            id,
            name,
            place,
            total: row.review_total,
            flagged,
            left_out,
        })
    };
    let mut choices: Vec<FileChoice> = rows.iter().filter_map(choice).collect();
    choices.sort_by_key(|choice| !choice.left_out);
    let kept = left_out.len().max(SHOWN);
    choices.truncate(kept);
    Ok(choices)
}

/// The place of the minutes, or what is wrong with the form.
fn hold(
    visit: &Visit<'_>,
    body: &Body,
    members: &[PersonId],
    present: &[PersonId],
) -> Result<Result<String, Vec<FieldFault>>, Failure> {
    let mut faults = Faults::default();
    let round = round(visit)?;
    let day = visit.form().read::<Date>("ngay");
    match day {
        None => faults.add(visit, "ngay", "recognition-day-missing"),
        Some(day) if day > visit.today() => faults.add(visit, "ngay", "recognition-day-ahead"),
        Some(_) => (),
    }
    let present: Vec<PersonId> = present.iter().copied().filter(|one| members.contains(one)).collect();
    if members.is_empty() {
        faults.add(visit, "ten", "recognition-no-members");
    }
    let votes = read_votes(visit, present.len(), &mut faults);
    let files = files(visit, &round, body)?;
    if files.is_empty() {
        faults.add(visit, "tim-ho-so", "recognition-no-files");
    }
    let (Some(day), true) = (day, faults.is_empty()) else { return Ok(Err(faults.into_list())) };
    let held = HoldSession {
        body: body.issuer,
        year: round.rules.year,
        held_on: day,
        members: members.to_vec(),
        present,
        votes,
    };
    let named =
        |field: &str| visit.form().read::<PersonId>(field).filter(|person| held.present.contains(person));
    let minutes = Minutes {
        chair: named("chu-tri"),
        secretary: named("thu-ky"),
        opinions: visit.form().text("y-kien"),
        files,
    };
    let session = hold_session_with(visit.office(), visit.actor()?, &held, &minutes);
    match session {
        Ok(session) => Ok(Ok(format!("/quyet-dinh/phien/{}", session.id))),
        Err(Error::Refused(refusal)) => {
            faults.add_text("ngay", said(visit, &refusal));
            Ok(Err(faults.into_list()))
        }
        Err(error) => Err(error.into()),
    }
}

fn files(visit: &Visit<'_>, round: &Round, body: &Body) -> Result<Vec<DossierId>, Failure> {
    let left_out: std::collections::BTreeSet<DossierId> =
        visit.form().all("de-lai").filter_map(|id| id.parse().ok()).collect();
    let rows = waiting(visit.office(), visit.actor()?, round, body.issuer)?;
    Ok(rows.into_iter().map(|row| row.dossier).filter(|dossier| !left_out.contains(dossier)).collect())
}

fn read_votes(visit: &Visit<'_>, present: usize, faults: &mut Faults) -> Tally {
    let mut read = |field: &str| match visit.form().get(field) {
        "" => 0,
        text => text.parse::<u32>().unwrap_or_else(|_| {
            faults.add(visit, field, "recognition-votes-unreadable");
            0
        }),
    };
    let votes = Tally { in_favour: read("thuan"), against: read("chong"), abstained: read("trang") };
    let most = u32::try_from(present).unwrap_or(u32::MAX);
    if faults.is_empty() && votes.cast() > most {
        faults.add(visit, "thuan", "recognition-votes-too-many");
    }
    votes
}

/// What councils need until a province sets its own shares.
pub const RULES: SessionRules = SessionRules::ASSUMED;
