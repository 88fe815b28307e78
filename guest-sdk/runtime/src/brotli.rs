//! Brotli (RFC 7932) over whole buffers, beside what deflates in `compression.rs`.

use std::io::Write as _;

use brotli::HeapAlloc;
use brotli::enc::BrotliEncoderParams;
use brotli::enc::writer::CompressorWriter;
use brotli::{BrotliDecompressStream, BrotliResult, BrotliState};

use crate::compression::{ENDS_EARLY, Fault, STEP_BYTES, TOO_LARGE};

/// What Node calls the best, and takes when nothing is said.
const QUALITY_DEFAULT: i32 = 11;

/// How far back a match may lie, as a power of two: Node's default.
const WINDOW_BITS: i32 = 22;

/// The data in Brotli; a quality below 0 is the default one.
pub(crate) fn compress(quality: i32, data: &[u8]) -> Vec<u8> {
    let quality = if (0..=QUALITY_DEFAULT).contains(&quality) {
        quality
    } else {
        QUALITY_DEFAULT
    };
    let parameters = BrotliEncoderParams {
        quality,
        lgwin: WINDOW_BITS,
        size_hint: data.len(),
        ..BrotliEncoderParams::default()
    };
    let mut writer = CompressorWriter::with_params(Vec::new(), STEP_BYTES, &parameters);
    // A `Vec` takes whatever is written to it.
    let _ = writer.write_all(data);
    writer.into_inner()
}

/// What was in Brotli; `is_partial` is content with what there is so far.
pub(crate) fn decompress(data: &[u8], bytes_max: usize, is_partial: bool) -> Result<Vec<u8>, Fault> {
    let (mut left, mut read, mut total) = (data.len(), 0, 0);
    let mut output = Vec::new();
    let mut state = BrotliState::new_strict(HeapAlloc::default(), HeapAlloc::default(), HeapAlloc::default());
    loop {
        let written = output.len();
        output.resize(written + STEP_BYTES, 0);
        let (mut room, mut offset) = (STEP_BYTES, written);
        let result = BrotliDecompressStream(
            &mut left,
            &mut read,
            data,
            &mut room,
            &mut offset,
            &mut output,
            &mut total,
            &mut state,
        );
        output.truncate(offset);
        if output.len() > bytes_max {
            return Err(TOO_LARGE);
        }
        match result {
            BrotliResult::ResultSuccess => return Ok(output),
            BrotliResult::NeedsMoreOutput => {}
            BrotliResult::NeedsMoreInput if is_partial => return Ok(output),
            BrotliResult::NeedsMoreInput => return Err(ENDS_EARLY),
            BrotliResult::ResultFailure => return Err(damage(&format!("{:?}", state.error_code))),
        }
    }
}

/// Node's code for damaged data: Brotli's own, without the decoder's name.
fn damage(name: &str) -> Fault {
    Fault {
        code: format!("ERR_{}", name.strip_prefix("BROTLI_DECODER").unwrap_or(name)).into(),
        text: "Decompression failed",
    }
}
