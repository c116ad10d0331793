use std::sync::LazyLock;

use jiff::civil::date;
use sohoc_data::territory::{CAO_BANG_SUCCESSIONS, CAO_BANG_UNITS};
use sohoc_rules::territory::{CsvText, NewHamlet, Renaming, Territory, Unit, id_from_key, load};
use sohoc_rules::time::Span;

use super::*;

const BEFORE: Date = date(2025, 6, 30);
const TODAY: Date = date(2026, 3, 2);

/// Hợp Giang (01273) and Sông Hiến (01267) became phường Thục Phán; each had a Nà Lù. Three communes
/// were called Hưng Đạo.
static MAP: LazyLock<Territory> = LazyLock::new(|| {
    let units = CsvText { name: "admin-units.csv", text: CAO_BANG_UNITS };
    let successions = CsvText { name: "unit-successions.csv", text: CAO_BANG_SUCCESSIONS };
    let loaded = load(units, successions).expect("the province loads");
    let hamlet = |code: &str, short: &str, commune: &str| NewHamlet {
        unit: Unit::hamlet(id_from_key(code), code, "xóm", short, Span::ALWAYS),
        communes: vec![id_from_key(commune)],
    };
    let mut rows = loaded
        .with_hamlets(&[
            hamlet("h1", "Nà Lù", "C3-01273"),
            hamlet("h2", "Nà Lù", "C3-01267"),
            hamlet("h3", "Bản Nưa", "C3-01267"),
            hamlet("h4", "Khuổi Ngọa", "C3-01705"),
            hamlet("h5", "Pác Rao", "C3-01477"),
        ])
        .expect("hamlets fit")
        .rows();
    rows.renamings.push(Renaming {
        unit: id_from_key("h3"),
        name: "Xóm Đoàn Kết".into(),
        short_name: "Đoàn Kết".into(),
        since: date(2025, 12, 1),
        resolution: None,
    });
    Territory::new(rows).expect("a map")
});

fn on(day: Date) -> Homes {
    Homes::of(MAP.as_of(day))
}

/// The code of the home, or what the sender is told.
#[track_caller]
fn said(homes: &mut Homes, hamlet: &str, commune: &str) -> String {
    let given = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    let written = Written {
        hamlet: given(String::leak(hamlet.to_owned())),
        commune: given(String::leak(commune.to_owned())),
        ..Written::default()
    };
    answer(homes, written)
}

fn answer(homes: &mut Homes, written: Written<'_>) -> String {
    match homes.home(written) {
        Ok(unit) => MAP.find(unit).expect("a unit").code.to_string(),
        Err(unfound) => unfound.text().to_owned(),
    }
}

#[test]
fn a_hamlet_is_found_with_and_without_its_kind_by_code_and_by_an_old_name() {
    let mut homes = on(TODAY);
    for text in
        ["Đoàn Kết", "Xóm Đoàn Kết", "xom doan ket", "Bản Nưa", "thôn Bản Nưa", "h3", "Đoàn Kết, Thục Phán"]
    {
        assert_eq!(said(&mut homes, text, "Thục Phán"), "h3", "{text}");
        assert_eq!(said(&mut homes, text, "01273"), "h3", "{text}");
        assert_eq!(said(&mut homes, text, ""), "h3", "{text}");
    }
}

#[test]
fn an_old_commune_leads_to_its_hamlets_wherever_they_lie_now() {
    let mut homes = on(TODAY);
    assert_eq!(said(&mut homes, "Nà Lù", "Hợp Giang"), "h1");
    assert_eq!(said(&mut homes, "Nà Lù", "phường Sông Hiến"), "h2");
    assert_eq!(said(&mut homes, "", "Hợp Giang"), "01273");
    let mut before = on(BEFORE);
    assert_eq!(said(&mut before, "Nà Lù", "01273"), "h1", "the code was Hợp Giang's on that day");
}

#[test]
fn a_hamlet_that_stands_twice_in_a_merged_commune_is_asked_with_codes_and_old_communes() {
    assert_eq!(
        said(&mut on(TODAY), "Nà Lù", "Thục Phán"),
        "“Nà Lù” có thể là Xóm Nà Lù, Phường Thục Phán (trước là Phường Hợp Giang), mã h1; \
         Xóm Nà Lù, Phường Thục Phán (trước là Phường Sông Hiến), mã h2; hãy ghi mã, hoặc ghi rõ nơi trên."
    );
    assert_eq!(said(&mut on(TODAY), "h2", "Thục Phán"), "h2");
}

