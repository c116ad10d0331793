//! From the rows of the file to registrations that are ready for the writer.

use std::sync::mpsc::SyncSender;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sohoc_acts::Office;
use sohoc_acts::access::{Actor, Place};
use sohoc_acts::people::{Prepared, Registration, prepare};
use sohoc_papers::tables::people::{PersonField, PersonRow, read};
use sohoc_papers::tables::{DateRules, Row};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::people::{BirthDate, NumberWarning, PersonalNumber, Sex};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use super::Batch;
use crate::doubles::Doubles;
use crate::employers::Employers;
use crate::homes::{Homes, Written};
use crate::rejects::{Refused, Rejects};
use crate::rights::Rights;
use crate::run::BATCH;
use crate::sheets::{Sheets, Spot};
use crate::{Error, Options};

/// What is kept while a file is read: nothing of a row that went on, but twelve or twenty-four bytes to
/// know it again and the reasons of those that did not.
pub(super) struct Reading<'a> {
    office: &'a Office,
    options: Rules,
    homes: Homes,
    employers: Employers,
    rights: Rights<'a>,
    doubles: Doubles,
    chance: ChaCha20Rng,
    sheet: Option<String>,
    /// Rows with the nine digits of an old identity card in place of a personal number.
    old_numbers: u32,
    /// Rows whose ethnic group was left out.
    groups_left_out: u32,
    pub(super) rejects: Rejects,
}

/// What the options say about reading.
struct Rules {
    since: Date,
    dates: DateRules,
    /// Whether a clerk stands for numbers that do not fit their rows.
    numbers_stand: bool,
    /// Whether the sender named what the ethnic groups may be kept on.
    ethnic_groups: bool,
    staff_of: Option<OrganizationId>,
}

