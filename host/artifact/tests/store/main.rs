//! The contract of the artifact store, the same in memory and in a directory.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod activation;
mod bundles;
mod fixture;
mod versions;
