//! What an app is made of before it ran.

use rnode_artifact::{AppFiles, Env, ErrorPages};

/// What an app is made of before it ran.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name of the bundle, as it stands in stack traces.
    pub name: &'a str,
    /// One ES module.
    pub source: &'a str,
    /// The environment its top level and its requests see.
    pub env: &'a Env,
    /// What `NODE_ENV` and the SDK are told.
    pub mode: Mode,
    /// Who renders what no handler of the app dealt with.
    pub error_pages: ErrorPages,
    /// The files it can read, at its top level and in requests.
    pub files: &'a AppFiles,
}

/// Whether an app runs for its users or for its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For its users: nothing of an error is shown.
    Production,
    /// For its author.
    Development,
}
