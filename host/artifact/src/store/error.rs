//! Why the store cannot do what it is asked.

use std::io;
use std::path::PathBuf;

use object_store::path::Path;

use crate::app_name::AppName;
use crate::bundle::BundleTooLarge;
use crate::digest::Digest;
use crate::host_pattern::HOSTS_MAX;
use crate::version::VersionNumber;

/// Why the store cannot do what it is asked. The texts are for the operator and the deploying developer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The directory cannot be created, locked or read.
    #[error("the directory `{}` cannot be used", path.display())]
    Directory {
        /// The directory or the file in it.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another process holds the directory.
    #[error("the directory `{}` is in use by another server", path.display())]
    DirectoryInUse {
        /// The directory.
        path: PathBuf,
    },
    /// Nothing is known of this app.
    #[error("there is no app `{app}`")]
    AppNotFound {
        /// Its name.
        app: AppName,
    },
    /// The app has no version of this number.
    #[error("there is no version {number} of app `{app}`")]
    VersionNotFound {
        /// The app.
        app: AppName,
        /// The number.
        number: VersionNumber,
    },
    /// No bundle of this digest is stored.
    #[error("there is no bundle {digest}")]
    BundleNotFound {
        /// The digest.
        digest: Digest,
    },
    /// A stored object is not what it must be.
    #[error("`{file}` is damaged: {reason}")]
    Corrupt {
        /// The object, as a path within the store.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The bundle is too large to be stored.
    #[error(transparent)]
    Bundle(#[from] BundleTooLarge),
    /// A draft with more than [`HOSTS_MAX`] hosts.
    #[error("{hosts} hosts are too many: the limit is {HOSTS_MAX}")]
    TooManyHosts {
        /// How many there are.
        hosts: usize,
    },
    /// Another process moved the pointer of this app at the same moment.
    #[error("another version of app `{app}` was activated at the same moment")]
    Conflict {
        /// The app.
        app: AppName,
    },
    /// Other processes took every version number that was tried.
    #[error("no free version number was found for app `{app}`: too many deploys at once")]
    NumbersContended {
        /// The app.
        app: AppName,
    },
    /// The store is away, full, or refuses.
    #[error("the artifact store failed")]
    Objects(#[from] object_store::Error),
}

impl StoreError {
    pub(super) fn corrupt(file: &Path, reason: impl Into<String>) -> Self {
        Self::Corrupt {
            file: file.to_string(),
            reason: reason.into(),
        }
    }
}
