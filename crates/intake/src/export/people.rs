//! People with their homes and employers, in columns that `sohoc import people` reads again.

use sohoc_ledger::people::{ListedPerson, list_homeless, list_residents, list_staff};
use sohoc_papers::workbook::{ListColumn, Value};
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::people::{BirthDate, PersonalNumber, Sex};
use sohoc_rules::territory::{Level, TerritoryAsOf};
use sohoc_rules::time::Date;

use super::Export;
use super::target::Target;
use crate::Error;

const COLUMNS: [ListColumn; 9] = [
    ListColumn { title: "Họ và tên", width: 28 },
    ListColumn { title: "Ngày sinh", width: 12 },
    ListColumn { title: "Giới tính", width: 9 },
    ListColumn { title: "Số định danh cá nhân", width: 16 },
    ListColumn { title: "Dân tộc", width: 12 },
    ListColumn { title: "Xóm", width: 22 },
    ListColumn { title: "Xã", width: 22 },
    ListColumn { title: "Đơn vị công tác", width: 28 },
    ListColumn { title: "Nghề nghiệp", width: 20 },
];

/// One query for each unit, all of one moment, so that the list stands in the order of the map and is
/// never gathered.
pub fn write(export: &Export<'_>, target: &mut Target) -> Result<(), Error> {
    target.begin("Danh sách", &COLUMNS)?;
    let map = export.office.map_on(export.office.now().day())?;
    let scope = &export.leave.scope;
    export.office.read(|reader| {
        for unit in &export.units {
            let home = Home::of(&map, *unit);
            list_residents(reader, scope, *unit, |person| {
                take(export, target, &home, &person);
                Ok(())
            })?;
            if target.has_failed() {
                return Ok(());
            }
        }
        if export.everywhere {
            list_homeless(reader, scope, |person| {
                take(export, target, &Home::default(), &person);
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The staff of an organization, with their homes wherever they are.
pub fn write_staff(
    export: &Export<'_>,
    target: &mut Target,
    organization: OrganizationId,
) -> Result<(), Error> {
    target.begin("Danh sách", &COLUMNS)?;
    let map = export.office.map_on(export.office.now().day())?;
    export.office.read(|reader| {
        Ok(list_staff(reader, organization, |home, person| {
            let home = home.map_or_else(Home::default, |unit| Home::of(&map, unit));
            take(export, target, &home, &person);
            Ok(())
        })?)
    })?;
    Ok(())
}

/// Names of where somebody lives.
#[derive(Default)]
struct Home {
    hamlet: String,
    commune: String,
}

impl Home {
    fn of(map: &TerritoryAsOf, unit: UnitId) -> Self {
        let hamlet = map.territory().find(unit).is_some_and(|unit| unit.level == Level::Hamlet);
        let commune = map.ancestor(unit, Level::Commune).map_or(unit, |commune| commune.id);
        Self {
            hamlet: if hamlet { map.name(unit).to_owned() } else { String::new() },
            commune: map.name(commune).to_owned(),
        }
    }
}

fn take(export: &Export<'_>, target: &mut Target, home: &Home, person: &ListedPerson) {
    let number = export.number(target, person.id, person.number_sealed.as_deref());
    let birth = Birth::of(person);
    let rows = target.row(&[
        Value::Text(&person.name),
        birth.value(),
        Sex::from_code(person.sex).map_or(Value::Empty, |sex| Value::Text(sex.word())),
        number.as_ref().map(PersonalNumber::reveal).map_or(Value::Empty, Value::Text),
        export.leave.ethnic_group(person.ethnic_group.as_deref()).map_or(Value::Empty, Value::Text),
        Value::Text(&home.hamlet),
        Value::Text(&home.commune),
        person.organization.as_deref().map_or(Value::Empty, Value::Text),
        person.position.as_deref().map_or(Value::Empty, Value::Text),
    ]);
    export.told(target, rows);
}

/// A day where it is known, else the month or year as text.
enum Birth {
    Day(Date),
    Part(String),
}

impl Birth {
    fn of(person: &ListedPerson) -> Self {
        let part = |part: Option<i64>| part.and_then(|part| i8::try_from(part).ok());
        let year = i16::try_from(person.birth_year).unwrap_or_default();
        let (month, day) = (part(person.birth_month), part(person.birth_day));
        if let (Some(month), Some(day)) = (month, day)
            && let Ok(day) = Date::new(year, month, day)
        {
            return Self::Day(day);
        }
        Self::Part(
            BirthDate::new(year, month, None, Date::MAX).map_or_else(|_| year.to_string(), |b| b.to_string()),
        )
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Day(day) => Value::Day(*day),
            Self::Part(text) => Value::Text(text),
        }
    }
}
