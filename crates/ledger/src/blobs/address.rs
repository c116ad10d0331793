//! Addresses of buckets that speak S3.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::{ClientOptions, ObjectStore, RetryConfig};

use crate::db::Fault;

/// `s3://bucket/prefix?endpoint=https://host&region=name`: the bucket and, when given, the folder in it,
/// the server and the region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3Address {
    /// Bucket.
    pub bucket: String,
    /// Folder within; empty for none.
    pub prefix: String,
    /// Server; `None` for the one of the region.
    pub endpoint: Option<String>,
    /// Region; servers of one's own mostly ignore it.
    pub region: String,
}

/// The keys of a bucket: the door takes them from the environment, never from a file or an address.
#[derive(Clone)]
pub struct S3Keys {
    /// Access key.
    pub access: String,
    /// Secret key.
    pub secret: String,
}

/// How long one call may take; a picture of 10 MB over a slow line.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How often a call that failed on the way is made again, and for how long at most.
const RETRIES: usize = 3;

impl S3Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Fault::Blobs`] when it is not of that form.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let bad = |reason: &str| Fault::Blobs { address: text.to_owned(), reason: reason.to_owned() };
        let rest = text.strip_prefix("s3://").ok_or_else(|| bad("the address does not begin with s3://"))?;
        let (place, options) = rest.split_once('?').unwrap_or((rest, ""));
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        if bucket.is_empty() || bucket.contains('@') {
            return Err(bad("it names no bucket; keys stand in the environment"));
        }
        let mut address = Self {
            bucket: bucket.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            endpoint: None,
            region: "us-east-1".to_owned(),
        };
        for option in options.split('&').filter(|option| !option.is_empty()) {
            match option.split_once('=') {
                Some(("endpoint", value)) => address.endpoint = Some(value.to_owned()),
                Some(("region", value)) => value.clone_into(&mut address.region),
                _ => return Err(bad("only endpoint= and region= may follow the question mark")),
            }
        }
        Ok(address)
    }

    pub(super) fn open(&self, keys: &S3Keys) -> Result<Arc<dyn ObjectStore>, Fault> {
        // The library ships none; who comes second finds the first one's, which is the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let is_plain = self.endpoint.as_ref().is_some_and(|endpoint| endpoint.starts_with("http://"));
        let retry = RetryConfig { max_retries: RETRIES, retry_timeout: TIMEOUT, ..RetryConfig::default() };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&keys.access)
            .with_secret_access_key(&keys.secret)
            .with_client_options(ClientOptions::new().with_timeout(TIMEOUT).with_allow_http(is_plain))
            // One by one, as every server of one's own understands it.
            .with_disable_bulk_delete(true)
            .with_retry(retry);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let store = builder
            .build()
            .map_err(|error| Fault::Blobs { address: self.to_string(), reason: error.to_string() })?;
        Ok(Arc::new(store))
    }
}

impl fmt::Display for S3Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.prefix)?;
        self.endpoint.as_ref().map_or(Ok(()), |endpoint| write!(f, "?endpoint={endpoint}"))
    }
}

impl fmt::Debug for S3Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("S3Keys")
    }
}
