//! The operations of one sandbox that are under way.

use std::collections::HashMap;
use std::pin::Pin;

use futures_util::future::{AbortHandle, Abortable, FutureExt as _};
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use crate::contract::rnode::app::operations as contract;
use crate::world::{Order, Outcome, Pending, World};

/// Most operations of one sandbox that are under way at once. The guest keeps to it as well; this holds for one that does not.
const OPERATIONS_MAX: usize = 1000;

/// Most bytes that operations under way have with them, together: the largest body an app may be granted. They lie outside of the sandbox's
/// memory, which would bound them otherwise.
const BYTES_MAX: usize = 32 * 1024 * 1024;

/// What came of an operation.
pub(crate) struct Event {
    pub(crate) id: u32,
    pub(crate) outcome: Outcome,
}

/// An operation and its number; nothing when it was given up.
type Numbered = Pin<Box<dyn Future<Output = Option<Event>> + Send>>;

/// The operations of one sandbox that are under way, by the numbers that the guest gave them.
#[derive(Default)]
pub(crate) struct Operations {
    under_way: FuturesUnordered<Numbered>,
    known: HashMap<u32, Known>,
    bytes: usize,
}

/// What is known of an operation under way.
struct Known {
    handle: AbortHandle,
    /// How many it has with it.
    bytes: usize,
}

impl Operations {
    /// Starts one, unless there are too many, or too much with them: then that is what comes of it.
    pub(crate) fn start(&mut self, id: u32, order: Order, world: &dyn World) {
        let bytes = order.bytes.as_ref().map_or(0, Vec::len);
        let pending = if self.known.len() >= OPERATIONS_MAX {
            refused(format!(
                "more than {OPERATIONS_MAX} operations of one request are under way"
            ))
        } else if self.bytes + bytes > BYTES_MAX {
            refused(format!(
                "operations of one request have more than {BYTES_MAX} bytes under way"
            ))
        } else {
            world.start(order)
        };
        let (handle, registration) = AbortHandle::new_pair();
        self.under_way.push(Box::pin(async move {
            let outcome = Abortable::new(pending, registration).await.ok()?;
            Some(Event { id, outcome })
        }));
        self.bytes += bytes;
        self.known.insert(id, Known { handle, bytes });
    }

    pub(crate) fn cancel(&mut self, id: u32) {
        if let Some(known) = self.forget(id) {
            known.handle.abort();
        }
    }

    fn forget(&mut self, id: u32) -> Option<Known> {
        let known = self.known.remove(&id)?;
        self.bytes -= known.bytes;
        Some(known)
    }

    /// Waits until something has come of at least one, and takes all that has. Waits for ever when none is under way.
    pub(crate) async fn next(&mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while events.is_empty() {
            match self.under_way.next().await {
                Some(event) => events.extend(event),
                None => std::future::pending().await,
            }
        }
        while let Some(Some(event)) = self.under_way.next().now_or_never() {
            events.extend(event);
        }
        for event in &events {
            self.forget(event.id);
        }
        events
    }
}

fn refused(reason: String) -> Pending {
    Box::pin(std::future::ready(Err(reason)))
}

impl Event {
    /// What the guest hears when nobody waits for its answer any more.
    pub(crate) fn unwanted(reason: String) -> Self {
        Self {
            id: 0,
            outcome: Err(reason),
        }
    }

    /// As the guest gets it.
    pub(crate) fn borrowed(&self) -> contract::Event<'_> {
        match &self.outcome {
            Ok((text, bytes)) => contract::Event {
                id: self.id,
                outcome: contract::Outcome::Done,
                text,
                bytes: bytes.as_deref(),
            },
            Err(reason) => contract::Event {
                id: self.id,
                outcome: contract::Outcome::Failed,
                text: reason,
                bytes: None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_MAX, OPERATIONS_MAX, Operations};
    use crate::world::{Level, Operation, Order, Pending, World};

    struct Idle;

    impl World for Idle {
        fn log(&self, _level: Level, _message: &str) {}

        fn start(&self, _order: Order) -> Pending {
            Box::pin(std::future::pending())
        }
    }

    fn order(bytes: usize) -> Order {
        Order {
            operation: Operation::Push,
            text: String::new(),
            bytes: Some(vec![0; bytes]),
        }
    }

    /// However a guest asks, so many operations are under way and no more, with so many bytes and no more; what is given up makes room.
    #[tokio::test]
    async fn bounds() {
        let mut operations = Operations::default();
        for (id, bytes) in [(1, BYTES_MAX - 1), (2, 2)] {
            operations.start(id, order(bytes), &Idle);
        }
        let events = operations.next().await;
        assert_eq!(events.iter().map(|event| event.id).collect::<Vec<_>>(), [2]);
        assert!(
            events[0]
                .outcome
                .as_ref()
                .is_err_and(|reason| reason.contains("bytes under way"))
        );
        operations.cancel(1);
        assert_eq!((operations.bytes, operations.known.len()), (0, 0));

        for id in 0..=u32::try_from(OPERATIONS_MAX).expect("it fits") {
            operations.start(id, order(1), &Idle);
        }
        let events = operations.next().await;
        assert!(
            events.len() == 1
                && events[0]
                    .outcome
                    .as_ref()
                    .is_err_and(|reason| reason.contains("1000 operations"))
        );
    }
}
