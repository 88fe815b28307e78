//! Looking at packed header fields, `name LF value LF …`, without taking them apart in JavaScript.

use javy::quickjs::prelude::Func;
use javy::quickjs::{Object, Result};

/// Fields of which the first one counts when a request repeats them (Node 20's list).
const SINGLE_FIELDS: [&str; 18] = [
    "age",
    "authorization",
    "content-length",
    "content-type",
    "etag",
    "expires",
    "from",
    "host",
    "if-modified-since",
    "if-unmodified-since",
    "last-modified",
    "location",
    "max-forwards",
    "proxy-authorization",
    "referer",
    "retry-after",
    "server",
    "user-agent",
];

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("fieldOf", Func::from(field_of))?;
    runtime.set("isFieldValue", Func::from(is_field_value))?;
    Ok(())
}

/// `runtime.fieldOf(packed, name)`: the value of a field by its lower-case name, repeated ones joined as Node joins them. Not for
/// `set-cookie`, which is a list.
fn field_of(packed: String, name: String) -> Option<String> {
    let mut found: Option<String> = None;
    let mut parts = packed.split('\n');
    while let (Some(field), Some(value)) = (parts.next(), parts.next()) {
        if field != name {
            continue;
        }
        match &mut found {
            None => found = Some(value.to_owned()),
            Some(_) if SINGLE_FIELDS.contains(&name.as_str()) => break,
            Some(joined) => {
                joined.push_str(if name == "cookie" { "; " } else { ", " });
                joined.push_str(value);
            }
        }
    }
    found
}

/// `runtime.isFieldValue(text)`: whether it may stand in a header: tabs, and characters from space
/// to U+00FF but for DEL.
fn is_field_value(text: String) -> bool {
    text.chars()
        .all(|character| matches!(character, '\t' | ' '..='~' | '\u{80}'..='\u{ff}'))
}
