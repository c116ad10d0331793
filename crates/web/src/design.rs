//! The design system: one page that shows every token and component in use.

use askama::Template;

use crate::failure::Answer;
use crate::frame::{Faults, Frame};
use crate::route::{Route, Who, get};
use crate::visit::Visit;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get("/giao-dien", Who::Anyone, page)]
}

#[derive(Template)]
#[template(path = "design.html")]
struct Design<'r> {
    frame: Frame<'r>,
    options: Vec<(&'static str, String)>,
    tags: Vec<(&'static str, String)>,
}

/// `GET /giao-dien`
fn page(visit: &Visit<'_>) -> Answer {
    let words = |key: &str| visit.words.get(key).into_owned();
    let mut faults = Faults::default();
    faults.add(visit, "ten", "design-fault");
    let options = [("1", "design-first"), ("2", "design-second"), ("3", "design-third")];
    let tones = ["plain", "waiting", "good", "bad", "gone"];
    visit.show(&Design {
        frame: visit.frame("design-title").with_faults(faults.into_list()),
        options: options.map(|(value, key)| (value, words(key))).to_vec(),
        tags: tones.map(|tone| (tone, words(&format!("design-tag-{tone}")))).to_vec(),
    })
}
