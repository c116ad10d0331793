//! A citizen: from the slip to the receipt and what becomes of it, on a phone.

use std::io::Cursor;
use std::path::PathBuf;

use image::{ImageFormat, RgbImage};

use super::entering::{activates, signs_in};
use crate::browser::{Look, Press, Visitor};
use crate::house::{House, Key, journey};

/// The year of the sample that answers are taken for.
pub const YEAR: u16 = 2026;
/// A group of the criteria of this year.
const GROUP: &str = "Người dân trong xã";

/// The path of a page of the year.
pub fn own(page: &str) -> String {
    format!("/ho-so/{YEAR}/{page}")
}

/// Comes in by the slip, agrees and chooses a group.
pub async fn begins(house: &House, visitor: &Visitor) -> Key {
    let key = activates(house, visitor, "citizen").await;
    visitor.arrives_at("/ho-so").await;
    chooses_group(visitor).await;
    key
}

/// Chooses a group, from the list of what is to do.
pub async fn chooses_group(visitor: &Visitor) {
    visitor.presses("Nhóm của tôi").await;
    visitor.chooses(GROUP).await;
    visitor.presses("Lưu").await;
    visitor.sees("Đã lưu nhóm của bạn").await;
}

/// Answers the question that is shown and goes on.
async fn answers(visitor: &Visitor, number: usize, points: u8) {
    visitor.sees(&format!("Câu {number} trên 10")).await;
    visitor.chooses(&points.to_string()).await;
    visitor.presses(if number == 10 { "Lưu và xem lại" } else { "Lưu và sang câu tiếp" }).await;
}

/// The questions `from` to `to`, beginning on the page of the first.
pub async fn answers_questions(visitor: &Visitor, from: usize, to: usize) {
    for number in from..=to {
        answers(visitor, number, 8).await;
    }
}

/// Opens the first question from the list.
pub async fn opens_first_question(visitor: &Visitor) {
    visitor.goes_to("/ho-so").await;
    let first = visitor.first_link(&format!("/ho-so/{YEAR}/cau/")).await.expect("questions are listed");
    visitor.goes_to(&first).await;
}

/// Declares and hands in, on the page of checking.
pub async fn hands_in(visitor: &Visitor) {
    visitor.chooses("Tôi đã khai đúng sự thật").await;
    visitor.presses("Gửi hồ sơ").await;
    visitor.arrives_at(&own("bien-nhan")).await;
    visitor.sees("Số biên nhận").await;
}

