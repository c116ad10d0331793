//! What is refused: with which exit code, and in which words.

use std::fs;

use crate::installation::Installation;

#[test]
fn wrong_usage_ends_with_two() {
    let installation = Installation::empty();
    for args in [
        &["figures"][..],
        &["figures", "--measure", "happiness", "--year", "2026", "--by", "commune"],
        &[
            "figures",
            "--measure",
            "adults",
            "--ratio",
            "recognised-of-adults",
            "--year",
            "2026",
            "--by",
            "sex",
        ],
        &["figures", "--measure", "adults", "--year", "2026", "--by", "colour"],
        &["figures", "--measure", "adults", "--year", "2026", "--by", "sex", "--map", "1/7/2025"],
        &["find"],
        &["find", "nong", "--number", "004175000123"],
        &["import", "people"],
        &["journal", "verify", "--anchor", "7"],
        &["decide", "--issuer", "01273", "--year", "2026"],
        &["round", "open", "--year", "26"],
        &["nothing"],
        &[],
    ] {
        let said = installation.run(args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {}", said.err);
        assert!(said.err.contains("--help") || said.err.contains("Usage: "), "{args:?}: {}", said.err);
    }
}

#[test]
fn without_a_ledger_the_way_to_one_is_named_and_none_is_made() {
    let installation = Installation::empty();
    let sentence = installation.refuses(&["round", "status"]);
    assert_eq!(sentence, "There is no ledger sohoc-data/ledger.db yet; make one with `sohoc init`.");
    assert!(!installation.path("sohoc-data").exists());
}

#[test]
fn a_configuration_that_was_named_must_be_there_and_right() {
    let installation = Installation::empty();
    let missing = installation.refuses(&["--config", "other.toml", "doctor"]);
    assert!(missing.starts_with("The configuration other.toml cannot be read: "), "{missing}");
    installation.file("sohoc.toml", "[ledger]\n\nadress = \"x\"\n");
    let unknown = installation.refuses(&["round", "status"]);
    assert!(unknown.starts_with("sohoc.toml, line 3: unknown field `adress`"), "{unknown}");
}

#[test]
fn a_configuration_puts_the_ledger_where_it_says() {
    let installation = Installation::empty();
    fs::create_dir(installation.path("etc")).expect("the folder can be written");
    installation.file("etc/sohoc.toml", "[ledger]\naddress = \"book/so.db\"\n");
    installation.does(&["init", "--config", "etc/sohoc.toml"]);
    assert!(installation.path("etc/book/so.db").exists() && installation.path("etc/book/keys.toml").exists());
    assert!(!installation.path("sohoc-data").exists());
}

#[test]
fn a_ledger_without_its_keys_or_with_others_is_not_opened() {
    let (installation, other) = (Installation::made(), Installation::made());
    let keys = installation.path("sohoc-data/keys.toml");
    fs::copy(other.path("sohoc-data/keys.toml"), &keys).expect("keys can be exchanged");
    let wrong = installation.refuses(&["round", "status"]);
    assert!(wrong.contains("these keys do not belong to this ledger"), "{wrong}");
    fs::remove_file(&keys).expect("keys can be lost");
    for command in [&["round", "status"][..], &["init"]] {
        let lost = installation.refuses(command);
        assert!(lost.starts_with("The key file sohoc-data/keys.toml of the ledger"), "{lost}");
    }
    assert!(!keys.exists(), "no new keys beside an old ledger");
    fs::write(&keys, "hashing = 1").expect("the folder can be written");
    let broken = installation.refuses(&["round", "status"]);
    assert!(broken.starts_with("sohoc-data/keys.toml: the key file cannot be read"), "{broken}");
}

#[test]
fn a_unit_that_is_not_known_or_not_on_that_day_is_named() {
    let installation = Installation::made();
    installation.does(&["round", "open", "--year", "2026"]);
    let within = |unit: &str| installation.refuses(&["find", "ha", "--within", unit]);
    assert!(within("99999").starts_with("No unit has the code 99999"), "{}", within("99999"));
    let ended = within("01705@2026-01-01");
    assert!(ended.ends_with("had it: write 01705@2025-06-30."), "{ended}");
}

#[test]
fn there_is_no_map_before_the_records() {
    let installation = Installation::made();
    installation.does(&["round", "open", "--year", "2026"]);
    let args = ["figures", "--measure", "adults", "--year", "2026", "--by", "commune", "--map"];
    let sentence = installation.refuses(&[&args[..], &["1999-01-01"]].concat());
    assert!(sentence.starts_with("There is no map of 1999-01-01"), "{sentence}");
    let year = installation.refuses(&["figures", "--measure", "adults", "--year", "2025", "--by", "sex"]);
    assert!(year.starts_with("The year 2025 has no round"), "{year}");
    let open = [&args[..7], &["--final"]].concat();
    assert!(installation.refuses(&open).contains("is still open"), "{open:?}");
    installation.does(&["round", "close", "--year", "2026"]);
    assert_eq!(installation.json(&open)["counter"], "final");
}

#[test]
fn a_number_is_never_taken_for_a_name() {
    let installation = Installation::made();
    let short = installation.refuses(&["find", "0041750001"]);
    assert!(short.contains("has 12 digits") && !short.contains("0041750001"), "{short}");
    installation.does(&["find", "004175000123"]);
    installation.does(&["find", "--number", "004 175 000 123"]);
    let shown = installation.json(&["journal", "show", "--last", "2"]);
    assert!(
        shown["entries"]
            .as_array()
            .is_some_and(|entries| entries.iter().all(|e| e["body"]["by"] == "number"))
    );
    assert!(!shown.to_string().contains("175"), "the number stands nowhere in the journal");
}

#[test]
fn who_is_nobody_acts_not() {
    let installation = Installation::made();
    let nobody = installation.refuses(&["find", "ha", "--as", "nobody"]);
    assert!(nobody.starts_with("There is no account \"nobody\""), "{nobody}");
    let admin = installation.refuses(&["find", "ha", "--as", "admin"]);
    assert!(admin.starts_with("None of your roles allows to read person"), "{admin}");
}

#[cfg(unix)]
#[test]
fn the_doctor_finds_open_keys_and_a_missing_ledger() {
    use std::os::unix::fs::PermissionsExt;
    let installation = Installation::made();
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(installation.path("sohoc-data/keys.toml"), open).expect("its owner may");
    let said = installation.run(&["doctor"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("UNSAFE") && said.out.contains("chmod 600"), "{}", said.out);
    let nothing = Installation::empty().run(&["doctor"]);
    assert_eq!(nothing.code, 1);
    assert!(nothing.out.contains("There is no ledger"), "{}", nothing.out);
}
