//! Everything that can end a request without the app's own answer, and the one mapping to what the client sees.

use std::time::Duration;

use http::StatusCode;
use rnode_artifact::Limits;
use rnode_sandbox::{ExecutionFailure, Unhandled};

/// Why a request has no answer of the app's own.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The request names no host.
    #[error("the request has no Host")]
    MissingHost,
    /// No app answers on this host.
    #[error("no app answers on `{host}`")]
    UnknownHost {
        /// The name that was asked for.
        host: String,
    },
    /// The app exists, and its active version does not start.
    #[error("the app cannot start: {reason}")]
    AppUnavailable {
        /// What stands in the way.
        reason: String,
    },
    /// The request's target is longer than allowed.
    #[error("the request target is longer than {limit_bytes} bytes")]
    TargetTooLong {
        /// The limit.
        limit_bytes: usize,
    },
    /// The header fields are larger than allowed.
    #[error("the header fields are larger than {limit_bytes} bytes")]
    HeadersTooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The body is larger than allowed.
    #[error("the request body is larger than {limit_bytes} bytes")]
    BodyTooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The body did not arrive in time.
    #[error("the request body did not arrive within {limit:?}")]
    BodyTimeout {
        /// The limit.
        limit: Duration,
    },
    /// The body broke off or cannot be decoded.
    #[error("the request body cannot be read: {reason}")]
    BodyUnreadable {
        /// What was wrong with it.
        reason: String,
    },
    /// A static file whose name begins with a dot, where the app's author has those refused.
    #[error("names that begin with a dot are refused")]
    AssetDenied,
    /// The app has used up its share of requests for now.
    #[error("the app is over its rate limit")]
    RateLimited {
        /// When another request has a chance.
        retry_after: Duration,
    },
    /// No sandbox is free.
    #[error("over capacity ({scope})")]
    Overloaded {
        /// Whose capacity: the app's or the server's.
        scope: Scope,
    },
    /// No handler of the app dealt with the request, or with what was thrown.
    #[error("unhandled: {}", .0.message)]
    Unhandled(Box<Unhandled>),
    /// Nothing is pending and nobody answered.
    #[error("the handler finished without an answer")]
    NoResponse,
    /// The answer is not valid HTTP.
    #[error("invalid answer: {reason}")]
    InvalidResponse {
        /// What is wrong with it.
        reason: String,
    },
    /// The answer is larger than allowed.
    #[error("the answer is larger than {limit_bytes} bytes")]
    ResponseTooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The CPU budget is spent.
    #[error("the CPU limit of {limit:?} is spent")]
    CpuExceeded {
        /// The limit.
        limit: Duration,
    },
    /// The deadline passed.
    #[error("the deadline of {limit:?} passed")]
    DeadlineExceeded {
        /// The limit.
        limit: Duration,
    },
    /// The memory limit is reached.
    #[error("the memory limit of {limit_bytes} bytes is reached")]
    MemoryExceeded {
        /// The limit.
        limit_bytes: usize,
    },
    /// The sandbox ended in a trap.
    #[error("trap: {reason}")]
    Trapped {
        /// What Wasm said.
        reason: String,
    },
    /// The client went away before there was an answer.
    #[error("the client left")]
    ClientGone,
    /// Our own fault.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Whose capacity is exhausted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The app runs as many requests at once as it may.
    App,
    /// The server does.
    Server,
}

impl std::fmt::Display for Scope {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::App => "app",
            Self::Server => "server",
        })
    }
}

/// What a failure means outside of this process: one row for each, and no row for "anything else".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The status line.
    pub status: StatusCode,
    /// The label in logs and metrics.
    pub outcome: &'static str,
    /// One sentence for the client. It says nothing of the app's or the host's insides.
    pub message: &'static str,
}

/// The status a log carries for a client that left, after nginx; it is never sent.
const CLIENT_CLOSED_REQUEST: u16 = 499;

