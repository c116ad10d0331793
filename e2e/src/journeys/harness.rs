//! The harness itself: a check that cannot find anything would pass for ever.

use crate::browser::{Look, Press, Scheme};
use crate::house::journey;

/// A page of ours for the browser, without the program.
fn page(body: &str) -> String {
    let whole = format!("<!doctype html><html lang=en><title>Page</title><body>{body}</html>");
    let coded: String = whole.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("data:text/html;charset=utf-8,{coded}")
}

#[test]
fn axe_finds_text_that_is_too_pale_and_only_where_it_is() {
    journey(async |house| {
        let visitor = house.visitor(Look::DESKTOP).await;
        visitor
            .opens(&page("<style>@media (prefers-color-scheme: dark) { p { color: #ccc } }</style><p>Words"))
            .await;
        assert_eq!(visitor.axe().await, Vec::<String>::new());
        visitor.turns(Scheme::Dark).await;
        let found = visitor.axe().await;
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with("color-contrast: p: "), "{found:#?}");
    });
}

#[test]
fn a_page_that_is_too_wide_is_told() {
    journey(async |house| {
        let visitor = house.visitor(Look::NARROW).await;
        visitor
            .opens(&page(
                "<meta name=viewport content='width=device-width'><p class=wide style='width: 400px'>Words",
            ))
            .await;
        let told = visitor.overflow().await.expect("it is too wide");
        assert!(told.contains("p.wide"), "{told}");
        visitor.resizes(1280, 900).await;
        assert_eq!(visitor.overflow().await, None);
    });
}

#[test]
fn scripts_that_are_switched_off_do_not_run_and_the_page_can_still_be_used() {
    journey(async |house| {
        let body = "<noscript>None</noscript><script>document.title = 'ran'</script>
            <label>Name<input id=name></label><details><summary>More</summary>Inside</details>";
        let with = house.visitor(Look::PHONE).await;
        with.opens(&page(body)).await;
        assert_eq!(with.title().await, "ran");
        let without = house.visitor(Look::PHONE.without_scripts()).await;
        without.opens(&page(body)).await;
        assert_eq!(without.title().await, "Page");
        without.sees("None").await;
        without.fills("Name", "Nông Thị Hà").await;
        assert_eq!(without.reads("Name").await, "Nông Thị Hà");
        without.presses("More").await;
        without.sees("Inside").await;
    });
}

#[test]
fn a_focus_that_cannot_be_seen_is_told() {
    journey(async |house| {
        let visitor = house.visitor(Look::DESKTOP).await;
        visitor.opens(&page("<button>Seen</button><button style='outline: none'>Unseen</button>")).await;
        assert_eq!(visitor.unseen_focus().await, ["button «Unseen» is not marked"]);
        visitor.opens(&page("<button>Seen</button>")).await;
        visitor.tabs_to("Seen").await;
        visitor.key(Press::Enter).await;
        assert_eq!(visitor.focused().await, "Seen");
    });
}
