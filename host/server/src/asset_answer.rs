//! Phase 3, the answer: a static file as HTTP, with conditions, ranges and codings (RFC 9110, 13, 14 and 8.4).

use std::ops::Range;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use crate::asset::{Asset, Representation};
use crate::assets::{Assets, Found};
use crate::byte_range::{self, Asked};
use crate::content_coding::chosen;
use crate::error_page::escape;
use crate::exchange::{Exchange, Format};
use crate::failure::Failure;
use crate::preconditions::{Validators, Verdict};

/// Answers with a static file; nothing when it is the app's turn.
///
/// # Errors
/// [`Failure::AssetDenied`].
pub(crate) async fn answer(
    assets: &Assets,
    parts: &Parts,
    exchange: &mut Exchange,
) -> Result<Option<Response<Bytes>>, Failure> {
    let path = parts.uri.path();
    let Some(found) = assets.find(&parts.method, path, exchange.format == Format::Html) else {
        return Ok(None);
    };
    let mut response = match found {
        Found::Denied => return Err(Failure::AssetDenied),
        Found::Folder => {
            exchange.served(path);
            moved(parts)
        }
        Found::File(address, asset) => {
            exchange.served(address);
            file(asset, parts, vary(asset, false)).await
        }
        Found::Fallback(address, asset) => {
            exchange.served(address);
            file(asset, parts, vary(asset, true)).await
        }
    };
    if parts.method == Method::HEAD {
        *response.body_mut() = Bytes::new();
    }
    Ok(Some(response))
}

/// What an answer depends on besides its address.
fn vary(asset: &Asset, is_fallback: bool) -> Option<&'static str> {
    match (is_fallback, asset.is_negotiated()) {
        (true, true) => Some("Accept, Accept-Encoding"),
        (true, false) => Some("Accept"),
        (false, true) => Some("Accept-Encoding"),
        (false, false) => None,
    }
}

async fn file(asset: &Asset, parts: &Parts, vary: Option<&'static str>) -> Response<Bytes> {
    let request = &parts.headers;
    // Ranges are defined for GET alone (RFC 9110, 14.2).
    let range = request.get(header::RANGE).filter(|_| parts.method == Method::GET);
    let representation = select(asset, request, range.is_some()).await;
    let validators = Validators {
        etag: &representation.etag,
        modified: asset.modified,
    };
    let mut headers = HeaderMap::with_capacity(12);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(vary) = vary {
        headers.insert(header::VARY, HeaderValue::from_static(vary));
    }
    let verdict = validators.judge(request);
    if verdict == Verdict::Failed {
        return response(StatusCode::PRECONDITION_FAILED, headers, Some(Bytes::new()));
    }
    describe(&mut headers, asset, &representation);
    if verdict == Verdict::NotModified {
        return response(StatusCode::NOT_MODIFIED, headers, None);
    }
    let length = representation.bytes.len();
    // A date is the same for every coding, so it does not tell which of them a client has a part of.
    let dates_tell = !asset.is_negotiated() || chosen(request).is_none();
    let range = range.filter(|_| validators.allow_part(request, dates_tell));
    let asked = range.and_then(|range| range.to_str().ok());
    match asked.map_or(Asked::Whole, |range| byte_range::asked(range, length)) {
        Asked::Whole => whole(headers, asset, &representation),
        Asked::Part(part) => partial(headers, asset, &representation, part),
        Asked::Beyond => {
            headers.remove(header::CACHE_CONTROL);
            headers.insert(header::CONTENT_RANGE, text(&format!("bytes */{length}")));
            response(StatusCode::RANGE_NOT_SATISFIABLE, headers, Some(Bytes::new()))
        }
    }
}

/// The bytes to speak of. A part is one of the bytes as they are, as few clients can put parts of a coding together: only one that
/// names the coded bytes goes on with those.
async fn select(asset: &Asset, request: &HeaderMap, is_part: bool) -> Representation {
    let Some(coding) = chosen(request) else {
        return asset.plain();
    };
    let coded = asset.coded(coding).await;
    let names = |field| request.get(field).is_some_and(|tag| tag == coded.etag.as_str());
    if is_part && !names(header::IF_RANGE) && !names(header::IF_MATCH) {
        return asset.plain();
    }
    coded
}

/// What is said of a file whether its bytes follow or not.
fn describe(headers: &mut HeaderMap, asset: &Asset, representation: &Representation) {
    headers.insert(header::ETAG, text(&representation.etag));
    headers.insert(header::LAST_MODIFIED, text(&httpdate::fmt_http_date(asset.modified)));
    headers.insert(header::CACHE_CONTROL, asset.cache_control.clone());
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
}

fn whole(mut headers: HeaderMap, asset: &Asset, representation: &Representation) -> Response<Bytes> {
    put_kind(&mut headers, asset, representation);
    response(StatusCode::OK, headers, Some(representation.bytes.clone()))
}

fn partial(
    mut headers: HeaderMap,
    asset: &Asset,
    representation: &Representation,
    part: Range<usize>,
) -> Response<Bytes> {
    put_kind(&mut headers, asset, representation);
    let Range { start, end } = part;
    let place = format!("bytes {start}-{}/{}", end - 1, representation.bytes.len());
    headers.insert(header::CONTENT_RANGE, text(&place));
    response(
        StatusCode::PARTIAL_CONTENT,
        headers,
        Some(representation.bytes.slice(start..end)),
    )
}

fn put_kind(headers: &mut HeaderMap, asset: &Asset, representation: &Representation) {
    headers.insert(header::CONTENT_TYPE, asset.content_type.clone());
    if let Some(coding) = representation.coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
}

/// The way from `/docs` to `/docs/`, which makes links in the page there lead where they should; as from `serve-static`.
fn moved(parts: &Parts) -> Response<Bytes> {
    let query = parts.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{}/{query}", parts.uri.path());
    let location = utf8_percent_encode(&location, CONTROLS).to_string();
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Redirecting</title>\n</head>\n\
         <body>\n<pre>Redirecting to {}</pre>\n</body>\n</html>\n",
        escape(&location)
    );
    let mut headers = HeaderMap::with_capacity(6);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=UTF-8"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'"),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::LOCATION, text(&location));
    response(StatusCode::MOVED_PERMANENTLY, headers, Some(Bytes::from(body)))
}

/// Frames an answer; without a body it has no length (RFC 9110, 8.6).
fn response(status: StatusCode, mut headers: HeaderMap, body: Option<Bytes>) -> Response<Bytes> {
    if let Some(body) = &body {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let mut response = Response::new(body.unwrap_or_default());
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn text(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).expect("encoded targets, tags, dates and numbers can stand in a header")
}
