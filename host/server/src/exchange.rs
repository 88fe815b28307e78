//! One exchange: who asked for what and when, and the one line that is written about it in the end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use http::request::Parts;
use http::{StatusCode, Version, header};
use rnode_sandbox::Usage;
use uuid::Uuid;

use crate::failure::Failure;
use crate::log::{AccessRecord, Log};

/// The form in which a client wants to be told of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A page for a person.
    Html,
    /// An object for a program.
    Json,
    /// A few lines for a terminal.
    Text,
}

/// Everything known about a request, from before anything can fail until its log line is written.
///
/// Hyper drops a request's future when the client leaves; the line is written then, too, by `Drop`.
pub(crate) struct Exchange {
    pub(crate) id: String,
    pub(crate) peer: SocketAddr,
    pub(crate) format: Format,
    log: Arc<Log>,
    received_at: Instant,
    record: Option<AccessRecord>,
}

impl Exchange {
    /// Begins the exchange. It has an id before anything can go wrong, so that every page can show one.
    pub(crate) fn begin(parts: &Parts, peer: SocketAddr, log: &Arc<Log>) -> Self {
        let id = Uuid::now_v7().simple().to_string();
        let record = AccessRecord {
            time: SystemTime::now(),
            request_id: id.clone(),
            peer: peer.ip(),
            method: parts.method.as_str().to_owned(),
            host: host(parts).unwrap_or_default().to_owned(),
            target: parts
                .uri
                .path_and_query()
                .map_or("/", http::uri::PathAndQuery::as_str)
                .to_owned(),
            version: http_version(parts.version),
            ..AccessRecord::default()
        };
        Self {
            id,
            peer,
            format: format(parts),
            log: Arc::clone(log),
            received_at: Instant::now(),
            record: Some(record),
        }
    }

    /// Notes which app and version answers.
    pub(crate) fn routed(&mut self, app: &str, version: Option<u64>) {
        if let Some(record) = &mut self.record {
            app.clone_into(&mut record.app);
            record.app_version = version;
        }
    }

    /// Notes how many bytes of body came in.
    pub(crate) fn received(&mut self, bytes: usize) {
        if let Some(record) = &mut self.record {
            record.request_bytes = bytes;
        }
    }

    /// Notes what the sandbox spent.
    pub(crate) fn executed(&mut self, usage: Usage) {
        if let Some(record) = &mut self.record {
            record.usage = Some(usage);
        }
    }

    /// Notes which static file is the answer.
    pub(crate) fn served(&mut self, asset: &str) {
        if let Some(record) = &mut self.record {
            record.asset = Some(asset.to_owned());
        }
    }

    /// Notes why there is no answer of the app's own. `error` is for the log alone.
    pub(crate) fn failed(&mut self, outcome: &'static str, error: String) {
        if let Some(record) = &mut self.record {
            record.outcome = outcome;
            record.error = Some(error);
        }
    }

    /// Writes the line.
    pub(crate) fn finish(mut self, status: StatusCode, response_bytes: usize) {
        self.write(status, response_bytes);
    }

    fn write(&mut self, status: StatusCode, response_bytes: usize) {
        if let Some(mut record) = self.record.take() {
            record.status = status.as_u16();
            record.response_bytes = response_bytes;
            record.total = self.received_at.elapsed();
            self.log.access(record);
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if self.record.is_some() {
            let verdict = Failure::ClientGone.verdict();
            self.failed(verdict.outcome, Failure::ClientGone.to_string());
            self.write(verdict.status, 0);
        }
    }
}

/// The host a request is for: the authority of HTTP/2 and of absolute targets, else the `Host` field (RFC 9110, 7.2).
pub(crate) fn host(parts: &Parts) -> Option<&str> {
    let authority = parts.uri.authority().map(http::uri::Authority::as_str);
    authority
        .or_else(|| parts.headers.get(header::HOST).and_then(|value| value.to_str().ok()))
        .filter(|host| !host.is_empty())
}

/// The version as Node spells it.
pub(crate) fn http_version(version: Version) -> &'static str {
    match version {
        Version::HTTP_10 => "1.0",
        Version::HTTP_2 => "2.0",
        _ => "1.1",
    }
}

/// Reads `Accept` as far as it concerns the three forms there are. A client that accepts anything is taken for a terminal.
fn format(parts: &Parts) -> Format {
    let mut best = (Format::Text, 0.0_f32);
    for value in parts.headers.get_all(header::ACCEPT) {
        for range in value.to_str().unwrap_or_default().split(',') {
            let (media, quality) = quality(range);
            let offered = match media {
                "text/html" | "application/xhtml+xml" => Format::Html,
                "text/plain" => Format::Text,
                media if media == "application/json" || media.ends_with("+json") => Format::Json,
                _ => continue,
            };
            if quality > best.1 {
                best = (offered, quality);
            }
        }
    }
    best.0
}

fn quality(range: &str) -> (&str, f32) {
    let mut parts = range.split(';');
    let media = parts.next().unwrap_or_default().trim();
    let quality = parts.find_map(|parameter| parameter.trim().strip_prefix("q=")?.parse().ok());
    (media, quality.unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::{Format, format};

    /// The form a failure takes is the one the client likes best among those there are.
    #[test]
    fn the_form_follows_accept() {
        for (accept, expected) in [
            ("", Format::Text),
            ("*/*", Format::Text),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                Format::Html,
            ),
            ("application/json", Format::Json),
            ("application/problem+json", Format::Json),
            ("text/html;q=0.5, application/json", Format::Json),
            ("text/html;q=0, text/plain;q=0.1", Format::Text),
            ("image/png", Format::Text),
            ("application/json;q=nonsense", Format::Json),
        ] {
            let (parts, ()) = Request::builder()
                .header("accept", accept)
                .body(())
                .expect("a request")
                .into_parts();
            assert_eq!(format(&parts), expected, "{accept}");
        }
    }
}
