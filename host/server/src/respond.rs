//! Phase 7: the app's answer as valid HTTP, or the reason why it is none.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Response, StatusCode};
use rnode_artifact::{AppFiles, Limits};
use rnode_sandbox::{Content, Etag, Slice};
use sha1::{Digest, Sha1};

use crate::answer_stream::AnswerBody;
use crate::failure::Failure;

/// How an answer's headers and body relate to what was asked for.
#[derive(Debug)]
pub(crate) struct Conditions {
    method: Method,
    if_none_match: Option<HeaderValue>,
    if_modified_since: Option<HeaderValue>,
    is_reload: bool,
}

/// Fields that concern one connection only, or that the host alone decides (RFC 9110, 7.6.1).
const HOST_FIELDS: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::CONTENT_LENGTH,
];

impl Conditions {
    /// Keeps what deciding on a 304 needs of a request.
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Self {
        let is_reload = headers
            .get(header::CACHE_CONTROL)
            .is_some_and(|value| has_no_cache(value.as_bytes()));
        Self {
            method: method.clone(),
            if_none_match: headers.get(header::IF_NONE_MATCH).cloned(),
            if_modified_since: headers.get(header::IF_MODIFIED_SINCE).cloned(),
            is_reload,
        }
    }

    /// Whether the client has what `headers` describe (RFC 9110, 13; the `fresh` package as Express 5 uses it).
    fn is_fresh(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let is_safe = self.method == Method::GET || self.method == Method::HEAD || self.method.as_str() == "QUERY";
        if !is_safe || self.is_reload || !(status.is_success() || status == StatusCode::NOT_MODIFIED) {
            return false;
        }
        if let Some(known) = &self.if_none_match {
            return known.as_bytes() == b"*" || headers.get(header::ETAG).is_some_and(|etag| matches_any(known, etag));
        }
        let dates = self.if_modified_since.as_ref().zip(headers.get(header::LAST_MODIFIED));
        dates.is_some_and(|(known, modified)| match (date(known), date(modified)) {
            (Some(known), Some(modified)) => modified <= known,
            _ => false,
        })
    }
}

