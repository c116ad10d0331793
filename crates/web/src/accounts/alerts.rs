//! What those who answer for the installation must look at: emergencies, and who signed in or tried to.

use askama::Template;
use sohoc_acts::access::emergency::{Alert, acknowledge_alert, list_alerts};
use sohoc_acts::access::logins::{Login, list_logins};
use uuid::Uuid;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "accounts/alerts.html")]
struct Alerts<'r> {
    frame: Frame<'r>,
    alerts: Vec<Alert>,
    logins: Vec<Login>,
    next: String,
}

/// `GET /tai-khoan/canh-bao`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (office, actor) = (visit.office(), visit.actor()?);
    let logins = list_logins(office, actor, None, visit.query().read("truoc"), SHOWN)?;
    let next = match logins.last() {
        Some(last) if i64::try_from(logins.len()) == Ok(SHOWN) => {
            format!("/tai-khoan/canh-bao?truoc={}", last.id)
        }
        _ => String::new(),
    };
    visit.show(&Alerts {
        frame: visit.frame("accounts-alerts"),
        alerts: list_alerts(office, actor)?,
        logins,
        next,
    })
}

/// `POST /tai-khoan/canh-bao`
pub fn acknowledge(visit: &Visit<'_>) -> Answer {
    let alert: Uuid = visit.form().read("canh-bao").ok_or(Failure::NotFound)?;
    acknowledge_alert(visit.office(), visit.actor()?, alert)?;
    visit.go("/tai-khoan/canh-bao", "accounts-acknowledged")
}
