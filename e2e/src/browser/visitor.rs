//! Opening a window, going to pages, reading them.

use std::cell::Cell;
use std::fs;
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use tokio::time::{sleep, timeout};
use unicode_normalization::UnicodeNormalization as _;

use super::look::{Look, Scheme};
use super::vendor::Vendor;
use crate::house::{Driver, Html, Machine, Program, from_base64};

/// How long a page may take to become what is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Somebody with a browser.
pub struct Visitor {
    pub(super) client: Client,
    origin: String,
    number: usize,
    /// Whether nothing is done but by keys.
    pub(super) by_keyboard: bool,
    /// Marks given to elements so far.
    pub(super) marks: Cell<u32>,
}

impl Visitor {
    /// Starts a browser that looks so.
    pub async fn open(driver: &Driver, program: &Program, look: Look, number: usize) -> Self {
        let machine = Machine::look();
        let capabilities = look.capabilities(&machine.chromium.display().to_string());
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client =
            builder.capabilities(capabilities).connect(&driver.url()).await.expect("Chromium starts");
        let (origin, by_keyboard) = (program.url(""), look.keyboard);
        let visitor = Self { client, origin, number, by_keyboard, marks: Cell::new(0) };
        for (command, parameters) in look.commands() {
            visitor.tools(command, &parameters).await;
        }
        visitor
    }

    /// Opens a page by its address in the program.
    pub async fn goes_to(&self, path: &str) {
        let address = format!("{}{path}", self.origin);
        self.client.goto(&address).await.unwrap_or_else(|error| panic!("{path} does not open: {error}"));
    }

    /// Opens any address, which need not be one of the program.
    pub async fn opens(&self, address: &str) {
        self.client.goto(address).await.expect("Chromium opens it");
    }

    /// The title in the tab.
    pub async fn title(&self) -> String {
        self.client.title().await.expect("a page is shown")
    }

    /// Has a device that makes passkeys from now on.
    pub async fn has_a_device(&self) {
        self.client.issue_cmd(Vendor::authenticator()).await.expect("the driver lends one");
    }

    /// The status and the first bytes of what lies at an address of the program, as a download would bring it.
    pub async fn fetches(&self, path: &str) -> (u64, String) {
        let script = "const done = arguments[1];
            fetch(arguments[0]).then(async (answer) => {
              const bytes = new Uint8Array(await answer.arrayBuffer());
              done([answer.status, String.fromCharCode(...bytes.slice(0, 200))]);
            })";
        let told = self.client.execute_async(script, vec![json!(path)]).await.expect("it can be fetched");
        (told[0].as_u64().unwrap_or_default(), told[1].as_str().unwrap_or_default().to_owned())
    }

    /// Presses the back button.
    pub async fn goes_back(&self) {
        self.client.back().await.expect("there is a page before");
    }

    /// Path and query of the page that is shown.
    pub async fn address(&self) -> String {
        let address = self.client.current_url().await.expect("a page is shown");
        address.as_str().strip_prefix(&self.origin).unwrap_or(address.as_str()).to_owned()
    }

    /// All text a person can see, spaces folded.
    pub async fn text(&self) -> String {
        let text = self.tries("return document.body ? document.body.innerText : ''", vec![]).await;
        let text = text.unwrap_or_default();
        folded(text.as_str().unwrap_or_default())
    }

    /// The first heading of the first rank.
    pub async fn heading(&self) -> String {
        let heading = "return document.querySelector('h1')?.innerText ?? ''";
        let heading = self.tries(heading, vec![]).await.unwrap_or_default();
        folded(heading.as_str().unwrap_or_default())
    }

    /// The text of the first element a selector fits, for what a person would copy.
    pub async fn part(&self, selector: &str) -> String {
        let part = "return document.querySelector(arguments[0])?.innerText ?? ''";
        folded(self.asks(part, vec![json!(selector)]).await.as_str().unwrap_or_default())
    }

