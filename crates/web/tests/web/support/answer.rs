//! What came back.

use axum::http::{HeaderMap, StatusCode, header};

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where the browser is sent.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of the first hidden field of that name.
    pub fn field(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split('"').next()
    }

    /// The text between the tags, in one line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for sign in self.body.chars() {
            match sign {
                '<' => inside = true,
                '>' => {
                    inside = false;
                    text.push(' ');
                }
                _ if inside => (),
                sign => text.push(sign),
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
