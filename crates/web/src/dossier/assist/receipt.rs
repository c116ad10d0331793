//! What the person is given, and who comes next.

use askama::Template;
use sohoc_acts::dossier::explain;
use sohoc_rules::access::ActKind;

use crate::dossier::labels::{self, Tag};
use crate::dossier::roster;
use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

use super::{begin, list_of, list_path, person};

#[derive(Template)]
#[template(path = "dossier/assist/receipt.html")]
struct Page<'r> {
    frame: Frame<'r>,
    list: String,
    consent: String,
    number: String,
    at: Option<sohoc_rules::time::Instant>,
    total: i64,
    state: Tag,
    word: String,
    witness: String,
    /// Page and name of the next one who has not begun.
    next: Option<(String, String)>,
}

/// `GET /xom/{nguoi}/bien-nhan`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (round, face) = person(visit, ActKind::EnterForOther)?;
    let Some(dossier) = face.dossier.as_ref() else { return begin(visit) };
    let whole = explain(visit.office(), visit.actor()?, &round, dossier.id)?;
    let receipt = whole.receipts.first();
    let next = roster::next_after(visit, list_of(visit, &face)?, face.id)?;
    let total = dossier.review_total.or(dossier.own_total).map_or(0, i64::from);
    visit.show(&Page {
        frame: visit.frame_titled(face.name.clone()),
        list: list_path(visit, &face)?,
        consent: super::path(&face, "dong-y"),
        number: receipt.map(|receipt| receipt.number.clone()).unwrap_or_default(),
        at: receipt.map(|receipt| receipt.at.0),
        total: receipt.map_or(total, |receipt| receipt.total),
        state: labels::state(visit.words, dossier.state),
        word: dossier.on_word.clone().unwrap_or_default(),
        witness: dossier.witness.clone().unwrap_or_default(),
        next: next.map(|line| (format!("/xom/{}/nhap", line.person), line.name)),
    })
}
