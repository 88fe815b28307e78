//! Evaluating an app once, and freezing its heap.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rnode_artifact::{Env, ErrorPages, Limits};
use wasmtime::{Extern, Instance, Linker, Memory, Module, Store, TypedFunc};

use crate::contract::{AppPre, Level};
use crate::cache::CacheKey;
use crate::engine::Engine;
use crate::heap::Heap;
use crate::meter::{CpuClock, Ledger, Meter};
use crate::outcome::{self, ExecutionFailure};
use crate::program::{Guest, Program, Timed};
use crate::runtime_module::{HEAP_MODULE, MEMORY_NAME, STACK_POINTER_NAME};
use crate::world::World;
use crate::{component, precompiled};

/// What an app is made of before it ran.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name of the bundle, as it stands in stack traces.
    pub name: &'a str,
    /// One ES module.
    pub source: &'a str,
    /// The environment its top level and its requests see.
    pub env: &'a Env,
    /// What `NODE_ENV` and the SDK are told.
    pub mode: Mode,
    /// Who renders what no handler of the app dealt with.
    pub error_pages: ErrorPages,
}

/// Whether an app runs for its users or for its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For its users: nothing of an error is shown.
    Production,
    /// For its author.
    Development,
}

/// How long each step of making a program took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Preparation {
    /// Evaluating the top level and freezing the heap; zero when the result was in the cache.
    pub evaluate: Duration,
    /// Compiling the component, or loading its machine code.
    pub compile: Duration,
    /// Bytes of heap that every sandbox of the app starts from; zero when the result was in the cache.
    pub heap_bytes: usize,
    /// Whether the result was in the cache.
    pub is_cached: bool,
}

/// Why an app did not start.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The bundle does not parse, or its top level threw.
    #[error("{message}")]
    Thrown {
        /// `Name: message`.
        message: String,
        /// Stack lines, positions in the bundle.
        stack: String,
    },
    /// A promise awaited at the top level did not settle.
    #[error("a promise awaited at the top level never settles")]
    Pending,
    /// A timer is armed at the top level.
    #[error("a timer is armed at the top level")]
    Timer {
        /// Where, as stack lines with positions in the bundle.
        stack: String,
    },
    /// The bundle never handed over an app.
    #[error("nothing handles requests")]
    NoHandler,
    /// The top level ran into a limit, or into a trap.
    #[error("evaluating the top level: {0}")]
    Execution(#[from] ExecutionFailure),
}

impl Engine {
    /// Evaluates an app and makes it ready to run. What was evaluated before with the same source, environment and runtime comes
    /// out of the cache.
    ///
    /// # Errors
    /// When the top level fails, or runs into `limits`.
    pub async fn program(
        self: &Arc<Self>,
        source: &Source<'_>,
        limits: &Limits,
        world: Arc<dyn World>,
    ) -> Result<(Program, Preparation), SnapshotError> {
        let key = self.cache_key(source);
        let started = Instant::now();
        if let Some(component) = precompiled::cached_component(self.wasmtime(), &key, self.cache()) {
            let compile = started.elapsed();
            return Ok((self.link(&component)?, Preparation { compile, is_cached: true, ..Preparation::default() }));
        }
        let heap = self.evaluate(source, limits, world).await?;
        let wasm = component::encode(self.runtime(), &heap);
        let evaluate = started.elapsed();
        let started = Instant::now();
        let component = precompiled::component(self.wasmtime(), &wasm, &key, self.cache()).map_err(internal)?;
        let program = self.link(&component)?;
        let preparation = Preparation { evaluate, compile: started.elapsed(), heap_bytes: heap.image_bytes(), is_cached: false };
        Ok((program, preparation))
    }

    /// Evaluates an app and gives back its component, as `rnode-wasm build` writes it.
    ///
    /// # Errors
    /// As for [`Engine::program`].
    pub async fn component(&self, source: &Source<'_>, limits: &Limits, world: Arc<dyn World>) -> Result<Vec<u8>, SnapshotError> {
        let heap = self.evaluate(source, limits, world).await?;
        Ok(component::encode(self.runtime(), &heap))
    }

