//! A component linked and ready: every call of [`Program::run`] gets a sandbox of its own.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use rnode_artifact::Limits;
use wasmtime::Store;

use crate::contract::{App, AppPre, Level, Request, Response, Step};
use crate::engine::{Engine, Metering};
use crate::meter::{CpuClock, Ledger, Meter};
use crate::outcome::{self, Execution, ExecutionFailure, Usage};
use crate::world::World;

/// What one answer may take out of a sandbox beside its body and its headers: lengths, discriminants, alignment.
const ANSWER_OVERHEAD_BYTES: usize = 4096;

/// An app's component, linked.
#[derive(Clone)]
pub struct Program {
    engine: Arc<Engine>,
    pre: AppPre<Guest>,
}

/// What belongs to the store of one sandbox.
pub(crate) struct Guest {
    meter: Meter,
    world: Arc<dyn World>,
}

impl Guest {
    pub(crate) fn new(meter: Meter, world: Arc<dyn World>) -> Self {
        Self { meter, world }
    }

    /// Allows so much computing time from now on.
    pub(crate) fn allow(&mut self, cpu: Duration) {
        self.meter.allow(cpu);
    }

    pub(crate) fn world(&self) -> &dyn World {
        self.world.as_ref()
    }
}

impl crate::contract::rnode::app::host::Host for Guest {
    fn log(&mut self, level: Level, message: String) {
        self.world.log(level, &message);
    }
}

impl crate::contract::rnode::app::http::Host for Guest {}

/// One request as the server hands it over. Texts as `wit/world.wit` describes them.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// The method as received.
    pub method: &'a str,
    /// Path and query as received.
    pub target: &'a str,
    /// Header fields, packed.
    pub headers: &'a str,
    /// Version, scheme, peer and request id, packed.
    pub connection: &'a str,
    /// The whole body.
    pub body: Option<&'a [u8]>,
}

impl Program {
    pub(crate) fn new(engine: Arc<Engine>, pre: AppPre<Guest>) -> Self {
        Self { engine, pre }
    }

    /// Runs one request in a fresh sandbox, within `limits`.
    pub async fn run(&self, call: Call<'_>, limits: &Limits, world: Arc<dyn World>) -> Execution {
        let started = Instant::now();
        let ledger = Arc::new(Ledger::default());
        let mut fuel = None;
        let run = Timed::new(
            self.answer(&call, limits, world, &ledger, &mut fuel),
            CpuClock::new(Arc::clone(&ledger)),
        );
        let result = match tokio::time::timeout(limits.wall, run).await {
            Ok(result) => result,
            Err(_elapsed) => Err(ExecutionFailure::DeadlineExceeded),
        };
        let usage = Usage {
            cpu: ledger.cpu(),
            wall: started.elapsed(),
            memory_bytes_peak: ledger.memory_bytes_peak(),
            fuel,
        };
        Execution { result, usage }
    }

    async fn answer(
        &self,
        call: &Call<'_>,
        limits: &Limits,
        world: Arc<dyn World>,
        ledger: &Arc<Ledger>,
        fuel: &mut Option<u64>,
    ) -> Result<Response, ExecutionFailure> {
        let request = Request {
            method: call.method,
            target: call.target,
            headers: call.headers,
            connection: call.connection,
            body: call.body,
            now: world.now_micros(),
            entropy: world.entropy(),
        };
        let meter = Meter::new(Arc::clone(ledger), limits.memory_bytes, limits.cpu);
        let mut store = self.engine.store(Guest::new(meter, Arc::clone(&world)));
        store.set_hostcall_fuel(limits.response_body_bytes + limits.headers_bytes + ANSWER_OVERHEAD_BYTES);
        let app = self
            .pre
            .instantiate(&mut store)
            .map_err(|error| outcome::classify(error, ledger))?;
        self.engine.arm(&mut store, limits.fuel());
        let step = converse(&app, &mut store, request, world.as_ref()).await;
        if self.engine.metering() == Metering::Fuel {
            *fuel = store.get_fuel().ok().map(|left| limits.fuel().saturating_sub(left));
        }
        match step {
            Ok(Step::Answered(response)) => Ok(response),
            Ok(Step::Unhandled(unhandled)) => Err(outcome::unhandled(unhandled, ledger)),
            Ok(Step::Silent | Step::Waiting(_)) => Err(ExecutionFailure::NoResponse),
            Err(error) => Err(outcome::classify(error, ledger)),
        }
    }
}

/// Calls the guest until it waits for nothing any more. While it waits, it holds its memory and no stack.
async fn converse(
    app: &App,
    store: &mut Store<Guest>,
    request: Request<'_>,
    world: &dyn World,
) -> wasmtime::Result<Step> {
    let mut step = app.call_handle(&mut *store, request).await?;
    while let Step::Waiting(due_micros) = step {
        let wait = due_micros.saturating_sub(world.now_micros());
        tokio::time::sleep(Duration::from_micros(wait)).await;
        step = app.call_resume(&mut *store, world.now_micros().max(due_micros)).await?;
    }
    Ok(step)
}

/// Charges the ledger for every stretch in which `inner` has the processor.
pub(crate) struct Timed<F> {
    inner: Pin<Box<F>>,
    clock: CpuClock,
}

impl<F: Future> Timed<F> {
    pub(crate) fn new(inner: F, clock: CpuClock) -> Self {
        Self {
            inner: Box::pin(inner),
            clock,
        }
    }
}

impl<F: Future> Future for Timed<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.clock.start();
        let polled = self.inner.as_mut().poll(context);
        self.clock.stop();
        polled
    }
}

/// The ticks of a guest, which its meter answers.
pub(crate) fn on_tick(store: &wasmtime::StoreContextMut<'_, Guest>) -> wasmtime::Result<wasmtime::UpdateDeadline> {
    store.data().meter.on_tick()
}

/// The meter of a guest, as the store's limiter.
pub(crate) fn limiter(guest: &mut Guest) -> &mut dyn wasmtime::ResourceLimiter {
    &mut guest.meter
}
