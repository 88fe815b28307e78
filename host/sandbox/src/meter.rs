//! What a sandbox has spent, and who notices when it is too much.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use wasmtime::{ResourceLimiter, UpdateDeadline};

use crate::ticker::TICK;

/// What one element of a table costs the host, in bytes.
const TABLE_ELEMENT_BYTES: usize = size_of::<usize>();

/// The account of one sandbox. It outlives the sandbox, so that a request that was cut off is charged as well.
#[derive(Default)]
pub(crate) struct Ledger {
    cpu_nanos: AtomicU64,
    memory_bytes: AtomicUsize,
    memory_bytes_peak: AtomicUsize,
    memory_refused: AtomicBool,
}

impl Ledger {
    /// Time spent computing in the guest.
    pub(crate) fn cpu(&self) -> Duration {
        Duration::from_nanos(self.cpu_nanos.load(Ordering::Relaxed))
    }

    /// The most memory and table space held at once, in bytes.
    pub(crate) fn memory_bytes_peak(&self) -> usize {
        self.memory_bytes_peak.load(Ordering::Relaxed)
    }

    /// Whether the guest ever asked for more memory than it may have. The guest sees an exception that it may catch.
    pub(crate) fn memory_refused(&self) -> bool {
        self.memory_refused.load(Ordering::Relaxed)
    }

    fn charge_cpu(&self, spent: Duration) {
        self.cpu_nanos
            .fetch_add(u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

/// A stretch of time in which the guest has the processor: from one poll of its future to the end of that poll.
///
/// The first slice is measured by the wall clock, which is cheap and off by at most one preemption, of which no more than
/// one tick is charged; a guest that is still running after a tick is measured by its thread's CPU clock, so that a busy
/// machine does not eat its budget.
struct Slice {
    started: Instant,
    thread_cpu: Option<Duration>,
}

/// Measures the guest's computing time, slice by slice.
pub(crate) struct CpuClock {
    ledger: Arc<Ledger>,
    slice: Option<Slice>,
    is_long: bool,
}

impl CpuClock {
    pub(crate) fn new(ledger: Arc<Ledger>) -> Self {
        Self {
            ledger,
            slice: None,
            is_long: false,
        }
    }

    /// The guest gets the processor.
    pub(crate) fn start(&mut self) {
        let thread_cpu = self.is_long.then(thread_cpu);
        self.slice = Some(Slice {
            started: Instant::now(),
            thread_cpu,
        });
    }

    /// The guest loses the processor; what it used is charged.
    pub(crate) fn stop(&mut self) {
        if let Some(slice) = self.slice.take() {
            let wall = slice.started.elapsed();
            let spent = match slice.thread_cpu {
                Some(before) => thread_cpu().saturating_sub(before),
                // A second tick within the first slice can only pass while the thread is not running.
                None => wall.min(TICK * 2),
            };
            self.is_long |= wall >= TICK / 2;
            self.ledger.charge_cpu(spent);
        }
    }
}

fn thread_cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or(0),
        u32::try_from(time.tv_nsec).unwrap_or(0),
    )
}

/// The guest's CPU budget is spent.
#[derive(Debug, thiserror::Error)]
#[error("the CPU budget is spent")]
pub(crate) struct CpuExceeded;

/// The limits of a store, and the ledger it writes to.
pub(crate) struct Meter {
    ledger: Arc<Ledger>,
    memory_bytes_max: usize,
    cpu_max: Duration,
}

impl Meter {
    pub(crate) fn new(ledger: Arc<Ledger>, memory_bytes_max: usize, cpu_max: Duration) -> Self {
        Self {
            ledger,
            memory_bytes_max,
            cpu_max,
        }
    }

    /// Allows so much computing time from now on, in place of what was left.
    pub(crate) fn allow(&mut self, cpu: Duration) {
        self.cpu_max = self.ledger.cpu().saturating_add(cpu);
    }

    /// The guest has run into a tick: others get their turn, unless its budget is spent.
    pub(crate) fn on_tick(&self) -> wasmtime::Result<UpdateDeadline> {
        // Everything up to the last yield is charged; the running slice is at most one tick.
        if self.ledger.cpu() >= self.cpu_max {
            return Err(CpuExceeded.into());
        }
        Ok(UpdateDeadline::Yield(1))
    }

    /// Counts memories and tables together: a limit for each would multiply.
    fn grow(&mut self, current_bytes: usize, desired_bytes: usize) -> bool {
        let held = self.ledger.memory_bytes.load(Ordering::Relaxed);
        let total = held.saturating_sub(current_bytes).saturating_add(desired_bytes);
        if total > self.memory_bytes_max {
            self.ledger.memory_refused.store(true, Ordering::Relaxed);
            return false;
        }
        self.ledger.memory_bytes.store(total, Ordering::Relaxed);
        self.ledger.memory_bytes_peak.fetch_max(total, Ordering::Relaxed);
        true
    }
}

impl ResourceLimiter for Meter {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.grow(current, desired))
    }

    fn table_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.grow(
            current.saturating_mul(TABLE_ELEMENT_BYTES),
            desired.saturating_mul(TABLE_ELEMENT_BYTES),
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use wasmtime::ResourceLimiter;

    use super::{Ledger, Meter, TABLE_ELEMENT_BYTES};

    /// Memories and tables draw on one limit, a refusal is remembered, and the peak is the most that was granted.
    #[test]
    fn all_memory_draws_on_one_limit() {
        let ledger = Arc::new(Ledger::default());
        let mut meter = Meter::new(Arc::clone(&ledger), 1000, Duration::ZERO);
        assert!(meter.memory_growing(0, 400, None).expect("never fails"));
        assert!(
            meter.memory_growing(0, 400, None).expect("never fails"),
            "a second memory"
        );
        assert!(!ledger.memory_refused());
        assert!(
            !meter
                .table_growing(0, 300 / TABLE_ELEMENT_BYTES, None)
                .expect("never fails"),
            "a table on top"
        );
        assert!(ledger.memory_refused());
        assert!(
            meter.memory_growing(400, 600, None).expect("never fails"),
            "exactly the limit"
        );
        assert_eq!(ledger.memory_bytes_peak(), 1000);
    }
}
