//! Who writes the page for a request that the app did not deal with.

use serde::{Deserialize, Serialize};

/// Who writes the page when no handler answers or a handler throws; `errors` in `rnode.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ErrorPages {
    /// The host's page: negotiated format, request id, code frame in development.
    #[default]
    Host,
    /// What Express 5 with `finalhandler` would have sent, byte for byte.
    Express,
}

impl ErrorPages {
    /// Reads the word used in `rnode.toml`; `None` for any other.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "host" => Some(Self::Host),
            "express" => Some(Self::Express),
            _ => None,
        }
    }

    /// The word used in `rnode.toml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Express => "express",
        }
    }
}
