//! The one answer a request gets, from the moment JavaScript gives it until the host takes it.

use std::cell::RefCell;

use javy::quickjs::{ArrayBuffer, Ctx, Exception, Result, TypedArray, Value, prelude::Opt};

use crate::world::rnode::app::http::{Content, Etag, Response, Step, Unhandled};
use crate::{exception, fields};

thread_local! {
    static ANSWER: RefCell<Option<Step>> = const { RefCell::new(None) };
}

/// Takes the answer, if one was given.
pub(crate) fn take() -> Option<Step> {
    ANSWER.take()
}

/// Records that nobody dealt with what was thrown outside of any handler, unless an answer is already there.
pub(crate) fn unhandled(thrown: exception::Thrown) {
    give(Step::Unhandled(Unhandled {
        status: 500,
        text: String::new(),
        message: thrown.message,
        stack: thrown.stack,
        headers: String::new(),
    }));
}

/// `runtime.respond(status, fields, names, body, etag)`: the first answer counts, later ones are ignored. For `fields` and `names`, which
/// may be undefined, see [`fields::pack`].
pub(crate) fn respond<'js>(
    ctx: Ctx<'js>,
    status: u16,
    fields: Value<'js>,
    names: Value<'js>,
    body: Value<'js>,
    etag: Opt<u8>,
) -> Result<()> {
    let headers = match fields.as_object() {
        Some(fields) => fields::pack(fields, names.as_object())?,
        None => String::new(),
    };
    let body = bytes(&ctx, &body)?;
    let etag = match etag.0 {
        Some(1) => Etag::Weak,
        Some(2) => Etag::Strong,
        _ => Etag::None,
    };
    give(Step::Answered(Response {
        status,
        headers,
        body: Content::Bytes(body),
        etag,
    }));
    Ok(())
}

/// Records an answer that needs no entity tag of the host's.
pub(crate) fn respond_with(status: u16, headers: String, body: Content) {
    give(Step::Answered(Response {
        status,
        headers,
        body,
        etag: Etag::None,
    }));
}

/// `runtime.unhandled(status, text, error, headers)`: no handler of the app dealt with the request.
pub(crate) fn give_up<'js>(
    ctx: Ctx<'js>,
    status: u16,
    said: Value<'js>,
    error: Value<'js>,
    headers: Value<'js>,
) -> Result<()> {
    let thrown = if error.is_undefined() {
        exception::Thrown {
            message: String::new(),
            stack: String::new(),
        }
    } else {
        exception::describe(&ctx, &error)
    };
    give(Step::Unhandled(Unhandled {
        status,
        text: text(&said),
        message: thrown.message,
        stack: thrown.stack,
        headers: text(&headers),
    }));
    Ok(())
}

fn give(step: Step) {
    ANSWER.with_borrow_mut(|answer| {
        answer.get_or_insert(step);
    });
}

fn text(value: &Value<'_>) -> String {
    value.as_string().and_then(exception::lossy).unwrap_or_default()
}

/// The bytes of a string (as UTF-8), a typed array over bytes or an `ArrayBuffer`; nothing for `undefined` and `null`.
fn bytes<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Vec<u8>> {
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    if let Some(string) = value.as_string() {
        return Ok(exception::lossy(string).unwrap_or_default().into_bytes());
    }
    if let Some(array) = value
        .as_object()
        .and_then(|object| TypedArray::<u8>::from_object(object.clone()).ok())
    {
        return Ok(array.as_bytes().map(<[u8]>::to_vec).unwrap_or_default());
    }
    if let Some(buffer) = value
        .as_object()
        .and_then(|object| ArrayBuffer::from_object(object.clone()))
    {
        return Ok(buffer.as_bytes().map(<[u8]>::to_vec).unwrap_or_default());
    }
    Err(Exception::throw_type(
        ctx,
        "the body of an answer is a string, a Uint8Array or an ArrayBuffer",
    ))
}
