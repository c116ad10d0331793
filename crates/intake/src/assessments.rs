//! Lists of scores: self-assessments that a hamlet or unit gathered in a workbook.

use std::collections::BTreeMap;
use std::path::Path;

use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{Submission, enter};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Office, dossier::Entered};
use sohoc_ledger::people::{self, LikeKey};
use sohoc_papers::tables::assessments::{AssessmentRow, SCHEMA, read};
use sohoc_papers::tables::{Duplicates, open};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::Channel;
use sohoc_rules::ids::PersonId;
use sohoc_rules::vietnamese::fold;

use crate::homes::{Homes, Written};
use crate::rejects::Rejects;
use crate::run::BATCH;
use crate::{Error, Options, Summary};

/// Takes in a list of scores for a round. People must be on record; the scores of each are handed in
/// as one act, so a list that is sent twice changes nothing.
///
/// # Errors
/// When the file cannot be read, the year has no round, without the right to enter for others, or
/// when the store fails.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let year = options.year.unwrap_or(options.date.year());
    let round = office.read(|reader| rounds::find(reader, year))?;
    let mut table = open(path, &SCHEMA)?;
    let dates = options.dates(table.counts_from_1904());
    let mut intake = Intake {
        office,
        actor,
        round,
        dry_run: options.dry_run,
        homes: Homes::new(office, options.date)?,
        duplicates: Duplicates::default(),
        rejects: Rejects::default(),
        summary: Summary::default(),
        waiting: Vec::with_capacity(BATCH),
    };
    let mut rows = table.rows()?;
    while let Some(row) = rows.next_row()? {
        intake.summary.read += 1;
        match read(&row, &dates) {
            Ok(assessment) => intake.take(&assessment),
            Err(problems) => intake.rejects.problems(row.line(), &problems),
        }
        if intake.waiting.len() == BATCH {
            intake.write()?;
            (options.progress)(intake.summary.read);
        }
    }
    drop(rows);
    intake.write()?;
    let Intake { rejects, mut summary, .. } = intake;
    summary.rejected = rejects.len() as u64;
    if let (Some(report), true) = (&options.report, summary.rejected > 0) {
        rejects.write(&mut table, report)?;
        summary.report = Some(report.clone());
    }
    Ok(summary)
}

/// A row that waits for its person to be found.
struct Waiting {
    line: u32,
    who: Who,
    group: Option<String>,
    scores: Vec<Option<u8>>,
}

enum Who {
    Number(Vec<u8>),
    Like(LikeKey),
}

struct Intake<'a> {
    office: &'a Office,
    actor: &'a Actor,
    round: Round,
    dry_run: bool,
    homes: Homes,
    duplicates: Duplicates,
    rejects: Rejects,
    summary: Summary,
    waiting: Vec<Waiting>,
}

