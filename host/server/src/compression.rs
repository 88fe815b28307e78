//! Answers in a coding that the client takes (RFC 9110, 8.4 and 12.5.3), for apps that leave that to the host.

use std::io;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Response, StatusCode};

use crate::content_coding::{Coding, Effort, chosen, compress, shrinks};

/// Below this, the head is most of the answer.
const BODY_BYTES_MIN: usize = 1024;

/// A larger body would cost more computing than a request has; it leaves as it is.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// A larger body is compressed beside the tasks that serve sockets, which would have to wait for it.
const INLINE_BYTES_MAX: usize = 32 * 1024;

/// What servers choose for answers that are made anew every time.
const EFFORT: Effort = Effort {
    brotli_quality: 4,
    gzip_level: 6,
    zstd_level: 3,
};

/// What the client takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted {
    coding: Option<Coding>,
    is_head: bool,
}

impl Accepted {
    /// Reads `Accept-Encoding`. Without it, nothing is compressed.
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Self {
        Self {
            coding: chosen(headers),
            is_head: method == Method::HEAD,
        }
    }
}

/// Compresses a response for an app that leaves that to the host.
pub(crate) async fn apply_if(accepted: Option<Accepted>, response: Response<Bytes>) -> Response<Bytes> {
    match accepted {
        Some(accepted) => apply(response, accepted).await,
        None => response,
    }
}

/// Compresses a response, if that is worth it and allowed.
async fn apply(mut response: Response<Bytes>, accepted: Accepted) -> Response<Bytes> {
    if !may_be_compressed(&response) {
        return response;
    }
    let bytes = response.body().len();
    if !accepted.is_head && !(BODY_BYTES_MIN..=BODY_BYTES_MAX).contains(&bytes) {
        return response;
    }
    add_vary(response.headers_mut());
    let Some(coding) = accepted.coding else {
        return response;
    };
    if accepted.is_head {
        // What GET sends is compressed, or not, by its length, which only making it tells.
        response.headers_mut().remove(header::CONTENT_LENGTH);
        return response;
    }
    let body = response.body().clone();
    let compressed = if bytes <= INLINE_BYTES_MAX {
        compress(coding, &body, EFFORT)
    } else {
        let work = tokio::task::spawn_blocking(move || compress(coding, &body, EFFORT));
        work.await.unwrap_or_else(|error| Err(io::Error::other(error)))
    };
    match compressed {
        Ok(compressed) if compressed.len() < bytes => put(&mut response, coding, compressed),
        // What does not shrink, or cannot be compressed, is still the answer.
        Ok(_) | Err(_) => {}
    }
    response
}

fn put(response: &mut Response<Bytes>, coding: Coding, compressed: Vec<u8>) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(compressed.len()));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    headers.remove(header::ACCEPT_RANGES);
    // Other bytes: the validator holds for the meaning alone (RFC 9110, 8.8.1).
    let strong = headers
        .get(header::ETAG)
        .filter(|tag| !tag.as_bytes().starts_with(b"W/"));
    let weak = strong.and_then(|tag| HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat()).ok());
    if let Some(weak) = weak {
        headers.insert(header::ETAG, weak);
    }
    *response.body_mut() = Bytes::from(compressed);
}

/// Whether an answer is a whole of a kind that shrinks, and nobody has said that it stays as it is.
fn may_be_compressed(response: &Response<Bytes>) -> bool {
    let headers = response.headers();
    let is_whole = response.status() != StatusCode::PARTIAL_CONTENT && !headers.contains_key(header::CONTENT_RANGE);
    let is_plain = !headers.contains_key(header::CONTENT_ENCODING);
    let may_change = !text(headers, header::CACHE_CONTROL).contains("no-transform");
    is_whole && is_plain && may_change && shrinks(&text(headers, header::CONTENT_TYPE))
}

fn text(headers: &HeaderMap, name: HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

fn add_vary(headers: &mut HeaderMap) {
    let known = headers
        .get_all(header::VARY)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut names = known.flat_map(|value| value.split(',')).map(str::trim);
    if !names.any(|name| name == "*" || name.eq_ignore_ascii_case("accept-encoding")) {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
}
