//! What whoever runs the program decides about the counter. Read from `sohoc.toml` by the crate
//! `sohoc`; everything has a usual value, so that `Settings::default()` serves a test or a demo.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// All settings of the counter.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where pages, API and sync are served.
    pub listen: SocketAddr,
    /// Where metrics are served; `None` serves none. Apart from the service, for rules.md 3.2 wants the port
    /// of administration apart.
    pub metrics_listen: Option<SocketAddr>,
    /// Threads that answer; the ledger's work runs on others.
    pub workers: usize,
    /// How the counter is reached from outside, without a slash at its end, like `https://hoc.example.vn`: links
    /// in letters and codes, the identity of passkeys. `None`: taken from `listen`.
    pub public_url: Option<String>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// How much work is taken on at once.
    pub work: WorkLimits,
    /// How long and how many connections are held.
    pub connections: ConnectionLimits,
    /// How often somebody may ask.
    pub rates: RateLimits,
    /// Where evidence is kept: a folder, or `s3://bucket/prefix?endpoint=…`.
    pub blobs: String,
    /// Address of the virus scanner `clamd` (`host:port` or `unix:/path`); `None`: uploads are not scanned.
    pub clamd: Option<String>,
    /// Folder of the files of jobs: uploaded lists, error workbooks, exports.
    pub spool: PathBuf,
    /// Folder of texts in further languages; `None`: Vietnamese and English only.
    pub texts_folder: Option<PathBuf>,
    /// The identity providers that are offered at sign-in.
    pub issuers: Vec<Issuer>,
    /// Folder of spoken help: `LANGUAGE/FORM/INDICATOR.mp3`.
    pub audio_folder: Option<PathBuf>,
    /// Whom visitors may ask.
    pub contact: Contact,
}

/// Whom visitors may ask; what is not known is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Who runs the counter.
    pub organization: Option<String>,
    /// Where they sit.
    pub address: Option<String>,
    /// Their telephone.
    pub phone: Option<String>,
    /// Their letter box.
    pub email: Option<String>,
    /// Who answers for personal data, and how to reach them (Law 91/2025 wants somebody named).
    pub privacy: Option<String>,
    /// Where weaknesses are told: a mail address or a link (RFC 9116). `None`: no `security.txt`.
    pub security: Option<String>,
}

/// How much work on the ledger is taken on at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkLimits {
    /// At most so many pieces of work run.
    pub at_once: usize,
    /// At most so many more wait; others are told to come again.
    pub waiting: usize,
    /// A piece of work that waited so long is given up.
    pub patience: Duration,
}

/// How long and how many connections are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// At most so many in all; more wait in the system's queue.
    pub at_once: usize,
    /// At most so many from one address that is not a trusted proxy.
    pub per_address: usize,
    /// The head of a request must have come within this time; an idle connection is closed after it too.
    pub head: Duration,
    /// Between two pieces of a body no more than this time may pass.
    pub body: Duration,
    /// No body is larger, in bytes, but where a route says so itself.
    pub body_bytes: usize,
    /// When the program is asked to stop, what was begun has this long to end.
    pub farewell: Duration,
}

/// So many at once, then so many a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many a minute in the long run.
    pub per_minute: NonZeroU32,
    /// How many may come at once.
    pub burst: NonZeroU32,
}

/// How often somebody may ask. Phones of a whole commune may share one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimits {
    /// Requests of any kind from one address.
    pub requests_per_address: Rate,
    /// Attempts to sign in from one address.
    pub sign_in_per_address: Rate,
    /// Attempts to sign in to one account.
    pub sign_in_per_account: Rate,
    /// Requests that write, by one account.
    pub writes_per_account: Rate,
}

/// An identity provider (OpenID Connect): VNeID, a provincial sign-on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// What stands on the button.
    pub name: String,
    /// Its address, as in its own documents.
    pub issuer: String,
    /// The name it knows us by.
    pub client_id: String,
    /// The file that holds our secret, when it gave one.
    pub client_secret_file: Option<PathBuf>,
    /// Scopes asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Our name of a fact (`subject`, `number`, `name`, `birth`) and the claim that carries it.
    pub claims: BTreeMap<String, String>,
    /// Whether codes are bound to their request (RFC 7636); off only for a provider that cannot.
    pub pkce: bool,
}

/// An address or a block of addresses, like `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether an address lies in the block. An IPv4 address in IPv6 clothes is the IPv4 address.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let same = |own: u128, other: u128, width: u32| {
            let free = width - u32::from(self.prefix);
            own.checked_shr(free).unwrap_or(0) == other.checked_shr(free).unwrap_or(0)
        };
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => same(own.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => same(own.to_bits(), other.to_bits(), 128),
            _ => false,
        }
    }
}

impl std::str::FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "write an address or a block like 10.0.0.0/8";
        let (address, prefix) = text.split_once('/').map_or((text, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.parse().map_err(|_| WANTED)?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(widest), str::parse).map_err(|_| WANTED)?;
        if prefix > widest { Err(WANTED) } else { Ok(Self { address, prefix }) }
    }
}

impl Rate {
    /// So many a minute, and so many at once; nought counts as one.
    #[must_use]
    pub fn new(per_minute: u32, burst: u32) -> Self {
        let some = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self { per_minute: some(per_minute), burst: some(burst) }
    }
}

impl Default for WorkLimits {
    fn default() -> Self {
        Self { at_once: 64, waiting: 256, patience: Duration::from_secs(10) }
    }
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            at_once: 4_096,
            per_address: 1_024,
            head: Duration::from_secs(15),
            body: Duration::from_secs(30),
            body_bytes: 2 << 20,
            farewell: Duration::from_secs(20),
        }
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            requests_per_address: Rate::new(6_000, 3_000),
            sign_in_per_address: Rate::new(60, 60),
            sign_in_per_account: Rate::new(5, 10),
            writes_per_account: Rate::new(300, 120),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8677),
            metrics_listen: None,
            workers: 2,
            public_url: None,
            trusted_proxies: Vec::new(),
            work: WorkLimits::default(),
            connections: ConnectionLimits::default(),
            rates: RateLimits::default(),
            blobs: "sohoc-data/evidence".to_owned(),
            clamd: None,
            spool: PathBuf::from("sohoc-data/spool"),
            texts_folder: None,
            issuers: Vec::new(),
            audio_folder: None,
            contact: Contact::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_holds_its_addresses_and_no_others() {
        for (block, address, held) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:1::1", true),
            ("::/0", "2001:db8::1", true),
        ] {
            let network: Network = block.parse().expect(block);
            assert_eq!(network.holds(address.parse().expect(address)), held, "{block} {address}");
        }
        for wrong in ["10.0.0.0/33", "10.0.0/8", "", "::1/129", "10.0.0.0/-1"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }
}
