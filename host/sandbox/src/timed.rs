//! A future that computes when it is its turn, and is charged for it.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::meter::CpuClock;
use crate::turns::Turn;

/// Charges the ledger for every stretch in which `inner` has the processor, which it gets by turns.
pub(crate) struct Timed<F> {
    inner: Pin<Box<F>>,
    clock: CpuClock,
    turn: Turn,
}

impl<F: Future> Timed<F> {
    pub(crate) fn new(inner: F, clock: CpuClock, turn: Turn) -> Self {
        Self {
            inner: Box::pin(inner),
            clock,
            turn,
        }
    }
}

impl<F: Future> Future for Timed<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let Poll::Ready(slot) = self.turn.poll_slot(context) else {
            return Poll::Pending;
        };
        self.clock.start();
        let polled = self.inner.as_mut().poll(context);
        self.clock.stop();
        drop(slot);
        polled
    }
}
