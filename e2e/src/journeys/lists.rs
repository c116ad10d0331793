//! Lists of people that are sent in, and come back with what is wrong.

use super::entering::activates;
use crate::browser::{Look, Visitor};
use crate::house::{House, journey};

/// Sends a list of people, to be tried only.
pub async fn sends(house: &House, officer: &Visitor, name: &str, list: &str) {
    officer.goes_to("/viec").await;
    officer.presses("Nhập danh sách").await;
    officer.chooses("Người dân hoặc cán bộ, nhân viên").await;
    officer.attaches("Tệp danh sách", &house.program.file(name, list.as_bytes())).await;
    officer.sends("Gửi").await;
    officer.sees("Đã nhận việc").await;
}

/// Waits until the work that is shown has ended: the page looks by itself, without scripts by its link.
pub async fn waits_until_done(officer: &Visitor) {
    let done = officer
        .waits(async || {
            if officer.text().await.contains("Số dòng") {
                return true;
            }
            if officer.offers("Tải lại để xem").await {
                officer.goes_to(officer.address().await.split('?').next().unwrap_or_default()).await;
            }
            false
        })
        .await;
    assert!(done, "the work does not end");
}

async fn comes_back_with_its_faults(house: &House, look: Look) {
    let officer = house.visitor(look).await;
    let _ = activates(house, &officer, "commune_officer").await;
    officer.goes_to("/xom").await;
    let hamlets = officer.names().await;
    let hamlet = hamlets.iter().find_map(|name| name.strip_prefix("link «Xóm ")).expect("hamlets are listed");
    let hamlet = hamlet.trim_end_matches('»');
    let rows = ["Nông Thị Thử Nghiệm,12/03/1980,Nữ", "Hoàng Văn Sai,31/02/1980,Nam"];
    let rows = rows.map(|row| format!("{row},{hamlet}\n")).concat();
    let list = format!("Họ và tên,Ngày sinh,Giới tính,Xóm\n{rows}");
    sends(house, &officer, "danh-sach.csv", &list).await;
    waits_until_done(&officer).await;
    officer.sees("Mới chỉ thử, chưa ghi gì vào sổ").await;
    officer.sees("Bị từ chối 1").await;
    let links = officer.links("/viec/").await;
    let file = links.into_iter().find(|path| path.ends_with("/tep")).expect("the file of faults is offered");
    // A browser without scripts of the page's own can still be asked by the driver.
    let (status, bytes) = officer.fetches(&file).await;
    assert_eq!((status, &bytes[..2]), (200, "PK"), "{file} is no workbook");

    officer.sends("Nhập thật ngay, không cần gửi lại tệp").await;
    officer.sees("Đã nhận việc").await;
    waits_until_done(&officer).await;
    officer.sees("Thêm mới 1").await;
    officer.goes_to("/nguoi").await;
    officer.fills("Tên hoặc số định danh", "nong thi thu nghiem").await;
    officer.sends("Tìm").await;
    officer.sees("Nông Thị Thử Nghiệm").await;
}

#[test]
fn a_list_comes_back_with_its_faults_and_its_good_rows_are_taken() {
    journey(async |house| comes_back_with_its_faults(house, Look::DESKTOP).await);
}

#[test]
fn a_list_comes_back_with_its_faults_without_scripts() {
    journey(async |house| comes_back_with_its_faults(house, Look::DESKTOP.without_scripts()).await);
}

#[test]
fn a_list_comes_back_with_its_faults_by_keyboard_alone() {
    journey(async |house| comes_back_with_its_faults(house, Look::DESKTOP.by_keyboard()).await);
}
