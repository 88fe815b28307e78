//! What an app may reach beyond its sandbox: names and addresses, each with a port if only that one is meant.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Most rules of one app.
pub const EGRESS_RULES_MAX: usize = 100;

/// Whom an app may call: `api.example.com`, `*.example.org`, `192.0.2.7`, `192.0.2.0/24`, `[2001:db8::1]`, each also with `:port`; `*` is everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EgressRule {
    whom: Whom,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Whom {
    /// Every public name and address.
    Everybody,
    /// This name.
    Name(String),
    /// The names below this one, not the name itself.
    Below(String),
    /// Addresses written as such.
    Network(IpNet),
}

/// A text that is no [`EgressRule`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{}` says nobody that can be called: write a name, `*.name`, an address or a range such as 192.0.2.0/24, perhaps with `:port`", text.escape_debug())]
pub struct InvalidEgressRule {
    text: String,
}

impl EgressRule {
    /// Reads a rule.
    ///
    /// # Errors
    /// [`InvalidEgressRule`].
    pub fn parse(text: &str) -> Result<Self, InvalidEgressRule> {
        let invalid = || InvalidEgressRule { text: text.to_owned() };
        let lower = text.to_ascii_lowercase();
        if let Some(network) = network(&lower) {
            return Ok(Self {
                whom: Whom::Network(network),
                port: None,
            });
        }
        let (host, port) = match lower.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse().map_err(|_| invalid())?)),
            None => (lower.as_str(), None),
        };
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host);
        let whom = if host == "*" {
            Whom::Everybody
        } else if let Some(network) = network(bare) {
            Whom::Network(network)
        } else if let Some(name) = host.strip_prefix("*.") {
            Whom::Below(name_of(name).ok_or_else(invalid)?)
        } else {
            Whom::Name(name_of(host).ok_or_else(invalid)?)
        };
        Ok(Self { whom, port })
    }

    /// Whether a host, in lower case, is meant: a name, or an address without brackets.
    #[must_use]
    pub fn allows(&self, host: &str, port: u16) -> bool {
        if self.port.is_some_and(|only| only != port) {
            return false;
        }
        let host = host.strip_suffix('.').unwrap_or(host);
        match &self.whom {
            Whom::Everybody => true,
            Whom::Name(name) => name == host,
            Whom::Below(name) => host
                .strip_suffix(name.as_str())
                .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
            Whom::Network(network) => host.parse::<IpAddr>().is_ok_and(|address| network.contains(&address)),
        }
    }
}

/// An address is the range of itself.
fn network(text: &str) -> Option<IpNet> {
    let of_one = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse::<IpNet>().ok().or_else(of_one)
}

fn name_of(text: &str) -> Option<String> {
    let is_label = |label: &str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        !label.is_empty() && label.len() <= 63 && label.bytes().all(is_part)
    };
    let name = text.strip_suffix('.').unwrap_or(text);
    (name.len() <= 253 && name.split('.').all(is_label)).then(|| name.to_owned())
}

impl fmt::Display for EgressRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.whom {
            Whom::Everybody => formatter.write_str("*")?,
            Whom::Name(name) => formatter.write_str(name)?,
            Whom::Below(name) => write!(formatter, "*.{name}")?,
            Whom::Network(network) if self.port.is_some() && network.addr().is_ipv6() => {
                write!(formatter, "[{network}]")?
            }
            Whom::Network(network) => write!(formatter, "{network}")?,
        }
        match self.port {
            Some(port) => write!(formatter, ":{port}"),
            None => Ok(()),
        }
    }
}

impl FromStr for EgressRule {
    type Err = InvalidEgressRule;

    fn from_str(text: &str) -> Result<Self, InvalidEgressRule> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EgressRule {
    type Error = InvalidEgressRule;

    fn try_from(text: String) -> Result<Self, InvalidEgressRule> {
        Self::parse(&text)
    }
}

impl From<EgressRule> for String {
    fn from(rule: EgressRule) -> Self {
        rule.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::EgressRule;

    /// Who is meant by a rule, and who is not.
    #[test]
    fn whom_rules_mean() {
        for (rule, meant, others) in [
            (
                "api.example.com",
                &["api.example.com:443", "api.example.com.:80"][..],
                &["example.com:443", "xapi.example.com:443"][..],
            ),
            (
                "API.Example.com:8443",
                &["api.example.com:8443"],
                &["api.example.com:443"],
            ),
            (
                "*.example.org",
                &["a.example.org:1", "a.b.example.org:2"],
                &["example.org:1", "aexample.org:1", ".example.org:1"],
            ),
            ("10.1.0.0/16", &["10.1.2.3:80"], &["10.2.0.1:80", "ten.example:80"]),
            ("192.0.2.7:81", &["192.0.2.7:81"], &["192.0.2.7:80", "192.0.2.8:81"]),
            ("[2001:db8::1]:81", &["2001:db8::1:81"], &["2001:db8::1:80"]),
            ("2001:db8::/32", &["2001:db8::5:80"], &["2001:db9::5:80"]),
            ("*", &["anybody.example:1", "192.0.2.7:2"], &[]),
            ("*:443", &["anybody.example:443"], &["anybody.example:80"]),
        ] {
            let parsed = EgressRule::parse(rule).expect(rule);
            assert_eq!(EgressRule::parse(&parsed.to_string()), Ok(parsed.clone()), "{rule}");
            let allows = |target: &&str| {
                let (host, port) = target.rsplit_once(':').expect("a port");
                parsed.allows(host, port.parse().expect("a number"))
            };
            assert!(meant.iter().all(allows), "{rule}");
            assert!(!others.iter().any(allows), "{rule}");
        }
    }

    /// What names nobody is refused.
    #[test]
    fn texts_that_are_no_rules() {
        for text in [
            "",
            "a b",
            "*.",
            "*x.example",
            "a..b",
            "http://a.example",
            "a.example/path",
            "a.example:http",
            "a.example:70000",
            "10.0.0.0/40",
        ] {
            assert!(EgressRule::parse(text).is_err(), "{text}");
        }
    }
}
