//! The one configuration of Wasmtime in this project, and the runtime that all apps share.

use std::sync::Arc;
use std::time::Duration;

use rnode_artifact::FUEL_PER_CPU_MILLISECOND;
use tokio::sync::OnceCell;
use wasmtime::component::{HasSelf, Linker};
use wasmtime::{Config, Enabled, InstanceAllocationStrategy, Module, PoolingAllocationConfig, Store};

use crate::cache::Cache;
use crate::component;
use crate::contract::App;
use crate::guest::{self, Guest};
use crate::heap::Heap;
use crate::precompiled;
use crate::runtime_error::RuntimeModuleError;
use crate::runtime_module::{RUNTIME_WASM, RecordingModule, RuntimeModule};
use crate::ticker::EpochTicker;
use crate::turns::Turns;

/// How computing time is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metering {
    /// A ticker interrupts; time is charged. The cheaper one.
    Epoch,
    /// Every operation burns fuel: the same request always burns the same.
    Fuel,
}

/// What an engine is made for. There is no default: who starts one decides.
#[derive(Clone, Copy, Debug)]
pub struct EngineOptions {
    /// How computing time is bounded.
    pub metering: Metering,
    /// How many sandboxes may exist at once. All sizes of the pool follow from it.
    pub concurrency_max: u32,
    /// The most memory any one sandbox may be granted.
    pub memory_bytes_max: usize,
}

/// Why there is no engine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The embedded runtime is broken.
    #[error(transparent)]
    Runtime(#[from] RuntimeModuleError),
    /// Wasmtime refused the configuration, or the runtime did not compile.
    #[error("the WebAssembly engine cannot start")]
    Wasmtime(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The ticker's thread could not start.
    #[error("the engine's ticker thread cannot start")]
    Ticker(#[source] std::io::Error),
}

/// QuickJS throws a `RangeError` long before its recursion needs this much of the Wasm stack; what reaches it ends in a trap.
const WASM_STACK_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Room on a fiber for the host's own functions, beside the Wasm stack.
const HOST_STACK_BYTES: usize = 512 * 1024;
/// How much of a slot stays resident between two requests when dirty pages can be told from clean ones: more than a small
/// request ever touches, so that no page has to be faulted in again.
const KEEP_RESIDENT_BYTES: usize = 16 * 1024 * 1024;
/// The same when everything has to be written over: what a small app's heap takes.
const KEEP_RESIDENT_BLIND_BYTES: usize = 2 * 1024 * 1024;
/// Fuel between two turns of others, about a tick's worth.
const FUEL_YIELD_INTERVAL: u64 = 30_000_000;
/// The data module and the runtime of an app.
const CORE_INSTANCES_PER_COMPONENT: u32 = 2;

/// The runtime with every store recorded.
pub(crate) struct Recording {
    pub(crate) compiled: Module,
    pub(crate) heap: Heap,
    /// Where the marks are in its memory, in bytes.
    pub(crate) marks: std::ops::Range<usize>,
}

/// Wasmtime, configured; the compiled runtime; and the ticker. One per process.
pub struct Engine {
    wasmtime: wasmtime::Engine,
    metering: Metering,
    runtime: RuntimeModule,
    compiled_runtime: Module,
    /// Made when the first app is laid out.
    recording: OnceCell<Recording>,
    linker: Linker<Guest>,
    cache: Option<Cache>,
    has_pagemap_scan: bool,
    turns: Arc<Turns>,
    _ticker: EpochTicker,
}

impl Engine {
    /// Starts an engine. The runtime comes out of `cache` when it is there, and is compiled (about two seconds) when not.
    ///
    /// # Errors
    /// See [`EngineError`].
    pub fn start(options: EngineOptions, cache: Option<Cache>) -> Result<Arc<Self>, EngineError> {
        let has_pagemap_scan = memory_cannot_be_swapped();
        let wasmtime = wasmtime::Engine::new(&config(options, has_pagemap_scan)).map_err(refused)?;
        let runtime = RuntimeModule::split(RUNTIME_WASM)?;
        let compiled_runtime =
            precompiled::module(&wasmtime, &runtime.code, &runtime.digest, cache.as_ref()).map_err(refused)?;
        let mut linker = Linker::new(&wasmtime);
        linker
            .root()
            .module(&component::runtime_import(&runtime.digest), &compiled_runtime)
            .map_err(refused)?;
        App::add_to_linker::<_, HasSelf<_>>(&mut linker, |guest: &mut Guest| guest).map_err(refused)?;
        let ticker = EpochTicker::start(&wasmtime).map_err(EngineError::Ticker)?;
        let metering = options.metering;
        Ok(Arc::new(Self {
            wasmtime,
            metering,
            runtime,
            compiled_runtime,
            recording: OnceCell::new(),
            linker,
            cache,
            has_pagemap_scan,
            turns: Turns::new(),
            _ticker: ticker,
        }))
    }

    /// How computing time is bounded.
    #[must_use]
    pub fn metering(&self) -> Metering {
        self.metering
    }

    /// Whether a used slot is cleaned by asking the kernel which pages are dirty, which is only done where no page of it can have
    /// been swapped out.
    #[must_use]
    pub fn has_pagemap_scan(&self) -> bool {
        self.has_pagemap_scan
    }

    /// Content address of the guest runtime, in hex.
    #[must_use]
    pub fn runtime_digest(&self) -> &str {
        &self.runtime.digest
    }

    pub(crate) fn wasmtime(&self) -> &wasmtime::Engine {
        &self.wasmtime
    }

    pub(crate) fn runtime(&self) -> &RuntimeModule {
        &self.runtime
    }

    pub(crate) fn compiled_runtime(&self) -> &Module {
        &self.compiled_runtime
    }

    /// The runtime with every store recorded. Compiling it takes longer than compiling the runtime, so it is done once, on a thread
    /// that may take long, and kept in the cache.
    pub(crate) async fn recording(self: &Arc<Self>) -> wasmtime::Result<&Recording> {
        let engine = Arc::clone(self);
        let make = move || -> wasmtime::Result<Recording> {
            let module = RecordingModule::of(RUNTIME_WASM)?;
            let digest = format!("{} recording", engine.runtime.digest);
            let compiled = precompiled::module(&engine.wasmtime, &module.code, &digest, engine.cache.as_ref())?;
            Ok(Recording {
                compiled,
                heap: module.heap,
                marks: module.marks,
            })
        };
        self.recording
            .get_or_try_init(|| async { tokio::task::spawn_blocking(make).await? })
            .await
    }

    /// Whose guest computes next.
    pub(crate) fn turns(&self) -> &Arc<Turns> {
        &self.turns
    }

    pub(crate) fn linker(&self) -> &Linker<Guest> {
        &self.linker
    }

    pub(crate) fn cache(&self) -> Option<&Cache> {
        self.cache.as_ref()
    }

    /// A store with its memory bounded. No other function makes one; [`Engine::arm`] bounds its computing time.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes stores, all of them limited"
    )]
    pub(crate) fn store(&self, guest: Guest) -> Store<Guest> {
        let mut store = Store::new(&self.wasmtime, guest);
        store.limiter(guest::limiter);
        store
    }

    /// Bounds the computing time of what is instantiated in `store`. Instantiating runs no guest code, and a store that yields
    /// could not be instantiated in without a fiber.
    pub(crate) fn arm(&self, store: &mut Store<Guest>, fuel: u64) {
        match self.metering {
            Metering::Epoch => {
                store.set_epoch_deadline(1);
                store.epoch_deadline_callback(|store| guest::on_tick(&store));
            }
            Metering::Fuel => {
                let armed = store
                    .set_fuel(fuel)
                    .and_then(|()| store.fuel_async_yield_interval(Some(FUEL_YIELD_INTERVAL)));
                armed.expect("an engine that meters fuel gives it");
            }
        }
    }
}

