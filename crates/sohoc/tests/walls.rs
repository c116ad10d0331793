//! The walls between the rooms, and the laws of the house that the compiler does not know.
//!
//! The compiler keeps a crate from naming what it does not depend on; these tests keep the dependencies,
//! and so the drawing in `ARCHITECTURE.md`, as they were meant. When one fails, the code is in the wrong
//! room; the table below is changed only together with that drawing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// Each of our crates with those it may import. What is not here is a wall.
const MAY_IMPORT: [(&str, &[&str]); 12] = [
    ("sohoc-media", &[]),
    ("sohoc-e2e", &[]),
    ("sohoc-data", &[]),
    ("sohoc-rules", &[]),
    ("sohoc-ledger", &["sohoc-rules"]),
    ("sohoc-papers", &["sohoc-rules"]),
    ("sohoc-acts", &["sohoc-rules", "sohoc-ledger", "sohoc-data"]),
    ("sohoc-intake", &["sohoc-rules", "sohoc-ledger", "sohoc-papers", "sohoc-acts"]),
    ("sohoc-sample", &["sohoc-rules", "sohoc-ledger", "sohoc-acts", "sohoc-data"]),
    (
        "sohoc-bench",
        &[
            "sohoc-rules",
            "sohoc-ledger",
            "sohoc-papers",
            "sohoc-acts",
            "sohoc-intake",
            "sohoc-sample",
            "sohoc-data",
        ],
    ),
    (
        "sohoc-web",
        &["sohoc-rules", "sohoc-ledger", "sohoc-acts", "sohoc-papers", "sohoc-intake", "sohoc-media"],
    ),
    (
        "sohoc",
        &[
            "sohoc-rules",
            "sohoc-ledger",
            "sohoc-papers",
            "sohoc-acts",
            "sohoc-intake",
            "sohoc-sample",
            "sohoc-bench",
            "sohoc-web",
            "sohoc-data",
        ],
    ),
];

/// What only a crate's tests may import besides: the law is tried on the real criteria and units.
const MAY_IMPORT_IN_TESTS: [(&str, &str); 3] =
    [("sohoc-rules", "sohoc-data"), ("sohoc-intake", "sohoc-data"), ("sohoc-web", "sohoc-data")];

/// The crates that speak to a database.
const DRIVERS: [&str; 2] = ["rusqlite", "tokio_postgres"];

/// The only folder that may name a driver.
const HOME_OF_THE_DRIVERS: &str = "crates/ledger/src/db/";

/// What would let the outside world into the law: its answers would no longer follow from its arguments.
/// Clocks and chance are banned everywhere but at the door, by `clippy.toml`.
const NOT_IN_THE_LAW: [&str; 5] = ["std::env", "std::fs", "std::net", "std::process", "std::thread"];

/// More than this and a file holds more than one thing.
const LONGEST_FILE_LINES: usize = 500;

/// Names that say where something was put, not what it is.
const EMPTY_NAMES: [&str; 6] = ["common", "helper", "helpers", "manager", "util", "utils"];

#[test]
fn no_crate_imports_one_it_may_not() {
    let workspace = workspace();
    let ours: Vec<&str> = workspace.packages.iter().map(|package| package.name.as_str()).collect();
    let mut breaches = Vec::new();
    for package in &workspace.packages {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == package.name) else {
            breaches.push(format!("{} has no row in MAY_IMPORT", package.name));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|one| ours.contains(&one.name.as_str())) {
            let pair = (package.name.as_str(), dependency.name.as_str());
            let in_tests = dependency.kind.as_deref() == Some("dev") && MAY_IMPORT_IN_TESTS.contains(&pair);
            if !in_tests && !allowed.contains(&pair.1) {
                breaches.push(format!("{} imports {}", pair.0, pair.1));
            }
        }
    }
    assert!(breaches.is_empty(), "walls broken:\n{}", breaches.join("\n"));
}

