//! A store in a directory of its own, with a clock that is set by hand.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rnode_artifact::AppName;
use rnode_kv::{Clock, Namespace, Options, Put, Quota, Store};
use tempfile::TempDir;

/// When the clock of a test starts.
const START_MILLIS: u64 = 1_700_000_000_000;

pub(crate) struct Fixture {
    pub(crate) store: Store,
    millis: Arc<AtomicU64>,
    directory: TempDir,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        Self::with_quota(Quota::DEFAULT)
    }

    pub(crate) fn with_quota(quota: Quota) -> Self {
        let directory = TempDir::new().unwrap();
        let millis = Arc::new(AtomicU64::new(START_MILLIS));
        let now = Arc::clone(&millis);
        let options = Options {
            clock: Clock::new(move || UNIX_EPOCH + Duration::from_millis(now.load(Ordering::SeqCst))),
            quota,
            ..Options::default()
        };
        let store = Store::open(&directory.path().join("kv.redb"), options).unwrap();
        Self {
            store,
            millis,
            directory,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("kv.redb")
    }

    pub(crate) fn app(&self, name: &str) -> Namespace {
        self.store.app(&AppName::parse(name).unwrap())
    }

    /// The instant so many milliseconds after the start.
    pub(crate) fn at(millis: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(START_MILLIS + millis)
    }

    pub(crate) fn set_clock(&self, millis: u64) {
        self.millis.store(START_MILLIS + millis, Ordering::SeqCst);
    }
}

/// The names of all keys of an app that begin with `prefix`, in pages of `limit`.
pub(crate) fn names(app: &Namespace, prefix: &str, limit: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut cursor = None;
    loop {
        let page = app.list(prefix, cursor.as_deref(), limit).unwrap();
        assert!(page.keys.len() <= limit);
        names.extend(page.keys.into_iter().map(|key| key.name));
        cursor = page.cursor;
        if cursor.is_none() {
            return names;
        }
    }
}

/// Holds the writer in its call until what is returned is dropped, so that it neither writes nor sweeps.
pub(crate) fn hold(app: &Namespace) -> Sender<()> {
    let (release, released) = mpsc::channel::<()>();
    let (hold, held) = mpsc::channel();
    app.put_then("held", "1", Put::default(), move |result| {
        hold.send(result.unwrap()).unwrap();
        // Ends with an error, when the other side is dropped.
        let _ = released.recv();
    });
    held.recv().unwrap();
    release
}
