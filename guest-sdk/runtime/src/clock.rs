//! The guest's clock: the instant the host gave with the last call, standing still in between.
//!
//! A clock that does not advance while code runs is no use for timing attacks.

use std::cell::Cell;

thread_local! {
    static NOW_MICROS: Cell<u64> = const { Cell::new(0) };
}

/// Moves the clock to `now`, microseconds since 1970. It never goes back.
pub(crate) fn set(now: u64) {
    NOW_MICROS.with(|cell| cell.set(cell.get().max(now)));
}

/// Microseconds since 1970.
pub(crate) fn now_micros() -> u64 {
    NOW_MICROS.with(Cell::get)
}

/// Milliseconds since 1970, with a fraction, as `performance.timeOrigin + performance.now()` counts them.
#[expect(
    clippy::cast_precision_loss,
    reason = "microseconds since 1970 stay below 2^53 until the year 2255"
)]
pub(crate) fn now_millis() -> f64 {
    now_micros() as f64 / 1000.0
}
