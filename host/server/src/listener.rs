//! Connections: accepted while there is room, served by Hyper, and drained at the end.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::answer_stream::AnswerBody;
use crate::first_bytes::FirstBytes;

/// Open connections of one listener. Beyond that new ones wait in the kernel's backlog.
const CONNECTIONS_MAX: usize = 16_384;
/// How long a client may take to send the head of a request, and how long an idle connection is kept.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest head that is read at all. It lies above every app's own limit, which answers with a page that names it.
const HEAD_BYTES_MAX: usize = 512 * 1024;
/// Header fields of one request. Browsers send about twenty; each one costs the parser a slot.
const HEADERS_MAX: usize = 1_000;
/// Streams of one HTTP/2 connection that are open at once; browsers ask for about a hundred.
const STREAMS_MAX: u32 = 200;
/// How long requests may go on once the server is told to stop; longer than the wall limit of most apps.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(35);
/// A pause after `accept` failed, for instance because the process is out of file descriptors.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(50);

/// Whatever answers the requests of a listener.
pub(crate) trait Answer: Send + Sync + 'static {
    /// Answers one request.
    fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> impl Future<Output = Response<AnswerBody>> + Send;
}

/// Serves `listener` until `shutdown` resolves, then lets running requests finish.
pub(crate) async fn serve<A: Answer>(listener: TcpListener, answer: Arc<A>, shutdown: impl Future<Output = ()>) {
    let builder = builder();
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        // Counted before accept so that a full server leaves connections in the kernel's backlog.
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &room) => accepted,
        };
        let Ok((stream, peer, permit)) = accepted else {
            tokio::time::sleep(ACCEPT_BACKOFF).await;
            continue;
        };
        let answer = Arc::clone(&answer);
        let service = service_fn(move |request| {
            let answer = Arc::clone(&answer);
            async move { Ok::<_, Infallible>(answer.answer(request, peer).await) }
        });
        let connection = builder
            .serve_connection(TokioIo::new(FirstBytes::new(stream, HEAD_TIMEOUT)), service)
            .into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What goes wrong on a connection concerns its client, who is told or gone.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    // What has not ended by then is cut off.
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, graceful.shutdown()).await;
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    // An answer goes out as one write; waiting for more would only delay it.
    stream.set_nodelay(true)?;
    Ok((stream, peer, permit))
}

fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(HEAD_TIMEOUT)
        .max_header_list_size(u32::try_from(HEAD_BYTES_MAX).unwrap_or(u32::MAX))
        .max_concurrent_streams(STREAMS_MAX);
    builder
}