impl Failure {
    /// The one mapping. It has no arm for "everything else", so a new failure does not compile until someone decides.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "one table, a row for each failure; splitting it would hide a missing one"
    )]
    pub(crate) fn verdict(&self) -> Verdict {
        let (status, outcome, message) = match self {
            Self::MissingHost => (
                StatusCode::BAD_REQUEST,
                "app-not-found",
                "The request does not say which host it is for.",
            ),
            Self::UnknownHost { .. } => (
                StatusCode::NOT_FOUND,
                "app-not-found",
                "No app is deployed on this host.",
            ),
            Self::AppUnavailable { .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                "app-unavailable",
                "This app cannot start at the moment.",
            ),
            Self::TargetTooLong { .. } => (
                StatusCode::URI_TOO_LONG,
                "rejected",
                "The address of the request is too long.",
            ),
            Self::HeadersTooLarge { .. } => (
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "rejected",
                "The header fields of the request are too large.",
            ),
            Self::BodyTooLarge { .. } => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "rejected",
                "The body of the request is too large.",
            ),
            Self::BodyTimeout { .. } => (
                StatusCode::REQUEST_TIMEOUT,
                "rejected",
                "The body of the request took too long to arrive.",
            ),
            Self::BodyUnreadable { .. } => (
                StatusCode::BAD_REQUEST,
                "rejected",
                "The body of the request cannot be read.",
            ),
            Self::AssetDenied => (StatusCode::FORBIDDEN, "rejected", "This file is not for clients."),
            Self::RateLimited { .. } => (
                StatusCode::TOO_MANY_REQUESTS,
                "rate-limited",
                "This app gets more requests than it may at the moment.",
            ),
            Self::Overloaded { .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                "load-shed",
                "Too many requests are running at the moment.",
            ),
            Self::Unhandled(unhandled) => return unhandled_verdict(unhandled),
            Self::NoResponse => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "no-response",
                "The app finished without an answer.",
            ),
            Self::InvalidResponse { .. } => (
                StatusCode::BAD_GATEWAY,
                "invalid-response",
                "The app gave an answer that is not valid.",
            ),
            Self::ResponseTooLarge { .. } => (
                StatusCode::BAD_GATEWAY,
                "invalid-response",
                "The app gave an answer that is too large.",
            ),
            Self::CpuExceeded { .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                "exceeded-cpu",
                "The app needed more computing time than it may use.",
            ),
            Self::DeadlineExceeded { .. } => (
                StatusCode::GATEWAY_TIMEOUT,
                "exceeded-wall-time",
                "The app took too long to answer.",
            ),
            Self::MemoryExceeded { .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                "exceeded-memory",
                "The app needed more memory than it may use.",
            ),
            Self::Trapped { .. } => (StatusCode::INTERNAL_SERVER_ERROR, "trap", "The app crashed."),
            Self::ClientGone => {
                let status = StatusCode::from_u16(CLIENT_CLOSED_REQUEST).unwrap_or(StatusCode::BAD_REQUEST);
                (status, "canceled", "")
            }
            Self::Internal(_) => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something went wrong on our side.",
            ),
        };
        Verdict {
            status,
            outcome,
            message,
        }
    }

    /// The name and the value of the limit that was hit, for the page: `CPU time`, `50 ms`.
    #[must_use]
    pub(crate) fn limit(&self) -> Option<(&'static str, String)> {
        match self {
            Self::TargetTooLong { limit_bytes } => Some(("request target", size(*limit_bytes))),
            Self::HeadersTooLarge { limit_bytes } => Some(("request headers", size(*limit_bytes))),
            Self::BodyTooLarge { limit_bytes } => Some(("request body", size(*limit_bytes))),
            Self::BodyTimeout { limit } => Some(("request body time", time(*limit))),
            Self::ResponseTooLarge { limit_bytes } => Some(("response body", size(*limit_bytes))),
            Self::CpuExceeded { limit } => Some(("CPU time", time(*limit))),
            Self::DeadlineExceeded { limit } => Some(("wall time", time(*limit))),
            Self::MemoryExceeded { limit_bytes } => Some(("memory", size(*limit_bytes))),
            Self::Overloaded { scope: Scope::App } => Some(("concurrent requests of this app", String::new())),
            Self::Overloaded { scope: Scope::Server } => Some(("concurrent requests of this server", String::new())),
            Self::RateLimited { .. } => Some(("requests per second of this app", String::new())),
            Self::MissingHost
            | Self::UnknownHost { .. }
            | Self::AppUnavailable { .. }
            | Self::BodyUnreadable { .. }
            | Self::AssetDenied
            | Self::Unhandled(_)
            | Self::NoResponse
            | Self::InvalidResponse { .. }
            | Self::Trapped { .. }
            | Self::ClientGone
            | Self::Internal(_) => None,
        }
    }

    /// How long a client had better wait before it tries again.
    #[must_use]
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { retry_after } => Some(*retry_after),
            Self::Overloaded { .. } | Self::AppUnavailable { .. } => Some(Duration::from_secs(1)),
            _ => None,
        }
    }
}

