//! What is read: by citizens, by officers, by anybody.

use super::super::YEAR;
use super::super::drive::Scenario;
use super::super::wire::{Request, Response, Visitor};
use super::Ground;

pub fn all(ground: &Ground) -> Vec<Scenario> {
    let question = ground.indicators.first().map_or("", String::as_str);
    vec![
        page("task_list", &ground.citizens, "/ho-so", 2_000),
        page("question", &ground.citizens, &format!("/ho-so/{YEAR}/cau/{question}"), 2_000),
        page(
            "queue_page",
            &ground.officers,
            &format!("/duyet/don-vi/{}?tt=cho-cham", ground.commune),
            10_000,
        ),
        certificate(ground.serials.clone()),
    ]
}

/// A page that each client reads under an account of its own. A page shorter than it should be is no page.
fn page(name: &str, visitors: &[Visitor], path: &str, at_least: usize) -> Scenario {
    let requests: Vec<Request> = visitors.iter().map(|visitor| Request::get(path, visitor)).collect();
    let scenario =
        Scenario::new(name, move |client| requests.get(client % requests.len().max(1)).cloned(), whole);
    scenario.of_bytes(at_least)
}

fn certificate(serials: Vec<String>) -> Scenario {
    let nobody = Visitor::default();
    let mut turn = 0;
    let next = move |_| {
        turn += 1;
        let serial = serials.get(turn % serials.len().max(1))?;
        Some(Request::get(&format!("/kiem-tra/{serial}"), &nobody))
    };
    Scenario::new("certificate_check", next, whole).of_bytes(2_000)
}

fn whole(response: &Response) -> bool {
    response.status == 200
}
