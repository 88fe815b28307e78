//! The pointer of an app: which of its versions is in use.

use object_store::UpdateVersion;
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::layout;
use super::objects::{Objects, Swap};
use crate::app_name::AppName;
use crate::digest::Digest;
use crate::version::VersionNumber;

/// Layout of the JSON this build writes and reads.
const FORMAT: u32 = 1;

/// Largest pointer, in bytes; one has about 130.
const POINTER_BYTES_MAX: usize = 4 * 1024;

/// Which version of an app is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pointer {
    pub(super) version: VersionNumber,
    /// Digest of the version's record. Numbers start again when an app is removed and deployed anew; with the digest,
    /// equal pointers mean equal versions even then.
    pub(super) record: Digest,
}

/// How the pointer is protected against two writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PointerWrites {
    /// By the store, which refuses to replace a pointer that is not as expected.
    CompareAndSwap,
    /// By the lock on the directory and the mutex of the process: there is only one writer.
    Exclusive,
}

impl Pointer {
    /// The pointer of `app`, `None` when none of its versions is in use.
    pub(super) async fn read(objects: &Objects, app: &AppName) -> Result<Option<Self>, StoreError> {
        let path = layout::current(app);
        let Some(object) = objects.read(&path, POINTER_BYTES_MAX).await? else {
            return Ok(None);
        };
        let pointer = Self::from_json(&object);
        pointer.map(Some).map_err(|reason| StoreError::corrupt(&path, reason))
    }

    /// Moves the pointer of `app` here if it still is as `expected`.
    pub(super) async fn write(
        self,
        objects: &Objects,
        app: &AppName,
        writes: PointerWrites,
        expected: Option<UpdateVersion>,
    ) -> Result<(), StoreError> {
        let path = layout::current(app);
        match writes {
            PointerWrites::Exclusive => objects.replace(&path, self.to_json()).await,
            PointerWrites::CompareAndSwap => match objects.swap(&path, self.to_json(), expected).await? {
                Swap::Swapped => Ok(()),
                Swap::Lost => Err(StoreError::Conflict { app: app.clone() }),
            },
        }
    }

    fn from_json(json: &[u8]) -> Result<Self, String> {
        let stored: StoredPointer = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        if stored.format != FORMAT {
            let found = stored.format;
            return Err(format!("it has format {found}, this release reads format {FORMAT}"));
        }
        let version = VersionNumber::new(stored.version).ok_or("version numbers start at 1")?;
        let record = Digest::parse(&stored.record).map_err(|error| error.to_string())?;
        Ok(Self { version, record })
    }

    fn to_json(self) -> Vec<u8> {
        let stored = StoredPointer {
            format: FORMAT,
            version: self.version.get(),
            record: self.record.to_string(),
        };
        serde_json::to_vec(&stored).expect("numbers and texts are always JSON")
    }
}

/// [`Pointer`] as it is written down.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredPointer {
    format: u32,
    version: u64,
    record: String,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use object_store::memory::InMemory;

    use super::*;

    fn pointer(version: u64) -> Pointer {
        let version = VersionNumber::new(version).unwrap();
        Pointer {
            version,
            record: Digest::of(&version.get().to_be_bytes()),
        }
    }

    /// Proves that a pointer is moved only from where the writer saw it, and stays otherwise.
    #[tokio::test]
    async fn lost_swap_changes_nothing() {
        let objects = Objects::new(Arc::new(InMemory::new()));
        let app = AppName::parse("shop").unwrap();
        let path = layout::current(&app);
        let swaps = PointerWrites::CompareAndSwap;
        let absent = objects.update_version(&path).await.unwrap();
        pointer(1).write(&objects, &app, swaps, absent.clone()).await.unwrap();
        let first = objects.update_version(&path).await.unwrap();
        pointer(2).write(&objects, &app, swaps, first.clone()).await.unwrap();
        for stale in [absent, first] {
            let lost = pointer(3).write(&objects, &app, swaps, stale).await;
            assert!(matches!(lost, Err(StoreError::Conflict { .. })), "{lost:?}");
            assert_eq!(Pointer::read(&objects, &app).await.unwrap(), Some(pointer(2)));
        }
        objects.delete(&path).await.unwrap();
        let removed = pointer(3).write(
            &objects,
            &app,
            swaps,
            Some(UpdateVersion {
                e_tag: Some("\"1\"".to_owned()),
                version: None,
            }),
        );
        assert!(matches!(removed.await, Err(StoreError::Conflict { .. })));
    }

    /// Proves that a pointer reads back, and that anything else is refused with a reason.
    #[test]
    fn json() {
        let json = String::from_utf8(pointer(7).to_json()).unwrap();
        assert_eq!(Pointer::from_json(json.as_bytes()), Ok(pointer(7)));
        for (from, to, reason) in [
            ("\"format\":1", "\"format\":2", "format 2"),
            ("\"version\":7", "\"version\":0", "start at 1"),
            ("\"record\":\"", "\"record\":\"0", "a digest is"),
            ("}", "", "EOF"),
            ("\"version\"", "\"versio\"", "versio"),
        ] {
            let error = Pointer::from_json(json.replacen(from, to, 1).as_bytes()).unwrap_err();
            assert!(error.contains(reason), "{to}: {error}");
        }
    }
}
