//! The event loop: promise jobs until none is left, then one timer or immediate at a time.
//!
//! The prelude keeps the queues of timers and immediates in JavaScript and tells here, with every change, when the next
//! callback is due; so a request without timers pays nothing for them.

use std::cell::{Cell, RefCell};

use javy::quickjs::function::IntoArgs;
use javy::quickjs::{Ctx, Function, Object, Persistent, Result, Value};

use crate::world::rnode::app::http::Step;
use crate::world::rnode::app::operations::Event;
use crate::{answer, clock, exception, operations};

/// How long after the top level a timer may be due and still be run at the start.
const START_MILLIS: f64 = 50.0;

/// Timers and immediates that are run at the start: a chain of them that never ends is a timer that never fires.
const START_TURNS_MAX: usize = 1000;

/// Nothing is queued.
const NEVER: f64 = -1.0;

thread_local! {
    /// When the next callback is due, in milliseconds since 1970; 0 for an immediate; [`NEVER`] for none.
    static DUE_MILLIS: Cell<f64> = const { Cell::new(NEVER) };
    /// Whether a `process.nextTick` is queued.
    static IS_TICKING: Cell<bool> = const { Cell::new(false) };
    static CALLBACKS: RefCell<Option<Callbacks>> = const { RefCell::new(None) };
    /// Promises that were rejected while nobody listened, with their reasons.
    static REJECTED: RefCell<Vec<Rejection>> = const { RefCell::new(Vec::new()) };
}

/// The prelude's side of the loop.
struct Callbacks {
    /// Runs one timer or immediate.
    turn: Persistent<Function<'static>>,
    /// Runs one `process.nextTick`.
    tick: Persistent<Function<'static>>,
    /// Tells the app's listeners of an exception that nobody caught, and says whether there are any.
    uncaught: Persistent<Function<'static>>,
    /// The same of a rejected promise.
    rejected: Persistent<Function<'static>>,
}

struct Rejection {
    promise: Persistent<Value<'static>>,
    reason: Persistent<Value<'static>>,
}

/// How many unhandled rejections are kept: the first is reported, the rest only matters until it is handled.
const REJECTIONS_MAX: usize = 64;

/// `runtime.due(millis)`: the prelude's word on when the next callback is due.
pub(crate) fn set_due(millis: f64) {
    DUE_MILLIS.set(millis);
}

/// `runtime.ticking(is)`: the prelude's word on whether a `process.nextTick` is queued.
pub(crate) fn set_ticking(is_ticking: bool) {
    IS_TICKING.set(is_ticking);
}

/// Takes the prelude's callbacks.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, prelude: &Object<'js>) -> Result<()> {
    let turn = Persistent::save(ctx, prelude.get::<_, Function>("turn")?);
    let tick = Persistent::save(ctx, prelude.get::<_, Function>("tick")?);
    let uncaught = Persistent::save(ctx, prelude.get::<_, Function>("uncaught")?);
    let rejected = Persistent::save(ctx, prelude.get::<_, Function>("rejected")?);
    CALLBACKS.set(Some(Callbacks {
        turn,
        tick,
        uncaught,
        rejected,
    }));
    operations::install_callbacks(ctx, prelude)
}

/// Notes that a promise was rejected without a listener, or that it got one after all.
pub(crate) fn track_rejection<'js>(ctx: &Ctx<'js>, promise: Value<'js>, reason: Value<'js>, handled: bool) {
    REJECTED.with_borrow_mut(|rejected| {
        if handled {
            rejected.retain(|rejection| {
                rejection
                    .promise
                    .clone()
                    .restore(ctx)
                    .is_ok_and(|known| known != promise)
            });
        } else if rejected.len() < REJECTIONS_MAX {
            rejected.push(Rejection {
                promise: Persistent::save(ctx, promise),
                reason: Persistent::save(ctx, reason),
            });
        }
    });
}

/// The reason of the first promise that was rejected and never handled.
pub(crate) fn take_rejection(ctx: &Ctx<'_>) -> Option<exception::Thrown> {
    let rejected = REJECTED.take();
    let reason = rejected.into_iter().next()?.reason.restore(ctx).ok()?;
    Some(exception::describe(ctx, &reason))
}

/// Runs ticks, then promise jobs, until neither is left: Node's order between two callbacks. What one of them throws outside of a
/// promise is nobody's: it fails the request.
pub(crate) fn drain_jobs(ctx: &Ctx<'_>) {
    loop {
        while IS_TICKING.get() {
            call(ctx, |callbacks| &callbacks.tick, ());
        }
        while ctx.execute_pending_job() {
            if ctx.has_exception() {
                uncaught(ctx);
            }
        }
        if !IS_TICKING.get() {
            return;
        }
    }
}

