//! A store of each kind, and the small values the tests are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use rnode_artifact::{
    AppFiles, AppName, ArtifactStore, Bundle, Compression, Digest, Env, ErrorPages, HostPattern, LimitsRequest,
    VersionDraft, VersionNumber,
};
use tempfile::TempDir;

/// A store and a way to reach its objects behind its back.
pub(crate) struct Fixture {
    pub(crate) store: ArtifactStore,
    pub(crate) objects: Arc<dyn ObjectStore>,
    _directory: Option<TempDir>,
}

impl Fixture {
    /// One store of each kind, empty.
    pub(crate) fn all() -> [Self; 2] {
        let objects = Arc::new(InMemory::new());
        let directory = TempDir::new().unwrap();
        [
            Self {
                store: ArtifactStore::shared(Arc::clone(&objects) as Arc<dyn ObjectStore>),
                objects,
                _directory: None,
            },
            Self {
                store: ArtifactStore::open_directory(directory.path()).unwrap(),
                objects: Arc::new(LocalFileSystem::new_with_prefix(directory.path()).unwrap()),
                _directory: Some(directory),
            },
        ]
    }

    pub(crate) async fn overwrite(&self, path: &str, text: &'static str) {
        self.objects.put(&Path::from(path), text.into()).await.unwrap();
    }

    pub(crate) async fn delete(&self, path: &str) {
        self.objects.delete(&Path::from(path)).await.unwrap();
    }

    /// Stores a bundle of `source` and a version of `name` with it.
    pub(crate) async fn version(&self, name: &str, source: &str) -> VersionNumber {
        let bundle = self.store.put_bundle(&bundle(source)).await.unwrap();
        self.store.create_version(draft(name, bundle)).await.unwrap().number
    }

    pub(crate) async fn current(&self, name: &str) -> Option<u64> {
        self.store
            .current(&app(name))
            .await
            .unwrap()
            .map(|record| record.number.get())
    }

    pub(crate) async fn numbers(&self, name: &str) -> Vec<u64> {
        let versions = self.store.versions(&app(name)).await.unwrap();
        versions.iter().map(|record| record.number.get()).collect()
    }
}

pub(crate) fn app(name: &str) -> AppName {
    AppName::parse(name).unwrap()
}

pub(crate) fn number(number: u64) -> VersionNumber {
    VersionNumber::new(number).unwrap()
}

pub(crate) fn bundle(source: &str) -> Bundle {
    Bundle {
        entry: "app.js".to_owned(),
        source: source.to_owned(),
        source_map: String::new(),
        top_level_awaits: Vec::new(),
        limits: LimitsRequest::default(),
        error_pages: ErrorPages::Host,
        compression: Compression::Off,
        assets: None,
        egress: Vec::new(),
        files: AppFiles::default(),
    }
}

pub(crate) fn draft(name: &str, bundle: Digest) -> VersionDraft {
    VersionDraft {
        app: app(name),
        bundle,
        hosts: vec![HostPattern::parse("shop.example.org").unwrap()],
        env: Env::new(BTreeMap::from([("KEY".to_owned(), "value".to_owned())])).unwrap(),
        limits: LimitsRequest {
            cpu_ms: Some(20),
            ..LimitsRequest::default()
        },
    }
}
