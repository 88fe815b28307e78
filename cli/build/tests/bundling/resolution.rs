//! Where imports lead: the SDK, Node's built-ins, npm packages, and what of them is taken.

use crate::app::App;

/// The modules of the bundle of an `app.js` with this text and these other files.
fn modules_of(text: &str, others: &[(&str, &str)]) -> Vec<String> {
    let mut files = vec![("app.js", text)];
    files.extend(others);
    App::new(&files)
        .bundle("app.js")
        .modules
        .into_iter()
        .map(|module| module.path)
        .collect()
}

/// `express` and `rnode-wasm` are the SDK, whatever is installed.
#[test]
fn sdk() {
    let installed = [("node_modules/express/index.js", "module.exports = 'from npm'")];
    for text in [
        "import express from 'express'; export default express",
        "import express from 'rnode-wasm'; export default express",
        "import { Router } from 'express'; export default Router",
        "module.exports = require('express')",
        "const express = await import('express'); export default express",
    ] {
        let modules = modules_of(text, &installed);
        assert!(
            modules.iter().any(|module| module == "rnode-wasm/index.js"),
            "{text}: {modules:?}"
        );
        assert!(
            !modules.iter().any(|module| module.starts_with("node_modules")),
            "{text}: {modules:?}"
        );
    }
}

/// The store of sessions has a specifier of its own, and is in the bundle of those only who use it.
#[test]
fn session_store() {
    let name = "rnode-wasm/session-store.js";
    let cases = [
        (
            "import { KVStore } from 'rnode-wasm/session-store'; export default KVStore",
            true,
        ),
        ("module.exports = require('rnode-wasm/session-store').KVStore", true),
        (
            "import express, { kv } from 'rnode-wasm'; console.log(kv); export default express",
            false,
        ),
    ];
    for (text, is_there) in cases {
        let modules = modules_of(text, &[]);
        assert_eq!(
            modules.iter().any(|module| module == name),
            is_there,
            "{text}: {modules:?}"
        );
    }
}

/// Built-ins lead to the SDK's with and without `node:`; with a trailing slash the name means the
/// npm package.
#[test]
fn builtins() {
    let installed = [
        ("node_modules/events/events.js", "module.exports = 'from npm'"),
        ("node_modules/events/package.json", "{ \"main\": \"events.js\" }"),
    ];
    let cases = [
        (
            "import events from 'events'; export default events",
            "rnode-wasm/node/events.js",
        ),
        (
            "import events from 'node:events'; export default events",
            "rnode-wasm/node/events.js",
        ),
        ("module.exports = require('events')", "rnode-wasm/node/events.js"),
        ("module.exports = require('events/')", "node_modules/events/events.js"),
    ];
    for (text, expected) in cases {
        let modules = modules_of(text, &installed);
        assert!(modules.iter().any(|module| module == expected), "{text}: {modules:?}");
    }
}

/// `require()` of a built-in or of Express gives its default export, as in Node: the class or
/// function itself.
#[test]
fn required_shape() {
    let app = App::new(&[(
        "app.cjs",
        "class Mine extends require('events') {}\nmodule.exports = Mine;\n",
    )]);
    let source = app.bundle("app.cjs").source;
    assert!(source.contains("\"module.exports\": () => EventEmitter"), "{source}");
    assert!(source.contains("mod[\"module.exports\"]"), "{source}");
}

/// A built-in that the SDK lacks is taken from npm when a package of that name is installed.
#[test]
fn replaced_builtins() {
    let polyfill = [
        ("node_modules/repl/package.json", "{}"),
        ("node_modules/repl/index.js", "module.exports = 'polyfill'"),
    ];
    assert!(
        modules_of("module.exports = require('repl')", &polyfill).contains(&String::from("node_modules/repl/index.js"))
    );
}

/// What is required in a `try` is optional: the build succeeds, and the error at run time has
/// Node's code.
#[test]
fn optional_requires() {
    let app = App::new(&[(
        "app.js",
        "let fast; try { fast = require('not-installed') } catch {}\nmodule.exports = fast;\n",
    )]);
    let source = app.bundle("app.js").source;
    assert!(source.contains("__require(\"not-installed\")"), "{source}");
    assert!(source.contains("MODULE_NOT_FOUND"), "{source}");
}

