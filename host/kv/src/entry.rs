//! What goes into the store and comes out of it.

use std::time::SystemTime;

use bytes::Bytes;

/// A value and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The value.
    pub value: Bytes,
    /// What was put beside it: a text in JSON, which the store does not look into.
    pub metadata: Option<String>,
    /// The number of the write that made it.
    pub version: u64,
    /// The instant from which on it is not there any more.
    pub expires_at: Option<SystemTime>,
}

/// How a value is put.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Put {
    /// The instant from which on it is not there any more, in milliseconds; what is finer is cut off.
    pub expires_at: Option<SystemTime>,
    /// What is kept beside it: a text in JSON.
    pub metadata: Option<String>,
    /// What must hold for it to be put.
    pub condition: Condition,
}

/// What must hold for a write to happen; checked in the transaction that writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// Nothing.
    #[default]
    Any,
    /// The key is not there.
    Absent,
    /// The key is there, at this version.
    Version(u64),
}

impl Condition {
    /// Whether it holds for a key at `version`, or for one that is not there.
    pub(crate) fn holds(self, version: Option<u64>) -> bool {
        match self {
            Self::Any => true,
            Self::Absent => version.is_none(),
            Self::Version(expected) => version == Some(expected),
        }
    }
}

/// A part of the keys of an app, in the order of their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The keys: fewer than were asked for when many in between have expired.
    pub keys: Vec<KeyInfo>,
    /// Where the next page starts; `None` when this was the last.
    pub cursor: Option<String>,
}

/// A key and what is known of it, without its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// The key.
    pub name: String,
    /// The instant from which on it is not there any more.
    pub expires_at: Option<SystemTime>,
    /// What was put beside the value.
    pub metadata: Option<String>,
    /// The number of the write that made it.
    pub version: u64,
}

/// What an app has in the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Its keys, with those that have expired and are not yet swept.
    pub keys: u64,
    /// Bytes of these keys, their values and their metadata.
    pub bytes: u64,
}

impl Usage {
    /// What is left when an entry of so many bytes goes.
    pub(crate) fn without(self, bytes: u64) -> Self {
        Self {
            keys: self.keys.saturating_sub(1),
            bytes: self.bytes.saturating_sub(bytes),
        }
    }
}
