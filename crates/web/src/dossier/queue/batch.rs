//! All of a queue at once, except exceptions and what was set aside: said beforehand, counted afterwards.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{
    Batch, BatchDone, ReviewBody, appraise_filter, count_queue, dossier_faces, endorse_filter,
};
use sohoc_ledger::dossier::QueueCount;
use sohoc_rules::dossier::{Exception, Flags};
use sohoc_rules::privacy::What;

use crate::dossier::{body, labels};
use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

use super::filter::Filter;
use super::{RIGHTS, list};

#[derive(Template)]
#[template(path = "dossier/queue/batch.html")]
struct Confirm<'r> {
    frame: Frame<'r>,
    here: String,
    back: String,
    place: String,
    state_name: &'static str,
    only_name: &'static str,
    aside: String,
    /// Words of the button.
    go: &'static str,
    /// How many would go.
    going: i64,
    /// Code, words, how many have it, whether it holds them back.
    exceptions: Vec<(&'static str, String, i64, bool)>,
    held: i64,
    /// Names of those set aside.
    set_aside: Vec<String>,
}

/// `GET /duyet/don-vi/{don_vi}/ca-loat`
pub fn page(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, RIGHTS)?;
    let filter = Filter::read(visit.query(), list::usual_state(visit, body)?);
    confirm(visit, StatusCode::OK, (body, &filter), Flags::all(), Vec::new())
}

/// `POST /duyet/don-vi/{don_vi}/ca-loat`
pub fn send(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, RIGHTS)?;
    let filter = Filter::read(visit.form(), list::usual_state(visit, body)?);
    let kept: Vec<Exception> = visit.form().all("giu").filter_map(Exception::from_code).collect();
    let held_back = Flags::of(&kept);
    let act = filter.act().ok_or(Failure::NotFound)?.1;
    if visit.form().get("viec") != "lam" {
        return confirm(visit, StatusCode::OK, (body, &filter), held_back, Vec::new());
    }
    let taken_out = filter.aside.iter().copied().collect();
    let batch = Batch { body, only: filter.only, taken_out, held_back };
    let (office, actor, round) = (visit.office(), visit.actor()?, body::round(visit)?);
    let done = match act {
        "cham" => appraise_filter(office, actor, &round, &batch),
        _ => endorse_filter(office, actor, &round, &batch),
    };
    match done {
        Ok(done) => visit.go(&format!("{}&{}", filter.at_start().path(body), question(act, &done)), ""),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let faults = vec![FieldFault { field: "lam".to_owned(), text: format!("{text} {remedy}") }];
            confirm(visit, StatusCode::CONFLICT, (body, &filter), held_back, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn question(act: &str, done: &BatchDone) -> String {
    let exceptions: usize = done.exceptions.values().sum();
    let mut text = format!("viec={act}&xong={}&de-rieng={}&ngoai-le={exceptions}", done.done, done.taken_out);
    for (code, count) in &done.refused {
        text.push_str(&format!("&khong={code}~{count}"));
    }
    text
}

fn confirm(
    visit: &Visit<'_>,
    status: StatusCode,
    (body, filter): (ReviewBody, &Filter),
    held_back: Flags,
    faults: Vec<FieldFault>,
) -> Answer {
    let (act, name) = filter.act().ok_or(Failure::NotFound)?;
    if !body::may(visit, act, body)? {
        return Err(Failure::NotFound);
    }
    let (office, actor, round) = (visit.office(), visit.actor()?, body::round(visit)?);
    let counts: Vec<QueueCount> = count_queue(office, actor, &round, body)?
        .into_iter()
        .filter(|(state, flags, _)| *state == filter.state.code() && filter.only.holds(*flags))
        .collect();
    let of = |wanted: &dyn Fn(Flags) -> bool| -> i64 {
        counts.iter().filter(|(_, flags, _)| wanted(*flags)).map(|(.., count)| count).sum()
    };
    let aside =
        if filter.aside.is_empty() { Vec::new() } else { dossier_faces(office, actor, &filter.aside)? };
    if !aside.is_empty() {
        body::note(visit, What::List, body, 1)?;
    }
    let mut met = BTreeSet::new();
    let mut set_aside = Vec::new();
    let (mut aside_going, mut aside_held) = (0, 0);
    for face in aside
        .iter()
        .filter(|face| face.state == filter.state && face.round == round.id && filter.only.holds(face.flags))
        .filter(|face| met.insert(face.id))
    {
        set_aside.push(face.name.clone());
        if face.flags.and(held_back).is_empty() { aside_going += 1 } else { aside_held += 1 }
    }
    let exceptions = Exception::ALL.into_iter().filter_map(|one| {
        let count = of(&|flags| flags.holds(one));
        (count > 0).then(|| (one.code(), labels::exception(visit.words, one), count, held_back.holds(one)))
    });
    let appraises = name == "cham";
    visit.show_as(
        status,
        &Confirm {
            frame: visit
                .frame(if appraises { "queue-batch-appraise-title" } else { "queue-batch-endorse-title" })
                .with_faults(faults),
            here: format!("{}/ca-loat", body::queue_path(body)),
            back: filter.at_start().path(body),
            place: body::name(visit, body)?,
            state_name: filter.state_name(),
            only_name: filter.only_name(),
            aside: filter.aside_list(),
            go: if appraises { "queue-batch-appraise-go" } else { "queue-batch-endorse-go" },
            going: of(&|flags| flags.and(held_back).is_empty()) - aside_going,
            held: of(&|flags| !flags.and(held_back).is_empty()) - aside_held,
            exceptions: exceptions.collect(),
            set_aside,
        },
    )
}
