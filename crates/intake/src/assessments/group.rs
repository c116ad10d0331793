//! Which form a row was scored on.

use std::collections::BTreeMap;

use sohoc_papers::tables::Table;
use sohoc_rules::criteria::CriteriaSet;
use sohoc_rules::vietnamese::fold;

/// The forms of a set by code, name and number.
pub(super) struct Groups {
    codes: BTreeMap<String, String>,
    names: String,
}

impl Groups {
    pub(super) fn of(set: &CriteriaSet) -> Self {
        let mut codes = BTreeMap::new();
        for (number, form) in (1..).zip(&set.forms) {
            for text in [fold(&form.code), fold(&form.name), number.to_string(), format!("mau {number}")] {
                codes.insert(text, form.code.clone());
            }
        }
        let names: Vec<&str> = set.forms.iter().map(|form| form.name.as_str()).collect();
        Self { codes, names: names.join("; ") }
    }

    /// The form's code, or what goes back to the sender.
    pub(super) fn find(&self, text: &str) -> Result<String, String> {
        let code = self.codes.get(&fold(text)).cloned();
        code.ok_or_else(|| format!("không có nhóm “{text}”; bộ tiêu chí có: {}.", self.names))
    }
}

/// The one form that the titles above the list, or the name of the sheet, speak of.
pub(super) fn said_above(table: &Table, set: &CriteriaSet) -> Option<String> {
    let titles = table.head().flat_map(|(_, cells)| cells.into_iter().map(|cell| fold(&cell.display())));
    let mut texts: Vec<String> = titles.collect();
    texts.extend(table.sheet().map(fold));
    let says = |name: &str| texts.iter().any(|text| text.contains(&fold(name)));
    let mut said = set.forms.iter().filter(|form| says(&form.name));
    match (said.next(), said.next()) {
        (Some(form), None) => Some(form.code.clone()),
        (Some(_) | None, _) => None,
    }
}
