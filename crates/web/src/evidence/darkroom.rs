//! The darkroom at work for the acts: files are looked at by `sohoc-media`, and scanned where a scanner is.

use std::time::Duration;

use sohoc_acts::evidence::{Darkroom, Scan, Scanned};
use sohoc_media::clamd::{Clamd, Said};
use sohoc_rules::Refusal;
use sohoc_rules::evidence::{Inspected, Look, MediaType};

use crate::settings::Settings;

/// How long a scanner may take over one file.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs work that needs the darkroom.
pub fn with<T>(settings: &Settings, work: impl FnOnce(Darkroom<'_>) -> T) -> T {
    let scanner = settings.clamd.as_deref().map(Scanner::new);
    let scan = scanner.as_ref().map(|scanner| -> &dyn Scan { scanner });
    work(Darkroom { inspect: &inspect, scan })
}

fn inspect(bytes: &[u8]) -> Result<Inspected, Refusal> {
    let examined = sohoc_media::examine(bytes, "").map_err(|refused| Refusal {
        code: refused.code,
        reason: refused.reason,
        remedy: refused.remedy,
    })?;
    let media_type = MediaType::from_name(examined.kind.media_type()).ok_or(Refusal {
        code: "evidence.unknown_type",
        reason: "Files of this type are not taken.".into(),
        remedy: "Send a photograph, a PDF or a recording.",
    })?;
    Ok(Inspected { media_type, bytes: examined.bytes, look: examined.look.map(Look::new) })
}

struct Scanner(Clamd);

impl Scanner {
    fn new(address: &str) -> Self {
        Self(match address.strip_prefix("unix:") {
            Some(path) => Clamd::Unix(path.into()),
            None => Clamd::Tcp(address.to_owned()),
        })
    }
}

impl Scan for Scanner {
    fn scan(&self, bytes: &[u8]) -> Result<Scanned, String> {
        match self.0.scan(bytes, PATIENCE) {
            Ok(Said::Clean) => Ok(Scanned::Clean),
            Ok(Said::Found(name)) => Ok(Scanned::Found(name)),
            Err(error) => Err(error.to_string()),
        }
    }
}