/// Turns a whole answer into a response.
///
/// # Errors
/// [`Failure::InvalidResponse`] and [`Failure::ResponseTooLarge`].
pub(crate) fn respond(
    answer: rnode_sandbox::Response,
    conditions: &Conditions,
    limits: &Limits,
    files: &AppFiles,
) -> Result<Response<Bytes>, Failure> {
    let (mut status, mut headers) = head(&answer, limits)?;
    let mut body = content(answer.body, files)?;
    if body.len() > limits.response_body_bytes {
        return Err(Failure::ResponseTooLarge {
            limit_bytes: limits.response_body_bytes,
        });
    }
    let declared_length = headers.get(header::CONTENT_LENGTH).cloned();
    for field in &HOST_FIELDS {
        headers.remove(field);
    }
    if answer.etag != Etag::None && !headers.contains_key(header::ETAG) {
        headers.insert(header::ETAG, entity_tag(&body, answer.etag));
    }
    if answer.etag != Etag::None && conditions.is_fresh(status, &headers) {
        status = StatusCode::NOT_MODIFIED;
        headers.remove(header::CONTENT_TYPE);
        body = Bytes::new();
    } else if status == StatusCode::NO_CONTENT {
        // It has no length (RFC 9110, 8.6).
        body = Bytes::new();
    } else if conditions.method == Method::HEAD || status == StatusCode::NOT_MODIFIED {
        // The length of what would have been sent is the app's word: the SDK says it where Express would.
        if let Some(length) = declared_length {
            headers.insert(header::CONTENT_LENGTH, length);
        } else if !body.is_empty() {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        }
        body = Bytes::new();
    } else {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Turns the head of a streamed answer into that of a response; none of its body follows where HTTP allows none.
///
/// # Errors
/// [`Failure::InvalidResponse`].
pub(crate) fn respond_stream(
    answer: &rnode_sandbox::Response,
    conditions: &Conditions,
    limits: &Limits,
    body: AnswerBody,
) -> Result<Response<AnswerBody>, Failure> {
    let (status, mut headers) = head(answer, limits)?;
    let is_without_body =
        conditions.method == Method::HEAD || status == StatusCode::NO_CONTENT || status == StatusCode::NOT_MODIFIED;
    let declared_length = headers.get(header::CONTENT_LENGTH).cloned();
    for field in &HOST_FIELDS {
        headers.remove(field);
    }
    // The connection is broken off when what comes is longer or shorter.
    if let Some(length) = declared_length.filter(|length| length.to_str().is_ok_and(|text| text.parse::<u64>().is_ok()))
    {
        headers.insert(header::CONTENT_LENGTH, length);
    }
    let mut response = Response::new(if is_without_body { Bytes::new().into() } else { body });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Status and fields as the app gave them.
fn head(answer: &rnode_sandbox::Response, limits: &Limits) -> Result<(StatusCode, HeaderMap), Failure> {
    let status = status(answer.status)?;
    if answer.headers.len() > limits.headers_bytes {
        return Err(invalid(format!(
            "its header fields are larger than {} bytes",
            limits.headers_bytes
        )));
    }
    let mut headers = HeaderMap::with_capacity(12);
    unpack_fields(&answer.headers, &mut headers)?;
    Ok((status, headers))
}

/// The bytes of an answer; those of a file are not copied.
fn content(content: Content, files: &AppFiles) -> Result<Bytes, Failure> {
    match content {
        Content::Bytes(bytes) => Ok(bytes.into()),
        Content::Stream => Err(invalid("it is streamed and whole at once".to_owned())),
        Content::Slice(Slice { file, start, end }) => {
            let whole = files.get(file).map(|file| &file.content);
            let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
            match (whole, range) {
                (Some(whole), Some((start, end))) if start <= end && end <= whole.len() => Ok(whole.slice(start..end)),
                _ => Err(invalid("its body is a part of a file that is not there".to_owned())),
            }
        }
    }
}

fn invalid(reason: String) -> Failure {
    Failure::InvalidResponse { reason }
}

/// Informational statuses are the host's own: an answer is final.
fn status(status: u16) -> Result<StatusCode, Failure> {
    StatusCode::from_u16(status)
        .ok()
        .filter(|status| !status.is_informational())
        .ok_or_else(|| invalid(format!("{status} is no status of an answer")))
}

/// Adds the fields of a packed text.
///
/// # Errors
/// When a name or a value cannot stand in HTTP.
pub(crate) fn unpack_fields(packed: &str, headers: &mut HeaderMap) -> Result<(), Failure> {
    if packed.is_empty() {
        return Ok(());
    }
    let mut parts = packed.split('\n');
    while let Some(name) = parts.next() {
        let value = parts
            .next()
            .ok_or_else(|| invalid("a header field has no value".to_owned()))?;
        let field = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| invalid(format!("`{}` is no header name", name.escape_debug())))?;
        let value =
            field_value(value).ok_or_else(|| invalid(format!("the value of `{field}` cannot stand in a header")))?;
        if headers.try_append(field, value).is_err() {
            return Err(invalid("it has too many header fields".to_owned()));
        }
    }
    Ok(())
}

/// Characters up to U+00FF as the bytes of the same number; nothing else, and no control characters.
fn field_value(value: &str) -> Option<HeaderValue> {
    if value.is_ascii() {
        return HeaderValue::from_str(value).ok();
    }
    let bytes: Option<Vec<u8>> = value
        .chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

/// An entity tag as the `etag` package makes it for Express: length in hex, then 27 characters of the SHA-1 in base64.
fn entity_tag(body: &[u8], etag: Etag) -> HeaderValue {
    let digest = STANDARD_NO_PAD.encode(Sha1::digest(body));
    let prefix = if etag == Etag::Weak { "W/" } else { "" };
    let tag = format!("{prefix}\"{:x}-{}\"", body.len(), &digest[..27]);
    HeaderValue::from_str(&tag).expect("hex and base64 can stand in a header")
}

fn has_no_cache(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value);
    value.split(',').any(|directive| directive.trim() == "no-cache")
}

/// Weak comparison of an entity tag with a list of them.
fn matches_any(list: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(list), Ok(etag)) = (list.to_str(), etag.to_str()) else {
        return false;
    };
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    list.split(',').any(|known| strong(known) == strong(etag))
}

/// A date as HTTP writes it; nothing for anything else.
pub(crate) fn date(value: &HeaderValue) -> Option<std::time::SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method};
    use rnode_artifact::{AppFiles, Limits};
    use rnode_sandbox::{Content, Etag, Response};

    use super::{Conditions, respond};

    fn answer(status: u16, headers: &str, body: &str, etag: Etag) -> Response {
        Response {
            status,
            headers: headers.to_owned(),
            body: Content::Bytes(body.as_bytes().to_vec()),
            etag,
            goes_on: false,
        }
    }

    fn conditions(method: &Method, fields: &[(&'static str, &'static str)]) -> Conditions {
        let headers: HeaderMap = fields
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect();
        Conditions::of(method, &headers)
    }

    /// The host frames the answer: its length is the host's word, and a connection's fields do not leave the app.
    #[test]
    fn the_host_frames_the_answer() {
        let headers = "Content-Length\n999\nConnection\nclose\nTransfer-Encoding\nchunked\nSet-Cookie\na=1\nSet-Cookie\nb=2\nX-Latin\n\u{e9}";
        let response = respond(
            answer(200, headers, "body", Etag::None),
            &conditions(&Method::GET, &[]),
            &Limits::DEFAULT,
            &AppFiles::default(),
        )
        .expect("valid");
        assert_eq!(response.headers()["content-length"], "4");
        assert!(
            !response.headers().contains_key("connection") && !response.headers().contains_key("transfer-encoding")
        );
        assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
        assert_eq!(response.headers()["x-latin"].as_bytes(), [0xe9]);
    }

    /// What is not HTTP does not leave the host.
    #[test]
    fn invalid_answers_are_refused() {
        for (status, headers) in [
            (99, ""),
            (100, ""),
            (101, ""),
            (1000, ""),
            (200, "a b\nc"),
            (200, "a\nb\rc"),
            (200, "a"),
            (200, "a\n\u{0}"),
            (200, "a\n\u{20ac}"),
            (200, "\nx"),
        ] {
            let refused = respond(
                answer(status, headers, "", Etag::None),
                &conditions(&Method::GET, &[]),
                &Limits::DEFAULT,
                &AppFiles::default(),
            );
            assert_eq!(
                refused.expect_err(headers).verdict().outcome,
                "invalid-response",
                "{status} {headers:?}"
            );
        }
    }

    /// Entity tags are those of Express, and a client that has the body is told so.
    #[test]
    fn entity_tags_and_freshness() {
        const HELLO: &str = "W/\"c-Lve95gjOVATpfV8EL5X4nxwjKHE\"";
        for (method, fields, status) in [
            (Method::GET, vec![], 200),
            (Method::GET, vec![("if-none-match", HELLO)], 304),
            (
                Method::GET,
                vec![("if-none-match", "\"x\", \"c-Lve95gjOVATpfV8EL5X4nxwjKHE\"")],
                304,
            ),
            (Method::GET, vec![("if-none-match", "*")], 304),
            (Method::GET, vec![("if-none-match", "\"x\"")], 200),
            (
                Method::GET,
                vec![("if-none-match", HELLO), ("cache-control", "no-cache")],
                200,
            ),
            (Method::HEAD, vec![("if-none-match", HELLO)], 304),
            (Method::POST, vec![("if-none-match", HELLO)], 200),
        ] {
            let response = respond(
                answer(200, "Content-Type\ntext/html", "Hello World!", Etag::Weak),
                &conditions(&method, &fields),
                &Limits::DEFAULT,
                &AppFiles::default(),
            )
            .expect("valid");
            assert_eq!(response.status(), status, "{method} {fields:?}");
            assert_eq!(response.headers()["etag"], HELLO);
            assert_eq!(response.headers().contains_key("content-type"), status == 200);
        }
    }
}
