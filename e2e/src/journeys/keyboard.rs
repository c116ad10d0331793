//! Whole ways by keyboard alone: a helper asks, a citizen answers, a leader decides, anyone checks.

use super::citizen::{begins, opens_first_question, own};
use super::entering::activates;
use super::staff::opens_somebody;
use crate::browser::{Look, Press, Visitor};
use crate::house::journey;

/// Goes to what has this name, and presses it.
async fn goes_and_presses(visitor: &Visitor, name: &str) {
    visitor.tabs_to(name).await;
    visitor.key(Press::Enter).await;
}

/// Answers a question with seven points.
async fn answers(visitor: &Visitor, number: usize, go_on: &str) {
    visitor.sees(&format!("Câu {number} trên 10")).await;
    visitor.tabs_to("0").await;
    for _ in 0..7 {
        visitor.key(Press::Down).await;
    }
    goes_and_presses(visitor, go_on).await;
}

#[test]
fn an_interview_is_held_by_keyboard_alone() {
    journey(async |house| {
        let helper = house.visitor(Look::DESKTOP).await;
        let _ = activates(house, &helper, "volunteer").await;
        let name = opens_somebody(&helper).await;
        goes_and_presses(&helper, &format!("Nhập {name}")).await;
        helper.sees("Ghi theo lời ai").await;
        helper.tabs_to("Chính người đó nói").await;
        helper.key(Press::Space).await;
        helper.tabs_to("Người chứng kiến").await;
        helper.types("Trưởng xóm").await;
        helper.key(Press::Tab).await;
        for _ in 0..12 {
            if helper.focused().await.starts_with("Người dân trong xã") {
                break;
            }
            helper.key(Press::Down).await;
        }
        helper.key(Press::Space).await;
        goes_and_presses(&helper, "Hỏi từng câu").await;
        for number in 1..=10 {
            answers(&helper, number, "Lưu và tiếp tục").await;
        }
        helper.sees("Đọc lại cho người đó nghe").await;
        helper.sees("70 điểm").await;
        goes_and_presses(&helper, "Gửi hồ sơ").await;
        helper.sees("Số biên nhận").await;
    });
}

#[test]
fn a_citizen_answers_and_hands_in_by_keyboard_alone() {
    journey(async |house| {
        let citizen = house.visitor(Look::DESKTOP).await;
        let _ = begins(house, &citizen).await;
        opens_first_question(&citizen).await;
        for number in 1..=10 {
            let go_on = if number == 10 { "Lưu và xem lại" } else { "Lưu và sang câu tiếp" };
            answers(&citizen, number, go_on).await;
        }
        citizen.arrives_at(&own("xem-lai")).await;
        citizen.tabs_to("Tôi đã khai đúng sự thật").await;
        citizen.key(Press::Space).await;
        goes_and_presses(&citizen, "Gửi hồ sơ").await;
        citizen.sees("Số biên nhận").await;
    });
}

#[test]
fn a_leader_decides_and_anyone_checks_by_keyboard_alone() {
    journey(async |house| {
        let leader = house.visitor(Look::DESKTOP).await;
        let _ = activates(house, &leader, "commune_decider").await;
        leader.goes_to("/quyet-dinh").await;
        goes_and_presses(&leader, "Ra quyết định").await;
        leader.sees("Người ký").await;
        // The signer is as in the last decision.
        goes_and_presses(&leader, "Xem trước danh sách").await;
        leader.sees("Chưa có gì được ghi").await;
        goes_and_presses(&leader, "Ra quyết định và cấp số").await;
        leader.sees("Đã ra quyết định và cấp số").await;

        let anyone = house.visitor(Look::DESKTOP).await;
        anyone.goes_to("/kiem-tra").await;
        anyone.tabs_to("Số hiệu trên giấy").await;
        anyone.types("2026-01297-9999999-x").await;
        anyone.key(Press::Enter).await;
        anyone.sees("Không có giấy chứng nhận nào mang số này").await;
    });
}