/// A package gives what it gives Node: what it has for Node above all, then CommonJS to `require()` and an ES module to `import`; what
/// it has for browsers and workers is not looked at.
#[test]
fn package_entries() {
    let exports =
        "{ \"exports\": { \"browser\": \"./browser.js\", \"import\": \"./esm.mjs\", \"require\": \"./common.cjs\" } }";
    let conditions = "{ \"exports\": { \"worker\": \"./worker.js\", \"browser\": \"./browser.js\", \"node\": \"./node.js\", \"default\": \"./worker.js\" } }";
    let module = "{ \"main\": \"./common.cjs\", \"module\": \"./esm.mjs\" }";
    let browser = "{ \"main\": \"./node.js\", \"browser\": \"./browser.js\" }";
    let own =
        "{ \"exports\": { \"rnode-wasm\": \"./esm.mjs\", \"worker\": \"./worker.js\", \"default\": \"./node.js\" } }";
    let cases = [
        (exports, "import x from 'dep'; export default x", "esm.mjs"),
        (exports, "module.exports = require('dep')", "common.cjs"),
        (conditions, "import x from 'dep'; export default x", "node.js"),
        (module, "module.exports = require('dep')", "common.cjs"),
        (module, "import x from 'dep'; export default x", "common.cjs"),
        (browser, "import x from 'dep'; export default x", "node.js"),
        (own, "import x from 'dep'; export default x", "esm.mjs"),
    ];
    for (manifest, text, file) in cases {
        let files = [
            ("node_modules/dep/package.json", manifest),
            ("node_modules/dep/esm.mjs", "export default () => 'esm'"),
            ("node_modules/dep/common.cjs", "module.exports = () => 'common'"),
            ("node_modules/dep/node.js", "module.exports = () => 'node'"),
            ("node_modules/dep/worker.js", "module.exports = () => 'worker'"),
            ("node_modules/dep/browser.js", "module.exports = () => 'browser'"),
        ];
        let modules = modules_of(text, &files);
        assert!(
            modules.contains(&format!("node_modules/dep/{file}")),
            "{manifest} {text}: {modules:?}"
        );
    }
}

/// Relative imports may leave out the extension, name the compiled one of a TypeScript file, or
/// mean a directory.
#[test]
fn relative_imports() {
    let cases = [
        ("./a", "a.js", "a.js"),
        ("./b", "b.ts", "b.ts"),
        ("./c.js", "c.ts", "c.ts"),
        ("./d", "d/index.js", "d/index.js"),
        ("./e.json", "e.json", "e.json"),
        ("./f.html", "f.html", "f.html"),
        ("./g.sql", "g.sql", "g.sql"),
    ];
    for (specifier, file, expected) in cases {
        let content = if file.ends_with("json") {
            "{ \"a\": [1] }"
        } else {
            "export default () => 1"
        };
        let modules = modules_of(
            &format!("import x from '{specifier}'; export default x"),
            &[(file, content)],
        );
        assert!(modules.contains(&String::from(expected)), "{specifier}: {modules:?}");
    }
}

/// Paths of tsconfig.json, in TypeScript, and imports of package.json are followed.
#[test]
fn aliases() {
    let files = [
        (
            "tsconfig.json",
            "{ \"compilerOptions\": { \"paths\": { \"@/*\": [\"./src/*\"] } } }",
        ),
        ("package.json", "{ \"imports\": { \"#lib\": \"./src/lib.js\" } }"),
        ("src/lib.js", "export default () => 'lib'"),
        ("a.ts", "import x from '@/lib.js'; export default x"),
        ("b.js", "import x from '#lib'; export default x"),
    ];
    for entry in ["a.ts", "b.js"] {
        let modules = App::new(&files).bundle(entry).modules;
        assert!(
            modules.iter().any(|module| module.path == "src/lib.js"),
            "{entry}: {modules:?}"
        );
    }
}
