//! Dossiers of a year with their scores and states.

use sohoc_ledger::dossier::{ListedDossier, list_at};
use sohoc_papers::workbook::{ListColumn, Value};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::UnitId;
use sohoc_rules::people::{PersonalNumber, Sex};
use sohoc_rules::territory::Level;

use super::Export;
use super::target::Target;
use crate::Error;

const COLUMNS: [ListColumn; 13] = [
    ListColumn { title: "Họ và tên", width: 28 },
    ListColumn { title: "Năm sinh", width: 9 },
    ListColumn { title: "Giới tính", width: 9 },
    ListColumn { title: "Số định danh cá nhân", width: 16 },
    ListColumn { title: "Dân tộc", width: 12 },
    ListColumn { title: "Xóm", width: 22 },
    ListColumn { title: "Xã", width: 22 },
    ListColumn { title: "Đơn vị công tác", width: 28 },
    ListColumn { title: "Nhóm đối tượng", width: 24 },
    ListColumn { title: "Điểm tự chấm", width: 12 },
    ListColumn { title: "Điểm thẩm định", width: 12 },
    ListColumn { title: "Trạng thái", width: 16 },
    ListColumn { title: "Mã hồ sơ", width: 38 },
];

/// One query for each unit, all of one moment, so that the list stands in the order of the map and is
/// never gathered.
pub fn write(export: &Export<'_>, target: &mut Target) -> Result<(), Error> {
    target.begin("Hồ sơ", &COLUMNS)?;
    let map = export.office.map_on(export.office.now().day())?;
    each(export, target, |target, unit, dossier, number| {
        let hamlet = map.territory().find(unit).is_some_and(|unit| unit.level == Level::Hamlet);
        let commune = map.ancestor(unit, Level::Commune).map_or(unit, |commune| commune.id);
        let id = dossier.id.to_string();
        target.row(&[
            Value::Text(&dossier.name),
            Value::Whole(dossier.birth_year),
            Sex::from_code(dossier.sex).map_or(Value::Empty, |sex| Value::Text(sex.word())),
            number.map(PersonalNumber::reveal).map_or(Value::Empty, Value::Text),
            export.leave.ethnic_group(dossier.ethnic_group.as_deref()).map_or(Value::Empty, Value::Text),
            Value::Text(if hamlet { map.name(unit) } else { "" }),
            Value::Text(map.name(commune)),
            dossier.organization.as_deref().map_or(Value::Empty, Value::Text),
            Value::Text(form_name(export, &dossier.group)),
            total(dossier.self_scores.as_deref()),
            total(dossier.review_scores.as_deref()),
            State::from_code(dossier.state).map_or(Value::Empty, |state| Value::Text(state.name())),
            Value::Text(&id),
        ])
    })
}

/// Hands over each dossier of the round with its unit and, when it was asked for, the opened number;
/// `take` tells how many rows there are.
pub fn each(
    export: &Export<'_>,
    target: &mut Target,
    mut take: impl FnMut(&mut Target, UnitId, &ListedDossier, Option<&PersonalNumber>) -> u64,
) -> Result<(), Error> {
    let Some(round) = &export.round else { return Ok(()) };
    export.office.read(|reader| {
        for unit in &export.units {
            list_at(reader, &export.leave.scope, round.id, *unit, |dossier| {
                let number = export.number(target, dossier.person, dossier.number_sealed.as_deref());
                let rows = take(target, *unit, &dossier, number.as_ref());
                export.told(target, rows);
                Ok(())
            })?;
            if target.has_failed() {
                return Ok(());
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// The name of a form of the round's set; its code where the set has none.
pub fn form_name<'a>(export: &'a Export<'_>, code: &'a str) -> &'a str {
    let form = export.round.as_ref().and_then(|round| round.set.form(code));
    form.map_or(code, |form| form.name.as_str())
}

fn total(scores: Option<&[u8]>) -> Value<'static> {
    scores.map_or(Value::Empty, |scores| Value::Whole(i64::from(Scores::from_bytes(scores).total())))
}
