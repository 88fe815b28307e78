//! Closing the module: its WASI imports become calls of the functions in `guest-sdk/runtime/src/wasi.rs`.

use anyhow::{Context, Result, bail};
use walrus::{ExportItem, FunctionId, ImportKind, Module};

/// The module that WASI imports name.
const WASI: &str = "wasi_snapshot_preview1";
/// How the functions that answer them are exported.
const PREFIX: &str = "wasi_";

/// Replaces every WASI import of `wasm` and drops the exports that served as replacements.
///
/// # Errors
/// When the bytes are no module, or import something of WASI that the runtime does not answer.
pub(crate) fn close(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm)?;
    let imports: Vec<(String, FunctionId)> = module
        .imports
        .iter()
        .filter(|import| import.module == WASI)
        .filter_map(|import| match import.kind {
            ImportKind::Function(function) => Some((import.name.clone(), function)),
            _ => None,
        })
        .collect();
    for (name, import) in imports {
        let answer = exported(&module, &format!("{PREFIX}{name}"))
            .with_context(|| format!("the runtime has no function for the WASI import `{name}`"))?;
        module.replace_imported_func(import, |(body, arguments)| {
            for argument in arguments {
                body.local_get(*argument);
            }
            body.call(answer);
        })?;
    }
    let replaced: Vec<_> = module
        .exports
        .iter()
        .filter(|export| export.name.starts_with(PREFIX))
        .map(|export| export.id())
        .collect();
    for export in replaced {
        module.exports.delete(export);
    }
    if let Some(import) = module
        .imports
        .iter()
        .find(|import| !import.module.starts_with("rnode:"))
    {
        bail!("the runtime still imports `{}` from `{}`", import.name, import.module);
    }
    walrus::passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

fn exported(module: &Module, name: &str) -> Option<FunctionId> {
    module
        .exports
        .iter()
        .find(|export| export.name == name)
        .and_then(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        })
}
