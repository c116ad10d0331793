//! A hamlet that no map shows.

use std::collections::BTreeSet;
use std::ops::Range;

use sohoc_rules::territory::{AreaClass, NewHamlet, Unit, id_from_key};
use sohoc_rules::time::{Date, Span};

use super::ethnic_mix::{Site, settle};
use super::hamlet_names::HamletNames;
use super::{InventedCommune, hamlet_size};
use crate::Sample;
use crate::SampleError;
use crate::chance::{Chance, Stream};
use crate::people::{Ethnic, Names};

/// An invented xóm or tổ dân phố.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventedHamlet {
    /// The code of the commune of before 1 July 2025, a hyphen, and three digits counted from 001 inside that
    /// commune: `01372-007`. It is unique in the province and stays when the commune merges, so its first half
    /// may be the code of another commune of today.
    pub code: Box<str>,
    /// `xóm`, in wards and towns `tổ dân phố`.
    pub kind: &'static str,
    /// The name without the kind: `Nà Mương`, `7`.
    pub short_name: Box<str>,
    /// The place of its old commune in [`Sample::communes`].
    pub commune: usize,
    /// The people most of its households belong to.
    pub ethnic: Ethnic,
    /// The family names of its main clans, the largest first.
    pub families: [&'static str; 4],
    /// Whether a telephone has a signal there; in one xóm of ten it has not.
    pub signal: bool,
    /// How much the hamlet lifts or lowers the scores of its people, in hundredths of a point an indicator.
    pub mood: i32,
    /// The index of its first person.
    pub first_person: u32,
    /// How many people aged 15 to 95.
    pub people: u32,
}

impl InventedHamlet {
    /// The name with its kind: `Xóm Nà Mương`, `Tổ dân phố 7`.
    #[must_use]
    pub fn name(&self) -> String {
        let mut name = String::new();
        self.write_name(&mut name);
        name
    }

    /// Writes the name with its kind behind what `text` holds.
    pub(crate) fn write_name(&self, text: &mut String) {
        text.push_str(if self.kind == TOWN_KIND { "Tổ dân phố " } else { "Xóm " });
        text.push_str(&self.short_name);
    }
}

impl Sample {
    /// The hamlets as the territory takes them in: each in its old commune, from which the later parents follow.
    #[must_use]
    pub fn new_hamlets(&self) -> Vec<NewHamlet> {
        let new = |hamlet: &InventedHamlet| {
            let id = id_from_key(&format!("H-{}", hamlet.code));
            let unit = Unit::hamlet(id, &hamlet.code, hamlet.kind, &hamlet.short_name, Span::ALWAYS);
            NewHamlet { unit, communes: vec![self.communes[hamlet.commune].unit] }
        };
        self.hamlets.iter().map(new).collect()
    }

    /// The class of the area of a hamlet on a day.
    ///
    /// # Panics
    /// When there is no such hamlet.
    #[must_use]
    pub fn area_class(&self, hamlet: usize, day: Date) -> AreaClass {
        self.communes[self.hamlets[hamlet].commune].area_on(day)
    }

    /// The place of the hamlet in which the person of an index is at home at first.
    pub(crate) fn hamlet_of(&self, index: u32) -> usize {
        self.hamlets.partition_point(|hamlet| hamlet.first_person + hamlet.people <= index)
    }
}

/// All hamlets of all communes with the people dealt out among them.
pub(crate) fn invent_hamlets(
    seed: u64,
    size: u32,
    communes: &[InventedCommune],
    names: &Names,
) -> Result<Vec<InventedHamlet>, SampleError> {
    let sites = sites(seed, communes);
    let peoples = settle(seed, communes, &sites)?;
    let parts = HamletNames::read()?;
    let (mut hamlets, mut taken) = (Vec::<InventedHamlet>::with_capacity(sites.len()), BTreeSet::new());
    let mut number = 0;
    for (place, ((site, ethnic), people)) in sites.iter().zip(peoples).zip(deal(size, &sites)).enumerate() {
        let commune = &communes[site.commune];
        if hamlets.last().is_none_or(|last| last.commune != site.commune) {
            taken.clear();
            number = 0;
        }
        number += 1;
        let mut chance = Chance::new(seed, Stream::HamletName, place as u64, 0);
        let short_name =
            if commune.town { number.to_string() } else { parts.coin(ethnic, &mut taken, &mut chance) };
        let mut chance = Chance::new(seed, Stream::Hamlet, place as u64, 1);
        hamlets.push(InventedHamlet {
            code: format!("{}-{number:03}", commune.code).into(),
            kind: if commune.town { TOWN_KIND } else { "xóm" },
            short_name: short_name.into(),
            commune: site.commune,
            ethnic,
            families: families(seed, place, ethnic, names),
            mood: chance.bell(MOOD),
            signal: commune.town || !chance.permille(NO_SIGNAL_PERMILLE),
            first_person: people.start,
            people: people.end - people.start,
        });
    }
    Ok(hamlets)
}

/// The people of each site by index, so that they always add up to the size.
fn deal(size: u32, sites: &[Site]) -> Vec<Range<u32>> {
    let total: u64 = sites.iter().map(|site| u64::from(site.weight)).sum();
    let (mut sum, mut start) = (0, 0);
    let mut dealt = Vec::with_capacity(sites.len());
    for site in sites {
        sum += u64::from(site.weight);
        let end = u32::try_from(u64::from(size) * sum / total.max(1)).unwrap_or(size);
        dealt.push(start..end);
        start = end;
    }
    dealt
}

fn sites(seed: u64, communes: &[InventedCommune]) -> Vec<Site> {
    let mut sites = Vec::new();
    for (place, commune) in communes.iter().enumerate() {
        for _ in 0..commune.hamlet_count {
            let mut chance = Chance::new(seed, Stream::Hamlet, sites.len() as u64, 0);
            let weight = hamlet_size::weight(&mut chance);
            sites.push(Site { commune: place, weight: if commune.town { weight * 28 / 25 } else { weight } });
        }
    }
    sites
}

/// Four different names, where the people has as many.
fn families(seed: u64, place: usize, ethnic: Ethnic, names: &Names) -> [&'static str; 4] {
    let mut chance = Chance::new(seed, Stream::Clan, place as u64, 0);
    let mut families = [""; 4];
    for at in 0..families.len() {
        let mut family = names.family(ethnic, &mut chance);
        for _ in 0..8 {
            if !families[..at].contains(&family) {
                break;
            }
            family = names.family(ethnic, &mut chance);
        }
        families[at] = family;
    }
    families
}

const TOWN_KIND: &str = "tổ dân phố";

/// The spread of [`InventedHamlet::mood`].
const MOOD: i32 = 40;

/// More than 90 % of the xóm have a signal (public report of 2025).
const NO_SIGNAL_PERMILLE: u32 = 100;