/// A photograph too large for one part, as a phone takes it: noise, which no format makes small.
fn photograph(house: &House) -> PathBuf {
    let mut state = 1_u32;
    let picture = RgbImage::from_fn(700, 700, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [red, green, blue, _] = state.to_be_bytes();
        image::Rgb([red, green, blue])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture is written");
    house.program.file("anh.png", &bytes.into_inner())
}

/// The whole way, the same with scripts and without them.
async fn from_slip_to_state(house: &House, look: Look) {
    let phone = house.visitor(look).await;
    let key = begins(house, &phone).await;
    phone.presses("Đồng ý về dữ liệu").await;
    phone.arrives_at(&own("dong-y")).await;
    phone.chooses("Tôi đồng ý").await;
    phone.presses("Lưu").await;
    phone.sees("Đã lưu câu trả lời của bạn").await;
    opens_first_question(&phone).await;
    // Nothing chosen: the page says so and keeps what was written.
    phone.fills("Viết thêm", "Học nghề trồng hạt dẻ").await;
    phone.presses("Lưu và sang câu tiếp").await;
    phone.sees("Chọn một số điểm").await;
    assert_eq!(phone.reads("Viết thêm (không bắt buộc)").await, "Học nghề trồng hạt dẻ");
    answers_questions(&phone, 1, 4).await;

    // Another device goes on where the phone stopped.
    let desktop = house.visitor(Look { width: 1280, height: 900, ..look }).await;
    signs_in(&desktop, &key).await;
    desktop.arrives_at("/ho-so").await;
    desktop.sees("Đã trả lời 4 trên 10 câu").await;
    phone.presses("Lưu và về danh sách").await;
    let fifth = desktop.links(&format!("/ho-so/{YEAR}/cau/")).await.swap_remove(4);
    desktop.goes_to(&fifth).await;
    answers_questions(&desktop, 5, 10).await;
    desktop.arrives_at(&own("xem-lai")).await;
    desktop.presses("Gửi hồ sơ").await;
    desktop.sees("Tích vào ô cam đoan rồi mới gửi được").await;
    desktop.sees("Học nghề trồng hạt dẻ").await;
    hands_in(&desktop).await;

    phone.goes_to("/ho-so").await;
    phone.sees("Đã gửi").await;
    phone.presses("Xem hồ sơ đang ở đâu").await;
    phone.sees("chi hội khuyến học").await;
    // The back button never sends anything again.
    desktop.goes_back().await;
    desktop.goes_to(&own("xem-lai")).await;
    assert!(!desktop.offers("Gửi hồ sơ").await, "a dossier that was handed in can be handed in again");
    phone.goes_to("/toi/ai-da-xem").await;
}

#[test]
fn a_citizen_answers_on_two_devices_hands_in_and_follows_with_scripts() {
    journey(async |house| from_slip_to_state(house, Look::PHONE).await);
}

#[test]
fn a_citizen_answers_on_two_devices_hands_in_and_follows_without_scripts() {
    journey(async |house| from_slip_to_state(house, Look::PHONE.without_scripts()).await);
}

#[test]
fn a_question_is_answered_by_keyboard_alone() {
    journey(async |house| {
        let visitor = house.visitor(Look::DESKTOP).await;
        let _ = begins(house, &visitor).await;
        opens_first_question(&visitor).await;
        visitor.tabs_to("0").await;
        for _ in 0..7 {
            visitor.key(Press::Down).await;
        }
        visitor.tabs_to("Viết thêm").await;
        visitor.types("Đọc báo mỗi ngày").await;
        visitor.tabs_to("Lưu và sang câu tiếp").await;
        visitor.key(Press::Enter).await;
        visitor.sees("Câu 2 trên 10").await;
        visitor.goes_to("/ho-so").await;
        visitor.sees("7 điểm").await;
    });
}

/// Back among the questions and after handing in, the same with scripts and without them.
async fn goes_back_and_on(house: &House, look: Look) {
    let phone = house.visitor(look).await;
    let _ = begins(house, &phone).await;
    opens_first_question(&phone).await;
    answers(&phone, 1, 8).await;
    answers(&phone, 2, 7).await;
    phone.sees("Câu 3 trên 10").await;
    phone.goes_back().await;
    phone.sees("Câu 2 trên 10").await;
    answers(&phone, 2, 9).await;
    // A browser may have kept the page as it was before the first answer, and without scripts nothing asks for
    // it anew: then both answers are shown.
    let asked = "Câu này đã có câu trả lời khác";
    let goes_on = async || {
        let text = phone.text().await;
        text.contains("Câu 3 trên 10") || text.contains(asked)
    };
    assert!(phone.waits(goes_on).await, "the answer was not taken");
    if phone.text().await.contains(asked) {
        assert!(!look.scripts, "the page was not asked for anew");
        phone.sends("Lưu câu vừa nhập").await;
    }
    phone.sees("Câu 3 trên 10").await;
    phone.presses("‹ Câu trước").await;
    phone.sees("Câu 2 trên 10").await;
    assert!(phone.has_chosen("9").await, "the second answer to the question was lost");
    phone.presses("Lưu và sang câu tiếp").await;
    answers_questions(&phone, 3, 10).await;
    hands_in(&phone).await;
    let receipt = phone.part("main .code").await;
    phone.goes_back().await;
    if phone.offers("Gửi hồ sơ").await {
        phone.presses("Gửi hồ sơ").await;
    }
    phone.goes_to(&own("bien-nhan")).await;
    assert_eq!(phone.part("main .code").await, receipt, "it was handed in twice");
}

#[test]
fn going_back_loses_no_answer_by_keyboard_alone() {
    journey(async |house| goes_back_and_on(house, Look::DESKTOP.by_keyboard()).await);
}

#[test]
fn going_back_loses_no_answer_and_hands_in_nothing_twice_with_scripts() {
    journey(async |house| goes_back_and_on(house, Look::PHONE).await);
}

#[test]
fn going_back_loses_no_answer_and_hands_in_nothing_twice_without_scripts() {
    journey(async |house| goes_back_and_on(house, Look::PHONE.without_scripts()).await);
}

#[test]
fn a_picture_whose_upload_is_cut_goes_on_where_it_stopped() {
    journey(async |house| {
        let phone = house.visitor(Look::PHONE).await;
        let _ = begins(house, &phone).await;
        opens_first_question(&phone).await;
        phone.presses("Lưu và thêm minh chứng").await;
        phone.arrives_at("/minh-chung/").await;
        let page = phone.address().await;
        phone.fills("Đây là gì", "Giấy khen của xóm").await;
        phone.attaches("Chụp ảnh hoặc chọn tệp", &photograph(house)).await;
        phone.narrows_the_line(400_000).await;
        phone.sends("Gửi minh chứng").await;
        phone.sees("Đang gửi").await;
        let sent = "progress.value / progress.max";
        assert!(phone.waits(async || phone.number(sent).await >= 0.3).await, "nothing goes up");
        phone.loses_the_line().await;
        phone.sees("Mạng đang yếu").await;
        let stopped = phone.number(sent).await;
        assert!(stopped < 1.0, "the line was cut too late");
        phone.gets_the_line_back().await;
        phone.sees("Đã nhận minh chứng").await;
        phone.goes_to(&page).await;
        phone.sees("Giấy khen của xóm").await;
    });
}

#[test]
fn without_scripts_a_picture_goes_up_whole() {
    journey(async |house| {
        let phone = house.visitor(Look::PHONE.without_scripts()).await;
        let _ = begins(house, &phone).await;
        opens_first_question(&phone).await;
        phone.presses("Lưu và thêm minh chứng").await;
        phone.fills("Đây là gì", "Giấy khen của xóm").await;
        phone.attaches("Chụp ảnh hoặc chọn tệp", &photograph(house)).await;
        phone.sends("Gửi minh chứng").await;
        phone.sees("Đã nhận minh chứng").await;
    });
}

#[test]
fn answers_that_were_typed_outlive_the_session() {
    journey(async |house| {
        let phone = house.visitor(Look::PHONE).await;
        let key = begins(house, &phone).await;
        opens_first_question(&phone).await;
        phone.fills("Viết thêm", "Học may ở nhà văn hóa").await;
        phone.chooses("9").await;
        phone.loses_cookie("phien").await;
        phone.presses("Lưu và sang câu tiếp").await;
        phone.sees("Những gì bạn vừa nhập vẫn được giữ").await;
        phone.fills("Tên đăng nhập", &key.name).await;
        phone.fills("Mật khẩu", crate::house::PASSWORD).await;
        phone.sends("Đăng nhập").await;
        phone.sends("Gửi tiếp").await;
        phone.sees("Câu 2 trên 10").await;
        phone.presses("‹ Câu trước").await;
        assert_eq!(phone.reads("Viết thêm").await, "Học may ở nhà văn hóa");
        assert!(phone.has_chosen("9").await);
    });
}

#[test]
fn one_answer_given_on_two_devices_asks_which_one_to_keep() {
    journey(async |house| {
        let phone = house.visitor(Look::PHONE).await;
        let key = begins(house, &phone).await;
        let desktop = house.visitor(Look::DESKTOP.without_scripts()).await;
        signs_in(&desktop, &key).await;
        desktop.arrives_at("/ho-so").await;
        opens_first_question(&phone).await;
        opens_first_question(&desktop).await;
        answers(&phone, 1, 6).await;
        phone.sees("Câu 2 trên 10").await;
        answers(&desktop, 1, 3).await;
        desktop.sees("Câu này đã có câu trả lời khác").await;
        desktop.presses("Giữ câu đã lưu").await;
        desktop.goes_to("/ho-so").await;
        desktop.sees("6 điểm, nên thêm minh chứng").await;
        desktop.sees_no("3 điểm, nên thêm minh chứng").await;
    });
}

/// Most bytes of a first visit and of later pages.
const FIRST_BYTES: u64 = 30 * 1024;
const LATER_BYTES: u64 = 8 * 1024;
const FIRST_REQUESTS: u64 = 5;
/// Until a page can be used on a slow line.
const USABLE_MS: u64 = 2_500;

#[test]
fn the_task_list_and_a_question_are_light_enough_for_a_slow_line() {
    journey(async |house| {
        let setting_up = house.visitor(Look::PHONE).await;
        let key = begins(house, &setting_up).await;
        let phone = house.visitor(Look::PHONE.slow()).await;
        signs_in(&phone, &key).await;
        phone.arrives_at("/ho-so").await;
        for page in ["/ho-so".to_owned(), setting_up.first_link(&own("cau/")).await.expect("questions")] {
            phone.forgets_cache().await;
            phone.goes_to(&page).await;
            let first = phone.weight().await;
            println!("{page}: first {first:?}");
            assert!(first.bytes <= FIRST_BYTES && first.requests <= FIRST_REQUESTS, "{page}: {first:?}");
            assert!(first.usable_ms <= USABLE_MS, "{page}: {first:?}");
            phone.goes_to("/").await;
            phone.goes_to(&page).await;
            let later = phone.weight().await;
            println!("{page}: later {later:?}");
            assert!(later.bytes <= LATER_BYTES, "{page}: {later:?}");
        }
    });
}
