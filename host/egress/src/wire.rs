//! A body as it comes over the wire, counted before it is decoded.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;
use http_body_util::{BodyDataStream, BodyExt as _};

use crate::error::FetchError;

/// The bytes of a body, not decoded. Its errors hold a [`FetchError`].
#[derive(Debug)]
pub(crate) struct Wire {
    body: BodyDataStream<reqwest::Body>,
    left_bytes: usize,
    limit_bytes: usize,
}

impl Wire {
    /// Whatever a body is decoded to, it is not much larger than that on the wire. A coding can go on for ever without a byte for the
    /// app, so that counting what comes out of it is not enough.
    pub(crate) fn new(body: reqwest::Body, limit_bytes: usize) -> Self {
        Self {
            body: body.into_data_stream(),
            left_bytes: limit_bytes.saturating_add(limit_bytes / 64).saturating_add(1024),
            limit_bytes,
        }
    }
}

impl Stream for Wire {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = match ready!(Pin::new(&mut self.body).poll_next(context)) {
            None => return Poll::Ready(None),
            Some(Ok(piece)) => piece,
            Some(Err(error)) => {
                let reason = crate::client::reason(&error);
                return Poll::Ready(Some(Err(io::Error::other(FetchError::Body { reason }))));
            }
        };
        let limit_bytes = self.limit_bytes;
        let left = self.left_bytes.checked_sub(piece.len());
        let too_large = || io::Error::other(FetchError::BodyTooLarge { limit_bytes });
        Poll::Ready(Some(left.ok_or_else(too_large).map(|left| {
            self.left_bytes = left;
            piece
        })))
    }
}

/// What went wrong: our own refusal, or what a decoder says.
pub(crate) fn failed(error: io::Error) -> FetchError {
    match error.downcast::<FetchError>() {
        Ok(error) => error,
        Err(error) => FetchError::Body {
            reason: error.to_string(),
        },
    }
}