    fn link(self: &Arc<Self>, component: &wasmtime::component::Component) -> Result<Program, SnapshotError> {
        let pre = self.linker().instantiate_pre(component).and_then(AppPre::new).map_err(internal)?;
        Ok(Program::new(Arc::clone(self), pre))
    }

    fn cache_key(&self, source: &Source<'_>) -> CacheKey {
        let compatibility = precompiled::compatibility(self.wasmtime());
        let settings = format!("{:?} {}", source.mode, source.error_pages.as_str());
        let env = packed_env(source.env);
        CacheKey::new(
            "app",
            &[
                self.runtime_digest().as_bytes(),
                compatibility.as_bytes(),
                settings.as_bytes(),
                source.name.as_bytes(),
                env.as_bytes(),
                source.source.as_bytes(),
            ],
        )
    }

    async fn evaluate(&self, source: &Source<'_>, limits: &Limits, world: Arc<dyn World>) -> Result<Heap, SnapshotError> {
        let ledger = Arc::new(Ledger::default());
        let run = Timed::new(self.evaluate_unbounded(source, limits, world, &ledger), CpuClock::new(Arc::clone(&ledger)));
        match tokio::time::timeout(limits.wall, run).await {
            Ok(result) => result,
            Err(_elapsed) => Err(ExecutionFailure::DeadlineExceeded.into()),
        }
    }

    async fn evaluate_unbounded(
        &self,
        source: &Source<'_>,
        limits: &Limits,
        world: Arc<dyn World>,
        ledger: &Arc<Ledger>,
    ) -> Result<Heap, SnapshotError> {
        let failed = |error| SnapshotError::from(outcome::classify(error, ledger));
        let meter = Meter::new(Arc::clone(ledger), limits.memory_bytes, limits.cpu);
        let mut store = self.store(Guest::new(meter, Arc::clone(&world)));
        self.arm(&mut store, limits.fuel());
        let runtime = Runtime::start(self, &mut store).await.map_err(failed)?;
        let loaded = runtime.load(&mut store, source, world.as_ref()).await.map_err(failed)?;
        match loaded {
            Loaded::Ready => Ok(runtime.heap(&mut store)),
            Loaded::Failed(SnapshotError::Thrown { message, .. }) if is_out_of_memory(&message, ledger) => {
                Err(ExecutionFailure::MemoryExceeded.into())
            }
            Loaded::Failed(error) => Err(error),
        }
    }
}

fn is_out_of_memory(message: &str, ledger: &Ledger) -> bool {
    ledger.memory_refused() && (message.starts_with(outcome::OUT_OF_MEMORY) || message == "null")
}

fn internal(error: wasmtime::Error) -> SnapshotError {
    ExecutionFailure::Internal(error.into()).into()
}

/// Neither a name nor a value of an [`Env`] holds NUL.
fn packed_env(env: &Env) -> String {
    env.iter().flat_map(|(name, value)| [name, "\0", value, "\0"]).collect()
}

/// The runtime as a core instance, so that its memory can be read.
struct Runtime {
    instance: Instance,
    memory: Memory,
    stack_pointer: wasmtime::Global,
}

/// How `load` ended.
enum Loaded {
    Ready,
    Failed(SnapshotError),
}

/// `load` of `wit/world.wit` as the canonical ABI flattens it: three texts, two enums, the clock, the entropy.
type Load = TypedFunc<(u32, u32, u32, u32, u32, u32, u32, u32, u64, u64, u64, u64, u64), u32>;