/// Where somebody stands in the list: by number, or by name, birth date and home, with or without one.
#[derive(Hash)]
enum Standing<'a> {
    Number(&'a str),
    Numbered(&'a str, BirthDate, UnitId),
    Unnumbered(&'a str, BirthDate, UnitId),
}

impl<'a> Reading<'a> {
    pub(super) fn new(office: &'a Office, actor: &'a Actor, options: &Options<'_>) -> Result<Self, Error> {
        Ok(Self {
            office,
            options: Rules {
                since: options.date,
                dates: options.dates(false),
                numbers_stand: options.reason.is_some(),
                ethnic_groups: options.ethnic_basis.is_some(),
                staff_of: options.staff_of,
            },
            homes: Homes::new(office, actor, options.date)?,
            employers: Employers::new(office, options.date)?,
            rights: Rights::new(office, actor, ActKind::Import)?,
            doubles: Doubles::default(),
            chance: ChaCha20Rng::from_seed(office.chance()),
            sheet: None,
            old_numbers: 0,
            groups_left_out: 0,
            rejects: Rejects::default(),
        })
    }

    pub(super) fn read(&mut self, sheets: &mut Sheets, batches: &SyncSender<Batch>) -> Result<(), Error> {
        let mut batch = Vec::with_capacity(BATCH);
        while let Some(mut sheet) = sheets.next_sheet()? {
            self.sheet = sheet.name();
            self.doubles.enter(sheet.number, self.sheet.as_deref());
            let dates = DateRules { from_1904: sheet.table.counts_from_1904(), ..self.options.dates };
            let mut rows = sheet.table.rows()?;
            while let Some(row) = rows.next_row()? {
                let at = Spot { sheet: sheet.number, line: row.line() };
                match read(&row, &dates) {
                    Ok(person) => batch.extend(self.prepare(&row, &person, at)),
                    Err(problems) => self.rejects.problems(at, &problems),
                }
                if batch.len() == BATCH
                    && batches
                        .send(in_order(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))))
                        .is_err()
                {
                    // The writer has failed and says why.
                    return Ok(());
                }
            }
        }
        if !batch.is_empty() {
            // As above.
            let _ = batches.send(in_order(batch));
        }
        Ok(())
    }

    /// Sentences about what was left out without rejecting a row.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = self.employers.notes();
        if self.old_numbers > 0 {
            notes.push(format!(
                "{} dòng chỉ có số CMND 9 số: số này không ghi vào sổ; khi có số định danh 12 số, hãy gửi lại danh sách.",
                self.old_numbers
            ));
        }
        if self.groups_left_out > 0 {
            notes.push(format!(
                "{} dòng có ghi dân tộc nhưng không nêu căn cứ nên cột này không ghi vào sổ; muốn ghi, hãy gửi lại danh \
                 sách và nêu căn cứ (phiếu đồng ý của từng người hoặc quy định).",
                self.groups_left_out
            ));
        }
        notes
    }

    /// The row ready for the writer; `None` when it was rejected.
    fn prepare(&mut self, row: &Row<'_>, person: &PersonRow<'_>, at: Spot) -> Option<Prepared> {
        let registration = match self.registration(row, person, at) {
            Ok(registration) => registration,
            Err(refused) => {
                self.rejects.refuse(at, refused);
                return None;
            }
        };
        self.old_numbers += u32::from(person.old_number.is_some());
        let left_out = person.ethnic_group.is_some() && !self.options.ethnic_groups;
        self.groups_left_out += u32::from(left_out);
        let id = PersonId::new(self.office.now(), self.bytes());
        Some(prepare(self.office.keys(), &registration, id, self.bytes()))
    }

    fn registration(
        &mut self,
        row: &Row<'_>,
        person: &PersonRow<'_>,
        at: Spot,
    ) -> Result<Registration, Refused> {
        let birth = person.birth.ok_or_else(|| {
            let field = birth_field(row);
            Refused::cell(row, field, "chưa ghi ngày sinh; hãy điền ít nhất năm sinh.")
        })?;
        let sex = person.sex.ok_or_else(|| {
            Refused::cell(row, PersonField::Sex, "chưa ghi giới tính; hãy điền Nam hoặc Nữ.")
        })?;
        let home = self.home(row, person)?;
        if let Some(number) = &person.number {
            self.check_number(row, number, birth, sex)?;
        }
        let employer = person.organization.as_deref().and_then(|text| self.employers.find(text));
        let employer = employer.or(self.options.staff_of);
        self.rights.check(Place { unit: Some(home), organization: employer, person: None })?;
        self.check_double(person, (birth, home), at)?;
        Ok(Registration {
            name: person.name.clone(),
            birth,
            sex,
            number: person.number.clone(),
            ethnic_group: person.ethnic_group.clone().filter(|_| self.options.ethnic_groups),
            home,
            since: self.options.since,
            employer: employer.map(|id| (id, person.occupation.as_deref().unwrap_or_default().to_owned())),
        })
    }

    fn home(&mut self, row: &Row<'_>, person: &PersonRow<'_>) -> Result<UnitId, Refused> {
        let written = Written {
            hamlet: person.hamlet.as_deref(),
            commune: person.commune.as_deref(),
            district: person.district.as_deref(),
            sheet: self.sheet.as_deref(),
        };
        let found = self.homes.home(written);
        found.map_err(|unfound| unfound.in_row(row, PersonField::Hamlet, PersonField::Commune))
    }

    /// Refuses who stands further up already. Two of one name, birth date and home are one person unless
    /// both have numbers and the numbers differ.
    fn check_double(
        &mut self,
        person: &PersonRow<'_>,
        (birth, home): (BirthDate, UnitId),
        at: Spot,
    ) -> Result<(), Refused> {
        let name = fold(person.name.as_str());
        let unnumbered = Standing::Unnumbered(&name, birth, home);
        let numbered = Standing::Numbered(&name, birth, home);
        let earlier = match &person.number {
            Some(number) => {
                let alike = self.doubles.find(&unnumbered, at);
                let same = self.doubles.note(Standing::Number(number.reveal()), at);
                self.doubles.note(&numbered, at);
                same.or(alike)
            }
            None => self.doubles.find(&numbered, at).or_else(|| self.doubles.note(&unnumbered, at)),
        };
        match earlier {
            None => Ok(()),
            Some(earlier) => Err(Refused::row(format!(
                "Trùng với {earlier}; nếu là hai người khác nhau, hãy ghi số định danh của từng người."
            ))),
        }
    }

    /// A number whose digits speak of another sex or birth year needs a clerk's reason; a prefix of
    /// another province or country is ordinary.
    fn check_number(
        &self,
        row: &Row<'_>,
        number: &PersonalNumber,
        birth: BirthDate,
        sex: Sex,
    ) -> Result<(), Refused> {
        if self.options.numbers_stand {
            return Ok(());
        }
        let said = match number.contradiction(birth, sex) {
            None => return Ok(()),
            Some(NumberWarning::OtherSex) => "số cho biết giới tính khác; hãy kiểm tra giới tính và số.",
            Some(
                NumberWarning::OtherCentury | NumberWarning::OtherBirthYear | NumberWarning::UnknownProvince,
            ) => "số cho biết năm sinh khác; hãy kiểm tra ngày sinh và số.",
        };
        Err(Refused::cell(row, PersonField::Number, said))
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill_bytes(&mut bytes);
        bytes
    }
}

/// The column that should have told the birth date.
fn birth_field(row: &Row<'_>) -> PersonField {
    let fields = [PersonField::Birth, PersonField::BirthYear, PersonField::BirthIfMale];
    fields.into_iter().find(|field| row.column(*field).is_some()).unwrap_or(PersonField::Birth)
}

/// Two indexes of people go by the name: in the order of names a batch touches their pages one after
/// the other instead of all over.
fn in_order(mut batch: Batch) -> Batch {
    batch.sort_by(|left, right| left.name_fold().cmp(right.name_fold()));
    batch
}
