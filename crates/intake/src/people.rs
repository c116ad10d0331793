//! Lists of people.
//!
//! Reading, checking and sealing run on one thread, writing on another: the writer never waits for
//! the file and the file never runs ahead by more than a few batches.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::people::{Prepared, Registered, Registration, prepare, register_in};
use sohoc_ledger::imports::ImportCounts;
use sohoc_papers::tables::people::{PersonRow, SCHEMA, read};
use sohoc_papers::tables::{DateRules, Duplicates, Row, Table, open};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::PersonId;
use sohoc_rules::people::{NumberWarning, PersonalNumber};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use crate::homes::{Employers, Homes, Written};
use crate::rejects::Rejects;
use crate::run::{BATCH, Run};
use crate::{Error, Options, Summary};

/// Takes in a list of people.
///
/// # Errors
/// When the file cannot be read, the actor may not import at one of the places, or the store fails.
/// Batches that were in by then stay in.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut table = open(path, &SCHEMA)?;
    let run = Run::begin(office, actor, "people", &file_name(path), options.dry_run)?;
    let mut reading = Reading::new(office, options, table.counts_from_1904())?;
    let (sender, receiver) = sync_channel(AHEAD);
    let mut summary = Summary::default();
    let (reading, written) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            reading.read(&mut table, &sender)?;
            drop(sender);
            Ok::<_, Error>(reading)
        });
        let written = write(&run, &receiver, &mut summary, options);
        // Without a receiver a reader that is still at it stops at its next batch.
        drop(receiver);
        (reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), written)
    });
    written?;
    let reading = reading?;
    run.finish()?;
    summary.rejected = reading.rejects.len() as u64;
    summary.read += summary.rejected;
    summary.notes = reading.employers.notes();
    if let (Some(report), true) = (&options.report, summary.rejected > 0) {
        reading.rejects.write(&mut table, report)?;
        summary.report = Some(report.clone());
    }
    Ok(summary)
}

/// Batches that may wait for the writer.
const AHEAD: usize = 3;

type Batch = Vec<Prepared>;

fn write(
    run: &Run<'_>,
    batches: &Receiver<Batch>,
    summary: &mut Summary,
    options: &Options<'_>,
) -> Result<(), Error> {
    for batch in batches {
        let ((), counts) = run.batch(|desk| Ok(((), count(&register_in(desk, ActKind::Import, &batch)?))))?;
        summary.add(counts);
        (options.progress)(summary.read);
    }
    Ok(())
}

fn count(outcomes: &[Registered]) -> ImportCounts {
    let mut counts = ImportCounts::default();
    for outcome in outcomes {
        counts.read += 1;
        match outcome {
            Registered::Added(_) => counts.added += 1,
            Registered::Updated(..) => counts.updated += 1,
            Registered::Unchanged(_) => counts.unchanged += 1,
        }
    }
    counts
}

struct Reading<'a> {
    office: &'a Office,
    since: Date,
    dates: DateRules,
    /// Whether a clerk stands for numbers that do not fit their rows.
    numbers_stand: bool,
    homes: Homes,
    employers: Employers,
    duplicates: Duplicates,
    rejects: Rejects,
    chance: ChaCha20Rng,
}

impl<'a> Reading<'a> {
    fn new(office: &'a Office, options: &Options<'_>, from_1904: bool) -> Result<Self, Error> {
        Ok(Self {
            office,
            since: options.date,
            dates: options.dates(from_1904),
            numbers_stand: options.reason.is_some(),
            homes: Homes::new(office, options.date)?,
            employers: Employers::new(office, options.date)?,
            duplicates: Duplicates::default(),
            rejects: Rejects::default(),
            chance: ChaCha20Rng::from_seed(office.chance()),
        })
    }

    fn read(&mut self, table: &mut Table, batches: &SyncSender<Batch>) -> Result<(), Error> {
        let dates = self.dates;
        let mut batch = Vec::with_capacity(BATCH);
        let mut rows = table.rows()?;
        while let Some(row) = rows.next_row()? {
            match read(&row, &dates) {
                Ok(person) => batch.extend(self.prepare(&row, &person)),
                Err(problems) => self.rejects.problems(row.line(), &problems),
            }
            if batch.len() == BATCH
                && batches.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_err()
            {
                // The writer has failed and says why.
                return Ok(());
            }
        }
        if !batch.is_empty() {
            // As above.
            let _ = batches.send(batch);
        }
        Ok(())
    }

    /// The row ready for the writer; `None` when it was rejected.
    fn prepare(&mut self, row: &Row<'_>, person: &PersonRow<'_>) -> Option<Prepared> {
        let registration = match self.registration(person) {
            Ok(registration) => registration,
            Err(reason) => {
                self.rejects.sentence(row.line(), None, reason);
                return None;
            }
        };
        let id = PersonId::new(self.office.now(), self.bytes());
        Some(prepare(self.office.keys(), &registration, id, self.bytes()))
    }

    fn registration(&mut self, person: &PersonRow<'_>) -> Result<Registration, String> {
        let birth = person.birth.ok_or("Thiếu ngày sinh; hãy điền ít nhất năm sinh.")?;
        let sex = person.sex.ok_or("Thiếu giới tính; hãy điền Nam hoặc Nữ.")?;
        let home = self.homes.home(Written {
            hamlet: person.hamlet.as_deref(),
            commune: person.commune.as_deref(),
            district: person.district.as_deref(),
        })?;
        if let Some(number) = &person.number {
            self.check_number(number, birth, sex)?;
        }
        let earlier = match &person.number {
            Some(number) => self.duplicates.note(number.reveal(), person.line),
            None => self.duplicates.note((fold(person.name.as_str()), birth, home), person.line),
        };
        if let Some(earlier) = earlier {
            return Err(format!(
                "Trùng với dòng {earlier} của tệp; nếu là hai người khác nhau, hãy ghi số định danh của từng người."
            ));
        }
        let employer = person.organization.as_deref().and_then(|text| self.employers.find(text));
        Ok(Registration {
            name: person.name.clone(),
            birth,
            sex,
            number: person.number.clone(),
            ethnic_group: person.ethnic_group.clone(),
            home,
            since: self.since,
            employer: employer.map(|id| (id, person.occupation.as_deref().unwrap_or_default().to_owned())),
        })
    }

    /// A number whose digits speak of another sex or birth year needs a clerk's reason; a prefix of
    /// another province or country is ordinary.
    fn check_number(
        &self,
        number: &PersonalNumber,
        birth: sohoc_rules::people::BirthDate,
        sex: sohoc_rules::people::Sex,
    ) -> Result<(), String> {
        if self.numbers_stand {
            return Ok(());
        }
        let matters = |warning: &NumberWarning| *warning != NumberWarning::UnknownProvince;
        match number.warnings(birth, sex).into_iter().find(matters) {
            None => Ok(()),
            Some(NumberWarning::OtherSex) => {
                Err("Số định danh cho biết giới tính khác; hãy kiểm tra giới tính và số.".to_owned())
            }
            Some(_) => Err("Số định danh cho biết năm sinh khác; hãy kiểm tra ngày sinh và số.".to_owned()),
        }
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill_bytes(&mut bytes);
        bytes
    }
}

pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
