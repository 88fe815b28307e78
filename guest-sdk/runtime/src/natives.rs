//! What the prelude and the SDK get from compiled code: the object behind `Symbol.for('rnode.runtime')`.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};
use javy::quickjs::prelude::{Func, Opt};
use javy::quickjs::{ArrayBuffer, Ctx, Exception, Function, Object, Result, Value};

use crate::world::rnode::app::host::{Level, log};
use crate::world::{ErrorPages, Mode};
use crate::{
    answer, clock, compression, crypto, entropy, event_loop, exception, fields, files, hand_over, incoming, json, lazy,
    operations, packages, path_matcher, route_index,
};

/// The prelude, in the order in which its parts build on each other.
const PRELUDE: [(&str, &str); 8] = [
    ("rnode:call-site", include_str!("prelude/call-site.js")),
    ("rnode:date", include_str!("prelude/date.js")),
    ("rnode:timers", include_str!("prelude/timers.js")),
    ("rnode:operations", include_str!("prelude/operations.js")),
    ("rnode:console", include_str!("prelude/console.js")),
    ("rnode:process", include_str!("prelude/process.js")),
    ("rnode:base64", include_str!("prelude/base64.js")),
    ("rnode:lazy", include_str!("prelude/lazy.js")),
];

/// The most random bytes one call may ask for, as in the Web's `getRandomValues`, times 16 for Node's `randomBytes`.
const RANDOM_BYTES_MAX: usize = 1024 * 1024;

/// Sets up the globals and gives back the object through which the event loop calls the prelude, and the natives.
pub(crate) fn install<'js>(
    ctx: &Ctx<'js>,
    env: &str,
    mode: Mode,
    error_pages: ErrorPages,
) -> Result<(Object<'js>, Object<'js>)> {
    let runtime = Object::new(ctx.clone())?;
    runtime.set("env", environment(ctx, env)?)?;
    runtime.set(
        "mode",
        match mode {
            Mode::Production => "production",
            Mode::Development => "development",
        },
    )?;
    runtime.set(
        "errors",
        match error_pages {
            ErrorPages::Host => "host",
            ErrorPages::Express => "express",
        },
    )?;
    install_request(&runtime)?;
    install_bytes(&runtime)?;
    fields::install(&runtime)?;
    answer::install(&runtime)?;
    files::install(&runtime)?;
    operations::install(&runtime)?;
    compression::install(&runtime)?;
    packages::install(&runtime)?;
    incoming::install(&runtime)?;
    json::install(ctx, &runtime)?;
    path_matcher::install(&runtime)?;
    route_index::install(&runtime)?;
    let prelude = Object::new(ctx.clone())?;
    for (name, source) in PRELUDE {
        let part: Function = evaluate(ctx, name, source)?;
        part.call::<_, Value>((ctx.globals(), runtime.clone(), prelude.clone()))?;
    }
    let math: Object = ctx.globals().get("Math")?;
    math.set("random", Func::from(entropy::unit_interval))?;
    event_loop::install(ctx, &prelude)?;
    Ok((prelude, runtime))
}

pub(crate) fn evaluate<'js>(ctx: &Ctx<'js>, name: &str, source: &str) -> Result<Function<'js>> {
    let mut options = javy::quickjs::context::EvalOptions::default();
    options.filename = Some(name.to_owned());
    options.strict = true;
    ctx.eval_with_options(source, options)
}

fn environment<'js>(ctx: &Ctx<'js>, env: &str) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    let mut parts = env.split('\0');
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        object.set(name, value)?;
    }
    Ok(object)
}

fn install_request(runtime: &Object<'_>) -> Result<()> {
    runtime.set("serve", Func::from(hand_over::serve))?;
    runtime.set("due", Func::from(event_loop::set_due))?;
    runtime.set("ticking", Func::from(event_loop::set_ticking))?;
    runtime.set("now", Func::from(clock::now_millis))?;
    runtime.set("log", Func::from(write_log))?;
    runtime.set("lazy", Func::from(lazy::part))?;
    Ok(())
}

fn install_bytes(runtime: &Object<'_>) -> Result<()> {
    runtime.set("utf8Encode", Func::from(utf8_encode))?;
    runtime.set("utf8Decode", Func::from(utf8_decode))?;
    runtime.set("utf8Valid", Func::from(utf8_valid))?;
    runtime.set("utf8ByteLength", Func::from(utf8_byte_length))?;
    runtime.set("latin1Decode", Func::from(latin1_decode))?;
    runtime.set("base64Encode", Func::from(base64_encode))?;
    runtime.set("base64Decode", Func::from(base64_decode))?;
    runtime.set("hexEncode", Func::from(hex_encode))?;
    runtime.set("hash", Func::from(hash))?;
    runtime.set("hmac", Func::from(hmac))?;
    runtime.set("randomBytes", Func::from(random_bytes))?;
    runtime.set("timingSafeEqual", Func::from(timing_safe_equal))?;
    Ok(())
}

