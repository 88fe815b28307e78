//! A future whose computing time is charged.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::meter::CpuClock;

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
