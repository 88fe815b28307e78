//! What an app still does when its answer is on its way: sending the rest of it, and what it handed to `waitUntil`.

use std::sync::Arc;

use http::StatusCode;
use rnode_sandbox::{Ended, Rest};

use crate::admission::Permit;
use crate::app::App;
use crate::exchange::Exchange;
use crate::failure::Failure;
use crate::request_world::RequestWorld;
use crate::service::log_text;

/// The rest of a request. It keeps its place among those that run.
pub(crate) struct Afterwards {
    pub(crate) rest: Rest,
    pub(crate) world: Arc<RequestWorld>,
    pub(crate) app: Arc<App>,
    pub(crate) running: Permit,
    pub(crate) is_streamed: bool,
}

impl Afterwards {
    /// Runs it to its end, and finishes the exchange. `bytes` is the length of an answer that is not streamed.
    pub(crate) async fn run(self, mut exchange: Exchange, status: StatusCode, bytes: usize) {
        let Self {
            rest,
            world,
            app,
            running,
            is_streamed,
        } = self;
        let audience = is_streamed.then(|| world.stream.departure());
        let Ended { result, usage } = rest.run(audience).await;
        exchange.executed(usage);
        let failure = match result {
            Err(failure) => Some(Failure::of_execution(failure, &app.limits)),
            Ok(()) if is_streamed && world.stream.is_abandoned() => Some(Failure::ClientGone),
            Ok(()) if is_streamed && !world.stream.is_finished() => Some(Failure::NoResponse),
            Ok(()) => None,
        };
        if let Some(failure) = failure {
            let detail = app.detail(&failure).await;
            exchange.failed(failure.verdict().outcome, log_text(&failure, &detail));
            world.stream.break_off();
        }
        let bytes = if is_streamed { world.stream.bytes() } else { bytes };
        exchange.finish(status, bytes);
        drop(running);
    }
}
