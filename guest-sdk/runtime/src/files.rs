//! The files of the app: a table that is told before the app is loaded, and their contents, which the host is asked for in pages.

use std::cell::RefCell;

use javy::quickjs::prelude::{Func, Opt};
use javy::quickjs::{ArrayBuffer, Ctx, Exception, Object, Result, Value};

use crate::world::rnode::app::host::{Line, Page, read};
use crate::world::rnode::app::http::{Content, Slice};
use crate::{answer, fields};

/// What the host gives at once.
const PAGE_BYTES: usize = 2048;

thread_local! {
    static TABLE: RefCell<Table> = const { RefCell::new(Table { packed: String::new(), files: Vec::new() }) };
}

struct Table {
    /// As the host told it.
    packed: String,
    /// Path and size of each file, sorted by path.
    files: Vec<(String, u64)>,
}

/// Takes the table of files.
pub(crate) fn tell(packed: String) {
    let mut lines = packed.lines();
    let mut files = Vec::new();
    while let (Some(path), Some(size), Some(_modified)) = (lines.next(), lines.next(), lines.next()) {
        files.push((path.to_owned(), size.parse().unwrap_or_default()));
    }
    TABLE.set(Table { packed, files });
}

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("fileTable", Func::from(file_table))?;
    runtime.set("readFile", Func::from(read_file))?;
    runtime.set("respondFile", Func::from(respond_file))?;
    Ok(())
}

/// `runtime.fileTable()`: `path LF bytes LF milliseconds LF` for each file.
fn file_table() -> String {
    TABLE.with_borrow(|table| table.packed.clone())
}

/// Number and size of a file.
fn find(ctx: &Ctx<'_>, path: &str) -> Result<(u32, u64)> {
    let found = TABLE.with_borrow(|table| {
        let at = table
            .files
            .binary_search_by(|(known, _)| known.as_str().cmp(path))
            .ok()?;
        Some((u32::try_from(at).ok()?, table.files[at].1))
    });
    found.ok_or_else(|| Exception::throw_message(ctx, &format!("the app has no file {path}")))
}

/// `runtime.readFile(path, start, end)`: the bytes of a file, or those between two places in it.
fn read_file<'js>(ctx: Ctx<'js>, path: String, start: Opt<f64>, end: Opt<f64>) -> Result<ArrayBuffer<'js>> {
    let (number, size) = find(&ctx, &path)?;
    let end = place(end, size).min(size);
    let start = place(start, 0).min(end);
    let length = usize::try_from(end - start).unwrap_or(usize::MAX);
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(length.saturating_add(PAGE_BYTES)).is_err() {
        return Err(Exception::throw_message(&ctx, "out of memory"));
    }
    let mut at = start;
    while at < end {
        append(&mut bytes, &read(number, at));
        at += PAGE_BYTES as u64;
    }
    bytes.truncate(length);
    ArrayBuffer::new(ctx, bytes)
}

/// `runtime.respondFile(status, fields, names, path, start, end)`: answers with a part of a file, which does not pass through the
/// sandbox.
fn respond_file<'js>(
    ctx: Ctx<'js>,
    status: u16,
    values: Value<'js>,
    names: Value<'js>,
    path: String,
    start: f64,
    end: f64,
) -> Result<()> {
    let (file, size) = find(&ctx, &path)?;
    let headers = match values.as_object() {
        Some(values) => fields::pack(values, names.as_object())?,
        None => String::new(),
    };
    let end = place(Opt(Some(end)), size).min(size);
    let start = place(Opt(Some(start)), 0).min(end);
    answer::respond_with(status, headers, Content::Slice(Slice { file, start, end }));
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float-to-integer cast saturates, and places are integers here"
)]
fn place(given: Opt<f64>, otherwise: u64) -> u64 {
    given.0.map_or(otherwise, |place| place.max(0.0) as u64)
}

fn append(bytes: &mut Vec<u8>, page: &Page) {
    let Page {
        a,
        b,
        c,
        d,
        e,
        f,
        g,
        h,
        i,
        j,
        k,
        l,
        m,
        n,
        o,
        p,
    } = page;
    for line in [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] {
        let Line {
            a,
            b,
            c,
            d,
            e,
            f,
            g,
            h,
            i,
            j,
            k,
            l,
            m,
            n,
            o,
            p,
        } = line;
        for word in [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] {
            bytes.extend_from_slice(&word.to_le_bytes());
        }
    }
}
