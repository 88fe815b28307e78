//! Compression over whole buffers, deflate in its three wrappers above all: what `node:zlib` is made of.

use std::borrow::Cow;

use flate2::{Compress, Compression, Decompress, DecompressError, FlushCompress, FlushDecompress, Status};
use javy::quickjs::prelude::{Func, Opt};
use javy::quickjs::{ArrayBuffer, Ctx, Exception, Object, Result};

use crate::brotli;

/// The largest window, which every decoder has to accept.
const WINDOW_BITS: u8 = 15;

/// Output grows by this much at a time.
pub(crate) const STEP_BYTES: usize = 16 * 1024;

/// Where a gzip header names the operating system, and what Node writes there.
const GZIP_SYSTEM: (usize, u8) = (9, 3);

/// The format that is no deflate.
const BROTLI: &str = "br";

/// zlib's own texts and codes for what is wrong with compressed data.
pub(crate) const ENDS_EARLY: Fault = Fault {
    code: Cow::Borrowed("Z_BUF_ERROR"),
    text: "unexpected end of file",
};
const DAMAGED: Fault = Fault {
    code: Cow::Borrowed("Z_DATA_ERROR"),
    text: "invalid data",
};
const NEEDS_DICTIONARY: Fault = Fault {
    code: Cow::Borrowed("Z_NEED_DICT"),
    text: "Missing dictionary",
};
pub(crate) const TOO_LARGE: Fault = Fault {
    code: Cow::Borrowed("ERR_BUFFER_TOO_LARGE"),
    text: "the output is larger than it may be",
};

/// Why data cannot be decompressed.
pub(crate) struct Fault {
    pub(crate) code: Cow<'static, str>,
    pub(crate) text: &'static str,
}

/// How deflated data is wrapped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Gzip,
    Zlib,
    Raw,
}

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("compress", Func::from(compress))?;
    runtime.set("decompress", Func::from(decompress))?;
    runtime.set("crc32", Func::from(crc32))?;
    Ok(())
}

pub(crate) fn format_of(ctx: &Ctx<'_>, name: &str) -> Result<Format> {
    match name {
        "gzip" => Ok(Format::Gzip),
        "deflate" => Ok(Format::Zlib),
        "deflate-raw" => Ok(Format::Raw),
        _ => Err(Exception::throw_type(
            ctx,
            &format!("no such compression format: {name}"),
        )),
    }
}

pub(crate) fn compressor(format: Format, level: Compression) -> Compress {
    match format {
        Format::Gzip => Compress::new_gzip(level, WINDOW_BITS),
        Format::Zlib => Compress::new(level, true),
        Format::Raw => Compress::new(level, false),
    }
}

pub(crate) fn decompressor(format: Format) -> Decompress {
    match format {
        Format::Gzip => Decompress::new_gzip(WINDOW_BITS),
        Format::Zlib => Decompress::new(true),
        Format::Raw => Decompress::new(false),
    }
}

/// Names the operating system in a gzip header as Node does.
pub(crate) fn name_system(gzip: &mut [u8]) {
    if let Some(byte) = gzip.get_mut(GZIP_SYSTEM.0) {
        *byte = GZIP_SYSTEM.1;
    }
}

/// `runtime.compress(format, level, data, isPart)`: a level below 0 is the default one. A part, of what is deflated, ends on a byte and
/// leaves the last block open, so that another part can follow it.
fn compress<'js>(
    ctx: Ctx<'js>,
    format: String,
    level: i32,
    data: ArrayBuffer<'js>,
    is_part: Opt<bool>,
) -> Result<ArrayBuffer<'js>> {
    let input = data.as_bytes().unwrap_or_default();
    if format == BROTLI {
        return ArrayBuffer::new(ctx, brotli::compress(level, input));
    }
    let format = format_of(&ctx, &format)?;
    let level = u32::try_from(level).map_or(Compression::default(), |level| Compression::new(level.min(9)));
    let mut deflate = compressor(format, level);
    let flush = if is_part.0.unwrap_or(false) {
        FlushCompress::Sync
    } else {
        FlushCompress::Finish
    };
    let mut output = Vec::with_capacity(STEP_BYTES);
    loop {
        let read = position(deflate.total_in());
        let status = deflate
            .compress_vec(&input[read..], &mut output, flush)
            .map_err(|error| Exception::throw_message(&ctx, &error.to_string()))?;
        let is_done = match flush {
            FlushCompress::Finish => status == Status::StreamEnd,
            _ => output.len() < output.capacity(),
        };
        if is_done {
            break;
        }
        output.reserve(STEP_BYTES);
    }
    if format == Format::Gzip {
        name_system(&mut output);
    }
    ArrayBuffer::new(ctx, output)
}

