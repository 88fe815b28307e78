//! The event loop: promise jobs until none is left, then one timer or immediate at a time.
//!
//! The prelude keeps the queues of timers and immediates in JavaScript and tells here, with every change, when the next
//! callback is due; so a request without timers pays nothing for them.

use std::cell::{Cell, RefCell};

use javy::quickjs::{Ctx, Function, Persistent, Value};

use crate::world::rnode::app::http::Step;
use crate::{answer, clock, exception};

/// Nothing is queued.
const NEVER: f64 = -1.0;

thread_local! {
    /// When the next callback is due, in milliseconds since 1970; 0 for an immediate; [`NEVER`] for none.
    static DUE_MILLIS: Cell<f64> = const { Cell::new(NEVER) };
    /// Promises that were rejected while nobody listened, with their reasons.
    static REJECTED: RefCell<Vec<Rejection>> = const { RefCell::new(Vec::new()) };
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

/// Runs promise jobs until none is left. What a job throws outside of a promise is nobody's: it fails the request.
pub(crate) fn drain_jobs(ctx: &Ctx<'_>) {
    while ctx.execute_pending_job() {
        if ctx.has_exception() {
            answer::unhandled(exception::pending(ctx));
        }
    }
}

/// Runs everything that can run now, and says where the request stands.
pub(crate) fn drive(ctx: &Ctx<'_>, turn: &Function<'_>) -> Step {
    loop {
        drain_jobs(ctx);
        let due = DUE_MILLIS.get();
        let is_immediate = due == 0.0;
        if let Some(step) = (!is_immediate).then(answer::take).flatten() {
            return step;
        }
        if due == NEVER {
            return rest(ctx);
        }
        if !is_immediate && due > clock::now_millis() {
            return Step::Waiting(instant_of(due));
        }
        if turn.call::<_, ()>((clock::now_millis(),)).is_err() {
            answer::unhandled(exception::pending(ctx));
        }
    }
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
