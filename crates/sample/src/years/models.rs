//! Families, communities and units: put on record in the first year, recognised by their members' titles.

use std::collections::BTreeMap;

use sohoc_acts::Result;
use sohoc_acts::models::{self, NewModel};
use sohoc_acts::rounds::Round;
use sohoc_rules::ids::{LearningModelId, UnitId};
use sohoc_rules::models::ModelKind;

use super::Years;
use super::people::hamlet_id;

/// One transaction.
const BATCH: usize = 1_000;

impl Years<'_> {
    /// In the first year every household, clan and hamlet registers as a model; each year those are recognised
    /// whose members mostly hold the title. The shares are the plan's; the exact rules of each kind are
    /// read from `rules::models` by the figures.
    pub(super) fn recognise_models(&mut self, round: &Round) -> Result<()> {
        if self.models.is_empty() {
            self.register_models()?;
        }
        let day = self.office.now().day();
        let year = i64::from(round.rules.year);
        let mut awarded: BTreeMap<usize, Vec<(LearningModelId, UnitId)>> = BTreeMap::new();
        self.office.read(|reader| {
            for (model, hamlet, kind) in &self.models {
                let members =
                    sohoc_ledger::models::members(reader, *model, sohoc_ledger::db::Day(day), year)?;
                let holders = members.iter().filter(|(_, holds)| *holds).count();
                if !members.is_empty() && holders * 100 >= members.len() * needed(*kind) {
                    let unit = hamlet_id(self.sample, *hamlet);
                    let commune = self.sample.hamlets()[*hamlet].commune;
                    awarded.entry(commune).or_default().push((*model, unit));
                }
            }
            Ok(())
        })?;
        for (commune, models) in awarded {
            let hamlet = self.sample.hamlets().partition_point(|hamlet| hamlet.commune < commune);
            let staff = self.cast.of_hamlet(self.sample, hamlet, day)?;
            let instrument = format!("QĐ công nhận mô hình {}", round.rules.year);
            models::award(self.office, &staff.decider, round.rules.year, &instrument, &models)?;
        }
        Ok(())
    }

    fn register_models(&mut self) -> Result<()> {
        self.watch.step("learning models registered", self.sample.hamlets().len() as u64);
        let day = self.office.now().day();
        for hamlet in 0..self.sample.hamlets().len() {
            let new = self.models_of(hamlet, day);
            let staff = self.cast.of_hamlet(self.sample, hamlet, day)?;
            for batch in new.chunks(BATCH) {
                let ids = models::add(self.office, &staff.officer, batch)?;
                self.models.extend(ids.into_iter().zip(batch).map(|(id, new)| (id, hamlet, new.kind)));
            }
            self.watch.done(1);
        }
        Ok(())
    }

    fn models_of(&self, hamlet: usize, day: sohoc_rules::time::Date) -> Vec<NewModel> {
        let unit = hamlet_id(self.sample, hamlet);
        let model = |kind, name: String| NewModel {
            kind,
            name,
            unit,
            organization: None,
            from: day,
            members: Vec::new(),
        };
        let mut community = model(ModelKind::Community, self.sample.hamlets()[hamlet].name());
        let mut families: BTreeMap<u32, NewModel> = BTreeMap::new();
        let mut clans: BTreeMap<String, NewModel> = BTreeMap::new();
        for person in self.sample.people_of(hamlet) {
            let Some(id) = self.ids[person.index as usize] else { continue };
            community.members.push(id);
            let family = families
                .entry(person.household)
                .or_insert_with(|| model(ModelKind::Family, format!("Hộ {}", person.name)));
            family.members.push(id);
            if let Some(clan) = person.clan {
                let name = self.sample.clan_name(clan);
                let clan = clans.entry(name.clone()).or_insert_with(|| model(ModelKind::Clan, name));
                clan.members.push(id);
            }
        }
        let mut all = vec![community];
        all.extend(families.into_values());
        all.extend(clans.into_values());
        all
    }
}

/// Holders among the members, in percent, from which the sample recognises a model.
const fn needed(kind: ModelKind) -> usize {
    match kind {
        ModelKind::Family => 100,
        ModelKind::Clan | ModelKind::Community => 40,
        ModelKind::Unit => 90,
    }
}
