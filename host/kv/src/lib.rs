//! The key-value store of apps: one file on this machine, a namespace and a quota for each app, and no write that was acknowledged is lost.
//!
//! This crate knows neither WebAssembly nor HTTP. Its calls are synchronous: reads answer from a snapshot of the file, and a write waits until
//! it is on the disk, or calls back then ([`Namespace::put_then`], [`Namespace::delete_then`]), so that nobody has to hold a thread for it.
//!
//! ```
//! use rnode_artifact::AppName;
//! use rnode_kv::{Condition, KvError, Options, Put, Store};
//!
//! let directory = tempfile::tempdir()?;
//! let store = Store::open(&directory.path().join("kv.redb"), Options::default())?;
//! let shop = store.app(&AppName::parse("shop").unwrap());
//! let version = shop.put("visits", "1", Put::default())?;
//! shop.put("visits", "2", Put { condition: Condition::Version(version), ..Put::default() })?;
//! let stale = shop.put("visits", "2", Put { condition: Condition::Version(version), ..Put::default() });
//! assert!(matches!(stale, Err(KvError::Conflict { .. })));
//! assert_eq!(shop.get("visits")?.unwrap().value, "2");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Promises
//!
//! - A write that was acknowledged is there after `kill -9` and, as far as the disk keeps its word, after a loss of power.
//! - What one app writes, no other can read, list, delete or count; an app that fills its quota or its share of the queue holds up itself only.
//! - Writes of one key happen one after the other; a condition is checked in the transaction that writes.
//! - A version is a number that grows with every write of the app and is never used again, not after a deletion and not after
//!   [`Namespace::remove_all`].
//! - A key is never returned from the instant on at which it expires. Its bytes count until it is swept.

mod disk;
mod entry;
mod error;
mod limits;
mod namespace;
mod options;
mod queue;
mod schema;
mod snapshot;
mod store;
mod transaction;
mod writer;

pub use entry::{Condition, Entry, KeyInfo, Page, Put, Usage};
pub use error::{KvError, Part, Resource};
pub use limits::{
    BATCH_BYTES_MAX, BATCH_WRITES_MAX, CACHE_BYTES_DEFAULT, KEY_BYTES_MAX, LIST_KEYS_MAX, LIST_ROWS_MAX,
    METADATA_BYTES_MAX, SWEEP_BYTES_MAX, SWEEP_INTERVAL, SWEEP_KEYS_MAX, VALUE_BYTES_MAX, WAITING_BYTES_MAX,
    WAITING_WRITES_MAX, WAITING_WRITES_PER_APP_MAX,
};
pub use namespace::Namespace;
pub use options::{Clock, Options, Quota};
pub use store::Store;
