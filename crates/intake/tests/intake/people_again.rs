//! Lists that come again: with more, with corrections, with doubles.

use sohoc_acts::access::Actor;
use sohoc_intake::{Options, people};

use crate::support::{numbers, on_both, on_sqlite};

const HEAD: &str = "Họ và tên,Ngày sinh,Giới tính,Số CCCD,Xóm,Xã,Dân tộc,Đơn vị công tác";
const HA: &str = "Nông Thị Hà,15/03/1975,Nữ,004175000123,Nà Mạ,Hạ Lang,Tày,";
const PAO: &str = "Lý A Páo,1980,Nam,,Lũng Đẩy,Hạ Lang,Mông,";
const BINH: &str = "Lục Văn Bình,01/12/1981,Nam,004081000202,Bản Giốc,Đàm Thủy,,";

#[test]
fn half_a_list_and_then_the_whole_adds_the_other_half() {
    on_both(|world| {
        let half = world.list("nua.csv", &[HEAD, HA]);
        assert_eq!(numbers(&world.take(people, &half)), [1, 1, 0, 0, 0]);
        let whole = world.list("ca.csv", &[HEAD, HA, PAO, BINH]);
        assert_eq!(numbers(&world.take(people, &whole)), [3, 2, 0, 1, 0]);
        assert_eq!(world.count("select count(*) from person"), 3);
    });
}

#[test]
fn a_corrected_list_updates_who_is_known_by_number_or_by_likeness() {
    on_both(|world| {
        world.take(people, &world.list("dau.csv", &[HEAD, HA, PAO, BINH]));
        let corrected = [
            HEAD,
            // The name and the home, known by the number.
            "Nông Thị Hạ,15/03/1975,Nữ,004175000123,Lũng Đẩy,Hạ Lang,Tày,",
            // The number and the day, known by name, year and home.
            "Lý A Páo,05/07/1980,Nam,004080000124,Lũng Đẩy,Hạ Lang,Mông,",
            BINH,
        ];
        let list = world.list("sua.csv", &corrected);
        assert_eq!(numbers(&world.take(people, &list)), [3, 0, 2, 1, 0]);
        assert_eq!(numbers(&world.take(people, &list)), [3, 0, 0, 3, 0]);
        assert_eq!(
            world.rows("select name, birth_year, birth_month, birth_day from person order by birth_year"),
            ["Nông Thị Hạ|1975|3|15", "Lý A Páo|1980|7|5", "Lục Văn Bình|1981|12|1"]
        );
    });
}

