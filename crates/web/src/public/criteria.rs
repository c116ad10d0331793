//! The criteria in plain words: which group am I of, and what do its ten indicators ask. Printed, the page of a
//! group is its handbook.

use std::sync::Arc;

use askama::Template;
use sohoc_rules::criteria::{CriteriaSet, CriteriaStatus, GroupForm};

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "public/criteria.html")]
struct Groups<'r> {
    frame: Frame<'r>,
    set: Option<Arc<CriteriaSet>>,
    placeholder: bool,
    marks: Vec<Mark>,
}

/// A pass mark in words.
pub struct Mark {
    /// For which kinds of area.
    pub areas: Vec<String>,
    /// Points.
    pub total: u16,
    /// Whether somebody who knows has confirmed it.
    pub confirmed: bool,
}

#[derive(Template)]
#[template(path = "public/handbook.html")]
struct Handbook<'r, 's> {
    frame: Frame<'r>,
    set: &'s CriteriaSet,
    form: &'s GroupForm,
    placeholder: bool,
    marks: Vec<Mark>,
}

/// The set people are assessed by: that of this year's round, or of the latest before.
fn in_force(visit: &Visit<'_>) -> Result<Option<Arc<CriteriaSet>>, Failure> {
    let mut rounds = visit.office().rounds()?;
    rounds.sort_by_key(|round| std::cmp::Reverse(round.rules.year));
    let this_year = visit.today().year();
    let current = rounds.iter().position(|round| round.rules.year <= this_year).unwrap_or(0);
    Ok(rounds.get(current).map(|round| Arc::clone(&round.set)))
}

/// The pass marks of a set in words.
pub fn marks(visit: &Visit<'_>, set: &CriteriaSet) -> Vec<Mark> {
    let words = |code: &str| visit.words.get(&format!("public-area-{}", code.replace('_', "-"))).into_owned();
    let mark = |rule: &sohoc_rules::criteria::PassRule| Mark {
        areas: rule.areas.iter().map(|area| words(area.code())).collect(),
        total: rule.total,
        confirmed: rule.confirmed,
    };
    set.pass_rules.iter().map(mark).collect()
}

/// `GET /tieu-chi`
pub fn page(visit: &Visit<'_>) -> Answer {
    let set = in_force(visit)?;
    let placeholder = set.as_ref().is_some_and(|set| set.status == CriteriaStatus::Placeholder);
    let marks = set.as_ref().map(|set| marks(visit, set)).unwrap_or_default();
    visit.show(&Groups { frame: visit.frame("public-criteria-title"), set, placeholder, marks })
}

/// `GET /tieu-chi/{nhom}`
pub fn form(visit: &Visit<'_>) -> Answer {
    let set = in_force(visit)?.ok_or(Failure::NotFound)?;
    let form = set.form(visit.param("nhom")).ok_or(Failure::NotFound)?;
    let placeholder = set.status == CriteriaStatus::Placeholder;
    let marks = marks(visit, &set);
    visit.show(&Handbook {
        frame: visit.frame_titled(form.name.clone()),
        set: &set,
        form,
        placeholder,
        marks,
    })
}

#[cfg(test)]
mod tests {
    use sohoc_rules::territory::AreaClass;

    use crate::texts::Texts;

    #[test]
    fn every_kind_of_area_has_its_words() {
        let texts = Texts::load(None).expect("our own texts");
        for area in AreaClass::ALL {
            let key = format!("public-area-{}", area.code().replace('_', "-"));
            assert!(texts.vietnamese().has(&key), "no words for {key}");
        }
    }
}