fn call<'js>(ctx: &Ctx<'js>, which: fn(&Callbacks) -> &Persistent<Function<'static>>, arguments: impl IntoArgs<'js>) {
    let called = callback(which).map(|callback| callback.restore(ctx)?.call::<_, ()>(arguments));
    if matches!(called, Some(Err(_))) {
        uncaught(ctx);
    }
}

fn callback(which: fn(&Callbacks) -> &Persistent<Function<'static>>) -> Option<Persistent<Function<'static>>> {
    CALLBACKS.with_borrow(|callbacks| callbacks.as_ref().map(|callbacks| which(callbacks).clone()))
}

/// Asks one of the prelude's callbacks whether the app's own listeners took something on.
fn is_taken<'js>(
    ctx: &Ctx<'js>,
    which: fn(&Callbacks) -> &Persistent<Function<'static>>,
    arguments: impl IntoArgs<'js>,
) -> bool {
    let asked = callback(which).map(|callback| callback.restore(ctx)?.call::<_, bool>(arguments));
    match asked {
        Some(Ok(is_taken)) => is_taken,
        Some(Err(_)) => {
            drop(ctx.catch());
            false
        }
        None => false,
    }
}

/// The exception that QuickJS holds: it is the app's listeners', or it fails the request.
fn uncaught(ctx: &Ctx<'_>) {
    let thrown = ctx.catch();
    if !is_taken(ctx, |callbacks| &callbacks.uncaught, (thrown.clone(),)) {
        answer::unhandled(exception::describe(ctx, &thrown));
    }
}

/// Tells the app's listeners of rejections, and says whether they took any.
fn tell_rejections(ctx: &Ctx<'_>) -> bool {
    let rejected = REJECTED.take();
    let count = rejected.len();
    let left: Vec<Rejection> = rejected
        .into_iter()
        .filter(|rejection| {
            let promise = rejection.promise.clone().restore(ctx);
            let reason = rejection.reason.clone().restore(ctx);
            let (Ok(promise), Ok(reason)) = (promise, reason) else {
                return true;
            };
            !is_taken(ctx, |callbacks| &callbacks.rejected, (promise, reason))
        })
        .collect();
    let are_taken = left.len() < count;
    REJECTED.with_borrow_mut(|rejected| drop(rejected.splice(..0, left)));
    are_taken
}

/// Runs what belongs to the start of a program as much as its promises do: immediates, and timers that are due within moments, with the
/// clock put forward to each. Packages that load in steps arm such.
pub(crate) fn run_start(ctx: &Ctx<'_>) {
    let end = clock::now_millis() + START_MILLIS;
    for _ in 0..START_TURNS_MAX {
        drain_jobs(ctx);
        let due = DUE_MILLIS.get();
        if due == NEVER || due > end {
            return;
        }
        if due > clock::now_millis() {
            clock::set(instant_of(due));
        }
        call(ctx, |callbacks| &callbacks.turn, (clock::now_millis(),));
    }
}

/// Runs everything that can run now, and says where the request stands.
pub(crate) fn drive(ctx: &Ctx<'_>) -> Step {
    loop {
        drain_jobs(ctx);
        if tell_rejections(ctx) {
            continue;
        }
        let due = DUE_MILLIS.get();
        let is_immediate = due == 0.0;
        if let Some(step) = (!is_immediate).then(answer::take).flatten() {
            return step;
        }
        if answer::is_over() {
            return Step::Silent;
        }
        let is_due = is_immediate || (due != NEVER && due <= clock::now_millis());
        if is_due {
            call(ctx, |callbacks| &callbacks.turn, (clock::now_millis(),));
        } else if operations::flush(ctx) {
            // What was written is on its way; see what that brings.
        } else if due != NEVER {
            return Step::Waiting(Some(instant_of(due)));
        } else if operations::is_any_under_way() {
            return Step::Waiting(None);
        } else {
            return rest(ctx);
        }
    }
}

/// Goes on with what has come of operations, each in a turn of its own.
pub(crate) fn go_on(ctx: &Ctx<'_>, events: Vec<Event>) -> Step {
    for event in events {
        operations::tell(ctx, event);
        drain_jobs(ctx);
    }
    drive(ctx)
}

/// Nothing is left to run and nobody answered: a rejection that nobody handled is the likely reason.
fn rest(ctx: &Ctx<'_>) -> Step {
    if let Some(thrown) = take_rejection(ctx) {
        answer::unhandled(thrown);
    }
    answer::take().unwrap_or(Step::Silent)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float-to-integer cast saturates, and a due time is never negative here"
)]
fn instant_of(millis: f64) -> u64 {
    (millis * 1000.0).ceil() as u64
}
