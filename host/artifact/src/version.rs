//! A version: one immutable revision of an app.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use crate::app_name::{AppName, InvalidAppName};
use crate::digest::{Digest, InvalidDigest};
use crate::env::{Env, InvalidEnv};
use crate::host_pattern::{HOSTS_MAX, HostPattern, InvalidHostPattern};
use crate::limits::LimitsRequest;

/// Layout of the JSON this build writes and reads.
const FORMAT: u32 = 1;

/// The number of a version, from 1 upwards within its app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionNumber(NonZeroU64);

/// One immutable revision of an app: which bundle, on which hosts, with which environment and limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRecord {
    /// The app.
    pub app: AppName,
    /// Its number within the app.
    pub number: VersionNumber,
    /// The blob that holds its [`Bundle`](crate::Bundle).
    pub bundle: Digest,
    /// Hosts it answers on, besides the app's default host.
    pub hosts: Vec<HostPattern>,
    /// What it reads as `process.env`; can hold secrets.
    pub env: Env,
    /// The limits it asks for.
    pub limits: LimitsRequest,
    /// When it was created, in seconds since 1970-01-01T00:00Z.
    pub created_at: u64,
}

/// A version that has no number yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionDraft {
    /// The app.
    pub app: AppName,
    /// The blob that holds its [`Bundle`](crate::Bundle).
    pub bundle: Digest,
    /// Hosts it answers on, besides the app's default host; at most [`HOSTS_MAX`].
    pub hosts: Vec<HostPattern>,
    /// What it reads as `process.env`.
    pub env: Env,
    /// The limits it asks for.
    pub limits: LimitsRequest,
}

/// A text that is no [`VersionRecord`].
#[derive(Debug, thiserror::Error)]
pub enum InvalidVersionRecord {
    /// Not JSON of the expected form.
    #[error("not a version record: {0}")]
    Json(#[from] serde_json::Error),
    /// Written by another release.
    #[error("version record of format {found}, this release reads format {FORMAT}")]
    Format {
        /// What the record says.
        found: u32,
    },
    /// Version numbers start at 1.
    #[error("version number 0")]
    Number,
    /// The name is none.
    #[error(transparent)]
    App(#[from] InvalidAppName),
    /// The digest is none.
    #[error(transparent)]
    Bundle(#[from] InvalidDigest),
    /// A host is none.
    #[error(transparent)]
    Host(#[from] InvalidHostPattern),
    /// More than [`HOSTS_MAX`] hosts.
    #[error("{hosts} hosts are too many: the limit is {HOSTS_MAX}")]
    TooManyHosts {
        /// How many there are.
        hosts: usize,
    },
    /// The environment breaks a limit.
    #[error(transparent)]
    Env(#[from] InvalidEnv),
}

impl VersionNumber {
    /// The number of an app's first version.
    pub const FIRST: Self = Self(NonZeroU64::MIN);

    /// Takes `number` unless it is 0.
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        NonZeroU64::new(number).map(Self)
    }

    /// Reads the form that `Display` writes: decimal, without sign or leading zeros.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = Self::new(text.parse().ok()?)?;
        // One text for each number, so that no two files mean the same version.
        (number.to_string() == text).then_some(number)
    }

    /// The number itself, at least 1.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0.get()
    }

    /// The number after this one; `None` after the last.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.0.checked_add(1).map(Self)
    }
}

impl fmt::Display for VersionNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl VersionRecord {
    /// Gives `draft` its number and time.
    #[must_use]
    pub fn new(draft: VersionDraft, number: VersionNumber, created_at: u64) -> Self {
        let VersionDraft {
            app,
            bundle,
            hosts,
            env,
            limits,
        } = draft;
        Self {
            app,
            number,
            bundle,
            hosts,
            env,
            limits,
            created_at,
        }
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`InvalidVersionRecord`] for anything that is not a record in every part.
    pub fn from_json(json: &[u8]) -> Result<Self, InvalidVersionRecord> {
        let stored: StoredVersion = serde_json::from_slice(json)?;
        if stored.format != FORMAT {
            return Err(InvalidVersionRecord::Format { found: stored.format });
        }
        if stored.hosts.len() > HOSTS_MAX {
            return Err(InvalidVersionRecord::TooManyHosts {
                hosts: stored.hosts.len(),
            });
        }
        Ok(Self {
            app: AppName::parse(&stored.app)?,
            number: VersionNumber::new(stored.number).ok_or(InvalidVersionRecord::Number)?,
            bundle: Digest::parse(&stored.bundle)?,
            hosts: stored
                .hosts
                .iter()
                .map(|host| HostPattern::parse(host))
                .collect::<Result<_, _>>()?,
            env: Env::new(stored.env)?,
            limits: stored.limits,
            created_at: stored.created_at,
        })
    }

