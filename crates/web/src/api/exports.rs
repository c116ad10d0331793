//! Whole lists. They are read and sent piece by piece: a list takes the same memory however long it is, a listener
//! who is slow holds no thread and no reader of the ledger, and reading ends when nobody listens any more.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use futures_util::stream::{self, StreamExt};
use sohoc_acts::access::tokens::Service;
use sohoc_acts::export::{Wanted, ask_leave};
use sohoc_rules::ids::{RoundId, UnitId};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};

use super::call::{ApiAnswer, Call};
use super::me::usual_unit;
use super::pieces::{Form, Piece, piece};
use super::problem::Problem;
use crate::failure::Failure;
use crate::state::Counter;

/// Columns of people.
const PEOPLE: &[&str] = &["person", "name", "birth_year", "unit", "employer"];
/// Columns of dossiers.
const DOSSIERS: &[&str] =
    &["dossier", "person", "name", "birth_year", "unit", "group", "state", "self_scores", "review_scores"];

/// What is taken out.
pub struct Order {
    /// How it is written.
    pub form: Form,
    /// The round, for dossiers.
    pub round: Option<(RoundId, i16)>,
    /// Whose list it is.
    pub within: Option<UnitId>,
    /// The units whose rows it holds, in the order of the map.
    pub units: Vec<UnitId>,
    /// Names of the columns.
    pub columns: &'static [&'static str],
}

/// Everyone with a home in a unit, one JSON object a line.
#[utoipa::path(
    get,
    path = "/api/v1/export/people.ndjson",
    params(("unit" = Option<String>, Query, format = "uuid", description = "The unit, with all below it; that of the token's role when left out")),
    responses((status = 200, content_type = "application/x-ndjson", body = String, description = "One object a line"))
)]
pub fn people_ndjson(call: &Call<'_>) -> ApiAnswer {
    take(call, Form::Lines, false)
}

/// Everyone with a home in a unit, as CSV.
#[utoipa::path(
    get,
    path = "/api/v1/export/people.csv",
    params(("unit" = Option<String>, Query, format = "uuid", description = "The unit, with all below it; that of the token's role when left out")),
    responses((status = 200, content_type = "text/csv", body = String, description = "A line of titles, then one line each"))
)]
pub fn people_csv(call: &Call<'_>) -> ApiAnswer {
    take(call, Form::Csv, false)
}

/// The dossiers of a year, one JSON object a line.
#[utoipa::path(
    get,
    path = "/api/v1/export/dossiers.ndjson",
    params(("year" = i16, Query, minimum = 2000, maximum = 2100, description = "Assessed year"), ("unit" = Option<String>, Query, format = "uuid", description = "The unit, with all below it; that of the token's role when left out")),
    responses((status = 200, content_type = "application/x-ndjson", body = String, description = "One object a line"))
)]
pub fn dossiers_ndjson(call: &Call<'_>) -> ApiAnswer {
    take(call, Form::Lines, true)
}

/// The dossiers of a year, as CSV.
#[utoipa::path(
    get,
    path = "/api/v1/export/dossiers.csv",
    params(("year" = i16, Query, minimum = 2000, maximum = 2100, description = "Assessed year"), ("unit" = Option<String>, Query, format = "uuid", description = "The unit, with all below it; that of the token's role when left out")),
    responses((status = 200, content_type = "text/csv", body = String, description = "A line of titles, then one line each"))
)]
pub fn dossiers_csv(call: &Call<'_>) -> ApiAnswer {
    take(call, Form::Csv, true)
}

