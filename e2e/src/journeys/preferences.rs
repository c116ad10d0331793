//! How a visitor wants pages to look: language, large letters, dark; kept from page to page.

use crate::browser::{Look, Press};
use crate::house::journey;

#[test]
fn language_letters_and_darkness_are_kept_from_page_to_page_without_scripts() {
    journey(async |house| {
        let visitor = house.visitor(Look::PHONE.without_scripts()).await;
        visitor.goes_to("/").await;
        visitor.sees("Đăng nhập").await;
        visitor.presses("English").await;
        visitor.sees("Sign in").await;
        visitor.presses("Large letters").await;
        visitor.presses("Dark").await;
        visitor.goes_to("/giao-dien").await;
        assert!(visitor.offers("Usual letters").await);
        assert!(visitor.offers("Light").await);
        visitor.presses("Tiếng Việt").await;
        visitor.arrives_at("/giao-dien").await;
        visitor.sees("Đăng nhập").await;
    });
}

#[test]
fn a_keyboard_skips_the_menu_and_changes_the_language() {
    journey(async |house| {
        let visitor = house.visitor(Look::DESKTOP).await;
        visitor.goes_to("/giao-dien").await;
        visitor.tabs_to("Đến nội dung").await;
        visitor.key(Press::Enter).await;
        visitor.key(Press::Tab).await;
        let first = visitor.focused().await;
        assert_ne!(first, "Sổ học", "the menu was not skipped");
        visitor.tabs_to("English").await;
        visitor.key(Press::Enter).await;
        visitor.sees("Sign in").await;
    });
}
