//! The commands, one a file.

pub(crate) mod apps;
pub(crate) mod build;
pub(crate) mod deploy;
pub(crate) mod dev;
pub(crate) mod serve;
