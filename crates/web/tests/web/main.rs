//! Pages as a browser asks for them: through the router, on a small ledger with everybody at work.
//!
//! A new chapter's pages are tried in a file of its name. The rights matrix tries every route with every
//! role by itself; a new name in braces needs its two ids in `rights.rs`.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod api;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod jobs;
#[cfg(test)]
#[expect(dead_code, unused_imports, reason = "the tests of the acts use more of it")]
#[path = "../../../acts/tests/office/support/mod.rs"]
mod office;
#[cfg(test)]
mod oidc;
#[cfg(test)]
mod own;
#[cfg(test)]
mod own_security;
#[cfg(test)]
mod passkeys;
#[cfg(test)]
mod people;
#[cfg(test)]
mod personal;
#[cfg(test)]
mod province;
#[cfg(test)]
mod public;
#[cfg(test)]
mod recognition;
#[cfg(test)]
mod review;
#[cfg(test)]
mod rights;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod security;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod support;
