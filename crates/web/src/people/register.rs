//! Registering one person: typed, laid beside those on record who may be the same, then saved.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::people::{Candidate, Registration, candidates, check_since, register_another, register_same};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::time::Date;

use super::facts::{Beside, Typed, beside, sex_key, sexes, told, written};
use super::{homes, places};
use crate::access::said;
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "people/register.html")]
struct Form<'r> {
    frame: Frame<'r>,
    typed: Typed,
    sexes: Vec<(String, String)>,
    places: Vec<(String, String)>,
    place: String,
    since: String,
    reason: String,
    /// Whether the number speaks of another sex or birth year.
    asks_reason: bool,
}

#[derive(Template)]
#[template(path = "people/alike.html")]
struct Alike<'r> {
    frame: Frame<'r>,
    /// Names and values of the fields as they were typed.
    kept: Vec<(&'static str, String)>,
    shown: String,
    name: String,
    pairs: Vec<Pair>,
    /// The number is on record: nobody else can have it.
    is_held: bool,
}

struct Pair {
    id: String,
    same_number: bool,
    /// Where the record is kept, of which more is not for the visitor to know; empty for one that is shown.
    elsewhere: String,
    name: String,
    facts: Vec<Beside>,
}

/// `GET /nguoi/moi`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, Typed::default(), false, Vec::new())
}

fn form(
    visit: &Visit<'_>,
    status: StatusCode,
    typed: Typed,
    asks_reason: bool,
    faults: Vec<FieldFault>,
) -> Answer {
    let since = visit.form().get("tu");
    let page = Form {
        frame: visit.frame("people-new").with_faults(faults),
        typed,
        sexes: sexes(visit),
        places: homes(visit)?,
        place: visit.form().get("noi").to_owned(),
        since: if since.is_empty() { visit.today().to_string() } else { since.to_owned() },
        reason: visit.form().text("ly-do"),
        asks_reason,
    };
    visit.show_as(status, &page)
}

/// `POST /nguoi/moi`
pub fn send(visit: &Visit<'_>) -> Answer {
    let typed = Typed::sent(visit);
    let mut faults = Faults::default();
    let asked = registration(visit, &typed, &mut faults)?;
    // "Back to the form" brings what was typed with it.
    let back = visit.form().get("quyet") == "sua";
    let Some(asked) = asked.filter(|_| faults.is_empty() && !back) else {
        let status = if back { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return form(visit, status, typed, !visit.form().get("ly-do").is_empty(), faults.into_list());
    };
    let (office, actor) = (visit.office(), visit.actor()?);
    let reason = visit.form().text("ly-do");
    let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
    let shown: Vec<PersonId> =
        visit.form().get("da-thay").split(',').filter_map(|id| id.parse().ok()).collect();
    let done = match visit.form().get("quyet").parse::<PersonId>() {
        Ok(same) => register_same(office, actor, &asked, (same, reason)).map(|_| (same, "person-same")),
        Err(_) => {
            let found = candidates(office, actor, &asked)?;
            let all_seen = found.iter().all(|one| shown.contains(&one.person));
            let held = found.iter().any(|one| one.same_number);
            if !found.is_empty() && (held || !all_seen || visit.form().get("quyet") != "moi") {
                return alike(visit, &typed, &asked, found);
            }
            register_another(office, actor, &asked, (&shown, reason)).map(|id| (id, "person-registered"))
        }
    };
    match done {
        Ok((person, done)) => visit.go(&format!("/nguoi/{person}"), done),
        Err(Error::Refused(refusal)) => {
            let unlike = refusal.code == "people.number_unlike";
            let field = if unlike { "ly-do" } else { "so" };
            faults.add_text(field, said(visit, &refusal));
            form(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                typed,
                unlike || reason.is_some(),
                faults.into_list(),
            )
        }
        Err(error) => Err(error.into()),
    }
}

fn registration(
    visit: &Visit<'_>,
    typed: &Typed,
    faults: &mut Faults,
) -> Result<Option<Registration>, Failure> {
    let read = typed.read(visit, faults);
    let home: Option<UnitId> = visit.form().read("noi");
    let known = places(visit, ActKind::RegisterPerson)?;
    let home = home.filter(|home| known.iter().any(|(id, _)| *id == home.to_string()));
    if home.is_none() {
        faults.add(visit, "noi", "people-home-wrong");
    }
    let since: Option<Date> = visit.form().read("tu");
    if since.is_none() {
        faults.add(visit, "tu", "people-day-wrong");
    }
    if let (Some(since), Some(birth)) = (since, read.birth)
        && let Err(refusal) = check_since(since, birth, visit.today())
    {
        faults.add_text("tu", said(visit, &refusal));
    }
    let (Some(name), Some(birth), Some(sex)) = (read.name, read.birth, read.sex) else { return Ok(None) };
    let (Some(home), Some(since)) = (home, since) else { return Ok(None) };
    Ok(Some(Registration {
        name,
        birth,
        sex,
        number: read.number,
        ethnic_group: None,
        home,
        since,
        employer: None,
    }))
}

fn alike(visit: &Visit<'_>, typed: &Typed, asked: &Registration, found: Vec<Candidate>) -> Answer {
    let map = visit.office().map_on(visit.today())?;
    visit.office().note_reading(
        visit.actor()?,
        What::List,
        Subject::List { unit: Some(asked.home), organization: None, page: 1 },
    )?;
    let words = |key: &str| visit.words.get(key).into_owned();
    let number = if asked.number.is_some() { "people-number-given" } else { "people-no-number" };
    let new = vec![
        ("people-name", asked.name.as_str().to_owned()),
        ("people-born", written(asked.birth)),
        ("people-sex", words(sex_key(asked.sex.code()))),
        ("people-home", map.name(asked.home).to_owned()),
        ("people-number", words(number)),
    ];
    let shown: Vec<String> = found.iter().map(|one| one.person.to_string()).collect();
    let is_held = found.iter().any(|one| one.same_number);
    let pairs = found.into_iter().map(|one| {
        let commune = one.home.map(|home| {
            let commune = map.ancestor(home, sohoc_rules::territory::Level::Commune);
            map.name(commune.map_or(home, |unit| unit.id)).to_owned()
        });
        Pair {
            id: one.person.to_string(),
            same_number: one.same_number,
            elsewhere: if one.record.is_some() {
                String::new()
            } else {
                commune.unwrap_or_else(|| words("people-no-home"))
            },
            name: one.record.as_ref().map(|row| row.name.clone()).unwrap_or_default(),
            facts: one.record.map(|row| beside(new.clone(), told(visit, &map, &row))).unwrap_or_default(),
        }
    });
    let form = visit.form();
    let kept = ["ten", "sinh", "gioi", "so", "noi", "tu", "ly-do"].map(|field| (field, form.text(field)));
    visit.show(&Alike {
        frame: visit.frame("people-alike"),
        kept: kept.into(),
        shown: shown.join(","),
        name: typed.name.clone(),
        pairs: pairs.collect(),
        is_held,
    })
}
