//! Lists of scores: self-assessments that a hamlet or unit gathered in a workbook.

mod finding;
mod group;

use std::path::Path;

use sohoc_acts::access::{Actor, Place, permit_on};
use sohoc_acts::dossier::{Answer, Entered, Submission, enter_in};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_ledger::imports::ImportCounts;
use sohoc_ledger::people::PersonRow;
use sohoc_papers::tables::assessments::{AssessmentField, AssessmentRow, SCHEMA, read};
use sohoc_papers::tables::{DateRules, Row};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::Channel;
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::vietnamese::fold;

use crate::doubles::Doubles;
use crate::homes::{Homes, Written};
use crate::rejects::{Refused, Rejects};
use crate::rights::Rights;
use crate::run::{BATCH, Run, close};
use crate::sentences::of_refusal;
use crate::sheets::{Sheets, Spot};
use crate::{Error, Options, Summary};
use finding::{Known, Who, find};
use group::{Groups, said_above};

/// Takes in a list of scores for a round, from all sheets of the file that hold one. People must be on
/// record; the scores of each are handed in as one act, so a list that is sent twice changes nothing.
///
/// # Errors
/// When the file cannot be read, the year has no open round, nobody may enter from here, or the store
/// fails. Batches that were in by then stay in.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let year = options.year.unwrap_or(options.date.year());
    let round = office.read(|reader| rounds::find(reader, year))?;
    check_before(office, actor, &round)?;
    let mut sheets = Sheets::open(path, &SCHEMA)?;
    let run = Run::begin(office, actor, "assessments", path, options)?;
    let mut intake = Intake {
        office,
        run: &run,
        groups: Groups::of(&round.set),
        round: &round,
        homes: Homes::new(office, actor, options.date)?,
        rights: Rights::new(office, actor, ActKind::EnterForOther)?,
        doubles: Doubles::default(),
        sheet: None,
        above: None,
        rejects: Rejects::default(),
        summary: Summary::default(),
        waiting: Vec::with_capacity(BATCH),
    };
    intake.read(&mut sheets, options)?;
    let Intake { rejects, mut summary, .. } = intake;
    summary.notes.extend(sheets.note());
    close(&run, summary, &rejects, (path, &SCHEMA), options)
}

/// What no row could help: said before anything is read.
fn check_before(office: &Office, actor: &Actor, round: &Round) -> Result<(), Error> {
    if actor.account().is_none() {
        // The console has no helper's right; every single row would say so.
        let map = office.map_on(office.now().day())?;
        permit_on(actor, ActKind::EnterForOther, None, &map)?;
    }
    if round.closed {
        return Err(ActError::from(Refusal {
            code: "round.closed",
            reason: format!("The round of {} is closed.", round.rules.year),
            remedy: "Late corrections go through a correcting decision.",
        })
        .into());
    }
    Ok(())
}

/// A row that waits for its person to be found.
struct Waiting {
    at: Spot,
    who: Who,
    group: String,
    scores: Vec<Option<u8>>,
}

struct Intake<'a> {
    office: &'a Office,
    run: &'a Run<'a>,
    round: &'a Round,
    groups: Groups,
    homes: Homes,
    rights: Rights<'a>,
    doubles: Doubles,
    sheet: Option<String>,
    /// The form that the title of the sheet names.
    above: Option<String>,
    rejects: Rejects,
    summary: Summary,
    waiting: Vec<Waiting>,
}

