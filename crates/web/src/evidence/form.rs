//! The evidence of one indicator: what is there, and a form to bring more. A file goes with the form, or
//! was brought in parts before (`tai_len`), where the browser runs our script.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::evidence::{
    NewLink, NewNote, NewUpload, Piece, add_link, add_note, append, attach, begin_upload, detach, finish,
    of_dossier, of_person,
};
use sohoc_acts::rounds::Round;
use sohoc_ledger::dossier as book;
use sohoc_rules::dossier::Channel;
use sohoc_rules::evidence::{EvidenceState, MOST_PER_INDICATOR};
use sohoc_rules::ids::{DossierId, EvidenceId, PersonId, RoundId, UploadId};

use super::darkroom;
use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::preferences::is_own;
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

/// Bytes of an upload that are kept at a time.
const PART_BYTES: usize = 1 << 20;

#[derive(Template)]
#[template(path = "evidence/form.html")]
struct Page<'r> {
    frame: Frame<'r>,
    /// Words of the indicator.
    indicator: String,
    examples: Vec<String>,
    pieces: Vec<Piece>,
    /// What the person brought elsewhere and may use here as well.
    others: Vec<(String, String)>,
    full: bool,
    /// Whether somebody else's hand brings it.
    helped: bool,
    back: String,
    here: String,
    dossier: String,
    /// What was typed.
    heading: String,
    address: String,
    account: String,
    witness: String,
}

/// A dossier and the indicator of the path.
struct Asked {
    round: Round,
    dossier: DossierId,
    person: PersonId,
    group: String,
    code: String,
    own: bool,
}

impl Asked {
    fn read(visit: &Visit<'_>) -> Result<Self, Failure> {
        let dossier: DossierId = visit.id("ho_so")?;
        let row = visit.office().read(|reader| {
            let row = book::load(reader, &[dossier])?.into_iter().next().flatten();
            row.ok_or(Error::NotFound("dossier"))
        })?;
        let round = visit.office().round_of(RoundId::from_uuid(row.round))?;
        let code = visit.param("chi_so").to_owned();
        let known = round.set.form(&row.group).is_some_and(|form| form.position(&code).is_some());
        let person = PersonId::from_uuid(row.person);
        let own = visit.actor()?.person() == Some(person);
        if known {
            Ok(Self { round, dossier, person, group: row.group, code, own })
        } else {
            Err(Failure::NotFound)
        }
    }

    fn path(&self) -> String {
        format!("/minh-chung/{}/{}", self.dossier, self.code)
    }

    /// Where the visitor came from.
    fn back(&self, visit: &Visit<'_>) -> String {
        let wanted = [visit.query().get("ve"), visit.form().get("ve")].into_iter().find(|path| is_own(path));
        match wanted {
            Some(wanted) => wanted.to_owned(),
            None if self.own => format!("/ho-so/{}/cau/{}", self.round.rules.year, self.code),
            None => format!("/duyet/{}", self.dossier),
        }
    }

    const fn channel(&self) -> Channel {
        if self.own { Channel::Web } else { Channel::Assisted }
    }
}

/// `GET /ho-so/{nam}/cau/{chi_so}/minh-chung`: to the same page of one's own dossier.
pub fn own(visit: &Visit<'_>) -> Answer {
    let year: i16 = visit.id("nam")?;
    let person = visit.actor()?.person().ok_or(Failure::NotFound)?;
    let round = visit.office().round(year)?;
    let dossier = visit
        .office()
        .read(|reader| Ok(book::find_of(reader, round.id, &[person.uuid()])?.into_iter().flatten().next()))?;
    match dossier {
        Some(dossier) => visit.go(&format!("/minh-chung/{dossier}/{}", visit.param("chi_so")), ""),
        None => visit.go("/ho-so", ""),
    }
}

/// `GET /minh-chung/{ho_so}/{chi_so}`
pub fn page(visit: &Visit<'_>) -> Answer {
    show(visit, &Asked::read(visit)?, StatusCode::OK, Vec::new())
}

