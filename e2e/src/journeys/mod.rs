//! The stories, by who walks them.

mod citizen;
mod crawl;
mod deciding;
mod entering;
mod every_page;
mod harness;
mod keyboard;
mod lists;
mod passkeys;
mod preferences;
mod reviewing;
mod routes;
mod staff;
mod walks;
