//! The host names an app answers on.

use std::fmt;

use crate::app_name::is_label;

/// Longest host name, in characters (RFC 1035, 2.3.4, without the root label).
const HOST_CHARS_MAX: usize = 253;

/// Most patterns one version may name. An app with more tenants than this wants a wildcard.
pub const HOSTS_MAX: usize = 100;

/// A host name, `shop.example.org`, or a wildcard for exactly one label, `*.example.org`; lower case, without port.
///
/// A wildcard stands for one whole label at the front, as in certificates (RFC 9525, 6.3): `*.example.org` matches
/// `shop.example.org`, neither `example.org` nor `a.b.example.org`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostPattern(String);

/// A text that is no [`HostPattern`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` cannot be a host: {reason}")]
pub struct InvalidHostPattern {
    text: String,
    reason: &'static str,
}

impl HostPattern {
    /// Takes `text` as a pattern; upper case is folded.
    ///
    /// # Errors
    /// [`InvalidHostPattern`] when it is no ASCII host name, has a port, or has a `*` anywhere but as its first label.
    pub fn parse(text: &str) -> Result<Self, InvalidHostPattern> {
        let host = text.to_ascii_lowercase();
        match fault(&host) {
            None => Ok(Self(host)),
            Some(reason) => {
                let text = text.chars().take(HOST_CHARS_MAX + 1).collect();
                Err(InvalidHostPattern { text, reason })
            }
        }
    }

    /// Whether a request for `host` (without port, in any case) is meant.
    #[must_use]
    pub fn matches(&self, host: &str) -> bool {
        match self.0.strip_prefix("*.") {
            None => host.eq_ignore_ascii_case(&self.0),
            Some(parent) => host.split_once('.').is_some_and(|(label, rest)| {
                is_label(&label.to_ascii_lowercase()) && rest.eq_ignore_ascii_case(parent)
            }),
        }
    }

    /// What follows `*.` in a wildcard, `None` for an exact name.
    #[must_use]
    pub fn wildcard_parent(&self) -> Option<&str> {
        self.0.strip_prefix("*.")
    }

    /// The pattern as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What is wrong with a pattern in lower case, the most telling reason first.
fn fault(host: &str) -> Option<&'static str> {
    let name = host.strip_prefix("*.").unwrap_or(host);
    if name.is_empty() {
        Some("a name is missing")
    } else if !host.is_ascii() {
        Some("only ASCII is allowed; write an international name in its `xn--` form")
    } else if host.contains("://") || host.contains('/') {
        Some("write the name alone, without scheme or path")
    } else if host.contains(':') {
        Some("write the name without a port")
    } else if host.len() > HOST_CHARS_MAX {
        Some("it is longer than 253 characters")
    } else if name.contains('*') {
        Some("`*` can only be the whole first label, as in `*.example.org`")
    } else if !name.split('.').all(is_label) {
        Some("each label must be 1 to 63 of a–z, 0–9 and `-`, with no `-` at the start or the end")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves that host names and leading wildcards are patterns, folded to lower case, and nothing else is.
    #[test]
    fn patterns() {
        let label = "a".repeat(63);
        let too_long = format!("{label}.{label}.{label}.{label}");
        for (text, parsed) in [
            ("shop.example.org", Ok("shop.example.org")),
            ("Shop.Example.ORG", Ok("shop.example.org")),
            ("localhost", Ok("localhost")),
            ("127.0.0.1", Ok("127.0.0.1")),
            ("*.example.org", Ok("*.example.org")),
            ("*.localhost", Ok("*.localhost")),
            ("xn--bcher-kva.example", Ok("xn--bcher-kva.example")),
            ("bücher.example", Err("xn--")),
            ("shop.example.org:8080", Err("port")),
            ("https://shop.example.org", Err("scheme")),
            ("shop.example.org/admin", Err("path")),
            ("*", Err("first label")),
            ("*.", Err("missing")),
            ("", Err("missing")),
            ("a.*.example.org", Err("first label")),
            ("*shop.example.org", Err("first label")),
            ("shop..org", Err("label")),
            ("shop.example.org.", Err("label")),
            ("-a.example.org", Err("label")),
            ("a_b.example.org", Err("label")),
            (too_long.as_str(), Err("253")),
        ] {
            match (HostPattern::parse(text), parsed) {
                (Ok(pattern), Ok(expected)) => assert_eq!(pattern.as_str(), expected),
                (Err(error), Err(hint)) => {
                    assert!(error.to_string().contains(hint), "{text:?}: {error}");
                }
                (result, _) => panic!("{text:?}: {result:?}"),
            }
        }
    }

    /// Proves that an exact name matches itself and a wildcard exactly one label.
    #[test]
    fn matching() {
        for (pattern, host, expected) in [
            ("shop.example.org", "shop.example.org", true),
            ("shop.example.org", "SHOP.example.org", true),
            ("shop.example.org", "example.org", false),
            ("*.example.org", "shop.example.org", true),
            ("*.example.org", "Shop.Example.Org", true),
            ("*.example.org", "example.org", false),
            ("*.example.org", ".example.org", false),
            ("*.example.org", "a.b.example.org", false),
            ("*.example.org", "a b.example.org", false),
            ("*.example.org", "shop.example.com", false),
        ] {
            let matched = HostPattern::parse(pattern).unwrap().matches(host);
            assert_eq!(matched, expected, "{pattern} {host}");
        }
    }
}
