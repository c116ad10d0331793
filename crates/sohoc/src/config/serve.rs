//! The sections `[serve]` and `[log]`: what the counter is told.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use sohoc_web::{ConnectionLimits, Contact, Issuer, Network, Rate, RateLimits, Settings, WorkLimits};
use toml::Spanned;

use super::{Place, parse_listen};
use crate::error::Result;

/// `[serve]` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenServe {
    listen: Option<Spanned<String>>,
    metrics_listen: Option<Spanned<String>>,
    workers: Option<usize>,
    public_url: Option<Spanned<String>>,
    #[serde(default)]
    trusted_proxies: Vec<Spanned<String>>,
    evidence: Option<String>,
    clamd: Option<String>,
    spool: Option<PathBuf>,
    texts: Option<PathBuf>,
    audio: Option<PathBuf>,
    #[serde(default)]
    contact: WrittenContact,
    #[serde(default)]
    limits: WrittenLimits,
    #[serde(default)]
    issuers: Vec<WrittenIssuer>,
}

/// `[serve.limits]`
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLimits {
    work_at_once: Option<usize>,
    work_waiting: Option<usize>,
    work_patience_seconds: Option<u64>,
    connections: Option<usize>,
    connections_per_address: Option<usize>,
    head_seconds: Option<u64>,
    body_seconds: Option<u64>,
    body_kilobytes: Option<usize>,
    farewell_seconds: Option<u64>,
    requests_per_address: Option<WrittenRate>,
    sign_in_per_address: Option<WrittenRate>,
    sign_in_per_account: Option<WrittenRate>,
    writes_per_account: Option<WrittenRate>,
}

/// `[serve.contact]`
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenContact {
    organization: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    privacy: Option<String>,
    security: Option<String>,
}

/// `{ per_minute = 5, burst = 10 }`
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRate {
    per_minute: u32,
    burst: u32,
}

/// `[[serve.issuers]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenIssuer {
    name: String,
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    claims: BTreeMap<String, String>,
    pkce: Option<bool>,
}

/// `[log]`
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenLog {
    format: Option<LogFormat>,
    filter: Option<String>,
}

/// How lines of the log look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs that gather logs.
    Json,
}

/// What is written into the log, and how.
#[derive(Clone, Debug)]
pub struct LogSettings {
    /// How lines look.
    pub format: LogFormat,
    /// What is written, as `tracing` reads it: `info`, `sohoc_web=debug,warn`.
    pub filter: String,
}

impl WrittenLog {
    pub fn settings(self) -> LogSettings {
        LogSettings {
            format: self.format.unwrap_or_default(),
            filter: self.filter.unwrap_or_else(|| "info".to_owned()),
        }
    }
}

impl WrittenServe {
    /// Paths are counted from `folder`; `beside` is the folder of the ledger, where files lie that are not
    /// placed elsewhere.
    pub fn settings(self, place: Place<'_>, folder: &Path, beside: &Path) -> Result<Settings> {
        let usual = Settings::default();
        let evidence = match self.evidence {
            None => beside.join("evidence").display().to_string(),
            Some(address) if address.contains("://") => address,
            Some(path) => folder.join(path).display().to_string(),
        };
        let issuer = |written: WrittenIssuer| Issuer {
            name: written.name,
            issuer: written.issuer,
            client_id: written.client_id,
            client_secret_file: written.client_secret_file.map(|file| folder.join(file)),
            scopes: written.scopes,
            claims: written.claims,
            pkce: written.pkce.unwrap_or(true),
        };
        Ok(Settings {
            listen: listen(self.listen, place)?.unwrap_or(usual.listen),
            metrics_listen: listen(self.metrics_listen, place)?,
            workers: self.workers.unwrap_or(usual.workers).clamp(1, 256),
            public_url: self.public_url.map(|url| public_url(&url, place)).transpose()?,
            trusted_proxies: self.trusted_proxies.iter().map(|n| network(n, place)).collect::<Result<_>>()?,
            work: self.limits.work(usual.work),
            connections: self.limits.connections(usual.connections),
            rates: self.limits.rates(usual.rates),
            blobs: evidence,
            clamd: self.clamd,
            spool: self.spool.map_or_else(|| beside.join("spool"), |spool| folder.join(spool)),
            texts_folder: self.texts.map(|texts| folder.join(texts)),
            issuers: self.issuers.into_iter().map(issuer).collect(),
            audio_folder: self.audio.map(|audio| folder.join(audio)),
            contact: self.contact.settings(),
        })
    }
}

impl WrittenContact {
    fn settings(self) -> Contact {
        Contact {
            organization: self.organization,
            address: self.address,
            phone: self.phone,
            email: self.email,
            privacy: self.privacy,
            security: self.security,
        }
    }
}

impl WrittenLimits {
    fn work(&self, usual: WorkLimits) -> WorkLimits {
        WorkLimits {
            at_once: self.work_at_once.unwrap_or(usual.at_once).clamp(1, 512),
            waiting: self.work_waiting.unwrap_or(usual.waiting),
            patience: seconds(self.work_patience_seconds, usual.patience),
        }
    }

    fn connections(&self, usual: ConnectionLimits) -> ConnectionLimits {
        ConnectionLimits {
            at_once: self.connections.unwrap_or(usual.at_once).clamp(1, 1 << 20),
            per_address: self.connections_per_address.unwrap_or(usual.per_address).max(1),
            head: seconds(self.head_seconds, usual.head),
            body: seconds(self.body_seconds, usual.body),
            body_bytes: self
                .body_kilobytes
                .map_or(usual.body_bytes, |kilobytes| kilobytes.saturating_mul(1_024)),
            farewell: seconds(self.farewell_seconds, usual.farewell),
        }
    }

    fn rates(&self, usual: RateLimits) -> RateLimits {
        let rate = |written: Option<WrittenRate>, usual: Rate| {
            written.map_or(usual, |written| Rate::new(written.per_minute, written.burst))
        };
        RateLimits {
            requests_per_address: rate(self.requests_per_address, usual.requests_per_address),
            sign_in_per_address: rate(self.sign_in_per_address, usual.sign_in_per_address),
            sign_in_per_account: rate(self.sign_in_per_account, usual.sign_in_per_account),
            writes_per_account: rate(self.writes_per_account, usual.writes_per_account),
        }
    }
}

fn seconds(written: Option<u64>, usual: Duration) -> Duration {
    written.map_or(usual, |seconds| Duration::from_secs(seconds.clamp(1, 86_400)))
}

fn listen(written: Option<Spanned<String>>, place: Place<'_>) -> Result<Option<SocketAddr>> {
    written.map(|listen| parse_listen(&listen, place)).transpose()
}

fn network(written: &Spanned<String>, place: Place<'_>) -> Result<Network> {
    let text = written.get_ref();
    text.parse().map_err(|wanted| {
        place.error(written.span().start, &format!("trusted_proxies has \"{text}\", {wanted}"))
    })
}

fn public_url(written: &Spanned<String>, place: Place<'_>) -> Result<String> {
    let url = written.get_ref().trim_end_matches('/');
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url.to_owned());
    }
    let what = format!("public_url is \"{url}\", write it like https://hoc.example.vn");
    Err(place.error(written.span().start, &what))
}