impl Intake<'_> {
    fn take(&mut self, row: &AssessmentRow<'_>) {
        let who = match self.who(row) {
            Ok(who) => who,
            Err(reason) => return self.rejects.sentence(row.line, None, reason),
        };
        let earlier = match &who {
            Who::Number(hash) => self.duplicates.note(hash, row.line),
            Who::Like(key) => self.duplicates.note(key, row.line),
        };
        if let Some(earlier) = earlier {
            return self.rejects.sentence(row.line, None, format!("Trùng với dòng {earlier} của tệp."));
        }
        let scores =
            row.scores.iter().map(|score| score.and_then(|score| u8::try_from(score).ok())).collect();
        let group = row.group.as_deref().map(str::to_owned);
        self.waiting.push(Waiting { line: row.line, who, group, scores });
    }

    fn who(&mut self, row: &AssessmentRow<'_>) -> Result<Who, String> {
        if let Some(number) = &row.number {
            return Ok(Who::Number(self.office.keys().hash(number.reveal()).to_vec()));
        }
        let (Some(name), Some(birth)) = (&row.name, row.birth) else {
            return Err("Dòng này cần số định danh, hoặc họ tên, năm sinh và nơi ở.".to_owned());
        };
        let home = self.homes.home(Written {
            hamlet: row.hamlet.as_deref(),
            commune: row.commune.as_deref(),
            district: None,
        })?;
        Ok(Who::Like(LikeKey {
            name_fold: fold(name.as_str()),
            birth_year: i64::from(birth.year()),
            birth_month: birth.month().map(i64::from),
            birth_day: birth.day().map(i64::from),
            unit: home.uuid(),
        }))
    }

    fn write(&mut self) -> Result<(), Error> {
        let waiting = std::mem::take(&mut self.waiting);
        let people = self.find(&waiting)?;
        let mut submissions = Vec::with_capacity(waiting.len());
        let mut lines = Vec::with_capacity(waiting.len());
        for (row, person) in waiting.into_iter().zip(people) {
            let line = row.line;
            match self.submission(row, person) {
                Ok(submission) => {
                    submissions.push(submission);
                    lines.push(line);
                }
                Err(reason) => self.rejects.sentence(line, None, reason),
            }
        }
        if self.dry_run {
            self.summary.added += submissions.len() as u64;
            return Ok(());
        }
        let answers = enter(self.office, self.actor, &self.round, &submissions)?;
        for (line, answer) in lines.into_iter().zip(answers) {
            match answer {
                Ok(Entered { new: true, .. }) => self.summary.added += 1,
                Ok(Entered { new: false, .. }) => self.summary.unchanged += 1,
                Err(refusal) => self.rejects.sentence(line, None, refusal.to_string()),
            }
        }
        Ok(())
    }

    fn find(&self, waiting: &[Waiting]) -> Result<Vec<Option<PersonId>>, Error> {
        let mut hashes = Vec::new();
        let mut likes = Vec::new();
        for row in waiting {
            match &row.who {
                Who::Number(hash) => hashes.push(hash.clone()),
                Who::Like(key) => likes.push(key.clone()),
            }
        }
        let (by_number, by_likeness) = self.office.read(|reader| {
            Ok((people::find_by_number(reader, &hashes)?, people::find_like(reader, &likes)?))
        })?;
        let (mut by_number, mut by_likeness) = (by_number.into_iter(), by_likeness.into_iter());
        let next = |row: &Waiting| match &row.who {
            Who::Number(_) => by_number.next().flatten(),
            Who::Like(_) => by_likeness.next().flatten(),
        };
        Ok(waiting.iter().map(next).collect())
    }

    fn submission(&self, row: Waiting, person: Option<PersonId>) -> Result<Submission, String> {
        let person = person.ok_or(
            "Người này chưa có trong sổ; hãy nhập danh sách người trước, hoặc kiểm tra số định danh.",
        )?;
        let group = self.group(row.group.as_deref())?;
        let form = self.round.set.form(&group).ok_or("Không có mẫu phiếu này trong bộ tiêu chí.")?;
        let scores = Scores::new(form, &row.scores).map_err(|fault| fault.to_string())?;
        Ok(Submission { person, group, scores, channel: Channel::Workbook })
    }

    /// The form by its code, its name, or its number in the set.
    fn group(&self, text: Option<&str>) -> Result<String, String> {
        let forms = &self.round.set.forms;
        let Some(text) = text else {
            return Err("Thiếu nhóm đối tượng; hãy điền mẫu phiếu đã dùng.".to_owned());
        };
        let wanted = fold(text);
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for (number, form) in (1..).zip(forms) {
            names.insert(fold(&form.code), &form.code);
            names.insert(fold(&form.name), &form.code);
            names.insert(number.to_string(), &form.code);
        }
        names.get(&wanted).map(|code| (*code).to_owned()).ok_or_else(|| {
            let list: Vec<&str> = forms.iter().map(|form| form.name.as_str()).collect();
            format!("Không có nhóm “{text}”; bộ tiêu chí có: {}.", list.join("; "))
        })
    }
}
