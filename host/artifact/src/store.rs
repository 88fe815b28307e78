//! The artifact store: bundles by digest, version records, and for each app one pointer to the version in use.
//!
//! ```text
//! blobs/sha256/<digest>          a bundle; its name says what it must hold
//! apps/<app>/versions/<n>.json   a version record; written once
//! apps/<app>/current.json        the pointer; the only object that changes
//! ```
//!
//! A process can be killed between any two of these writes. Each write is atomic, a record is written after its
//! bundle and the pointer after its record, so the pointer names a complete version at every moment. What a killed
//! process leaves behind is unreachable, and collected later.

mod directory;
mod error;
mod garbage;
mod layout;
mod objects;
mod pointer;

use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use tokio::sync::Mutex;

use crate::app_name::AppName;
use crate::bundle::Bundle;
use crate::digest::Digest;
use crate::host_pattern::HOSTS_MAX;
use crate::limits::BUNDLE_BYTES_MAX;
use crate::version::{VersionDraft, VersionNumber, VersionRecord};

pub use error::StoreError;
pub use garbage::GARBAGE_AGE_MIN;

use directory::DirectoryLock;
use objects::{Creation, Objects};
use pointer::{Pointer, PointerWrites};

/// Versions kept of each app; creating one more removes the oldest that is not in use. Cloudflare keeps as many.
pub const VERSIONS_KEPT_MAX: usize = 100;

/// Largest version record, in bytes: the largest environment with every character escaped, the longest hosts, and room.
pub const RECORD_BYTES_MAX: usize = 4 * 1024 * 1024;

/// How many numbers are tried for a new version. Each one taken means that another server was faster just then.
const NUMBER_ATTEMPTS_MAX: usize = 16;

/// How often the pointer is followed again when its record goes away in between, as it does while an app is removed.
const FOLLOW_ATTEMPTS_MAX: usize = 3;

/// Apps looked at in parallel when all are listed; hides the latency of a remote store without a burst of requests.
const APPS_READ_AT_ONCE: usize = 16;

// The largest environment: six bytes of JSON for a byte of a value or a name.
const _: () = assert!(
    RECORD_BYTES_MAX
        > 6 * crate::env::ENV_VALUES_MAX * (crate::env::ENV_VALUE_BYTES_MAX + crate::env::ENV_NAME_BYTES_MAX)
            + HOSTS_MAX * 512
);

/// Where apps are kept. One value is shared by everything in a process.
///
/// Writes of one process follow each other; readers never wait.
#[derive(Debug)]
pub struct ArtifactStore {
    objects: Objects,
    pointer_writes: PointerWrites,
    /// Held by each operation that writes, from its first look to its last write.
    writing: Mutex<()>,
    /// Keeps other processes out of the directory for as long as this value lives.
    _lock: Option<DirectoryLock>,
}

/// An app in the store.
#[derive(Debug)]
pub struct AppEntry {
    /// Its name.
    pub app: AppName,
    /// The version in use, `None` when none is. An error concerns this app alone.
    pub current: Result<Option<VersionRecord>, StoreError>,
}