/// `runtime.decompress(format, data, maxBytes, isPartial)`: partial data gives what it holds so far instead of an error.
fn decompress<'js>(
    ctx: Ctx<'js>,
    format: String,
    data: ArrayBuffer<'js>,
    bytes_max: f64,
    is_partial: Opt<bool>,
) -> Result<ArrayBuffer<'js>> {
    let bytes_max = limit(bytes_max);
    let input = data.as_bytes().unwrap_or_default();
    let is_partial = is_partial.0.unwrap_or(false);
    let output = if format == BROTLI {
        brotli::decompress(input, bytes_max, is_partial)
    } else {
        inflate_all(format_of(&ctx, &format)?, input, bytes_max, is_partial)
    };
    match output {
        Ok(output) => ArrayBuffer::new(ctx, output),
        Err(fault) => Err(throw(&ctx, &fault)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float-to-integer cast saturates, which is what a limit is for"
)]
fn limit(bytes_max: f64) -> usize {
    bytes_max as usize
}

/// Inflates every member of a gzip file, or the one stream that the other formats hold.
fn inflate_all(
    format: Format,
    mut input: &[u8],
    bytes_max: usize,
    is_partial: bool,
) -> std::result::Result<Vec<u8>, Fault> {
    let mut output = Vec::new();
    loop {
        let read = inflate(format, input, &mut output, bytes_max, is_partial)?;
        input = &input[read..];
        // Zeros after the last member are padding.
        if format != Format::Gzip || input.first().is_none_or(|byte| *byte == 0) {
            return Ok(output);
        }
    }
}

/// Inflates one stream and says how many bytes it was.
fn inflate(
    format: Format,
    input: &[u8],
    output: &mut Vec<u8>,
    bytes_max: usize,
    is_partial: bool,
) -> std::result::Result<usize, Fault> {
    let mut inflate = decompressor(format);
    loop {
        if output.len() > bytes_max {
            return Err(TOO_LARGE);
        }
        output.reserve(STEP_BYTES);
        let read = position(inflate.total_in());
        let status = inflate
            .decompress_vec(&input[read..], output, FlushDecompress::Sync)
            .map_err(|error| fault_of(&error))?;
        if status == Status::StreamEnd {
            return if output.len() > bytes_max {
                Err(TOO_LARGE)
            } else {
                Ok(position(inflate.total_in()))
            };
        }
        // Room is left, so the input ran out.
        if output.len() < output.capacity() {
            return if is_partial { Ok(input.len()) } else { Err(ENDS_EARLY) };
        }
    }
}

/// zlib's sentence about damaged data, if it has one of those that can be told apart.
pub(crate) fn fault_of(error: &DecompressError) -> Fault {
    if error.needs_dictionary().is_some() {
        return NEEDS_DICTIONARY;
    }
    const SENTENCES: [&str; 16] = [
        "incorrect header check",
        "unknown compression method",
        "invalid window size",
        "unknown header flags set",
        "header crc mismatch",
        "invalid block type",
        "invalid stored block lengths",
        "too many length or distance symbols",
        "invalid code lengths set",
        "invalid bit length repeat",
        "invalid code -- missing end-of-block",
        "invalid literal/length code",
        "invalid distance code",
        "invalid distance too far back",
        "incorrect data check",
        "incorrect length check",
    ];
    let said = error.message().unwrap_or_default();
    let text = SENTENCES.into_iter().find(|sentence| *sentence == said);
    Fault {
        text: text.unwrap_or(DAMAGED.text),
        ..DAMAGED
    }
}

fn throw(ctx: &Ctx<'_>, fault: &Fault) -> javy::quickjs::Error {
    match Exception::from_message(ctx.clone(), fault.text) {
        Ok(exception) => match exception.as_object().set("code", fault.code.as_ref()) {
            Ok(()) => exception.throw(),
            Err(error) => error,
        },
        Err(error) => error,
    }
}

/// Where a stream is in a buffer, which is never larger than memory.
pub(crate) fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// `runtime.crc32(data, start)`: the checksum of gzip, continued from `start`.
fn crc32(data: ArrayBuffer<'_>, start: u32) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(start);
    hasher.update(data.as_bytes().unwrap_or_default());
    hasher.finalize()
}
