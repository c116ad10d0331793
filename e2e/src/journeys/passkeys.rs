//! Coming in by what the device holds: a finger, a face, the code that opens it.

use super::entering::activates;
use crate::browser::Look;
use crate::house::{PASSWORD, journey};

#[test]
fn a_citizen_adds_a_passkey_and_comes_back_with_it_alone() {
    journey(async |house| {
        let phone = house.visitor(Look::PHONE).await;
        phone.has_a_device().await;
        let _ = activates(house, &phone, "citizen").await;
        phone.goes_to("/toi").await;
        phone.presses("Mật khẩu và bảo mật").await;
        phone.presses("Thêm khóa").await;
        phone.sees("Bạn chưa có khóa nào").await;
        if !phone.offers("Gọi khóa này là").await {
            phone.presses("Tiếp tục").await;
            phone.fills("Mật khẩu", PASSWORD).await;
            phone.sends("Tiếp tục").await;
        }
        phone.fills("Gọi khóa này là", "Điện thoại của tôi").await;
        phone.sends("Thêm khóa").await;
        phone.sees("Đã thêm khóa").await;
        phone.sees("Điện thoại của tôi").await;
        phone.presses("Đăng xuất").await;
        phone.sees("Đã đăng xuất").await;

        phone.goes_to("/vao").await;
        phone.sends("Dùng khóa truy cập").await;
        phone.arrives_at("/ho-so").await;
        phone.goes_to("/toi/khoa").await;
        phone.sees("Dùng lần cuối").await;
        phone.sends("Bỏ khóa này").await;
        phone.sees("Đã bỏ khóa").await;
    });
}
