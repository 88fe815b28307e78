//! The few things the store does with objects, with sizes bounded and absence told apart from failure.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt as _, PutMode, PutPayload, UpdateVersion};

use super::error::StoreError;

/// Objects by path.
#[derive(Debug)]
pub(super) struct Objects(Arc<dyn ObjectStore>);

/// What became of an attempt to create an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Creation {
    Created,
    /// There was one of this name; it is as before.
    Exists,
}

/// What became of an attempt to replace an object of a known version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swap {
    Swapped,
    /// It had another version by then; it is as before.
    Lost,
}

impl Objects {
    pub(super) fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self(store)
    }

    /// The whole object, `None` when there is none; [`StoreError::Corrupt`] when it is larger than `bytes_max`.
    pub(super) async fn read(&self, path: &Path, bytes_max: usize) -> Result<Option<Bytes>, StoreError> {
        let Some(object) = found(self.0.get(path).await)? else {
            return Ok(None);
        };
        let size = object.meta.size;
        if usize::try_from(size).map_or(true, |bytes| bytes > bytes_max) {
            let reason = format!("{size} bytes are too many: the limit is {bytes_max}");
            return Err(StoreError::corrupt(path, reason));
        }
        Ok(Some(object.bytes().await?))
    }

    pub(super) async fn exists(&self, path: &Path) -> Result<bool, StoreError> {
        Ok(found(self.0.head(path).await)?.is_some())
    }

    /// What a later [`swap`](Self::swap) must find unchanged; `None` when there is no object.
    pub(super) async fn update_version(&self, path: &Path) -> Result<Option<UpdateVersion>, StoreError> {
        let meta = found(self.0.head(path).await)?;
        Ok(meta.map(|ObjectMeta { e_tag, version, .. }| UpdateVersion { e_tag, version }))
    }

    /// Writes the object if there is none.
    pub(super) async fn create(&self, path: &Path, bytes: Vec<u8>) -> Result<Creation, StoreError> {
        let payload = PutPayload::from(bytes);
        match self.0.put_opts(path, payload, PutMode::Create.into()).await {
            Ok(_) => Ok(Creation::Created),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(Creation::Exists),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the object whether there is one or not.
    pub(super) async fn replace(&self, path: &Path, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.0.put(path, PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// Writes the object if it is still as `expected`, which `None` says is not there.
    pub(super) async fn swap(
        &self,
        path: &Path,
        bytes: Vec<u8>,
        expected: Option<UpdateVersion>,
    ) -> Result<Swap, StoreError> {
        let mode = expected.map_or(PutMode::Create, PutMode::Update);
        match self.0.put_opts(path, PutPayload::from(bytes), mode.into()).await {
            Ok(_) => Ok(Swap::Swapped),
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotFound { .. }) => Ok(Swap::Lost),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes the object if there is one.
    pub(super) async fn delete(&self, path: &Path) -> Result<(), StoreError> {
        found(self.0.delete(path).await)?;
        Ok(())
    }

    /// All objects below `path`, at any depth.
    pub(super) async fn list(&self, path: &Path) -> Result<Vec<ObjectMeta>, StoreError> {
        Ok(self.0.list(Some(path)).try_collect().await?)
    }

    /// The names of the directories right below `path`.
    pub(super) async fn directories(&self, path: &Path) -> Result<Vec<String>, StoreError> {
        let listing = self.0.list_with_delimiter(Some(path)).await?;
        let names = listing.common_prefixes.iter().filter_map(Path::filename);
        Ok(names.map(str::to_owned).collect())
    }
}

/// Absence is an answer here, not an error.
fn found<T>(result: Result<T, Error>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
