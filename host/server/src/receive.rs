//! Phase 5: the request as the sandbox gets it, bounded in every direction.

use std::fmt::Write as _;
use std::io::Read;
use std::time::Duration;

use brotli_decompressor::Decompressor;
use bytes::Bytes;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body;
use rnode_artifact::Limits;

use crate::exchange::{self, Exchange};
use crate::failure::Failure;

/// How long a request body may take to arrive. A client that needs longer holds a place that others could use.
pub(crate) const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// A request in the form that `wit/world.wit` describes.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: String,
    pub(crate) connection: String,
    pub(crate) body: Option<Bytes>,
    /// How many calls of apps led to it.
    pub(crate) depth: u32,
}

/// What became of a body's content coding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Coding {
    /// There was none, or it is left to the app.
    Kept,
    /// The app gets the bytes that were meant.
    Undone,
}

/// Whether a request has a body.
pub(crate) fn has_body(parts: &Parts, body: &impl Body) -> bool {
    parts.headers.contains_key(header::TRANSFER_ENCODING)
        || parts.headers.contains_key(header::CONTENT_LENGTH)
        || !body.is_end_stream()
}

/// Refuses a head that is larger than the app allows, before a byte of the body is read.
pub(crate) fn check_head(parts: &Parts, limits: &Limits) -> Result<(), Failure> {
    let target = parts.uri.path_and_query().map_or(1, |target| target.as_str().len());
    if target > limits.target_bytes {
        return Err(Failure::TargetTooLong {
            limit_bytes: limits.target_bytes,
        });
    }
    // As on the wire: name, colon, space, value, line end.
    let headers: usize = parts
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    if headers > limits.headers_bytes {
        return Err(Failure::HeadersTooLarge {
            limit_bytes: limits.headers_bytes,
        });
    }
    Ok(())
}

/// Reads the body and packs the rest.
pub(crate) async fn receive<B>(
    parts: Parts,
    body: B,
    limits: &Limits,
    exchange: &mut Exchange,
) -> Result<Received, Failure>
where
    B: Body<Data = Bytes, Error: std::error::Error + Send + Sync + 'static>,
{
    let body = read_body(&parts, body, limits.request_body_bytes).await?;
    exchange.received(body.as_ref().map_or(0, Bytes::len));
    let (body, coding) = inflate(&parts.headers, body, limits.request_body_bytes)?;
    let body_bytes = body.as_ref().map(Bytes::len);
    Ok(Received {
        method: parts.method.as_str().to_owned(),
        target: target(&parts),
        headers: pack_headers(&parts, body_bytes, coding),
        connection: connection(&parts, exchange),
        body,
        depth: depth(&parts),
    })
}

/// What the field of outbound calls says; nothing of it reaches the app.
fn depth(parts: &Parts) -> u32 {
    let field = parts.headers.get(rnode_egress::DEPTH_FIELD);
    field.and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0)
}

