//! Every kind of page, in both languages, light and dark, on the narrowest phone and on a desktop:
//! no violation of WCAG 2.2 AA, valid HTML, nothing wider than its window, nothing on the console.

use super::crawl::{Looked, crawl};
use super::walks::{
    ADMINISTRATOR, ANSWERED, ANSWERING, CHECKER, DECIDER, EVERYONE, EVIDENCE, HANDED_IN, HEAD, HELPED,
    HELPED_ON, HELPER, HELPING, INSPECTOR, PROVINCE, REGISTRAR, REVIEWER,
};
use super::{citizen, deciding, entering, lists, staff};
use crate::browser::Look;
use crate::house::journey;

#[test]
fn what_everyone_sees_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let mut looked = Looked::default();
        crawl(&visitor, &EVERYONE, &mut looked).await;
        visitor.goes_to("/khong-co-trang-nay").await;
        looked.in_both_languages(&visitor, "nothing").await;
        // What the browser rightly complains of: that page itself.
        looked.broken.retain(|line| !line.contains("status of 404"));
        looked.judge();
    });
}

#[test]
fn what_checkers_of_certificates_see_keeps_every_promise() {
    journey(async |house| {
        let serial = deciding::some_serial(house).await;
        let visitor = house.visitor(Look::NARROW).await;
        visitor.goes_to(&format!("/kiem-tra/{serial}")).await;
        let mut looked = Looked::default();
        crawl(&visitor, &CHECKER, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_citizens_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = citizen::begins(house, &visitor).await;
        let mut looked = Looked::default();
        crawl(&visitor, &ANSWERING, &mut looked).await;
        citizen::opens_first_question(&visitor).await;
        visitor.presses("Lưu và thêm minh chứng").await;
        visitor.arrives_at("/minh-chung/").await;
        crawl(&visitor, &EVIDENCE, &mut looked).await;
        citizen::opens_first_question(&visitor).await;
        citizen::answers_questions(&visitor, 1, 10).await;
        crawl(&visitor, &ANSWERED, &mut looked).await;
        visitor.goes_to(&citizen::own("xem-lai")).await;
        citizen::hands_in(&visitor).await;
        crawl(&visitor, &HANDED_IN, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_reviewers_see_keeps_every_promise() {
    journey(async |house| {
        let citizen = house.visitor(Look::PHONE).await;
        let _ = entering::activates(house, &citizen, "citizen").await;
        citizen.goes_to("/toi/yeu-cau").await;
        citizen.chooses("Cho tôi xem dữ liệu").await;
        citizen.presses("Gửi yêu cầu").await;
        citizen.sees("Đã gửi yêu cầu").await;
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, REVIEWER.role).await;
        visitor.goes_to(&staff::batch(&visitor).await).await;
        let mut looked = Looked::default();
        crawl(&visitor, &REVIEWER, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_registrars_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, REGISTRAR.role).await;
        lists::sends(house, &visitor, "thu.csv", "Họ và tên,Năm sinh\nNông Thị Hà,1980\n").await;
        lists::waits_until_done(&visitor).await;
        visitor.goes_to("/nguoi").await;
        visitor.fills("Tên hoặc số định danh", "hoang").await;
        visitor.sends("Tìm").await;
        visitor.sees("Tìm thấy").await;
        let mut looked = Looked::default();
        let somebody = visitor.first_link("/nguoi/0").await.expect("somebody is found");
        visitor.goes_to(&somebody).await;
        crawl(&visitor, &REGISTRAR, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_deciders_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, DECIDER.role).await;
        let mut looked = Looked::default();
        crawl(&visitor, &DECIDER, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_heads_of_units_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, HEAD.role).await;
        visitor.goes_to(&staff::batch(&visitor).await).await;
        let mut looked = Looked::default();
        crawl(&visitor, &HEAD, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_administrators_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, ADMINISTRATOR.role).await;
        let mut looked = Looked::default();
        crawl(&visitor, &ADMINISTRATOR, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_the_province_sees_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, PROVINCE.role).await;
        let mut looked = Looked::default();
        crawl(&visitor, &PROVINCE, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_inspectors_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, INSPECTOR.role).await;
        visitor.goes_to("/thanh-tra").await;
        visitor.sends("Tìm").await;
        visitor.sees("Kết quả").await;
        visitor.fills("Tên người", "hoang").await;
        visitor.sends("Tìm").await;
        visitor.sees("Kết quả").await;
        let mut looked = Looked::default();
        crawl(&visitor, &INSPECTOR, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn what_helpers_see_keeps_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let _ = entering::activates(house, &visitor, HELPER.role).await;
        let mut looked = Looked::default();
        let _ = staff::opens_somebody(&visitor).await;
        crawl(&visitor, &HELPER, &mut looked).await;
        let _ = staff::begins_for_somebody(&visitor).await;
        crawl(&visitor, &HELPING, &mut looked).await;
        let _ = staff::begins_for_somebody(&visitor).await;
        staff::answers_for_somebody(&visitor).await;
        crawl(&visitor, &HELPED, &mut looked).await;
        visitor.presses("Gửi hồ sơ").await;
        visitor.sees("Số biên nhận").await;
        crawl(&visitor, &HELPED_ON, &mut looked).await;
        looked.judge();
    });
}

#[test]
fn the_steps_of_signing_in_keep_every_promise() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        let account = house.program.account("province_inspector");
        visitor.goes_to("/vao/phieu").await;
        visitor.fills("Mã trên phiếu", &account.activation_code).await;
        visitor.sends("Vào").await;
        visitor.leaves("Vào bằng phiếu của xóm").await;
        let mut looked = Looked::default();
        let mut key = crate::house::Key { name: account.sign_in.clone(), secret: None };
        for name in ["password", "set-up", "recovery"] {
            looked.examine(&visitor, name).await;
            if name == "set-up" {
                // Looking at what was sent may have asked for it again, and with it for another secret.
                visitor.goes_to("/vao/dat-buoc-hai").await;
            }
            entering::settles_one(&visitor, &mut key).await;
        }
        let other = house.visitor(Look::NARROW).await;
        entering::signs_in_first(&other, &key).await;
        other.sees("Bước thứ hai").await;
        looked.examine(&other, "second-factor").await;
        looked.judge();
    });
}
