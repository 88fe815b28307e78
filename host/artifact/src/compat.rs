//! Which Express an app gets.

use serde::{Deserialize, Serialize};

/// What an app's import of `express` leads to; `compat` in `rnode.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compat {
    /// The SDK of this program, made for the sandbox: routes are found outside the interpreter, and requests cost a fraction.
    #[default]
    Sdk,
    /// The package `express` that is installed beside the app, bundled as it is.
    Express,
}

impl Compat {
    /// Reads the word used in `rnode.toml`; `None` for any other.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "sdk" => Some(Self::Sdk),
            "express" => Some(Self::Express),
            _ => None,
        }
    }
}
