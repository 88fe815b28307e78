//! The one answer a request gets, from the moment JavaScript gives it until the host takes it.

use std::cell::{Cell, RefCell};

use javy::quickjs::prelude::{Func, Opt};
use javy::quickjs::{ArrayBuffer, Ctx, Exception, Object, Result, TypedArray, Value};

use crate::world::rnode::app::http::{Content, Etag, Response, Step, Unhandled};
use crate::{exception, fields};

/// Where the one answer stands.
enum Answer {
    Open,
    Given(Step),
    /// The host has it. What goes wrong now is told all the same.
    Taken(Option<Unhandled>),
}

thread_local! {
    static ANSWER: RefCell<Answer> = const { RefCell::new(Answer::Open) };
    /// How many promises were handed to `waitUntil` and have not settled.
    static HELD: Cell<u32> = const { Cell::new(0) };
    /// Whether the answer is streamed and not complete.
    static IS_STREAMING: Cell<bool> = const { Cell::new(false) };
}

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("respond", Func::from(respond))?;
    runtime.set("respondStream", Func::from(respond_stream))?;
    runtime.set("streamEnded", Func::from(|| IS_STREAMING.set(false)))?;
    runtime.set("holding", Func::from(|count: u32| HELD.set(count)))?;
    runtime.set("unhandled", Func::from(give_up))?;
    Ok(())
}

/// Takes the answer, if one was given and not taken yet.
pub(crate) fn take() -> Option<Step> {
    ANSWER.with_borrow_mut(|answer| match answer {
        Answer::Open | Answer::Taken(None) => None,
        Answer::Taken(late) => late.take().map(Step::Unhandled),
        Answer::Given(_) => {
            let Answer::Given(mut step) = std::mem::replace(answer, Answer::Taken(None)) else {
                return None;
            };
            if let Step::Answered(response) = &mut step {
                response.goes_on = goes_on();
            }
            Some(step)
        }
    })
}

/// Whether the host has the answer, and nothing goes on behind it.
pub(crate) fn is_over() -> bool {
    !goes_on() && ANSWER.with_borrow(|answer| matches!(answer, Answer::Taken(_)))
}

fn goes_on() -> bool {
    IS_STREAMING.get() || HELD.get() > 0
}

/// Forgets an answer that nobody gets.
pub(crate) fn forget() {
    ANSWER.set(Answer::Open);
    HELD.set(0);
    IS_STREAMING.set(false);
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
fn respond<'js>(
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
        goes_on: false,
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
        goes_on: false,
    }));
}

/// `runtime.respondStream(status, fields, names)`: the answer's head; its body follows by `push` and `finish`. `fields` may be packed already.
fn respond_stream<'js>(status: u16, fields: Value<'js>, names: Opt<Value<'js>>) -> Result<()> {
    let headers = match (fields.as_string(), fields.as_object()) {
        (None, Some(fields)) => fields::pack(fields, names.0.as_ref().and_then(Value::as_object))?,
        _ => text(&fields),
    };
    if ANSWER.with_borrow(|answer| matches!(answer, Answer::Open)) {
        IS_STREAMING.set(true);
    }
    respond_with(status, headers, Content::Stream);
    Ok(())
}

/// `runtime.unhandled(status, text, error, headers)`: no handler of the app dealt with the request.
fn give_up<'js>(ctx: Ctx<'js>, status: u16, said: Value<'js>, error: Value<'js>, headers: Value<'js>) -> Result<()> {
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
    ANSWER.with_borrow_mut(|answer| match (&mut *answer, step) {
        (Answer::Open, step) => *answer = Answer::Given(step),
        (Answer::Taken(late @ None), Step::Unhandled(unhandled)) => *late = Some(unhandled),
        _ => {}
    });
}

fn text(value: &Value<'_>) -> String {
    value.as_string().and_then(exception::lossy).unwrap_or_default()
}

/// The bytes of a string (as UTF-8), a typed array over bytes or an `ArrayBuffer`; nothing for `undefined` and `null`.
pub(crate) fn bytes<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Vec<u8>> {
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
