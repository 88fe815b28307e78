//! Which app answers on which host.

use std::collections::HashMap;

use rnode_artifact::{AppName, HostPattern};

/// Under this name every app is reachable without any configuration: `NAME.localhost` (RFC 6761, 6.3).
const LOCALHOST: &str = ".localhost";

/// Hosts and the apps that answer on them.
#[derive(Clone, Debug, Default)]
pub(crate) struct RouteTable {
    exact: HashMap<String, AppName>,
    /// By the parent domain: `example.org` for `*.example.org`.
    wildcard: HashMap<String, AppName>,
    /// Answers on every host that nothing else matches.
    catch_all: Option<AppName>,
}

/// Another app already answers on a host.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}` already belongs to the app `{owner}`")]
pub(crate) struct HostTaken {
    /// The pattern both want.
    pub pattern: HostPattern,
    /// The app that has it.
    pub owner: AppName,
}

impl RouteTable {
    /// A table in which one app answers on every host.
    #[must_use]
    pub(crate) fn catch_all(app: AppName) -> Self {
        Self {
            catch_all: Some(app),
            ..Self::default()
        }
    }

    /// Lets `app` answer on `pattern`.
    ///
    /// # Errors
    /// When the pattern belongs to another app.
    pub(crate) fn insert(&mut self, pattern: &HostPattern, app: &AppName) -> Result<(), HostTaken> {
        let (table, key) = match pattern.wildcard_parent() {
            Some(parent) => (&mut self.wildcard, parent),
            None => (&mut self.exact, pattern.as_str()),
        };
        match table.get(key) {
            Some(owner) if owner != app => Err(HostTaken {
                pattern: pattern.clone(),
                owner: owner.clone(),
            }),
            _ => {
                table.insert(key.to_owned(), app.clone());
                Ok(())
            }
        }
    }

    /// The app for a host as the client wrote it, port included. An exact name goes before `NAME.localhost`, and that before
    /// a wildcard, which stands for one label.
    #[must_use]
    pub(crate) fn find(&self, host: &str) -> Option<AppName> {
        let host = name_of(host);
        if let Some(app) = self.exact.get(host.as_str()) {
            return Some(app.clone());
        }
        if let Some(app) = host.strip_suffix(LOCALHOST).and_then(|name| AppName::parse(name).ok())
            && self.catch_all.is_none()
        {
            return Some(app);
        }
        let parent = host.split_once('.').map(|(_, parent)| parent);
        parent
            .and_then(|parent| self.wildcard.get(parent))
            .or(self.catch_all.as_ref())
            .cloned()
    }
}

/// The name in a `Host`, in lower case, without port and trailing dot.
fn name_of(host: &str) -> String {
    let name = match host.rsplit_once(':') {
        // In `[::1]` the colons belong to the address.
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use rnode_artifact::{AppName, HostPattern};

    use super::RouteTable;

    fn app(name: &str) -> AppName {
        AppName::parse(name).expect("a name")
    }

    fn table() -> RouteTable {
        let mut table = RouteTable::default();
        for (pattern, name) in [
            ("shop.example.org", "shop"),
            ("*.example.org", "wild"),
            ("*.eu.example.org", "eu"),
            ("special.localhost", "shop"),
        ] {
            table
                .insert(&HostPattern::parse(pattern).expect("a pattern"), &app(name))
                .expect("free");
        }
        table
    }

    /// Exact names go before wildcards, a wildcard stands for one label, and ports and case do not matter.
    #[test]
    fn the_closest_pattern_answers() {
        for (host, expected) in [
            ("shop.example.org", Some("shop")),
            ("SHOP.Example.org:8080", Some("shop")),
            ("shop.example.org.", Some("shop")),
            ("a.example.org", Some("wild")),
            ("a.b.example.org", None),
            ("a.eu.example.org", Some("eu")),
            ("example.org", None),
            ("other.localhost", Some("other")),
            ("special.localhost:80", Some("shop")),
            ("bad_name.localhost", None),
            ("[::1]:8080", None),
            ("", None),
        ] {
            assert_eq!(table().find(host), expected.map(app), "{host}");
        }
    }

    /// A host can belong to one app only; the app that has it may insert it again.
    #[test]
    fn a_host_is_not_taken_twice() {
        let mut table = table();
        let pattern = HostPattern::parse("shop.example.org").expect("a pattern");
        assert!(table.insert(&pattern, &app("shop")).is_ok());
        assert_eq!(
            table.insert(&pattern, &app("thief")).map_err(|taken| taken.owner),
            Err(app("shop"))
        );
    }

    /// A server for one app lets it answer everywhere.
    #[test]
    fn a_catch_all_answers_on_every_host() {
        for host in ["x.localhost", "127.0.0.1:8080", "anything", ""] {
            assert_eq!(RouteTable::catch_all(app("one")).find(host), Some(app("one")), "{host}");
        }
    }
}