/// What no handler of the app dealt with has the status of the error, as in Express; only what is the app's fault counts as one.
fn unhandled_verdict(unhandled: &Unhandled) -> Verdict {
    let status = StatusCode::from_u16(unhandled.status)
        .ok()
        .filter(|status| status.as_u16() >= 400);
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status == StatusCode::NOT_FOUND && unhandled.message.is_empty() {
        return Verdict {
            status,
            outcome: "no-route",
            message: "There is nothing at this address.",
        };
    }
    if status.is_client_error() {
        return Verdict {
            status,
            outcome: "rejected",
            message: "The app refused the request.",
        };
    }
    Verdict {
        status,
        outcome: "exception",
        message: "The app ran into an error.",
    }
}

/// A size as a person writes it.
fn size(bytes: usize) -> String {
    const KIB: usize = 1024;
    const MIB: usize = 1024 * KIB;
    match bytes {
        bytes if bytes >= MIB && bytes.is_multiple_of(MIB) => format!("{} MiB", bytes / MIB),
        bytes if bytes >= KIB && bytes.is_multiple_of(KIB) => format!("{} KiB", bytes / KIB),
        bytes => format!("{bytes} bytes"),
    }
}

/// A time as a person writes it.
fn time(duration: Duration) -> String {
    let millis = duration.as_millis();
    if millis >= 1000 && millis.is_multiple_of(1000) {
        format!("{} s", millis / 1000)
    } else {
        format!("{millis} ms")
    }
}

impl Failure {
    /// What a run's failure means for the request; `limits` are those the run had.
    pub(crate) fn of_execution(failure: ExecutionFailure, limits: &Limits) -> Self {
        match failure {
            ExecutionFailure::Unhandled(unhandled) => Self::Unhandled(unhandled),
            ExecutionFailure::NoResponse => Self::NoResponse,
            ExecutionFailure::CpuExceeded => Self::CpuExceeded { limit: limits.cpu },
            ExecutionFailure::DeadlineExceeded => Self::DeadlineExceeded { limit: limits.wall },
            ExecutionFailure::MemoryExceeded => Self::MemoryExceeded {
                limit_bytes: limits.memory_bytes,
            },
            ExecutionFailure::ResponseTooLarge => Self::ResponseTooLarge {
                limit_bytes: limits.response_body_bytes,
            },
            ExecutionFailure::StackExceeded => Self::Trapped {
                reason: "the stack is exhausted".to_owned(),
            },
            ExecutionFailure::Trapped(trap) => Self::Trapped {
                reason: trap.to_string(),
            },
            ExecutionFailure::Exhausted => Self::Overloaded { scope: Scope::Server },
            ExecutionFailure::Internal(error) => Self::Internal(error),
        }
    }
}