async fn read_body<B>(parts: &Parts, body: B, limit_bytes: usize) -> Result<Option<Bytes>, Failure>
where
    B: Body<Data = Bytes, Error: std::error::Error + Send + Sync + 'static>,
{
    if !has_body(parts, &body) {
        return Ok(None);
    }
    // A declared length over the limit is refused before the client has sent it all.
    if body.size_hint().lower() > limit_bytes as u64 {
        return Err(Failure::BodyTooLarge { limit_bytes });
    }
    match tokio::time::timeout(BODY_TIMEOUT, Limited::new(body, limit_bytes).collect()).await {
        Ok(Ok(collected)) => Ok(Some(collected.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Failure::BodyTooLarge { limit_bytes }),
        Ok(Err(error)) => Err(Failure::BodyUnreadable {
            reason: error.to_string(),
        }),
        Err(_elapsed) => Err(Failure::BodyTimeout { limit: BODY_TIMEOUT }),
    }
}

/// Undoes `gzip`, `deflate` and `br`, which are what Express takes, so that the app gets the bytes that were meant; other codings are left to it.
fn inflate(headers: &HeaderMap, body: Option<Bytes>, limit_bytes: usize) -> Result<(Option<Bytes>, Coding), Failure> {
    let coding = headers
        .get(header::CONTENT_ENCODING)
        .map(HeaderValue::as_bytes)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let Some(bytes) = body.as_ref().filter(|bytes| !bytes.is_empty()) else {
        return Ok((body, Coding::Kept));
    };
    let inflated = match coding.as_slice() {
        b"gzip" => read_bounded(MultiGzDecoder::new(bytes.as_ref()), limit_bytes),
        b"deflate" => read_bounded(ZlibDecoder::new(bytes.as_ref()), limit_bytes),
        b"br" => read_bounded(Decompressor::new(bytes.as_ref(), STEP_BYTES), limit_bytes),
        _ => return Ok((body, Coding::Kept)),
    };
    inflated.map(|inflated| (Some(inflated), Coding::Undone))
}

/// How much Brotli unfolds at a time.
const STEP_BYTES: usize = 16 * 1024;

/// Reads to the end, or to one byte past the limit: a small body can unfold to any size.
fn read_bounded(reader: impl Read, limit_bytes: usize) -> Result<Bytes, Failure> {
    let mut inflated = Vec::new();
    let unreadable = |error: std::io::Error| Failure::BodyUnreadable {
        reason: error.to_string(),
    };
    reader
        .take(limit_bytes as u64 + 1)
        .read_to_end(&mut inflated)
        .map_err(unreadable)?;
    if inflated.len() > limit_bytes {
        return Err(Failure::BodyTooLarge { limit_bytes });
    }
    Ok(Bytes::from(inflated))
}

fn target(parts: &Parts) -> String {
    parts
        .uri
        .path_and_query()
        .map_or("/", http::uri::PathAndQuery::as_str)
        .to_owned()
}

/// `name LF value LF …`, values as ISO 8859-1.
fn pack_headers(parts: &Parts, body_bytes: Option<usize>, coding: Coding) -> String {
    let mut packed = String::with_capacity(512);
    if !parts.headers.contains_key(header::HOST)
        && let Some(host) = exchange::host(parts)
    {
        // HTTP/2 has `:authority`; programs look for `host`.
        push_field(&mut packed, "host", host.as_bytes());
    }
    for (name, value) in &parts.headers {
        match (coding, body_bytes) {
            (Coding::Undone, _) if name == header::CONTENT_ENCODING => {}
            (Coding::Undone, Some(bytes)) if name == header::CONTENT_LENGTH => {
                push_field(&mut packed, name.as_str(), bytes.to_string().as_bytes());
            }
            _ if name == rnode_egress::DEPTH_FIELD => {}
            _ => push_field(&mut packed, name.as_str(), value.as_bytes()),
        }
    }
    let is_framed =
        parts.headers.contains_key(header::CONTENT_LENGTH) || parts.headers.contains_key(header::TRANSFER_ENCODING);
    if let (false, Some(bytes)) = (is_framed, body_bytes) {
        // HTTP/2 needs no length to end a body; programs tell by it that there is one.
        push_field(&mut packed, "content-length", bytes.to_string().as_bytes());
    }
    packed
}

/// Adds a field to a packed text.
pub(crate) fn push_field(packed: &mut String, name: &str, value: &[u8]) {
    if !packed.is_empty() {
        packed.push('\n');
    }
    packed.push_str(name);
    packed.push('\n');
    match std::str::from_utf8(value).ok().filter(|value| value.is_ascii()) {
        Some(value) => packed.push_str(value),
        None => packed.extend(value.iter().copied().map(char::from)),
    }
}

/// Version, scheme, peer address, peer port, request id.
fn connection(parts: &Parts, exchange: &Exchange) -> String {
    let mut connection = String::with_capacity(96);
    // Writing to a string cannot fail.
    let _ = write!(
        connection,
        "{}\nhttp\n{}\n{}\n{}",
        exchange::http_version(parts.version),
        exchange.peer.ip(),
        exchange.peer.port(),
        exchange.id
    );
    connection
}
