use std::fmt::Write as _;

use jiff::civil::date;

use super::*;
use crate::ids::UnitId;
use crate::territory::cao_bang::{AFTER, BEFORE, CAO_BANG, coded};
use crate::territory::{AreaClass, Level, NewHamlet, Rows, Unit, id_from_key};
use crate::time::Span;

const HEAD: &str = "decree = \"12/2027\"\ndate = 2027-01-15\neffective = 2027-03-01\n";

/// Cao Bằng as it was known before the reform, with two hamlets in each old commune.
fn before_the_reform() -> Territory {
    let rows = CAO_BANG.rows();
    let old: Vec<Unit> = rows.units.into_iter().filter(|unit| unit.span.from.is_none()).collect();
    let known = |id: UnitId| old.iter().any(|unit| unit.id == id);
    let mut links: Vec<_> =
        rows.links.into_iter().filter(|link| known(link.unit) && known(link.parent)).collect();
    let mut units = old.clone();
    // Whoever wrote the map before the reform did not know when it would end.
    units.iter_mut().for_each(|unit| unit.span.to = None);
    links.iter_mut().for_each(|link| link.span.to = None);
    let territory = Territory::new(Rows { units, links, ..Rows::default() }).unwrap();
    let communes = old.iter().filter(|unit| unit.level == Level::Commune);
    let hamlets: Vec<NewHamlet> = communes
        .flat_map(|commune| {
            ["Nà Lù", "Bản Nưa"].map(|name| {
                let id = id_from_key(&format!("{}/{name}", commune.code));
                NewHamlet {
                    unit: Unit::hamlet(id, "", "xóm", name, Span::ALWAYS),
                    communes: vec![commune.id],
                }
            })
        })
        .collect();
    territory.with_hamlets(&hamlets).unwrap()
}

/// Resolution 1657 as a file, made from the data.
fn the_reform() -> String {
    let mut text = "decree = \"1657/NQ-UBTVQH15\"\ndate = 2025-06-16\neffective = 2025-07-01\n".to_owned();
    for unit in CAO_BANG.as_of(BEFORE).at_level(Level::District) {
        write!(text, "[[close]]\nunit = \"{}\"\nwithout_successor = true\n", unit.code).unwrap();
    }
    for unit in CAO_BANG.as_of(AFTER).at_level(Level::Commune) {
        writeln!(
            text,
            "[[open]]\nuid = \"C2-{}\"\ncode = \"{}\"\nname = \"{}\"\nshort_name = \"{}\"\nkind = \"{}\"\n\
             level = \"commune\"\nparent = \"04\"",
            unit.code, unit.code, unit.name, unit.short_name, unit.kind
        )
        .unwrap();
    }
    for row in CAO_BANG.rows().successions {
        let code = |id| CAO_BANG.find(id).unwrap().code.clone();
        let (from, to) = (code(row.predecessor), code(row.successor));
        write!(text, "[[succession]]\nfrom = \"{from}\"\nto = \"{to}\"\nextent = \"whole\"\n").unwrap();
    }
    text
}

fn conflicts(territory: &Territory, items: &str) -> Vec<String> {
    let decree = Reorganisation::parse(&format!("{HEAD}{items}")).unwrap();
    let preview = decree.preview(territory).conflicts;
    assert_eq!(decree.apply(territory).err().unwrap_or_default(), preview);
    preview.iter().map(ToString::to_string).collect()
}

#[test]
fn the_reform_of_2025_as_a_decree_gives_the_map_of_the_statistics_office() {
    let old = before_the_reform();
    let decree = Reorganisation::parse(&the_reform()).unwrap();
    let preview = decree.preview(&old);
    assert_eq!(preview.conflicts, []);
    assert_eq!((preview.closed.len(), preview.opened.len()), (171, 56));
    assert_eq!((preview.moved, preview.opened.iter().map(|unit| unit.hamlets).sum::<usize>()), (322, 322));
    let counts: Vec<(usize, usize)> =
        preview.counts.iter().map(|count| (count.before, count.after)).collect();
    assert_eq!(counts, [(1, 1), (10, 0), (161, 56), (322, 322)]);
    let thuc_phan = preview.opened.iter().find(|unit| unit.name == "Phường Thục Phán").unwrap();
    assert_eq!(thuc_phan.hamlets, 2 * thuc_phan.made_of.len());
    let new = old.changed(&decree.apply(&old).unwrap()).unwrap();
    for day in [BEFORE, AFTER] {
        let (map, wanted) = (new.as_of(day), CAO_BANG.as_of(day));
        for unit in wanted.units() {
            let path = |map: &crate::territory::TerritoryAsOf| -> Vec<UnitId> {
                map.path(unit.id).iter().map(|unit| unit.id).collect()
            };
            assert_eq!(path(&map), path(&wanted), "{}", unit.name);
        }
        assert_eq!(map.at_level(Level::Hamlet).count(), 322);
    }
    let hamlet = id_from_key("01438/Nà Lù");
    assert_eq!(new.as_of(AFTER).parent(hamlet).map(|unit| &*unit.name), Some("Xã Hà Quảng"));
    assert!(!decree.apply(&new).unwrap_err().is_empty(), "a decree cannot be applied twice");
}

