//! The operations of one sandbox that are under way.

use std::collections::HashMap;
use std::pin::Pin;

use futures_util::future::{AbortHandle, Abortable, FutureExt as _};
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use crate::contract::rnode::app::operations as contract;
use crate::world::{Outcome, Pending};

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
    handles: HashMap<u32, AbortHandle>,
}

impl Operations {
    pub(crate) fn start(&mut self, id: u32, pending: Pending) {
        let (handle, registration) = AbortHandle::new_pair();
        let numbered = async move { Abortable::new(pending, registration).await.ok() };
        self.under_way.push(Box::pin(
            numbered.map(move |outcome| Some(Event { id, outcome: outcome? })),
        ));
        self.handles.insert(id, handle);
    }

    pub(crate) fn cancel(&mut self, id: u32) {
        if let Some(handle) = self.handles.remove(&id) {
            handle.abort();
        }
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
            self.handles.remove(&event.id);
        }
        events
    }
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
