//! An identity provider on this machine: its documents, its keys, and tokens as a test wants them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, mpsc};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKeyId, PkceCodeChallenge, PkceCodeVerifier, PrivateSigningKey};
use serde_json::{Value, json};

/// The name the provider knows the counter by.
pub const CLIENT: &str = "so-hoc";
const KEY: &str = include_str!("provider.pem");
const STRANGER: &str = include_str!("stranger.pem");

/// A code that was given out.
struct Given {
    code: String,
    challenge: String,
    token: String,
}

#[derive(Default)]
struct Inner {
    address: Option<SocketAddr>,
    given: Vec<Given>,
    refused: usize,
    discovered: usize,
}

/// The provider.
#[derive(Clone, Default)]
pub struct FakeProvider(Arc<Mutex<Inner>>);

impl FakeProvider {
    /// Opens it on a port of its own; it closes with the tests.
    pub fn open() -> Self {
        let provider = Self::default();
        let (tell, told) = mpsc::channel();
        let serving = provider.clone();
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address")).expect("somebody waits");
                axum::serve(listener, serving.router()).await.expect("it serves");
            });
        });
        let address = told.recv().expect("it is open");
        provider.0.lock().expect("whole").address = Some(address);
        provider
    }

    fn router(self) -> Router {
        Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(self)
    }

    /// How it calls itself.
    pub fn issuer(&self) -> String {
        format!("http://{}", self.0.lock().expect("whole").address.expect("it is open"))
    }

    /// How often its documents were asked for.
    pub fn discovered(&self) -> usize {
        self.0.lock().expect("whole").discovered
    }

    /// How many codes it refused.
    pub fn refused(&self) -> usize {
        self.0.lock().expect("whole").refused
    }

    /// Somebody says yes at the provider: the code they bring back. `claims` go into the token as they are.
    pub fn say_yes(&self, challenge: &str, claims: &Value, by_stranger: bool) -> String {
        let mut inner = self.0.lock().expect("whole");
        let code = format!("code-{}", inner.given.len());
        let pem = if by_stranger { STRANGER } else { KEY };
        let token = signed(pem, claims);
        inner.given.push(Given { code: code.clone(), challenge: challenge.to_owned(), token });
        code
    }
}

fn key(pem: &str) -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(pem, Some(JsonWebKeyId::new("one".to_owned()))).expect("a key")
}

/// A token of three parts, made here so that it may be wrong in any way.
fn signed(pem: &str, claims: &Value) -> String {
    let part = |value: &Value| base64url(value.to_string().as_bytes());
    let head = format!("{}.{}", part(&json!({ "alg": "RS256", "kid": "one" })), part(claims));
    let signature =
        key(pem).sign(&CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, head.as_bytes()).expect("signed");
    format!("{head}.{}", base64url(&signature))
}

fn base64url(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let held =
            three.iter().fold(0_u32, |held, byte| held << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            let sign = usize::try_from(held >> (18 - 6 * place) & 63).expect("six bits");
            text.push(char::from(SIGNS[sign]));
        }
    }
    text
}

fn answer(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

async fn discovery(State(provider): State<FakeProvider>) -> Response {
    provider.0.lock().expect("whole").discovered += 1;
    let issuer = provider.issuer();
    answer(&json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys() -> Response {
    let keys = CoreJsonWebKeySet::new(vec![key(KEY).as_verification_key()]);
    answer(&serde_json::to_value(keys).expect("keys"))
}

/// Gives the token for a code, once, to whoever has the verifier of its challenge.
async fn token(State(provider): State<FakeProvider>, request: Request) -> Response {
    let body: Bytes = to_bytes(request.into_body(), 10_000).await.expect("a form");
    let field = |name: &str| {
        let mut pairs = form_urlencoded::parse(&body);
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let (code, verifier) = (field("code"), field("code_verifier"));
    let mut inner = provider.0.lock().expect("whole");
    let place = inner.given.iter().position(|given| given.code == code);
    let given = place.map(|place| std::mem::replace(&mut inner.given[place].code, "used".to_owned()));
    let right = place.filter(|place| {
        verifier.len() >= 43
            && PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone())).as_str()
                == inner.given[*place].challenge
    });
    match (given, right) {
        (Some(_), Some(place)) => answer(&json!({
            "access_token": "a",
            "token_type": "Bearer",
            "id_token": inner.given[place].token,
        })),
        _ => {
            inner.refused += 1;
            (StatusCode::BAD_REQUEST, answer(&json!({ "error": "invalid_grant" }))).into_response()
        }
    }
}
