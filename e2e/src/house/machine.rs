//! What this machine has for the journeys, and where it is.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Where everything is that the journeys use.
pub struct Machine {
    /// The built program.
    pub program: PathBuf,
    /// The browser.
    pub chromium: PathBuf,
    /// What drives it.
    pub chromedriver: PathBuf,
    /// axe-core as one script.
    pub axe: PathBuf,
    /// The Nu HTML checker.
    pub vnu: PathBuf,
    /// Kept between runs: ready ledgers and pictures.
    pub folder: PathBuf,
}

static MACHINE: LazyLock<Machine> = LazyLock::new(Machine::find);

impl Machine {
    /// What is here; a journey cannot be walked without all of it.
    pub fn look() -> &'static Self {
        &MACHINE
    }

    fn find() -> Self {
        let test = env::current_exe().expect("a test knows its own file");
        let built = test.ancestors().nth(2).expect("tests are built into target/debug/deps");
        let target = built.parent().expect("profiles have folders in target");
        let browser = target.join("tools/browser/node_modules");
        let folder = target.join("e2e");
        fs::create_dir_all(folder.join("screens")).expect("target can be written");
        Self {
            program: there(built.join("sohoc"), "build it with `cargo build`"),
            chromium: on_path(&["chromium", "chromium-browser", "google-chrome"]),
            chromedriver: on_path(&["chromedriver"]),
            axe: there(browser.join("axe-core/axe.min.js"), "./test fetches it"),
            vnu: there(browser.join("vnu-jar/build/dist/vnu.jar"), "./test fetches it"),
            folder,
        }
    }

    /// Where pictures are kept.
    pub fn screens(&self) -> PathBuf {
        self.folder.join("screens")
    }
}

fn there(file: PathBuf, remedy: &str) -> PathBuf {
    assert!(file.is_file(), "{} is missing: {remedy}", file.display());
    file
}

fn on_path(names: &[&str]) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file: &PathBuf| Path::is_file(file));
    found.unwrap_or_else(|| panic!("{} is missing: install Chromium and its driver", names[0]))
}
