//! Those who endorse and appraise: alone, many at once, and two on one file.

use super::entering::activates;
use super::staff::{a_dossier_waits, batch, endorses, opens_file, own_name};
use crate::browser::{Look, Press};
use crate::house::{House, journey};

/// The dossier of a phone's owner is endorsed, and then appraised with all others that wait.
async fn is_endorsed_and_appraised(house: &House, look: Look) {
    let phone = house.visitor(Look::PHONE).await;
    a_dossier_waits(house, &phone).await;
    let name = own_name(&phone).await;
    let officer = house.visitor(look).await;
    let _ = activates(house, &officer, "commune_officer").await;
    endorses(&officer, &name).await;
    phone.goes_to("/ho-so").await;
    phone.sees("Xóm đã xác nhận").await;

    officer.goes_to(&batch(&officer).await).await;
    officer.sees("Giữ lại").await;
    // Ten points alike without evidence are exceptions: they go along only when the officer says so.
    for exception in officer.names().await.iter().filter_map(|name| name.strip_prefix("checkbox «")) {
        officer.chooses(exception.trim_end_matches('»')).await;
    }
    officer.presses("Tính lại").await;
    officer.sees("Điểm chấm sẽ bằng điểm tự chấm").await;
    officer.sends("Chấm ").await;
    officer.sees("Đã chấm").await;
    phone.goes_to("/ho-so").await;
    phone.sees("Đã chấm, chờ quyết định").await;
}

#[test]
fn a_dossier_is_endorsed_and_appraised_with_the_others_in_one_go() {
    journey(async |house| is_endorsed_and_appraised(house, Look::DESKTOP).await);
}

#[test]
fn a_dossier_is_endorsed_and_appraised_without_scripts() {
    journey(async |house| is_endorsed_and_appraised(house, Look::DESKTOP.without_scripts()).await);
}

#[test]
fn the_queue_has_work_on_the_first_morning_and_is_worked_off_by_keyboard_alone() {
    journey(async |house| {
        let officer = house.visitor(Look::DESKTOP).await;
        let _ = activates(house, &officer, "commune_officer").await;
        officer.goes_to("/duyet").await;
        officer.tabs_to("Chờ chấm").await;
        officer.key(Press::Enter).await;
        officer.sees("Mở hồ sơ").await;
        officer.tabs_to("Mở hồ sơ").await;
        officer.key(Press::Enter).await;
        officer.sees("Mười chỉ số").await;
        officer.tabs_to("Chấm hồ sơ này").await;
        officer.key(Press::Enter).await;
        officer.sees("Đã chấm hồ sơ trước").await;
    });
}

async fn second_of_two_is_told(house: &House, look: Look) {
    let phone = house.visitor(Look::PHONE).await;
    a_dossier_waits(house, &phone).await;
    let name = own_name(&phone).await;
    let officer = house.visitor(look).await;
    let _ = activates(house, &officer, "commune_officer").await;
    opens_file(&officer, "Chờ xác nhận", &name).await;
    let committee = house.visitor(Look::DESKTOP.without_scripts()).await;
    let _ = activates(house, &committee, "unit_committee").await;
    endorses(&committee, &name).await;

    officer.fills("Lý do trả lại", "Câu 2.1 viết thêm một dòng").await;
    officer.sends("Trả lại").await;
    officer.sees("Vừa có người khác làm trên hồ sơ này").await;
    assert_eq!(officer.reads("Lý do trả lại").await, "Câu 2.1 viết thêm một dòng");
    phone.goes_to("/ho-so").await;
    phone.sees("Xóm đã xác nhận").await;
    // Having seen it, the second may do it all the same.
    officer.sends("Trả lại").await;
    officer.sees("Đã trả lại hồ sơ trước").await;
    phone.goes_to("/ho-so").await;
    phone.sees("Câu 2.1 viết thêm một dòng").await;
}

#[test]
fn the_second_of_two_reviewers_is_told_and_keeps_what_was_typed() {
    journey(async |house| second_of_two_is_told(house, Look::DESKTOP).await);
}

#[test]
fn the_second_of_two_reviewers_is_told_by_keyboard_alone() {
    journey(async |house| second_of_two_is_told(house, Look::DESKTOP.by_keyboard()).await);
}

#[test]
fn a_dossier_is_endorsed_and_appraised_by_keyboard_alone() {
    journey(async |house| is_endorsed_and_appraised(house, Look::DESKTOP.by_keyboard()).await);
}
