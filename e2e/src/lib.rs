//! The journeys of people, walked in a real browser.
//!
//! Everything here is a test of the built program as its users meet it: Chromium opens the pages that
//! `sohoc serve` answers with, and is driven by what a person perceives, the names of fields and buttons
//! as the accessibility tree says them. Nothing of ours is imported; what a journey cannot see on a page
//! it does not know.
//!
//! - `house`: the program with a ledger of its own for each journey, its sign-ins, what the machine has;
//! - `browser`: a visitor's window and all that can be done and measured in it;
//! - `journeys`: the stories, by who walks them.
//!
//! `./test` fetches what is needed and runs them; by hand `cargo build && cargo test -p sohoc-e2e`.
//! Pictures of the pages are put into `target/e2e/screens`.

// Public, so that what no journey needs today is no dead code.
#[cfg(test)]
pub mod browser;
#[cfg(test)]
pub mod house;
#[cfg(test)]
mod journeys;
