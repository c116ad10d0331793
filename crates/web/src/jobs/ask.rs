//! Asking for long work: a list to be taken in, tried first, or one to be taken out.

use std::io::Write as _;

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::jobs::{Asked, Work, add};
use sohoc_acts::organizations;
use sohoc_rules::access::{ActKind, Scope};
use sohoc_rules::ids::{OrganizationId, UnitId};

use crate::access::said;
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

/// Lists as their files may be.
const ENDINGS: [&str; 4] = ["xlsx", "xls", "ods", "csv"];
/// Largest file, in bytes, as the page says.
const MOST_BYTES: usize = 20 * 1024 * 1024;

#[derive(Template)]
#[template(path = "jobs/import.html")]
struct Import<'r> {
    frame: Frame<'r>,
    lists: Vec<(&'static str, String)>,
    list: String,
    reason: String,
    ethnic_basis: String,
    places: Vec<(String, String)>,
    place: String,
}

#[derive(Template)]
#[template(path = "jobs/export.html")]
struct Export<'r> {
    frame: Frame<'r>,
    lists: Vec<(&'static str, String)>,
    list: String,
    places: Vec<(String, String)>,
    place: String,
    years: Vec<(String, String)>,
    year: String,
    may_numbers: bool,
}

/// Where the visitor may do `act`: each unit, each organization, and the whole province as an empty choice.
fn places(visit: &Visit<'_>, act: ActKind) -> Result<Vec<(String, String)>, Failure> {
    let map = visit.office().map_on(visit.today())?;
    let mut places = Vec::new();
    for scope in visit.actor()?.scopes(act, visit.today()) {
        match scope {
            Scope::Everything => {
                places.push((String::new(), visit.words.get("jobs-everywhere").into_owned()));
            }
            Scope::Unit(unit) => places.push((unit.to_string(), map.name(unit).to_owned())),
            Scope::Organization(one) => {
                places.push((format!("{STAFF_OF}{one}"), organizations::name_of(visit.office(), one)?));
            }
            Scope::Own(_) => (),
        }
    }
    Ok(places)
}

/// Before the id of an organization among the places.
const STAFF_OF: &str = "co-quan-";

/// The place that was chosen: a unit, or an organization whose staff it is.
fn place(visit: &Visit<'_>) -> (Option<UnitId>, Option<OrganizationId>) {
    match visit.form().get("noi").strip_prefix(STAFF_OF) {
        Some(organization) => (None, organization.parse().ok()),
        None => (visit.form().read("noi"), None),
    }
}

/// The lists that go by a place: an organization has staff and nothing else.
fn has_units(visit: &Visit<'_>, act: ActKind) -> Result<bool, Failure> {
    let scopes = visit.actor()?.scopes(act, visit.today());
    Ok(scopes.iter().any(|scope| matches!(scope, Scope::Everything | Scope::Unit(_))))
}

/// `GET /viec/nhap`
pub fn import_page(visit: &Visit<'_>) -> Answer {
    import_form(visit, StatusCode::OK, Vec::new())
}

fn import_form(visit: &Visit<'_>, status: StatusCode, faults: Vec<FieldFault>) -> Answer {
    let words = |key: &str| visit.words.get(key).into_owned();
    let mut lists = vec![("people", "jobs-list-people")];
    if has_units(visit, ActKind::Import)? {
        lists.extend([("organizations", "jobs-list-organizations"), ("models", "jobs-list-models")]);
    }
    let list = match visit.form().get("loai") {
        "" => "people",
        list => list,
    };
    let page = Import {
        frame: visit.frame("jobs-import").with_faults(faults),
        lists: lists.into_iter().map(|(list, key)| (list, words(key))).collect(),
        list: list.to_owned(),
        reason: visit.form().text("ly-do"),
        ethnic_basis: visit.form().text("can-cu"),
        places: places(visit, ActKind::Import)?,
        place: visit.form().get("noi").to_owned(),
    };
    visit.show_as(status, &page)
}