fn take(call: &Call<'_>, form: Form, of_dossiers: bool) -> ApiAnswer {
    call.only(if of_dossiers { &["unit", "year"] } else { &["unit"] })?;
    let within = match call.read("unit", "the id of a unit")? {
        Some(unit) => Some(unit),
        None => usual_unit(call)?,
    };
    let round = if of_dossiers {
        let year = call.year()?;
        Some((call.office().round(year)?.id, year))
    } else {
        None
    };
    let map = call.office().map_on(call.today())?;
    let roots: Vec<UnitId> =
        within.map_or_else(|| map.roots().map(|unit| unit.id).collect(), |unit| vec![unit]);
    let units: Vec<UnitId> = roots.iter().flat_map(|root| map.subtree(*root)).map(|unit| unit.id).collect();
    let columns = if of_dossiers { DOSSIERS } else { PEOPLE };
    let order = Order { form, round, within, units, columns };
    // Refused before anything is sent, so that the refusal has a status of its own.
    let leave =
        ask_leave(call.office(), &call.service()?.actor, wanted(&order)).map(drop).map_err(Problem::from);
    match (leave, within) {
        (Err(problem), Some(unit)) if problem.is_not_found() => Err(call.not_theirs(unit)),
        (Ok(()), Some(_)) if order.units.is_empty() => Err(Problem::not_found()),
        (Err(problem), _) => Err(problem),
        (Ok(()), _) => answer(call, order),
    }
}

/// The list as its leave names it.
pub const fn wanted(order: &Order) -> Wanted {
    let (kind, year) = match order.round {
        Some((_, year)) => ("dossiers", Some(year)),
        None => ("people", None),
    };
    Wanted { kind, within: order.within, organization: None, year, numbers: false, ethnic_groups: false }
}

fn answer(call: &Call<'_>, order: Order) -> ApiAnswer {
    // One piece on its way while the next is read.
    let (send, receive) = channel::<io::Result<Bytes>>(1);
    let (counter, service) = (call.counter.clone(), Arc::clone(call.service()?));
    let kind = match order.form {
        Form::Lines => "application/x-ndjson",
        Form::Csv => "text/csv; charset=utf-8",
    };
    Handle::current().spawn(async move {
        if let Err(failure) = deliver(&counter, service, order, &send).await {
            // A list that ends early must not look whole: the connection breaks off. Who has gone does not hear it.
            let _ = send.send(Err(io::Error::other(failure.to_string()))).await;
        }
    });
    let pieces =
        stream::unfold(receive, |mut receive| async { receive.recv().await.map(|piece| (piece, receive)) });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(pieces.fuse())).into_response())
}

/// Reads and sends all pieces. That they were taken is journalled before the last one goes, and also when the
/// listener left or the reading broke off before.
async fn deliver(
    counter: &Counter,
    service: Arc<Service>,
    order: Order,
    send: &Sender<io::Result<Bytes>>,
) -> Result<(), Failure> {
    let order = Arc::new(order);
    let (mut from, mut rows) = (0, 0);
    let last = loop {
        let (asked, reader, office) = (Arc::clone(&order), Arc::clone(&service), counter.shared_office());
        let read = counter.work(move || piece(&office, &reader.actor, &asked, from)).await;
        let Piece { next, rows: more, bytes } = match read {
            Ok(Ok(piece)) => piece,
            Ok(Err(error)) => break Err(error.into()),
            Err(failure) => break Err(failure),
        };
        (from, rows) = (next, rows + more);
        if from >= order.units.len() {
            break Ok(bytes);
        }
        if !tell(counter, send, bytes).await {
            break Ok(Bytes::new());
        }
    };
    let office = counter.shared_office();
    let journalled = counter.work(move || ask_leave(&office, &service.actor, wanted(&order))?.journal(rows));
    journalled.await??;
    tell(counter, send, last?).await;
    Ok(())
}

/// Sends a piece; `false` when nobody takes it in the time that is given to a piece of a body.
async fn tell(counter: &Counter, send: &Sender<io::Result<Bytes>>, bytes: Bytes) -> bool {
    let patience = counter.settings().connections.body;
    if bytes.is_empty() {
        return true;
    }
    let sent = tokio::time::timeout(patience, send.send(Ok(bytes))).await;
    matches!(sent, Ok(Ok(())))
}
