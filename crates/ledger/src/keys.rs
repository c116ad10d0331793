//! The keys of a ledger: what protects personal numbers and what signs the journal.
//!
//! They live in a file beside the configuration, never in the database. Nothing here reads or writes
//! files; the door does.

use std::collections::BTreeMap;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use sohoc_rules::ids::{AccountId, PersonId};
use zeroize::Zeroizing;

/// All keys of one ledger.
pub struct Keyring {
    hashing: Zeroizing<[u8; 32]>,
    sealing: BTreeMap<u8, Zeroizing<[u8; 32]>>,
    current: u8,
    signing: SigningKey,
    ciphers: BTreeMap<u8, XChaCha20Poly1305>,
    hasher: Hmac<Sha256>,
}

/// Why keys or what they protect cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The key file does not read as one.
    #[error("the key file cannot be read: {0}; restore it from its backup")]
    File(&'static str),
    /// The keys belong to another ledger.
    #[error("these keys do not belong to this ledger; put back the key file that was made with it")]
    WrongKey,
    /// A sealed value that no key opens.
    #[error("a sealed value cannot be opened: its key {0} is missing or the value was changed")]
    CannotOpen(u8),
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    /// Key of the hashes by which personal numbers are found; it cannot be changed without hashing all anew.
    hashing: String,
    /// Version of the key that seals from now on.
    current: u8,
    /// Keys that open what was sealed, by version.
    sealing: BTreeMap<String, String>,
    /// Key that signs the journal and the certificates.
    signing: String,
}

/// Bytes of the hash by which a personal number is found: enough that no two of 10^12 numbers meet.
pub const HASH_LENGTH: usize = 16;
/// Bytes of chance that sealing one value takes.
pub const NONCE_LENGTH: usize = 24;

impl Keyring {
    /// New keys from 96 bytes of chance that nobody else may know.
    #[must_use]
    pub fn new(chance: &[u8; 96]) -> Self {
        let part = |at: usize| {
            let mut key = Zeroizing::new([0; 32]);
            key.copy_from_slice(&chance[at..at + 32]);
            key
        };
        Self::assemble(part(0), BTreeMap::from([(1, part(32))]), 1, &part(64))
    }

    fn assemble(
        hashing: Zeroizing<[u8; 32]>,
        sealing: BTreeMap<u8, Zeroizing<[u8; 32]>>,
        current: u8,
        signing: &[u8; 32],
    ) -> Self {
        let ciphers = sealing
            .iter()
            .map(|(version, key)| (*version, XChaCha20Poly1305::new((&**key).into())))
            .collect();
        let hasher = Hmac::new_from_slice(&*hashing).expect("HMAC takes a key of any length");
        Self { hashing, sealing, current, signing: SigningKey::from_bytes(signing), ciphers, hasher }
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// [`KeyFault::File`] naming what is wrong, never the content.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let file: KeyFile = toml::from_str(text).map_err(|_| KeyFault::File("it is not a key file"))?;
        let mut sealing = BTreeMap::new();
        for (version, key) in &file.sealing {
            let version =
                version.parse().map_err(|_| KeyFault::File("a key version is not a small number"))?;
            sealing.insert(version, unhex(key)?);
        }
        if !sealing.contains_key(&file.current) {
            return Err(KeyFault::File("the current key is missing"));
        }
        Ok(Self::assemble(unhex(&file.hashing)?, sealing, file.current, &*unhex(&file.signing)?))
    }