#[test]
fn a_split_moves_hamlets_by_name_and_shares_what_the_commune_counted() {
    let old = before_the_reform();
    let reformed = old.changed(&Reorganisation::parse(&the_reform()).unwrap().apply(&old).unwrap()).unwrap();
    let items = "[[close]]\nunit = \"01438\"\n\
        [[open]]\ncode = \"00001\"\nname = \"Phường Một\"\nshort_name = \"Một\"\nkind = \"phường\"\nlevel = \"commune\"\nparent = \"04\"\n\
        [[open]]\ncode = \"01438\"\nname = \"Xã Hai\"\nshort_name = \"Hai\"\nkind = \"xã\"\nlevel = \"commune\"\nparent = \"04\"\n\
        [[open]]\nname = \"Xóm Mới\"\nshort_name = \"Mới\"\nkind = \"xóm\"\nlevel = \"hamlet\"\nparent = \"00001\"\n\
        [[succession]]\nfrom = \"01438\"\nto = \"00001\"\nextent = \"share\"\nweight = 1\nof = 4\n\
        [[succession]]\nfrom = \"01438\"\nto = \"01438\"\nextent = \"share\"\nweight = 3\nof = 4\n\
        [[area_class]]\nunit = \"01438\"\nclass = \"remote\"\n";
    let unmoved = conflicts(&reformed, items);
    assert_eq!(unmoved.len(), 1);
    assert!(unmoved[0].starts_with("Line 4, [[close]] Xã Hà Quảng:"), "{}", unmoved[0]);
    assert!(unmoved[0].contains("have no new parent"), "{}", unmoved[0]);

    let commune = coded(&reformed, Level::Commune, "01438", AFTER);
    let map = reformed.as_of(AFTER);
    let mut moves = String::new();
    for (at, hamlet) in map.children(commune).enumerate() {
        let to = if at == 0 { "00001" } else { "01438" };
        write!(moves, "[[move]]\nunit = \"{}\"\nto = \"{to}\"\n", hamlet.id).unwrap();
    }
    let decree = Reorganisation::parse(&format!("{HEAD}{items}{moves}")).unwrap();
    let split = reformed.changed(&decree.apply(&reformed).unwrap()).unwrap();
    let day = date(2027, 3, 1);
    let (one, two) =
        (coded(&split, Level::Commune, "00001", day), coded(&split, Level::Commune, "01438", day));
    let after = split.as_of(day);
    let first = map.children(commune).next().unwrap().id;
    assert_eq!(after.place(first, Level::Commune), Some(one));
    assert_eq!(after.children(one).count(), 2);
    assert_eq!(after.area_class(two), AreaClass::Remote);
    assert_eq!(after.area_class(one), AreaClass::Ordinary);
    let carried = split.carry(commune, AFTER, day);
    assert_eq!(carried.parts.iter().map(|part| part.1.to_string()).collect::<Vec<_>>(), ["75 %", "25 %"]);
}

#[test]
fn a_hamlet_may_be_renamed_or_change_its_commune() {
    let items = "[[move]]\nunit = \"01438/Xóm Nà Lù\"\nto = \"01273\"\n\
        [[rename]]\nunit = \"01273/Nà Lù\"\nname = \"Xóm Đoàn Kết\"\nshort_name = \"Đoàn Kết\"\n";
    let old = before_the_reform();
    let decree = Reorganisation::parse(&format!("{HEAD}{items}")).unwrap();
    let preview = decree.preview(&old);
    assert_eq!((preview.moved, preview.renamed, preview.conflicts.len()), (1, 1, 0));
    let new = old.changed(&decree.apply(&old).unwrap()).unwrap();
    let (before, after) = (new.as_of(date(2027, 2, 28)), new.as_of(date(2027, 3, 1)));
    let hamlet = id_from_key("01438/Nà Lù");
    assert_eq!(before.parent(hamlet).map(|unit| &*unit.code), Some("01438"));
    assert_eq!(after.parent(hamlet).map(|unit| &*unit.code), Some("01273"));
    assert_eq!(before.name(id_from_key("01273/Nà Lù")), "Xóm Nà Lù");
    assert_eq!(after.name(id_from_key("01273/Nà Lù")), "Xóm Đoàn Kết");
}

