//! Lists of hamlets.

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_intake::{Options, people, units};
use sohoc_rules::territory::Level;

use crate::support::{World, numbers, on_both, on_sqlite, sent};

/// Hamlets in a commune on a day: code, name, class.
fn hamlets(world: &World, day: sohoc_rules::time::Date, commune: &str) -> Vec<String> {
    let map = world.office.map_on(day).expect("a map");
    let commune = map.find_by_code(Level::Commune, commune).expect("a commune").id;
    let of = |id| format!("{} {:?}", map.name(id), map.area_class(id));
    map.children(commune).map(|unit| format!("{} {}", unit.code, of(unit.id))).collect()
}

#[test]
fn the_workbook_goes_in_twice_as_once() {
    on_both(|world| {
        let list = sent("units.xlsx");
        let journal = world.count("select count(*) from journal_entry");
        assert_eq!(numbers(&world.take(units, &list)), [4, 1, 0, 1, 2]);
        assert!(world.count("select count(*) from journal_entry") > journal);
        let now = hamlets(world, date(2026, 3, 2), "01273");
        assert!(now.contains(&"01273-001 Xóm Nà Mạ EspeciallyDifficult".to_owned()), "{now:?}");
        assert_eq!(now.len(), 5, "Tổ dân phố 5 was there: {now:?}");
        assert_eq!(
            world.report(),
            [
                "Danh sách: Mã|Tên xóm/tổ dân phố|Mã cấp trên|Từ ngày|Đặc biệt khó khăn|Dòng|Lý do",
                "Danh sách: Xã Hạ Lang",
                "Danh sách: 01273-002|Xóm Bản Giốc|1273|01/07/2025||4|Cột C (Mã cấp trên): chỉ còn 4 chữ số vì mất số 0 ở đầu; \
                 định dạng cột là văn bản (Text) rồi gõ lại như trên thẻ.",
                "Danh sách: Phường Thục Phán",
                "Danh sách: ||01273|||7|Cột B (Tên xóm/tổ dân phố): chưa ghi; hãy điền vào.",
            ]
        );
        let journal = world.count("select count(*) from journal_entry");
        assert_eq!(numbers(&world.take(units, &list)), [4, 0, 0, 2, 2]);
        assert_eq!(world.count("select count(*) from journal_entry"), journal);
    });
}

#[test]
fn hamlets_under_old_communes_are_carried_to_the_new_ones() {
    on_both(|world| {
        let rows = [
            "Tên xóm,Loại,Xã,Từ ngày",
            "Nà Cạn,xóm,Hợp Giang,",
            "Tổ 12,tổ dân phố,phường Sông Hiến,01/01/2015",
        ];
        let list = world.list("cu.csv", &rows);
        let of_2024 = Options { date: date(2024, 6, 1), ..world.options() };
        let taken = units(&world.office, &Actor::console(), &list, &of_2024).expect("taken in");
        assert_eq!(numbers(&taken), [2, 2, 0, 0, 0]);
        let before = hamlets(world, date(2024, 6, 1), "01273");
        assert!(before.contains(&"01273-na-can Xóm Nà Cạn Ordinary".to_owned()), "{before:?}");
        let now = hamlets(world, date(2026, 3, 2), "01273");
        assert!(now.contains(&"01273-na-can Xóm Nà Cạn Ordinary".to_owned()), "{now:?}");
        assert!(now.contains(&"01267-12 Tổ dân phố 12 Ordinary".to_owned()), "{now:?}");
        // The same list with the date of today names the same hamlets by the same old communes.
        assert_eq!(numbers(&world.take(units, &list)), [2, 0, 0, 2, 0]);
        let coded =
            world.list("ma.csv", &["Mã,Tên xóm,Xã,Đến ngày,ĐBKK", "01,Xóm Nà Cạn,Thục Phán,31/12/2026,III"]);
        let taken = world.take(units, &coded);
        assert_eq!(numbers(&taken), [1, 0, 0, 1, 0]);
        assert_eq!(taken.notes.len(), 3, "class, last day and code are told: {:?}", taken.notes);
        let other = world.list("moi.csv", &["Tên xóm,Xã", "Xóm Nà Cạn,Thục Phán", "Xóm Mới,Hợp Giang"]);
        assert_eq!(numbers(&world.take(units, &other)), [2, 1, 0, 1, 0]);
        let before = hamlets(world, date(2024, 6, 1), "01273");
        assert!(
            before.contains(&"01273-moi Xóm Mới Ordinary".to_owned()),
            "an old commune had it: {before:?}"
        );
    });
}

