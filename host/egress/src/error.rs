//! Why a call to another server gave no answer.

use std::net::IpAddr;
use std::time::Duration;

/// Why a call gave no answer. Its text is for the app's developer.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The URL cannot be called.
    #[error("`{url}` cannot be called: {reason}")]
    Url {
        /// As given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The app did not ask for it.
    #[error("egress to {host}:{port} is not allowed: the app's rnode.toml does not list it under [egress] allow")]
    NotListed {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// The operator does not permit it.
    #[error("egress to {host}:{port} is not permitted by the operator of this server (--egress)")]
    NotPermitted {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// The address is not of the public internet.
    #[error(
        "egress to {host} is refused: {address} is closed by this server's policy ({kind}); its operator can open it (--egress-open)"
    )]
    Closed {
        /// The host.
        host: String,
        /// What it stands for.
        address: IpAddr,
        /// What kind of address that is.
        kind: &'static str,
    },
    /// The name stands for nothing.
    #[error("ENOTFOUND: {host} cannot be resolved: {reason}")]
    Unresolved {
        /// The name.
        host: String,
        /// Why.
        reason: String,
    },
    /// Apps call each other round in circles.
    #[error(
        "the call is refused: it would be hop {depth} of a chain of calls between apps, and {depth_max} are allowed"
    )]
    TooDeep {
        /// How long the chain would be.
        depth: u32,
        /// How long it may be.
        depth_max: u32,
    },
    /// Too many redirects, or one that was not wanted.
    #[error("{reason}")]
    Redirect {
        /// What is wrong with it.
        reason: String,
    },
    /// Method or fields cannot be sent.
    #[error("the request cannot be sent: {reason}")]
    Request {
        /// What is wrong with it.
        reason: String,
    },
    /// The connection failed.
    #[error("{code}: {host} does not answer: {reason}")]
    Network {
        /// How Node.js names what is wrong.
        code: &'static str,
        /// The host.
        host: String,
        /// Why.
        reason: String,
    },
    /// The head of the answer took too long.
    #[error("UND_ERR_HEADERS_TIMEOUT: {host} did not answer within {limit:?}")]
    HeadTimeout {
        /// The host.
        host: String,
        /// The limit.
        limit: Duration,
    },
    /// The head of the answer is too large.
    #[error("the header fields of the answer are larger than {limit_bytes} bytes")]
    HeadTooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The body of the answer is too large.
    #[error("the body of the answer, decoded, is larger than {limit_bytes} bytes")]
    BodyTooLarge {
        /// The limit.
        limit_bytes: usize,
    },
    /// The body broke off.
    #[error("the body of the answer cannot be read: {reason}")]
    Body {
        /// Why.
        reason: String,
    },
}
