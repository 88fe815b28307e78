//! Whether the host compresses what an app answers.

use serde::{Deserialize, Serialize};

/// Who compresses; `compress` in `rnode.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
    /// Answers leave as the app gives them, as in Express.
    #[default]
    Off,
    /// The host compresses what is worth it, in a coding that the client takes.
    Negotiated,
}

impl From<bool> for Compression {
    fn from(is_on: bool) -> Self {
        if is_on { Self::Negotiated } else { Self::Off }
    }
}
