//! Dossiers of a year in the field order of the central software.

use sohoc_ledger::dossier::ListedDossier;
use sohoc_papers::workbook::central::{COLUMNS, CentralRow};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::State;
use sohoc_rules::people::Sex;
use sohoc_rules::territory::Level;

use super::Export;
use super::dossiers::{each, form_name};
use super::target::Target;
use crate::Error;

/// Unreviewed scores stand where there are no reviewed ones, as in the self-assessment of the form.
pub fn write(export: &Export<'_>, target: &mut Target) -> Result<(), Error> {
    target.begin("Danh sách", &COLUMNS)?;
    let map = export.office.map_on(export.office.now().day())?;
    each(export, target, |target, unit, dossier, number| {
        let name_at = |level| map.ancestor(unit, level).map_or("", |above| map.name(above.id));
        let row = CentralRow {
            number,
            name: &dossier.name,
            sex: Sex::from_code(dossier.sex),
            birth_year: i16::try_from(dossier.birth_year).ok(),
            ethnic_group: export.leave.ethnic_group(dossier.ethnic_group.as_deref()),
            province: name_at(Level::Province),
            commune: name_at(Level::Commune),
            work: dossier.organization.as_deref(),
            group: form_name(export, &dossier.group),
            scores: scores(dossier),
            passed: passed(dossier.state),
        };
        target.row(&row.values())
    })
}

fn scores(dossier: &ListedDossier) -> [Option<i64>; 10] {
    let bytes = dossier.review_scores.as_deref().or(dossier.self_scores.as_deref()).unwrap_or_default();
    let scores = Scores::from_bytes(bytes);
    std::array::from_fn(|place| scores.at(place).map(i64::from))
}

/// Only a decision says so; a title that was revoked is no longer one.
fn passed(state: i64) -> Option<bool> {
    match State::from_code(state)? {
        State::Recognised => Some(true),
        State::NotRecognised | State::Revoked => Some(false),
        State::Draft
        | State::Submitted
        | State::Endorsed
        | State::Appraised
        | State::Returned
        | State::Withdrawn
        | State::Unreachable
        | State::Refused
        | State::Away => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_stands_only_where_a_decision_gave_one() {
        assert_eq!(passed(State::Recognised.code()), Some(true));
        assert_eq!(passed(State::Revoked.code()), Some(false));
        assert_eq!(passed(State::Appraised.code()), None);
        assert_eq!(passed(-1), None);
    }
}
