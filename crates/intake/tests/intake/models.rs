//! Lists of learning models.

use sohoc_acts::access::Actor;
use sohoc_intake::{Options, models, people};

use crate::support::{numbers, on_both, on_sqlite, sent};

const TITLES: &str = "select model.kind, model.name, title.year, title.instrument from learning_model model
    left join model_title title on title.model_id = model.model_id order by model.kind, model.name_fold, title.year";
const HEAD: &str = "Loại,Tên,Chủ hộ,Số CCCD,Xóm,Xã,Năm,Kết quả,Quyết định";

#[test]
fn the_workbook_of_families_goes_in_twice_as_once() {
    on_both(|world| {
        let list = sent("models.ods");
        assert_eq!(numbers(&world.take(models, &list)), [4, 2, 0, 0, 2]);
        // Codes of kinds: 1 is a family, as the title of the list says.
        assert_eq!(world.rows(TITLES), ["1|Lục Thị Mẫu||", "1|Nông Văn Thử|2025|"]);
        assert_eq!(
            world.report(),
            [
                "GĐHT: DANH SÁCH GIA ĐÌNH HỌC TẬP NĂM 2025",
                "GĐHT: STT|Họ và tên chủ hộ|Số nhân khẩu|Năm công nhận|Đạt|Dòng|Lý do",
                "GĐHT: Xóm Bản Giốc",
                "GĐHT: 3||3|2025|x|8|Cột B (Họ và tên chủ hộ): chưa ghi; hãy điền vào.",
                "GĐHT: 4|Đàm Văn Ví|3|năm ngoái|x|9|\
                 Cột D (Năm công nhận): năm ngoái nằm ngoài khoảng 1900 đến 2100; sửa lại.",
            ]
        );
        let journal = world.count("select count(*) from journal_entry");
        assert_eq!(numbers(&world.take(models, &list)), [4, 0, 0, 2, 2]);
        assert_eq!(world.count("select count(*) from journal_entry"), journal);
    });
}

#[test]
fn a_later_list_awards_titles_of_known_models_and_joins_their_heads() {
    on_both(|world| {
        let list = world.list(
            "dan.csv",
            &[
                "Họ và tên,Năm sinh,Giới tính,Số CCCD,Xóm,Xã",
                "Nông Thị Hà,1975,Nữ,004175000123,Nà Mạ,Hạ Lang",
            ],
        );
        world.take(people, &list);
        let first = [
            HEAD,
            "Gia đình,Nông Thị Hà,Nông Thị Hà,,Nà Mạ,Hạ Lang,2024,x,",
            "Dòng họ,Họ Lục,Lục Văn Bình,004081000202,Nà Mạ,Hạ Lang,2024,,",
        ];
        let taken = world.take(models, &world.list("1.csv", &first));
        assert_eq!(numbers(&taken), [2, 2, 0, 0, 0]);
        assert_eq!(taken.notes, ["1 người đứng đầu chưa có trong sổ: chưa ghi là thành viên."]);
        assert_eq!(world.count("select count(*) from model_member"), 0);
        let second = [
            HEAD,
            "Gia đình,Nông Thị Hà,Nông Thị Hà,004175000123,Nà Mạ,Hạ Lang,2025,x,12/QĐ-UBND",
            "Dòng họ,Họ Lục,Lục Văn Bình,,Nà Mạ,Hạ Lang,2025,x,12/QĐ-UBND",
            "Dòng họ,Họ Đàm,,,Nà Mạ,Hạ Lang,2025,x,12/QĐ-UBND",
        ];
        let list = world.list("2.csv", &second);
        let options = Options { dry_run: true, ..world.options() };
        let tried = models(&world.office, &Actor::console(), &list, &options).expect("a dry run");
        assert_eq!(numbers(&tried), [3, 1, 2, 0, 0]);
        assert_eq!(numbers(&world.take(models, &list)), [3, 1, 2, 0, 0]);
        assert_eq!(numbers(&world.take(models, &list)), [3, 0, 0, 3, 0]);
        assert_eq!(
            world.rows(TITLES),
            [
                "1|Nông Thị Hà|2024|",
                "1|Nông Thị Hà|2025|12/QĐ-UBND",
                "2|Họ Đàm|2025|12/QĐ-UBND",
                "2|Họ Lục|2025|12/QĐ-UBND"
            ]
        );
        assert_eq!(world.count("select count(*) from model_member"), 1);
        let awards =
            world.rows("select subjects from journal_entry where act = 'models.award' order by entry_id");
        assert_eq!(awards, ["1", "3"], "one award for a year and a decision, not one for each model");
    });
}

#[test]
fn a_title_without_its_decision_gets_it_and_one_of_another_decision_is_asked() {
    on_both(|world| {
        let row = |decision: &str| format!("Gia đình,Nông Thị Hà,,,Nà Mạ,Hạ Lang,2025,x,{decision}");
        for (decision, expected) in [
            ("", [1, 1, 0, 0, 0]),
            ("12/QĐ", [1, 0, 1, 0, 0]),
            ("12/QĐ", [1, 0, 0, 1, 0]),
            ("", [1, 0, 0, 1, 0]),
            ("13/QĐ", [1, 0, 0, 0, 1]),
        ] {
            let list = world.list("gd.csv", &[HEAD, &row(decision)]);
            assert_eq!(numbers(&world.take(models, &list)), expected, "{decision}");
        }
        let report = world.report();
        assert!(
            report[1]
                .ends_with("|2|Trong sổ, danh hiệu năm này đã ghi theo “12/QĐ”; hãy kiểm tra số quyết định."),
            "{}",
            report[1]
        );
        assert_eq!(world.rows(TITLES), ["1|Nông Thị Hà|2025|12/QĐ"]);
    });
}

#[test]
fn rows_without_kind_or_year_and_doubles_go_back() {
    on_sqlite(|world| {
        let rows = [
            HEAD,
            "Gia đình,Nông Thị Hà,,,Nà Mạ,Hạ Lang,2025,x,",
            "Gia đình,nông thị hà,,,Nà Mạ,Hạ Lang,2025,x,",
            "Gia đình,Nông Thị Hà,,,Nà Mạ,Hạ Lang,2024,x,",
            "khác,Lục Thị Mẫu,,,Nà Mạ,Hạ Lang,2025,x,",
            "Gia đình,Lục Thị Mẫu,,,Nà Mạ,Hạ Lang,,x,",
            "Gia đình,Lục Thị Mẫu,,12345,Nà Mạ,Hạ Lang,,,",
        ];
        assert_eq!(numbers(&world.take(models, &world.list("gd.csv", &rows))), [6, 1, 1, 0, 4]);
        let report = world.report();
        assert!(report[1].contains("|3|Trùng với dòng 2 của tệp; "), "{}", report[1]);
        assert!(report[2].contains("|5|Cột A (Loại): không rõ đây là gia đình"), "{}", report[2]);
        assert!(
            report[3].ends_with("|6|Cột G (Năm): chưa ghi năm công nhận; hãy điền năm."),
            "{}",
            report[3]
        );
        assert!(report[4].contains("|7|Cột D (Số CCCD): không phải số định danh 12 số"), "{}", report[4]);
    });
}
