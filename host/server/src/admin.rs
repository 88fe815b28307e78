//! The admin API: deploying, listing, going back, removing. Every call carries the token.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use rnode_artifact::{
    AppName, BUNDLE_BYTES_MAX, Bundle, Env, HostPattern, RECORD_BYTES_MAX, StoreError, VersionNumber, VersionRecord,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::answer_stream::AnswerBody;
use crate::api::{ActivatedReply, AppReply, DeployRequest, ErrorReply, RollbackRequest, VersionReply};
use crate::app::PrepareError;
use crate::diagnosis::Diagnosis;
use crate::key_values::KeyValues;
use crate::listener::Answer;
use crate::registry::{Activated, ChangeError, Deploy, Registry};
use crate::token::Token;

/// A bundle, and what is said about it.
const BODY_BYTES_MAX: usize = BUNDLE_BYTES_MAX + RECORD_BYTES_MAX;
/// How long a bundle may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);

/// Answers the calls of the admin API.
pub(crate) struct Admin {
    registry: Arc<Registry>,
    key_values: Arc<KeyValues>,
    token: Token,
    /// The port apps answer on, for the addresses in replies.
    port: u16,
}

/// A call that is refused.
struct Refusal {
    status: StatusCode,
    diagnosis: Box<Diagnosis>,
}

type Reply = Result<Response<Bytes>, Refusal>;

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>, hint: Option<&str>) -> Self {
        Self {
            status,
            diagnosis: Box::new(Diagnosis::plain(message, hint)),
        }
    }

    fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message, None)
    }
}

impl Answer for Admin {
    async fn answer(self: Arc<Self>, request: Request<Incoming>, _peer: SocketAddr) -> Response<AnswerBody> {
        let reply = match self.route(request).await {
            Ok(response) => response,
            Err(Refusal { status, diagnosis }) => json(status, &ErrorReply { error: *diagnosis }),
        };
        reply.map(AnswerBody::from)
    }
}

impl Admin {
    pub(crate) fn new(registry: Arc<Registry>, key_values: Arc<KeyValues>, token: Token, port: u16) -> Self {
        Self {
            registry,
            key_values,
            token,
            port,
        }
    }

    async fn route(&self, request: Request<Incoming>) -> Reply {
        let path = request.uri().path().to_owned();
        if path == "/health" {
            return Ok(json(StatusCode::OK, &serde_json::json!({ "status": "ok" })));
        }
        self.check_token(&request)?;
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let method = request.method().clone();
        match (method.as_str(), segments.as_slice()) {
            ("GET", ["v1", "apps"]) => Ok(self.apps()),
            ("DELETE", ["v1", "apps", app]) => self.remove(&app_name(app)?).await,
            ("GET", ["v1", "apps", app, "versions"]) => self.versions(&app_name(app)?).await,
            ("POST", ["v1", "apps", app, "versions"]) => self.deploy(app_name(app)?, request).await,
            ("POST", ["v1", "apps", app, "rollback"]) => self.rollback(&app_name(app)?, request).await,
            _ => Err(Refusal::new(
                StatusCode::NOT_FOUND,
                format!("there is no call `{method} {path}`"),
                None,
            )),
        }
    }

    fn check_token(&self, request: &Request<Incoming>) -> Result<(), Refusal> {
        let given = request
            .headers()
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        match given {
            Some(given) if self.token.matches(given) => Ok(()),
            Some(_) => Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                "the token is not the server's",
                Some("it is in the file `admin-token` of the server's data directory"),
            )),
            None => Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                "the call has no token",
                Some("send `Authorization: Bearer TOKEN`"),
            )),
        }
    }

    fn apps(&self) -> Response<Bytes> {
        let apps: Vec<AppReply> = self
            .registry
            .list()
            .iter()
            .map(|record| AppReply {
                app: record.app.to_string(),
                version: record.number.get(),
                urls: self.urls(record),
                created_at: record.created_at,
            })
            .collect();
        json(StatusCode::OK, &apps)
    }

    async fn versions(&self, app: &AppName) -> Reply {
        let (versions, current) = self.registry.versions(app).await?;
        let versions: Vec<VersionReply> = versions
            .iter()
            .map(|record| VersionReply {
                version: record.number.get(),
                current: Some(record.number) == current,
                bundle: record.bundle.to_string(),
                created_at: record.created_at,
            })
            .collect();
        Ok(json(StatusCode::OK, &versions))
    }

    async fn deploy(&self, app: AppName, request: Request<Incoming>) -> Reply {
        let body = read(request).await?;
        let end = body
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or_else(|| Refusal::bad_request("the body has no first line"))?;
        let head: DeployRequest = parse(&body[..end])?;
        let bundle = Bundle::from_bytes(&body[end + 1..]).map_err(|error| Refusal::bad_request(error.to_string()))?;
        let pattern = |text: &String| HostPattern::parse(text).map_err(|error| Refusal::bad_request(error.to_string()));
        let hosts = head
            .hosts
            .map(|hosts| hosts.iter().map(pattern).collect::<Result<_, _>>())
            .transpose()?;
        let env = Env::new(head.env).map_err(|error| Refusal::bad_request(error.to_string()))?;
        let unset_env = head.unset_env;
        let deploy = Deploy {
            app,
            bundle,
            hosts,
            env,
            unset_env,
        };
        let registry = Arc::clone(&self.registry);
        let activated = to_the_end(async move { registry.deploy(deploy).await }).await?;
        Ok(json(StatusCode::CREATED, &self.activated(&activated)))
    }

    async fn rollback(&self, app: &AppName, request: Request<Incoming>) -> Reply {
        let body = read(request).await?;
        let call: RollbackRequest = if body.is_empty() {
            RollbackRequest::default()
        } else {
            parse(&body)?
        };
        let number = |version| VersionNumber::new(version).ok_or_else(|| Refusal::bad_request("versions count from 1"));
        let version = call.version.map(number).transpose()?;
        let (registry, app) = (Arc::clone(&self.registry), app.clone());
        let activated = to_the_end(async move { registry.rollback(&app, version).await }).await?;
        Ok(json(StatusCode::OK, &self.activated(&activated)))
    }

    async fn remove(&self, app: &AppName) -> Reply {
        let (registry, removed) = (Arc::clone(&self.registry), app.clone());
        let key_values = Arc::clone(&self.key_values);
        to_the_end(async move { registry.remove(&removed, key_values.remove(&removed)).await }).await?;
        Ok(json(StatusCode::OK, &serde_json::json!({ "app": app.as_str() })))
    }

    fn activated(&self, activated: &Activated) -> ActivatedReply {
        let Activated {
            record,
            preparation,
            total,
        } = activated;
        ActivatedReply {
            app: record.app.to_string(),
            version: record.number.get(),
            bundle: record.bundle.to_string(),
            urls: self.urls(record),
            evaluate_ms: millis(preparation.evaluate),
            compile_ms: millis(preparation.compile),
            total_ms: millis(*total),
            cached: preparation.is_cached,
        }
    }

    fn urls(&self, record: &VersionRecord) -> Vec<String> {
        let own = record.hosts.iter().map(HostPattern::as_str).map(str::to_owned);
        let port = self.port;
        std::iter::once(format!("{}.localhost", record.app))
            .chain(own)
            .map(|host| format!("http://{host}:{port}/"))
            .collect()
    }
}

