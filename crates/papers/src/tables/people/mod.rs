//! Lists of people: who lives in a hamlet, who works in a unit, who registered for the year.

mod columns;

use std::borrow::Cow;

use sohoc_rules::people::{BirthDate, EthnicGroup, PersonName, PersonalNumber, Sex};

use super::checks::Checks;
use super::dates::{DateRules, birth_date, birth_date_in_parts};
use super::marks::{sex, sex_in_two_columns};
use super::numbers::{IdentityNumber, identity_number};
use super::problem::{CellProblem, Trouble};
use super::rows::Row;
use super::schema::{Field, Schema, Section};
use columns::COLUMNS;

/// The columns of a list of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is told by its title and names in `columns`")]
pub enum PersonField {
    FullName,
    FamilyName,
    GivenName,
    Number,
    Birth,
    BirthDay,
    BirthMonth,
    BirthYear,
    BirthIfMale,
    BirthIfFemale,
    Sex,
    Male,
    Female,
    Ethnic,
    Hamlet,
    Commune,
    District,
    Occupation,
    Group,
    Organization,
    Phone,
    Year,
    Note,
}

impl Field for PersonField {
    fn position(self) -> usize {
        self as usize
    }
}

/// A list of people.
pub const SCHEMA: Schema = Schema {
    kind: "people",
    columns: COLUMNS,
    identifying: &[&[PersonField::FullName as usize], &[PersonField::GivenName as usize]],
    split_name: Some([
        PersonField::FullName as usize,
        PersonField::FamilyName as usize,
        PersonField::GivenName as usize,
    ]),
    sections: &[
        Section { words: &["xã", "phường", "thị trấn"], column: PersonField::Commune as usize },
        Section { words: HAMLET_WORDS, column: PersonField::Hamlet as usize },
    ],
    labels: &[PersonField::FullName as usize, PersonField::FamilyName as usize],
};

/// The words for a hamlet, with accents: "Bàn" is a family name and "bản" a hamlet.
pub(super) const HAMLET_WORDS: &[&str] = &[
    "xóm",
    "xom",
    "thôn",
    "thon",
    "bản",
    "làng",
    "tổ dân phố",
    "tổ",
    "tdp",
    "khu phố",
    "khu",
    "khối",
    "khối phố",
];

/// A readable row of a list of people.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow<'a> {
    /// The number that the person sees beside the row.
    pub line: u32,
    /// The name.
    pub name: PersonName,
    /// The twelve digits, when given.
    pub number: Option<PersonalNumber>,
    /// The nine digits of an old identity card, when given instead.
    pub old_number: Option<String>,
    /// Day, month or only year of birth.
    pub birth: Option<BirthDate>,
    /// Man or woman, from whichever columns tell it.
    pub sex: Option<Sex>,
    /// The ethnic group.
    pub ethnic_group: Option<EthnicGroup>,
    /// The hamlet as written, or the section row above.
    pub hamlet: Option<Cow<'a, str>>,
    /// The commune as written: a name or a code.
    pub commune: Option<Cow<'a, str>>,
    /// The district as written; there are none since 1 July 2025.
    pub district: Option<Cow<'a, str>>,
    /// Occupation.
    pub occupation: Option<Cow<'a, str>>,
    /// The group whose form applies.
    pub group: Option<Cow<'a, str>>,
    /// Where the person works or studies.
    pub organization: Option<Cow<'a, str>>,
    /// Telephone number as written.
    pub phone: Option<Cow<'a, str>>,
    /// Remarks.
    pub note: Option<Cow<'a, str>>,
}

