//! The one thread that writes: it commits together whatever waits, so that many share one wait for the disk.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use redb::{Database, Error};

use crate::disk::Disk;
use crate::error::KvError;
use crate::limits::SWEEP_INTERVAL;
use crate::queue::{Done, Next, Queue, Work, Write};
use crate::transaction::{Tables, Told};

/// Writes until the queue is closed and empty.
pub(crate) fn run(disk: &Disk, queue: &Queue) {
    // However this ends, nobody may wait for it any longer.
    let _closing = Closing(queue);
    let mut patience = SWEEP_INTERVAL;
    loop {
        match queue.next(patience) {
            Next::Batch(writes) => write(disk, writes),
            Next::Idle => {
                // A trouble with the disk is told to those who want something.
                let swept = sweep(disk).unwrap_or_default();
                // Where something was there is more, for as long as nobody writes.
                patience = if swept > 0 { Duration::ZERO } else { SWEEP_INTERVAL };
            }
            Next::Closed => return,
        }
    }
}

/// Removes some of what has expired or belongs to nobody, and tells how many keys.
pub(crate) fn sweep(disk: &Disk) -> Result<usize, KvError> {
    let now = disk.now();
    disk.with(|database| in_transaction(database, now, |tables| tables.sweep()))
}

/// Does all of `writes` in one transaction, and then tells what came of each.
fn write(disk: &Disk, writes: Vec<Write>) {
    let now = disk.now();
    let written = disk.with(|database| {
        in_transaction(database, now, |tables| {
            tables.sweep()?;
            writes
                .iter()
                .map(|write| apply(tables, write))
                .collect::<Result<Vec<_>, _>>()
        })
    });
    match written {
        Ok(results) => {
            for (write, result) in writes.into_iter().zip(results) {
                tell(write.done, result);
            }
        }
        Err(error) => {
            if matches!(error, KvError::Io { .. }) {
                // What comes next may find the disk in a better state; if not, it is told so.
                let _ = disk.reopen();
            }
            for write in writes {
                tell(write.done, Err(error.clone()));
            }
        }
    }
}

fn apply(tables: &mut Tables<'_>, write: &Write) -> Told<u64> {
    let app = write.app.as_str();
    match &write.work {
        Work::Put { key, value, put, quota } => tables.put(app, *quota, key, value, put),
        Work::Delete { key, condition } => tables.delete(app, key, *condition),
        Work::RemoveAll => tables.remove_all(app),
    }
}

/// Commits what `action` does, and returns when it is on the disk; not at all when nothing is changed.
fn in_transaction<T>(
    database: &Database,
    now: u64,
    action: impl FnOnce(&mut Tables<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut transaction = database.begin_write()?;
    // Guests choose the bytes that are written: with two phases no checksum decides which commit counts after a crash.
    transaction.set_two_phase_commit(true);
    let mut tables = Tables::open(&transaction, now)?;
    let result = action(&mut tables)?;
    let is_changed = tables.is_changed;
    drop(tables);
    if is_changed {
        transaction.commit()?;
    } else {
        transaction.abort()?;
    }
    Ok(result)
}

/// Tells a result. The writer goes on whatever is done with it.
fn tell(done: Done, result: Result<u64, KvError>) {
    let _ = catch_unwind(AssertUnwindSafe(|| done(result)));
}

/// Closes the queue when the writer is gone.
struct Closing<'queue>(&'queue Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
        while let Next::Batch(writes) = self.0.next(Duration::ZERO) {
            for write in writes {
                tell(write.done, Err(KvError::Closed));
            }
        }
    }
}
