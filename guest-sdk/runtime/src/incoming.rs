//! The request that is being answered, as far as JavaScript asks for it: most handlers never look at most of it.

use std::cell::RefCell;

use javy::quickjs::Object;
use javy::quickjs::Result;
use javy::quickjs::prelude::Func;

use crate::fields;
use crate::world::rnode::app::http::Request;

thread_local! {
    static INCOMING: RefCell<Incoming> = const { RefCell::new(Incoming { headers: String::new(), connection: String::new() }) };
}

/// What is kept of a request beside what a handler is called with.
struct Incoming {
    headers: String,
    connection: String,
}

/// The target is a path and perhaps a query: none of the characters is in it that make Node's older URL parser do more than look for the
/// query.
const FACT_USUAL: u32 = 1;
/// The client asks whether its copy is still fresh.
const FACT_CONDITIONAL: u32 = 2;

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("headers", Func::from(headers))?;
    runtime.set("connection", Func::from(connection))?;
    runtime.set("field", Func::from(field))?;
    Ok(())
}

/// Keeps what JavaScript may ask for later, and says at once what is known about the request: `FACT_…`.
pub(crate) fn keep(request: &mut Request) -> u32 {
    let headers = std::mem::take(&mut request.headers);
    let connection = std::mem::take(&mut request.connection);
    let mut facts = facts_of_target(&request.target);
    if has_field(&headers, "if-none-match") || has_field(&headers, "if-modified-since") {
        facts |= FACT_CONDITIONAL;
    }
    INCOMING.set(Incoming { headers, connection });
    facts
}

fn facts_of_target(target: &str) -> u32 {
    let is_unusual = |byte: u8| byte <= b' ' || byte == b'#' || byte >= 0x7f;
    if !target.starts_with('/') || target.bytes().any(is_unusual) {
        return 0;
    }
    FACT_USUAL
}

fn has_field(packed: &str, name: &str) -> bool {
    packed.split('\n').step_by(2).any(|field| field == name)
}

/// `runtime.headers()`: the packed fields.
fn headers() -> String {
    INCOMING.with_borrow(|incoming| incoming.headers.clone())
}

/// `runtime.connection()`: version, scheme, peer and request id, packed.
fn connection() -> String {
    INCOMING.with_borrow(|incoming| incoming.connection.clone())
}

/// `runtime.field(name)`: the value of a field by its lower-case name, repeated ones joined as Node joins them. Not for `set-cookie`,
/// which is a list.
fn field(name: String) -> Option<String> {
    INCOMING.with_borrow(|incoming| fields::value_of(&incoming.headers, &name))
}
