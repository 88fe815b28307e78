//! The codings that a body can come in, undone a piece at a time.

use std::io;

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use async_compression::zstd::DParameter;
use bytes::{BufMut as _, Bytes, BytesMut};
use http::header::{self, HeaderMap, HeaderValue};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _};
use tokio_util::io::StreamReader;

use crate::incoming::PIECE_BYTES_MAX;
use crate::wire::Wire;

/// What answers may come in, unless the app says something.
pub(crate) const CODINGS: HeaderValue = HeaderValue::from_static("gzip, deflate, br, zstd");

/// The largest window a sender may ask for, as a power of two: 8 MiB, which is what content codings keep to (RFC 9659, 3). The format itself
/// would let it ask for 128 MiB and more, outside of every sandbox.
const ZSTD_WINDOW_LOG_MAX: u32 = 23;

/// Room below which a buffer is replaced: small pieces, such as events, come in one buffer.
const ROOM_BYTES_MIN: usize = 8 * 1024;

/// A content coding (RFC 9110, 8.4.1; RFC 7932; RFC 8878).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    /// With the header of zlib, or without it, as some send it.
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    /// The one coding of a body. Bodies in others, or in several, are left to the app, together with what says so.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(header::CONTENT_ENCODING).iter();
        let value = values.next().filter(|_| values.next().is_none())?;
        match value.to_str().ok()?.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }
}

type Reader = StreamReader<Wire, Bytes>;

/// A decoder, and what it reads from.
trait Decode: AsyncRead + Send + Unpin {
    fn reader(&mut self) -> &mut Reader;
}

macro_rules! decoders {
    ($($decoder:ident)*) => {
        $(impl Decode for $decoder<Reader> {
            fn reader(&mut self) -> &mut Reader {
                self.get_mut()
            }
        })*
    };
}

decoders!(GzipDecoder DeflateDecoder ZlibDecoder BrotliDecoder ZstdDecoder);

/// A body that is being decoded.
pub(crate) struct Decoding {
    coding: Coding,
    state: State,
    buffer: BytesMut,
}

enum State {
    /// Not looked at yet.
    Unread(Box<Reader>),
    Decoding(Box<dyn Decode>),
    Over,
}

impl Decoding {
    pub(crate) fn new(coding: Coding, wire: Wire) -> Self {
        Self {
            coding,
            state: State::Unread(Box::new(StreamReader::new(wire))),
            buffer: BytesMut::new(),
        }
    }

    /// The next piece, of [`PIECE_BYTES_MAX`] at most; `None` at the end. Nothing is lost when the future is dropped.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if let State::Unread(reader) = &mut self.state {
            // An empty body is in every coding.
            let first = reader.fill_buf().await?.first().copied();
            self.begin(first);
        }
        let State::Decoding(decoder) = &mut self.state else {
            return Ok(None);
        };
        if self.buffer.capacity() < ROOM_BYTES_MIN {
            self.buffer.reserve(PIECE_BYTES_MAX);
        }
        let mut room = (&mut self.buffer).limit(PIECE_BYTES_MAX);
        if decoder.read_buf(&mut room).await? > 0 {
            return Ok(Some(self.buffer.split().freeze()));
        }
        if !decoder.reader().fill_buf().await?.is_empty() {
            return Err(io::Error::other("more follows after the end of what was coded"));
        }
        self.state = State::Over;
        Ok(None)
    }

    fn begin(&mut self, first: Option<u8>) {
        if let State::Unread(reader) = std::mem::replace(&mut self.state, State::Over)
            && let Some(first) = first
        {
            self.state = State::Decoding(decoder(self.coding, first, *reader));
        }
    }
}

fn decoder(coding: Coding, first: u8, reader: Reader) -> Box<dyn Decode> {
    match coding {
        Coding::Gzip => {
            let mut decoder = GzipDecoder::new(reader);
            decoder.multiple_members(true);
            Box::new(decoder)
        }
        // The method of zlib stands in the low bits of its header (RFC 1950, 2.2).
        Coding::Deflate if first & 0x0f == 8 => Box::new(ZlibDecoder::new(reader)),
        Coding::Deflate => Box::new(DeflateDecoder::new(reader)),
        Coding::Brotli => Box::new(BrotliDecoder::new(reader)),
        Coding::Zstd => {
            let mut decoder = ZstdDecoder::with_params(reader, &[DParameter::window_log_max(ZSTD_WINDOW_LOG_MAX)]);
            decoder.multiple_members(true);
            Box::new(decoder)
        }
    }
}
