//! The engine without HTTP: whole requests, and the steps that lead to the first one.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rnode_artifact::{AppFiles, Env, ErrorPages, Limits};
use rnode_build::{BuildOptions, build};
use rnode_sandbox::{Cache, Call, Content, Engine, EngineOptions, Level, Metering, Mode, Program, Source, World};

use crate::arguments::Plan;
use crate::places;
use crate::report;
use crate::statistics::{Measure, Notes};
use crate::workload::{WORKLOADS, Workload};

/// One request at a time needs one sandbox; evaluating an app needs another.
const CONCURRENCY_MAX: u32 = 8;
/// Requests before any that count.
const WARM_UP_REQUESTS: usize = 200;

/// A world in which nothing is kept.
struct Silence;

impl World for Silence {
    fn log(&self, _level: Level, _message: &str) {}
}

/// Measures the engine with the app of every workload.
pub(crate) fn measure(plan: &Plan) -> Result<Vec<Measure>> {
    let directory = tempfile::tempdir().context("cannot make a temporary directory")?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let mut notes = Notes::default();
        let engine = start(directory.path(), plan, &mut notes)?;
        first_evaluation(&engine, &mut notes).await?;
        for workload in &WORKLOADS {
            report::progress(&format!("engine: {}", workload.name));
            let source = bundle(workload, plan, &mut notes).await?;
            prepare(&engine, workload, &source, plan, &mut notes).await?;
            let program = load(&engine, workload, &source, plan, &mut notes).await?;
            requests(&program, workload, plan, &mut notes).await?;
        }
        Ok(notes.measures())
    })
}

/// Starting an engine: once with nothing in the cache, then with the compiled runtime in it.
fn start(cache_directory: &Path, plan: &Plan, notes: &mut Notes) -> Result<Arc<Engine>> {
    let options = EngineOptions {
        metering: Metering::Epoch,
        concurrency_max: CONCURRENCY_MAX,
        memory_bytes_max: Limits::DEFAULT.memory_bytes,
    };
    report::progress("engine: compiling the runtime");
    let start = || Engine::start(options, Some(Cache::open(cache_directory)?)).context("the engine does not start");
    let (took, engine) = timed(start);
    drop(engine?);
    notes.milliseconds("start of the engine, empty cache", took);
    for _ in 0..plan.repetitions {
        let (took, engine) = timed(start);
        drop(engine?);
        notes.milliseconds("start of the engine, warm cache", took);
    }
    start()
}

/// The first evaluation with an empty cache, which may have to compile more of the runtime than the start did.
async fn first_evaluation(engine: &Arc<Engine>, notes: &mut Notes) -> Result<()> {
    report::progress("engine: the first evaluation");
    let source = "import express from 'express'; export default express();";
    let directory = tempfile::tempdir().context("cannot make a temporary directory")?;
    let entry = directory.path().join("app.mjs");
    std::fs::write(&entry, source)?;
    let source = build(&BuildOptions {
        entry,
        mode: rnode_build::Mode::Production,
        compat: rnode_build::Compat::Sdk,
    })
    .await?
    .source;
    let started = Instant::now();
    let limits = Limits::DEFAULT.for_snapshot();
    engine.program(&app(&source), &limits, Arc::new(Silence)).await?;
    notes.milliseconds(
        "first evaluation and compilation, empty cache",
        milliseconds(started.elapsed()),
    );
    Ok(())
}

/// Bundling, as `rnode-wasm deploy` does it first.
async fn bundle(workload: &Workload, plan: &Plan, notes: &mut Notes) -> Result<String> {
    let options = BuildOptions {
        entry: places::node_file(workload.app_file),
        mode: rnode_build::Mode::Production,
        compat: rnode_build::Compat::Sdk,
    };
    let mut source = String::new();
    for _ in 0..plan.repetitions {
        let started = Instant::now();
        source = build(&options).await?.source;
        notes.milliseconds(&format!("{}: bundle", workload.name), milliseconds(started.elapsed()));
    }
    Ok(source)
}

