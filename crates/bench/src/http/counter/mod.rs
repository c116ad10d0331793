//! What people do at the counter in a province of the usual size: the scenarios, the ground they stand on, and
//! who does them.

mod ground;
mod pages;
mod staff;
mod writes;

use std::net::SocketAddr;

pub use ground::Ground;

use super::drive::Scenario;
use super::wire::{Client, Request, Response, Visitor};
use crate::stage::Error;

/// Everything that is asked of the counter, in the order in which one thing leaves what the next needs.
///
/// # Errors
/// When a page that a scenario begins with does not come.
pub fn scenarios(ground: &Ground, address: SocketAddr) -> Result<Vec<Scenario>, Error> {
    let mut all = pages::all(ground);
    all.extend(writes::all(ground, address)?);
    Ok(all)
}

/// A page as one visitor gets it, with what it sets.
fn visit(address: SocketAddr, path: &str, visitor: &mut Visitor) -> Result<Response, Error> {
    let response = Client::open(address)?.ask(&Request::get(path, visitor))?;
    visitor.take(&response);
    if response.status == 200 {
        return Ok(response);
    }
    let where_to = response.header("location").unwrap_or_default().to_owned();
    Err(std::io::Error::other(format!("{path} was answered with {} {where_to}", response.status)).into())
}
