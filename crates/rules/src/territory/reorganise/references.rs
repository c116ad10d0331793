//! Which unit a line of a decree means.

use super::conflict::refuse;
use super::plan::Plan;
use crate::ids::UnitId;
use crate::refusal::Refusal;
use crate::territory::spelling::key;
use crate::territory::unit::Level;

impl Plan<'_> {
    /// The unit in force on the last day before the decree.
    pub(super) fn unit_before(&self, text: &str) -> Result<UnitId, Refusal> {
        let text = text.trim();
        if let Ok(id) = text.parse::<UnitId>() {
            return if self.before.is_in_force(id) { Ok(id) } else { Err(self.unknown(text)) };
        }
        if let Some((home, name)) = text.rsplit_once('/') {
            let home = self.unit_before(home)?;
            return self.child_before(home, name.trim(), text);
        }
        let coded = OFFICIAL_LEVELS.iter().filter_map(|level| self.before.find_by_code(*level, text));
        self.only(&coded.map(|unit| unit.id).collect::<Vec<_>>(), text)
    }

    /// The unit in force on the day of the decree: one it opens, else one that stays.
    pub(super) fn unit_after(&self, text: &str) -> Result<UnitId, Refusal> {
        let wanted = text.trim();
        let opened = self.changes.units_opened.iter();
        let opened: Vec<UnitId> = opened
            .filter(|unit| {
                (&*unit.code == wanted && unit.level != Level::Hamlet) || unit.id.to_string() == wanted
            })
            .map(|unit| unit.id)
            .collect();
        if !opened.is_empty() {
            return self.only(&opened, text);
        }
        let unit = self.unit_before(text)?;
        if !self.closes(unit) {
            return Ok(unit);
        }
        let reason = format!("{} closes with this decree.", self.before.name(unit));
        Err(refuse("territory.closes", reason, "Name a unit that stays, or open one with this code."))
    }

    fn child_before(&self, home: UnitId, name: &str, text: &str) -> Result<UnitId, Refusal> {
        let wanted = key(name);
        let named =
            |id: UnitId| [self.before.name(id), self.before.short_name(id)].map(key).contains(&wanted);
        let children = self.before.children(home).filter(|unit| &*unit.code == name || named(unit.id));
        self.only(&children.map(|unit| unit.id).collect::<Vec<_>>(), text)
    }

    fn only(&self, found: &[UnitId], text: &str) -> Result<UnitId, Refusal> {
        match *found {
            [only] => Ok(only),
            [] => Err(self.unknown(text)),
            _ => {
                let reason = format!("\"{text}\" names {} units.", found.len());
                Err(refuse("territory.ambiguous_unit", reason, "Name the unit by its id."))
            }
        }
    }

    fn unknown(&self, text: &str) -> Refusal {
        let reason = format!("No unit \"{text}\" is in force on {}.", self.before.day());
        refuse(
            "territory.unknown_unit",
            reason,
            "Check the code and the date on which the decree takes effect.",
        )
    }
}

/// Levels whose codes the statistics office gives.
const OFFICIAL_LEVELS: [Level; 3] = [Level::Province, Level::District, Level::Commune];
