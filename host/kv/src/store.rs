//! The store: the file, the queue before it, and the thread that writes.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rnode_artifact::AppName;

use crate::disk::Disk;
use crate::error::KvError;
use crate::namespace::Namespace;
use crate::options::{Options, Quota};
use crate::queue::Queue;
use crate::writer;

/// An open store. It is closed when it and its namespaces are gone; writes that wait are done before.
#[derive(Clone)]
pub struct Store {
    open: Arc<Open>,
    quota: Quota,
}

/// What a store and its namespaces have in common.
pub(crate) struct Open {
    pub(crate) disk: Arc<Disk>,
    pub(crate) queue: Arc<Queue>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl Store {
    /// Opens the file at `path`, or makes it; its directory has to be there.
    ///
    /// # Errors
    /// [`KvError::InUse`] when another process has it, [`KvError::Damaged`] when it is no store, [`KvError::Io`].
    pub fn open(path: &Path, options: Options) -> Result<Self, KvError> {
        let quota = options.quota;
        let disk = Arc::new(Disk::open(path, options)?);
        let queue = Arc::new(Queue::default());
        let writer = {
            let (disk, queue) = (Arc::clone(&disk), Arc::clone(&queue));
            thread::Builder::new()
                .name(String::from("kv-writer"))
                .spawn(move || writer::run(&disk, &queue))
                .map_err(|error| KvError::Io {
                    path: path.to_owned(),
                    source: Arc::new(error),
                })?
        };
        let open = Arc::new(Open {
            disk,
            queue,
            writer: Mutex::new(Some(writer)),
        });
        Ok(Self { open, quota })
    }

    /// The keys of an app.
    #[must_use]
    pub fn app(&self, app: &AppName) -> Namespace {
        Namespace::new(Arc::clone(&self.open), app.clone(), self.quota)
    }

    /// Removes some of what has expired and of what was removed with [`Namespace::remove_all`], and returns how many keys: at most
    /// [`SWEEP_KEYS_MAX`](crate::SWEEP_KEYS_MAX). The thread that writes does it, too, with every commit and when it is idle.
    ///
    /// # Errors
    /// A trouble with the file.
    pub fn sweep(&self) -> Result<usize, KvError> {
        writer::sweep(&self.open.disk)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Store")
            .field("quota", &self.quota)
            .finish_non_exhaustive()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.queue.close();
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // The last namespace may go in a call of the writer, which cannot wait for itself.
        if let Some(writer) = writer.filter(|writer| writer.thread().id() != thread::current().id()) {
            let _ = writer.join();
        }
    }
}
