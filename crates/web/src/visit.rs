//! One request as a page sees it: who came, what was asked, in which language.

use std::net::IpAddr;
use std::str::FromStr;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::IntoResponse;
use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::access::session::{Origin, Session};
use sohoc_ledger::people::Scope;
use sohoc_rules::access::ActKind;
use sohoc_rules::time::{Date, Instant};

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::frame::Frame;
use crate::operations::FaultNumber;
use crate::route::Who;
use crate::session::is_open;
use crate::state::Counter;
use crate::texts::Words;

/// What came over the wire.
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path as it was asked.
    pub path: String,
    /// The question as it was asked, without the mark.
    pub question: String,
    /// Names of the path's pattern and what stood in their places.
    pub params: Vec<(String, String)>,
    /// The question, read.
    pub query: Fields,
    /// The form, read.
    pub form: Fields,
    /// The headers.
    pub headers: HeaderMap,
    /// Where it came from.
    pub address: IpAddr,
    /// What a fault would be found under in the log.
    pub number: FaultNumber,
}

/// A request with the visitor behind it.
pub struct Visit<'r> {
    /// The counter.
    pub counter: &'r Counter,
    /// What came.
    pub request: &'r Request,
    /// Who is signed in.
    pub session: Option<Session>,
    /// The visitor's language.
    pub words: &'r Words,
    /// The moment it came.
    pub now: Instant,
}

impl<'r> Visit<'r> {
    /// The office.
    #[must_use]
    pub fn office(&self) -> &'r Office {
        self.counter.office()
    }

    /// Today in Viet Nam.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.day()
    }

    /// Who is signed in; a page behind [`Who::SignedIn`] and stricter always finds somebody.
    ///
    /// # Errors
    /// [`Failure::SignIn`] when nobody is.
    pub fn session(&self) -> Result<&Session, Failure> {
        self.session.as_ref().ok_or(Failure::SignIn)
    }

    /// Who acts.
    ///
    /// # Errors
    /// As [`Visit::session`].
    pub fn actor(&self) -> Result<&Actor, Failure> {
        Ok(&self.session()?.actor)
    }

    /// Where it comes from, for the log of sign-ins.
    #[must_use]
    pub fn origin<'o>(&'o self, address: &'o str) -> Origin<'o> {
        let device = self.request.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Origin { address, device: device.unwrap_or_default() }
    }

    /// Whom the visitor may read of.
    ///
    /// # Errors
    /// As [`Visit::session`], and the refusal of who may read of nobody.
    pub fn scope(&self) -> Result<Scope, Failure> {
        let map = self.office().map_on(self.today())?;
        Ok(self.actor()?.reading_scope(&map)?)
    }

    /// Whether the visitor holds a role that may do one of these acts somewhere, today.
    #[must_use]
    pub fn may(&self, acts: &[ActKind]) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| acts.iter().any(|act| session.actor.may_somewhere(*act, self.today())))
    }

    /// Whether the visitor may come to what is open to `who`.
    #[must_use]
    pub fn passes(&self, who: Who) -> bool {
        let Some(session) = &self.session else { return who == Who::Anyone };
        match who {
            Who::Anyone | Who::HalfSignedIn => true,
            Who::SignedIn => is_open(session),
            Who::Own => is_open(session) && session.actor.person().is_some(),
            Who::May(acts) => is_open(session) && self.may(acts),
            Who::Token(_) => false,
        }
    }

    /// The id that stands in the path under `name`.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when it is no such id.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.param(name).parse().map_err(|_| Failure::NotFound)
    }

    /// What stands in the path under `name`.
    #[must_use]
    pub fn param(&self, name: &str) -> &'r str {
        self.request.params.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The question's fields.
    #[must_use]
    pub const fn query(&self) -> &'r Fields {
        &self.request.query
    }

    /// The form's fields.
    #[must_use]
    pub const fn form(&self) -> &'r Fields {
        &self.request.form
    }

    /// A cookie's value.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&'r str> {
        cookie(&self.request.headers, name)
    }

    /// The frame of a page whose title stands in the texts.
    #[must_use]
    pub fn frame(&self, title_key: &str) -> Frame<'r> {
        Frame::new(self, self.words.get(title_key).into_owned())
    }

    /// The frame of a page that is one for all guests: without a form that is sent, unless somebody is signed in.
    #[must_use]
    pub fn frame_for_all(&self, title_key: &str) -> Frame<'r> {
        match self.session {
            Some(_) => self.frame(title_key),
            None => Frame::for_all(self, self.words.get(title_key).into_owned()),
        }
    }

    /// The frame of a page with a title of its own.
    #[must_use]
    pub fn frame_titled(&self, title: impl Into<String>) -> Frame<'r> {
        Frame::new(self, title.into())
    }

    /// Shows a page.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub fn show(&self, page: &impl Template) -> Answer {
        self.show_as(StatusCode::OK, page)
    }

    /// Shows a page under another status: a form with faults is 422, what somebody changed meanwhile 409.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub fn show_as(&self, status: StatusCode, page: &impl Template) -> Answer {
        let html = page.render()?;
        // What was shown to somebody signed in must not come back with the back button after signing out.
        let kept = if self.session.is_some() { "no-store" } else { "no-cache" };
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
        ];
        Ok((status, headers, html).into_response())
    }

    /// Shows a page with [`Visit::frame_for_all`], which may be kept for a minute on its way to guests.
    ///
    /// # Errors
    /// When the template cannot be rendered.
    pub fn show_for_all(&self, status: StatusCode, page: &impl Template) -> Answer {
        if self.session.is_some() {
            return self.show_as(status, page);
        }
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60")),
            // Language, letters and colours are in cookies.
            (header::VARY, HeaderValue::from_static("cookie, accept-language")),
        ];
        Ok((status, headers, page.render()?).into_response())
    }

    /// Sends the browser on after a form was done. `done` names the words `done-…` shown there, or nothing.
    ///
    /// # Errors
    /// When `path` cannot stand in a header.
    pub fn go(&self, path: &str, done: &str) -> Answer {
        let place = match done {
            "" => path.to_owned(),
            done if path.contains('?') => format!("{path}&da={done}"),
            done => format!("{path}?da={done}"),
        };
        let place = HeaderValue::from_str(&place).map_err(|error| Failure::Fault(Box::new(error)))?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response())
    }
}

/// The value of a cookie among the headers.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then_some(value)
    })
}