impl Intake<'_> {
    fn read(&mut self, sheets: &mut Sheets, options: &Options<'_>) -> Result<(), Error> {
        while let Some(mut sheet) = sheets.next_sheet()? {
            self.sheet = sheet.name();
            self.above = said_above(&sheet.table, &self.round.set);
            self.doubles.enter(sheet.number, self.sheet.as_deref());
            let dates = options.dates(sheet.table.counts_from_1904());
            let mut rows = sheet.table.rows()?;
            while let Some(row) = rows.next_row()? {
                self.take(&row, &dates, Spot { sheet: sheet.number, line: row.line() });
                if self.waiting.len() == BATCH {
                    self.write()?;
                    (options.progress)(self.summary.read + self.rejects.count());
                }
            }
        }
        self.write()
    }

    fn take(&mut self, row: &Row<'_>, dates: &DateRules, at: Spot) {
        let assessment = match read(row, dates) {
            Ok(assessment) => assessment,
            Err(problems) => return self.rejects.problems(at, &problems),
        };
        match self.waiting_for(row, &assessment, at) {
            Ok(waiting) => self.waiting.push(waiting),
            Err(refused) => self.rejects.refuse(at, refused),
        }
    }

    fn waiting_for(
        &mut self,
        row: &Row<'_>,
        assessment: &AssessmentRow<'_>,
        at: Spot,
    ) -> Result<Waiting, Refused> {
        let year = self.round.rules.year;
        if let Some(other) = assessment.year.filter(|other| *other != year) {
            let text = format!("dòng này của năm {other}, đợt đang nhập là năm {year}.");
            return Err(Refused::cell(row, AssessmentField::Year, &text));
        }
        let group = match assessment.group.as_deref() {
            Some(text) => self.groups.find(text),
            None => self.above.clone().ok_or_else(|| {
                "chưa ghi nhóm đối tượng; hãy điền mẫu phiếu đã dùng, hoặc ghi trong tiêu đề.".to_owned()
            }),
        };
        let group = group.map_err(|text| Refused::cell(row, AssessmentField::Group, &text))?;
        let who = self.who(row, assessment)?;
        let scores = assessment.scores.iter();
        let scores = scores.map(|score| score.and_then(|score| u8::try_from(score).ok())).collect();
        Ok(Waiting { at, who, group, scores })
    }

    fn who(&mut self, row: &Row<'_>, assessment: &AssessmentRow<'_>) -> Result<Who, Refused> {
        let name_fold = assessment.name.as_ref().map(|name| fold(name.as_str()));
        let number = assessment.number.as_ref();
        let number_hash = number.map(|number| self.office.keys().hash(number.reveal()).to_vec());
        let (Some(name), Some(birth)) = (&name_fold, assessment.birth) else {
            let who = Who { number_hash, name_fold, like: None };
            return who.number_hash.is_some().then_some(who).ok_or_else(|| {
                Refused::row("Dòng này cần số định danh 12 số, hoặc họ tên, năm sinh và nơi ở.")
            });
        };
        let home = self.homes.home(Written {
            hamlet: assessment.hamlet.as_deref(),
            commune: assessment.commune.as_deref(),
            district: None,
            sheet: self.sheet.as_deref(),
        });
        let like = match home {
            Ok(home) => Some(finding::like(name, birth, home)),
            // The number alone is enough.
            Err(_) if number_hash.is_some() => None,
            Err(unfound) => {
                return Err(unfound.in_row(row, AssessmentField::Hamlet, AssessmentField::Commune));
            }
        };
        Ok(Who { number_hash, name_fold, like })
    }

    fn write(&mut self) -> Result<(), Error> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let people = self.office.read(|reader| find(reader, waiting.iter().map(|row| &row.who)))?;
        let mut submissions = Vec::with_capacity(waiting.len());
        let mut spots = Vec::with_capacity(waiting.len());
        for (row, person) in waiting.into_iter().zip(people) {
            let at = row.at;
            match self.submission(row, person) {
                Ok(submission) => {
                    submissions.push(submission);
                    spots.push(at);
                }
                Err(refused) => self.rejects.refuse(at, refused),
            }
        }
        let round = self.round;
        let (answers, counts) = self.run.batch(|desk| {
            let answers = enter_in(desk, round, &submissions)?;
            let counts = count(&answers);
            Ok((answers, counts))
        })?;
        self.summary.add(counts);
        for (at, answer) in spots.into_iter().zip(answers) {
            if let Err(refusal) = answer {
                self.rejects.refuse(at, Refused::row(of_refusal(&refusal)));
            }
        }
        Ok(())
    }

    /// Not allowed to know is not found: the sentence is the same.
    fn submission(&mut self, row: Waiting, known: Known) -> Result<Submission, Refused> {
        let person = match known {
            Known::Is(person) if self.rights.may(place(&person)) => person,
            Known::Is(_) | Known::Nobody => {
                return Err(Refused::row(
                    "Người này chưa có trong sổ ở địa bàn của tài khoản này; hãy nhập danh sách người trước, hoặc kiểm tra số định danh, họ tên, nơi ở.",
                ));
            }
            Known::OtherName => {
                return Err(Refused::row(
                    "Số định danh này trong sổ mang họ tên khác; hãy kiểm tra số và họ tên.",
                ));
            }
        };
        if let Some(earlier) = self.doubles.note(person.id, row.at) {
            return Err(Refused::row(format!("Trùng với {earlier}; chỉ giữ lại một dòng.")));
        }
        let form = self.round.set.form(&row.group);
        let form = form.ok_or_else(|| Refused::row("Không có mẫu phiếu này trong bộ tiêu chí."))?;
        let scores = Scores::new(form, &row.scores).map_err(|_| {
            Refused::row("Điểm không hợp với mẫu phiếu; hãy kiểm tra mẫu phiếu và điểm từng chỉ số.")
        })?;
        let person = PersonId::from_uuid(person.id);
        Ok(Submission { person, group: row.group, scores, channel: Channel::Workbook })
    }
}

fn place(person: &PersonRow) -> Place {
    Place {
        unit: person.unit.map(UnitId::from_uuid),
        organization: person.organization.map(OrganizationId::from_uuid),
        person: None,
    }
}

fn count(answers: &[Answer<Entered>]) -> ImportCounts {
    let mut counts = ImportCounts::default();
    for entered in answers.iter().flatten() {
        counts.read += 1;
        match entered {
            Entered { new: true, .. } => counts.added += 1,
            Entered { handed_in: true, .. } => counts.updated += 1,
            Entered { .. } => counts.unchanged += 1,
        }
    }
    counts
}
