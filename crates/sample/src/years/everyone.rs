//! A year in which everybody takes part, step by step, so that each step can be measured.

use std::collections::BTreeMap;

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{self, Appraisal, Submission};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error, Result};
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Channel, RoundRules};
use sohoc_rules::ids::DossierId;

use super::Years;
use super::procedure::accept;
use crate::Sample;

/// One transaction.
const BATCH: usize = 1_000;

/// The dossiers of everyone, by old commune, on their way through a year.
pub struct Everyone {
    round: Round,
    by_commune: BTreeMap<usize, Vec<DossierId>>,
}

impl Everyone {
    /// How many dossiers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_commune.values().map(Vec::len).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_commune.is_empty()
    }
}

impl Years<'_> {
    /// Opens the round of a year and hands in a self-assessment for everyone.
    ///
    /// # Errors
    /// Whatever an act returns.
    pub fn enter_everyone(&self, year: i16) -> Result<Everyone> {
        self.clock.set(date(year, 1, 15), 8);
        rounds::open(self.office, &Actor::console(), &RoundRules::usual(year))?;
        let round = self.office.read(|reader| rounds::find(reader, year))?;
        let mut by_commune: BTreeMap<usize, Vec<DossierId>> = BTreeMap::new();
        for hamlet in 0..self.sample.hamlets().len() {
            let submissions = self.submissions(hamlet, &round)?;
            let staff = self.cast.of_hamlet(self.sample, hamlet, self.office.now().day())?;
            let entered = accept(dossier::enter(self.office, &staff.volunteer, &round, &submissions)?)?;
            let commune = self.sample.hamlets()[hamlet].commune;
            by_commune.entry(commune).or_default().extend(entered.iter().map(|entered| entered.dossier));
            self.watch.done(submissions.len() as u64);
        }
        Ok(Everyone { round, by_commune })
    }

    fn submissions(&self, hamlet: usize, round: &Round) -> Result<Vec<Submission>> {
        let set = Sample::criteria_set(round.rules.year);
        self.sample
            .people_of(hamlet)
            .filter_map(|person| Some((self.ids[person.index as usize]?, person)))
            .map(|(id, person)| {
                let group = person.occupation.group().form(set).or(person_form(round));
                let form = group.and_then(|group| round.set.form(group)).ok_or(Error::NotFound("form"))?;
                let scores = self.sample.self_scores(&person, round.rules.year).map(Some);
                let scores = Scores::new(form, &scores).map_err(|fault| {
                    Error::bad_input("invented scores", fault.to_string(), "Mend the sample.")
                })?;
                let group = form.code.clone();
                Ok(Submission { person: id, group, scores, channel: Channel::Workbook })
            })
            .collect()
    }

    /// Endorses everyone, by the thousand.
    ///
    /// # Errors
    /// Whatever an act returns.
    pub fn endorse_everyone(&self, all: &Everyone) -> Result<()> {
        for (commune, dossiers) in &all.by_commune {
            let staff = self.staff_of(*commune)?;
            for batch in dossiers.chunks(BATCH) {
                accept(dossier::endorse(self.office, &staff.committee, &all.round, batch)?)?;
            }
        }
        Ok(())
    }

    /// Appraises everyone, by the thousand.
    ///
    /// # Errors
    /// Whatever an act returns.
    pub fn appraise_everyone(&self, all: &Everyone) -> Result<()> {
        for (commune, dossiers) in &all.by_commune {
            let staff = self.staff_of(*commune)?;
            for batch in dossiers.chunks(BATCH) {
                let appraisals: Vec<Appraisal> = batch
                    .iter()
                    .map(|dossier| Appraisal { dossier: *dossier, changes: Vec::new() })
                    .collect();
                accept(dossier::appraise(self.office, &staff.officer, &all.round, &appraisals)?)?;
            }
        }
        Ok(())
    }

    /// One numbered decision for each commune, with its certificates.
    ///
    /// # Errors
    /// Whatever an act returns.
    pub fn decide_everyone(&self, all: &Everyone) -> Result<()> {
        for (commune, dossiers) in &all.by_commune {
            self.decide_commune(&all.round, self.staff_of(*commune)?, dossiers.clone())?;
        }
        Ok(())
    }

    fn staff_of(&self, commune: usize) -> Result<&super::cast::Staff> {
        let hamlet = self.sample.hamlets().partition_point(|hamlet| hamlet.commune < commune);
        self.cast.of_hamlet(self.sample, hamlet, self.office.now().day())
    }
}

/// The first form of the set, for those whose group has none in it.
fn person_form(round: &Round) -> Option<&str> {
    round.set.forms.first().map(|form| form.code.as_str())
}