#[test]
fn a_new_name_for_a_known_code_is_a_new_name_from_the_day_of_the_list() {
    on_both(|world| {
        let head = "Mã xóm,Tên xóm,Xã,Phân loại vùng";
        let list = world
            .list("doi-ten.csv", &[head, "HL-1,Xóm Đoàn Kết,Hạ Lang,", "HL-2,Xóm Lũng Đẩy,Hạ Lang,ĐBKK"]);
        let dry = Options { dry_run: true, ..world.options() };
        let tried = units(&world.office, &Actor::console(), &list, &dry).expect("a dry run");
        assert_eq!(numbers(&tried), [2, 0, 2, 0, 0]);
        assert_eq!(numbers(&world.take(units, &list)), [2, 0, 2, 0, 0]);
        assert_eq!(numbers(&world.take(units, &list)), [2, 0, 0, 2, 0]);
        let (now, before) =
            (hamlets(world, date(2026, 3, 2), "01558"), hamlets(world, date(2026, 3, 1), "01558"));
        assert_eq!(now, ["HL-1 Xóm Đoàn Kết Ordinary", "HL-2 Xóm Lũng Đẩy EspeciallyDifficult"]);
        assert_eq!(before, ["HL-1 Xóm Nà Mạ Ordinary", "HL-2 Xóm Lũng Đẩy Ordinary"]);
        let corrected = world.list("sua.csv", &[head, "HL-1,Xóm Đoàn Kết 1,Hạ Lang,"]);
        assert_eq!(numbers(&world.take(units, &corrected)), [1, 0, 1, 0, 0], "put right on the same day");
        assert_eq!(hamlets(world, date(2026, 3, 2), "01558")[0], "HL-1 Xóm Đoàn Kết 1 Ordinary");
        let dan = world.list(
            "dan.csv",
            &[
                "Họ và tên,Năm sinh,Giới tính,Xóm,Xã",
                "Hà,1975,Nữ,Nà Mạ,Hạ Lang",
                "An,1976,Nam,Đoàn Kết 1,Hạ Lang",
            ],
        );
        assert_eq!(numbers(&world.take(people, &dan)), [2, 2, 0, 0, 0], "people are found by both names");
    });
}

#[test]
fn what_the_map_cannot_hold_goes_back() {
    on_sqlite(|world| {
        let rows = [
            "Mã xóm,Tên xóm,Xã,Từ ngày,Đến ngày",
            ",Xóm Cũ,Thục Phán,01/01/2010,",
            ",Xóm Nà Lù,Thục Phán,,",
            ",Xóm Ngược,Hạ Lang,01/01/2026,01/12/2025",
            ",Xóm Lạc,Thăng Long,,",
            ",Xóm Mồ Côi,,,",
            ",Xóm Mới,Hạ Lang,,",
            ",xom moi,Hạ Lang,,",
            "01558,Xã Hạ Lang,,,",
            "99999,Xã Không Có,,,",
        ];
        assert_eq!(numbers(&world.take(units, &world.list("sai.csv", &rows))), [9, 1, 0, 1, 7]);
        let report = world.report();
        let reason = |at: usize| report[at].rsplit('|').next().unwrap_or_default().to_owned();
        assert!(reason(1).starts_with("Cột C (Xã): “Thục Phán” có thể là "), "{}", reason(1));
        assert!(reason(2).starts_with("Cột B (Tên xóm): “Xóm Nà Lù” có thể là "), "{}", reason(2));
        assert_eq!(reason(3), "Cột E (Đến ngày): ngày cuối trước ngày đầu; hãy sửa lại.");
        assert!(reason(4).starts_with("Cột C (Xã): không có “Thăng Long” trong danh mục"), "{}", reason(4));
        assert_eq!(reason(5), "Cột C (Xã): chưa ghi xã, phường; hãy điền vào.");
        assert_eq!(reason(6), "Trùng với dòng 7 của tệp; chỉ giữ lại một dòng.");
        assert!(reason(7).starts_with("Cột B (Tên xóm): danh sách này chỉ nhận xóm"), "{}", reason(7));
    });
}
