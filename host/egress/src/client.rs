//! The one client that calls for all apps: pooled connections, no proxies, redirects checked one by one.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use http::header::{self, HeaderMap, HeaderValue};
use rustls::{ClientConfig, RootCertStore};
use tokio::sync::Semaphore;
use url::{Host, Url};

use crate::closed::OpenRanges;
use crate::error::FetchError;
use crate::incoming::Incoming;
use crate::outgoing::{DEPTH_FIELD, Outgoing, Redirect};
use crate::policy::{Ceiling, Policy, Target};
use crate::resolver::{self, CheckedResolver, Resolver};

/// How long making a connection may take, names and certificates included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the head of an answer may take. Most requests have 30 s in all.
const HEAD_TIMEOUT: Duration = Duration::from_secs(25);
/// How long a body may be silent.
const BODY_IDLE_TIMEOUT: Duration = Duration::from_secs(25);
/// The fields of an answer together, as those of requests.
const HEAD_BYTES_MAX: usize = 128 * 1024;
/// How often one call may be sent elsewhere (Fetch, 4.4).
const REDIRECTS_MAX: usize = 20;
/// Idle connections kept for one host: more than a request may have open.
const IDLE_PER_HOST_MAX: usize = 32;
/// How long an idle connection is kept; shorter than what servers wait before they close.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// What is said of who calls, unless the app says something.
const USER_AGENT: &str = concat!("rnode-wasm/", env!("CARGO_PKG_VERSION"));

/// What the operator says of calls.
pub struct ClientOptions {
    /// What apps may ask for at most.
    pub ceiling: Ceiling,
    /// Ranges that are open although they are not of the public internet.
    pub open: OpenRanges,
    /// Who looks up names.
    pub resolver: Arc<dyn Resolver>,
}

/// Calls other servers for apps. One for all of them: connections are reused, which is safe because what a connection may lead to does not
/// depend on the app, only which names it may use.
pub struct Client {
    http: reqwest::Client,
    ceiling: Ceiling,
    open: Arc<OpenRanges>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Client")
            .field("ceiling", &self.ceiling)
            .field("open", &self.open)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Makes a client.
    ///
    /// # Errors
    /// When the TLS configuration is refused, which only a broken build can cause.
    pub fn new(options: ClientOptions) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let open = Arc::new(options.open);
        let resolver = CheckedResolver {
            inner: options.resolver,
            open: Arc::clone(&open),
            lookups: Arc::new(Semaphore::new(resolver::LOOKUPS_MAX)),
        };
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            .no_proxy()
            .referer(false)
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Arc::new(resolver))
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(BODY_IDLE_TIMEOUT)
            .pool_max_idle_per_host(IDLE_PER_HOST_MAX)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .user_agent(USER_AGENT)
            .build()?;
        Ok(Self {
            http,
            ceiling: options.ceiling,
            open,
        })
    }

    /// Calls another server, and further ones as redirects say; each is checked as the first.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub async fn fetch(&self, mut outgoing: Outgoing, policy: &Policy<'_>) -> Result<Incoming, FetchError> {
        let depth = outgoing.depth.saturating_add(1);
        if depth > policy.depth_max {
            return Err(FetchError::TooDeep {
                depth,
                depth_max: policy.depth_max,
            });
        }
        outgoing.sanitize()?;
        outgoing.headers.insert(DEPTH_FIELD, HeaderValue::from(depth));
        let mut url = Url::parse(&outgoing.url).map_err(|error| FetchError::Url {
            url: outgoing.url.clone(),
            reason: error.to_string(),
        })?;
        for redirects in 0..=REDIRECTS_MAX {
            let target = Target::check(url, policy, &self.ceiling)?;
            let response = self.send(&target, &outgoing).await?;
            let Some(next) = next_place(&target.url, &response, outgoing.redirect)? else {
                return Ok(Incoming::of(
                    response,
                    &outgoing.method,
                    redirects > 0,
                    policy.body_bytes_max,
                ));
            };
            outgoing.redirect_to(response.status(), &target.url, &next);
            url = next;
        }
        Err(FetchError::Redirect {
            reason: format!("the call was redirected more than {REDIRECTS_MAX} times"),
        })
    }

    async fn send(&self, target: &Target, outgoing: &Outgoing) -> Result<reqwest::Response, FetchError> {
        // A name is checked where it is looked up; an address is not looked up.
        if let Some(address) = address(&target.url) {
            resolver::check(&target.host, address, &self.open)?;
        }
        let mut request = self
            .http
            .request(outgoing.method.clone(), target.url.clone())
            .headers(outgoing.headers.clone());
        if let Some(body) = &outgoing.body {
            request = request.body(body.clone());
        }
        if outgoing.needs_length() {
            request = request.header(header::CONTENT_LENGTH, 0);
        }
        let sent = tokio::time::timeout(HEAD_TIMEOUT, request.send()).await;
        let response = match sent {
            Ok(Ok(response)) => response,
            Ok(Err(error)) if !error.is_timeout() || error.is_connect() => return Err(failed(target, &error)),
            Ok(Err(_)) | Err(_) => {
                return Err(FetchError::HeadTimeout {
                    host: target.host.clone(),
                    limit: HEAD_TIMEOUT,
                });
            }
        };
        if field_bytes(response.headers()) > HEAD_BYTES_MAX {
            return Err(FetchError::HeadTooLarge {
                limit_bytes: HEAD_BYTES_MAX,
            });
        }
        Ok(response)
    }
}

