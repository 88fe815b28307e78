//! Evaluating an app once, and freezing its heap.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rnode_artifact::{AppFiles, Limits};

use crate::cache::CacheKey;
use crate::contract::AppPre;
use crate::engine::Engine;
use crate::guest::Guest;
use crate::heap::Heap;
use crate::layout;
use crate::loader::{Loaded, Loader, Moment, packed_env};
use crate::meter::{CpuClock, Ledger, Meter};
use crate::outcome::{self, ExecutionFailure};
use crate::program::Program;
use crate::snapshot_error::SnapshotError;
use crate::source::{Mode, Source};
use crate::timed::Timed;
use crate::world::World;
use crate::{component, precompiled};

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

/// A heap ready to be frozen.
struct Evaluated {
    heap: Heap,
    /// Whether what requests write lies together in it.
    is_laid_out: bool,
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
            return Ok((
                self.link(&component)?,
                Preparation {
                    compile,
                    is_cached: true,
                    ..Preparation::default()
                },
            ));
        }
        let Evaluated { heap, is_laid_out } = self.evaluate(source, limits, world).await?;
        let wasm = component::encode(self.runtime(), &heap);
        let evaluate = started.elapsed();
        let started = Instant::now();
        // A heap that could not be laid out answers as well, but slower: it is not what the cache should keep.
        let cache = self.cache().filter(|_| is_laid_out);
        let component = precompiled::component(self.wasmtime(), &wasm, &key, cache).map_err(internal)?;
        let program = self.link(&component)?;
        let preparation = Preparation {
            evaluate,
            compile: started.elapsed(),
            heap_bytes: heap.image_bytes(),
            is_cached: false,
        };
        Ok((program, preparation))
    }

    /// Evaluates an app and gives back its component, as `rnode-wasm build` writes it.
    ///
    /// # Errors
    /// As for [`Engine::program`].
    pub async fn component(
        self: &Arc<Self>,
        source: &Source<'_>,
        limits: &Limits,
        world: Arc<dyn World>,
    ) -> Result<Vec<u8>, SnapshotError> {
        let Evaluated { heap, .. } = self.evaluate(source, limits, world).await?;
        Ok(component::encode(self.runtime(), &heap))
    }

    fn link(self: &Arc<Self>, component: &wasmtime::component::Component) -> Result<Program, SnapshotError> {
        let pre = self
            .linker()
            .instantiate_pre(component)
            .and_then(AppPre::new)
            .map_err(internal)?;
        Ok(Program::new(Arc::clone(self), pre))
    }

    fn cache_key(&self, source: &Source<'_>) -> CacheKey {
        let compatibility = precompiled::compatibility(self.wasmtime());
        let settings = format!("{:?} {}", source.mode, source.error_pages.as_str());
        let env = packed_env(source.env);
        let files = fingerprint(source.files);
        CacheKey::new(
            "app",
            &[
                self.runtime_digest().as_bytes(),
                compatibility.as_bytes(),
                settings.as_bytes(),
                source.name.as_bytes(),
                env.as_bytes(),
                files.as_slice(),
                source.source.as_bytes(),
            ],
        )
    }

    async fn evaluate(
        self: &Arc<Self>,
        source: &Source<'_>,
        limits: &Limits,
        world: Arc<dyn World>,
    ) -> Result<Evaluated, SnapshotError> {
        let moment = Moment {
            now_micros: world.now_micros(),
            entropy: world.entropy(),
        };
        // An author who waits for a rebuild gets it sooner without.
        let hot = match source.mode {
            Mode::Production => self.hot_allocations(source, limits, moment).await,
            Mode::Development => Some(Vec::new()),
        };
        let is_laid_out = hot.is_some();
        let load = |ledger| self.load(source, limits, moment, world, hot.unwrap_or_default(), ledger);
        let heap = self.bounded(limits, load).await?;
        Ok(Evaluated { heap, is_laid_out })
    }

    /// Which allocations requests write; none when that could not be found out, for instance because the machine is busy. What is
    /// wrong with the app itself is told by the load that counts.
    async fn hot_allocations(
        self: &Arc<Self>,
        source: &Source<'_>,
        limits: &Limits,
        moment: Moment,
    ) -> Option<Vec<u8>> {
        // Compiled before the clock of the app starts to run.
        self.recording().await.ok()?;
        let record = |ledger| layout::hot_allocations(self, source, limits, moment, ledger);
        self.bounded(limits, record).await.ok()
    }

    /// Runs what charges a ledger of its own, for as long as the wall limit allows.
    async fn bounded<T, F>(&self, limits: &Limits, run: impl FnOnce(Arc<Ledger>) -> F) -> Result<T, SnapshotError>
    where
        F: Future<Output = Result<T, SnapshotError>>,
    {
        let ledger = Arc::new(Ledger::default());
        let turn = self.turns().of_app().turn();
        let run = Timed::new(run(Arc::clone(&ledger)), CpuClock::new(ledger), turn);
        match tokio::time::timeout(limits.wall, run).await {
            Ok(result) => result,
            Err(_elapsed) => Err(ExecutionFailure::DeadlineExceeded.into()),
        }
    }

    async fn load(
        &self,
        source: &Source<'_>,
        limits: &Limits,
        moment: Moment,
        world: Arc<dyn World>,
        hot: Vec<u8>,
        ledger: Arc<Ledger>,
    ) -> Result<Heap, SnapshotError> {
        let failed = |error| SnapshotError::from(outcome::classify(error, &ledger));
        let meter = Meter::new(Arc::clone(&ledger), limits.memory_bytes, limits.cpu);
        let mut store = self.store(Guest::new(meter, world));
        self.arm(&mut store, limits.fuel());
        let loader = Loader::start(self, &mut store, self.compiled_runtime(), &self.runtime().heap)
            .await
            .map_err(failed)?;
        match loader.load(&mut store, source, moment, &hot).await.map_err(failed)? {
            Loaded::Ready => Ok(loader.heap(&mut store)),
            Loaded::Failed(SnapshotError::Thrown { message, .. }) if is_out_of_memory(&message, &ledger) => {
                Err(ExecutionFailure::MemoryExceeded.into())
            }
            Loaded::Failed(error) => Err(error),
        }
    }
}

/// What the top level of an app may have read.
fn fingerprint(files: &AppFiles) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(files.table().as_bytes());
    for file in files.iter() {
        hasher.update(&file.content);
    }
    *hasher.finalize().as_bytes()
}

fn is_out_of_memory(message: &str, ledger: &Ledger) -> bool {
    ledger.memory_refused() && (message.starts_with(outcome::OUT_OF_MEMORY) || message == "null")
}

fn internal(error: wasmtime::Error) -> SnapshotError {
    ExecutionFailure::Internal(error.into()).into()
}