impl Engine {
    /// Gives what runs in `store` so much computing time from now on, in place of what was left.
    pub(crate) fn allow(&self, store: &mut Store<Guest>, cpu: Duration) {
        match self.metering {
            Metering::Epoch => store.data_mut().allow(cpu),
            Metering::Fuel => {
                let millis = u64::try_from(cpu.as_millis()).unwrap_or(u64::MAX);
                let allowed = store.set_fuel(millis.saturating_mul(FUEL_PER_CPU_MILLISECOND));
                allowed.expect("an engine that meters fuel gives it");
            }
        }
    }

    /// Prepares for the first deploy, which would otherwise wait for a compilation.
    ///
    /// # Errors
    /// When the rewritten runtime does not compile, which only a broken build can cause.
    pub async fn warm_up(self: &Arc<Self>) -> Result<(), EngineError> {
        self.recording().await.map(|_| ()).map_err(refused)
    }
}

fn refused(error: wasmtime::Error) -> EngineError {
    EngineError::Wasmtime(error.into())
}

fn config(options: EngineOptions, has_pagemap_scan: bool) -> Config {
    let mut config = Config::new();
    config
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool(options, has_pagemap_scan)))
        .epoch_interruption(options.metering == Metering::Epoch)
        .consume_fuel(options.metering == Metering::Fuel)
        .max_wasm_stack(WASM_STACK_BYTES_MAX)
        .async_stack_size(WASM_STACK_BYTES_MAX + HOST_STACK_BYTES)
        .memory_init_cow(true)
        // Guests are told nothing about Wasm frames; collecting them would only slow a trap down.
        .wasm_backtrace_max_frames(None)
        .wasm_tail_call(false)
        .wasm_relaxed_simd(false)
        .wasm_multi_memory(false)
        .wasm_extended_const(false)
        .wasm_memory64(false);
    config
}

fn pool(options: EngineOptions, has_pagemap_scan: bool) -> PoolingAllocationConfig {
    let count = options.concurrency_max;
    let keep_resident = if has_pagemap_scan {
        KEEP_RESIDENT_BYTES
    } else {
        KEEP_RESIDENT_BLIND_BYTES
    };
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(count)
        .total_core_instances(count.saturating_mul(CORE_INSTANCES_PER_COMPONENT))
        .total_memories(count)
        .total_tables(count)
        .total_stacks(count)
        .max_memory_size(options.memory_bytes_max)
        .max_unused_warm_slots(count)
        .linear_memory_keep_resident(keep_resident)
        .table_keep_resident(keep_resident)
        .pagemap_scan(if has_pagemap_scan { Enabled::Auto } else { Enabled::No });
    pool
}

/// Whether no page of a guest can ever be swapped out: there is no swap, or this process may use none.
///
/// `PAGEMAP_SCAN`, as this Wasmtime uses it, misses dirty pages that were swapped out, and the next sandbox would read them.
fn memory_cannot_be_swapped() -> bool {
    let no_swap = std::fs::read_to_string("/proc/swaps").is_ok_and(|table| table.lines().count() <= 1);
    let none_for_us = std::fs::read_to_string("/proc/self/cgroup")
        .ok()
        .and_then(|groups| Some(groups.lines().find_map(|line| line.strip_prefix("0::"))?.to_owned()))
        .and_then(|group| std::fs::read_to_string(format!("/sys/fs/cgroup{group}/memory.swap.max")).ok())
        .is_some_and(|max| max.trim() == "0");
    no_swap || none_for_us
}
