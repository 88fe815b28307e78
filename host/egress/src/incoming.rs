//! The answer of another server, its body piece by piece.

use bytes::Bytes;
use http::StatusCode;
use http::header::{self, HeaderMap, HeaderName};

use crate::error::FetchError;

/// Fields that concern one connection only.
const CONNECTION_FIELDS: [HeaderName; 6] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The largest piece of a body that is handed on at once.
const PIECE_BYTES_MAX: usize = 64 * 1024;

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
#[derive(Debug)]
pub struct IncomingBody {
    response: reqwest::Response,
    rest: Bytes,
    left_bytes: usize,
    limit_bytes: usize,
}

impl Incoming {
    pub(crate) fn of(response: reqwest::Response, is_redirected: bool, limit_bytes: usize) -> Self {
        let mut headers = response.headers().clone();
        for field in &CONNECTION_FIELDS {
            headers.remove(field);
        }
        Self {
            status: response.status(),
            headers,
            url: response.url().to_string(),
            is_redirected,
            body: IncomingBody {
                response,
                rest: Bytes::new(),
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
        while self.rest.is_empty() {
            let piece = self.response.chunk().await.map_err(|error| FetchError::Body {
                reason: crate::client::reason(&error),
            })?;
            let Some(piece) = piece else {
                return Ok(None);
            };
            self.left_bytes = self
                .left_bytes
                .checked_sub(piece.len())
                .ok_or(FetchError::BodyTooLarge {
                    limit_bytes: self.limit_bytes,
                })?;
            self.rest = piece;
        }
        let length = self.rest.len().min(PIECE_BYTES_MAX);
        Ok(Some(self.rest.split_to(length)))
    }
}
