//! What the client sees of a failure: a page, an object or a few lines, all from one model.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, Response, StatusCode};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::exchange::Format;
use crate::failure::{Failure, Verdict};
use crate::respond;

const STYLE: &str = include_str!("error_page/page.css");

/// The page may use its own style and nothing else: no script, no image, no other site.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let digest = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("base64 can stand in a header")
});

/// What only the author of an app may see.
#[derive(Clone, Debug, Default)]
pub(crate) struct Detail {
    /// What was thrown, or what the host saw.
    pub message: String,
    /// The code where it was thrown.
    pub code_frame: Option<String>,
    /// The stack in the author's own files.
    pub stack: String,
}

/// Everything a page shows, not escaped yet.
struct Page<'a> {
    verdict: Verdict,
    title: &'a str,
    message: &'a str,
    limit: Option<(&'static str, String)>,
    request_id: &'a str,
    detail: Option<&'a Detail>,
}

/// Renders a failure in the form the client asked for. `detail` is shown as given: pass it in development only.
pub(crate) fn render(
    failure: &Failure,
    format: Format,
    method: &Method,
    request_id: &str,
    detail: Option<&Detail>,
) -> Response<Bytes> {
    let verdict = failure.verdict();
    let page = Page {
        verdict,
        title: verdict.status.canonical_reason().unwrap_or("Error"),
        message: route_text(failure).unwrap_or(verdict.message),
        limit: failure.limit(),
        request_id,
        detail,
    };
    let (content_type, body) = match format {
        Format::Html => ("text/html; charset=utf-8", html(&page)),
        Format::Json => ("application/json; charset=utf-8", page_json(&page)),
        Format::Text => ("text/plain; charset=utf-8", text(&page)),
    };
    let mut headers = HeaderMap::new();
    if let Failure::Unhandled(unhandled) = failure {
        // What an error wants on its answer, as in Express; a field that is not valid is not worth a second failure.
        let mut wanted = HeaderMap::new();
        if respond::unpack_fields(&unhandled.headers, &mut wanted).is_ok() {
            headers = wanted;
        }
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", id);
    }
    if let Some(wait) = failure.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    }
    let body = if method == Method::HEAD {
        Bytes::new()
    } else {
        Bytes::from(body)
    };
    let mut response = Response::new(body);
    *response.status_mut() = sendable(verdict.status);
    *response.headers_mut() = headers;
    response
}

/// A status that carries a body; anything else would leave the page unread.
fn sendable(status: StatusCode) -> StatusCode {
    if status.is_client_error() || status.is_server_error() {
        status
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// `Cannot GET /x`: what Express says in production, too, of an address that no route has.
fn route_text(failure: &Failure) -> Option<&str> {
    match failure {
        Failure::Unhandled(unhandled) if unhandled.message.is_empty() && !unhandled.text.is_empty() => {
            Some(&unhandled.text)
        }
        _ => None,
    }
}

fn html(page: &Page<'_>) -> String {
    let Page {
        verdict,
        title,
        message,
        limit,
        request_id,
        detail,
    } = page;
    let status = verdict.status.as_u16();
    let mut facts = String::new();
    if let Some((name, value)) = limit {
        facts.push_str(&format!("<dt>Limit</dt><dd>{}</dd>", escape(&join(name, value))));
    }
    facts.push_str(&format!("<dt>Request</dt><dd>{}</dd>", escape(request_id)));
    let mut more = String::new();
    if let Some(detail) = detail {
        more.push_str(&format!("<pre class=\"message\">{}</pre>", escape(&detail.message)));
        for (heading, content) in [
            ("Code", detail.code_frame.as_deref().unwrap_or_default()),
            ("Stack", detail.stack.as_str()),
        ] {
            if !content.is_empty() {
                more.push_str(&format!("<h2>{heading}</h2><pre>{}</pre>", escape(content)));
            }
        }
    }
    let class = if detail.is_some() { " class=\"wide\"" } else { "" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{status} {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main{class}>\n<p class=\"status\">{status}</p>\n<h1>{title}</h1>\n\
         <p>{message}</p>\n{more}<dl>{facts}</dl>\n</main>\n</body>\n</html>\n",
        title = escape(title),
        message = escape(message),
    )
}

fn page_json(page: &Page<'_>) -> String {
    let mut error = json!({
        "status": page.verdict.status.as_u16(),
        "outcome": page.verdict.outcome,
        "title": page.title,
        "message": page.message,
        "requestId": page.request_id,
    });
    if let Some((name, value)) = &page.limit {
        error["limit"] = json!({ "name": name, "value": value });
    }
    if let Some(detail) = page.detail {
        error["detail"] = json!({ "message": detail.message, "codeFrame": detail.code_frame, "stack": detail.stack });
    }
    let mut body = json!({ "error": error }).to_string();
    body.push('\n');
    body
}

fn text(page: &Page<'_>) -> String {
    let mut text = format!("{} {}\n{}\n", page.verdict.status.as_u16(), page.title, page.message);
    if let Some((name, value)) = &page.limit {
        text.push_str(&format!("limit: {}\n", join(name, value)));
    }
    if let Some(detail) = page.detail {
        text.push_str(&format!("\n{}\n", detail.message));
        if let Some(frame) = &detail.code_frame {
            text.push_str(&format!("\n{frame}\n"));
        }
        text.push_str(&format!("{}\n", detail.stack));
    }
    text.push_str(&format!("request: {}\n", page.request_id));
    text
}

fn join(name: &str, value: &str) -> String {
    if value.is_empty() {
        name.to_owned()
    } else {
        format!("{name}, {value}")
    }
}

/// Text as HTML text and as an attribute's value.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            character => escaped.push(character),
        }
    }
    escaped
}
