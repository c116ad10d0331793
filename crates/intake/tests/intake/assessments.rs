//! Lists of scores.

use std::path::PathBuf;

use sohoc_acts::access::Actor;
use sohoc_intake::{Options, assessments, people};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::territory::id_from_key;

use crate::support::{World, numbers, on_both, on_sqlite, sent, workbook};

/// Who may enter for anybody of the province.
fn helper(world: &World) -> Actor {
    world.actor(Role::CommuneOfficer, Scope::Unit(id_from_key("P-04")))
}

fn register(world: &World) {
    let rows = [
        "Họ và tên,Năm sinh,Giới tính,Số CCCD,Xóm,Xã",
        "Nông Thị Hà,1975,Nữ,004175000401,Nà Mạ,Hạ Lang",
        "Lục Văn Bình,1981,Nam,004081000402,Nà Mạ,Hạ Lang",
        "Lý A Páo,1980,Nam,,Bản Giốc,Đàm Thủy",
    ];
    assert_eq!(numbers(&world.take(people, &world.list("dan.csv", &rows))), [3, 3, 0, 0, 0]);
}

const HEAD: &str =
    "Họ và tên,Năm sinh,Số CCCD,Xóm,Xã,Nhóm đối tượng,Năm,1.1,1.2,1.3,1.4,2.1,2.2,2.3,2.4,3.1,3.2";

