//! The JavaScript SDK inside this program: its modules, and which import of an app leads to which
//! of them.
//!
//! A module is named by its path below `guest-sdk/src`, such as `node/events.js`. Beside each
//! stands one under `require/`, which gives `require()` of it the shape of CommonJS.

use std::borrow::Cow;

use crate::{Compat, builtin, exports};

/// The specifier that means the SDK itself, whatever else does.
const SDK_SPECIFIER: &str = "rnode-wasm";

/// The specifier that means the SDK unless the app asks for the package. Only this exact one: `express/lib/router` is npm's.
const EXPRESS_SPECIFIER: &str = "express";

/// The module they lead to.
pub(crate) const ENTRY_MODULE: &str = "index.js";

/// The specifier of the store for `express-session`, and the module it leads to. Only apps that import it carry it.
const SESSION_STORE: (&str, &str) = ("rnode-wasm/session-store", "session-store.js");

/// Where the modules for `require()` are.
const REQUIRED_PREFIX: &str = "require/";

/// How an import says that it means a module of the SDK by its name; only the SDK's own modules
/// may.
const OWN_SCHEME: &str = "sdk:";

/// Name and source of each module, sorted by name.
static MODULES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/sdk_modules.rs"));

/// The source of a module, or nothing when there is no such module.
pub(crate) fn source(module: &str) -> Option<Cow<'static, str>> {
    match module.strip_prefix(REQUIRED_PREFIX) {
        Some(required) => embedded(required).map(|source| Cow::Owned(required_source(required, source))),
        None => embedded(module).map(Cow::Borrowed),
    }
}

/// The module an app's import of `specifier` leads to, when the SDK has it: the SDK itself or one
/// of its Node built-ins.
pub(crate) fn resolve(specifier: &str, compat: Compat) -> Option<String> {
    if specifier == SDK_SPECIFIER || (specifier == EXPRESS_SPECIFIER && compat == Compat::Sdk) {
        return existing(ENTRY_MODULE);
    }
    if specifier == SESSION_STORE.0 {
        return existing(SESSION_STORE.1);
    }
    let builtin = builtin::name(specifier)?;
    existing(&format!("node/{builtin}.js"))
}

/// The module an import of `specifier` in the SDK's module `importer` leads to.
pub(crate) fn resolve_inside(importer: &str, specifier: &str) -> Option<String> {
    if let Some(module) = specifier.strip_prefix(OWN_SCHEME) {
        return existing(module);
    }
    if !specifier.starts_with('.') {
        return resolve(specifier, Compat::Sdk);
    }
    let mut path: Vec<&str> = importer.split('/').collect();
    path.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => {
                path.pop()?;
            }
            part => path.push(part),
        }
    }
    existing(&path.join("/"))
}

/// The module that `require()` of the given one leads to.
pub(crate) fn required(module: &str) -> String {
    format!("{REQUIRED_PREFIX}{module}")
}

/// What `require()` of a module finds. In Node the default export of a built-in is what `require()`
/// of it returns, and so it is here: the ES2024 export name `module.exports` tells the bundler to
/// hand out that value instead of the namespace.
fn required_source(module: &str, source: &str) -> String {
    if exports::names(source).iter().any(|name| name == "default") {
        format!("export {{ default as 'module.exports' }} from '{OWN_SCHEME}{module}';\n")
    } else {
        format!("export * from '{OWN_SCHEME}{module}';\n")
    }
}

fn embedded(module: &str) -> Option<&'static str> {
    let index = MODULES.binary_search_by_key(&module, |&(name, _)| name).ok()?;
    Some(MODULES[index].1)
}

fn existing(module: &str) -> Option<String> {
    embedded(module).map(|_| String::from(module))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table can be searched: it is sorted by name and holds the entry.
    #[test]
    fn table_is_sorted() {
        assert!(MODULES.is_sorted_by_key(|&(name, _)| name));
        assert!(source("index.js").is_some());
    }

    /// Only exact names and built-ins with a module of their own lead into the SDK.
    #[test]
    fn specifiers() {
        let cases = [
            ("express", Some("index.js")),
            ("rnode-wasm", Some("index.js")),
            ("rnode-wasm/session-store", Some("session-store.js")),
            ("rnode-wasm/kv.js", None),
            ("express/lib/router", None),
            ("events", Some("node/events.js")),
            ("node:events", Some("node/events.js")),
            ("events/", None),
            ("node:no-such-module", None),
            ("sdk:index.js", None),
            ("./index.js", None),
            ("zod", None),
        ];
        for (specifier, module) in cases {
            assert_eq!(resolve(specifier, Compat::Sdk).as_deref(), module, "{specifier}");
        }
        assert_eq!(resolve("express", Compat::Express), None);
        assert_eq!(resolve("rnode-wasm", Compat::Express).as_deref(), Some("index.js"));
    }

    /// Imports inside the SDK stay inside the SDK.
    #[test]
    fn inner_specifiers() {
        let cases = [
            ("index.js", "./node/events.js", Some("node/events.js")),
            ("node/events.js", "../index.js", Some("index.js")),
            ("node/http.js", "node:events", Some("node/events.js")),
            ("require/node/events.js", "sdk:node/events.js", Some("node/events.js")),
            ("index.js", "../../etc/passwd", None),
            ("index.js", "./no-such.js", None),
        ];
        for (importer, specifier, module) in cases {
            assert_eq!(
                resolve_inside(importer, specifier).as_deref(),
                module,
                "{specifier} in {importer}"
            );
        }
    }

    /// `require()` gets the default export where there is one.
    #[test]
    fn required_sources() {
        let cases = [
            (
                "export default class {}",
                "export { default as 'module.exports' } from 'sdk:x.js';\n",
            ),
            ("export const a = 1", "export * from 'sdk:x.js';\n"),
        ];
        for (source, expected) in cases {
            assert_eq!(required_source("x.js", source), expected);
        }
        assert!(source("require/node/events.js").is_some_and(|source| source.contains("module.exports")));
        assert!(source("require/no-such.js").is_none());
    }
}