/// Reads a row, with every check that needs the row alone.
///
/// # Errors
/// All problems of the row at once.
pub fn read<'a>(row: &Row<'a>, rules: &DateRules) -> Result<PersonRow<'a>, Vec<CellProblem>> {
    let mut checks = Checks::of(row, &SCHEMA);
    let name = name(row, &mut checks);
    let number = checks.take(PersonField::Number, identity_number(row.cell(PersonField::Number)));
    let (number, old_number) = match number {
        Some(IdentityNumber::Personal(number)) => (Some(number), None),
        Some(IdentityNumber::Old(number)) => (None, Some(number)),
        None => (None, None),
    };
    let (birth, sex) = birth_and_sex(row, rules, &mut checks);
    let ethnic_group = checks.text(PersonField::Ethnic).and_then(|text| {
        let group = EthnicGroup::new(&text).map_err(|_| Trouble::EthnicGroupRefused(text.into_owned()));
        checks.take(PersonField::Ethnic, group.map(Some))
    });
    let person = name.map(|name| PersonRow {
        line: row.line(),
        name,
        number,
        old_number,
        birth,
        sex,
        ethnic_group,
        hamlet: checks.text(PersonField::Hamlet),
        commune: checks.text(PersonField::Commune),
        district: checks.text(PersonField::District),
        occupation: checks.text(PersonField::Occupation),
        group: checks.text(PersonField::Group),
        organization: checks.text(PersonField::Organization),
        phone: checks.text(PersonField::Phone),
        note: checks.text(PersonField::Note),
    });
    checks.finish(person)
}

fn name(row: &Row<'_>, checks: &mut Checks<'_, '_>) -> Option<PersonName> {
    let split = row.column(PersonField::GivenName).is_some() && row.column(PersonField::FullName).is_none();
    let (field, text) = if split {
        let family = checks.text(PersonField::FamilyName).unwrap_or_default();
        let given = checks.needed(PersonField::GivenName)?;
        (PersonField::GivenName, Cow::Owned(format!("{family} {given}")))
    } else {
        (PersonField::FullName, checks.needed(PersonField::FullName)?)
    };
    let name = PersonName::new(&text).map_err(|fault| Trouble::NameRefused(fault.to_string()));
    checks.take(field, name.map(Some))
}

fn birth_and_sex(
    row: &Row<'_>,
    rules: &DateRules,
    checks: &mut Checks<'_, '_>,
) -> (Option<BirthDate>, Option<Sex>) {
    let has = |field| row.column(field).is_some();
    let written = checks.take(PersonField::Sex, sex(row.cell(PersonField::Sex)));
    if has(PersonField::BirthIfMale) || has(PersonField::BirthIfFemale) {
        return birth_by_sex(row, rules, written, checks);
    }
    let birth = if has(PersonField::BirthYear) {
        let [day, month, year] = [PersonField::BirthDay, PersonField::BirthMonth, PersonField::BirthYear]
            .map(|field| row.cell(field));
        checks.take(PersonField::BirthYear, birth_date_in_parts(day, month, year, rules))
    } else {
        checks.take(PersonField::Birth, birth_date(row.cell(PersonField::Birth), rules))
    };
    if written.is_some() || !(has(PersonField::Male) || has(PersonField::Female)) {
        return (birth, written);
    }
    let ticked = sex_in_two_columns(row.cell(PersonField::Male), row.cell(PersonField::Female));
    let only_women = has(PersonField::Female) && !has(PersonField::Male);
    let ticked = checks.take(PersonField::Female, ticked);
    // A single column "Nữ" is ticked for women and empty for men.
    (birth, ticked.or(only_women.then_some(Sex::Male)))
}

/// The year of birth stands under "Nam" or under "Nữ" and so tells the sex too.
fn birth_by_sex(
    row: &Row<'_>,
    rules: &DateRules,
    written: Option<Sex>,
    checks: &mut Checks<'_, '_>,
) -> (Option<BirthDate>, Option<Sex>) {
    let male = checks.take(PersonField::BirthIfMale, birth_date(row.cell(PersonField::BirthIfMale), rules));
    let female =
        checks.take(PersonField::BirthIfFemale, birth_date(row.cell(PersonField::BirthIfFemale), rules));
    match (male, female) {
        (Some(_), Some(_)) => {
            checks.note(PersonField::BirthIfFemale, Trouble::BothOrNeither);
            (None, None)
        }
        (Some(birth), None) => (Some(birth), Some(Sex::Male)),
        (None, Some(birth)) => (Some(birth), Some(Sex::Female)),
        (None, None) => (None, written),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_column_and_no_name_stands_for_two() {
        assert_eq!(COLUMNS.len(), PersonField::Note.position() + 1);
        assert_eq!(COLUMNS[PersonField::Number.position()].title, "Số định danh cá nhân");
        assert_eq!(COLUMNS[PersonField::Hamlet.position()].title, "Xóm");
        assert_eq!(COLUMNS[PersonField::Phone.position()].title, "Số điện thoại");
        super::super::schema::assert_names_are_unique(&SCHEMA);
    }
}
