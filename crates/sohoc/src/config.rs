//! The configuration file: `sohoc.toml`, every setting optional, unknown ones refused with their line.

mod security;
mod serve;

use std::fs;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sohoc_ledger::db::Address;
use sohoc_rules::access::security::SecurityRules;
use sohoc_web::Settings;
use toml::Spanned;

pub use serve::{LogFormat, LogSettings};

use crate::error::{Error, Result};

/// Where things are; paths in the file are counted from the folder of the file.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file, when there is one.
    pub file: Option<PathBuf>,
    /// The ledger.
    pub ledger: Address,
    /// The key file.
    pub keys: PathBuf,
    /// What the counter is told.
    pub serve: Settings,
    /// The law of signing in as this installation has it.
    pub security: SecurityRules,
    /// What is written into the log.
    pub log: LogSettings,
}

const DEFAULT_FILE: &str = "sohoc.toml";
const DEFAULT_LEDGER: &str = "sohoc-data/ledger.db";
const DEFAULT_KEYS: &str = "sohoc-data/keys.toml";
const DEFAULT_SCHEMA: &str = "sohoc";
const DEFAULT_FOLDER: &str = "sohoc-data";
const EXAMPLE_LISTEN: &str = "127.0.0.1:8677";

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    ledger: WrittenLedger,
    #[serde(default)]
    serve: serve::WrittenServe,
    #[serde(default)]
    security: security::WrittenSecurity,
    #[serde(default)]
    log: serve::WrittenLog,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLedger {
    address: Option<Spanned<String>>,
    schema: Option<String>,
    keys: Option<PathBuf>,
}

/// Where in the file something stands, for messages.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Place<'_> {
    fn error(self, offset: usize, what: &str) -> Error {
        at(self.file, line_of(self.text, offset), what)
    }
}

