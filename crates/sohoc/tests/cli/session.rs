//! The first day: a ledger is made, looked at and checked.

use serde_json::{Value, json};

use crate::installation::Installation;

#[test]
fn a_new_ledger_holds_units_criteria_targets_and_one_administrator() {
    let installation = Installation::empty();
    let made = installation.json(&["init", "--admin", "quan-tri"]);
    assert_eq!(made["units"], 228);
    assert_eq!(made["criteria"], json!(["qd-244-2022.toml", "qd-324-2023.toml"]));
    assert_eq!(made["targets"], 12);
    assert_eq!(made["account"]["sign_in"], "quan-tri");
    assert_eq!(made["account"]["role"], "administrator");
    assert_eq!(made["account"]["activation_code"].as_str().map(str::len), Some(14));
    let again = installation.refuses(&["init"]);
    assert!(again.contains("has its units and accounts already"), "{again}");
}

#[cfg(unix)]
#[test]
fn keys_are_made_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let installation = Installation::made();
    let mode = |name: &str| {
        let metadata = std::fs::metadata(installation.path(name)).expect("init made it");
        metadata.permissions().mode() & 0o777
    };
    assert_eq!((mode("sohoc-data/keys.toml"), mode("sohoc-data")), (0o600, 0o700));
}

#[test]
fn the_nation_can_be_loaded_instead() {
    let installation = Installation::empty();
    assert_eq!(installation.json(&["init", "--nation"])["units"], 14_163);
}

#[test]
fn a_round_opens_shows_and_closes() {
    let installation = Installation::made();
    assert_eq!(installation.json(&["round", "status"]), json!({ "rounds": [] }));
    installation.does(&["round", "open", "--year", "2026", "--adult-age", "16", "--counting", "work_first"]);
    let round = json!({ "year": 2026, "criteria_set": "324/QĐ-KHVN", "closed": false, "adult_age": 16,
        "counting": "work_first", "adults": 0, "dossiers": 0, "states": {} });
    assert_eq!(installation.json(&["round", "status"]), json!({ "rounds": [round] }));
    let again = installation.refuses(&["round", "open", "--year", "2026"]);
    assert!(again.contains("has its round already"), "{again}");
    installation.does(&["round", "close", "--year", "2026"]);
    let status = installation.json(&["round", "status", "--year", "2026"]);
    assert_eq!(status["rounds"][0]["closed"], true);
}

#[test]
fn the_set_in_force_that_year_is_taken() {
    let installation = Installation::made();
    let opened = installation.json(&["round", "open", "--year", "2023"]);
    assert_eq!(opened["criteria_set"], "244/QĐ-KHVN");
}

#[test]
fn a_figure_has_a_row_for_every_unit_of_the_map_it_is_shown_under() {
    let installation = Installation::made();
    installation.does(&["round", "open", "--year", "2026"]);
    let ask = |map: &str, by: &str| {
        installation.json(&["figures", "--measure", "recognised", "--year", "2026", "--map", map, "--by", by])
    };
    let now = ask("2026-01-01", "commune");
    assert_eq!(now["measure"], "recognised");
    assert_eq!((&now["year"], &now["counter"]), (&json!(2026), &json!("provisional")));
    assert_eq!((&now["unassigned"], &now["total"]), (&json!(0), &json!(0)));
    assert_eq!(now["map_date"], "2026-01-01");
    assert!(now["as_of"].as_str().is_some_and(|at| at.ends_with('Z')));
    let rows = |answer: &Value| answer["rows"].as_array().map(Vec::len);
    assert_eq!(rows(&now), Some(56));
    assert_eq!(rows(&ask("2024-12-31", "commune")), Some(161));
    assert_eq!(rows(&ask("2024-12-31", "district")), Some(10));
    assert_eq!(rows(&ask("2026-01-01", "district")), Some(0));
    let first = &now["rows"][0];
    assert_eq!((&first["code"], &first["name"]), (&json!("01273"), &json!("Phường Thục Phán")));
    assert_eq!(ask("2024-12-31", "commune")["rows"][0]["code"], "01267");
}

#[test]
fn the_same_code_names_another_unit_on_another_day() {
    let installation = Installation::made();
    installation.does(&["round", "open", "--year", "2026"]);
    let within = |unit: &str| {
        let args =
            ["figures", "--measure", "adults", "--year", "2026", "--map", "2024-12-31", "--by", "commune"];
        let answer = installation.json(&[&args[..], &["--within", unit]].concat());
        let rows = answer["rows"].as_array().expect("rows").clone();
        rows.iter().map(|row| row["code"].as_str().expect("a code").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(within("01273@2024-12-31"), ["01273"]);
    assert_eq!(within("01273@2026-01-01"), ["01267", "01273", "01282", "01705", "01696"]);
    assert_eq!(within("040@2024-12-31").len(), 11);
}

#[test]
fn a_share_is_shown_with_both_of_its_sides() {
    let installation = Installation::made();
    installation.does(&["round", "open", "--year", "2026"]);
    let args = ["figures", "--ratio", "recognised-of-adults", "--year", "2026", "--by", "province"];
    let answer = installation.json(&args);
    assert_eq!(answer["ratio"], "recognised-of-adults");
    let nobody = json!({ "value": null, "numerator": 0, "denominator": 0 });
    assert_eq!((&answer["unassigned"], &answer["total"]), (&nobody, &nobody));
    let row = &answer["rows"][0];
    let sides = (&row["code"], &row["value"], &row["numerator"], &row["denominator"]);
    assert_eq!(sides, (&json!("04"), &Value::Null, &json!(0), &json!(0)));
    let list = installation.does(&[&args[..], &["--csv"]].concat());
    assert_eq!(
        list,
        "code,name,value,numerator,denominator\n04,Tỉnh Cao Bằng,,0,0\nunassigned,,,0,0\ntotal,,,0,0\n"
    );
}

#[test]
fn the_journal_is_whole_and_its_anchor_shows_what_was_cut_off() {
    let installation = Installation::made();
    let verified = installation.json(&["journal", "verify"]);
    assert_eq!((&verified["findings"], &verified["unsealed"]), (&json!([]), &json!(0)));
    let anchor = verified["anchor"].as_str().expect("init was journalled").to_owned();
    installation.does(&["find", "nong thi ha"]);
    installation.does(&["journal", "verify", "--anchor", &anchor]);
    let other = format!("999{}", &anchor[anchor.find(':').expect("a number and a digest")..]);
    let said = installation.run(&["journal", "verify", "--anchor", &other]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("seal 999 is known to have been made"), "{}", said.out);
    let shown = installation.json(&["journal", "show", "--last", "2"]);
    let acts: Vec<&str> =
        shown["entries"].as_array().expect("entries").iter().filter_map(|e| e["act"].as_str()).collect();
    assert_eq!(acts, ["people.search", "access.add_accounts"]);
}

#[test]
fn a_fresh_installation_is_healthy() {
    let installation = Installation::made();
    assert_eq!(installation.json(&["recount", "--check"])["differences"], json!([]));
    let doctor = installation.json(&["doctor"]);
    let states: Vec<(&str, &str)> = doctor["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| Some((finding["check"].as_str()?, finding["state"].as_str()?)))
        .filter(|(check, state)| *check != "disk" && *state != "good")
        .collect();
    assert_eq!(states, []);
}

#[test]
fn the_help_names_every_command() {
    let help = Installation::empty().does(&["--help"]);
    for command in [
        "init", "import", "export", "round", "decide", "figures", "find", "recount", "journal", "doctor",
        "serve",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}:\n{help}");
    }
}
