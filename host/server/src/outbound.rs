//! The calls of one request to other servers: how many, whom, and what came of them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, Method};
use rnode_artifact::{EgressRule, Limits};
use rnode_egress::{Client, Incoming, IncomingBody, Outgoing, Policy, Redirect};
use rnode_sandbox::{Order, Outcome, Pending};
use tokio::sync::Semaphore;

use crate::receive::push_field;
use crate::respond::unpack_fields;

/// The calls of one request.
pub(crate) struct Outbound {
    client: Arc<Client>,
    allowed: Arc<[EgressRule]>,
    limits: Limits,
    depth: u32,
    made: AtomicU32,
    open: Semaphore,
    bodies: Mutex<HashMap<u32, Arc<tokio::sync::Mutex<IncomingBody>>>>,
}

impl Outbound {
    /// `depth` is how many calls of apps led to the request that makes these.
    pub(crate) fn new(client: Arc<Client>, allowed: Arc<[EgressRule]>, limits: Limits, depth: u32) -> Arc<Self> {
        Arc::new(Self {
            client,
            allowed,
            limits,
            depth,
            made: AtomicU32::new(0),
            open: Semaphore::new(limits.outbound_calls_open as usize),
            bodies: Mutex::default(),
        })
    }

    /// Calls another server.
    pub(crate) fn start_fetch(self: &Arc<Self>, order: Order) -> Pending {
        let calls = Arc::clone(self);
        Box::pin(async move { calls.fetch(order).await })
    }

    /// Reads on in the body of an answer.
    pub(crate) fn start_pull(self: &Arc<Self>, order: Order) -> Pending {
        let calls = Arc::clone(self);
        Box::pin(async move { calls.pull(&order.text).await })
    }

    async fn fetch(&self, order: Order) -> Outcome {
        let number = self.made.fetch_add(1, Ordering::Relaxed) + 1;
        let limit = self.limits.outbound_calls;
        if number > limit {
            return Err(format!(
                "the request has made its {limit} outbound calls, which is the limit `outbound_calls`"
            ));
        }
        let outgoing = self.outgoing(order)?;
        let policy = Policy {
            allowed: &self.allowed,
            depth_max: self.limits.loop_depth,
            body_bytes_max: self.limits.memory_bytes,
        };
        // More than may be open at once wait for each other, as in browsers.
        let _open = self.open.acquire().await.map_err(|error| error.to_string())?;
        let incoming = self
            .client
            .fetch(outgoing, &policy)
            .await
            .map_err(|error| error.to_string())?;
        Ok((self.keep(number, incoming), None))
    }

    fn outgoing(&self, order: Order) -> Result<Outgoing, String> {
        let mut parts = order.text.splitn(4, '\0');
        let mut part = || parts.next().unwrap_or_default();
        let (method, url, redirect, packed) = (part(), part(), part(), part());
        let mut headers = HeaderMap::new();
        unpack_fields(packed, &mut headers).map_err(|failure| failure.to_string())?;
        Ok(Outgoing {
            method: Method::from_bytes(method.as_bytes()).map_err(|_| format!("`{method}` is no method"))?,
            url: url.to_owned(),
            headers,
            body: order.bytes.map(Into::into),
            redirect: match redirect {
                "manual" => Redirect::Manual,
                "error" => Redirect::Error,
                _ => Redirect::Follow,
            },
            depth: self.depth,
        })
    }

    /// Keeps the body of an answer under a number, and says what the guest is told.
    fn keep(&self, number: u32, incoming: Incoming) -> String {
        let Incoming {
            status,
            headers,
            url,
            is_redirected,
            body,
        } = incoming;
        let mut packed = String::new();
        for (name, value) in &headers {
            push_field(&mut packed, name.as_str(), value.as_bytes());
        }
        lock(&self.bodies).insert(number, Arc::new(tokio::sync::Mutex::new(body)));
        let redirected = if is_redirected { "1" } else { "" };
        format!("{}\0{packed}\0{url}\0{redirected}\0{number}", status.as_u16())
    }

    async fn pull(&self, number: &str) -> Outcome {
        let number = number.parse().unwrap_or(0);
        let body = lock(&self.bodies).get(&number).cloned();
        let Some(body) = body else {
            return Ok((String::new(), None));
        };
        let piece = body.lock().await.next().await;
        if !matches!(piece, Ok(Some(_))) {
            lock(&self.bodies).remove(&number);
        }
        piece
            .map(|piece| (String::new(), piece))
            .map_err(|error| error.to_string())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
