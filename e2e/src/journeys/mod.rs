//! The stories, by who walks them.

mod entering;
mod every_page;
mod harness;
mod preferences;
