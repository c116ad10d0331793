//! What the person holds after handing in.

use askama::Template;
use sohoc_acts::dossier::Receipt;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

use super::state::{self, Status};
use super::{dossier, round};

#[derive(Template)]
#[template(path = "dossier/own/receipt.html")]
struct Page<'r> {
    frame: Frame<'r>,
    year: i16,
    receipt: Receipt,
    number: String,
    status: Status,
}

/// `GET /ho-so/{nam}/bien-nhan`
pub fn page(visit: &Visit<'_>) -> Answer {
    let round = round(visit)?;
    let own = dossier(visit, &round)?;
    let receipt = own.receipt.clone().ok_or(Failure::NotFound)?;
    let number = receipt.number.to_string();
    let status = state::of(visit, &own)?;
    visit.show(&Page {
        frame: visit.frame("own-receipt-title"),
        year: round.rules.year,
        receipt,
        number,
        status,
    })
}
