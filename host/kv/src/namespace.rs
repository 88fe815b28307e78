//! What one app sees of the store.

use std::fmt;
use std::sync::{Arc, mpsc};

use bytes::Bytes;
use redb::Error;
use rnode_artifact::AppName;

use crate::entry::{Condition, Entry, Page, Put, Usage};
use crate::error::{KvError, Part};
use crate::limits::{KEY_BYTES_MAX, LIST_KEYS_MAX, METADATA_BYTES_MAX, VALUE_BYTES_MAX};
use crate::options::Quota;
use crate::queue::{Done, Work, Write};
use crate::snapshot::Snapshot;
use crate::store::Open;

/// The keys of one app. It keeps the store open.
#[derive(Clone)]
pub struct Namespace {
    open: Arc<Open>,
    app: AppName,
    quota: Quota,
}

impl Namespace {
    pub(crate) fn new(open: Arc<Open>, app: AppName, quota: Quota) -> Self {
        Self { open, app, quota }
    }

    /// The same keys, with a quota other than the store's. It is checked when something is put: what is there stays.
    #[must_use]
    pub fn with_quota(self, quota: Quota) -> Self {
        Self { quota, ..self }
    }

    /// What stands under a key, if it is there and not expired.
    ///
    /// # Errors
    /// [`KvError::InvalidKey`], [`KvError::TooLarge`], or a trouble with the file.
    pub fn get(&self, key: &str) -> Result<Option<Entry>, KvError> {
        check_key(key)?;
        self.read(|snapshot| snapshot.get(key))
    }

    /// The keys that begin with `prefix`, in the order of their bytes: at most `limit`, and at most [`LIST_KEYS_MAX`]; those after `cursor`, which is
    /// the one of the page before.
    ///
    /// Pages are not of one moment: a key that is put or deleted between two of them is in the next if it comes after the cursor. A key
    /// that is there all the time is in exactly one.
    ///
    /// # Errors
    /// [`KvError::TooLarge`] for a prefix or a cursor that is longer than a key, or a trouble with the file.
    pub fn list(&self, prefix: &str, cursor: Option<&str>, limit: usize) -> Result<Page, KvError> {
        for text in [Some(prefix), cursor].into_iter().flatten() {
            check_size(Part::Key, text.len(), KEY_BYTES_MAX)?;
        }
        self.read(|snapshot| snapshot.list(prefix, cursor, limit.clamp(1, LIST_KEYS_MAX)))
    }

    /// What the app has in the store.
    ///
    /// # Errors
    /// A trouble with the file.
    pub fn usage(&self) -> Result<Usage, KvError> {
        self.read(Snapshot::usage)
    }

    /// Puts a value, waits until it is on the disk, and returns its version.
    ///
    /// # Errors
    /// Any [`KvError`]; then nothing is put. After [`KvError::Io`] it may be there or not.
    pub fn put(&self, key: &str, value: impl Into<Bytes>, put: Put) -> Result<u64, KvError> {
        wait(|done| self.put_then(key, value, put, done))
    }

    /// As [`Self::put`], and calls back instead of waiting: `done` is called once, by the thread that writes, so it has to be brief; or at once
    /// when the write is refused.
    pub fn put_then(
        &self,
        key: &str,
        value: impl Into<Bytes>,
        put: Put,
        done: impl FnOnce(Result<u64, KvError>) + Send + 'static,
    ) {
        let value = value.into();
        let metadata_bytes = put.metadata.as_ref().map_or(0, String::len);
        let checked = check_key(key)
            .and_then(|()| check_size(Part::Value, value.len(), VALUE_BYTES_MAX))
            .and_then(|()| check_size(Part::Metadata, metadata_bytes, METADATA_BYTES_MAX));
        if let Err(error) = checked {
            return done(Err(error));
        }
        let work = Work::Put {
            key: key.to_owned(),
            value,
            put,
            quota: self.quota,
        };
        self.write(work, Box::new(done));
    }

    /// Deletes a key, waits until that is on the disk, and returns whether the key was there.
    ///
    /// # Errors
    /// Any [`KvError`] but [`KvError::QuotaExceeded`]; then nothing is deleted. After [`KvError::Io`] it may be there or not.
    pub fn delete(&self, key: &str, condition: Condition) -> Result<bool, KvError> {
        check_key(key)?;
        let key = key.to_owned();
        wait(|done| self.write(Work::Delete { key, condition }, done)).map(|keys| keys > 0)
    }

    /// As [`Self::delete`], and calls back as [`Self::put_then`] does.
    pub fn delete_then(
        &self,
        key: &str,
        condition: Condition,
        done: impl FnOnce(Result<bool, KvError>) + Send + 'static,
    ) {
        if let Err(error) = check_key(key) {
            return done(Err(error));
        }
        let key = key.to_owned();
        let done: Done = Box::new(|result| done(result.map(|keys| keys > 0)));
        self.write(Work::Delete { key, condition }, done);
    }

    /// Deletes all keys of the app at once, and returns when that is on the disk. Their place in the file is given back little by little.
    ///
    /// # Errors
    /// [`KvError::Busy`], or a trouble with the file.
    pub fn remove_all(&self) -> Result<(), KvError> {
        wait(|done| self.write(Work::RemoveAll, done)).map(drop)
    }

    fn read<T>(&self, action: impl FnOnce(&Snapshot) -> Result<T, Error>) -> Result<T, KvError> {
        let disk = &self.open.disk;
        let now = disk.now();
        disk.with(|database| action(&Snapshot::of(database, self.app.as_str(), now)?))
    }

    fn write(&self, work: Work, done: Done) {
        let app = self.app.clone();
        self.open.queue.push(Write { app, work, done });
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Namespace")
            .field("app", &self.app)
            .field("quota", &self.quota)
            .finish_non_exhaustive()
    }
}

/// Waits until a write is done.
fn wait(write: impl FnOnce(Done)) -> Result<u64, KvError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    write(Box::new(move |result| {
        // Whoever waits is there until it is told.
        let _ = sender.send(result);
    }));
    receiver.recv().unwrap_or(Err(KvError::Closed))
}

fn check_key(key: &str) -> Result<(), KvError> {
    if key.is_empty() {
        return Err(KvError::InvalidKey {
            reason: "a key has at least one character",
        });
    }
    if key.contains('\0') {
        return Err(KvError::InvalidKey {
            reason: "a key has no NUL character",
        });
    }
    check_size(Part::Key, key.len(), KEY_BYTES_MAX)
}

fn check_size(part: Part, bytes: usize, max: usize) -> Result<(), KvError> {
    if bytes > max {
        return Err(KvError::TooLarge { part, bytes, max });
    }
    Ok(())
}
