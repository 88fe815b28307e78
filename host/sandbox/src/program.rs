//! A component linked and ready: every call of [`Program::run`] gets a sandbox of its own.

use std::sync::Arc;
use std::time::Instant;

use rnode_artifact::Limits;

use crate::contract::{AppPre, Request, Response, Step};
use crate::conversation::{self, FuelAccount, Notice, Rest};
use crate::engine::Engine;
use crate::guest::Guest;
use crate::meter::{CpuClock, Ledger, Meter};
use crate::outcome::{self, Execution, ExecutionFailure, Usage};
use crate::timed::Timed;
use crate::turns::AppTurns;
use crate::world::World;

/// What one answer may take out of a sandbox beside its body and its headers: lengths, discriminants, alignment.
const ANSWER_OVERHEAD_BYTES: usize = 4096;

/// An app's component, linked.
#[derive(Clone)]
pub struct Program {
    engine: Arc<Engine>,
    pre: AppPre<Guest>,
    turns: AppTurns,
}

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
        let turns = engine.turns().of_app();
        Self { engine, pre, turns }
    }

    /// Runs one request in a fresh sandbox, within `limits`.
    pub async fn run(&self, call: Call<'_>, limits: &Limits, world: Arc<dyn World>) -> Execution {
        let started = Instant::now();
        let ledger = Arc::new(Ledger::default());
        let mut fuel = None;
        let run = Timed::new(
            self.answer(&call, limits, world, &ledger, started, &mut fuel),
            CpuClock::new(Arc::clone(&ledger)),
            self.turns.turn(),
        );
        let answered = match tokio::time::timeout(limits.wall, run).await {
            Ok(answered) => answered,
            Err(_elapsed) => Err(ExecutionFailure::DeadlineExceeded),
        };
        let (result, rest) = match answered {
            Ok((response, rest)) => (Ok(response), rest),
            Err(failure) => (Err(failure), None),
        };
        let usage = Usage::of(&ledger, started, fuel);
        Execution { result, usage, rest }
    }

    /// Makes a sandbox and throws it away: what a request costs before and after its call.
    ///
    /// # Errors
    /// When no sandbox can be made.
    pub fn instantiate(&self, limits: &Limits, world: Arc<dyn World>) -> Result<(), ExecutionFailure> {
        let ledger = Arc::new(Ledger::default());
        let meter = Meter::new(Arc::clone(&ledger), limits.memory_bytes, limits.cpu);
        let mut store = self.engine.store(Guest::new(meter, world));
        let instantiated = self.pre.instantiate(&mut store);
        instantiated
            .map(drop)
            .map_err(|error| outcome::classify(error, &ledger))
    }

    async fn answer(
        &self,
        call: &Call<'_>,
        limits: &Limits,
        world: Arc<dyn World>,
        ledger: &Arc<Ledger>,
        started: Instant,
        fuel: &mut Option<u64>,
    ) -> Result<(Response, Option<Rest>), ExecutionFailure> {
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
        let account = FuelAccount::new(limits.fuel());
        let mut notice = Notice::before(started, limits.wall);
        let step = conversation::first_answer(&app, &mut store, request, &mut notice).await;
        *fuel = account.burnt(&store);
        match step {
            Ok(Step::Answered(response)) if response.goes_on => {
                let rest = Rest {
                    engine: Arc::clone(&self.engine),
                    app,
                    store,
                    ledger: Arc::clone(ledger),
                    turns: self.turns.clone(),
                    limits: *limits,
                    started,
                    fuel: account,
                };
                Ok((response, Some(rest)))
            }
            Ok(Step::Answered(response)) => Ok((response, None)),
            Ok(Step::Unhandled(unhandled)) => Err(outcome::unhandled(unhandled, ledger)),
            Ok(Step::Silent | Step::Waiting(_)) => Err(ExecutionFailure::NoResponse),
            Err(error) => Err(outcome::classify(error, ledger)),
        }
    }
}
