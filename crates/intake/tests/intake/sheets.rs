//! Workbooks with a sheet for each hamlet.

use sohoc_intake::people;

use crate::support::{World, numbers, on_sqlite, sheets_of, workbook};

fn taken(world: &World, sheets: &[(&str, &[&str])]) -> [u64; 5] {
    let list = world.path("xa.xlsx");
    workbook(&list, sheets);
    numbers(&world.take(people, &list))
}

const HEAD: &str = "Họ và tên|Năm sinh|Giới tính";

#[test]
fn every_sheet_is_read_and_its_name_stands_for_the_hamlet() {
    on_sqlite(|world| {
        let sheets: [(&str, &[&str]); 4] = [
            ("Hướng dẫn", &["Mỗi xóm một trang"]),
            ("Nà Mạ", &[HEAD, "Nông Thị Hà|1975|Nữ", "Sai Giới Tính|1975|khác"]),
            (
                "Xóm Bản Giốc",
                &["HỘI KHUYẾN HỌC", "TT|Họ tên|Phái|Sinh năm", "1|Lý A Páo|Nam|1980", "2|Sình||1988"],
            ),
            ("Trang 3", &[HEAD, "Không Nơi Ở|1990|Nam"]),
        ];
        assert_eq!(taken(world, &sheets), [5, 2, 0, 0, 3]);
        assert_eq!(
            world.rows(
                "select person.name, unit.name from person join residence on residence.person_id = person.person_id
                 join unit on unit.unit_id = residence.unit_id order by person.birth_year"
            ),
            ["Nông Thị Hà|Xóm Nà Mạ", "Lý A Páo|Xóm Bản Giốc"]
        );
        assert_eq!(
            world.report(),
            [
                "Nà Mạ: Họ và tên|Năm sinh|Giới tính|Dòng|Lý do",
                "Nà Mạ: Sai Giới Tính|1975|khác|3|Cột C (Giới tính): không hiểu giới tính “khác”; ghi Nam hoặc Nữ.",
                "Xóm Bản Giốc: HỘI KHUYẾN HỌC",
                "Xóm Bản Giốc: TT|Họ tên|Phái|Sinh năm|Dòng|Lý do",
                "Xóm Bản Giốc: 2|Sình||1988|4|Cột C (Phái): chưa ghi giới tính; hãy điền Nam hoặc Nữ.",
                "Trang 3: Họ và tên|Năm sinh|Giới tính|Dòng|Lý do",
                "Trang 3: Không Nơi Ở|1990|Nam|2|Dòng này không ghi xóm, xã; hãy điền nơi ở.",
            ]
        );
        assert_eq!(taken(world, &sheets), [5, 0, 0, 2, 3]);
    });
}

#[test]
fn who_stands_on_two_sheets_is_told_with_the_name_of_the_first() {
    on_sqlite(|world| {
        let head = "Họ và tên|Năm sinh|Giới tính|Số CCCD|Xóm";
        let ha = "Nông Thị Hà|1975|Nữ|004175000123|Nà Mạ";
        assert_eq!(
            taken(world, &[("A", &[head, ha]), ("B", &[head, "Sình|1988|Nữ||Nà Mạ", ha])]),
            [3, 2, 0, 0, 1]
        );
        let report = sheets_of(&world.path("can-sua.xlsx"));
        assert!(report[1].contains("|3|Trùng với dòng 2 của trang “A”; "), "{}", report[1]);
    });
}

#[test]
fn a_hamlet_of_two_places_lies_in_the_commune_of_the_sheet() {
    on_sqlite(|world| {
        let head = "Họ và tên|Năm sinh|Giới tính|Xóm";
        let rows: &[&str] = &[head, "Nông Thị Hà|1975|Nữ|Tổ 5"];
        assert_eq!(taken(world, &[("Thục Phán", rows)]), [1, 1, 0, 0, 0]);
    });
}
