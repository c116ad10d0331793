//! What is left to do on the morning after, so that whoever looks around in the last year finds work.

use std::collections::BTreeMap;

use sohoc_acts::Result;
use sohoc_acts::dossier;
use sohoc_acts::rounds::Round;

use super::Years;
use super::procedure::{Work, accept};

/// No more of one commune than one morning's work.
const MOST: usize = 60;

/// Dossiers that stop on their way.
#[derive(Default)]
pub(super) struct Waiting {
    /// Wait for the committee.
    handed_in: Vec<Work>,
    /// Wait for the officer.
    endorsed: Vec<Work>,
    /// Wait for a decision.
    appraised: Vec<Work>,
    /// Wait for whoever wrote them.
    returned: Vec<Work>,
}

impl Waiting {
    fn len(&self) -> usize {
        [&self.handed_in, &self.endorsed, &self.appraised, &self.returned].map(Vec::len).iter().sum()
    }

    /// One after the other to each desk, the first desks more often.
    fn put(&mut self, place: usize, work: Work) {
        match place % 6 {
            0 | 4 => self.handed_in.push(work),
            1 | 5 => self.endorsed.push(work),
            2 => self.appraised.push(work),
            _ => self.returned.push(work),
        }
    }
}

impl Years<'_> {
    /// Shows around with the head of the organization that has most dossiers: there is most to see.
    pub(super) fn show_busiest_head(&mut self, all: &[Vec<Work>]) {
        let mut counts = BTreeMap::new();
        for place in all.iter().flatten().filter_map(|work| work.organization) {
            *counts.entry(place).or_insert(0_usize) += 1;
        }
        if let Some((place, _)) = counts.into_iter().max_by_key(|(_, count)| *count) {
            self.cast.show_head(place);
        }
    }

    /// Takes out half of what was handed in where the accounts to show around with are at work: their commune
    /// and their organization.
    pub(super) fn set_aside(&self, all: &mut [Vec<Work>]) -> Vec<Waiting> {
        let mut seen = 0;
        all.iter_mut().filter_map(|works| self.aside(works, &mut seen)).collect()
    }

    fn aside(&self, works: &mut Vec<Work>, seen: &mut usize) -> Option<Waiting> {
        let (commune, organization) = self.cast.shown_places();
        let mut waiting = Waiting::default();
        for work in std::mem::take(works) {
            let home = self.sample.hamlets()[work.hamlet].commune;
            let is_shown = match work.organization {
                Some(place) => place == organization,
                None => self.sample.communes()[home].successor == commune,
            };
            *seen += usize::from(is_shown);
            if is_shown && *seen % 2 == 1 && waiting.len() < MOST {
                waiting.put(*seen / 2, work);
            } else {
                works.push(work);
            }
        }
        (waiting.len() > 0).then_some(waiting)
    }

    /// Brings each as far as it goes.
    pub(super) fn leave_waiting(&self, round: &Round, all: Vec<Waiting>) -> Result<()> {
        for mut waiting in all {
            let endorsed = [&waiting.endorsed, &waiting.appraised];
            for works in endorsed {
                self.endorse(round, works)?;
            }
            self.appraise(round, &mut waiting.appraised)?;
            let Some(staff) = self.staff(&waiting.returned)? else { continue };
            let returned: Vec<_> = waiting.returned.iter().map(|work| work.dossier).collect();
            let reason = "Câu 2.1 chưa rõ: xin viết thêm một dòng hoặc gửi ảnh.";
            accept(dossier::send_back(self.office, &staff.officer, round, &returned, reason)?)?;
        }
        Ok(())
    }
}
