//! An import of a name that a module does not export: what the module is, and what was meant.

use rolldown_error::BuildDiagnostic;

use crate::error::is_close;
use crate::import_graph::ImportGraph;
use crate::project::{Project, SDK_NAME};
use crate::{builtin, exports, sdk, unresolved};

/// How many exports a hint lists.
const EXPORTS_SHOWN: usize = 8;

/// Message and hint for what rolldown reports; the name is the first thing its `message` quotes.
pub(crate) fn explained(
    reported: &BuildDiagnostic,
    message: &str,
    project: &Project,
    imports: &ImportGraph,
) -> (String, Option<String>) {
    let name = message.split('"').nth(1).unwrap_or_default();
    let importer = project.name(&reported.id().unwrap_or_default());
    let file = project.name(&reported.exporter().unwrap_or_default());
    let exported = project
        .source(&file)
        .map(|source| exports::names(&source))
        .unwrap_or_default();
    let module = Module::of(&file);
    let subject = match module {
        Module::Builtin(name) => format!("`node:{name}` in the sandbox"),
        Module::Sdk => String::from("`express`"),
        Module::File => format!("`{file}`"),
    };
    let message = match name {
        "default" => format!("{subject} has no default export"),
        name => format!("{subject} does not export `{name}`"),
    };
    let hint = type_hint(name, &importer)
        .or_else(|| meant(name, &exported))
        .or_else(|| match module {
            Module::Builtin(name) => Some(String::from(builtin::hint(name))),
            Module::Sdk | Module::File => listed(name, &exported),
        });
    (message + &unresolved::origin(&importer, imports), hint)
}

/// What kind of module lacks the export.
#[derive(Clone, Copy)]
enum Module<'a> {
    /// One of Node's, by its name.
    Builtin(&'a str),
    /// What `express` and `rnode-wasm` lead to.
    Sdk,
    /// A file of the app or of a package.
    File,
}

impl<'a> Module<'a> {
    fn of(file: &'a str) -> Self {
        let Some(module) = file.strip_prefix(SDK_NAME) else {
            return Self::File;
        };
        if module == sdk::ENTRY_MODULE {
            return Self::Sdk;
        }
        let builtin = module.strip_prefix("node/").and_then(|name| name.strip_suffix(".js"));
        builtin.map_or(Self::File, Self::Builtin)
    }
}

/// Types are written like values in TypeScript, and begin with a capital letter.
fn type_hint(name: &str, importer: &str) -> Option<String> {
    let is_typescript = [".ts", ".tsx", ".mts", ".cts"]
        .iter()
        .any(|end| importer.ends_with(end));
    let is_type = name.starts_with(|first: char| first.is_uppercase());
    (is_typescript && is_type).then(|| format!("if `{name}` is a type, write `import type` or `export type`"))
}

/// The export whose name is almost the same.
fn meant(name: &str, exported: &[String]) -> Option<String> {
    let other = exported.iter().find(|other| is_close(name, other))?;
    Some(format!("did you mean `{other}`?"))
}

/// What a module exports instead of `name`.
fn listed(name: &str, exported: &[String]) -> Option<String> {
    let first = exported.first()?;
    if name == "default" {
        return Some(format!("import it by name: `import {{ {first} }} from …`"));
    }
    let shown = exported.iter().take(EXPORTS_SHOWN);
    let names: Vec<String> = shown.map(|name| format!("`{name}`")).collect();
    let more = if exported.len() > EXPORTS_SHOWN { ", …" } else { "" };
    Some(format!("it exports {}{more}", names.join(", ")))
}
