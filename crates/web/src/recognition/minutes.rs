//! The minutes of a session, to be read and printed.

use askama::Template;
use sohoc_acts::recognition::{SessionFace, session};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::vietnamese::document_date;

use super::body::{Body, body, note};
use super::hold::RULES;
use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "recognition/minutes.html")]
struct Page<'r> {
    frame: Frame<'r>,
    id: String,
    body: Body,
    face: SessionFace,
    /// `ngày 05 tháng 12 năm 2026`
    day: String,
    present: usize,
    quorum: bool,
    chair: String,
    secretary: String,
    opinions: String,
    files: Vec<File>,
    /// Whether a decision may still rest on it and the visitor may make it.
    may_decide: bool,
}

struct File {
    position: i64,
    name: String,
    birth_year: i64,
    place: String,
    total: Option<u16>,
}

/// `GET /quyet-dinh/phien/{phien}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let id = visit.id("phien")?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let face = session(office, actor, id)?;
    note(visit, face.body, 1)?;
    let map = office.map_on(visit.today())?;
    let files: Vec<File> = face
        .files
        .iter()
        .map(|file| File {
            position: file.position,
            name: file.name.clone(),
            birth_year: file.birth_year,
            place: map.short_name(sohoc_rules::ids::UnitId::from_uuid(file.unit)).to_owned(),
            total: file.total,
        })
        .collect();
    let named = |person: Option<uuid::Uuid>| {
        let found = person.and_then(|person| face.members.iter().find(|member| member.person == person));
        found.map(|member| member.name.clone()).unwrap_or_default()
    };
    let still_appraised = face.files.iter().any(|file| file.state == State::Appraised.code());
    let mine = sohoc_acts::recognition::bodies(actor, &[ActKind::Decide], visit.today()).contains(&face.body);
    visit.show(&Page {
        frame: visit.frame("recognition-minutes-title"),
        id: id.to_string(),
        body: body(visit, face.body)?,
        day: document_date(face.held.held_on),
        present: face.held.present.len(),
        quorum: face.held.quorum(RULES).is_ok(),
        chair: named(face.minutes.chair),
        secretary: named(face.minutes.secretary),
        opinions: face.minutes.opinions.clone().unwrap_or_default(),
        files,
        may_decide: still_appraised && mine,
        face,
    })
}
