//! An HTTP/2 client without TLS, which knows beforehand that the server speaks it.

use std::net::SocketAddr;

use bytes::Bytes;
use tokio::net::TcpStream;

use super::{Answer, PATIENCE, Request};

/// Sends all requests at once over one connection and gives back their answers in the same order.
#[track_caller]
pub(crate) fn exchange_http2(address: SocketAddr, requests: &[Request]) -> Vec<Answer> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let exchange = async { tokio::time::timeout(PATIENCE, exchange(address, requests)).await };
    match runtime.block_on(exchange) {
        Ok(Ok(answers)) => answers,
        Ok(Err(error)) => panic!("HTTP/2: {error}"),
        Err(_elapsed) => panic!("HTTP/2: no answer in {PATIENCE:?}"),
    }
}

async fn exchange(address: SocketAddr, requests: &[Request]) -> anyhow::Result<Vec<Answer>> {
    let stream = TcpStream::connect(address).await?;
    let (mut client, connection) = h2::client::handshake(stream).await?;
    tokio::spawn(connection);
    let mut pending = Vec::new();
    for request in requests {
        client = client.ready().await?;
        let (response, mut body) = client.send_request(head(request), request.body.is_none())?;
        if let Some(bytes) = &request.body {
            body.send_data(Bytes::from(bytes.clone()), true)?;
        }
        pending.push(response);
    }
    let mut answers = Vec::new();
    for response in pending {
        answers.push(read(response.await?).await?);
    }
    Ok(answers)
}

fn head(request: &Request) -> http::Request<()> {
    let (hosts, fields): (Vec<_>, Vec<_>) = request.headers.iter().partition(|(name, _)| name == "host");
    let authority = hosts.first().map_or("app.test", |(_, host)| host.as_str());
    let mut head = http::Request::builder()
        .method(request.method.as_str())
        .uri(format!("http://{authority}{}", request.target));
    for (name, value) in fields {
        head = head.header(name, value);
    }
    head.body(()).expect("tests write valid heads")
}

async fn read(response: http::Response<h2::RecvStream>) -> anyhow::Result<Answer> {
    let (parts, mut stream) = response.into_parts();
    let latin1 = |value: &http::HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), latin1(value)))
        .collect();
    let mut body = Vec::new();
    while let Some(chunk) = stream.data().await {
        let chunk = chunk?;
        stream.flow_control().release_capacity(chunk.len())?;
        body.extend_from_slice(&chunk);
    }
    Ok(Answer {
        status: parts.status.as_u16(),
        headers,
        body,
    })
}