    /// The record as JSON; equal records give equal bytes.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let stored = StoredVersion {
            format: FORMAT,
            app: self.app.to_string(),
            number: self.number.get(),
            bundle: self.bundle.to_string(),
            hosts: self.hosts.iter().map(HostPattern::to_string).collect(),
            env: self.env.clone().into_values(),
            limits: self.limits,
            created_at: self.created_at,
        };
        serde_json::to_vec_pretty(&stored).expect("numbers and maps with text keys are always JSON")
    }
}

/// [`VersionRecord`] as it is written down.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredVersion {
    format: u32,
    app: String,
    number: u64,
    bundle: String,
    hosts: Vec<String>,
    env: BTreeMap<String, String>,
    limits: LimitsRequest,
    created_at: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> VersionRecord {
        VersionRecord {
            app: AppName::parse("shop").unwrap(),
            number: VersionNumber::new(7).unwrap(),
            bundle: Digest::of(b"bundle"),
            hosts: vec![HostPattern::parse("*.example.org").unwrap()],
            env: Env::new(BTreeMap::from([("KEY".to_owned(), "välue\n".to_owned())])).unwrap(),
            limits: LimitsRequest {
                cpu_ms: Some(20),
                ..LimitsRequest::default()
            },
            created_at: 1_800_000_000,
        }
    }

    /// Proves that a record survives being written and read, byte for byte the second time.
    #[test]
    fn round_trip() {
        let json = record().to_json();
        let read = VersionRecord::from_json(&json).unwrap();
        assert_eq!(read, record());
        assert_eq!(read.to_json(), json);
    }

    /// Proves that a record with any malformed part is refused with a reason.
    #[test]
    fn refusals() {
        let json = String::from_utf8(record().to_json()).unwrap();
        for (from, to, reason) in [
            (
                "\"format\": 1",
                "\"format\": 2",
                "format 2, this release reads format 1",
            ),
            ("\"number\": 7", "\"number\": 0", "version number 0"),
            ("\"number\": 7", "\"number\": -7", "not a version record"),
            ("\"shop\"", "\"../shop\"", "cannot be the name"),
            ("\"*.example.org\"", "\"*.example.org:80\"", "port"),
            ("\"KEY\"", "\"K=Y\"", "environment"),
            ("\"cpu_ms\"", "\"cpu_s\"", "cpu_s"),
            ("\"created_at\"", "\"create_at\"", "create_at"),
            ("\"bundle\": \"", "\"bundle\": \"0", "a digest is"),
            ("{", "", "not a version record"),
        ] {
            let damaged = json.replacen(from, to, 1);
            assert_ne!(damaged, json, "{from}");
            let error = VersionRecord::from_json(damaged.as_bytes()).unwrap_err();
            assert!(error.to_string().contains(reason), "{to}: {error}");
        }
        let hosts = format!("\"a.example\"{}", ",\"a.example\"".repeat(HOSTS_MAX));
        let crowded = json.replacen("\"*.example.org\"", &hosts, 1);
        let error = VersionRecord::from_json(crowded.as_bytes()).unwrap_err();
        assert!(
            matches!(error, InvalidVersionRecord::TooManyHosts { hosts: 101 }),
            "{error}"
        );
    }

    /// Proves that a version number has exactly one text.
    #[test]
    fn numbers() {
        for (text, number) in [
            ("1", Some(1)),
            ("18446744073709551615", Some(u64::MAX)),
            ("0", None),
            ("01", None),
            ("+1", None),
            ("-1", None),
            ("", None),
            ("18446744073709551616", None),
        ] {
            assert_eq!(VersionNumber::parse(text).map(VersionNumber::get), number, "{text:?}");
        }
        assert_eq!(VersionNumber::FIRST.next(), VersionNumber::new(2));
        assert_eq!(VersionNumber::new(u64::MAX).and_then(VersionNumber::next), None);
    }
}
