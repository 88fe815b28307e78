//! Deflate over bytes that come in pieces: what `CompressionStream` and `DecompressionStream` are made of.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use javy::quickjs::prelude::{Func, MutFn};
use javy::quickjs::{ArrayBuffer, Ctx, Exception, Function, Object, Result};

use crate::compression::{self, Format};
use crate::natives;

/// No piece of output is larger than this.
const PIECE_BYTES: usize = 64 * 1024;

/// Adds what this room has to the object that the scripts of the part share.
pub(crate) fn install(shared: &Object<'_>) -> Result<()> {
    shared.set("deflater", Func::from(deflater))?;
    shared.set("inflater", Func::from(inflater))?;
    Ok(())
}

/// Bytes that have come in and are not read yet.
#[derive(Default)]
struct Pending {
    bytes: Vec<u8>,
    read: usize,
}

impl Pending {
    fn push(&mut self, bytes: &[u8]) {
        if self.read == self.bytes.len() {
            self.bytes.clear();
            self.read = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    fn rest(&self) -> &[u8] {
        &self.bytes[self.read..]
    }
}

/// `deflater(format)`: a function `(buffer, start, end, isEnd)` that takes bytes and gives a piece of what they become. It is called without
/// bytes until it gives nothing.
fn deflater<'js>(ctx: Ctx<'js>, format: String) -> Result<Function<'js>> {
    let format = compression::format_of(&ctx, &format)?;
    let mut flow = Deflating {
        stream: compression::compressor(format, Compression::default()),
        is_gzip: format == Format::Gzip,
        is_done: false,
        pending: Pending::default(),
    };
    function(ctx, move |bytes, is_end| {
        flow.pending.push(bytes);
        flow.step(is_end)
    })
}

/// What a flow is for JavaScript: `step` takes bytes, and whether they are the last, and gives a piece of what they become.
fn function<'js>(
    ctx: Ctx<'js>,
    mut step: impl FnMut(&[u8], bool) -> std::result::Result<Option<Vec<u8>>, String> + 'js,
) -> Result<Function<'js>> {
    let called = move |ctx: Ctx<'js>, buffer: ArrayBuffer<'js>, start: f64, end: f64, is_end: bool| match step(
        natives::range(&buffer, Some(start), Some(end)),
        is_end,
    ) {
        Ok(piece) => piece.map(|piece| ArrayBuffer::new(ctx, piece)).transpose(),
        Err(message) => Err(Exception::throw_type(&ctx, &message)),
    };
    Function::new(ctx, MutFn::from(called))
}

struct Deflating {
    stream: Compress,
    is_gzip: bool,
    is_done: bool,
    pending: Pending,
}

impl Deflating {
    fn step(&mut self, is_end: bool) -> std::result::Result<Option<Vec<u8>>, String> {
        while !self.is_done {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            let (before, start) = (self.stream.total_in(), self.stream.total_out());
            let flush = if is_end {
                FlushCompress::Finish
            } else {
                FlushCompress::None
            };
            let status = self
                .stream
                .compress_vec(self.pending.rest(), &mut piece, flush)
                .map_err(|error| error.to_string())?;
            let read = self.stream.total_in() - before;
            self.pending.read += compression::position(read);
            self.is_done = status == Status::StreamEnd;
            if !piece.is_empty() {
                if self.is_gzip && start == 0 {
                    compression::name_system(&mut piece);
                }
                return Ok(Some(piece));
            }
            if read == 0 {
                break;
            }
        }
        Ok(None)
    }
}

/// `inflater(format)`: as `deflater`, the other way. Throws a `TypeError` for data that is damaged, ends early, or goes on after its end.
fn inflater<'js>(ctx: Ctx<'js>, format: String) -> Result<Function<'js>> {
    let format = compression::format_of(&ctx, &format)?;
    let mut flow = Inflating {
        stream: compression::decompressor(format),
        is_done: false,
        pending: Pending::default(),
    };
    function(ctx, move |bytes, is_end| {
        flow.pending.push(bytes);
        flow.step(is_end).map_err(str::to_owned)
    })
}

struct Inflating {
    stream: Decompress,
    is_done: bool,
    pending: Pending,
}

impl Inflating {
    fn step(&mut self, is_end: bool) -> std::result::Result<Option<Vec<u8>>, &'static str> {
        while !self.is_done {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            let before = self.stream.total_in();
            let status = self
                .stream
                .decompress_vec(self.pending.rest(), &mut piece, FlushDecompress::None)
                .map_err(|error| compression::fault_of(&error).text)?;
            let read = self.stream.total_in() - before;
            self.pending.read += compression::position(read);
            self.is_done = status == Status::StreamEnd;
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
            if read == 0 && !self.is_done {
                return if is_end {
                    Err(compression::ENDS_EARLY.text)
                } else {
                    Ok(None)
                };
            }
        }
        if self.pending.rest().is_empty() {
            Ok(None)
        } else {
            Err("unexpected data after the end")
        }
    }
}
