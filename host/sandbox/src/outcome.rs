//! How a run in a sandbox ended, and what it cost.

use std::time::{Duration, Instant};

use wasmtime::{PoolConcurrencyLimitError, Trap};

pub use crate::contract::{Content, Etag, Response, Slice, Unhandled};
use crate::conversation::Rest;
use crate::meter::{CpuExceeded, Ledger};

/// One run: it always happened and always has a cost, so it is not a `Result`.
#[derive(Debug)]
pub struct Execution {
    /// The app's answer, or why there is none.
    pub result: Result<Response, ExecutionFailure>,
    /// What was spent, failed or not.
    pub usage: Usage,
    /// What the guest still has to do after its answer, if anything.
    pub rest: Option<Rest>,
}

/// What a run spent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// Time the guest had the processor.
    pub cpu: Duration,
    /// Time from the start of the run to its end, waits included.
    pub wall: Duration,
    /// The most memory it held at once, tables included.
    pub memory_bytes_peak: usize,
    /// Fuel it burnt, where the engine meters fuel.
    pub fuel: Option<u64>,
}

impl Usage {
    /// What a run that began at `started` has spent by now.
    pub(crate) fn of(ledger: &Ledger, started: Instant, fuel: Option<u64>) -> Self {
        Self {
            cpu: ledger.cpu(),
            wall: started.elapsed(),
            memory_bytes_peak: ledger.memory_bytes_peak(),
            fuel,
        }
    }
}

/// Why a run has no answer of the app's own.
#[derive(Debug, thiserror::Error)]
pub enum ExecutionFailure {
    /// No handler of the app dealt with the request, or with what was thrown.
    #[error("unhandled: {}", .0.message)]
    Unhandled(Box<Unhandled>),
    /// Nothing is pending and nobody answered.
    #[error("nothing is pending and no answer was given")]
    NoResponse,
    /// The CPU budget, or the fuel, is spent.
    #[error("the CPU budget is spent")]
    CpuExceeded,
    /// The deadline passed.
    #[error("the deadline passed")]
    DeadlineExceeded,
    /// More memory was asked for than the app may have.
    #[error("the memory limit is reached")]
    MemoryExceeded,
    /// The answer is larger than what the host takes out of a sandbox.
    #[error("the answer is too large to be taken out of the sandbox")]
    ResponseTooLarge,
    /// The Wasm stack is exhausted.
    #[error("the stack is exhausted")]
    StackExceeded,
    /// The guest ran into a trap.
    #[error("trap: {0}")]
    Trapped(Trap),
    /// No sandbox is free.
    #[error("all sandboxes are taken")]
    Exhausted,
    /// The host could not run the guest.
    #[error("the sandbox could not be run")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What QuickJS throws when memory cannot grow.
pub(crate) const OUT_OF_MEMORY: &str = "InternalError: out of memory";
/// What Wasmtime says when a call would copy more than its bound; the type is not public.
const HOSTCALL_FUEL: &str = "fuel allocated for hostcalls has been exhausted";

/// Tells from an error of the engine, and from the ledger, what happened.
pub(crate) fn classify(error: wasmtime::Error, ledger: &Ledger) -> ExecutionFailure {
    if error.is::<CpuExceeded>() {
        return ExecutionFailure::CpuExceeded;
    }
    if error.is::<PoolConcurrencyLimitError>() {
        return ExecutionFailure::Exhausted;
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel | Trap::Interrupt) => ExecutionFailure::CpuExceeded,
        Some(Trap::StackOverflow) => ExecutionFailure::StackExceeded,
        // The guest aborts when memory that it cannot do without is refused.
        Some(_) if ledger.memory_refused() => ExecutionFailure::MemoryExceeded,
        Some(trap) => ExecutionFailure::Trapped(*trap),
        None if format!("{error:#}").contains(HOSTCALL_FUEL) => ExecutionFailure::ResponseTooLarge,
        None => ExecutionFailure::Internal(error.into()),
    }
}

/// An exception that nobody caught is the memory limit's doing when it says so and growth was refused.
pub(crate) fn unhandled(unhandled: Unhandled, ledger: &Ledger) -> ExecutionFailure {
    // QuickJS throws `null` when there is no room for an exception object.
    let is_memory = unhandled.message.starts_with(OUT_OF_MEMORY) || unhandled.message == "null";
    if ledger.memory_refused() && is_memory {
        return ExecutionFailure::MemoryExceeded;
    }
    ExecutionFailure::Unhandled(Box::new(unhandled))
}
