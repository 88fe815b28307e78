//! `runtime.json(value)`: what `JSON.stringify(value)` gives, written in one go.
//!
//! QuickJS builds a string for every key and every value and joins them; this appends to one buffer. What is rare (instances of classes,
//! big integers, halves of surrogate pairs, values that lie in themselves) is left to QuickJS.

use std::cell::RefCell;
use std::fmt::Write as _;

use javy::quickjs::atom::PredefinedAtom;
use javy::quickjs::function::This;
use javy::quickjs::prelude::Func;
use javy::quickjs::{Array, Coerced, Ctx, Filter, Object, Persistent, Result, String as Text, Type, Value};

/// Deeper values, endless ones among them, are left to QuickJS, which finds out what is wrong with them.
const DEPTH_MAX: usize = 64;

thread_local! {
    static OBJECT_PROTOTYPE: RefCell<Option<Persistent<Object<'static>>>> = const { RefCell::new(None) };
}

/// Adds what this room has to the runtime object.
pub(crate) fn install<'js>(ctx: &Ctx<'js>, runtime: &Object<'js>) -> Result<()> {
    let prototype = Object::new(ctx.clone())?.get_prototype();
    OBJECT_PROTOTYPE.set(prototype.map(|prototype| Persistent::save(ctx, prototype)));
    runtime.set("json", Func::from(json))
}

fn json<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Option<Text<'js>>> {
    let prototype = OBJECT_PROTOTYPE.with_borrow(Clone::clone);
    let mut writer = Writer {
        object_prototype: prototype.map(|prototype| prototype.restore(&ctx)).transpose()?,
        text: String::with_capacity(256),
    };
    match writer.write(&value, Key::Root, 0)? {
        Written::Yes => Text::from_str(ctx, &writer.text).map(Some),
        Written::Omitted => Ok(None),
        Written::TooRare => ctx.json_stringify(value),
    }
}

struct Writer<'js> {
    object_prototype: Option<Object<'js>>,
    text: String,
}

/// Where a value stands, which its `toJSON` is told.
enum Key<'a, 'js> {
    Root,
    Index(usize),
    Name(&'a Text<'js>),
}

/// What became of a value.
#[derive(PartialEq)]
enum Written {
    /// It is in the text.
    Yes,
    /// It has no text, like a function.
    Omitted,
    /// QuickJS has to write the whole document.
    TooRare,
}

impl<'js> Writer<'js> {
    fn write(&mut self, value: &Value<'js>, key: Key<'_, 'js>, depth: usize) -> Result<Written> {
        match value.type_of() {
            Type::String => return Ok(value.as_string().map_or(Written::TooRare, |text| self.write_string(text))),
            Type::Int => {
                // Writing to a string cannot fail.
                let _ = write!(self.text, "{}", value.as_int().unwrap_or_default());
            }
            Type::Float if value.as_float().is_some_and(f64::is_finite) => {
                self.text.push_str(&value.get::<Coerced<String>>()?.0);
            }
            Type::Bool if value.as_bool() == Some(true) => self.text.push_str("true"),
            Type::Bool => self.text.push_str("false"),
            Type::Null | Type::Float => self.text.push_str("null"),
            Type::Undefined | Type::Symbol => return Ok(Written::Omitted),
            Type::Array | Type::Object => return self.write_object(value, key, depth),
            _ => return Ok(Written::TooRare),
        }
        Ok(Written::Yes)
    }

    fn write_object(&mut self, value: &Value<'js>, key: Key<'_, 'js>, depth: usize) -> Result<Written> {
        let Some(object) = value.as_object().filter(|_| depth < DEPTH_MAX) else {
            return Ok(Written::TooRare);
        };
        let to_json: Value = object.get(PredefinedAtom::ToJSON)?;
        let Some(to_json) = to_json.as_function() else {
            return self.write_members(object, depth);
        };
        let this = This(value.clone());
        let replaced: Value = match key {
            Key::Root => to_json.call((this, "")),
            Key::Index(index) => to_json.call((this, index.to_string())),
            Key::Name(name) => to_json.call((this, name.clone())),
        }?;
        // What `toJSON` gives is not asked for its own `toJSON`.
        match (replaced.type_of(), replaced.as_object()) {
            (Type::Array | Type::Object, Some(object)) => self.write_members(object, depth),
            _ => self.write(&replaced, Key::Root, depth),
        }
    }

    fn write_members(&mut self, object: &Object<'js>, depth: usize) -> Result<Written> {
        match object.as_array() {
            Some(array) => self.write_array(array, depth),
            None => match object.get_prototype() {
                // An instance of a class may be a string or a number in a box.
                Some(prototype) if Some(&prototype) != self.object_prototype.as_ref() => Ok(Written::TooRare),
                _ => self.write_plain(object, depth),
            },
        }
    }

    fn write_array(&mut self, array: &Array<'js>, depth: usize) -> Result<Written> {
        self.text.push('[');
        for index in 0..array.len() {
            if index > 0 {
                self.text.push(',');
            }
            match self.write(&array.get(index)?, Key::Index(index), depth + 1)? {
                Written::Yes => {}
                Written::Omitted => self.text.push_str("null"),
                Written::TooRare => return Ok(Written::TooRare),
            }
        }
        self.text.push(']');
        Ok(Written::Yes)
    }

    fn write_plain(&mut self, object: &Object<'js>, depth: usize) -> Result<Written> {
        self.text.push('{');
        let start = self.text.len();
        for key in object.own_keys::<Text>(Filter::new().string().enum_only()) {
            let key = key?;
            let value: Value = object.get(key.clone())?;
            let before = self.text.len();
            if before > start {
                self.text.push(',');
            }
            if self.write_string(&key) == Written::TooRare {
                return Ok(Written::TooRare);
            }
            self.text.push(':');
            match self.write(&value, Key::Name(&key), depth + 1)? {
                Written::Yes => {}
                Written::Omitted => self.text.truncate(before),
                Written::TooRare => return Ok(Written::TooRare),
            }
        }
        self.text.push('}');
        Ok(Written::Yes)
    }

    fn write_string(&mut self, string: &Text<'js>) -> Written {
        // Fails for halves of surrogate pairs, which JSON writes as escapes.
        let Ok(string) = string.to_string() else {
            return Written::TooRare;
        };
        self.text.push('"');
        let mut rest = string.as_str();
        while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            self.text.push_str(&rest[..at]);
            self.write_escape(rest.as_bytes()[at]);
            rest = &rest[at + 1..];
        }
        self.text.push_str(rest);
        self.text.push('"');
        Written::Yes
    }

    fn write_escape(&mut self, byte: u8) {
        let letter = match byte {
            b'\x08' => 'b',
            b'\t' => 't',
            b'\n' => 'n',
            b'\x0c' => 'f',
            b'\r' => 'r',
            b'"' | b'\\' => char::from(byte),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(self.text, "\\u{byte:04x}");
                return;
            }
        };
        self.text.push('\\');
        self.text.push(letter);
    }
}
