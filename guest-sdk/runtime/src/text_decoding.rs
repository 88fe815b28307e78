//! Text in every encoding of the Web (WHATWG Encoding): the crate `encoding_rs` knows them, `TextDecoder` asks here.

use encoding_rs::{Decoder, DecoderResult, Encoding};
use javy::quickjs::prelude::{Func, MutFn};
use javy::quickjs::{ArrayBuffer, Ctx, Exception, Function, Object, Result, Value};

use crate::natives;

/// Adds what this room has to the object that the scripts of the part share.
pub(crate) fn install(shared: &Object<'_>) -> Result<()> {
    shared.set("nameOf", Func::from(name_of))?;
    shared.set("decoder", Func::from(decoder))?;
    Ok(())
}

/// `nameOf(label)`: the name of the encoding that a label stands for, or nothing when nobody can decode that.
fn name_of(label: Value<'_>) -> Option<String> {
    let encoding = Encoding::for_label_no_replacement(natives::text(&label).as_bytes())?;
    Some(encoding.name().to_ascii_lowercase())
}

/// `decoder(name, isFatal, keepsMark)`: a function `(buffer, start, end, isLast)` that decodes one stream of bytes piece by piece. It
/// returns nothing where bytes stand for no text and that is fatal.
fn decoder<'js>(ctx: Ctx<'js>, name: String, is_fatal: bool, keeps_mark: bool) -> Result<Function<'js>> {
    let Some(encoding) = Encoding::for_label(name.as_bytes()) else {
        return Err(Exception::throw_range(&ctx, "no such encoding"));
    };
    let mut decoder = if keeps_mark {
        encoding.new_decoder_without_bom_handling()
    } else {
        encoding.new_decoder_with_bom_removal()
    };
    let decode = move |buffer: ArrayBuffer<'js>, start: f64, end: f64, is_last: bool| {
        let bytes = natives::range(&buffer, Some(start), Some(end));
        if is_fatal {
            strictly(&mut decoder, bytes, is_last)
        } else {
            leniently(&mut decoder, bytes, is_last)
        }
    };
    Function::new(ctx, MutFn::from(decode))
}

fn strictly(decoder: &mut Decoder, bytes: &[u8], is_last: bool) -> Option<String> {
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len())?);
    match decoder
        .decode_to_string_without_replacement(bytes, &mut text, is_last)
        .0
    {
        DecoderResult::InputEmpty => Some(text),
        DecoderResult::OutputFull | DecoderResult::Malformed(..) => None,
    }
}

fn leniently(decoder: &mut Decoder, bytes: &[u8], is_last: bool) -> Option<String> {
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len())?);
    // The room is enough for whatever may come.
    let _ = decoder.decode_to_string(bytes, &mut text, is_last);
    Some(text)
}
