//! Garbage: bundles that no version names.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use super::error::StoreError;
use super::{ArtifactStore, layout};

/// How old a bundle must be to be garbage: a deploy stores it moments before it writes the version that names it.
pub const GARBAGE_AGE_MIN: Duration = Duration::from_secs(60);

impl ArtifactStore {
    /// Removes bundles that no version names and that are older at `now` than [`GARBAGE_AGE_MIN`]; says how many.
    ///
    /// Deploys of this process wait meanwhile. In a store shared by several servers, one of them should collect.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when a version record cannot be read: it could name any bundle, so none is removed.
    pub async fn collect_garbage(&self, now: SystemTime) -> Result<usize, StoreError> {
        let _writing = self.writing.lock().await;
        let mut garbage = BTreeSet::new();
        for object in self.objects.list(&layout::blobs()).await? {
            let age = now.duration_since(object.last_modified.into()).unwrap_or_default();
            if age > GARBAGE_AGE_MIN {
                garbage.extend(layout::blob_digest(&object.location));
            }
        }
        if garbage.is_empty() {
            return Ok(0);
        }
        for app in self.app_names().await? {
            for record in self.versions(&app).await? {
                garbage.remove(&record.bundle);
            }
        }
        for digest in &garbage {
            self.objects.delete(&layout::blob(digest)).await?;
        }
        Ok(garbage.len())
    }
}
