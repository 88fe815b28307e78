//! Where each object lies, and what a place says about its object.

use object_store::path::Path;

use crate::app_name::AppName;
use crate::digest::Digest;
use crate::version::VersionNumber;

/// Directory of everything that belongs to apps.
pub(super) const APPS: &str = "apps";

/// Directory of the blobs.
pub(super) const BLOBS: &str = "blobs";

pub(super) fn blobs() -> Path {
    Path::from(BLOBS).join("sha256")
}

pub(super) fn blob(digest: &Digest) -> Path {
    blobs().join(digest.to_string())
}

/// The digest that the name of a blob says; `None` for what is no blob.
pub(super) fn blob_digest(path: &Path) -> Option<Digest> {
    Digest::parse(path.filename()?).ok()
}

pub(super) fn apps() -> Path {
    Path::from(APPS)
}

pub(super) fn current(app: &AppName) -> Path {
    apps().join(app.as_str()).join("current.json")
}

pub(super) fn versions(app: &AppName) -> Path {
    apps().join(app.as_str()).join("versions")
}

pub(super) fn version(app: &AppName, number: VersionNumber) -> Path {
    versions(app).join(format!("{number}.json"))
}

/// The number that the name of a version record says; `None` for what is no record.
pub(super) fn version_number(path: &Path) -> Option<VersionNumber> {
    VersionNumber::parse(path.filename()?.strip_suffix(".json")?)
}