#[test]
fn a_commune_of_three_is_asked_even_when_only_one_of_them_has_such_a_hamlet() {
    let mut homes = on(BEFORE);
    let asked = said(&mut homes, "Khuổi Ngọa", "Hưng Đạo");
    assert!(asked.starts_with("“Hưng Đạo” có thể là Xã Hưng Đạo, "), "{asked}");
    for code in ["01705", "01351"] {
        assert!(asked.contains(&format!("mã {code}")), "{asked}");
    }
    assert_eq!(said(&mut homes, "Khuổi Ngọa", "01705"), "h4");
    let written = Written {
        hamlet: Some("Khuổi Ngọa"),
        commune: Some("Hưng Đạo"),
        district: Some("TP Cao Bằng"),
        sheet: None,
    };
    assert_eq!(answer(&mut homes, written), "h4");
}

#[test]
fn a_hamlet_of_a_neighbour_is_not_taken_for_one_of_the_commune() {
    let mut homes = on(TODAY);
    // Trùng Khánh was also the district, in which Đàm Thủy lay.
    assert_eq!(said(&mut homes, "Pác Rao", "Trùng Khánh"), "h5");
    assert_eq!(
        said(&mut homes, "Pác Rao", "Đàm Thủy"),
        "không có “Pác Rao” trong Xã Đàm Thủy; hãy ghi tên hoặc mã như trong danh mục."
    );
    assert_eq!(
        said(&mut homes, "Nà Lừ", "Trùng Khánh"),
        "không có “Nà Lừ” trong Xã Trùng Khánh; hãy ghi tên hoặc mã như trong danh mục."
    );
}

#[test]
fn what_nobody_knows_is_said_with_the_day_of_the_list() {
    let mut homes = on(TODAY);
    assert_eq!(
        said(&mut homes, "", "Thăng Long"),
        "không có “Thăng Long” trong danh mục ngày 02/03/2026; hãy ghi tên hoặc mã xã như trong danh mục."
    );
    assert_eq!(
        said(&mut homes, "Không Đâu", ""),
        "không có “Không Đâu” trong danh mục ngày 02/03/2026; hãy ghi thêm xã, hoặc tên, mã như trong danh mục."
    );
    assert_eq!(said(&mut homes, "", ""), "Dòng này không ghi xóm, xã; hãy điền nơi ở.");
    assert_eq!(said(&mut homes, "Xã Đàm Thủy", ""), "01501", "the column of the hamlet names a commune");
}

#[test]
fn the_name_of_the_sheet_stands_in_for_what_the_rows_leave_out() {
    let mut homes = on(TODAY);
    let sheet = |hamlet, commune, sheet| Written { hamlet, commune, district: None, sheet: Some(sheet) };
    assert_eq!(answer(&mut homes, sheet(None, None, "Pác Rao")), "h5");
    assert_eq!(answer(&mut homes, sheet(None, Some("Trùng Khánh"), "xóm Pác Rao")), "h5");
    assert_eq!(answer(&mut homes, sheet(None, Some("Đàm Thủy"), "Pác Rao")), "01501");
    assert_eq!(answer(&mut homes, sheet(None, Some("Đàm Thủy"), "Danh sách")), "01501");
    assert!(answer(&mut homes, sheet(None, None, "Nà Lù")).starts_with("“Nà Lù” có thể là"));
    assert!(answer(&mut homes, sheet(None, None, "Trang 1")).starts_with("Dòng này không ghi"));
}

#[test]
fn of_several_hamlets_of_a_name_the_one_in_the_senders_own_commune_is_meant() {
    let mut homes = Homes { own: vec![id_from_key("C3-01267")], ..on(BEFORE) };
    assert_eq!(said(&mut homes, "Nà Lù", ""), "h2");
    let mut of_both = Homes { own: vec![id_from_key("C3-01267"), id_from_key("C3-01273")], ..on(BEFORE) };
    assert!(said(&mut of_both, "Nà Lù", "").starts_with("“Nà Lù” có thể là"));
    assert!(said(&mut on(BEFORE), "Nà Lù", "").starts_with("“Nà Lù” có thể là"));
}