#[test]
fn every_refusal_names_the_line_and_what_to_do() {
    let old = before_the_reform();
    let open = |code: &str, level: &str, parent: &str| {
        format!(
            "[[open]]\ncode = \"{code}\"\nname = \"Xã Mới\"\nshort_name = \"Mới\"\nkind = \"xã\"\nlevel = \"{level}\"\nparent = \"{parent}\"\n"
        )
    };
    let cases: [(String, &str); 12] = [
        ("[[close]]\nunit = \"99999\"\n".into(), "Line 4, [[close]] 99999: No unit \"99999\" is in force on 2027-02-28. Check"),
        ("[[close]]\nunit = \"01438\"\n".into(), "Xã Ngọc Đào closes and nothing says where it goes. Add a succession"),
        (
            "[[close]]\nunit = \"01438\"\nwithout_successor = true\n[[close]]\nunit = \"01438\"\n".into(),
            "Line 7, [[close]] 01438: Xã Ngọc Đào is closed already in line 4.",
        ),
        (open("01438", "commune", "045"), "The code 01438 is in force on 2027-03-01 for Xã Ngọc Đào. Close that unit"),
        (open("00001", "district", "045"), "Huyện Hà Quảng does not stand above Xã Mới. Name a unit of a higher level."),
        (
            "[[succession]]\nfrom = \"01438\"\nto = \"01273\"\nextent = \"whole\"\n[[succession]]\nfrom = \"01438\"\nto = \"01267\"\nextent = \"unknown\"\n".into(),
            "Line 8, [[succession]] 01438 to 01267: Xã Ngọc Đào passes whole and also elsewhere.",
        ),
        (
            "[[succession]]\nfrom = \"01438\"\nto = \"01273\"\nextent = \"whole\"\n[[succession]]\nfrom = \"01273\"\nto = \"01438\"\nextent = \"whole\"\n".into(),
            "Xã Ngọc Đào closes with this decree. Name a unit that stays",
        ),
        ("[[succession]]\nfrom = \"01438\"\nto = \"01438\"\nextent = \"unknown\"\n".into(), "would follow itself"),
        (
            "[[succession]]\nfrom = \"01438\"\nto = \"01273\"\nextent = \"share\"\nweight = 3\nof = 4\n[[succession]]\nfrom = \"01438\"\nto = \"01267\"\nextent = \"share\"\nweight = 2\nof = 4\n".into(),
            "exceed the total",
        ),
        ("[[move]]\nunit = \"01438/Nà Lù\"\nto = \"99999\"\n".into(), "Line 4, [[move]] 01438/Nà Lù: No unit \"99999\""),
        ("[[rename]]\nunit = \"01438/Nà Không\"\nname = \"Xóm A\"\nshort_name = \"A\"\n".into(), "No unit \"01438/Nà Không\""),
        ("[[close]]\nunit = \"045\"\nwithout_successor = true\n".into(), "units of Huyện Hà Quảng have no new parent: "),
    ];
    for (items, wanted) in cases {
        let found = conflicts(&old, &items);
        assert!(found.iter().any(|conflict| conflict.contains(wanted)), "wanted {wanted:?}, got {found:#?}");
    }
}

#[test]
fn a_file_that_is_no_decree_is_refused_at_its_line() {
    let problem = |items: &str| Reorganisation::parse(&format!("{HEAD}{items}")).unwrap_err().to_string();
    assert!(problem("[[close]]\nunits = \"1\"\n").starts_with("Line 5: unknown field `units`"));
    assert!(
        problem("\n[[area_class]]\nunit = \"1\"\nclass = \"far\"\n")
            .starts_with("Line 5: class: \"far\" is not one of")
    );
    assert!(
        problem("[[succession]]\nfrom = \"1\"\nto = \"2\"\nextent = \"share\"\n")
            .contains("needs weight and of")
    );
    assert!(
        problem("[[succession]]\nfrom = \"1\"\nto = \"2\"\nextent = \"most\"\n")
            .contains("\"most\" is not one of")
    );
    assert!(
        problem("[[open]]\nname = \"A\"\nshort_name = \"A\"\nkind = \"xã\"\nlevel = \"commune\"\n")
            .contains("code is missing")
    );
    let time = HEAD.replace("2027-03-01", "2027-03-01T08:00:00");
    assert!(
        Reorganisation::parse(&time)
            .unwrap_err()
            .to_string()
            .starts_with("Line 3: 2027-03-01T08:00:00 is not a plain date")
    );
}
