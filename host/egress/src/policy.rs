//! Whom an app may call, and how much of it.

use rnode_artifact::EgressRule;
use url::{Host, Url};

use crate::error::FetchError;

/// What the operator permits at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ceiling {
    /// Whatever apps ask for.
    Everybody,
    /// Only these; nobody when there are none.
    Only(Vec<EgressRule>),
}

/// What one request may call.
#[derive(Clone, Debug)]
pub struct Policy<'a> {
    /// What the app asked for.
    pub allowed: &'a [EgressRule],
    /// How often calls of apps may have led from one to the next.
    pub depth_max: u32,
    /// The largest body of an answer, decoded.
    pub body_bytes_max: usize,
}

/// A URL that may be called as far as its name tells.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) url: Url,
    pub(crate) host: String,
}

impl Target {
    /// Reads a URL and checks whether the app asked for its host, and the operator permits it.
    pub(crate) fn check(url: Url, policy: &Policy<'_>, ceiling: &Ceiling) -> Result<Self, FetchError> {
        let invalid = |reason: &str| FetchError::Url {
            url: url.to_string(),
            reason: reason.to_owned(),
        };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid("only http: and https: can be called"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid(
                "it holds a user's name or password; send an Authorization field",
            ));
        }
        let host = match url.host() {
            Some(Host::Domain(name)) => name.to_ascii_lowercase(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => address.to_string(),
            None => return Err(invalid("it names no host")),
        };
        let port = url.port_or_known_default().ok_or_else(|| invalid("it names no port"))?;
        let allows = |rules: &[EgressRule]| rules.iter().any(|rule| rule.allows(&host, port));
        if !allows(policy.allowed) {
            return Err(FetchError::NotListed { host, port });
        }
        match ceiling {
            Ceiling::Only(rules) if !allows(rules) => Err(FetchError::NotPermitted { host, port }),
            Ceiling::Everybody | Ceiling::Only(_) => Ok(Self { url, host }),
        }
    }
}
