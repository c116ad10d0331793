//! Every workbook of people, end to end.

use sohoc_intake::people;

use crate::support::{World, numbers, on_both, on_sqlite, sent};

const PEOPLE: &str = "select person.name, person.birth_year, person.sex, home.name
    from person join residence on residence.person_id = person.person_id
        join unit home on home.unit_id = residence.unit_id
    where residence.valid_to is null order by person.birth_year, person.name";

/// Takes a workbook in twice: what is rejected is rejected again, the rest is unchanged.
#[track_caller]
fn twice(world: &World, name: &str, expected: [u64; 5]) {
    let summary = world.take(people, &sent(name));
    assert_eq!(numbers(&summary), expected, "{name}");
    assert_eq!(summary.report.is_some(), expected[4] > 0, "{name}");
    let journal = world.count("select count(*) from journal_entry");
    let [read, added, _, _, rejected] = expected;
    let again = world.take(people, &sent(name));
    assert_eq!(numbers(&again), [read, 0, 0, added, rejected], "{name} again");
    assert_eq!(world.count("select count(*) from journal_entry"), journal, "{name} again");
}

#[test]
fn a_plain_list_goes_in_whole_and_twice_changes_nothing() {
    on_both(|world| {
        twice(world, "plain-people.xlsx", [3, 3, 0, 0, 0]);
        assert_eq!(
            world.rows(PEOPLE),
            ["Nông Thị Hà|1975|2|Xóm Nà Mạ", "Lý A Páo|1980|1|Xóm Lũng Đẩy", "Sình|1988|2|Xóm Lũng Đẩy"]
        );
        assert_eq!(world.count("select count(*) from import_run where finished_at is not null"), 2);
        assert!(!world.path("can-sua.xlsx").exists(), "nothing was rejected");
    });
}

#[test]
fn people_under_the_rows_of_their_hamlets_go_in() {
    on_sqlite(|world| {
        twice(world, "titled-people.xlsx", [3, 3, 0, 0, 0]);
        assert_eq!(
            world.rows(PEOPLE),
            [
                "Nông Thị Hà|1975|2|Xóm Nà Mạ",
                "Lục Văn Bình|1981|1|Xóm Nà Mạ",
                "Tống Văn Cộng|1990|1|Xóm Bản Giốc"
            ]
        );
        let summary = world.take(people, &sent("titled-people.xlsx"));
        assert_eq!(summary.notes, ["Trang “Hướng dẫn” không có danh sách: bỏ qua."]);
    });
}

#[test]
fn years_under_nam_and_nu_go_in_and_the_row_with_both_goes_back() {
    on_sqlite(|world| {
        twice(world, "years-by-sex.xlsx", [4, 3, 0, 0, 1]);
        assert_eq!(
            world.rows(PEOPLE),
            ["Sính|1969|1|Xóm Lũng Đẩy", "Nông Thị Hà|1975|2|Xóm Nà Mạ", "Bàn Văn Páo|1980|1|Xóm Khuổi Ngọa"]
        );
        assert_eq!(
            world.report(),
            [
                "Danh sách: STT|Họ và tên||Năm sinh||Dân tộc|Nơi cư trú||Quê quán||Dòng|Lý do",
                "Danh sách: |||Nam|Nữ||Xóm|Xã|Xóm|Xã",
                "Danh sách: 3|Hoàng Thị|Mỷ|1991|1991|Nùng|Nà Mạ|Hạ Lang|||5|\
                 Cột E (Năm sinh Nữ): cột Nam và cột Nữ cùng ghi hoặc cùng bỏ trống; chỉ ghi một cột.",
            ]
        );
    });
}

#[test]
fn spoiled_numbers_and_days_all_go_back_with_column_and_remedy() {
    on_sqlite(|world| {
        twice(world, "spoiled-numbers.xlsx", [7, 0, 0, 0, 7]);
        let report = world.report();
        assert_eq!(report.len(), 8);
        assert_eq!(
            report[1],
            "Danh sách: Nông Thị Hà|27468|4175000301|Nữ|2|Cột C (CMND/CCCD): chỉ còn 10 chữ số vì mất số 0 ở đầu; \
             định dạng cột là văn bản (Text) rồi gõ lại như trên thẻ."
        );
        assert!(
            report[4]
                .ends_with("|5|Cột B (Ngày sinh): không có ngày 31/02/1975; kiểm tra lại ngày và tháng.")
        );
        assert_eq!(world.count("select count(*) from person"), 0);
    });
}

#[test]
fn who_has_no_home_goes_back() {
    on_sqlite(|world| {
        twice(world, "macintosh-1904.xlsx", [3, 0, 0, 0, 3]);
        let report = world.report();
        assert!(report[2].ends_with("|3|Dòng này không ghi xóm, xã; hãy điền nơi ở."), "{}", report[2]);
        assert!(report[4].contains("|5|Cột E (Giới tính Nữ): "), "{}", report[4]);
    });
}

#[test]
fn old_workbooks_give_the_same_in_both_formats() {
    on_sqlite(|world| {
        twice(world, "old-people.xls", [3, 2, 0, 0, 1]);
        let fault = world.report().pop().expect("a row");
        assert_eq!(
            fault,
            "Tổ 5-6: 3|Đàm Thị Thuỷ|#DIV/0!|Nữ|Tổ 6|Thục Phán|6|Cột C (Sinh ngày): ô đang hiện #DIV/0!; hãy gõ trực tiếp giá trị."
        );
        let other = world.take(people, &sent("old-people.ods"));
        assert_eq!(numbers(&other), [3, 0, 0, 2, 1], "the same people from the other format");
        assert_eq!(
            world.rows(PEOPLE),
            ["Nông Thị Hà|1975|2|Tổ dân phố 5", "Lục Văn Bình|1981|1|Tổ dân phố 5"]
        );
    });
}

#[test]
fn text_files_without_a_column_for_the_sex_go_back_whole() {
    on_sqlite(|world| {
        for name in ["people-semicolon.csv", "people-utf16.txt"] {
            twice(world, name, [3, 0, 0, 0, 3]);
            let report = world.report();
            assert!(
                report[1].ends_with("|2|chưa ghi giới tính; hãy điền Nam hoặc Nữ."),
                "{name}: {}",
                report[1]
            );
            assert!(
                report[3].ends_with("|4|Cột C (Năm sinh): chưa ghi ngày sinh; hãy điền ít nhất năm sinh.")
            );
        }
    });
}

#[test]
fn lists_in_old_fonts_are_the_same_people() {
    on_sqlite(|world| {
        twice(world, "people-tcvn3.csv", [3, 3, 0, 0, 0]);
        let vni = world.take(people, &sent("people-vni.csv"));
        assert_eq!(numbers(&vni), [3, 0, 0, 3, 0]);
        assert_eq!(
            world.rows(PEOPLE),
            [
                "Nông Thị Hà|1975|2|Xóm Nà Mạ",
                "Nguyễn Văn Hùng|1981|1|Xóm Bản Giốc",
                "Triệu Thị Đào|1990|2|Xóm Khuổi Ngọa"
            ]
        );
    });
}

#[test]
fn files_that_are_no_lists_are_refused_and_leave_no_run() {
    on_sqlite(|world| {
        for name in ["cut-off.xlsx", "locked.xlsx", "web-page.xls", "README.md"] {
            let refused =
                people(&world.office, &sohoc_acts::access::Actor::console(), &sent(name), &world.options());
            assert!(refused.is_err(), "{name}");
        }
        assert_eq!(world.count("select count(*) from import_run"), 0);
    });
}
