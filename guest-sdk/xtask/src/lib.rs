//! Building the guest runtime, and knowing whether the built one still belongs to its sources.

mod packages;
pub mod record;
pub mod runtime;
mod wasi;

use std::path::PathBuf;

/// The folder of the whole project.
#[must_use]
pub fn project_dir() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