fn tls() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.into(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Domain(_) => None,
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
    }
}

/// Where an answer points, if it is to be followed.
fn next_place(from: &Url, response: &reqwest::Response, redirect: Redirect) -> Result<Option<Url>, FetchError> {
    let is_redirect = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let Some(location) = response.headers().get(header::LOCATION).filter(|_| is_redirect) else {
        return Ok(None);
    };
    match redirect {
        Redirect::Manual => Ok(None),
        Redirect::Error => Err(FetchError::Redirect {
            reason: "the call was redirected, and its redirect mode is `error`".to_owned(),
        }),
        Redirect::Follow => {
            let location = String::from_utf8_lossy(location.as_bytes());
            let next = from.join(&location).map_err(|error| FetchError::Url {
                url: location.into_owned(),
                reason: format!("a redirect led there: {error}"),
            })?;
            Ok(Some(next))
        }
    }
}

/// What went wrong, found in the chain of causes: our own refusal if it is one.
fn failed(target: &Target, error: &reqwest::Error) -> FetchError {
    let mut source: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(FetchError::Closed { host, address, kind }) = cause.downcast_ref() {
            return FetchError::Closed {
                host: host.clone(),
                address: *address,
                kind,
            };
        }
        if let Some(FetchError::Unresolved { host, reason }) = cause.downcast_ref() {
            return FetchError::Unresolved {
                host: host.clone(),
                reason: reason.clone(),
            };
        }
        source = cause.source();
    }
    if error.is_builder() {
        return FetchError::Request { reason: reason(error) };
    }
    FetchError::Network {
        code: code(error),
        host: target.host.clone(),
        reason: reason(error),
    }
}

/// The code by which Node.js names what is wrong with a connection; programs look for it.
fn code(error: &reqwest::Error) -> &'static str {
    use std::io::ErrorKind;
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        match error.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
            Some(ErrorKind::ConnectionRefused) => return "ECONNREFUSED",
            Some(ErrorKind::TimedOut) => return "ETIMEDOUT",
            Some(ErrorKind::HostUnreachable) => return "EHOSTUNREACH",
            Some(ErrorKind::NetworkUnreachable) => return "ENETUNREACH",
            _ => cause = error.source(),
        }
    }
    if error.is_timeout() { "ETIMEDOUT" } else { "ECONNRESET" }
}

/// The innermost cause: the outer ones say only that something failed.
pub(crate) fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() && !error.is_connect() {
        return format!("nothing came for {} s", BODY_IDLE_TIMEOUT.as_secs());
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

fn field_bytes(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}