impl Config {
    /// Reads the file that was named, which must be there, or the usual one, which may be missing.
    ///
    /// # Errors
    /// When the file cannot be read or says something unknown; names the line.
    pub fn load(named: Option<&Path>) -> Result<Self> {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => {
                Self::assemble(Written::default(), Path::new(""), None, "")
            }
            Err(source) => Err(Error::File {
                what: format!("The configuration {} cannot be read", path.display()),
                source,
                remedy: "name a file that is there or leave --config out",
            }),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self> {
        let written: Written = toml::from_str(text).map_err(|fault| {
            let line = fault.span().map_or(1, |span| line_of(text, span.start));
            at(path, line, fault.message())
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::assemble(written, folder, Some(path), text)
    }

    fn assemble(written: Written, folder: &Path, file: Option<&Path>, text: &str) -> Result<Self> {
        let place = file.unwrap_or(Path::new(DEFAULT_FILE));
        let WrittenLedger { address, schema, keys } = written.ledger;
        let address_line = address.as_ref().map_or(1, |address| line_of(text, address.span().start));
        let address = address.map_or_else(|| DEFAULT_LEDGER.to_owned(), Spanned::into_inner);
        let ledger = Address::parse(&address, schema.as_deref().unwrap_or(DEFAULT_SCHEMA))
            .map_err(|fault| at(place, address_line, &fault.to_string()))?;
        let ledger = match ledger {
            Address::File(path) => Address::File(folder.join(path)),
            schema @ Address::Schema { .. } => schema,
        };
        let keys = keys.map_or_else(|| usual_keys(&ledger, folder), |keys| folder.join(keys));
        let beside = match &ledger {
            Address::File(path) => path.parent().unwrap_or(folder).to_owned(),
            Address::Schema { .. } => folder.join(DEFAULT_FOLDER),
        };
        let serve = written.serve.settings(Place { file: place, text }, folder, &beside)?;
        Ok(Self {
            file: file.map(Path::to_owned),
            ledger,
            keys,
            serve,
            log: written.log.settings(),
            security: written.security.rules(),
        })
    }
}

/// The keys lie beside the ledger when it is a file.
fn usual_keys(ledger: &Address, folder: &Path) -> PathBuf {
    match ledger {
        Address::File(path) => path.with_file_name("keys.toml"),
        Address::Schema { .. } => folder.join(DEFAULT_KEYS),
    }
}

fn parse_listen(written: &Spanned<String>, place: Place<'_>) -> Result<SocketAddr> {
    let text = written.get_ref();
    let what = || format!("listen is \"{text}\", write it like {EXAMPLE_LISTEN}");
    text.parse().map_err(|_| place.error(written.span().start, &what()))
}

fn at(file: &Path, line: usize, what: &str) -> Error {
    Error::said(format!("{}, line {line}: {what}", file.display()))
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(Path::new("etc/sohoc.toml"), text)
    }

    #[test]
    fn an_empty_file_is_enough_and_keys_lie_beside_the_ledger() {
        let config = parse("").expect("empty");
        assert!(
            matches!(&config.ledger, Address::File(path) if path == Path::new("etc/sohoc-data/ledger.db"))
        );
        assert_eq!(config.keys, Path::new("etc/sohoc-data/keys.toml"));
        let elsewhere = parse("[ledger]\naddress = \"/srv/book.db\"").expect("right");
        assert_eq!(elsewhere.keys, Path::new("/srv/keys.toml"));
    }

    #[test]
    fn what_is_not_known_is_named_with_its_line() {
        for (text, expected) in [
            ("[ledger]\nadress = \"x\"", "etc/sohoc.toml, line 2: unknown field `adress`"),
            ("\n\n[serv]", "etc/sohoc.toml, line 3: unknown field `serv`"),
            ("[serve]\nlisten = \"8677\"", "etc/sohoc.toml, line 2: listen is \"8677\""),
            ("[ledger]\naddress = \"host=\"", "etc/sohoc.toml, line 2: "),
            ("[ledger", "etc/sohoc.toml, line 1: "),
        ] {
            let sentence = parse(text).expect_err(text).to_string();
            assert!(sentence.starts_with(expected), "{text}: {sentence}");
        }
    }

    #[test]
    fn a_ledger_on_postgresql_has_its_schema() {
        let config = parse("[ledger]\naddress = \"host=db dbname=x\"\nschema = \"cao_bang\"").expect("right");
        assert!(matches!(&config.ledger, Address::Schema { schema, .. } if schema == "cao_bang"));
        assert_eq!(config.keys, Path::new("etc/sohoc-data/keys.toml"));
    }

    #[test]
    fn the_example_names_every_setting_with_its_usual_value() {
        let example = include_str!("../../../sohoc.example.toml");
        let (shown, usual) = (parse(example).expect("right"), parse("").expect("right"));
        assert_eq!(format!("{:?}", shown.serve), format!("{:?}", usual.serve));
        assert_eq!(format!("{:?}", shown.log), format!("{:?}", usual.log));
        assert_eq!((&shown.keys, &shown.security), (&usual.keys, &usual.security));
        let stricter = parse("[security]\nidle_officer_seconds = 300").expect("right");
        assert_eq!(stricter.security.session.idle_officer_s, 300);
        let uncommented: String = example
            .lines()
            .map(|line| setting_in_comment(line).unwrap_or(line))
            .flat_map(|line| [line, "\n"])
            .collect();
        let all = parse(&uncommented).expect("what stands in comments is right too");
        assert_eq!(all.serve.issuers.len(), 1);
        assert_eq!(all.serve.issuers[0].client_secret_file.as_deref(), Some(Path::new("etc/vneid.secret")));
        assert_eq!(all.serve.metrics_listen.map(|address| address.port()), Some(8678));
        assert_eq!(all.serve.public_url.as_deref(), Some("https://hoc.example.vn"));
    }

    /// A line like `# name = value` or `# [[table]]`, without its mark.
    fn setting_in_comment(line: &str) -> Option<&str> {
        let setting = line.strip_prefix("# ")?;
        let name = setting.split(' ').next().unwrap_or_default();
        let is_name = name.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_');
        (setting.starts_with("[[") || (is_name && setting[name.len()..].starts_with(" = ")))
            .then_some(setting)
    }

    #[test]
    fn what_the_counter_is_told_wrongly_is_named_with_its_line() {
        for (text, expected) in [
            ("[serve]\npublic_url = \"hoc.vn\"", "etc/sohoc.toml, line 2: public_url is \"hoc.vn\""),
            ("[serve]\ntrusted_proxies = [\"x\"]", "etc/sohoc.toml, line 2: trusted_proxies has \"x\""),
            ("[serve.limits]\nwork = 1", "etc/sohoc.toml, line 2: unknown field `work`"),
            ("[log]\nformat = \"xml\"", "etc/sohoc.toml, line 2: unknown variant `xml`"),
        ] {
            let sentence = parse(text).expect_err(text).to_string();
            assert!(sentence.starts_with(expected), "{text}: {sentence}");
        }
    }
}
