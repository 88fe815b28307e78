//! The limits of the store: each has a name, and a reason.

use std::time::Duration;

/// Longest key, in bytes of UTF-8: as in Cloudflare's KV, so that keys made for it fit. The shortest has one byte.
pub const KEY_BYTES_MAX: usize = 512;

/// Largest value, in bytes. Cloudflare takes 25 MiB; here a value lies in the memory of a sandbox, of the host and of the file's cache at once,
/// and a commit of a few large ones keeps all other writers waiting.
pub const VALUE_BYTES_MAX: usize = 1 << 20;

/// Longest metadata, in bytes of JSON: as in Cloudflare's KV. A page of a list carries the metadata of all its keys.
pub const METADATA_BYTES_MAX: usize = 1 << 10;

/// Most keys in a page of a list: as in Cloudflare's KV. With the longest names and metadata a page is 1.5 MiB.
pub const LIST_KEYS_MAX: usize = 1_000;

/// Most keys that are looked at for a page, expired ones included, which makes the time of a list foreseeable.
pub const LIST_ROWS_MAX: usize = 10_000;

/// Most writes that wait for the writer: at some thousand writes a second it is the work of less than a second, and who comes later
/// is better told at once.
pub const WAITING_WRITES_MAX: usize = 4_096;

/// Most writes of one app that wait, so that it cannot take the queue from the others.
pub const WAITING_WRITES_PER_APP_MAX: usize = 512;

/// Most bytes of writes that wait, which bounds the memory of the queue: sixty-four of the largest values.
pub const WAITING_BYTES_MAX: usize = 64 << 20;

/// Most writes that share a commit: enough that the disk's time is divided by many, few enough that the first of them does not wait long.
pub const BATCH_WRITES_MAX: usize = 512;

/// Bytes after which a commit takes no further write, for the same reason.
pub const BATCH_BYTES_MAX: usize = 8 << 20;

/// Most keys that a sweep removes in one transaction: some milliseconds, for which writers wait.
pub const SWEEP_KEYS_MAX: usize = 256;

/// Bytes after which a sweep ends, for the same reason.
pub const SWEEP_BYTES_MAX: u64 = 16 << 20;

/// How often an idle store looks for what has expired. Nobody can see the difference but in the usage.
pub const SWEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Memory that pages of the file may take when nothing else is asked for.
pub const CACHE_BYTES_DEFAULT: usize = 64 << 20;
