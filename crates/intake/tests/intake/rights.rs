//! Lists of accounts that may not do everything.

use sohoc_intake::export::{Listing, Order, export};
use sohoc_intake::{Options, assessments, models, organizations, people, units};
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::ids::OrganizationId;
use sohoc_rules::territory::id_from_key;

use crate::support::{numbers, on_both, on_sqlite};

const HEAD: &str = "Họ và tên,Năm sinh,Giới tính,Xóm,Xã";
const ELSEWHERE: &str =
    "Tài khoản này không được nhập danh sách của Xóm Bản Giốc; hãy chuyển dòng này cho cán bộ nơi đó.";

#[test]
fn rows_of_other_communes_go_back_and_the_own_go_in() {
    on_both(|world| {
        let officer = world.actor(Role::CommuneOfficer, Scope::Unit(id_from_key("C2-01558")));
        let rows = [HEAD, "Nông Thị Hà,1975,Nữ,Nà Mạ,Hạ Lang", "Lý A Páo,1980,Nam,Bản Giốc,Đàm Thủy"];
        let list = world.list("hai-xa.csv", &rows);
        assert_eq!(numbers(&world.take_by(people, &officer, &list)), [2, 1, 0, 0, 1]);
        assert_eq!(world.rows("select name from person"), ["Nông Thị Hà"]);
        assert!(world.report()[1].ends_with(&format!("|3|{ELSEWHERE}")));
        let volunteer = world.actor(Role::Volunteer, Scope::Unit(id_from_key("C2-01558")));
        assert_eq!(numbers(&world.take_by(people, &volunteer, &list)), [2, 0, 0, 0, 2], "no right to import");
    });
}

#[test]
fn the_head_of_a_unit_brings_the_own_staff_wherever_they_live() {
    on_both(|world| {
        let list =
            world.list("cq.csv", &["Mã,Tên cơ quan,Xã", "T1,Trường Mẫu,Hạ Lang", "T2,Trường Thử,Hạ Lang"]);
        world.take(organizations, &list);
        let school = OrganizationId::from_uuid(id_from_key("O-T1").uuid());
        let head = world.actor(Role::HeadOfUnit, Scope::Organization(school));
        let rows = [
            "Họ và tên,Năm sinh,Giới tính,Xóm,Xã,Cơ quan",
            "Nông Thị Hà,1975,Nữ,Nà Mạ,Hạ Lang,Trường Mẫu",
            "Lý A Páo,1980,Nam,Bản Giốc,Đàm Thủy,T1",
            "Sình,1988,Nữ,Nà Mạ,Hạ Lang,Trường Thử",
            "Lục Văn Bình,1981,Nam,Nà Mạ,Hạ Lang,",
        ];
        let list = world.list("can-bo.csv", &rows);
        assert_eq!(numbers(&world.take_by(people, &head, &list)), [4, 2, 0, 0, 2]);
        assert_eq!(world.count("select count(*) from employment"), 2);

        // A list of the own staff: who names no employer works there, who names another is not taken.
        let options = Options { staff_of: Some(school), ..world.options() };
        let taken = people(&world.office, &head, &list, &options).expect("taken in");
        assert_eq!(numbers(&taken), [4, 1, 0, 2, 1]);
        let out = world.path("nhan-vien.csv");
        let order = |staff_of| Order {
            listing: Listing::People,
            within: None,
            staff_of,
            year: None,
            numbers: false,
            ethnic_groups: false,
            out: &out,
            progress: &|_| true,
        };
        assert_eq!(export(&world.office, &head, &order(Some(school))).expect("the own staff"), 3);
        let text = std::fs::read_to_string(&out).expect("a list");
        assert!(text.contains("Lục Văn Bình") && text.contains("Bản Giốc"), "{text}");
        let other = OrganizationId::from_uuid(id_from_key("O-T2").uuid());
        assert!(export(&world.office, &head, &order(Some(other))).is_err(), "nobody else's");
    });
}

#[test]
fn a_person_of_another_commune_is_as_unknown_as_one_on_no_record() {
    on_sqlite(|world| {
        let people_list = world.list(
            "dan.csv",
            &[HEAD, "Nông Thị Hà,1975,Nữ,Nà Mạ,Hạ Lang", "Lý A Páo,1980,Nam,Bản Giốc,Đàm Thủy"],
        );
        world.take(people, &people_list);
        let officer = world.actor(Role::CommuneOfficer, Scope::Unit(id_from_key("C2-01558")));
        let scores = "8,8,8,8,8,8,8,8,8,8";
        let rows = [
            "Họ và tên,Năm sinh,Xóm,Xã,Nhóm đối tượng,1.1,1.2,1.3,1.4,2.1,2.2,2.3,2.4,3.1,3.2".to_owned(),
            format!("Nông Thị Hà,1975,Nà Mạ,Hạ Lang,1,{scores}"),
            format!("Lý A Páo,1980,Bản Giốc,Đàm Thủy,1,{scores}"),
            format!("Không Có Ai,1980,Bản Giốc,Đàm Thủy,1,{scores}"),
        ];
        let list = world.list("diem.csv", &rows.iter().map(String::as_str).collect::<Vec<_>>());
        let summary = world.take_by(assessments, &officer, &list);
        assert_eq!(numbers(&summary), [3, 1, 0, 0, 2]);
        let report = world.report();
        let reason = |row: &str| row.rsplit('|').next().unwrap_or_default().to_owned();
        assert_eq!(reason(&report[1]), reason(&report[2]));
        assert!(reason(&report[1]).starts_with("Người này chưa có trong sổ ở địa bàn của tài khoản này"));
    });
}

#[test]
fn the_console_cannot_enter_scores_and_says_so_before_reading() {
    on_sqlite(|world| {
        let list = world.list("diem.csv", &["Họ và tên,1.1"]);
        let console = sohoc_acts::access::Actor::console();
        let refused = assessments(&world.office, &console, &list, &world.options()).expect_err("no right");
        assert!(refused.to_string().contains("None of your roles allows to enter for other"), "{refused}");
        assert_eq!(world.count("select count(*) from import_run"), 0);
    });
}

#[test]
fn each_kind_of_list_asks_for_its_own_right() {
    on_sqlite(|world| {
        let officer = world.actor(Role::CommuneOfficer, Scope::Unit(id_from_key("C2-01558")));
        let list = world.list(
            "co-quan.csv",
            &["Tên cơ quan,Xã", "Trường Mẫu,Hạ Lang", "Trường Thử,Đàm Thủy", "Hội không ở đâu,"],
        );
        assert_eq!(numbers(&world.take_by(organizations, &officer, &list)), [3, 1, 0, 0, 2]);
        let list = world.list(
            "mo-hinh.csv",
            &[
                "Loại,Tên,Xóm,Xã,Năm,Kết quả",
                "Gia đình,Nông Văn Thử,Nà Mạ,Hạ Lang,2025,",
                "Gia đình,Lục Thị Mẫu,Nà Mạ,Hạ Lang,2025,x",
                "Gia đình,Đàm Văn Ví,Bản Giốc,Đàm Thủy,2025,",
            ],
        );
        // An officer keeps models; recognising them is for who decides.
        assert_eq!(numbers(&world.take_by(models, &officer, &list)), [3, 1, 0, 0, 2]);
        let list = world.list("xom.csv", &["Tên xóm,Xã", "Xóm Mới,Hạ Lang"]);
        let refused = units(&world.office, &officer, &list, &world.options()).expect_err("no right");
        assert!(refused.to_string().contains("reorganise"), "{refused}");
    });
}