fn list(world: &World, rows: &[(&str, u8)]) -> PathBuf {
    let row = |(who, points): &(&str, u8)| format!("{who}{}", format!(",{points}").repeat(10));
    let lines: Vec<String> = std::iter::once(HEAD.to_owned()).chain(rows.iter().map(row)).collect();
    world.list("diem.csv", &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

const HA: &str = "Nông Thị Hà,,004175000401,,,Người dân trong xã,2026";
const PAO: &str = "Lý A Páo,1980,,Bản Giốc,Đàm Thủy,1,";

#[test]
fn the_workbook_says_no_form_so_that_all_of_it_goes_back() {
    on_both(|world| {
        register(world);
        let summary = world.take_by(assessments, &helper(world), &sent("assessments.xlsx"));
        assert_eq!(numbers(&summary), [5, 0, 0, 0, 5]);
        let report = world.report();
        assert_eq!(report[0], "Danh sách: PHIẾU TỔNG HỢP ĐIỂM NĂM 2026");
        assert_eq!(
            report[3],
            "Danh sách: 1|Nông Thị Hà|004175000401|8|8|9|9|8|7|8|9|10|9|85|Đạt|4|\
             chưa ghi nhóm đối tượng; hãy điền mẫu phiếu đã dùng, hoặc ghi trong tiêu đề."
        );
        assert_eq!(
            report[7],
            "Danh sách: 5|Lý Thị Dung|004175000405|8|8|9|9|8|7|8|9|10|9|90|Đạt|8|\
             Cột N (Tổng điểm): tổng ghi 90, cộng các chỉ số được 85; sửa điểm hoặc sửa tổng."
        );
        assert_eq!(world.count("select count(*) from dossier"), 0);
    });
}

#[test]
fn scores_are_entered_by_number_or_likeness_and_twice_changes_nothing() {
    on_both(|world| {
        register(world);
        let (helper, list) = (helper(world), list(world, &[(HA, 8), (PAO, 7)]));
        assert_eq!(numbers(&world.take_by(assessments, &helper, &list)), [2, 2, 0, 0, 0]);
        let journal = world.count("select count(*) from journal_entry");
        assert_eq!(numbers(&world.take_by(assessments, &helper, &list)), [2, 0, 0, 2, 0]);
        assert_eq!(world.count("select count(*) from journal_entry"), journal);
        assert_eq!(world.count("select count(*) from dossier"), 2);
        assert_eq!(
            world.rows(
                "select read, added, unchanged from import_run where kind = 'assessments' order by started_at"
            ),
            ["2|2|0", "2|0|2"]
        );
    });
}

#[test]
fn a_dry_run_asks_the_rules_and_keeps_nothing() {
    on_both(|world| {
        register(world);
        let helper = helper(world);
        world.take_by(assessments, &helper, &list(world, &[(HA, 8)]));
        // Other scores for a dossier that is under review, and the first of another person.
        let list = list(world, &[(HA, 9), (PAO, 7)]);
        let options = Options { dry_run: true, ..world.options() };
        let tried = assessments(&world.office, &helper, &list, &options).expect("a dry run");
        assert_eq!(numbers(&tried), [2, 1, 0, 0, 1]);
        assert!(
            world.report()[1].ends_with(
                "|2|Người này đã nộp phiếu với điểm khác và phiếu đang được xét; muốn sửa, hãy đề nghị trả lại phiếu."
            )
        );
        assert_eq!(world.count("select count(*) from dossier"), 1);
        assert_eq!(numbers(&world.take_by(assessments, &helper, &list)), [2, 1, 0, 0, 1], "and so it was");
    });
}

#[test]
fn a_returned_dossier_is_updated_by_a_corrected_list() {
    on_both(|world| {
        register(world);
        let helper = helper(world);
        world.take_by(assessments, &helper, &list(world, &[(HA, 8)]));
        let committee = world.actor(Role::UnitCommittee, Scope::Unit(id_from_key("C2-01558")));
        let round = world.office.read(|reader| sohoc_acts::rounds::find(reader, 2026)).expect("a round");
        let dossier = world.rows("select dossier_id from dossier")[0].clone();
        let dossier = dossier_id(&dossier);
        let returned = sohoc_acts::dossier::send_back(&world.office, &committee, &round, &[dossier], "thiếu");
        returned.expect("done").remove(0).expect("returned");
        let corrected = list(world, &[(HA, 9)]);
        assert_eq!(numbers(&world.take_by(assessments, &helper, &corrected)), [1, 0, 1, 0, 0]);
        assert_eq!(numbers(&world.take_by(assessments, &helper, &corrected)), [1, 0, 0, 1, 0]);
    });
}

/// As either database writes it.
fn dossier_id(text: &str) -> sohoc_rules::ids::DossierId {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    digits.parse().expect("an id")
}

#[test]
fn rows_that_cannot_be_right_go_back_with_their_reasons() {
    on_sqlite(|world| {
        register(world);
        let rows = [
            (HA, 8),
            ("Nông Thị Hà,1975,,Nà Mạ,Hạ Lang,1,", 8),
            ("Nông Văn Khác,,004081000402,,,1,", 8),
            ("Không Có Ai,1980,,Nà Mạ,Hạ Lang,1,", 8),
            ("Lục Văn Bình,,004081000402,,,9,", 8),
            ("Lục Văn Bình,,004081000402,,,1,2025", 8),
            ("Lý A Páo,,,Bản Giốc,Đàm Thủy,1,", 8),
            ("Lý A Páo,1980,,Nà Lù,Thục Phán,1,", 8),
            (PAO, 11),
        ];
        let summary = world.take_by(assessments, &helper(world), &list(world, &rows));
        assert_eq!(numbers(&summary), [9, 1, 0, 0, 8]);
        let report = world.report();
        let reason = |at: usize| report[at].rsplit('|').next().unwrap_or_default().to_owned();
        assert_eq!(reason(1), "Trùng với dòng 2 của tệp; chỉ giữ lại một dòng.");
        assert_eq!(reason(2), "Số định danh này trong sổ mang họ tên khác; hãy kiểm tra số và họ tên.");
        assert!(reason(3).starts_with("Người này chưa có trong sổ"), "{}", reason(3));
        assert!(
            reason(4).starts_with("Cột F (Nhóm đối tượng): không có nhóm “9”; bộ tiêu chí có: "),
            "{}",
            reason(4)
        );
        assert_eq!(reason(5), "Cột G (Năm): dòng này của năm 2025, đợt đang nhập là năm 2026.");
        assert_eq!(reason(6), "Dòng này cần số định danh 12 số, hoặc họ tên, năm sinh và nơi ở.");
        assert!(reason(7).starts_with("Cột D (Xóm): “Nà Lù” có thể là "), "{}", reason(7));
        assert!(reason(8).contains("11 nằm ngoài khoảng 0 đến 10"), "{}", reason(8));
    });
}

#[test]
fn a_round_that_is_closed_takes_no_list() {
    on_sqlite(|world| {
        register(world);
        sohoc_acts::rounds::close(&world.office, &Actor::console(), 2026).expect("closed");
        let list = list(world, &[(HA, 8)]);
        let refused =
            assessments(&world.office, &helper(world), &list, &world.options()).expect_err("closed");
        assert!(refused.to_string().contains("The round of 2026 is closed"), "{refused}");
        let options = Options { year: Some(2020), ..world.options() };
        let refused = assessments(&world.office, &helper(world), &list, &options).expect_err("no round");
        assert!(refused.to_string().contains("no round of that year"), "{refused}");
    });
}

#[test]
fn sheets_say_their_form_in_the_title_and_their_hamlet_in_the_name() {
    on_sqlite(|world| {
        register(world);
        let list = world.path("theo-xom.xlsx");
        let head = "Họ và tên|Năm sinh|1.1|1.2|1.3|1.4|2.1|2.2|2.3|2.4|3.1|3.2";
        let title = "PHIẾU ĐIỂM NGƯỜI DÂN TRONG XÃ";
        workbook(
            &list,
            &[
                ("Nà Mạ", &[title, head, "Nông Thị Hà|1975|8|8|8|8|8|8|8|8|8|8"]),
                (
                    "Bản Giốc",
                    &[title, head, "Lý A Páo|1980|8|8|8|8|8|8|8|8|8|8", "Lý A Páo|1980|8|8|8|8|8|8|8|8|8|"],
                ),
            ],
        );
        let summary = world.take_by(assessments, &helper(world), &list);
        assert_eq!(numbers(&summary), [3, 2, 0, 0, 1]);
        assert!(world.report()[2].ends_with("|4|Trùng với dòng 3 của tệp; chỉ giữ lại một dòng."));
    });
}
