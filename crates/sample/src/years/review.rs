//! Returned, endorsed, appraised, decided, appealed, revoked.

use std::collections::BTreeMap;

use sohoc_acts::Result;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier::{self, Appraisal};
use sohoc_acts::recognition::{Decide, HoldSession, TitleChange, change_titles, decide, hold_session};
use sohoc_acts::rounds::Round;
use sohoc_rules::criteria::{Scores, judge};
use sohoc_rules::dossier::ScoreChange;
use sohoc_rules::ids::DossierId;
use sohoc_rules::recognition::{
    CouncilSession, DecisionDraft, DecisionKind, Issuer, SessionRules, Signer, Tally,
};
use sohoc_rules::time::Span;

use super::Years;
use super::cast::{Staff, organization_id};
use super::procedure::{Work, accept, submission};

/// One transaction.
const BATCH: usize = 1_000;
/// Members of a commune's council.
const SEATS: usize = 7;

impl Years<'_> {
    pub(super) fn staff(&self, works: &[Work]) -> Result<Option<&Staff>> {
        let Some(first) = works.first() else { return Ok(None) };
        self.cast.of_hamlet(self.sample, first.hamlet, self.office.now().day()).map(Some)
    }

    /// Some are sent back, corrected and handed in again.
    pub(super) fn return_and_enter_again(&self, round: &Round, works: &mut [Work]) -> Result<()> {
        let Some(staff) = self.staff(works)? else { return Ok(()) };
        let returned: Vec<&Work> = works.iter().filter(|work| work.filed.returned_once).collect();
        if returned.is_empty() {
            return Ok(());
        }
        let dossiers: Vec<DossierId> = returned.iter().map(|work| work.dossier).collect();
        let reason = "Chưa rõ minh chứng ở chỉ số 2.1; xin ghi thêm một dòng.";
        accept(dossier::send_back(self.office, &staff.officer, round, &dossiers, reason)?)?;
        for by_own_hand in [true, false] {
            let again: Vec<&&Work> = returned
                .iter()
                .filter(|work| work.filed.entry.channel.is_by_own_hand() == by_own_hand)
                .collect();
            let submissions = again
                .iter()
                .map(|work| submission(round, work.person, work.group, &work.filed, &work.filed.scores))
                .collect::<Result<Vec<_>>>()?;
            let people: Vec<_> = again.iter().map(|work| work.person).collect();
            let citizens = Actor::citizens(&people);
            let actor = if by_own_hand { &citizens } else { &staff.volunteer };
            accept(dossier::enter(self.office, actor, round, &submissions)?)?;
        }
        Ok(())
    }

    pub(super) fn endorse(&self, round: &Round, works: &[Work]) -> Result<()> {
        let Some(staff) = self.staff(works)? else { return Ok(()) };
        for batch in works.chunks(BATCH) {
            let dossiers: Vec<DossierId> = batch.iter().map(|work| work.dossier).collect();
            accept(dossier::endorse(self.office, &staff.committee, round, &dossiers)?)?;
            self.watch.done(batch.len() as u64);
        }
        Ok(())
    }

    /// Appraises; who wants out is out before the decision.
    pub(super) fn appraise(&self, round: &Round, works: &mut Vec<Work>) -> Result<()> {
        let Some(staff) = self.staff(works)? else { return Ok(()) };
        for batch in works.chunks(BATCH) {
            let appraisals: Vec<Appraisal> = batch
                .iter()
                .map(|work| Appraisal { dossier: work.dossier, changes: changes(round, work) })
                .collect();
            accept(dossier::appraise(self.office, &staff.officer, round, &appraisals)?)?;
            self.watch.done(batch.len() as u64);
        }
        let out: Vec<DossierId> =
            works.iter().filter(|work| work.filed.withdrawn).map(|work| work.dossier).collect();
        accept(dossier::withdraw(self.office, &staff.officer, round, &out)?)?;
        works.retain(|work| !work.filed.withdrawn);
        Ok(())
    }

    /// The commune decides on its people, each organization on its staff.
    pub(super) fn decide_all(&self, round: &Round, all: &[Vec<Work>]) -> Result<()> {
        let mut by_organization: BTreeMap<usize, Vec<DossierId>> = BTreeMap::new();
        let mut by_commune: BTreeMap<sohoc_rules::ids::UnitId, (usize, Vec<DossierId>)> = BTreeMap::new();
        let day = self.office.now().day();
        for work in all.iter().flatten() {
            match work.organization {
                Some(place) => by_organization.entry(place).or_default().push(work.dossier),
                None => {
                    let staff = self.cast.of_hamlet(self.sample, work.hamlet, day)?;
                    let entry = by_commune.entry(staff.unit).or_insert((work.hamlet, Vec::new()));
                    entry.1.push(work.dossier);
                }
            }
        }
        for (hamlet, dossiers) in by_commune.into_values() {
            let staff = self.cast.of_hamlet(self.sample, hamlet, day)?;
            let issuer = Issuer::Unit(staff.unit);
            let session = self.session(round, staff, hamlet, issuer)?;
            self.decide(round, &staff.decider, (issuer, &staff.code, "QĐ-UBND"), session, dossiers)?;
        }
        for (place, dossiers) in by_organization {
            let issuer = Issuer::Organization(organization_id(self.sample, place));
            let code = format!("C{place:04}");
            self.decide(round, self.cast.head(place), (issuer, &code, "QĐ"), None, dossiers)?;
        }
        Ok(())
    }

    pub(super) fn decide_commune(
        &self,
        round: &Round,
        staff: &Staff,
        dossiers: Vec<DossierId>,
    ) -> Result<()> {
        let issuer = Issuer::Unit(staff.unit);
        self.decide(round, &staff.decider, (issuer, &staff.code, "QĐ-UBND"), None, dossiers)
    }

    fn decide(
        &self,
        round: &Round,
        actor: &Actor,
        (issuer, code, sign): (Issuer, &str, &str),
        session: Option<CouncilSession>,
        dossiers: Vec<DossierId>,
    ) -> Result<()> {
        let done = dossiers.len() as u64;
        let what = Decide {
            draft: self.draft(DecisionKind::Recognise, issuer, session),
            sign: sign.to_owned(),
            issuer_code: code.to_owned(),
            votes: None,
            dossiers,
        };
        decide(self.office, actor, round, SessionRules::ASSUMED, &what)?;
        self.watch.done(done);
        Ok(())
    }

    fn draft(&self, kind: DecisionKind, issuer: Issuer, session: Option<CouncilSession>) -> DecisionDraft {
        DecisionDraft {
            kind,
            issuer,
            dated: self.office.now().day(),
            session,
            signer: Signer {
                name: "(người ký mẫu)".to_owned(),
                person: None,
                office: "CHỦ TỊCH".to_owned(),
                issuer,
                authority: Span::ALWAYS,
            },
        }
    }

    /// A session of people of the commune; `None` in a sample so small that nobody could sit in it.
    fn session(
        &self,
        round: &Round,
        staff: &Staff,
        hamlet: usize,
        body: Issuer,
    ) -> Result<Option<CouncilSession>> {
        let commune = self.sample.hamlets()[hamlet].commune;
        let hamlets = self.sample.hamlets().iter().enumerate();
        let members: Vec<_> = hamlets
            .filter(|(_, hamlet)| hamlet.commune == commune && hamlet.people > 0)
            .flat_map(|(place, _)| self.sample.volunteers(place))
            .filter_map(|index| self.ids[index as usize])
            .take(SEATS)
            .collect();
        if members.is_empty() {
            return Ok(None);
        }
        let votes = Tally { in_favour: u32::try_from(members.len()).unwrap_or(0), ..Tally::default() };
        let held = HoldSession {
            body,
            year: round.rules.year,
            held_on: self.office.now().day(),
            present: members.clone(),
            members,
            votes,
        };
        hold_session(self.office, &staff.officer, &held).map(Some)
    }

    /// Some who were declined ask again, are scored again, and decided on once more.
    pub(super) fn hear_appeals(&self, round: &Round, all: &[Vec<Work>]) -> Result<()> {
        for works in all {
            let Some(staff) = self.staff(works)? else { continue };
            let appeals: Vec<&Work> = works
                .iter()
                .filter(|work| work.organization.is_none() && work.filed.appeal.is_some())
                .filter(|work| !passes(self, round, work))
                .collect();
            if appeals.is_empty() {
                continue;
            }
            let dossiers: Vec<DossierId> = appeals.iter().map(|work| work.dossier).collect();
            let reason = "Người dân đề nghị xem xét lại; có minh chứng mới.";
            accept(dossier::reopen(self.office, &staff.officer, round, &dossiers, reason)?)?;
            let submissions = appeals
                .iter()
                .map(|work| {
                    let scores = work.filed.appeal.unwrap_or(work.filed.scores);
                    let mut again = submission(round, work.person, work.group, &work.filed, &scores)?;
                    again.channel = sohoc_rules::dossier::Channel::Assisted;
                    Ok(again)
                })
                .collect::<Result<Vec<_>>>()?;
            accept(dossier::enter(self.office, &staff.volunteer, round, &submissions)?)?;
            accept(dossier::endorse(self.office, &staff.committee, round, &dossiers)?)?;
            let appraisals: Vec<Appraisal> =
                dossiers.iter().map(|dossier| Appraisal { dossier: *dossier, changes: Vec::new() }).collect();
            accept(dossier::appraise(self.office, &staff.officer, round, &appraisals)?)?;
            self.decide_commune(round, staff, dossiers)?;
        }
        Ok(())
    }

    /// A few titles turn out to rest on false papers.
    pub(super) fn revoke_some(&self, round: &Round, all: &[Vec<Work>]) -> Result<()> {
        for works in all {
            let Some(staff) = self.staff(works)? else { continue };
            let reason = "Minh chứng không đúng sự thật.".to_owned();
            let lines: Vec<(DossierId, String)> = works
                .iter()
                .filter(|work| work.organization.is_none() && work.filed.revoked && passes(self, round, work))
                .map(|work| (work.dossier, reason.clone()))
                .collect();
            if lines.is_empty() {
                continue;
            }
            let change = TitleChange {
                draft: self.draft(DecisionKind::Revoke, Issuer::Unit(staff.unit), None),
                sign: "QĐ-UBND".to_owned(),
                issuer_code: staff.code.clone(),
                lines,
            };
            change_titles(self.office, &staff.decider, round, SessionRules::ASSUMED, &change)?;
        }
        Ok(())
    }
}

/// What the reviewers change, each with a reason.
fn changes(round: &Round, work: &Work) -> Vec<ScoreChange> {
    let (Some(review), Some(form)) = (work.filed.review, round.set.form(work.group)) else {
        return Vec::new();
    };
    form.indicators()
        .zip(work.filed.scores)
        .zip(review)
        .filter(|((_, own), found)| own != found)
        .map(|((indicator, own), found)| ScoreChange {
            indicator: indicator.code.clone(),
            score: found,
            reason: format!("Tự chấm {own}, minh chứng cho thấy {found}."),
        })
        .collect()
}

/// Whether the scores that counted in the first decision reached the mark.
fn passes(years: &Years<'_>, round: &Round, work: &Work) -> bool {
    let Some(form) = round.set.form(work.group) else { return false };
    let counted = work.filed.review.unwrap_or(work.filed.scores);
    let entered = jiff::civil::date(round.rules.year, 4, 10);
    let area = years.sample.area_class(work.hamlet, entered);
    Scores::new(form, &counted.map(Some))
        .and_then(|scores| judge(&round.set, form, area, &scores))
        .is_ok_and(|judgement| judgement.passed)
}
