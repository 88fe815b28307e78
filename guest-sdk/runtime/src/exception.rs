//! What a throw says of itself: message and stack, as text.

use javy::quickjs::{Ctx, Object, Value};

/// A thrown value, read without running code that could throw again.
pub(crate) struct Thrown {
    /// `Name: message` for an error, the text of the value for anything else.
    pub(crate) message: String,
    /// The engine's stack lines, empty for what is not an error.
    pub(crate) stack: String,
}

/// Describes `value`. Getters and `toString` of the app may run; if they throw, a fixed text stands in.
pub(crate) fn describe<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Thrown {
    let Some(object) = value.as_object().filter(|_| !value.is_null()) else {
        return Thrown {
            message: text_of(ctx, value),
            stack: String::new(),
        };
    };
    let read = |name| text_property(ctx, object, name);
    let stack = read("stack").unwrap_or_default();
    let cause = cause_of(ctx, object, CAUSES_MAX);
    let message = match (read("name"), read("message")) {
        (Some(name), Some(message)) if message.is_empty() => name,
        (Some(name), Some(message)) => format!("{name}: {message}"),
        (None, Some(message)) => message,
        _ => text_of(ctx, value),
    };
    Thrown {
        message: message + &cause,
        stack,
    }
}

/// How many causes of causes are told.
const CAUSES_MAX: u8 = 3;

/// What an error says of its cause, and that of its own: what refuses a call, for one, is known there alone.
fn cause_of<'js>(ctx: &Ctx<'js>, error: &Object<'js>, depth: u8) -> String {
    let cause = property(ctx, error, "cause").and_then(Value::into_object);
    let Some(cause) = cause.filter(|_| depth > 0) else {
        return String::new();
    };
    match text_property(ctx, &cause, "message") {
        Some(message) => format!("; because: {message}{}", cause_of(ctx, &cause, depth - 1)),
        None => String::new(),
    }
}

fn text_property<'js>(ctx: &Ctx<'js>, object: &Object<'js>, name: &str) -> Option<String> {
    lossy(property(ctx, object, name)?.as_string()?)
}

/// A property, unless reading it throws.
fn property<'js>(ctx: &Ctx<'js>, object: &Object<'js>, name: &str) -> Option<Value<'js>> {
    let value = object.get::<_, Value>(name);
    if value.is_err() {
        drop(ctx.catch());
    }
    value.ok()
}

/// The exception that QuickJS holds after a call failed.
pub(crate) fn pending(ctx: &Ctx<'_>) -> Thrown {
    let value = ctx.catch();
    describe(ctx, &value)
}

/// A JavaScript string as UTF-8; halves of surrogate pairs become U+FFFD.
pub(crate) fn lossy(string: &javy::quickjs::String<'_>) -> Option<String> {
    match string.to_string() {
        Ok(text) => Some(text),
        Err(_) => javy::val_to_string(string.ctx(), string.clone().into_value()).ok(),
    }
}

fn text_of<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> String {
    let text = javy::val_to_string(ctx, value.clone());
    text.unwrap_or_else(|_| {
        drop(ctx.catch());
        "a value that cannot be shown".to_owned()
    })
}
