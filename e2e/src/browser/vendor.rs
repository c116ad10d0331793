//! Commands of Chromium's driver that are not in the standard.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value as Json, json};
use url::{ParseError, Url};

/// A command below the address of the session.
#[derive(Debug)]
pub struct Vendor {
    path: String,
    /// `None` for a question that has none.
    body: Option<Json>,
}

impl Vendor {
    /// A command of the developer tools' protocol.
    pub fn tools(command: &str, parameters: &Json) -> Self {
        let body = json!({"cmd": command, "params": parameters});
        Self { path: "goog/cdp/execute".to_owned(), body: Some(body) }
    }

    /// What the browser wrote to its console since it was last asked.
    pub fn console() -> Self {
        Self { path: "se/log".to_owned(), body: Some(json!({"type": "browser"})) }
    }

    /// A device that makes passkeys and always finds its owner there.
    pub fn authenticator() -> Self {
        let device = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserConsenting": true, "isUserVerified": true,
        });
        Self { path: "webauthn/authenticator".to_owned(), body: Some(device) }
    }

    /// The name of an element as the accessibility tree has it.
    pub fn label(element: &str) -> Self {
        Self { path: format!("element/{element}/computedlabel"), body: None }
    }
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        match &self.body {
            Some(body) => (Method::POST, Some(body.to_string())),
            None => (Method::GET, None),
        }
    }
}
