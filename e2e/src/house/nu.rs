//! The Nu HTML checker, run once over many pages because it takes longer to start than to check.

use std::fs;
use std::process::Command;

use serde::Deserialize;
use tempfile::TempDir;

use super::Machine;

/// A page as the server sent it.
pub struct Html {
    /// What to call it in messages.
    pub name: String,
    /// Its whole source.
    pub text: String,
}

#[derive(Deserialize)]
struct Report {
    messages: Vec<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    /// `file:/folder/12.html`.
    url: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    last_line: Option<u32>,
    message: String,
    extract: Option<String>,
}

/// Every message about the pages, errors and warnings alike, none filtered out; one line each.
pub fn check_html(pages: &[Html]) -> Vec<String> {
    let folder = TempDir::with_prefix("sohoc-html-").expect("there is a folder for temporary files");
    for (number, page) in pages.iter().enumerate() {
        fs::write(folder.path().join(format!("{number}.html")), &page.text)
            .expect("there is room for a page");
    }
    let mut command = Command::new("java");
    command.arg("-jar").arg(&Machine::look().vnu).args(["--format", "json", "--stdout"]);
    let output = command.arg(folder.path()).output().expect("Java is installed");
    let report: Report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("the HTML checker failed: {}", String::from_utf8_lossy(&output.stderr)));
    report.messages.iter().map(|message| line(message, pages)).collect()
}

fn line(message: &Message, pages: &[Html]) -> String {
    let number =
        message.url.as_deref().and_then(|url| url.rsplit('/').next()?.split('.').next()?.parse().ok());
    let page = number.and_then(|number: usize| pages.get(number)).map_or("?", |page| &page.name);
    let place = message.last_line.map_or(String::new(), |line| format!(" line {line}"));
    let extract = message.extract.as_deref().unwrap_or_default().trim().replace('\n', " ");
    format!("{page}{place}: {}: {} «{extract}»", message.kind, message.message)
}

#[test]
fn the_html_checker_finds_what_is_wrong_in_which_page() {
    let page = |name: &str, body: &str| Html {
        name: name.to_owned(),
        text: format!("<!doctype html>\n<html lang=\"en\">\n<title>A page</title>\n{body}\n</html>\n"),
    };
    let found =
        check_html(&[page("good", "<p>Some words of a page.</p>"), page("bad", "<img src=\"a.png\">")]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("bad line 4: error: An “img” element must have an “alt”"), "{found:#?}");
}
