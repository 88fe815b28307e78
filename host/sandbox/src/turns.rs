//! Whose guest computes next: apps take turns, however many of their requests are ready.
//!
//! A thread that serves sockets runs whatever became ready first. Of ten thousand requests of one app that become ready at once, a request of
//! another app would be the last. So a guest computes only while it holds a slot; who finds none waits in the queue of its app, and the
//! queues are served one after the other. A slot is held for one poll, at most a tick.

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use tokio::sync::oneshot;

/// Slots for each thread: one that computes, and one whose task is on its way there, so that no thread waits for the other.
const SLOTS_PER_THREAD: usize = 2;

/// The slots of an engine, and the apps that wait for one.
pub(crate) struct Turns {
    state: Mutex<State>,
    next_app: AtomicU64,
}

struct State {
    free: usize,
    /// Guests that wait, by app. No queue is empty.
    queues: HashMap<u64, VecDeque<oneshot::Sender<Slot>>>,
    /// Apps with a queue, the next one first.
    order: VecDeque<u64>,
}

/// The right to compute, given back when dropped.
pub(crate) struct Slot {
    /// None once it is somebody else's to hand on.
    turns: Option<Arc<Turns>>,
}

/// Where the guests of one app queue.
#[derive(Clone)]
pub(crate) struct AppTurns {
    turns: Arc<Turns>,
    app: u64,
}

/// One guest's way to its slots.
pub(crate) struct Turn {
    app: AppTurns,
    waiting: Option<oneshot::Receiver<Slot>>,
}

impl Turns {
    /// Slots for as many threads as may run at once.
    pub(crate) fn new() -> Arc<Self> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Arc::new(Self {
            state: Mutex::new(State {
                free: threads * SLOTS_PER_THREAD,
                queues: HashMap::new(),
                order: VecDeque::new(),
            }),
            next_app: AtomicU64::new(0),
        })
    }

    /// A queue of its own for an app.
    pub(crate) fn of_app(self: &Arc<Self>) -> AppTurns {
        AppTurns {
            turns: Arc::clone(self),
            app: self.next_app.fetch_add(1, Ordering::Relaxed),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The first guest of the app whose turn it is; the app goes to the end.
    fn next(&mut self) -> Option<oneshot::Sender<Slot>> {
        let app = self.order.pop_front()?;
        let queue = self.queues.get_mut(&app)?;
        let first = queue.pop_front();
        if queue.is_empty() {
            self.queues.remove(&app);
        } else {
            self.order.push_back(app);
        }
        first
    }
}

impl AppTurns {
    /// The turn of one guest.
    pub(crate) fn turn(&self) -> Turn {
        Turn {
            app: self.clone(),
            waiting: None,
        }
    }
}

impl Turn {
    /// Takes a slot, or queues for one.
    pub(crate) fn poll_slot(&mut self, context: &mut Context<'_>) -> Poll<Slot> {
        if self.waiting.is_none() {
            let turns = &self.app.turns;
            let mut state = turns.lock();
            if state.free > 0 {
                state.free -= 1;
                drop(state);
                return Poll::Ready(Slot {
                    turns: Some(Arc::clone(turns)),
                });
            }
            let (sender, receiver) = oneshot::channel();
            let queue = state.queues.entry(self.app.app).or_default();
            queue.push_back(sender);
            if queue.len() == 1 {
                state.order.push_back(self.app.app);
            }
            drop(state);
            self.waiting = Some(receiver);
        }
        let Some(waiting) = &mut self.waiting else {
            return Poll::Pending;
        };
        match Pin::new(waiting).poll(context) {
            Poll::Ready(Ok(slot)) => {
                self.waiting = None;
                Poll::Ready(slot)
            }
            // The queue is never dropped while somebody stands in it.
            Poll::Ready(Err(_)) | Poll::Pending => Poll::Pending,
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let Some(turns) = self.turns.take() else {
            return;
        };
        loop {
            let mut state = turns.lock();
            let Some(next) = state.next() else {
                state.free += 1;
                return;
            };
            drop(state);
            let slot = Self {
                turns: Some(Arc::clone(&turns)),
            };
            match next.send(slot) {
                Ok(()) => return,
                // Who waited has gone: the next one gets it.
                Err(mut slot) => slot.turns = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::{Context, Poll, Waker};

    use super::{SLOTS_PER_THREAD, Slot, Turn, Turns};

    fn poll(turn: &mut Turn) -> Option<Slot> {
        match turn.poll_slot(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(slot) => Some(slot),
            Poll::Pending => None,
        }
    }

    /// However many guests of one app wait, another app's is next; who has gone is passed over; and at the end all slots are free.
    #[test]
    fn apps_take_turns() {
        let turns = Turns::new();
        let slots = turns.lock().free;
        assert!(slots >= SLOTS_PER_THREAD);
        let (busy, quiet) = (turns.of_app(), turns.of_app());
        let mut taken: Vec<_> = (0..slots)
            .map(|_| poll(&mut busy.turn()).expect("it is free"))
            .collect();
        let mut waiting: Vec<_> = (0..4).map(|_| busy.turn()).collect();
        assert!(
            waiting.iter_mut().all(|turn| poll(turn).is_none()),
            "there is none left"
        );
        let mut other = quiet.turn();
        assert!(poll(&mut other).is_none());
        drop(waiting.remove(0));

        drop(taken.pop());
        assert!(poll(&mut waiting[0]).is_none());
        let first = poll(&mut other).expect("the other app: the first of the busy one has gone, and that was its turn");
        drop(first);
        let second = poll(&mut waiting[0]).expect("the busy app again");
        drop(second);
        for turn in &mut waiting[1..] {
            drop(poll(turn).expect("one after the other"));
        }
        drop(taken);
        assert_eq!(turns.lock().free, slots);
        assert!(turns.lock().queues.is_empty() && turns.lock().order.is_empty());
        assert_eq!(Arc::strong_count(&turns), 1 + 2 + waiting.len() + 1, "no slot is left");
    }
}