/// Evaluating and compiling, as a server does it with every new version. The cache knows none of them.
async fn prepare(
    engine: &Arc<Engine>,
    workload: &Workload,
    source: &str,
    plan: &Plan,
    notes: &mut Notes,
) -> Result<()> {
    for repetition in 0..plan.repetitions {
        let changed = format!("{source}\n// {repetition}");
        let (_program, preparation) = engine
            .program(&app(&changed), &Limits::DEFAULT.for_snapshot(), Arc::new(Silence))
            .await?;
        ensure!(!preparation.is_cached, "a new source came out of the cache");
        notes.milliseconds(
            &format!("{}: evaluate", workload.name),
            milliseconds(preparation.evaluate),
        );
        notes.milliseconds(
            &format!("{}: compile", workload.name),
            milliseconds(preparation.compile),
        );
    }
    Ok(())
}

/// Loading from the cache, as a server does it with an app that is not in memory.
async fn load(
    engine: &Arc<Engine>,
    workload: &Workload,
    source: &str,
    plan: &Plan,
    notes: &mut Notes,
) -> Result<Program> {
    let limits = Limits::DEFAULT.for_snapshot();
    let (mut program, _preparation) = engine.program(&app(source), &limits, Arc::new(Silence)).await?;
    for _ in 0..plan.repetitions {
        let started = Instant::now();
        let loaded = engine.program(&app(source), &limits, Arc::new(Silence)).await?;
        notes.milliseconds(
            &format!("{}: load from the cache", workload.name),
            milliseconds(started.elapsed()),
        );
        ensure!(loaded.1.is_cached, "a known source did not come out of the cache");
        program = loaded.0;
    }
    Ok(program)
}

/// Whole requests: a store, an instance, the call, the answer, and the reset of the memory.
async fn requests(program: &Program, workload: &Workload, plan: &Plan, notes: &mut Notes) -> Result<()> {
    let headers = workload.packed_fields();
    let world: Arc<dyn World> = Arc::new(Silence);
    for request in 0..WARM_UP_REQUESTS + plan.requests {
        let connection = "1.1\nhttp\n127.0.0.1\n40000\nbench";
        let call = Call {
            method: "GET",
            target: workload.target,
            headers: &headers,
            connection,
            body: None,
        };
        let started = Instant::now();
        let execution = program.run(call, &Limits::DEFAULT, Arc::clone(&world)).await;
        let took = started.elapsed();
        match execution.result {
            Ok(response)
                if response.status == 200
                    && matches!(&response.body, Content::Bytes(body) if body == workload.body.as_bytes()) => {}
            other => bail!("`{}` answers wrongly without HTTP: {other:?}", workload.name),
        }
        if request >= WARM_UP_REQUESTS {
            notes.microseconds(
                &format!("{}: request in a fresh sandbox", workload.name),
                took.as_secs_f64() * 1e6,
            );
        }
    }
    for _ in 0..plan.requests {
        let started = Instant::now();
        program.instantiate(&Limits::DEFAULT, Arc::clone(&world))?;
        let took = started.elapsed();
        notes.microseconds(
            &format!("{}: instantiate and drop", workload.name),
            took.as_secs_f64() * 1e6,
        );
    }
    Ok(())
}

fn app(source: &str) -> Source<'_> {
    static NO_ENV: std::sync::LazyLock<Env> = std::sync::LazyLock::new(Env::default);
    static NO_FILES: std::sync::LazyLock<AppFiles> = std::sync::LazyLock::new(AppFiles::default);
    Source {
        name: "app.js",
        source,
        env: &NO_ENV,
        mode: Mode::Production,
        error_pages: ErrorPages::Host,
        files: &NO_FILES,
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = work();
    (milliseconds(started.elapsed()), result)
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