    /// The text of the key file.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::from(
            "# Keys of one ledger. Keep a copy apart from the database's backups; who has both can read all.\n",
        ));
        text.push_str(&format!("hashing = \"{}\"\n", hex(&*self.hashing)));
        text.push_str(&format!("current = {}\n", self.current));
        text.push_str(&format!("signing = \"{}\"\n\n[sealing]\n", hex(&self.signing.to_bytes())));
        for (version, key) in &self.sealing {
            text.push_str(&format!("{version} = \"{}\"\n", hex(&**key)));
        }
        text
    }

    /// Adds a sealing key and seals with it from now on; older keys go on opening.
    pub fn rotate(&mut self, chance: &[u8; 32]) {
        self.current += 1;
        self.ciphers.insert(self.current, XChaCha20Poly1305::new(chance.into()));
        self.sealing.insert(self.current, Zeroizing::new(*chance));
    }

    /// The hash by which a personal number is found.
    #[must_use]
    pub fn hash(&self, number: &str) -> [u8; HASH_LENGTH] {
        let mut hasher = self.hasher.clone();
        hasher.update(number.as_bytes());
        let whole = hasher.finalize().into_bytes();
        let mut hash = [0; HASH_LENGTH];
        hash.copy_from_slice(&whole[..HASH_LENGTH]);
        hash
    }

    /// Seals a personal number for one person: version, nonce, sealed text. Moved to another
    /// person's row it no longer opens.
    #[must_use]
    pub fn seal(&self, person: PersonId, number: &str, nonce: [u8; NONCE_LENGTH]) -> Vec<u8> {
        self.seal_bytes(person.uuid().as_bytes(), number.as_bytes(), nonce)
    }

    /// Seals what an account proves itself with, like the secret of a code device.
    #[must_use]
    pub fn seal_secret(&self, account: AccountId, secret: &[u8], nonce: [u8; NONCE_LENGTH]) -> Vec<u8> {
        self.seal_bytes(account.uuid().as_bytes(), secret, nonce)
    }

    /// Opens what [`Keyring::seal_secret`] made for the same account.
    ///
    /// # Errors
    /// [`KeyFault::CannotOpen`] when the key is missing or the value was changed.
    pub fn open_secret(&self, account: AccountId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
        self.open_bytes(account.uuid().as_bytes(), sealed)
    }

    fn seal_bytes(&self, owner: &[u8; 16], plain: &[u8], nonce: [u8; NONCE_LENGTH]) -> Vec<u8> {
        let payload = Payload { msg: plain, aad: owner };
        let sealed = self.ciphers[&self.current]
            .encrypt(&XNonce::from(nonce), payload)
            .expect("what is sealed is far below the length limit of the cipher");
        let mut bytes = Vec::with_capacity(1 + NONCE_LENGTH + sealed.len());
        bytes.push(self.current);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(&sealed);
        bytes
    }

    /// Opens what [`Keyring::seal`] made for the same person.
    ///
    /// # Errors
    /// [`KeyFault::CannotOpen`] when the key is missing or the value was changed.
    pub fn open(&self, person: PersonId, sealed: &[u8]) -> Result<Zeroizing<String>, KeyFault> {
        let plain = self.open_bytes(person.uuid().as_bytes(), sealed)?;
        let cannot = KeyFault::CannotOpen(sealed.first().copied().unwrap_or(0));
        String::from_utf8(plain.to_vec()).map(Zeroizing::new).map_err(|_| cannot)
    }

    fn open_bytes(&self, owner: &[u8; 16], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
        let (version, rest) = sealed.split_first().ok_or(KeyFault::CannotOpen(0))?;
        let cannot = KeyFault::CannotOpen(*version);
        let (nonce, text) = rest.split_first_chunk::<NONCE_LENGTH>().ok_or(cannot)?;
        let cipher = self.ciphers.get(version).ok_or(cannot)?;
        let payload = Payload { msg: text, aad: owner };
        cipher.decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| cannot)
    }

    /// Signs bytes of the ledger.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.signing.sign(bytes).to_bytes()
    }

    /// Whether a signature is this ledger's over these bytes.
    #[must_use]
    pub fn signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.signing.verifying_key().verify(bytes, &signature).is_ok())
    }

    /// A text by which a ledger knows its keys again without holding them.
    #[must_use]
    pub fn mark(&self) -> String {
        format!("{}-{}", hex(&self.hash("sohoc key mark")), hex(self.signing.verifying_key().as_bytes()))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Result<Zeroizing<[u8; 32]>, KeyFault> {
    let fault = KeyFault::File("a key is not 64 hexadecimal digits");
    if text.len() != 64 || !text.is_ascii() {
        return Err(fault);
    }
    let mut key = Zeroizing::new([0; 32]);
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).map_err(|_| fault)?;
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use sohoc_rules::time::Instant;

    use super::*;

    fn keys() -> Keyring {
        let mut chance = [7; 96];
        chance[0] = 1;
        Keyring::new(&chance)
    }

    fn person(number: u8) -> PersonId {
        PersonId::new(Instant::from_microseconds(0), [number; 10])
    }

    #[test]
    fn a_number_opens_only_for_its_person_and_unchanged() {
        let keys = keys();
        let mut sealed = keys.seal(person(1), "004099012345", [5; 24]);
        assert_eq!(keys.open(person(1), &sealed).expect("opens").as_str(), "004099012345");
        assert!(keys.open(person(2), &sealed).is_err());
        let last = sealed.len() - 1;
        sealed[last] ^= 1;
        assert_eq!(keys.open(person(1), &sealed).err(), Some(KeyFault::CannotOpen(1)));
    }

    #[test]
    fn after_a_rotation_old_values_still_open_and_new_ones_use_the_new_key() {
        let mut keys = keys();
        let old = keys.seal(person(1), "004099012345", [5; 24]);
        keys.rotate(&[9; 32]);
        let new = keys.seal(person(1), "004099012345", [6; 24]);
        assert_eq!((old[0], new[0]), (1, 2));
        let read_back = Keyring::parse(&keys.to_text()).expect("own text");
        for sealed in [old, new] {
            assert_eq!(read_back.open(person(1), &sealed).expect("opens").as_str(), "004099012345");
        }
        assert_eq!(read_back.mark(), keys.mark());
    }

    #[test]
    fn broken_key_files_are_refused_without_showing_them() {
        for text in ["", "hashing = 1", &keys().to_text().replace("current = 1", "current = 3")] {
            assert!(matches!(Keyring::parse(text), Err(KeyFault::File(_))));
        }
    }
}
