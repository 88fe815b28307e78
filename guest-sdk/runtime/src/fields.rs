//! Header fields: reading packed ones, `name LF value LF …`, and packing those of an answer.

use std::cell::RefCell;
use std::collections::HashMap;

use javy::quickjs::prelude::Func;
use javy::quickjs::{Array, Object, Result, Value};

use crate::exception;

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

thread_local! {
    /// How fields are usually written, by their lower-case names.
    static USUAL_NAMES: RefCell<HashMap<String, String>> = RefCell::new(HashMap::new());
}

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("fieldNames", Func::from(field_names))?;
    runtime.set("isFieldValue", Func::from(is_field_value))?;
    Ok(())
}

/// The value of a field by its lower-case name, repeated ones joined as Node joins them. Not for `set-cookie`, which is a list.
pub(crate) fn value_of(packed: &str, name: &str) -> Option<String> {
    let mut found: Option<String> = None;
    let mut parts = packed.split('\n');
    while let (Some(field), Some(value)) = (parts.next(), parts.next()) {
        if field != name {
            continue;
        }
        match &mut found {
            None => found = Some(value.to_owned()),
            Some(_) if SINGLE_FIELDS.contains(&name) => break,
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

/// `runtime.fieldNames(names)`: how fields are written whose names the app has not written in another way.
fn field_names(names: Vec<String>) {
    let by_key = names.into_iter().map(|name| (name.to_ascii_lowercase(), name));
    USUAL_NAMES.set(by_key.collect());
}

/// The fields of an answer, packed. `values` has them by lower-case name, each a value or a list of values; `names` has the names that
/// are written in another way than usually.
///
/// # Errors
/// The exception of a value that cannot be turned into text.
pub(crate) fn pack<'js>(values: &Object<'js>, names: Option<&Object<'js>>) -> Result<String> {
    let mut packed = String::with_capacity(256);
    for field in values.props::<String, Value>() {
        let (key, value) = field?;
        // How the bytes travel is for the host to say.
        if key == "transfer-encoding" {
            continue;
        }
        let written: Option<String> = names.map(|names| names.get(key.as_str())).transpose()?.flatten();
        let name = written
            .or_else(|| USUAL_NAMES.with_borrow(|usual| usual.get(&key).cloned()))
            .unwrap_or(key);
        match value.as_array() {
            Some(list) => {
                for value in Array::iter::<Value>(list) {
                    append(&mut packed, &name, &value?)?;
                }
            }
            None => append(&mut packed, &name, &value)?,
        }
    }
    packed.pop();
    Ok(packed)
}

fn append(packed: &mut String, name: &str, value: &Value<'_>) -> Result<()> {
    packed.push_str(name);
    packed.push('\n');
    match value.as_string() {
        Some(text) => packed.push_str(&exception::lossy(text).unwrap_or_default()),
        None => packed.push_str(&value.get::<javy::quickjs::Coerced<String>>()?.0),
    }
    packed.push('\n');
    Ok(())
}
