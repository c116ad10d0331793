//! One round from the first self-assessment to the last decision.

use std::collections::BTreeMap;

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{self, Entered, Submission};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error, Result};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::Outcome;
use sohoc_rules::ids::{DossierId, PersonId};

use super::Years;
use crate::Sample;
use crate::dossier::{Conduct, Filed};
use crate::people::InventedPerson;

/// One transaction.
const BATCH: usize = 1_000;

/// A dossier on its way.
pub(super) struct Work {
    pub person: PersonId,
    pub dossier: DossierId,
    pub group: &'static str,
    pub hamlet: usize,
    /// The place of the organization that decides, for those counted at work.
    pub organization: Option<usize>,
    pub filed: Box<Filed>,
}

impl Years<'_> {
    /// Runs a round commune by commune, as the communes do.
    pub(super) fn run_procedure(&mut self, year: i16, leaves_work: bool) -> Result<()> {
        let round = self.office.read(|reader| rounds::find(reader, year))?;
        self.watch.step(&format!("{year}: people"), u64::from(self.sample.size()));
        let mut by_commune: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (index, hamlet) in (0..).zip(&self.homes) {
            by_commune.entry(self.sample.hamlets()[*hamlet].commune).or_default().push(index);
        }
        let mut all = Vec::new();
        self.clock.set(date(year, 4, 10), 8);
        for people in by_commune.values() {
            all.push(self.enter(&round, people)?);
            self.watch.done(people.len() as u64);
        }
        self.clock.set(date(year, 5, 20), 8);
        for works in &mut all {
            self.return_and_enter_again(&round, works)?;
        }
        let mut waiting = Vec::new();
        if leaves_work {
            self.show_busiest_head(&all);
            waiting = self.set_aside(&mut all);
        }
        self.watch.step(&format!("{year}: endorsed"), total(&all));
        self.clock.set(date(year, 6, 12), 8);
        for works in &all {
            self.endorse(&round, works)?;
        }
        self.watch.step(&format!("{year}: appraised"), total(&all));
        self.clock.set(date(year, 7, 21), 8);
        for works in &mut all {
            self.appraise(&round, works)?;
        }
        self.watch.step(&format!("{year}: decided"), total(&all));
        self.clock.set(date(year, 9, 15), 8);
        self.decide_all(&round, &all)?;
        self.clock.set(date(year, 10, 6), 8);
        self.hear_appeals(&round, &all)?;
        self.clock.set(date(year, 11, 4), 8);
        self.revoke_some(&round, &all)?;
        self.clock.set(date(year, 11, 11), 8);
        self.leave_waiting(&round, waiting)?;
        self.clock.set(date(year, 11, 12), 8);
        if self.with_models { self.recognise_models(&round) } else { Ok(()) }
    }

    /// The self-assessments and outcomes of one commune.
    fn enter(&self, round: &Round, people: &[u32]) -> Result<Vec<Work>> {
        let Some(first) = people.first() else { return Ok(Vec::new()) };
        let staff = self.cast.of_hamlet(self.sample, self.homes[*first as usize], self.office.now().day())?;
        let mut filed = Vec::new();
        let mut marked: BTreeMap<Outcome, Vec<(PersonId, String)>> = BTreeMap::new();
        let mut drafts = Vec::new();
        for index in people {
            let person = self.sample.person(*index);
            let (Some(id), Some(group)) = (self.ids[*index as usize], self.form(&person, round)) else {
                continue;
            };
            match self.sample.conduct(&person, round.rules.year) {
                Conduct::Absent => {}
                Conduct::Marked(outcome) => marked.entry(outcome).or_default().push((id, group.to_owned())),
                Conduct::LeftInDraft(_) => drafts.push((id, group.to_owned())),
                Conduct::Filed(file) => filed.push((id, group, person, file)),
            }
        }
        for (outcome, people) in marked {
            let dossiers = dossier::enrol(self.office, &staff.volunteer, round, &people)?;
            let dossiers: Vec<DossierId> = dossiers.into_iter().flatten().collect();
            accept(dossier::mark(self.office, &staff.volunteer, round, &dossiers, outcome)?)?;
        }
        dossier::enrol(self.office, &staff.volunteer, round, &drafts)?;
        self.file(round, staff, filed)
    }

    fn file(
        &self,
        round: &Round,
        staff: &super::cast::Staff,
        filed: Vec<(PersonId, &'static str, InventedPerson, Box<Filed>)>,
    ) -> Result<Vec<Work>> {
        let (own, helped): (Vec<_>, Vec<_>) =
            filed.into_iter().partition(|(.., file)| file.entry.channel.is_by_own_hand());
        let mut works = Vec::with_capacity(own.len() + helped.len());
        for (by_own_hand, mut files) in [(true, own), (false, helped)] {
            while !files.is_empty() {
                let batch: Vec<_> = files.drain(..files.len().min(BATCH)).collect();
                let submissions = batch
                    .iter()
                    .map(|(id, group, _, file)| submission(round, *id, group, file, &file.scores))
                    .collect::<Result<Vec<_>>>()?;
                let ids: Vec<PersonId> = batch.iter().map(|(id, ..)| *id).collect();
                let citizens = Actor::citizens(&ids);
                let actor = if by_own_hand { &citizens } else { &staff.volunteer };
                let answers = accept(dossier::enter(self.office, actor, round, &submissions)?)?;
                for ((person, group, invented, filed), Entered { dossier, .. }) in
                    batch.into_iter().zip(answers)
                {
                    let organization = self.organization(&invented, group, round);
                    let hamlet = self.homes[invented.index as usize];
                    works.push(Work { person, dossier, group, hamlet, organization, filed });
                }
            }
        }
        Ok(works)
    }

    fn form(&self, person: &InventedPerson, round: &Round) -> Option<&'static str> {
        person.occupation.group().form(Sample::criteria_set(round.rules.year))
    }

    /// Where a person is decided on when the form goes the way of staff.
    fn organization(&self, person: &InventedPerson, group: &str, round: &Round) -> Option<usize> {
        use sohoc_rules::criteria::Route;
        let route = round.set.form(group).map(|form| form.route);
        let registered = date(2023, 1, 1);
        person
            .organization
            .filter(|_| route == Some(Route::Organization))
            .map(|place| self.sample.organizations().on(place, registered))
    }
}

fn total(all: &[Vec<Work>]) -> u64 {
    all.iter().map(|works| works.len() as u64).sum()
}

/// A self-assessment with these scores.
pub(super) fn submission(
    round: &Round,
    person: PersonId,
    group: &str,
    filed: &Filed,
    scores: &[u8; 10],
) -> Result<Submission> {
    let form = round.set.form(group).ok_or(Error::NotFound("form of the sample"))?;
    let scores = Scores::new(form, &scores.map(Some))
        .map_err(|fault| Error::bad_input("invented scores", fault.to_string(), "Mend the sample."))?;
    Ok(Submission { person, group: group.to_owned(), scores, channel: filed.entry.channel })
}

/// The answers, all of which must be good: the sample keeps the rules.
pub(super) fn accept<T>(answers: Vec<dossier::Answer<T>>) -> Result<Vec<T>> {
    answers.into_iter().map(|answer| answer.map_err(Error::from)).collect()
}
