//! Who may run now: the server's and each app's concurrency, and each app's rate.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::failure::{Failure, Scope};

/// How long a request may wait for a sandbox: about as long as a client waits without noticing.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(1);
/// How many requests may wait for each that may run; a longer queue would only time out.
const QUEUE_FACTOR: usize = 4;
/// How far an app may run ahead of its rate.
const BURST: Duration = Duration::from_secs(1);

/// What an operator allows.
#[derive(Clone, Copy, Debug)]
pub struct AdmissionLimits {
    /// Requests the server runs at once.
    pub server_concurrency_max: usize,
    /// Requests of one app that run at once.
    pub app_concurrency_max: usize,
    /// Requests of one app per second, on average over a second; none means no limit.
    pub app_requests_per_second_max: Option<u32>,
}

/// The server's gate.
#[derive(Debug)]
pub(crate) struct Admission {
    limits: AdmissionLimits,
    running: Arc<Semaphore>,
    receiving: Arc<Semaphore>,
    queued: Arc<Semaphore>,
}

/// One app's gate.
#[derive(Debug)]
pub(crate) struct AppAdmission {
    running: Arc<Semaphore>,
    receiving: Arc<Semaphore>,
    rate: Option<Rate>,
}

/// The right to receive or to run one request; given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    _app: OwnedSemaphorePermit,
    _server: OwnedSemaphorePermit,
}

impl Admission {
    pub(crate) fn new(limits: AdmissionLimits) -> Self {
        Self {
            limits,
            running: Arc::new(Semaphore::new(limits.server_concurrency_max)),
            receiving: Arc::new(Semaphore::new(limits.server_concurrency_max)),
            queued: Arc::new(Semaphore::new(
                limits
                    .server_concurrency_max
                    .saturating_mul(QUEUE_FACTOR)
                    .min(Semaphore::MAX_PERMITS),
            )),
        }
    }

    /// A gate for one app.
    pub(crate) fn for_app(&self) -> AppAdmission {
        AppAdmission {
            running: Arc::new(Semaphore::new(self.limits.app_concurrency_max)),
            receiving: Arc::new(Semaphore::new(self.limits.app_concurrency_max)),
            rate: self.limits.app_requests_per_second_max.map(Rate::new),
        }
    }

    /// Lets a body in. There are as many places as for running, but others: a client that sends slowly keeps nobody from running.
    pub(crate) fn to_receive(&self, app: &AppAdmission) -> Result<Permit, Failure> {
        let taken = |semaphore: &Arc<Semaphore>, scope| {
            Arc::clone(semaphore)
                .try_acquire_owned()
                .map_err(|_| Failure::Overloaded { scope })
        };
        Ok(Permit {
            _app: taken(&app.receiving, Scope::App)?,
            _server: taken(&self.receiving, Scope::Server)?,
        })
    }

    /// Lets a request run, at once or after a short wait.
    ///
    /// The app's own limit comes first, so that a request which its app may not run takes no place in the server's queue.
    pub(crate) async fn to_run(&self, app: &AppAdmission) -> Result<Permit, Failure> {
        let overloaded = |scope| move |_| Failure::Overloaded { scope };
        let app = Arc::clone(&app.running)
            .try_acquire_owned()
            .map_err(overloaded(Scope::App))?;
        if let Ok(server) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(Permit {
                _app: app,
                _server: server,
            });
        }
        let _place = Arc::clone(&self.queued)
            .try_acquire_owned()
            .map_err(overloaded(Scope::Server))?;
        match tokio::time::timeout(QUEUE_TIMEOUT, Arc::clone(&self.running).acquire_owned()).await {
            Ok(Ok(server)) => Ok(Permit {
                _app: app,
                _server: server,
            }),
            Ok(Err(_)) | Err(_) => Err(Failure::Overloaded { scope: Scope::Server }),
        }
    }
}

impl AppAdmission {
    /// Takes a request's share of the app's rate.
    pub(crate) fn check_rate(&self) -> Result<(), Failure> {
        let taken = self.rate.as_ref().map_or(Ok(()), Rate::take);
        taken.map_err(|retry_after| Failure::RateLimited { retry_after })
    }
}

/// A rate, kept as the instant at which the next request would be on time (the generic cell rate algorithm).
#[derive(Debug)]
struct Rate {
    origin: Instant,
    interval_nanos: u64,
    due_nanos: AtomicU64,
}

impl Rate {
    fn new(requests_per_second_max: u32) -> Self {
        let interval_nanos = 1_000_000_000 / u64::from(requests_per_second_max.max(1));
        Self {
            origin: Instant::now(),
            interval_nanos,
            due_nanos: AtomicU64::new(0),
        }
    }

    /// Takes one request's share, or says when there is one again.
    fn take(&self) -> Result<(), Duration> {
        let now = u64::try_from(self.origin.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let burst = u64::try_from(BURST.as_nanos()).unwrap_or(u64::MAX);
        let taken = self.due_nanos.try_update(Ordering::Relaxed, Ordering::Relaxed, |due| {
            let next = due.max(now).saturating_add(self.interval_nanos);
            (next <= now.saturating_add(burst)).then_some(next)
        });
        taken.map(|_| ()).map_err(|due| {
            Duration::from_nanos(
                due.saturating_sub(now)
                    .saturating_add(self.interval_nanos)
                    .saturating_sub(burst),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Admission, AdmissionLimits};

    fn admission(app: usize, server: usize, rate: Option<u32>) -> Admission {
        Admission::new(AdmissionLimits {
            server_concurrency_max: server,
            app_concurrency_max: app,
            app_requests_per_second_max: rate,
        })
    }

    /// An app over its own limit is refused at once, and a permit that is dropped lets the next one in.
    #[tokio::test]
    async fn an_app_runs_as_many_as_it_may() {
        let admission = admission(2, 10, None);
        let app = admission.for_app();
        let first = admission.to_run(&app).await.expect("the first");
        let _second = admission.to_run(&app).await.expect("the second");
        assert_eq!(
            admission.to_run(&app).await.expect_err("the third").verdict().outcome,
            "load-shed"
        );
        assert!(admission.to_run(&admission.for_app()).await.is_ok(), "another app");
        drop(first);
        assert!(admission.to_run(&app).await.is_ok(), "after one ended");
    }

    /// A full server lets a request wait, and refuses it when nothing gets free.
    #[tokio::test(start_paused = true)]
    async fn a_full_server_sheds_load() {
        let admission = admission(10, 1, None);
        let app = admission.for_app();
        let permit = admission.to_run(&app).await.expect("the first");
        assert_eq!(
            admission.to_run(&app).await.expect_err("the second").verdict().outcome,
            "load-shed"
        );
        let (waited, ()) = tokio::join!(admission.to_run(&app), async { drop(permit) });
        assert!(waited.is_ok(), "one got free while it waited");
    }

    /// An app may burst for a second's worth, then it is told when to come back.
    #[tokio::test]
    async fn a_rate_is_kept() {
        let admission = admission(100, 100, Some(5));
        let app = admission.for_app();
        for _ in 0..5 {
            app.check_rate().expect("within the burst");
        }
        let refused = app.check_rate().expect_err("over the rate");
        assert_eq!(refused.verdict().status, 429);
        assert!(
            refused
                .retry_after()
                .is_some_and(|wait| wait.as_millis() > 0 && wait.as_millis() <= 200)
        );
    }
}
