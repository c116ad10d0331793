//! What is wrong with the data of each commune.

use askama::Template;
use sohoc_acts::dossier::{Quality, quality};
use sohoc_rules::access::{ActKind, Scope};
use sohoc_rules::ids::UnitId;
use sohoc_rules::vietnamese::text_sort_key;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "province/quality.html")]
struct Page<'r> {
    frame: Frame<'r>,
    year: i16,
    rows: Vec<(String, String, Quality)>,
    /// Living people without any home, told to who sees the whole province.
    homeless: i64,
}

/// `GET /chat-luong`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (office, actor) = (visit.office(), visit.actor()?);
    let rounds = office.rounds()?;
    let round =
        rounds.iter().find(|round| !round.closed).or_else(|| rounds.first()).ok_or(Failure::NotFound)?;
    let scopes = actor.scopes(ActKind::ReadFigures, visit.today());
    let sees_all = scopes.contains(&Scope::Everything);
    // A commune sees its own line; counting is the program's work, showing goes by the visitor's scope.
    let counted = if sees_all {
        quality(office, actor, round)?
    } else {
        quality(office, &sohoc_acts::access::Actor::system(), round)?
    };
    let map = office.map_on(visit.today())?;
    let mine = |unit: UnitId| {
        sees_all || scopes.iter().any(|scope| matches!(scope, Scope::Unit(own) if map.contains(*own, unit)))
    };
    let rows = counted.0.into_iter().filter(|(unit, _)| mine(*unit));
    let mut rows: Vec<_> = rows.map(|(unit, of)| (unit.to_string(), map.name(unit).to_owned(), of)).collect();
    rows.sort_by_key(|(_, name, _)| text_sort_key(name));
    let homeless = if sees_all { counted.1 } else { 0 };
    visit.show(&Page { frame: visit.frame("province-quality-title"), year: round.rules.year, rows, homeless })
}