/// `POST /viec/nhap`
pub fn import(visit: &Visit<'_>) -> Answer {
    let mut faults = Faults::default();
    let list = visit.form().get("loai").to_owned();
    if !["people", "organizations", "models"].contains(&list.as_str()) {
        faults.add(visit, "loai", "jobs-list-missing");
    }
    let file = visit.form().file("tep");
    match file {
        None => faults.add(visit, "tep", "jobs-file-missing"),
        Some(file) if file.bytes.len() > MOST_BYTES => faults.add(visit, "tep", "jobs-file-large"),
        Some(file) if !is_list(&file.name) => faults.add(visit, "tep", "jobs-file-kind"),
        Some(_) => (),
    }
    let (Some(file), true) = (file, faults.is_empty()) else {
        return import_form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list());
    };
    let reason = Some(visit.form().text("ly-do")).filter(|reason| !reason.is_empty());
    let dry_run = !visit.form().ticked("that");
    let ethnic_basis = Some(visit.form().text("can-cu")).filter(|basis| !basis.is_empty());
    let work = Work::Import { list, date: None, year: None, dry_run, reason, ethnic_basis };
    let spool = &visit.counter.operations().jobs.spool;
    let name = spool.name(visit.office().chance(), &file.name);
    let kept = spool.create(&name).and_then(|mut kept| kept.write_all(&file.bytes));
    kept.map_err(|error| Failure::Fault(Box::new(error)))?;
    let (unit, organization) = place(visit);
    let asked = Asked { work, unit, organization, source: Some((name.clone(), file.name.clone())) };
    match add(visit.office(), visit.actor()?, &asked) {
        Ok(job) => {
            visit.counter.operations().jobs.ring();
            visit.go(&format!("/viec/{job}"), "job-added")
        }
        Err(error) => {
            spool.remove(&name);
            let Error::Refused(refusal) = error else { return Err(error.into()) };
            faults.add_text("noi", said(visit, &refusal));
            import_form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list())
        }
    }
}

fn is_list(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// `GET /viec/xuat`
pub fn export_page(visit: &Visit<'_>) -> Answer {
    export_form(visit, StatusCode::OK, Vec::new())
}

fn export_form(visit: &Visit<'_>, status: StatusCode, faults: Vec<FieldFault>) -> Answer {
    let words = |key: &str| visit.words.get(key).into_owned();
    let years: Vec<String> =
        visit.office().rounds()?.iter().map(|round| round.rules.year.to_string()).collect();
    let mut lists = vec![("people", "jobs-list-people")];
    if has_units(visit, ActKind::Export)? {
        lists.push(("dossiers", "jobs-list-dossiers"));
    }
    let page = Export {
        frame: visit.frame("jobs-export").with_faults(faults),
        lists: lists.into_iter().map(|(list, key)| (list, words(key))).collect(),
        list: match visit.form().get("loai") {
            "" => "people".to_owned(),
            list => list.to_owned(),
        },
        places: places(visit, ActKind::Export)?,
        place: visit.form().get("noi").to_owned(),
        years: years.into_iter().map(|year| (year.clone(), year)).collect(),
        year: visit.form().get("nam").to_owned(),
        may_numbers: visit.may(&[ActKind::ReadNumber]),
    };
    visit.show_as(status, &page)
}

/// `POST /viec/xuat`
pub fn export(visit: &Visit<'_>) -> Answer {
    let mut faults = Faults::default();
    let list = visit.form().get("loai").to_owned();
    let known: &[&str] = match place(visit) {
        (_, Some(_)) => &["people"],
        _ => &["people", "dossiers"],
    };
    if !known.contains(&list.as_str()) {
        faults.add(visit, "loai", "jobs-list-missing");
        return export_form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list());
    }
    let year = if list == "people" { None } else { visit.form().read("nam") };
    let numbers = visit.form().ticked("so");
    let (unit, organization) = place(visit);
    let work = Work::Export { list, year, numbers, ethnic_groups: false, ending: "xlsx".to_owned() };
    match add(visit.office(), visit.actor()?, &Asked { work, unit, organization, source: None }) {
        Ok(job) => {
            visit.counter.operations().jobs.ring();
            visit.go(&format!("/viec/{job}"), "job-added")
        }
        Err(Error::Refused(refusal)) => {
            faults.add_text("noi", said(visit, &refusal));
            export_form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
