//! The stories, by who walks them.

mod every_page;
mod harness;
