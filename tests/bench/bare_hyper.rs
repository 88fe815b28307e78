//! A server that does nothing but HTTP: what hyper alone reaches on one core.

use std::convert::Infallible;

use anyhow::Result;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::report;
use crate::workload::Workload;

type Handler = fn(&Request<Incoming>) -> Response<Full<Bytes>>;

/// Answers one workload until the process is ended.
pub(crate) fn serve(workload: &str) -> Result<()> {
    let handler = match Workload::named(workload)?.name {
        "hello" => hello,
        _ => member,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(listen(handler))
}

async fn listen(handler: Handler) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let ready = serde_json::json!({ "event": "ready", "listen": listener.local_addr()?.to_string() });
    report::say(&ready.to_string())?;
    loop {
        let (stream, _peer) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            let service = service_fn(|request| async move { Ok::<_, Infallible>(handler(&request)) });
            // A client that leaves is none of a benchmark's business: the load generator says what is wrong.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn hello(request: &Request<Incoming>) -> Response<Full<Bytes>> {
    if request.uri().path() != "/" {
        return answer(StatusCode::NOT_FOUND, "text/plain", Bytes::new());
    }
    answer(
        StatusCode::OK,
        "text/html; charset=utf-8",
        Bytes::from_static(b"Hello World!"),
    )
}

/// What `node/json.mjs` does, as little as it takes.
fn member(request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let authorization = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let Some(viewer) = authorization.and_then(|value| value.strip_prefix("Bearer ")) else {
        return answer(StatusCode::UNAUTHORIZED, "application/json", Bytes::new());
    };
    let parts = request
        .uri()
        .path()
        .strip_prefix("/teams/")
        .and_then(|rest| rest.split_once("/members/"));
    let Some((team, id)) = parts.and_then(|(team, id)| Some((team, id.parse().ok()?))) else {
        return answer(StatusCode::NOT_FOUND, "application/json", Bytes::new());
    };
    let member = Member {
        id,
        name: &format!("Member {id}"),
        team,
        roles: ["reader", "editor"],
        active: true,
        viewer,
    };
    let body = serde_json::to_vec(&member).unwrap_or_default();
    let mut response = answer(StatusCode::OK, "application/json; charset=utf-8", Bytes::from(body));
    response
        .headers_mut()
        .insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=60"));
    response
}

#[derive(serde::Serialize)]
struct Member<'a> {
    id: u64,
    name: &'a str,
    team: &'a str,
    roles: [&'static str; 2],
    active: bool,
    viewer: &'a str,
}

fn answer(status: StatusCode, content_type: &'static str, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
