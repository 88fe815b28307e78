//! The admin API's texts: what goes over its wire, for the server and for the command line that talks to it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnosis::Diagnosis;

/// What a deploy says of itself. In the request it is the first line of the body; the bundle's bytes follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeployRequest {
    /// Host patterns; absent keeps those of the version in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hosts: Option<Vec<String>>,
    /// Values to add to those of the version in use.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Names to take away from them.
    #[serde(default)]
    pub unset_env: Vec<String>,
}

/// Which version to go back to; absent means the one before the version in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollbackRequest {
    /// The number.
    #[serde(default)]
    pub version: Option<u64>,
}

/// A version that answers now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActivatedReply {
    /// The app.
    pub app: String,
    /// The version.
    pub version: u64,
    /// Digest of its bundle.
    pub bundle: String,
    /// Where it answers.
    pub urls: Vec<String>,
    /// How long evaluating and freezing took, in milliseconds.
    pub evaluate_ms: f64,
    /// How long compiling took, in milliseconds.
    pub compile_ms: f64,
    /// How long the server took in all, in milliseconds.
    pub total_ms: f64,
    /// Whether the compiled app was there already.
    pub cached: bool,
}

/// One app of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppReply {
    /// Its name.
    pub app: String,
    /// The version in use.
    pub version: u64,
    /// Where it answers.
    pub urls: Vec<String>,
    /// When the version was made, in seconds since 1970.
    pub created_at: u64,
}

/// One version of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionReply {
    /// Its number.
    pub version: u64,
    /// Whether it is in use.
    pub current: bool,
    /// Digest of its bundle.
    pub bundle: String,
    /// When it was made, in seconds since 1970.
    pub created_at: u64,
}

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorReply {
    /// What is wrong, and what to do about it.
    pub error: Diagnosis,
}
