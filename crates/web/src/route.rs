//! The table of routes: what there is, who may come, and which function answers.
//!
//! Each chapter gives its rows; [`table`] joins them. The router, the menu's checks and the rights
//! matrix of the tests are all made from this table, so no route can be forgotten in any of them.

use axum::http::Method;
use axum::routing::MethodRouter;
use sohoc_rules::access::{ActKind, TokenScope};

use crate::failure::Answer;
use crate::state::Counter;
use crate::visit::Visit;

/// Who may come to a page at all. Which people and units they may then see or touch, the act or the
/// query asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everyone, signed in or not.
    Anyone,
    /// Whoever is signed in, even before the second factor.
    HalfSignedIn,
    /// Whoever is signed in with all that the account needs.
    SignedIn,
    /// Citizens with a record of their own.
    Own,
    /// Holders of a role that may do one of these acts somewhere.
    May(&'static [ActKind]),
    /// Programs with a token of this scope; nobody who is signed in.
    Token(TokenScope),
}

/// A function that answers: synchronous, on a thread where it may wait for the ledger.
pub type Page = fn(&Visit<'_>) -> Answer;

/// How a route answers.
#[derive(Clone)]
pub enum Doing {
    /// By a page.
    Page(Page),
    /// By a handler that needs the connection itself, as uploads in parts do; it asks for its rights itself.
    Raw(Box<MethodRouter<Counter>>),
}

/// One row.
#[derive(Clone)]
pub struct Route {
    /// The method; a page that is read answers HEAD as well.
    pub method: Method,
    /// The path with names in braces; the same name means the same kind of id everywhere.
    pub path: &'static str,
    /// Who may come.
    pub who: Who,
    /// The answer.
    pub doing: Doing,
    /// Most bytes a visitor may send.
    pub most_bytes: usize,
}

/// Forms are small; what takes files says so.
const FORM_BYTES: usize = 64 * 1024;

/// A page that is read.
#[must_use]
pub fn get(path: &'static str, who: Who, page: Page) -> Route {
    Route { method: Method::GET, path, who, doing: Doing::Page(page), most_bytes: 0 }
}

/// A form that is sent.
#[must_use]
pub fn post(path: &'static str, who: Who, page: Page) -> Route {
    Route { method: Method::POST, path, who, doing: Doing::Page(page), most_bytes: FORM_BYTES }
}

impl Route {
    /// The same, taking up to `bytes` from the visitor.
    #[must_use]
    pub const fn up_to(mut self, bytes: usize) -> Self {
        self.most_bytes = bytes;
        self
    }
}

/// All routes.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        crate::start::routes(),
        crate::access::routes(),
        crate::accounts::routes(),
        crate::api::routes(),
        crate::design::routes(),
        crate::dossier::routes(),
        crate::evidence::routes(),
        crate::frame::routes(),
        crate::jobs::routes(),
        crate::people::routes(),
        crate::privacy::routes(),
        crate::province::routes(),
        crate::recognition::routes(),
        crate::public::routes(),
    ]
    .concat()
}
