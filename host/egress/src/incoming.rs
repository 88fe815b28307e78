//! The answer of another server, its body piece by piece.

use std::fmt;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{self, HeaderMap};
use http::{Method, StatusCode};

use crate::coding::{Coding, Decoding};
use crate::error::FetchError;
use crate::fields;
use crate::wire::{self, Wire};

/// The largest piece of a body that is handed on at once.
pub(crate) const PIECE_BYTES_MAX: usize = 64 * 1024;

/// The answer of another server.
#[derive(Debug)]
pub struct Incoming {
    /// Its status.
    pub status: StatusCode,
    /// Its fields, without those of the connection.
    pub headers: HeaderMap,
    /// Where it came from in the end.
    pub url: String,
    /// Whether that is not where the call went at first.
    pub is_redirected: bool,
    /// Its body.
    pub body: IncomingBody,
}

/// A body, decoded. It is read no faster than it is asked for.
pub struct IncomingBody {
    source: Source,
    left_bytes: usize,
    limit_bytes: usize,
}

enum Source {
    Plain { wire: Wire, rest: Bytes },
    Coded(Decoding),
}

impl Incoming {
    pub(crate) fn of(response: reqwest::Response, method: &Method, is_redirected: bool, limit_bytes: usize) -> Self {
        let url = response.url().to_string();
        let (head, body) = http::Response::from(response).into_parts();
        let mut headers = head.headers;
        fields::remove_connection_fields(&mut headers);
        let is_bodiless =
            method == Method::HEAD || matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        let coding = Coding::of(&headers).filter(|_| !is_bodiless);
        let wire = Wire::new(body, limit_bytes);
        let source = match coding {
            None => Source::Plain {
                wire,
                rest: Bytes::new(),
            },
            Some(coding) => {
                // They speak of bytes that the app does not see.
                headers.remove(header::CONTENT_ENCODING);
                headers.remove(header::CONTENT_LENGTH);
                Source::Coded(Decoding::new(coding, wire))
            }
        };
        Self {
            status: head.status,
            headers,
            url,
            is_redirected,
            body: IncomingBody {
                source,
                left_bytes: limit_bytes,
                limit_bytes,
            },
        }
    }
}

impl IncomingBody {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// [`FetchError::BodyTooLarge`] when all of it is more than was allowed, [`FetchError::Body`] when it breaks off.
    pub async fn next(&mut self) -> Result<Option<Bytes>, FetchError> {
        let piece = match &mut self.source {
            Source::Coded(decoding) => decoding.next().await.map_err(wire::failed)?,
            Source::Plain { wire, rest } => {
                while rest.is_empty() {
                    match wire.next().await {
                        None => return Ok(None),
                        Some(piece) => *rest = piece.map_err(wire::failed)?,
                    }
                }
                Some(rest.split_to(rest.len().min(PIECE_BYTES_MAX)))
            }
        };
        let length = piece.as_ref().map_or(0, Bytes::len);
        let left = self.left_bytes.checked_sub(length);
        self.left_bytes = left.ok_or(FetchError::BodyTooLarge {
            limit_bytes: self.limit_bytes,
        })?;
        Ok(piece)
    }
}

impl fmt::Debug for IncomingBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("IncomingBody")
            .field("left_bytes", &self.left_bytes)
            .finish_non_exhaustive()
    }
}
