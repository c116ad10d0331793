//! Talking with an identity provider (OpenID Connect): its documents, the way there, and what it proves.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm as Signed,
    CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdTokenFields, IssuerUrl,
    Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse,
};
use serde::{Deserialize, Serialize};
use sohoc_rules::time::Instant;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::settings::Issuer;

/// A provider's documents are asked for again after an hour.
const DOCUMENTS_MICROSECONDS: i64 = 3_600 * 1_000_000;
/// A provider that is silent for so long is given up.
const PATIENCE: Duration = Duration::from_secs(10);
/// No document of a provider is larger, in bytes.
const MOST_BYTES: usize = 512 * 1024;
/// So many talks at once: a silent provider must not take all the places where the counter works.
const AT_ONCE: usize = 8;
/// Signatures that only the provider can make; never "none", never one made with our own secret.
const SIGNATURES: [Signed; 8] = [
    Signed::RsaSsaPkcs1V15Sha256,
    Signed::RsaSsaPkcs1V15Sha384,
    Signed::RsaSsaPkcs1V15Sha512,
    Signed::RsaSsaPssSha256,
    Signed::RsaSsaPssSha384,
    Signed::RsaSsaPssSha512,
    Signed::EcdsaP256Sha256,
    Signed::EdDsa,
];

/// The claims beyond the usual ones, for the map of the configuration.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct Further {
    #[serde(flatten)]
    all: BTreeMap<String, serde_json::Value>,
}

impl AdditionalClaims for Further {}

type Fields =
    IdTokenFields<Further, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, Signed>;

type OurClient = Client<
    Further,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What binds the way there to the way back; known to this browser's ticket only.
#[derive(Clone, Serialize, Deserialize)]
pub struct Secrets {
    /// Comes back beside the code.
    pub state: String,
    /// Comes back inside the token.
    nonce: String,
    /// Proves to the provider that who brings the code asked for it; `None` where it cannot.
    verifier: Option<String>,
}

impl Secrets {
    /// New ones, of 256 bits each.
    pub fn new(chance: impl Fn() -> String, pkce: bool) -> Self {
        Self { state: chance(), nonce: chance(), verifier: pkce.then(chance) }
    }
}

/// What the provider proved.
pub struct Proved {
    /// Whom it means.
    pub subject: String,
    /// The personal number, where the configuration trusts the provider with it.
    pub number: Option<String>,
}

/// Why nothing came of it. Carries no words of the provider's about the visitor.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Too many talks already.
    #[error("too many talks with providers at once")]
    Busy,
    /// It did not answer, or not as the protocol says.
    #[error("the provider does not answer as it should: {0}")]
    Silent(String),
    /// What it gave proves nothing.
    #[error("the provider's answer proves nothing: {0}")]
    Unproved(String),
}

