//! What stands before a visitor: the size of the screen, its colours, the language, the line.

use serde_json::{Value as Json, json};

/// The language the browser asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// The language of the programme.
    Vietnamese,
    /// The second language.
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Vietnamese, Self::English];

    /// As browsers and pages name it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }
}

/// The colours the system of the visitor asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Colours of the visitor's own, as high-contrast modes impose them.
    Forced,
}

/// A kind of device and of settings. Sizes are CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Width of the window.
    pub width: u32,
    /// Height of the window.
    pub height: u32,
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// The colours asked for.
    pub scheme: Scheme,
    /// The language asked for.
    pub language: Language,
    /// Chromium's own profile of a slow 3G line.
    pub slow: bool,
    /// Whether everything is reached and done by keys alone.
    pub keyboard: bool,
}

impl Look {
    /// A common cheap phone.
    pub const PHONE: Self = Self::sized(360, 740);
    /// The narrowest screen that is promised.
    pub const NARROW: Self = Self::sized(320, 640);
    /// The screen of an office.
    pub const DESKTOP: Self = Self::sized(1280, 900);

    const fn sized(width: u32, height: u32) -> Self {
        let scheme = Scheme::Light;
        let language = Language::Vietnamese;
        Self { width, height, scripts: true, scheme, language, slow: false, keyboard: false }
    }

    /// With scripts switched off in the browser.
    pub const fn without_scripts(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// Without mouse or finger: what cannot be reached by the tabulator and the arrows is not there.
    pub const fn by_keyboard(self) -> Self {
        Self { keyboard: true, ..self }
    }

    /// On a slow line.
    pub const fn slow(self) -> Self {
        Self { slow: true, ..self }
    }

    /// Asking for a language.
    pub const fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// What the driver is asked for when it opens the browser.
    pub fn capabilities(self, chromium: &str) -> serde_json::Map<String, Json> {
        let mut preferences = serde_json::Map::new();
        preferences.insert("intl.accept_languages".into(), self.language.tag().into());
        preferences.insert("credentials_enable_service".into(), false.into());
        if !self.scripts {
            preferences.insert("profile.managed_default_content_settings.javascript".into(), 2.into());
        }
        let options = json!({
            "binary": chromium,
            "args": ARGUMENTS,
            "prefs": preferences,
        });
        let asked = json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": 30_000, "pageLoad": 60_000, "implicit": 0},
        });
        serde_json::from_value(asked).expect("an object was written")
    }

    /// The commands of the developer tools' protocol that make the window so.
    pub fn commands(self) -> Vec<(&'static str, Json)> {
        let size = json!({
            "width": self.width, "height": self.height, "deviceScaleFactor": 1, "mobile": self.width < 600,
        });
        let mut commands = vec![("Emulation.setDeviceMetricsOverride", size), self.scheme.command()];
        if self.slow {
            commands.push(("Network.enable", json!({})));
            commands.push(("Network.emulateNetworkConditions", SLOW.conditions()));
        }
        commands
    }
}

impl Scheme {
    /// What brings a window into these colours.
    pub fn command(self) -> (&'static str, Json) {
        let (scheme, contrast, forced) = match self {
            Self::Light => ("light", "no-preference", "none"),
            Self::Dark => ("dark", "no-preference", "none"),
            Self::Forced => ("dark", "more", "active"),
        };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-contrast", "value": contrast},
            {"name": "forced-colors", "value": forced},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        ("Emulation.setEmulatedMedia", json!({"media": "", "features": features}))
    }
}

/// A line between the visitor and the program.
struct Line {
    round_trip_ms: u32,
    kilobits_per_second: u32,
}

/// The nominal values of Chromium's slow 3G.
const SLOW: Line = Line { round_trip_ms: 400, kilobits_per_second: 400 };

impl Line {
    fn conditions(&self) -> Json {
        let bytes_per_second = self.kilobits_per_second * 1000 / 8;
        json!({
            "offline": false, "latency": self.round_trip_ms,
            "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second,
        })
    }
}

/// No sandbox, because tests may run as root; nothing that calls the network on its own.
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
];