impl ArtifactStore {
    /// Opens the directory at `path` for this process alone, and creates it (mode 0700) when it does not exist.
    ///
    /// Blocks on the file system; meant for the start of a program. Clears away half-written files.
    ///
    /// # Errors
    /// [`StoreError::DirectoryInUse`] when another process has it open, [`StoreError::Directory`] when it cannot be
    /// created or read.
    pub fn open_directory(path: &FilePath) -> Result<Self, StoreError> {
        let lock = DirectoryLock::acquire(path)?;
        directory::clear_leftovers(path)?;
        let objects = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self {
            objects: Objects::new(Arc::new(objects)),
            pointer_writes: PointerWrites::Exclusive,
            writing: Mutex::new(()),
            _lock: Some(lock),
        })
    }

    /// A store that other processes write to as well, for example an S3-compatible bucket.
    ///
    /// `objects` must support conditional writes: `PutMode::Create` and `PutMode::Update`.
    #[must_use]
    pub fn shared(objects: Arc<dyn ObjectStore>) -> Self {
        Self {
            objects: Objects::new(objects),
            pointer_writes: PointerWrites::CompareAndSwap,
            writing: Mutex::new(()),
            _lock: None,
        }
    }

    /// A store that is gone with this value.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::shared(Arc::new(InMemory::new()))
    }

    /// Stores `bundle` under its digest.
    ///
    /// # Errors
    /// [`StoreError::Bundle`] when it is too large, [`StoreError::Objects`] when the store cannot be written.
    pub async fn put_bundle(&self, bundle: &Bundle) -> Result<Digest, StoreError> {
        let bytes = bundle.to_bytes()?;
        let digest = Digest::of(&bytes);
        let _writing = self.writing.lock().await;
        // Written also when it is there: the bytes are the same, a damaged blob is mended, and its age starts again, so
        // that it is no garbage before a version names it.
        self.objects.replace(&layout::blob(&digest), bytes).await?;
        Ok(digest)
    }

    /// The bundle with this digest, verified.
    ///
    /// # Errors
    /// [`StoreError::BundleNotFound`], or [`StoreError::Corrupt`] when the blob is not what its name says.
    pub async fn bundle(&self, digest: &Digest) -> Result<Bundle, StoreError> {
        let path = layout::blob(digest);
        let object = self.objects.read(&path, BUNDLE_BYTES_MAX).await?;
        let object = object.ok_or(StoreError::BundleNotFound { digest: *digest })?;
        if Digest::of(&object) != *digest {
            return Err(StoreError::corrupt(
                &path,
                "its content does not have the digest it is named by",
            ));
        }
        Bundle::from_bytes(&object).map_err(|error| StoreError::corrupt(&path, error.to_string()))
    }

    /// Writes down a new version with the next free number, without putting it to use.
    ///
    /// Removes the oldest versions beyond [`VERSIONS_KEPT_MAX`], never the one in use.
    ///
    /// # Errors
    /// [`StoreError::BundleNotFound`] when the draft's bundle was not stored, [`StoreError::TooManyHosts`],
    /// [`StoreError::NumbersContended`] when other writers took every number that was tried.
    pub async fn create_version(&self, draft: VersionDraft) -> Result<VersionRecord, StoreError> {
        if draft.hosts.len() > HOSTS_MAX {
            return Err(StoreError::TooManyHosts {
                hosts: draft.hosts.len(),
            });
        }
        let _writing = self.writing.lock().await;
        if !self.objects.exists(&layout::blob(&draft.bundle)).await? {
            return Err(StoreError::BundleNotFound { digest: draft.bundle });
        }
        let mut record = VersionRecord::new(draft, VersionNumber::FIRST, unix_seconds());
        for _ in 0..NUMBER_ATTEMPTS_MAX {
            let mut numbers = self.numbers(&record.app).await?;
            let next = numbers.last().map_or(Some(VersionNumber::FIRST), |last| last.next());
            let Some(number) = next else { break };
            record.number = number;
            let path = layout::version(&record.app, number);
            if self.objects.create(&path, record.to_json()).await? == Creation::Created {
                numbers.push(number);
                self.remove_oldest(&record.app, &numbers).await;
                return Ok(record);
            }
        }
        Err(StoreError::NumbersContended { app: record.app })
    }

    /// One version of an app.
    ///
    /// # Errors
    /// [`StoreError::VersionNotFound`], or [`StoreError::Corrupt`] when its record cannot be read.
    pub async fn version(&self, app: &AppName, number: VersionNumber) -> Result<VersionRecord, StoreError> {
        let (record, _) = self.record(app, number).await?;
        Ok(record)
    }

    /// All versions of an app, oldest first; empty when there is no such app.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when one of the records cannot be read.
    pub async fn versions(&self, app: &AppName) -> Result<Vec<VersionRecord>, StoreError> {
        let mut versions = Vec::new();
        for number in self.numbers(app).await? {
            match self.version(app, number).await {
                Ok(record) => versions.push(record),
                // Removed since the numbers were listed.
                Err(StoreError::VersionNotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(versions)
    }

    /// Puts a version to use, after reading its bundle to the end. Also mends a damaged pointer.
    ///
    /// # Errors
    /// [`StoreError::VersionNotFound`], [`StoreError::BundleNotFound`], [`StoreError::Corrupt`], or
    /// [`StoreError::Conflict`] when another process activated a version of this app at the same moment. In every
    /// case the version in use is as before.
    pub async fn activate(&self, app: &AppName, number: VersionNumber) -> Result<VersionRecord, StoreError> {
        let _writing = self.writing.lock().await;
        // Looked at first, so that a pointer moved while the version is checked is noticed.
        let expected = self.objects.update_version(&layout::current(app)).await?;
        let (record, record_digest) = self.record(app, number).await?;
        self.bundle(&record.bundle).await?;
        let pointer = Pointer {
            version: number,
            record: record_digest,
        };
        pointer.write(&self.objects, app, self.pointer_writes, expected).await?;
        Ok(record)
    }

    /// The version in use; `None` when there is no such app or none of its versions is in use.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the pointer or its record cannot be read.
    pub async fn current(&self, app: &AppName) -> Result<Option<VersionRecord>, StoreError> {
        let mut fault = "";
        for _ in 0..FOLLOW_ATTEMPTS_MAX {
            let Some(pointer) = Pointer::read(&self.objects, app).await? else {
                return Ok(None);
            };
            fault = match self.record(app, pointer.version).await {
                Ok((record, digest)) if digest == pointer.record => return Ok(Some(record)),
                Ok(_) => "the record it names is not the one that was activated",
                Err(StoreError::VersionNotFound { .. }) => "the version it names is missing",
                Err(error) => return Err(error),
            };
        }
        Err(StoreError::corrupt(&layout::current(app), fault))
    }

    /// All apps in the order of their names, each with the version in use.
    ///
    /// # Errors
    /// [`StoreError::Objects`] when the apps cannot be listed; what is wrong with one app is in its entry.
    pub async fn apps(&self) -> Result<Vec<AppEntry>, StoreError> {
        let mut names = self.app_names().await?;
        names.sort();
        let entries = stream::iter(names)
            .map(|app| async move {
                let current = self.current(&app).await;
                // What a removed app leaves in a file system is its empty directory.
                let is_app = !matches!(current, Ok(None)) || !self.numbers(&app).await?.is_empty();
                Ok::<_, StoreError>(is_app.then_some(AppEntry { app, current }))
            })
            .buffered(APPS_READ_AT_ONCE)
            .try_collect::<Vec<_>>()
            .await?;
        Ok(entries.into_iter().flatten().collect())
    }

    /// Removes an app with all its versions. Their bundles are garbage from then on.
    ///
    /// # Errors
    /// [`StoreError::AppNotFound`] when there is nothing of it, [`StoreError::Objects`] when the store fails on the
    /// way; the app is out of use then, and removing can be repeated.
    pub async fn remove(&self, app: &AppName) -> Result<(), StoreError> {
        let _writing = self.writing.lock().await;
        let numbers = self.numbers(app).await?;
        let current = layout::current(app);
        if numbers.is_empty() && !self.objects.exists(&current).await? {
            return Err(StoreError::AppNotFound { app: app.clone() });
        }
        // The pointer first: whatever happens then, no request meets an app with half its versions.
        self.objects.delete(&current).await?;
        for number in numbers {
            self.objects.delete(&layout::version(app, number)).await?;
        }
        Ok(())
    }

    /// Reads a record and checks that it is about the version it is filed under.
    async fn record(&self, app: &AppName, number: VersionNumber) -> Result<(VersionRecord, Digest), StoreError> {
        let path = layout::version(app, number);
        let object = self.objects.read(&path, RECORD_BYTES_MAX).await?;
        let object = object.ok_or_else(|| StoreError::VersionNotFound {
            app: app.clone(),
            number,
        })?;
        let record =
            VersionRecord::from_json(&object).map_err(|error| StoreError::corrupt(&path, error.to_string()))?;
        if record.app != *app || record.number != number {
            let reason = format!("it is about version {} of `{}`", record.number, record.app);
            return Err(StoreError::corrupt(&path, reason));
        }
        Ok((record, Digest::of(&object)))
    }

    /// The numbers of an app's versions, lowest first.
    async fn numbers(&self, app: &AppName) -> Result<Vec<VersionNumber>, StoreError> {
        let objects = self.objects.list(&layout::versions(app)).await?;
        let mut numbers: Vec<_> = objects
            .iter()
            .filter_map(|object| layout::version_number(&object.location))
            .collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    async fn app_names(&self) -> Result<Vec<AppName>, StoreError> {
        let names = self.objects.directories(&layout::apps()).await?;
        // What has no valid name was not written by this program, and is none of its business.
        Ok(names.iter().filter_map(|name| AppName::parse(name).ok()).collect())
    }

    /// Removes the versions beyond the limit as far as possible; what stays is tried again at the next version.
    async fn remove_oldest(&self, app: &AppName, numbers: &[VersionNumber]) {
        let surplus = numbers.len().saturating_sub(VERSIONS_KEPT_MAX);
        if surplus == 0 {
            return;
        }
        // Which one is in use must be known. Behind an unreadable pointer it could be any.
        let Ok(pointer) = Pointer::read(&self.objects, app).await else {
            return;
        };
        let in_use = pointer.map(|pointer| pointer.version);
        let oldest = numbers.iter().filter(|number| Some(**number) != in_use).take(surplus);
        for number in oldest {
            if self.objects.delete(&layout::version(app, *number)).await.is_err() {
                return;
            }
        }
    }
}

fn unix_seconds() -> u64 {
    // A clock before 1970 is broken; the time of a version is for people, not for decisions.
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs())
}
