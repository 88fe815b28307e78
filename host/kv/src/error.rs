//! Why the store cannot do what it is asked.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Why the store cannot do what it is asked.
///
/// The first group is for the app, in words that name the limit; [`Self::is_of_app`] tells it from the second, which is for the operator.
#[derive(Clone, Debug, thiserror::Error)]
pub enum KvError {
    /// The write would go over the quota of the app.
    #[error("the app's key-value store is full: its quota is {max} {resource}")]
    QuotaExceeded {
        /// What has run out.
        resource: Resource,
        /// How much of it there is.
        max: u64,
    },
    /// The condition of the write does not hold.
    #[error("{}", match version {
        Some(version) => format!("the key is at version {version}, which is not the condition of the write"),
        None => String::from("the key is not there, which is not the condition of the write"),
    })]
    Conflict {
        /// The version that the key has instead; `None` when it is not there.
        version: Option<u64>,
    },
    /// A part of an entry is over its limit.
    #[error("the {part} has {bytes} bytes: at most {max} are allowed")]
    TooLarge {
        /// Which part.
        part: Part,
        /// How many bytes it has.
        bytes: usize,
        /// How many it may have.
        max: usize,
    },
    /// A key or a prefix that no entry can have.
    #[error("{reason}")]
    InvalidKey {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Too many writes are waiting, of this app or of all of them; try again later.
    #[error("too many writes to the key-value store are waiting; try again later")]
    Busy,
    /// The file is no store, or not what was written to it.
    #[error("the key-value store `{}` is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Another process, or this one, has the file open.
    #[error("the key-value store `{}` is in use by another server", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The disk refuses, or is full.
    #[error("the key-value store `{}` cannot be read or written", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Arc<io::Error>,
    },
    /// The store was closed while the write waited.
    #[error("the key-value store is closed")]
    Closed,
}

/// What a quota counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Keys, expired ones that are not yet swept included.
    Keys,
    /// Bytes of keys, values and metadata.
    Bytes,
}

impl std::fmt::Display for Resource {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Keys => "keys",
            Self::Bytes => "bytes",
        })
    }
}

/// A part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its name.
    Key,
    /// Its value.
    Value,
    /// Its metadata, as JSON.
    Metadata,
}

impl std::fmt::Display for Part {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Key => "key",
            Self::Value => "value",
            Self::Metadata => "metadata",
        })
    }
}

impl KvError {
    /// Whether it is the app that asks for something it cannot have; if not, the server or its disk has a trouble that an app need not know.
    #[must_use]
    pub fn is_of_app(&self) -> bool {
        match self {
            Self::QuotaExceeded { .. }
            | Self::Conflict { .. }
            | Self::TooLarge { .. }
            | Self::InvalidKey { .. }
            | Self::Busy => true,
            Self::Damaged { .. } | Self::InUse { .. } | Self::Io { .. } | Self::Closed => false,
        }
    }
}
