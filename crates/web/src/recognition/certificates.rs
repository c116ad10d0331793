//! The certificates of a decision, xóm by xóm: to be printed and signed for at the handing over.

use askama::Template;
use sohoc_acts::recognition::{decision, decision_lines};
use sohoc_ledger::recognition::LinePage;
use sohoc_rules::ids::{DecisionId, UnitId};
use sohoc_rules::vietnamese::{sort_key, text_sort_key};

use super::body::{Body, body, note};
use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "recognition/certificates.html")]
struct Page<'r> {
    frame: Frame<'r>,
    id: String,
    body: Body,
    number: String,
    total: usize,
    places: Vec<Place>,
}

struct Place {
    name: String,
    lines: Vec<(LinePage, String)>,
}

/// `GET /quyet-dinh/{quyet_dinh}/giay-chung-nhan`
pub fn page(visit: &Visit<'_>) -> Answer {
    let id: DecisionId = visit.id("quyet_dinh")?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let face = decision(office, actor, id)?;
    note(visit, face.issuer, 1)?;
    let map = office.map_on(visit.today())?;
    let mut places: Vec<Place> = Vec::new();
    for line in decision_lines(office, actor, id, 1, i64::from(i32::MAX))? {
        let Some(serial) = line.serial.clone() else { continue };
        let name = map.name(UnitId::from_uuid(line.unit)).to_owned();
        match places.iter_mut().find(|place| place.name == name) {
            Some(place) => place.lines.push((line, serial)),
            None => places.push(Place { name, lines: vec![(line, serial)] }),
        }
    }
    places.sort_by_key(|place| text_sort_key(&place.name));
    for place in &mut places {
        place.lines.sort_by_key(|(line, _)| (sort_key(&line.name), line.line));
    }
    visit.show(&Page {
        frame: visit.frame("recognition-certificates-title"),
        id: id.to_string(),
        body: body(visit, face.issuer)?,
        number: format!("{:02}/{}", face.row.number, face.row.sign),
        total: places.iter().map(|place| place.lines.len()).sum(),
        places,
    })
}
