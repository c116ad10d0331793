//! Which people lives mostly in which hamlet.
//!
//! Peoples settle by region and height, so a hamlet has one main people. The rarest choose first, each
//! taking the hamlets that suit it best until its share of the province is reached; so the shares come
//! out right whatever the seed.

use super::InventedCommune;
use crate::SampleError;
use crate::chance::{Chance, Stream};
use crate::people::{Ethnic, shares};

/// What the choice needs to know of a hamlet.
pub(super) struct Site {
    pub commune: usize,
    pub weight: u32,
}

/// The main people of each site.
pub(super) fn settle(
    seed: u64,
    communes: &[InventedCommune],
    sites: &[Site],
) -> Result<Vec<Ethnic>, SampleError> {
    let shares = shares()?;
    let total: u64 = sites.iter().map(|site| u64::from(site.weight)).sum();
    let mut main = vec![None; sites.len()];
    // Tày come last and take what is left; small peoples without hamlets of their own live among the others.
    for ethnic in [Ethnic::LoLo, Ethnic::SanChi, Ethnic::Kinh, Ethnic::Dao, Ethnic::Mong, Ethnic::Nung] {
        let wanted = total * u64::from(shares.get(&ethnic).copied().unwrap_or_default()) / 10_000;
        let mut settled = 0;
        for place in by_liking(seed, ethnic, communes, sites) {
            let weight = u64::from(sites[place].weight);
            // The last hamlet is taken only when more than half of it is still wanted.
            if main[place].is_none() && settled + weight / 2 <= wanted {
                main[place] = Some(ethnic);
                settled += weight;
            }
        }
    }
    Ok(main.into_iter().map(|ethnic| ethnic.unwrap_or(Ethnic::Tay)).collect())
}

fn by_liking(seed: u64, ethnic: Ethnic, communes: &[InventedCommune], sites: &[Site]) -> Vec<usize> {
    let mut order: Vec<(i32, usize)> = sites
        .iter()
        .enumerate()
        .map(|(place, site)| {
            let mut chance = Chance::new(seed, Stream::EthnicGroup, place as u64, ethnic.place() as u64);
            (-liking(ethnic, &communes[site.commune]) - chance.between(0, 99), place)
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, place)| place).collect()
}

/// How much a people is at home in a commune, from what is generally known of the districts.
fn liking(ethnic: Ethnic, commune: &InventedCommune) -> i32 {
    let district = commune.district.as_ref();
    if commune.town {
        return match ethnic {
            Ethnic::Kinh => 300,
            Ethnic::Nung => 50,
            Ethnic::Tay | Ethnic::Mong | Ethnic::Dao | Ethnic::SanChi | Ethnic::LoLo | Ethnic::Other => -200,
        };
    }
    match ethnic {
        Ethnic::LoLo => at_home(district, &[("043", 300), ("042", 150)]),
        Ethnic::SanChi => at_home(district, &[("042", 300), ("043", 300)]),
        Ethnic::Kinh => at_home(district, &[("040", 200), ("051", 60), ("049", 60)]),
        Ethnic::Mong => at_home(
            district,
            &[("042", 120), ("043", 90), ("045", 90), ("052", 70), ("047", 40), ("051", 40), ("053", 40)],
        ),
        Ethnic::Dao => at_home(
            district,
            &[("052", 120), ("043", 90), ("042", 70), ("045", 40), ("051", 40), ("053", 40)],
        ),
        Ethnic::Nung => at_home(
            district,
            &[("049", 110), ("045", 90), ("048", 90), ("047", 70), ("051", 50), ("053", 50), ("040", 50)],
        ),
        Ethnic::Tay | Ethnic::Other => 0,
    }
}

fn at_home(district: &str, homes: &[(&str, i32)]) -> i32 {
    homes.iter().find(|(code, _)| *code == district).map_or(0, |(_, liking)| *liking)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sample;

    #[test]
    fn small_peoples_live_where_they_are_at_home() {
        let sample = Sample::new(677, 1).expect("a sample");
        let mut hamlets = 0;
        for hamlet in sample.hamlets().iter().filter(|hamlet| hamlet.ethnic == Ethnic::LoLo) {
            assert_eq!(&*sample.communes()[hamlet.commune].district, "043");
            hamlets += 1;
        }
        assert!((3..20).contains(&hamlets), "{hamlets}");
    }
}
