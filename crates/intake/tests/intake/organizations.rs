//! Lists of organizations.

use sohoc_acts::access::Actor;
use sohoc_intake::{Options, organizations};

use crate::support::{numbers, on_both, on_sqlite, sent};

const KNOWN: &str =
    "select organization.code, organization.name, organization.kind, unit.name, organization.valid_from
    from organization left join unit on unit.unit_id = organization.unit_id
    order by organization.name";

#[test]
fn the_workbook_goes_in_twice_as_once() {
    on_both(|world| {
        let list = sent("organizations.xls");
        assert_eq!(numbers(&world.take(organizations, &list)), [2, 1, 0, 0, 1]);
        assert_eq!(world.rows(KNOWN), ["4800000001|Trường Tiểu học Mẫu|school|Xã Hạ Lang|1995-09-05"]);
        assert_eq!(
            world.report(),
            [
                "Cơ quan: STT|Mã số thuế|Tên cơ quan, đơn vị|Loại hình|Xã/Phường|Số người|Ngày thành lập|Dòng|Lý do",
                "Cơ quan: 2||Công ty TNHH Thử Nghiệm|doanh nghiệp|Thục Phán|nhiều|2010|3|\
                 Cột F (Số người): nhiều không phải số nguyên; ghi số nguyên.⏎\
                 Cột G (Ngày thành lập): không đọc được ngày “2010”; ghi ngày/tháng/năm hoặc chỉ ghi năm.",
            ]
        );
        assert_eq!(numbers(&world.take(organizations, &list)), [2, 0, 0, 1, 1]);
    });
}

#[test]
fn a_later_list_corrects_by_code_and_by_name_and_leaves_what_it_does_not_state() {
    on_both(|world| {
        let first =
            ["Mã,Tên cơ quan,Loại hình,Xã", "T1,Trường Mẫu,trường,Hạ Lang", ",Công ty Thử,,Thục Phán"];
        assert_eq!(numbers(&world.take(organizations, &world.list("1.csv", &first))), [2, 2, 0, 0, 0]);
        let second = [
            "Mã,Tên cơ quan,Xã",
            "T1,Trường Mẫu số 1,",
            "C9,công ty thử,Thục Phán",
            "T2,Trường Mẫu số 1,Hạ Lang",
        ];
        let list = world.list("2.csv", &second);
        let options = Options { dry_run: true, ..world.options() };
        let tried = organizations(&world.office, &Actor::console(), &list, &options).expect("a dry run");
        assert_eq!(numbers(&tried), [3, 1, 2, 0, 0]);
        assert_eq!(numbers(&world.take(organizations, &list)), [3, 1, 2, 0, 0]);
        assert_eq!(numbers(&world.take(organizations, &list)), [3, 0, 0, 3, 0]);
        assert_eq!(
            world.rows(KNOWN.replace("order by organization.name", "order by organization.code").as_str()),
            [
                "C9|công ty thử||Phường Thục Phán|",
                "T1|Trường Mẫu số 1|school|Xã Hạ Lang|",
                "T2|Trường Mẫu số 1||Xã Hạ Lang|"
            ]
        );
    });
}

#[test]
fn doubles_unknown_communes_and_impossible_days_go_back() {
    on_sqlite(|world| {
        let rows = [
            "Mã,Tên cơ quan,Xã,Từ ngày,Đến ngày",
            "T1,Trường Mẫu,Hạ Lang,,",
            "T1,Trường Khác,Hạ Lang,,",
            "T2,Trường Xa,Thăng Long,,",
            "T3,Trường Ngược,Hạ Lang,01/09/2020,01/09/2010",
        ];
        assert_eq!(numbers(&world.take(organizations, &world.list("1.csv", &rows))), [4, 1, 0, 0, 3]);
        let report = world.report();
        assert!(report[1].ends_with("|3|Trùng với dòng 2 của tệp; chỉ giữ lại một dòng."));
        assert!(report[2].contains("|4|Cột C (Xã): không có “Thăng Long” trong danh mục ngày 02/03/2026"));
        assert!(report[3].ends_with("|5|Cột E (Đến ngày): ngày cuối trước ngày đầu; hãy sửa lại."));
    });
}