/// What went wrong with one request.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("its address is neither https nor on this machine")]
    Unsafe,
    #[error("no answer")]
    Request(#[from] reqwest::Error),
    #[error("the answer is too large")]
    TooLarge,
    #[error("the answer cannot be read")]
    Unreadable(#[from] axum::http::Error),
    #[error("there is nothing to ask with")]
    NoRuntime(#[from] tokio::runtime::TryCurrentError),
}

/// What is known of the providers.
pub struct Providers {
    documents: Mutex<BTreeMap<String, (i64, Arc<CoreProviderMetadata>)>>,
    places: Semaphore,
    asker: OnceLock<reqwest::Client>,
}

impl Default for Providers {
    fn default() -> Self {
        Self { documents: Mutex::default(), places: Semaphore::new(AT_ONCE), asker: OnceLock::new() }
    }
}

/// One provider, to be talked with.
pub struct Provider<'p> {
    /// What is known.
    pub providers: &'p Providers,
    /// Its settings.
    pub issuer: &'p Issuer,
    /// Where it sends the visitor back to.
    pub back: String,
    /// Now.
    pub now: Instant,
}

impl Provider<'_> {
    /// Where the visitor goes to be vouched for.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn way_there(&self, secrets: &Secrets) -> Result<String, Trouble> {
        let client = self.client(self.documents(false)?.as_ref())?;
        let (state, nonce) = (CsrfToken::new(secrets.state.clone()), Nonce::new(secrets.nonce.clone()));
        let mut way =
            client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce);
        for scope in self.issuer.scopes.iter().filter(|scope| *scope != "openid") {
            way = way.add_scope(Scope::new(scope.clone()));
        }
        if let Some(verifier) = &secrets.verifier {
            let verifier = PkceCodeVerifier::new(verifier.clone());
            way = way.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        }
        let (url, _, _) = way.url();
        if is_safe(&self.issuer.issuer, url.as_str()) {
            Ok(url.to_string())
        } else {
            Err(silent(&Broken::Unsafe))
        }
    }

    /// Exchanges the code for the token, and proves the token: its signature, issuer, audience, end and nonce.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn way_back(&self, code: &str, secrets: &Secrets) -> Result<Proved, Trouble> {
        let client = self.client(self.documents(false)?.as_ref())?;
        let mut exchange =
            client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(|error| silent(&error))?;
        if let Some(verifier) = &secrets.verifier {
            exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(verifier.clone()));
        }
        let place = self.providers.places.try_acquire().map_err(|_| Trouble::Busy)?;
        let tokens = exchange.request(&|request| self.ask(request)).map_err(|error| match error {
            openidconnect::RequestTokenError::ServerResponse(_) => {
                Trouble::Unproved("the code is refused".to_owned())
            }
            error => silent(&error),
        })?;
        drop(place);
        let token = tokens.id_token().ok_or_else(|| Trouble::Unproved("there is no token".to_owned()))?;
        match self.prove(&client, token, secrets) {
            // Its keys may have changed since they were asked for.
            Err(Trouble::Unproved(_)) if self.are_older_than_a_minute() => {
                self.prove(&self.client(self.documents(true)?.as_ref())?, token, secrets)
            }
            proved => proved,
        }
    }

    fn prove(&self, client: &OurClient, token: &IdToken, secrets: &Secrets) -> Result<Proved, Trouble> {
        let seconds = u64::try_from(self.now.microseconds() / 1_000_000).unwrap_or_default();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let verifier =
            client.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(move || now.into());
        let unproved = |error: &dyn std::fmt::Display| Trouble::Unproved(error.to_string());
        let claims = token
            .claims(&verifier, &Nonce::new(secrets.nonce.clone()))
            .map_err(|error| unproved(&kind_of(&error)))?;
        let claims = serde_json::to_value(claims).map_err(|_| unproved(&"its claims cannot be read"))?;
        let claim = |fact: &str, usual: Option<&str>| {
            let name = self.issuer.claims.get(fact).map(String::as_str).or(usual)?;
            match claims.get(name)? {
                serde_json::Value::String(text) => {
                    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
                }
                serde_json::Value::Number(number) => Some(number.to_string()),
                _ => None,
            }
        };
        let subject = claim("subject", Some("sub")).ok_or_else(|| unproved(&"it names nobody"))?;
        Ok(Proved { subject, number: claim("number", None) })
    }

    fn client(&self, documents: &CoreProviderMetadata) -> Result<OurClient, Trouble> {
        let secret = match &self.issuer.client_secret_file {
            None => None,
            Some(file) => {
                let text = std::fs::read_to_string(file).map_err(|error| silent(&error))?;
                Some(ClientSecret::new(text.trim().to_owned()))
            }
        };
        let back = RedirectUrl::new(self.back.clone()).map_err(|error| silent(&error))?;
        let client_id = ClientId::new(self.issuer.client_id.clone());
        Ok(Client::from_provider_metadata(documents.clone(), client_id, secret).set_redirect_uri(back))
    }

    /// Its documents, not older than an hour.
    fn documents(&self, anew: bool) -> Result<Arc<CoreProviderMetadata>, Trouble> {
        let fresh = |at: i64| self.now.microseconds() - at < DOCUMENTS_MICROSECONDS;
        if let Some((_, known)) = self.known().filter(|(at, _)| !anew && fresh(*at)) {
            return Ok(known);
        }
        let _place = self.providers.places.try_acquire().map_err(|_| Trouble::Busy)?;
        let issuer = IssuerUrl::new(self.issuer.issuer.clone()).map_err(|error| silent(&error))?;
        let found = CoreProviderMetadata::discover(&issuer, &|request| self.ask(request))
            .map_err(|error| silent(&error))?;
        let found = Arc::new(found);
        let kept = (self.now.microseconds(), Arc::clone(&found));
        let mut documents = self.providers.documents.lock().unwrap_or_else(PoisonError::into_inner);
        documents.insert(self.issuer.issuer.clone(), kept);
        Ok(found)
    }

    fn known(&self) -> Option<(i64, Arc<CoreProviderMetadata>)> {
        let documents = self.providers.documents.lock().unwrap_or_else(PoisonError::into_inner);
        documents.get(&self.issuer.issuer).cloned()
    }

    fn are_older_than_a_minute(&self) -> bool {
        self.known().is_some_and(|(at, _)| self.now.microseconds() - at > 60 * 1_000_000)
    }

    /// One request. Called on a thread that may wait.
    fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Broken> {
        if !is_safe(&self.issuer.issuer, &request.uri().to_string()) {
            return Err(Broken::Unsafe);
        }
        let asker = self.asker()?;
        let request = reqwest::Request::try_from(request)?;
        Handle::try_current()?.block_on(async {
            let mut answer = asker.execute(request).await?;
            let mut response = axum::http::Response::builder().status(answer.status());
            for (name, value) in answer.headers() {
                response = response.header(name, value);
            }
            let mut body = Vec::new();
            while let Some(part) = answer.chunk().await? {
                body.extend_from_slice(&part);
                if body.len() > MOST_BYTES {
                    return Err(Broken::TooLarge);
                }
            }
            Ok(response.body(body)?)
        })
    }

    fn asker(&self) -> Result<&reqwest::Client, Broken> {
        if let Some(asker) = self.providers.asker.get() {
            return Ok(asker);
        }
        // Somebody installed one already where this says no; that is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A provider that sends us elsewhere could send us to what only this machine reaches.
        let builder =
            reqwest::Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none());
        let built = builder.build()?;
        Ok(self.providers.asker.get_or_init(|| built))
    }
}

