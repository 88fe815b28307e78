//! How a store is opened.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::limits::CACHE_BYTES_DEFAULT;

/// Tells the time; a test brings its own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// The clock of the machine.
    #[must_use]
    pub fn system() -> Self {
        Self::new(SystemTime::now)
    }

    /// A clock that asks `now`.
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clock")
    }
}

/// How much an app may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Bytes of its keys, values and metadata together.
    pub bytes: u64,
    /// Keys: each costs the file some hundred bytes more than it counts.
    pub keys: u64,
}

impl Quota {
    /// What an app may keep when nothing else is said: sessions of tens of thousands of visitors.
    pub const DEFAULT: Self = Self {
        bytes: 64 << 20,
        keys: 100_000,
    };
}

/// How a store is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time by which keys expire.
    pub clock: Clock,
    /// What each app may keep, unless [`Namespace::with_quota`](crate::Namespace::with_quota) says otherwise.
    pub quota: Quota,
    /// Memory that pages of the file may take.
    pub cache_bytes: usize,
    /// Whether every page of the file is checked when it is opened, not only after a crash. It reads the whole file; left out, a file that
    /// something else changed may give wrong answers.
    pub is_checked: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            quota: Quota::DEFAULT,
            cache_bytes: CACHE_BYTES_DEFAULT,
            is_checked: true,
        }
    }
}
