//! The contract of the artifact store, the same in memory and in a directory.

mod activation;
mod bundles;
mod fixture;
mod versions;
