//! The demonstration as a newcomer meets it, and a decree carried out on it.

use serde_json::Value;

use crate::installation::Installation;

const DECREE: &str = r#"
decree = "99/NQ-THU"
date = 2026-10-01
effective = 2026-11-20

[[open]]
code = "09999"
name = "Xã Thử Nghiệm"
short_name = "Thử Nghiệm"
kind = "xã"
level = "commune"
parent = "04"

[[succession]]
from = "01297"
to = "09999"
extent = "whole"

[[succession]]
from = "01795"
to = "09999"
extent = "whole"
"#;

/// Three hundred people are enough to meet every act but appeals.
fn demonstration() -> (Installation, Value) {
    let place = Installation::empty();
    let folder = place.path("demo");
    let folder = folder.to_str().expect("a plain path");
    let made =
        place.json(&["demo", "--dir", folder, "--people", "300", "--years", "2024-2025", "--no-serve"]);
    (place, made)
}

fn total(answer: &Value) -> i64 {
    answer["total"].as_i64().expect("a total")
}

#[test]
fn a_demonstration_says_what_it_made_and_other_commands_find_it() {
    let (place, made) = demonstration();
    let years = made["years"].as_array().expect("years");
    assert_eq!(years.iter().map(|year| year["year"].as_i64()).collect::<Vec<_>>(), [Some(2024), Some(2025)]);
    let recognised = years[1]["recognised"].as_i64().expect("a count");
    assert!(recognised > 0 && recognised < years[1]["assessed"].as_i64().expect("a count"), "{made}");
    let roles: Vec<&str> = made["accounts"]
        .as_array()
        .expect("accounts")
        .iter()
        .filter_map(|one| one["role"].as_str())
        .collect();
    assert_eq!(roles.len(), 9, "{roles:?}");
    let token = &made["api_tokens"][0];
    assert!(token["token"].as_str().is_some_and(|secret| secret.starts_with("sohoc_")), "{token}");
    assert_eq!(token["scopes"], serde_json::json!(["read", "write", "export"]));
    for file in made["out"].as_array().expect("files") {
        assert!(place.path(file.as_str().expect("a path")).exists(), "{file}");
    }
    let config = made["config"].as_str().expect("a path");
    for map in ["2025-06-30", "2025-12-31"] {
        let arguments = [
            "--config",
            config,
            "figures",
            "--measure",
            "recognised",
            "--year",
            "2025",
            "--by",
            "commune",
            "--map",
            map,
        ];
        let answer = place.json(&arguments);
        assert_eq!(total(&answer), recognised, "under the map of {map}");
        let rows: i64 =
            answer["rows"].as_array().expect("rows").iter().filter_map(|row| row["value"].as_i64()).sum();
        assert_eq!(rows, recognised, "under the map of {map}");
    }
    place.does(&["--config", config, "journal", "verify"]);
    place.does(&["--config", config, "recount", "--check"]);
}

#[test]
fn a_folder_that_is_no_demonstration_is_left_alone() {
    let place = Installation::empty();
    std::fs::create_dir(place.path("mine")).expect("a folder");
    place.file("mine/letter.txt", "keep me");
    let folder = place.path("mine");
    let said = place.refuses(&["demo", "--dir", folder.to_str().expect("a plain path"), "--no-serve"]);
    assert!(said.contains("nothing was touched"), "{said}");
    assert!(place.path("mine/letter.txt").exists());
}

#[test]
fn a_decree_is_previewed_carried_out_once_and_moves_no_total() {
    let (place, made) = demonstration();
    let config = made["config"].as_str().expect("a path");
    place.file("decree.toml", DECREE);
    let decree = place.path("decree.toml");
    let decree = decree.to_str().expect("a plain path");
    let figures = |map: &str| {
        place.json(&[
            "--config",
            config,
            "figures",
            "--measure",
            "registered",
            "--year",
            "2025",
            "--by",
            "commune",
            "--map",
            map,
        ])
    };
    let before = total(&figures("2026-11-19"));
    let preview = place.json(&["--config", config, "reorganise", decree, "--preview"]);
    assert_eq!(preview["closed"].as_array().map(Vec::len), Some(2), "{preview}");
    assert_eq!(figures("2026-11-20")["rows"].as_array().map(Vec::len), Some(56), "a preview changed the map");

    let done = place.json(&["--config", config, "reorganise", decree]);
    assert_eq!((done["closed"].as_i64(), done["opened"].as_i64()), (Some(2), Some(1)), "{done}");
    assert_eq!(total(&figures("2026-11-20")), before);
    assert_eq!(figures("2026-11-20")["rows"].as_array().map(Vec::len), Some(55));
    let again = place.refuses(&["--config", config, "reorganise", decree]);
    assert!(again.contains("applied before"), "{again}");
    place.does(&["--config", config, "journal", "verify"]);
}
