//! One row of a list of people, cell by cell.

use std::collections::BTreeMap;
use std::fmt::Write;

use sohoc_rules::people::BirthDate;
use sohoc_rules::time::Date;

use super::Hand;
use crate::Sample;
use crate::people::InventedPerson;

/// The cells of a row, in the order of [`PeopleRow::HEADINGS`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleRow {
    /// Name, number, birth date, sex, people, hamlet, commune, occupation, employer.
    pub cells: [String; 9],
}

impl PeopleRow {
    /// The heading row.
    pub const HEADINGS: [&'static str; 9] = [
        "Họ và tên",
        "Số CCCD",
        "Ngày sinh",
        "Giới tính",
        "Dân tộc",
        "Xóm",
        "Xã",
        "Nghề nghiệp",
        "Đơn vị công tác",
    ];

    pub(super) const NAME: usize = 0;
    pub(super) const NUMBER: usize = 1;
    pub(super) const BIRTH: usize = 2;
    pub(super) const SEX: usize = 3;
    pub(super) const ETHNIC: usize = 4;
    pub(super) const HAMLET: usize = 5;
    pub(super) const COMMUNE: usize = 6;
    pub(super) const OCCUPATION: usize = 7;
    pub(super) const EMPLOYER: usize = 8;

    /// Writes a person into the row, reusing its memory: a list of a province has 390,000 of them.
    /// Whoever writes a hamlet's code does so where its name would be asked about.
    pub(super) fn fill(&mut self, sample: &Sample, person: &InventedPerson, day: Date, by_code: &[bool]) {
        let hamlet = &sample.hamlets()[person.hamlet];
        let commune = sample.communes()[hamlet.commune].name_on(day);
        let organizations = sample.organizations();
        let employer = person.organization.map(|place| &organizations.all()[organizations.on(place, day)]);
        let texts = [
            (Self::NAME, person.name.as_str()),
            (Self::NUMBER, person.number.as_deref().unwrap_or_default()),
            (Self::SEX, person.sex.word()),
            (Self::ETHNIC, person.ethnic.name()),
            (Self::COMMUNE, commune),
            (Self::OCCUPATION, person.occupation.word()),
            (Self::EMPLOYER, employer.map_or("", |one| one.name.as_str())),
        ];
        for (place, text) in texts {
            self.cells[place].clear();
            self.cells[place].push_str(text);
        }
        self.cells[Self::HAMLET].clear();
        if by_code[person.hamlet] {
            self.cells[Self::HAMLET].push_str(&hamlet.code);
        } else {
            hamlet.write_name(&mut self.cells[Self::HAMLET]);
        }
        self.cells[Self::BIRTH].clear();
        write_birth(&mut self.cells[Self::BIRTH], person.birth, '/');
    }
}

impl Sample {
    /// The rows of a list of all people as it would be sent on a day, written by a careful or a hurried hand.
    /// Homes are those of [`crate::people::LIST_DAY`]: lists are seldom up to date.
    pub fn people_rows(&self, day: Date, hand: Hand) -> impl Iterator<Item = PeopleRow> + '_ {
        let by_code = self.hamlets_by_code(day, hand);
        self.population().map(move |person| {
            let mut row = PeopleRow::default();
            row.fill(self, &person, day, &by_code);
            hand.spoil(&mut row, self, &person);
            row
        })
    }
}

impl Sample {
    /// Hamlets that a careful hand names by code on a day: those whose commune has another of the same name,
    /// or shares its own name with another commune.
    pub(super) fn hamlets_by_code(&self, day: Date, hand: Hand) -> Vec<bool> {
        let name = |hamlet: &crate::territory::InventedHamlet| {
            (self.communes[hamlet.commune].name_on(day), hamlet.name())
        };
        let mut seen: BTreeMap<_, u32> = BTreeMap::new();
        for hamlet in &self.hamlets {
            *seen.entry(name(hamlet)).or_default() += 1;
        }
        self.hamlets.iter().map(|hamlet| hand == Hand::Careful && seen[&name(hamlet)] > 1).collect()
    }
}

/// `02/03/1956`, `03/1956` or `1956`.
pub(super) fn write_birth(cell: &mut String, birth: BirthDate, between: char) {
    // Writing into a String never fails.
    let _ = match (birth.day(), birth.month()) {
        (Some(day), Some(month)) => write!(cell, "{day:02}{between}{month:02}{between}{:04}", birth.year()),
        (None, Some(month)) => write!(cell, "{month:02}{between}{:04}", birth.year()),
        (_, None) => write!(cell, "{:04}", birth.year()),
    };
}