impl Runtime {
    async fn start(engine: &Engine, store: &mut Store<Guest>) -> wasmtime::Result<Self> {
        let heap = Module::new(engine.wasmtime(), engine.runtime().heap.to_module())?;
        let heap = Linker::new(engine.wasmtime()).instantiate_async(&mut *store, &heap).await?;
        let missing = || wasmtime::Error::msg("the heap module lacks an export");
        let memory = heap.get_memory(&mut *store, MEMORY_NAME).ok_or_else(missing)?;
        let stack_pointer = heap.get_global(&mut *store, STACK_POINTER_NAME).ok_or_else(missing)?;
        let mut linker = Linker::new(engine.wasmtime());
        linker.define(&mut *store, HEAP_MODULE, MEMORY_NAME, Extern::Memory(memory))?;
        linker.define(&mut *store, HEAP_MODULE, STACK_POINTER_NAME, Extern::Global(stack_pointer))?;
        linker.func_wrap(component::HOST_INTERFACE, "log", move |caller: wasmtime::Caller<'_, Guest>, level: u32, start: u32, length: u32| {
            let bytes = slice(memory.data(&caller), start, length);
            caller.data().world().log(level_of(level), &String::from_utf8_lossy(bytes));
        })?;
        let instance = linker.instantiate_async(&mut *store, engine.compiled_runtime()).await?;
        if let Ok(initialize) = instance.get_typed_func::<(), ()>(&mut *store, "_initialize") {
            initialize.call_async(&mut *store, ()).await?;
        }
        Ok(Self { instance, memory, stack_pointer })
    }

    async fn load(&self, store: &mut Store<Guest>, source: &Source<'_>, world: &dyn World) -> wasmtime::Result<Loaded> {
        let (name, name_bytes) = self.write(store, source.name).await?;
        let (text, text_bytes) = self.write(store, source.source).await?;
        let (env, env_bytes) = self.write(store, &packed_env(source.env)).await?;
        let mode = match source.mode {
            Mode::Production => 0,
            Mode::Development => 1,
        };
        let error_pages = match source.error_pages {
            ErrorPages::Host => 0,
            ErrorPages::Express => 1,
        };
        let (a, b, c, d) = world.entropy();
        let load: Load = self.instance.get_typed_func(&mut *store, "load")?;
        let arguments = (name, name_bytes, text, text_bytes, env, env_bytes, mode, error_pages, world.now_micros(), a, b, c, d);
        let result = load.call_async(&mut *store, arguments).await?;
        Ok(self.read_result(store, result))
    }

    /// Puts a text into the guest, which then owns it.
    async fn write(&self, store: &mut Store<Guest>, text: &str) -> wasmtime::Result<(u32, u32)> {
        let length = u32::try_from(text.len())?;
        let realloc: TypedFunc<(u32, u32, u32, u32), u32> = self.instance.get_typed_func(&mut *store, "cabi_realloc")?;
        let start = realloc.call_async(&mut *store, (0, 0, 1, length)).await?;
        self.memory.write(&mut *store, start as usize, text.as_bytes())?;
        Ok((start, length))
    }

    /// Reads `result<_, load-error>`: a discriminant, then at offset 4 the fault and two texts.
    fn read_result(&self, store: &Store<Guest>, at: u32) -> Loaded {
        let data = self.memory.data(store);
        let word = |offset: u32| {
            let bytes = slice(data, at.saturating_add(offset), 4);
            bytes.try_into().map_or(0, u32::from_le_bytes)
        };
        if slice(data, at, 1) == [0] {
            return Loaded::Ready;
        }
        let text = |offset: u32| String::from_utf8_lossy(slice(data, word(offset), word(offset + 4))).into_owned();
        let (message, stack) = (text(8), text(16));
        Loaded::Failed(match slice(data, at.saturating_add(4), 1) {
            [1] => SnapshotError::Pending,
            [2] => SnapshotError::Timer { stack },
            [3] => SnapshotError::NoHandler,
            _ => SnapshotError::Thrown { message, stack },
        })
    }

    fn heap(&self, store: &mut Store<Guest>) -> Heap {
        let stack_pointer = self.stack_pointer.get(&mut *store).i32().unwrap_or_default();
        Heap::of_memory(self.memory.data(&*store), self.memory.size(&*store), stack_pointer)
    }
}

/// The bytes a guest points to, empty where it points outside of its memory.
fn slice(data: &[u8], start: u32, length: u32) -> &[u8] {
    let start = start as usize;
    data.get(start..start.saturating_add(length as usize)).unwrap_or_default()
}

fn level_of(level: u32) -> Level {
    match level {
        0 => Level::Debug,
        1 => Level::Info,
        2 => Level::Warn,
        _ => Level::Error,
    }
}