    /// Where links lead whose address in the program begins so, in the order of the page.
    pub async fn links(&self, beginning: &str) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll('a[href]')].filter((one) => one.origin === location.origin)
            .map((one) => one.pathname + one.search).filter((path) => path.startsWith(arguments[0]))";
        let found = self.asks(script, vec![json!(beginning)]).await;
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// The first of these links.
    pub async fn first_link(&self, beginning: &str) -> Option<String> {
        self.links(beginning).await.into_iter().next()
    }

    /// A number of the page by an expression, where `progress` is the bar that is shown; 0 without one.
    pub async fn number(&self, expression: &str) -> f64 {
        let script = format!(
            "const progress = [...document.querySelectorAll('progress')].at(-1); return progress ? {expression} : 0"
        );
        self.asks(&script, vec![]).await.as_f64().unwrap_or(0.0)
    }

    /// Waits until the text stands on the page.
    pub async fn sees(&self, text: &str) {
        let wanted = folded(text);
        let seen = self.waits(async || self.text().await.contains(&wanted)).await;
        assert!(seen, "«{text}» is not on this page");
    }

    /// The page has come to rest and the text is not on it.
    pub async fn sees_no(&self, text: &str) {
        let there = self.text().await.contains(&folded(text));
        assert!(!there, "«{text}» is on this page");
    }

    /// Waits until the address begins so.
    pub async fn arrives_at(&self, path: &str) {
        let arrived = self.waits(async || self.address().await.starts_with(path)).await;
        assert!(arrived, "this is not {path}");
    }

    /// Waits until another page than that with this heading is shown.
    pub async fn leaves(&self, heading: &str) {
        let left = self
            .waits(async || {
                let now = self.heading().await;
                !now.is_empty() && now != heading
            })
            .await;
        assert!(left, "«{heading}» is still shown");
    }

    /// Whether it becomes true while a person would wait.
    pub async fn waits(&self, is_so: impl AsyncFn() -> bool) -> bool {
        timeout(PATIENCE, async {
            while !is_so().await {
                sleep(Duration::from_millis(40)).await;
            }
        })
        .await
        .is_ok()
    }

    /// The page as the server sent it, before the browser mended it.
    pub async fn html(&self, name: &str) -> Html {
        let frame = self.tools("Page.getFrameTree", &json!({})).await;
        let frame = &frame["frameTree"]["frame"];
        let asked = json!({"frameId": frame["id"], "url": frame["url"]});
        let kept = self.client.issue_cmd(Vendor::tools("Page.getResourceContent", &asked)).await;
        // A page that must not be stored may be gone from the browser: it is asked for again.
        let again = "return fetch(location.href).then((answer) => answer.text())";
        let text = match kept {
            Ok(sent) => sent["content"].clone(),
            Err(_) => self.asks(again, vec![]).await,
        };
        Html { name: name.to_owned(), text: text.as_str().unwrap_or_default().to_owned() }
    }

    /// Changes the width of the window; the page stays.
    pub async fn resizes(&self, width: u32, height: u32) {
        let (command, parameters) = Look { width, height, ..Look::DESKTOP }.commands().remove(0);
        self.tools(command, &parameters).await;
    }

    /// Changes the colours the system asks for; the page stays.
    pub async fn turns(&self, scheme: Scheme) {
        let (command, parameters) = scheme.command();
        self.tools(command, &parameters).await;
    }

    /// How far the page is wider than its window, in pixels, and what sticks out.
    pub async fn overflow(&self) -> Option<String> {
        self.asks(include_str!("overflow.js"), vec![]).await.as_str().map(str::to_owned)
    }

    /// Keeps a picture of the whole page in `target/e2e/screens`.
    pub async fn pictures(&self, name: &str) {
        let size = self.tools("Page.getLayoutMetrics", &json!({})).await;
        let size = &size["cssContentSize"];
        let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
        let asked = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let picture = self.tools("Page.captureScreenshot", &asked).await;
        let bytes = from_base64(picture["data"].as_str().unwrap_or_default());
        let file = Machine::look().screens().join(format!("{name}.png"));
        fs::write(file, bytes).expect("target can be written");
    }

    /// For the message of a failure: the address, the heading, what is written, what can be pressed.
    pub async fn where_it_stands(&self) -> String {
        self.pictures(&format!("failed-{}-{}", std::process::id(), self.number)).await;
        let (address, text) = (self.address().await, self.text().await);
        let short: String = text.chars().take(1500).collect();
        format!("visitor {} at {address}\n{short}\nnames: {}", self.number, self.names().await.join(" | "))
    }

    /// Closes the browser.
    pub async fn leave(&self) {
        let _ = self.client.clone().close().await;
    }

    /// Runs a script of ours in the page; it works where the page's own scripts are switched off too.
    pub(super) async fn asks(&self, script: &str, arguments: Vec<Json>) -> Json {
        self.tries(script, arguments).await.unwrap_or_else(|error| panic!("a script of the harness: {error}"))
    }

    pub(super) async fn tries(&self, script: &str, arguments: Vec<Json>) -> Result<Json, CmdError> {
        self.client.execute(script, arguments).await
    }

    pub(super) async fn tools(&self, command: &str, parameters: &Json) -> Json {
        self.tries_tools(command, parameters).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    pub(super) async fn tries_tools(&self, command: &str, parameters: &Json) -> Result<Json, CmdError> {
        self.client.issue_cmd(Vendor::tools(command, parameters)).await
    }
}

/// Text in one normal form with single spaces.
pub(super) fn folded(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
