//! What is typed of a person: name, birth date, sex, number; and two records side by side.

use sohoc_acts::people::Correction;
use sohoc_ledger::people::PersonRow;
use sohoc_rules::ids::UnitId;
use sohoc_rules::people::{BirthDate, PersonName, PersonalNumber, Sex};
use sohoc_rules::territory::TerritoryAsOf;

use crate::frame::Faults;
use crate::visit::Visit;

/// What stands in the fields, kept when the form is shown again.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Name.
    pub name: String,
    /// Birth date.
    pub birth: String,
    /// Code of the sex.
    pub sex: String,
    /// Personal number.
    pub number: String,
}

impl Typed {
    /// As the form was sent.
    pub fn sent(visit: &Visit<'_>) -> Self {
        let form = visit.form();
        Self {
            name: form.text("ten"),
            birth: form.text("sinh"),
            sex: form.get("gioi").to_owned(),
            number: form.get("so").to_owned(),
        }
    }

    /// As it is on record; the number is never put into a field.
    pub fn on_record(row: &PersonRow) -> Self {
        Self { name: row.name.clone(), birth: born(row), sex: row.sex.to_string(), number: String::new() }
    }

    /// Read; what is wrong is added to the faults. All but the number must be there.
    pub fn read(&self, visit: &Visit<'_>, faults: &mut Faults) -> Correction {
        let name = PersonName::new(&self.name);
        if name.is_err() {
            faults.add(visit, "ten", "people-name-wrong");
        }
        let birth = BirthDate::read(&self.birth, visit.today());
        if birth.is_err() {
            faults.add(visit, "sinh", "people-birth-wrong");
        }
        let sex = self.sex.parse().ok().and_then(Sex::from_code);
        if sex.is_none() {
            faults.add(visit, "gioi", "people-sex-wrong");
        }
        let number = Some(self.number.as_str()).filter(|text| !text.is_empty()).map(PersonalNumber::new);
        if matches!(number, Some(Err(_))) {
            faults.add(visit, "so", "people-number-wrong");
        }
        Correction { name: name.ok(), birth: birth.ok(), sex, number: number.and_then(Result::ok) }
    }
}

/// The two choices of the sex: code and words.
pub fn sexes(visit: &Visit<'_>) -> Vec<(String, String)> {
    [Sex::Female, Sex::Male]
        .into_iter()
        .map(|sex| (sex.code().to_string(), visit.words.get(sex_key(sex.code())).into_owned()))
        .collect()
}

/// Key of the words of a sex.
pub fn sex_key(code: i64) -> &'static str {
    if Sex::from_code(code) == Some(Sex::Female) { "people-female" } else { "people-male" }
}

/// A birth date as far as it is known: `08/03/1980`, `03/1980`, `1980`.
pub fn born(row: &PersonRow) -> String {
    in_parts(row.birth_year, row.birth_month, row.birth_day)
}

/// The same of what was typed.
pub fn written(birth: BirthDate) -> String {
    in_parts(birth.year().into(), birth.month().map(i64::from), birth.day().map(i64::from))
}

fn in_parts(year: i64, month: Option<i64>, day: Option<i64>) -> String {
    let parts = [day, month].into_iter().flatten().map(|part| format!("{part:02}/"));
    parts.chain(std::iter::once(year.to_string())).collect()
}

/// A fact of two records: key of its words, both values, whether they differ.
pub type Beside = (&'static str, [String; 2], bool);

/// What is on record, in the order in which two are laid side by side.
pub fn told(visit: &Visit<'_>, map: &TerritoryAsOf, row: &PersonRow) -> Vec<(&'static str, String)> {
    let words = |key: &str| visit.words.get(key).into_owned();
    let number = if row.number_hash.is_some() { "people-has-number" } else { "people-no-number" };
    let home = row.unit.map(|unit| map.name(UnitId::from_uuid(unit)).to_owned());
    vec![
        ("people-name", row.name.clone()),
        ("people-born", born(row)),
        ("people-sex", words(sex_key(row.sex))),
        ("people-home", home.unwrap_or_default()),
        ("people-number", words(number)),
    ]
}

/// Two lists of the same facts laid side by side.
pub fn beside(
    one: Vec<(&'static str, String)>,
    other: impl IntoIterator<Item = (&'static str, String)>,
) -> Vec<Beside> {
    let pairs = one.into_iter().zip(other);
    pairs
        .map(|((key, left), (_, right))| {
            let differ = left != right;
            (key, [left, right], differ)
        })
        .collect()
}