type IdToken = openidconnect::IdToken<Further, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, Signed>;

/// What kind of fault it is; the whole text could name somebody.
fn kind_of(error: &openidconnect::ClaimsVerificationError) -> &'static str {
    use openidconnect::ClaimsVerificationError as Fault;
    match error {
        Fault::Expired(_) => "expired",
        Fault::InvalidAudience(_) => "made for another audience",
        Fault::InvalidIssuer(_) => "made by another issuer",
        Fault::InvalidNonce(_) => "made for another visit",
        Fault::SignatureVerification(_) => "its signature is not right",
        _ => "its claims are not right",
    }
}

fn silent(error: &dyn std::error::Error) -> Trouble {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    Trouble::Silent(text)
}

/// Whether an address may be asked: encrypted, or on this very machine where the provider itself is there.
fn is_safe(issuer: &str, url: &str) -> bool {
    url.starts_with("https://") || (is_here(issuer) && is_here(url))
}

/// Whether an address without encryption lies on this machine.
fn is_here(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split_once(':').map_or(authority, |(host, _)| host);
    !authority.contains('@') && (host == "localhost" || host == "127.0.0.1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_encrypted_addresses_and_this_machine_are_asked() {
        let (far, here) = ("https://id.example.vn", "http://127.0.0.1:9");
        assert!(is_safe(far, "https://id.example.vn/token"));
        assert!(is_safe(here, "http://127.0.0.1:9/token") && is_safe(here, "http://localhost/token"));
        for (issuer, url) in [
            (far, "http://id.example.vn/token"),
            (far, "http://127.0.0.1:9/token"),
            (here, "http://10.0.0.1/token"),
            (here, "http://127.0.0.1:9@id.example.vn/token"),
            (here, "http://localhost.example.vn/"),
            (here, "file:///etc/hostname"),
        ] {
            assert!(!is_safe(issuer, url), "{issuer} {url}");
        }
    }
}
