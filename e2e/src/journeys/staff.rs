//! Those who work for others: the helper of a hamlet, who enters and endorses; the commune's officer, who
//! appraises.

use super::citizen::{answers_questions, begins, chooses_group, hands_in, opens_first_question};
use super::entering::activates;
use crate::browser::{Look, Visitor};
use crate::house::{House, journey};

/// Whoever is missing is there to be found without accents.
fn without_accents(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let bare = name.nfd().filter(|sign| !('\u{300}'..='\u{36f}').contains(sign));
    bare.map(|sign| if sign == 'đ' || sign == 'Đ' { 'd' } else { sign }).collect::<String>().to_lowercase()
}

/// Opens the first list that has somebody who has not begun; gives the name of the first of them.
pub async fn opens_somebody(visitor: &Visitor) -> String {
    visitor.goes_to("/xom").await;
    let mut lists = vec![visitor.address().await];
    lists.extend(visitor.links("/xom/").await.into_iter().filter(|path| path.contains("danh-sach")));
    for list in lists {
        visitor.goes_to(&list).await;
        if let Some(enter) = visitor
            .names()
            .await
            .iter()
            .find_map(|name| Some(name.strip_prefix("link «Nhập ")?.trim_end_matches('»').to_owned()))
        {
            return enter;
        }
    }
    panic!("nobody is left to be entered");
}

/// Begins for the first who has not; the first question is shown then.
pub async fn begins_for_somebody(helper: &Visitor) -> String {
    let name = opens_somebody(helper).await;
    helper.presses(&format!("Nhập {name}")).await;
    helper.chooses("Chính người đó nói").await;
    helper.chooses("Người dân trong xã").await;
    helper.presses("Hỏi từng câu").await;
    helper.sees("Câu 1 trên 10").await;
    name
}

/// Answers all ten questions; the page of checking is shown then.
pub async fn answers_for_somebody(helper: &Visitor) {
    for number in 1..=10 {
        helper.sees(&format!("Câu {number} trên 10")).await;
        helper.chooses("7").await;
        helper.presses("Lưu và tiếp tục").await;
    }
    helper.sees("Đọc lại cho người đó nghe").await;
}

#[test]
fn a_helper_finds_somebody_without_accents_enters_and_hands_in_for_them() {
    journey(async |house| {
        let helper = house.visitor(Look::PHONE).await;
        let _ = activates(house, &helper, "volunteer").await;
        let name = opens_somebody(&helper).await;
        helper.fills("Tìm theo tên", &without_accents(&name)).await;
        helper.sends("Tìm").await;
        helper.sees(&name).await;
        helper.presses(&format!("Nhập {name}")).await;
        helper.sees("Ghi theo lời ai").await;
        let form = helper.address().await;
        // Nothing said: the page asks, nothing is begun.
        helper.presses("Hỏi từng câu").await;
        helper.sees("Hãy chọn ghi theo lời ai").await;
        helper.chooses("Chính người đó nói").await;
        helper.chooses("Người dân trong xã").await;
        helper.presses("Hỏi từng câu").await;
        answers_for_somebody(&helper).await;
        helper.sees("70 điểm").await;
        helper.presses("Gửi hồ sơ").await;
        helper.sees("Số biên nhận").await;
        let receipt = helper.address().await;
        assert!(receipt.contains("/bien-nhan"), "{receipt} comes after {form}");
    });
}

#[test]
fn ten_answers_of_a_paper_are_typed_on_one_page_without_scripts() {
    journey(async |house| {
        let helper = house.visitor(Look::DESKTOP.without_scripts()).await;
        let _ = activates(house, &helper, "volunteer").await;
        let name = opens_somebody(&helper).await;
        helper.presses(&format!("Nhập {name}")).await;
        helper.chooses("Người nhà nói thay").await;
        helper.fills("Tên người nói thay", "Con gái, chị Nông Thị Hà").await;
        helper.chooses("Người dân trong xã").await;
        helper.presses("Gõ cả mười câu một trang").await;
        helper.sees("bấm Tab để sang câu sau").await;
        let page = helper.address().await;
        for label in ["1.", "2.", "3."] {
            let fields = helper.names().await;
            let of_part = fields.iter().filter_map(|one| one.split_once('«')).map(|(_, name)| name);
            let fields: Vec<String> = of_part
                .filter(|name| name.starts_with(label))
                .map(|name| name.trim_end_matches('»').to_owned())
                .collect();
            for field in fields {
                helper.fills(&field, "6").await;
            }
        }
        helper.sends("Xem lại").await;
        helper.sees("Con gái, chị Nông Thị Hà").await;
        helper.sees("60 điểm").await;
        helper.chooses("Gõ lại từ phiếu giấy").await;
        helper.sends("Gửi hồ sơ").await;
        helper.sees("Số biên nhận").await;
        // The back button shows the page that was sent, and does not send it again.
        helper.goes_to(&page).await;
        assert!(!helper.offers("Gửi hồ sơ").await, "it can be handed in twice");
    });
}

/// Somebody hands in their own dossier, so that something waits.
pub async fn a_dossier_waits(house: &House, phone: &Visitor) {
    phone.goes_to("/ho-so").await;
    if phone.address().await.starts_with("/vao") {
        let _ = begins(house, phone).await;
    } else {
        chooses_group(phone).await;
    }
    opens_first_question(phone).await;
    answers_questions(phone, 1, 10).await;
    hands_in(phone).await;
}

/// The name of who is signed in.
pub async fn own_name(visitor: &Visitor) -> String {
    visitor.part(".signed-in a").await
}

/// Opens the queue of an officer at a step, and there the dossier of somebody.
pub async fn opens_file(officer: &Visitor, step: &str, name: &str) {
    officer.goes_to("/duyet").await;
    if let Some(place) = officer.first_link("/duyet/don-vi/").await.filter(|path| !path.contains('?')) {
        officer.goes_to(&place).await;
    }
    officer.presses(step).await;
    officer.presses(&format!("Mở hồ sơ {name}")).await;
    officer.sees("Mười chỉ số").await;
}

/// Endorses the dossier of somebody.
pub async fn endorses(officer: &Visitor, name: &str) {
    opens_file(officer, "Chờ xác nhận", name).await;
    officer.sends("Xác nhận hồ sơ này").await;
    officer.sees("Đã xác nhận hồ sơ trước").await;
}

/// The path of the page that appraises all in the officer's queue in one go.
pub async fn batch(officer: &Visitor) -> String {
    officer.goes_to("/duyet").await;
    let here = officer.address().await;
    let place = match officer.first_link("/duyet/don-vi/").await.filter(|_| here == "/duyet") {
        Some(place) => place,
        None => here,
    };
    format!("{}/ca-loat?tt=cho-cham", place.split('?').next().unwrap_or_default())
}