#[test]
fn who_stands_twice_in_the_file_goes_back_with_the_first_row() {
    on_sqlite(|world| {
        let rows = [
            HEAD,
            HA,
            PAO,
            // The same number with another name.
            "Nông Thị Hạ,15/03/1975,Nữ,004175000123,Nà Mạ,Hạ Lang,Tày,",
            // The same without accents, without a number.
            "ly a pao,1980,Nam,,xóm Lũng Đẩy,Hạ Lang,,",
            // The first one without the number.
            "Nông Thị Hà,15/03/1975,Nữ,,Nà Mạ,Hạ Lang,Tày,",
            // The second with one.
            "Lý A Páo,1980,Nam,004080000124,Lũng Đẩy,Hạ Lang,Mông,",
            // Another person of that name and year.
            "Nông Thị Hà,15/03/1975,Nữ,004175000999,Nà Mạ,Hạ Lang,Tày,",
        ];
        let list = world.list("trung.csv", &rows);
        assert_eq!(numbers(&world.take(people, &list)), [7, 3, 0, 0, 4]);
        let remedy = "nếu là hai người khác nhau, hãy ghi số định danh của từng người.";
        let reasons: Vec<String> = world.report()[1..]
            .iter()
            .map(|row| row.rsplit('|').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(reasons, [2, 3, 2, 3].map(|line| format!("Trùng với dòng {line} của tệp; {remedy}")));
        assert_eq!(numbers(&world.take(people, &list)), [7, 0, 0, 3, 4], "against the ledger too");
    });
}

#[test]
fn the_report_can_be_corrected_and_sent_again() {
    on_sqlite(|world| {
        let list = world
            .list("sai.csv", &[HEAD, HA, "Sình,1988,,,Lũng Đẩy,Hạ Lang,,", "Hà,1990,Nữ,,Nà Khác,Hạ Lang,,"]);
        assert_eq!(numbers(&world.take(people, &list)), [3, 1, 0, 0, 2]);
        assert_eq!(
            world.report(),
            [
                "Dòng cần sửa: Họ và tên|Ngày sinh|Giới tính|Số CCCD|Xóm|Xã|Dân tộc|Đơn vị công tác|Dòng|Lý do",
                "Dòng cần sửa: Sình|1988|||Lũng Đẩy|Hạ Lang|||3|Cột C (Giới tính): chưa ghi giới tính; hãy điền Nam hoặc Nữ.",
                "Dòng cần sửa: Hà|1990|Nữ||Nà Khác|Hạ Lang|||4|\
                 Cột E (Xóm): không có “Nà Khác” trong Xã Hạ Lang; hãy ghi tên hoặc mã như trong danh mục.",
            ]
        );
        let again = world.path("gui-lai.xlsx");
        std::fs::copy(world.path("can-sua.xlsx"), &again).expect("a copy");
        assert_eq!(
            numbers(&world.take(people, &again)),
            [2, 0, 0, 0, 2],
            "as it is, it comes back as it was"
        );
    });
}

#[test]
fn a_dry_run_says_what_a_run_would_do_and_keeps_nothing() {
    on_both(|world| {
        world.take(people, &world.list("dau.csv", &[HEAD, HA, PAO]));
        let journal = world.count("select count(*) from journal_entry");
        let list = world.list(
            "thu.csv",
            &[HEAD, HA, "Lý A Páo,1980,Nam,004080000124,Lũng Đẩy,Hạ Lang,,", BINH, "Sình,,,,,,,"],
        );
        let options = Options { dry_run: true, ..world.options() };
        let tried = people(&world.office, &Actor::console(), &list, &options).expect("a dry run");
        assert_eq!(numbers(&tried), [4, 1, 1, 1, 1]);
        assert!(world.path("can-sua.xlsx").exists(), "the report is what a dry run is for");
        assert_eq!(world.count("select count(*) from person"), 2);
        assert_eq!(world.count("select count(*) from import_run"), 1);
        assert_eq!(world.count("select count(*) from journal_entry"), journal);
        assert_eq!(numbers(&world.take(people, &list)), [4, 1, 1, 1, 1], "and so it was");
    });
}

#[test]
fn a_number_that_does_not_fit_needs_a_reason_which_the_journal_keeps() {
    on_both(|world| {
        let rows = [
            HEAD,
            "Nông Thị Hà,1975,Nữ,004075000123,Nà Mạ,Hạ Lang,,",
            "Lý A Páo,1980,Nam,004081000124,Nà Mạ,Hạ Lang,,",
        ];
        let list = world.list("so.csv", &rows);
        assert_eq!(numbers(&world.take(people, &list)), [2, 0, 0, 0, 2]);
        let report = world.report();
        assert!(
            report[1]
                .ends_with("|2|Cột D (Số CCCD): số cho biết giới tính khác; hãy kiểm tra giới tính và số.")
        );
        assert!(
            report[2]
                .ends_with("|3|Cột D (Số CCCD): số cho biết năm sinh khác; hãy kiểm tra ngày sinh và số.")
        );
        let options = Options { reason: Some("đã xem thẻ".to_owned()), ..world.options() };
        let taken = people(&world.office, &Actor::console(), &list, &options).expect("taken in");
        assert_eq!(numbers(&taken), [2, 2, 0, 0, 0]);
        let said = world.rows("select actor, body from journal_entry where act = 'import.stand_for'");
        assert_eq!(said.len(), 1);
        assert!(
            said[0].starts_with("console|") && said[0].contains("đã xem thẻ") && said[0].contains("so.csv")
        );
    });
}

#[test]
fn ethnic_groups_are_kept_only_on_a_basis_that_is_named_and_journalled() {
    on_both(|world| {
        let list = world.list("dan-toc.csv", &[HEAD, HA]);
        let silent = Options { ethnic_basis: None, ..world.options() };
        let taken = people(&world.office, &Actor::console(), &list, &silent).expect("taken in");
        assert_eq!(numbers(&taken), [1, 1, 0, 0, 0]);
        assert!(
            taken.notes.iter().any(|note| note.starts_with("1 dòng có ghi dân tộc")),
            "{:?}",
            taken.notes
        );
        assert!(world.rows("select person_id from person_ethnicity").is_empty());
        assert!(world.rows("select act from journal_entry where act = 'import.ethnic_groups'").is_empty());
        let named =
            Options { ethnic_basis: Some("phiếu đồng ý 12/2026".to_owned()), ..world.options() };
        let taken = people(&world.office, &Actor::console(), &list, &named).expect("taken in");
        assert_eq!(numbers(&taken), [1, 0, 1, 0, 0]);
        assert_eq!(world.rows("select person_id from person_ethnicity").len(), 1);
        let said = world.rows("select body from journal_entry where act = 'import.ethnic_groups'");
        assert!(said.len() == 1 && said[0].contains("12/2026"), "{said:?}");
    });
}

#[test]
fn old_cards_and_unknown_employers_are_told_and_reject_nobody() {
    on_sqlite(|world| {
        let rows = [
            HEAD,
            "Nông Thị Hà,1975,Nữ,080123456,Nà Mạ,Hạ Lang,,tự do",
            "Lý A Páo,1980,Nam,,Nà Mạ,Hạ Lang,,tự do",
            "Sình,1988,Nữ,,Nà Mạ,Hạ Lang,,Trường Mẫu",
        ];
        let summary = world.take(people, &world.list("cu.csv", &rows));
        assert_eq!(numbers(&summary), [3, 3, 0, 0, 0]);
        assert_eq!(
            summary.notes,
            [
                "Cơ quan “tự do” (2 dòng) chưa có trong sổ hoặc trùng tên: để trống nơi làm việc.",
                "Cơ quan “Trường Mẫu” (1 dòng) chưa có trong sổ hoặc trùng tên: để trống nơi làm việc.",
                "1 dòng chỉ có số CMND 9 số: số này không ghi vào sổ; khi có số định danh 12 số, hãy gửi lại danh sách.",
            ]
        );
    });
}

#[test]
fn homes_of_before_the_merger_are_found_under_the_old_and_the_new_names() {
    on_sqlite(|world| {
        let rows = [
            "Họ và tên,Năm sinh,Giới tính,Xóm,Xã,Huyện",
            "Nông Thị Hà,1975,Nữ,Nà Lù,Hợp Giang,",
            "Lý A Páo,1980,Nam,Nà Lù,phường Sông Hiến,TP. Cao Bằng",
            "Sình,1988,Nữ,SH-1,Thục Phán,",
            "Lục Văn Bình,1981,Nam,Nà Lù,Thục Phán,",
            "Đàm Thị Thuỷ,1990,Nữ,Nà Lù,Hưng Đạo,",
        ];
        let list = world.list("noi-o.csv", &rows);
        assert_eq!(numbers(&world.take(people, &list)), [5, 3, 0, 0, 2]);
        assert_eq!(
            world.rows(
                "select person.name, unit.code from person join residence on residence.person_id = person.person_id
                 join unit on unit.unit_id = residence.unit_id order by person.birth_year"
            ),
            ["Nông Thị Hà|HG-1", "Lý A Páo|SH-1", "Sình|SH-1"]
        );
        let report = world.report();
        assert!(
            report[1].ends_with(
                "|5|Cột D (Xóm): “Nà Lù” có thể là Xóm Nà Lù, Phường Thục Phán (trước là Phường Hợp Giang), mã HG-1; \
                 Xóm Nà Lù, Phường Thục Phán (trước là Phường Sông Hiến), mã SH-1; hãy ghi mã, hoặc ghi rõ nơi trên."
            ),
            "{}",
            report[1]
        );
        assert!(report[2].contains("|6|Cột D (Xóm): không có “Nà Lù” trong Xã Hưng Đạo; "), "{}", report[2]);
        let of_2024 = Options { date: jiff::civil::date(2024, 6, 1), ..world.options() };
        let old = world.list("cu.csv", &["Họ và tên,Năm sinh,Giới tính,Xã", "Đàm Thị Thuỷ,1990,Nữ,Hưng Đạo"]);
        let asked = people(&world.office, &Actor::console(), &old, &of_2024).expect("read");
        assert_eq!(numbers(&asked), [1, 0, 0, 0, 1]);
        assert_eq!(
            world.report()[1].split('|').next_back(),
            Some(
                "Cột D (Xã): “Hưng Đạo” có thể là Xã Hưng Đạo, Huyện Bảo Lạc, mã 01351; \
                 Xã Hưng Đạo, Huyện Nguyên Bình, mã 01783; Xã Hưng Đạo, Thành phố Cao Bằng, mã 01705; \
                 hãy ghi mã, hoặc ghi rõ nơi trên."
            )
        );
    });
}
