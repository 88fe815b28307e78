//! The calls of a guest, one after the other, until it waits for nothing any more. While it waits, it holds its memory and no stack.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rnode_artifact::Limits;
use wasmtime::Store;

use crate::contract::{App, Request, Step};
use crate::engine::Engine;
use crate::guest::Guest;
use crate::meter::{CpuClock, Ledger};
use crate::operations::Event;
use crate::outcome::{self, ExecutionFailure, Usage};
use crate::timed::Timed;
use crate::turns::AppTurns;

/// How long before its time is up a guest is told, at most: what ends a request in order takes less.
const NOTICE_MAX: Duration = Duration::from_secs(1);

/// A streamed answer ends after this time: whoever listens that long connects again, and a server that is updated is rid of old versions.
const STREAM_DURATION_MAX: Duration = Duration::from_secs(60 * 60);

/// When a guest is told that its time will be up.
pub(crate) struct Notice {
    due: Option<Instant>,
    limit: Duration,
}

impl Notice {
    /// Of a limit that counts from `started`.
    pub(crate) fn before(started: Instant, limit: Duration) -> Self {
        Self {
            due: started.checked_add(limit - NOTICE_MAX.min(limit / 10)),
            limit,
        }
    }

    async fn given(&mut self) -> Event {
        match self.due {
            Some(due) => tokio::time::sleep_until(due.into()).await,
            None => std::future::pending().await,
        }
        self.due = None;
        let millis = self.limit.as_millis();
        Event::unwanted(format!("the request has nearly reached its time limit of {millis} ms"))
    }
}

/// Calls the guest until it has an answer, or will never have one.
pub(crate) async fn first_answer(
    app: &App,
    store: &mut Store<Guest>,
    request: Request<'_>,
    notice: &mut Notice,
) -> wasmtime::Result<Step> {
    let mut step = app.call_handle(&mut *store, request).await?;
    while let Step::Waiting(due_micros) = step {
        let events = tokio::select! {
            events = next_events(store, due_micros) => events,
            event = notice.given() => vec![event],
        };
        step = resume(app, store, due_micros, &events).await?;
    }
    Ok(step)
}

/// Waits until a timer is due or something has come of operations.
async fn next_events(store: &mut Store<Guest>, due_micros: Option<u64>) -> Vec<Event> {
    let now_micros = store.data().world().now_micros();
    let operations = store.data_mut().operations().next();
    let Some(due_micros) = due_micros else {
        return operations.await;
    };
    let wait = Duration::from_micros(due_micros.saturating_sub(now_micros));
    tokio::time::timeout(wait, operations).await.unwrap_or_default()
}

async fn resume(
    app: &App,
    store: &mut Store<Guest>,
    due_micros: Option<u64>,
    events: &[Event],
) -> wasmtime::Result<Step> {
    let now = store.data().world().now_micros();
    // A timer that was waited for is due, whatever the clocks say.
    let now = if events.is_empty() {
        now.max(due_micros.unwrap_or(0))
    } else {
        now
    };
    let events: Vec<_> = events.iter().map(Event::borrowed).collect();
    app.call_resume(&mut *store, now, &events).await
}

/// How the one who gets a streamed answer went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// With all of it.
    Served,
    /// Before it was complete.
    Left,
}

/// What a guest still has to do after its answer: to send the rest of it, or what it handed to `waitUntil`.
pub struct Rest {
    pub(crate) engine: Arc<Engine>,
    pub(crate) app: App,
    pub(crate) store: Store<Guest>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) turns: AppTurns,
    pub(crate) limits: Limits,
    pub(crate) started: Instant,
    /// What the guest burnt of allowances before the one it has now, and how much that one was; where the engine meters fuel.
    pub(crate) fuel: FuelAccount,
}

/// Fuel that was burnt, over several allowances.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FuelAccount {
    burnt: u64,
    allowance: u64,
}

impl FuelAccount {
    pub(crate) fn new(allowance: u64) -> Self {
        Self { burnt: 0, allowance }
    }

    /// All that was burnt so far; nothing where no fuel is metered.
    pub(crate) fn burnt(&self, store: &Store<Guest>) -> Option<u64> {
        let left = store.get_fuel().ok()?;
        Some(self.burnt + self.allowance.saturating_sub(left))
    }
}

/// How the rest of a run ended, and what the whole run cost.
#[derive(Debug)]
pub struct Ended {
    /// What went wrong, if anything did.
    pub result: Result<(), ExecutionFailure>,
    /// What was spent from the beginning.
    pub usage: Usage,
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Rest").finish_non_exhaustive()
    }
}

impl Rest {
    /// Lets the guest go on to its end. `audience` resolves when the one who gets a streamed answer has gone; none means that nobody waits for
    /// anything. While somebody does, the guest gets the computing time of a request anew every time that passes; when nobody does any
    /// more, it has the time of a request for what is left to do.
    pub async fn run(mut self, audience: Option<impl Future<Output = Departure> + Send>) -> Ended {
        let clock = CpuClock::new(Arc::clone(&self.ledger));
        let turn = self.turns.turn();
        let result = Timed::new(self.go_on(audience), clock, turn).await;
        let usage = Usage::of(&self.ledger, self.started, self.fuel.burnt(&self.store));
        Ended { result, usage }
    }

    async fn go_on(&mut self, audience: Option<impl Future<Output = Departure>>) -> Result<(), ExecutionFailure> {
        let mut is_listening = audience.is_some();
        let mut departs = std::pin::pin!(async {
            match audience {
                Some(audience) => audience.await,
                None => std::future::pending().await,
            }
        });
        let patience = if is_listening {
            STREAM_DURATION_MAX
        } else {
            self.limits.wall
        };
        let mut end = Instant::now() + patience;
        let mut grant = Instant::now() + self.limits.wall;
        let mut due_micros = None;
        let mut events = Vec::new();
        loop {
            let step = resume(&self.app, &mut self.store, due_micros, &events).await;
            match step.map_err(|error| outcome::classify(error, &self.ledger))? {
                Step::Waiting(due) => due_micros = due,
                Step::Silent | Step::Answered(_) => return Ok(()),
                Step::Unhandled(unhandled) => return Err(outcome::unhandled(unhandled, &self.ledger)),
            }
            events = loop {
                tokio::select! {
                    events = next_events(&mut self.store, due_micros) => break events,
                    departure = &mut departs, if is_listening => {
                        is_listening = false;
                        end = Instant::now() + self.limits.wall;
                        if departure == Departure::Left {
                            break vec![Event::unwanted("the client has left".to_owned())];
                        }
                    }
                    () = tokio::time::sleep_until(end.into()) => return Err(ExecutionFailure::DeadlineExceeded),
                }
            };
            if is_listening && Instant::now() >= grant {
                grant = Instant::now() + self.limits.wall;
                self.fuel = FuelAccount {
                    burnt: self.fuel.burnt(&self.store).unwrap_or(0),
                    allowance: self.limits.fuel(),
                };
                self.engine.allow(&mut self.store, self.limits.cpu);
            }
        }
    }
}