fn show(visit: &Visit<'_>, asked: &Asked, status: StatusCode, faults: Vec<FieldFault>) -> Answer {
    let (office, actor) = (visit.office(), visit.actor()?);
    let all = of_dossier(office, actor, &asked.round, asked.dossier)?;
    let pieces =
        all.into_iter().find(|one| one.indicator == asked.code).map(|one| one.pieces).unwrap_or_default();
    let usable = |piece: &Piece| {
        !piece.emptied
            && piece.state != EvidenceState::Refused
            && !pieces.iter().any(|here| here.id == piece.id)
    };
    let others = of_person(office, actor, asked.person)?.into_iter().filter(usable);
    let form = asked.round.set.form(&asked.group).ok_or(Failure::NotFound)?;
    let indicator =
        form.competences.iter().flat_map(|one| &one.indicators).find(|one| one.code == asked.code);
    let indicator = indicator.ok_or(Failure::NotFound)?;
    let page = Page {
        frame: visit.frame("evidence-title").with_faults(faults),
        indicator: format!("{} {}", indicator.code, indicator.text),
        examples: indicator.examples.clone(),
        full: pieces.len() >= MOST_PER_INDICATOR,
        others: others
            .map(|piece| (piece.id.to_string(), format!("{} ({})", piece.title, piece.year)))
            .collect(),
        pieces,
        helped: !asked.own,
        back: asked.back(visit),
        here: asked.path(),
        dossier: asked.dossier.to_string(),
        heading: visit.form().text("ten-goi"),
        address: visit.form().text("lien-ket"),
        account: visit.form().text("loi-ke"),
        witness: visit.form().text("nguoi-chung"),
    };
    visit.show_as(status, &page)
}

/// `POST /minh-chung/{ho_so}/{chi_so}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let asked = Asked::read(visit)?;
    let brought = bring(visit, &asked).and_then(|evidence| {
        attach(visit.office(), visit.actor()?, &asked.round, evidence, asked.dossier, &[&asked.code])?;
        Ok(())
    });
    match brought {
        Ok(()) => {
            let back: String = form_urlencoded::byte_serialize(asked.back(visit).as_bytes()).collect();
            visit.go(&format!("{}?ve={back}", asked.path()), "evidence-added")
        }
        Err(Failure::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let fault =
                FieldFault { field: "tep".to_owned(), text: format!("{text} {remedy}").trim().to_owned() };
            show(visit, &asked, StatusCode::UNPROCESSABLE_ENTITY, vec![fault])
        }
        Err(failure) => Err(failure),
    }
}

/// What was brought: one from elsewhere, a file (whole or in parts), a link, or what somebody saw.
fn bring(visit: &Visit<'_>, asked: &Asked) -> Result<EvidenceId, Failure> {
    let (office, actor, form) = (visit.office(), visit.actor()?, visit.form());
    let (person, year, channel) = (asked.person, asked.round.rules.year, asked.channel());
    let heading = match form.text("ten-goi") {
        typed if typed.is_empty() => visit.words.get("evidence-unnamed").into_owned(),
        typed => typed,
    };
    if let Some(known) = form.read::<EvidenceId>("da-co") {
        return Ok(known);
    }
    if let Some(upload) = form.read::<UploadId>("tai_len") {
        return Ok(darkroom::with(visit.counter.settings(), |room| finish(office, actor, upload, room))?);
    }
    if let Some(file) = form.file("tep") {
        let size_bytes = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        let new = NewUpload { person, year, title: heading, media_hint: None, size_bytes, channel };
        let upload = begin_upload(office, actor, &new)?;
        let mut offset = 0;
        for part in file.bytes.chunks(PART_BYTES) {
            offset = append(office, actor, upload, offset, part)?;
        }
        return Ok(darkroom::with(visit.counter.settings(), |room| finish(office, actor, upload, room))?);
    }
    if !form.get("loi-ke").is_empty() {
        let (note, witness) = (form.text("loi-ke"), form.text("nguoi-chung"));
        return Ok(add_note(
            office,
            actor,
            &NewNote { person, year, title: heading, note, witness, channel },
        )?);
    }
    if !form.get("lien-ket").is_empty() {
        let link = form.text("lien-ket");
        return Ok(add_link(office, actor, &NewLink { person, year, title: heading, link, channel })?);
    }
    Err(Failure::Refused(sohoc_rules::Refusal {
        code: "evidence.nothing_chosen",
        reason: "Nothing was chosen.".into(),
        remedy: "Choose a file, or give a link or a note.",
    }))
}

/// `POST /minh-chung/{ho_so}/{chi_so}/go`
pub fn take_off(visit: &Visit<'_>) -> Answer {
    let asked = Asked::read(visit)?;
    let evidence: EvidenceId = visit.form().read("minh_chung").ok_or(Failure::NotFound)?;
    detach(visit.office(), visit.actor()?, &asked.round, evidence, asked.dossier, &[&asked.code])?;
    let back: String = form_urlencoded::byte_serialize(asked.back(visit).as_bytes()).collect();
    visit.go(&format!("{}?ve={back}", asked.path()), "evidence-taken-off")
}
