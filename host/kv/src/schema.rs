//! What lies in the file: six tables, and how their rows are read.
//!
//! An app's data hangs on a number, its *space*, not on its name: removing an app forgets the number at once, and what hung on it is cleared
//! away in slices. Values lie apart from what is known of them, so that a list does not read them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redb::TableDefinition;

use crate::entry::Usage;

/// The space of each app, by its name.
pub(crate) const APPS: TableDefinition<'_, &str, u64> = TableDefinition::new("apps");

/// By space: the version written last, keys, bytes.
pub(crate) const SPACES: TableDefinition<'_, u64, (u64, u64, u64)> = TableDefinition::new("spaces");

/// By space and key: version, instant of expiry in milliseconds ([`NEVER`] if there is none), bytes of the value, metadata (empty if there is none).
pub(crate) const ENTRIES: TableDefinition<'_, (u64, &str), (u64, u64, u64, &str)> = TableDefinition::new("entries");

/// The values, by space and version.
pub(crate) const VALUES: TableDefinition<'_, (u64, u64), &[u8]> = TableDefinition::new("values");

/// By instant of expiry, space and version: the key.
pub(crate) const EXPIRIES: TableDefinition<'_, (u64, u64, u64), &str> = TableDefinition::new("expiries");

/// Spaces that no app has any more and that are still to be cleared.
pub(crate) const DROPPED: TableDefinition<'_, u64, ()> = TableDefinition::new("dropped");

/// How many tables there are.
pub(crate) const TABLES: usize = 6;

/// The instant of expiry of what does not expire.
pub(crate) const NEVER: u64 = u64::MAX;

/// What is known of an entry, apart from its metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) version: u64,
    /// In milliseconds.
    pub(crate) expires: u64,
    /// What key, value and metadata count for.
    pub(crate) bytes: u64,
}

impl Row {
    pub(crate) fn new(key: &str, (version, expires, value_bytes, metadata): (u64, u64, u64, &str)) -> Self {
        Self {
            version,
            expires,
            bytes: bytes_of(key, value_bytes, metadata),
        }
    }

    /// Whether it is to be seen at the instant `now`, in milliseconds.
    pub(crate) fn is_live(self, now: u64) -> bool {
        self.expires == NEVER || now < self.expires
    }
}

/// What an entry counts for in the usage of its app.
pub(crate) fn bytes_of(key: &str, value_bytes: u64, metadata: &str) -> u64 {
    (key.len() + metadata.len()) as u64 + value_bytes
}

/// A space and how much is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Space {
    /// The version written last.
    pub(crate) version: u64,
    pub(crate) usage: Usage,
}

impl Space {
    pub(crate) fn from_row((version, keys, bytes): (u64, u64, u64)) -> Self {
        Self {
            version,
            usage: Usage { keys, bytes },
        }
    }

    pub(crate) fn to_row(self) -> (u64, u64, u64) {
        (self.version, self.usage.keys, self.usage.bytes)
    }
}

/// An instant in milliseconds since 1970; what lies before it is its beginning.
pub(crate) fn millis(instant: SystemTime) -> u64 {
    let since = instant.duration_since(UNIX_EPOCH).unwrap_or_default();
    // Half a billion years: enough, and never what stands for no end.
    u64::try_from(since.as_millis()).unwrap_or(NEVER).min(NEVER - 1)
}

/// The instant that a row expires at.
pub(crate) fn instant(expires: u64) -> Option<SystemTime> {
    match expires {
        NEVER => None,
        millis => UNIX_EPOCH.checked_add(Duration::from_millis(millis)),
    }
}