#[test]
fn a_database_driver_is_named_only_where_the_ledger_opens_its_databases() {
    let naming: Vec<String> = lines_that_name(&DRIVERS, "");
    let (at_home, elsewhere): (Vec<_>, Vec<_>) =
        naming.into_iter().partition(|place| place.starts_with(HOME_OF_THE_DRIVERS));
    assert!(
        !at_home.is_empty(),
        "no driver is named in {HOME_OF_THE_DRIVERS}: this test looks in the wrong place"
    );
    assert!(elsewhere.is_empty(), "belongs in {HOME_OF_THE_DRIVERS}:\n{}", elsewhere.join("\n"));
}

#[test]
fn the_law_reads_no_file_and_no_environment() {
    let naming = lines_before_tests_that_name(&NOT_IN_THE_LAW, "crates/rules/src/");
    assert!(naming.is_empty(), "pass it in as an argument:\n{}", naming.join("\n"));
}

#[test]
fn no_rust_file_is_longer_than_one_reading() {
    let long: Vec<String> = rust_files()
        .iter()
        .map(|file| (file.text.lines().count(), &file.place))
        .filter(|(lines, _)| *lines > LONGEST_FILE_LINES)
        .map(|(lines, place)| format!("{lines} lines  {place}"))
        .collect();
    assert!(long.is_empty(), "over {LONGEST_FILE_LINES} lines, split by what they do:\n{}", long.join("\n"));
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    let empty: Vec<String> = rust_files()
        .into_iter()
        .map(|file| file.place)
        .filter(|place| place.trim_end_matches(".rs").split('/').any(|part| EMPTY_NAMES.contains(&part)))
        .collect();
    assert!(empty.is_empty(), "name these after what they hold:\n{}", empty.join("\n"));
}

#[derive(Deserialize)]
struct Workspace {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `None` for an ordinary dependency, else `dev` or `build`.
    kind: Option<String>,
}

/// A Rust file of ours and where it stands below the root, written with `/`.
struct RustFile {
    place: String,
    text: String,
}

fn workspace() -> Workspace {
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo built this test, so it can be run");
    assert!(answer.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).expect("format version 1 has these fields")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("this crate stands two folders down")
}

/// `place:line` of every line of code below `folder` that uses a path starting with one of `names`.
fn lines_that_name(names: &[&str], folder: &str) -> Vec<String> {
    lines_of(names, folder, |text| text)
}

/// The same without the tests at the end of each file, which may read and write what they compare with.
fn lines_before_tests_that_name(names: &[&str], folder: &str) -> Vec<String> {
    lines_of(names, folder, |text| text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text))
}

fn lines_of(names: &[&str], folder: &str, part: impl Fn(&str) -> &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in rust_files().iter().filter(|file| file.place.starts_with(folder)) {
        for (index, line) in part(&file.text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if names.iter().any(|name| uses(code, name)) {
                found.push(format!("{}:{}: {}", file.place, index + 1, code.trim()));
            }
        }
    }
    found
}

/// Whether a line of code names something inside `name`, or brings `name` itself into scope.
fn uses(code: &str, name: &str) -> bool {
    let import = code.trim_start().trim_start_matches("pub ");
    let in_a_group = name.split_once("::").is_some_and(|(outer, inner)| {
        let mut group =
            import.strip_prefix(&format!("use {outer}::{{")).unwrap_or_default().split([',', ' ', '}', ':']);
        group.any(|part| part == inner)
    });
    in_a_group || code.contains(&format!("{name}::")) || import.starts_with(&format!("use {name}"))
}

fn rust_files() -> Vec<RustFile> {
    let root = root();
    let mut files = Vec::new();
    for folder in ["benches", "crates", "data", "e2e", "fuzz"] {
        collect(&root, &root.join(folder), &mut files);
    }
    assert!(!files.is_empty(), "no Rust file below {}: these tests look in the wrong place", root.display());
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<RustFile>) {
    // A folder may be missing: the browser tests and the fuzz targets come and go with what they need.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("a folder of ours can be read").path()) {
        if path.is_dir() && !path.ends_with("target") {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below = path.strip_prefix(root).expect("found below the root");
            let place = below
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            let text = fs::read_to_string(&path).expect("our source is UTF-8");
            files.push(RustFile { place, text });
        }
    }
}
