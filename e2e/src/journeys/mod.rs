//! The stories, by who walks them.

mod citizen;
mod entering;
mod every_page;
mod harness;
mod preferences;
mod routes;
mod staff;