fn write_log(level: u8, message: Value<'_>) {
    let level = match level {
        0 => Level::Debug,
        1 => Level::Info,
        2 => Level::Warn,
        _ => Level::Error,
    };
    log(level, &text(&message));
}

/// The text of a string, with half surrogate pairs replaced.
pub(crate) fn text(value: &Value<'_>) -> String {
    value.as_string().and_then(exception::lossy).unwrap_or_default()
}

/// The bytes `start..end` of `buffer`, clamped to what is there.
pub(crate) fn range<'a>(buffer: &'a ArrayBuffer<'_>, start: Option<f64>, end: Option<f64>) -> &'a [u8] {
    let bytes = buffer.as_bytes().unwrap_or_default();
    let end = end.map_or(bytes.len(), |end| (end.max(0.0) as usize).min(bytes.len()));
    let start = start.map_or(0, |start| (start.max(0.0) as usize).min(end));
    &bytes[start..end]
}

fn utf8_encode<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<ArrayBuffer<'js>> {
    ArrayBuffer::new(ctx, text(&value).into_bytes())
}

fn utf8_decode(buffer: ArrayBuffer<'_>, start: Opt<f64>, end: Opt<f64>) -> String {
    String::from_utf8_lossy(range(&buffer, start.0, end.0)).into_owned()
}

fn utf8_valid(buffer: ArrayBuffer<'_>, start: Opt<f64>, end: Opt<f64>) -> bool {
    std::str::from_utf8(range(&buffer, start.0, end.0)).is_ok()
}

fn utf8_byte_length(value: Value<'_>) -> u32 {
    u32::try_from(text(&value).len()).unwrap_or(u32::MAX)
}

fn latin1_decode(buffer: ArrayBuffer<'_>, start: Opt<f64>, end: Opt<f64>) -> String {
    range(&buffer, start.0, end.0).iter().copied().map(char::from).collect()
}

fn base64_encode(buffer: ArrayBuffer<'_>, start: Opt<f64>, end: Opt<f64>, url: Opt<bool>) -> String {
    let bytes = range(&buffer, start.0, end.0);
    if url.0.unwrap_or(false) {
        general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    } else {
        general_purpose::STANDARD.encode(bytes)
    }
}

/// Node's lenient reading: both alphabets, whatever else is skipped, the first `=` ends it.
fn base64_decode<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<ArrayBuffer<'js>> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let mut letters: Vec<u8> = text(&value)
        .bytes()
        .take_while(|byte| *byte != b'=')
        .filter_map(|byte| match byte {
            b'-' => Some(b'+'),
            b'_' => Some(b'/'),
            b'+' | b'/' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Some(byte),
            _ => None,
        })
        .collect();
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    ArrayBuffer::new(ctx, LENIENT.decode(letters).unwrap_or_default())
}

fn hex_encode(buffer: ArrayBuffer<'_>, start: Opt<f64>, end: Opt<f64>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    range(&buffer, start.0, end.0)
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

fn hash<'js>(ctx: Ctx<'js>, algorithm: String, data: ArrayBuffer<'js>) -> Result<ArrayBuffer<'js>> {
    let digest = crypto::hash(&algorithm, data.as_bytes().unwrap_or_default());
    ArrayBuffer::new(ctx.clone(), digest.map_err(|fault| fault.throw(&ctx))?)
}

fn hmac<'js>(
    ctx: Ctx<'js>,
    algorithm: String,
    key: ArrayBuffer<'js>,
    data: ArrayBuffer<'js>,
) -> Result<ArrayBuffer<'js>> {
    let (key, data) = (key.as_bytes().unwrap_or_default(), data.as_bytes().unwrap_or_default());
    let code = crypto::hmac(&algorithm, key, data);
    ArrayBuffer::new(ctx.clone(), code.map_err(|fault| fault.throw(&ctx))?)
}

fn random_bytes(ctx: Ctx<'_>, length: usize) -> Result<ArrayBuffer<'_>> {
    if length > RANDOM_BYTES_MAX {
        return Err(Exception::throw_range(&ctx, "at most 1,048,576 random bytes at a time"));
    }
    let mut bytes = vec![0; length];
    entropy::fill(&mut bytes);
    ArrayBuffer::new(ctx, bytes)
}

/// Compares in a time that depends on the lengths only.
fn timing_safe_equal(left: ArrayBuffer<'_>, right: ArrayBuffer<'_>) -> bool {
    let (left, right) = (
        left.as_bytes().unwrap_or_default(),
        right.as_bytes().unwrap_or_default(),
    );
    left.len() == right.len() && left.iter().zip(right).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}
