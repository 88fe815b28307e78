//! Writes that wait for the writer: bounded in number and bytes, for each app and for all.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use rnode_artifact::AppName;

use crate::entry::{Condition, Put};
use crate::error::KvError;
use crate::limits::{
    BATCH_BYTES_MAX, BATCH_WRITES_MAX, WAITING_BYTES_MAX, WAITING_WRITES_MAX, WAITING_WRITES_PER_APP_MAX,
};
use crate::options::Quota;

/// Is told by the writer what came of a write: the version that was put, or how many keys were deleted.
pub(crate) type Done = Box<dyn FnOnce(Result<u64, KvError>) + Send>;

/// A write of an app, and who waits for it.
pub(crate) struct Write {
    pub(crate) app: AppName,
    pub(crate) work: Work,
    pub(crate) done: Done,
}

/// What is to be written.
pub(crate) enum Work {
    Put {
        key: String,
        value: Bytes,
        put: Put,
        quota: Quota,
    },
    Delete {
        key: String,
        condition: Condition,
    },
    RemoveAll,
}

impl Write {
    /// Memory it takes while it waits.
    fn bytes(&self) -> usize {
        match &self.work {
            Work::Put { key, value, put, .. } => key.len() + value.len() + put.metadata.as_ref().map_or(0, String::len),
            Work::Delete { key, .. } => key.len(),
            Work::RemoveAll => 0,
        }
    }
}

/// What the writer does next.
pub(crate) enum Next {
    /// Commit these together.
    Batch(Vec<Write>),
    /// Nothing came for a while.
    Idle,
    /// Nothing will come.
    Closed,
}

/// Writes in the order in which they came.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

#[derive(Default)]
struct Waiting {
    writes: VecDeque<Write>,
    bytes: usize,
    by_app: HashMap<AppName, usize>,
    is_closed: bool,
}

impl Queue {
    /// Adds a write, or tells it at once why not.
    pub(crate) fn push(&self, write: Write) {
        let mut waiting = self.lock();
        let Some(error) = waiting.refusal(&write) else {
            waiting.add(write);
            self.arrived.notify_one();
            return;
        };
        // Whoever is told may do anything, another write included.
        drop(waiting);
        (write.done)(Err(error));
    }

    /// Waits for writes, and takes as many as may share a commit.
    pub(crate) fn next(&self, patience: Duration) -> Next {
        let waiting = self.lock();
        let (mut waiting, _) = self
            .arrived
            .wait_timeout_while(waiting, patience, |waiting| {
                waiting.writes.is_empty() && !waiting.is_closed
            })
            .unwrap_or_else(PoisonError::into_inner);
        let batch = waiting.take();
        match (batch.is_empty(), waiting.is_closed) {
            (false, _) => Next::Batch(batch),
            (true, false) => Next::Idle,
            (true, true) => Next::Closed,
        }
    }

    /// Takes no further writes. Those that wait are still done.
    pub(crate) fn close(&self) {
        self.lock().is_closed = true;
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn refusal(&self, write: &Write) -> Option<KvError> {
        if self.is_closed {
            return Some(KvError::Closed);
        }
        let of_app = self.by_app.get(&write.app).copied().unwrap_or_default();
        let is_full = self.writes.len() >= WAITING_WRITES_MAX
            || self.bytes + write.bytes() > WAITING_BYTES_MAX
            || of_app >= WAITING_WRITES_PER_APP_MAX;
        is_full.then_some(KvError::Busy)
    }

    fn add(&mut self, write: Write) {
        self.bytes += write.bytes();
        *self.by_app.entry(write.app.clone()).or_default() += 1;
        self.writes.push_back(write);
    }

    fn take(&mut self) -> Vec<Write> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < BATCH_WRITES_MAX && bytes < BATCH_BYTES_MAX {
            let Some(write) = self.writes.pop_front() else { break };
            bytes += write.bytes();
            if let Some(of_app) = self.by_app.get_mut(&write.app) {
                *of_app -= 1;
                if *of_app == 0 {
                    self.by_app.remove(&write.app);
                }
            }
            batch.push(write);
        }
        self.bytes -= bytes;
        batch
    }
}