/// Finishes a change that has begun, also when whoever asked for it leaves: between the store and the table of routes it must not stop.
async fn to_the_end<T: Send + 'static>(
    change: impl Future<Output = Result<T, ChangeError>> + Send + 'static,
) -> Result<T, Refusal> {
    match tokio::spawn(change).await {
        Ok(changed) => changed.map_err(Refusal::from),
        Err(_panicked) => Err(Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the change could not be made",
            None,
        )),
    }
}

impl From<ChangeError> for Refusal {
    fn from(error: ChangeError) -> Self {
        let unprocessable = |diagnosis| Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            diagnosis,
        };
        match error {
            ChangeError::Prepare(PrepareError::TopLevel(diagnosis)) => unprocessable(diagnosis),
            ChangeError::Prepare(PrepareError::Limits(refused)) => unprocessable(Box::new(Diagnosis::plain(
                refused.to_string(),
                Some("ask for less in `[limits]` of rnode.toml"),
            ))),
            ChangeError::Prepare(PrepareError::Env(error)) => Self::bad_request(error.to_string()),
            ChangeError::Host(taken) => Self::new(
                StatusCode::CONFLICT,
                taken.to_string(),
                Some("remove it there first, or choose another host"),
            ),
            ChangeError::Env(error) => Self::bad_request(error.to_string()),
            ChangeError::NoEarlierVersion { .. } | ChangeError::NoStore => {
                Self::new(StatusCode::CONFLICT, error.to_string(), None)
            }
            ChangeError::Prepare(PrepareError::Store(error)) | ChangeError::Store(error) => of_store(&error),
        }
    }
}

fn of_store(error: &StoreError) -> Refusal {
    let status = match error {
        StoreError::AppNotFound { .. } | StoreError::VersionNotFound { .. } => StatusCode::NOT_FOUND,
        StoreError::Bundle(_) | StoreError::TooManyHosts { .. } => StatusCode::BAD_REQUEST,
        StoreError::Conflict { .. } | StoreError::NumbersContended { .. } => StatusCode::CONFLICT,
        StoreError::Directory { .. }
        | StoreError::DirectoryInUse { .. }
        | StoreError::BundleNotFound { .. }
        | StoreError::Corrupt { .. }
        | StoreError::Objects(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let hint = (status == StatusCode::NOT_FOUND)
        .then_some("`rnode-wasm apps` and `rnode-wasm versions APP` list what there is");
    Refusal::new(status, error.to_string(), hint)
}

fn app_name(text: &str) -> Result<AppName, Refusal> {
    AppName::parse(text).map_err(|error| Refusal::bad_request(error.to_string()))
}

async fn read(request: Request<Incoming>) -> Result<Bytes, Refusal> {
    let body = Limited::new(request.into_body(), BODY_BYTES_MAX).collect();
    match tokio::time::timeout(BODY_TIMEOUT, body).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) => Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body cannot be read: {error}"),
            Some("a bundle may have 10 MiB"),
        )),
        Err(_elapsed) => Err(Refusal::new(
            StatusCode::REQUEST_TIMEOUT,
            "the body took too long to arrive",
            None,
        )),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| Refusal::bad_request(format!("the call cannot be read: {error}")))
}

fn json(status: StatusCode, value: &impl Serialize) -> Response<Bytes> {
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
