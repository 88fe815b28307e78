//! Answers in a coding that the client takes (RFC 9110, 8.4 and 12.5.3), for apps that leave that to the host.

use std::io::{self, Write as _};

use brotli::enc::BrotliEncoderParams;
use brotli::enc::writer::CompressorWriter;
use bytes::Bytes;
use flate2::write::GzEncoder;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Response, StatusCode};

/// Below this, the head is most of the answer.
const BODY_BYTES_MIN: usize = 1024;

/// A larger body would cost more computing than a request has; it leaves as it is.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// A larger body is compressed beside the tasks that serve sockets, which would have to wait for it.
const INLINE_BYTES_MAX: usize = 32 * 1024;

/// How hard each coding tries: what servers choose for answers that are made anew every time.
const BROTLI_QUALITY: i32 = 4;
const GZIP_LEVEL: u32 = 6;
const ZSTD_LEVEL: i32 = 3;

/// How much a compressor holds back before it writes.
const BUFFER_BYTES: usize = 16 * 1024;

/// A coding of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Brotli,
    Zstd,
    Gzip,
}

/// In the order in which they are taken, when the client likes them equally.
const CODINGS: [Coding; 3] = [Coding::Brotli, Coding::Zstd, Coding::Gzip];

/// What the client takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted {
    coding: Option<Coding>,
    is_head: bool,
}

impl Accepted {
    /// Reads `Accept-Encoding`. Without it, nothing is compressed.
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::ACCEPT_ENCODING);
        let lines: Vec<&str> = values.iter().filter_map(|value| value.to_str().ok()).collect();
        Self {
            coding: chosen(&lines.join(",")),
            is_head: method == Method::HEAD,
        }
    }
}

/// The coding with the highest weight, unless none at all weighs more.
fn chosen(accept: &str) -> Option<Coding> {
    let weights: Vec<(&str, f32)> = accept.split(',').map(weighted).collect();
    let weight = |name: &str| {
        let named = |wanted: &str| weights.iter().find(|(token, _)| token.eq_ignore_ascii_case(wanted));
        named(name).or_else(|| named("*")).map_or(0.0, |&(_, weight)| weight)
    };
    let mut best = None;
    let mut best_weight = 0.0;
    for coding in CODINGS {
        let weight = weight(coding.name());
        if weight > best_weight {
            best = Some(coding);
            best_weight = weight;
        }
    }
    let plain = weights.iter().find(|(token, _)| token.eq_ignore_ascii_case("identity"));
    best.filter(|_| plain.is_none_or(|&(_, weight)| weight <= best_weight))
}

/// A coding and its weight: 1 without one, 0 with one that cannot be read.
fn weighted(part: &str) -> (&str, f32) {
    let mut pieces = part.split(';').map(str::trim);
    let token = pieces.next().unwrap_or_default();
    let weight = pieces.find_map(|piece| piece.strip_prefix("q=").or_else(|| piece.strip_prefix("Q=")));
    (token, weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
}

/// Compresses a response, if that is worth it and allowed.
pub(crate) async fn apply(mut response: Response<Bytes>, accepted: Accepted) -> Response<Bytes> {
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
        compress(coding, &body)
    } else {
        let work = tokio::task::spawn_blocking(move || compress(coding, &body));
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

impl Coding {
    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }
}

/// Whether an answer is a whole of a kind that shrinks, and nobody has said that it stays as it is.
fn may_be_compressed(response: &Response<Bytes>) -> bool {
    let headers = response.headers();
    let is_whole = response.status() != StatusCode::PARTIAL_CONTENT && !headers.contains_key(header::CONTENT_RANGE);
    let is_plain = !headers.contains_key(header::CONTENT_ENCODING);
    let may_change = !text(headers, header::CACHE_CONTROL).contains("no-transform");
    is_whole && is_plain && may_change && shrinks(&text(headers, header::CONTENT_TYPE))
}

/// Text in all its forms; what is compressed by itself is left alone.
fn shrinks(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if kind == "text/event-stream" {
        return false;
    }
    kind.starts_with("text/")
        || ["+json", "+xml", "/json", "/xml", "/javascript", "/wasm", "/ttf", "/otf"]
            .iter()
            .any(|end| kind.ends_with(end))
        || ["application/x-javascript", "application/graphql", "image/bmp"].contains(&kind)
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

fn compress(coding: Coding, body: &[u8]) -> io::Result<Vec<u8>> {
    match coding {
        Coding::Brotli => {
            let parameters = BrotliEncoderParams {
                quality: BROTLI_QUALITY,
                size_hint: body.len(),
                ..BrotliEncoderParams::default()
            };
            let mut writer = CompressorWriter::with_params(Vec::new(), BUFFER_BYTES, &parameters);
            writer.write_all(body)?;
            Ok(writer.into_inner())
        }
        Coding::Zstd => zstd::bulk::compress(body, ZSTD_LEVEL),
        Coding::Gzip => {
            let mut writer = GzEncoder::new(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
            writer.write_all(body)?;
            writer.finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The client's weights decide, then our order.
    #[test]
    fn negotiation() {
        for (accept, expected) in [
            ("", None),
            ("gzip, deflate, br, zstd", Some(Coding::Brotli)),
            ("gzip, deflate", Some(Coding::Gzip)),
            ("zstd;q=0.9, gzip;q=1.0", Some(Coding::Gzip)),
            ("GZIP;Q=0.5", Some(Coding::Gzip)),
            ("br;q=0, *", Some(Coding::Zstd)),
            ("*;q=0", None),
            ("identity, gzip;q=0.5", None),
            ("identity;q=0.5, gzip", Some(Coding::Gzip)),
            ("deflate", None),
            ("gzip;q=x", None),
        ] {
            assert_eq!(chosen(accept), expected, "{accept}");
        }
    }

    /// Text shrinks, what is compressed by itself does not.
    #[test]
    fn kinds() {
        for (kind, expected) in [
            ("text/html; charset=utf-8", true),
            ("application/json", true),
            ("application/problem+json", true),
            ("image/svg+xml", true),
            ("text/javascript", true),
            ("text/event-stream", false),
            ("image/png", false),
            ("application/zip", false),
            ("", false),
        ] {
            assert_eq!(shrinks(kind), expected, "{kind}");
        }
    }
}
