//! The life of one request, in order.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response};
use hyper::body::Body;
use rnode_artifact::Compression;
use rnode_sandbox::{Call, Content, Execution, Mode};

use crate::admission::Admission;
use crate::afterwards::Afterwards;
use crate::answer_stream::AnswerBody;
use crate::app::App;
use crate::asset_answer;
use crate::compression::{self, Accepted};
use crate::error_page::{self, Detail};
use crate::exchange::{self, Exchange};
use crate::failure::Failure;
use crate::receive;
use crate::registry::Registry;
use crate::request_world::Surroundings;
use crate::respond::{self, Conditions};

/// Answers requests.
pub(crate) struct Service {
    pub(crate) registry: Arc<Registry>,
    pub(crate) admission: Arc<Admission>,
    pub(crate) surroundings: Surroundings,
    pub(crate) mode: Mode,
}

/// A failure, and the app it happened in, if it got that far.
struct Failed {
    failure: Failure,
    app: Option<Arc<App>>,
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self { failure, app: None }
    }
}

/// An answer, and what the app still does after it.
struct Answered {
    response: Response<AnswerBody>,
    afterwards: Option<Afterwards>,
}

impl Answered {
    fn whole(response: Response<Bytes>) -> Self {
        Self {
            response: response.map(AnswerBody::from),
            afterwards: None,
        }
    }
}

/// How many bytes a whole answer has; a streamed one counts for itself.
fn whole_bytes(response: &Response<AnswerBody>) -> usize {
    let bytes = response.body().size_hint().exact().unwrap_or(0);
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

impl Service {
    /// Answers a request. Cannot fail: a failure is an answer too.
    pub(crate) async fn handle<B>(&self, request: Request<B>, peer: SocketAddr) -> Response<AnswerBody>
    where
        B: Body<Data = Bytes, Error: std::error::Error + Send + Sync + 'static>,
    {
        let (parts, body) = request.into_parts();
        let method = parts.method.clone();
        // 1 begin. Dropped unfinished when the client leaves; that is recorded too.
        let mut exchange = Exchange::begin(&parts, peer, &self.surroundings.log);
        let answered = match self.answer(Request::from_parts(parts, body), &mut exchange).await {
            Ok(answered) => answered,
            Err(failed) => Answered::whole(self.rescue(failed, &method, &mut exchange).await),
        };
        // 8 finish.
        let Answered { response, afterwards } = answered;
        match afterwards {
            None => exchange.finish(response.status(), whole_bytes(&response)),
            Some(afterwards) => {
                let (status, bytes) = (response.status(), whole_bytes(&response));
                tokio::spawn(afterwards.run(exchange, status, bytes));
            }
        }
        response
    }

    async fn answer<B>(&self, request: Request<B>, exchange: &mut Exchange) -> Result<Answered, Failed>
    where
        B: Body<Data = Bytes, Error: std::error::Error + Send + Sync + 'static>,
    {
        let (parts, body) = request.into_parts();
        // 2 route.
        let host = exchange::host(&parts).ok_or(Failure::MissingHost)?;
        let app = self.registry.find(host).await?;
        exchange.routed(app.name.as_str(), app.version.map(rnode_artifact::VersionNumber::get));
        // From here on, a failure belongs to the app.
        let failed = |failure| Failed {
            failure,
            app: Some(Arc::clone(&app)),
        };
        receive::check_head(&parts, &app.limits).map_err(failed)?;
        app.admission.check_rate().map_err(failed)?;
        // 3 assets. They need no sandbox, so they take no place among those that run.
        if let Some(assets) = &app.assets {
            let served = asset_answer::answer(assets, &parts, exchange).await.map_err(failed)?;
            if let Some(response) = served {
                return Ok(Answered::whole(response));
            }
        }
        // 4 admit. Who has no room for a body need not send it.
        let receiving = receive::has_body(&parts, &body).then(|| self.admission.to_receive(&app.admission));
        let receiving = receiving.transpose().map_err(failed)?;
        // 5 receive.
        let conditions = Conditions::of(&parts.method, &parts.headers);
        let accepted =
            (app.compression == Compression::Negotiated).then(|| Accepted::of(&parts.method, &parts.headers));
        let received = receive::receive(parts, body, &app.limits, exchange)
            .await
            .map_err(failed)?;
        drop(receiving);
        // Only who has everything takes a place among those that run.
        let running = self.admission.to_run(&app.admission).await.map_err(failed)?;
        // 6 execute.
        let call = Call {
            method: &received.method,
            target: &received.target,
            headers: &received.headers,
            connection: &received.connection,
            body: received.body.as_deref(),
        };
        let world = app.world(&self.surroundings, &received, &exchange.id);
        let Execution { result, usage, rest } = app.program.run(call, &app.limits, Arc::clone(&world) as _).await;
        exchange.executed(usage);
        let answer = result.map_err(|failure| failed(Failure::of_execution(failure, &app.limits)))?;
        // 7 respond.
        let is_streamed = matches!(answer.body, Content::Stream);
        let afterwards = rest.map(|rest| Afterwards {
            rest,
            world: Arc::clone(&world),
            app: Arc::clone(&app),
            running,
            is_streamed,
        });
        let response = if is_streamed {
            respond::respond_stream(&answer, &conditions, &app.limits, world.stream.body()).map_err(failed)?
        } else {
            let response = respond::respond(answer, &conditions, &app.limits, &app.files).map_err(failed)?;
            compression::apply_if(accepted, response).await.map(AnswerBody::from)
        };
        Ok(Answered { response, afterwards })
    }

    async fn rescue(&self, failed: Failed, method: &Method, exchange: &mut Exchange) -> Response<Bytes> {
        let Failed { failure, app } = failed;
        let detail = match &app {
            Some(app) => app.detail(&failure).await,
            None => Detail {
                message: failure.to_string(),
                ..Detail::default()
            },
        };
        exchange.failed(failure.verdict().outcome, log_text(&failure, &detail));
        let shown = (self.mode == Mode::Development && app.is_some()).then_some(&detail);
        error_page::render(&failure, exchange.format, method, &exchange.id, shown)
    }
}

/// The log gets everything: what was thrown with its stack, or the chain of our own errors.
pub(crate) fn log_text(failure: &Failure, detail: &Detail) -> String {
    let mut text = detail.message.clone();
    let stack = detail.stack.trim_end();
    if !stack.is_empty() {
        text = format!("{text}\n{stack}");
    }
    let mut source = std::error::Error::source(failure);
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
