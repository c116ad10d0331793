//! Coming in: by the slip, by password and code, locked out, signed out.

use crate::browser::{Look, Press, Visitor};
use crate::house::{House, Key, PASSWORD, journey};

/// Comes in by the first slip of the sample's account of this role, and does all that is asked on the way.
pub async fn activates(house: &House, visitor: &Visitor, role: &str) -> Key {
    let account = house.program.account(role);
    visitor.goes_to("/vao/phieu").await;
    visitor.fills("Mã trên phiếu", &account.activation_code).await;
    let slip = visitor.heading().await;
    visitor.sends("Vào").await;
    visitor.leaves(&slip).await;
    settles(visitor, &account.sign_in).await
}

/// Chooses a password and sets up a code device, as far as the account is asked for them.
pub async fn settles(visitor: &Visitor, name: &str) -> Key {
    let mut key = Key { name: name.to_owned(), secret: None };
    // Password, device, recovery codes, and one to spare.
    for _ in 0..4 {
        if !settles_one(visitor, &mut key).await {
            return key;
        }
    }
    panic!("setting up the account goes round in circles");
}

/// Does what the page asks for, if it is one of setting up the account.
pub async fn settles_one(visitor: &Visitor, key: &mut Key) -> bool {
    let heading = visitor.heading().await;
    match heading.as_str() {
        "Chọn mật khẩu" => {
            visitor.fills("Mật khẩu mới", PASSWORD).await;
            visitor.fills("Nhập lại mật khẩu", PASSWORD).await;
            visitor.presses("Lưu mật khẩu").await;
        }
        "Đặt lớp bảo vệ thứ hai" => {
            key.secret = Some(visitor.part("ol .code").await.replace(' ', ""));
            visitor.fills("Mã 6 số", &key.code(0)).await;
            visitor.presses("Tiếp tục").await;
        }
        "Mã dự phòng" => visitor.presses("Tôi đã cất mã").await,
        _ => return false,
    }
    visitor.leaves(&heading).await;
    true
}

/// Gives name and password.
pub async fn signs_in_first(visitor: &Visitor, key: &Key) {
    visitor.goes_to("/vao").await;
    visitor.fills("Tên đăng nhập", &key.name).await;
    visitor.fills("Mật khẩu", PASSWORD).await;
    visitor.sends("Đăng nhập").await;
}

/// Signs in by name and password, and by the device where there is one.
pub async fn signs_in(visitor: &Visitor, key: &Key) {
    signs_in_first(visitor, key).await;
    if key.secret.is_some() {
        visitor.fills("Mã 6 số", &key.code(1)).await;
        visitor.presses("Tiếp tục").await;
    }
}

#[test]
fn an_officer_comes_in_by_slip_sets_up_two_factors_and_comes_back_with_them() {
    journey(async |house| {
        let office = house.visitor(Look::DESKTOP).await;
        let key = activates(house, &office, "commune_officer").await;
        assert!(key.secret.is_some(), "an officer came in without a second factor");
        office.arrives_at("/duyet").await;
        office.presses("Đăng xuất").await;
        office.sees("Đã đăng xuất").await;

        let elsewhere = house.visitor(Look::PHONE.without_scripts()).await;
        signs_in(&elsewhere, &key).await;
        elsewhere.arrives_at("/duyet").await;
    });
}

#[test]
fn a_slip_is_used_once_and_looking_at_it_does_not_use_it() {
    journey(async |house| {
        let code = house.program.account("volunteer").activation_code.clone();
        let visitor = house.visitor(Look::PHONE).await;
        visitor.goes_to(&format!("/vao/phieu?ma={code}")).await;
        visitor.goes_to(&format!("/vao/phieu?ma={code}")).await;
        assert_eq!(visitor.reads("Mã trên phiếu").await, code);
        visitor.sends("Vào").await;
        visitor.leaves("Vào bằng phiếu của xóm").await;
        settles(&visitor, "").await;
        visitor.arrives_at("/xom").await;

        let other = house.visitor(Look::PHONE).await;
        other.goes_to("/vao/phieu").await;
        other.fills("Mã trên phiếu", &code.to_lowercase()).await;
        other.presses("Vào").await;
        other.sees("Có chỗ cần sửa").await;
        other.arrives_at("/vao/phieu").await;
    });
}

#[test]
fn wrong_passwords_say_what_to_do_and_the_name_stays() {
    journey(async |house| {
        let visitor = house.visitor(Look::PHONE.without_scripts()).await;
        visitor.goes_to("/vao").await;
        visitor.sends("Đăng nhập").await;
        visitor.sees("Hãy nhập tên đăng nhập").await;
        visitor.sees("Hãy nhập mật khẩu").await;
        visitor.fills("Tên đăng nhập", "hoitinh").await;
        visitor.fills("Mật khẩu", "không phải mật khẩu này").await;
        visitor.sends("Đăng nhập").await;
        visitor.sees("Có chỗ cần sửa").await;
        assert_eq!(visitor.reads("Tên đăng nhập").await, "hoitinh");
    });
}

#[test]
fn signing_in_works_by_keyboard_alone() {
    journey(async |house| {
        let office = house.visitor(Look::DESKTOP).await;
        let key = activates(house, &office, "administrator").await;
        let visitor = house.visitor(Look::DESKTOP).await;
        visitor.goes_to("/vao").await;
        visitor.tabs_to("Tên đăng nhập").await;
        visitor.types(&key.name).await;
        visitor.tabs_to("Mật khẩu").await;
        visitor.types(PASSWORD).await;
        visitor.key(Press::Enter).await;
        visitor.sees("Bước thứ hai").await;
        visitor.tabs_to("Mã 6 số").await;
        visitor.types(&key.code(1)).await;
        visitor.key(Press::Enter).await;
        visitor.arrives_at("/tai-khoan").await;
    });
}
