//! What a bundle looks like: one module, deterministic, with a clean source map.

use std::collections::BTreeSet;

use rnode_build::{Bundled, Mode};
use serde_json::Value;

use crate::app::App;

/// An app of every kind of module.
const MIXED: &[(&str, &str)] = &[
    (
        "src/index.ts",
        "import express from 'express';\nimport { helper } from './helper.js';\nimport data from './data.json';\n\
         import page from './page.html';\nimport dep from 'dep';\nimport { EventEmitter } from 'node:events';\n\
         const late = await import('./late.js');\n\
         export default [express, helper<number>(1), data.a, page, dep, EventEmitter, late.default];\n",
    ),
    ("src/helper.ts", "export function helper<T>(value: T): T { return value }\n"),
    ("src/data.json", "{ \"a\": 1 }"),
    ("src/page.html", "<p>é😀</p>"),
    ("src/late.js", "export default 'late';\n"),
    ("node_modules/dep/package.json", "{ \"name\": \"dep\", \"main\": \"index.js\" }"),
    ("node_modules/dep/index.js", "const events = require('events');\nmodule.exports = { events, index: true };\n"),
];

fn sources(bundled: &Bundled) -> Vec<String> {
    let map: Value = serde_json::from_str(&bundled.source_map).expect("a map is JSON");
    let sources = map["sources"].as_array().expect("a map has sources");
    sources.iter().map(|source| String::from(source.as_str().expect("a source has a name"))).collect()
}

/// The same files give the same bytes in whatever directory they are, and no byte tells which directory that was.
#[test]
fn deterministic() {
    let (first, second) = (App::new(MIXED), App::new(MIXED));
    let (a, b) = (first.bundle("src/index.ts"), second.bundle("src/index.ts"));
    assert_eq!(a.source, b.source);
    assert_eq!(a.source_map, b.source_map);
    assert_eq!(a.modules, b.modules);
    for app in [&first, &second] {
        let path = app.path();
        let name = path.file_name().expect("a temporary directory has a name").to_string_lossy();
        for text in [&a.source, &a.source_map] {
            assert!(!text.contains(name.as_ref()), "{name} is in the bundle");
        }
    }
}

/// The directory's name does not become the name of anything, not even when the entry is called `index`.
#[test]
fn directory_name_is_not_used() {
    let files = [
        ("index.js", "exports.a = require('./lib');"),
        ("lib/index.js", "exports.b = () => require('..');\nexports.c = () => require('../index');\n"),
    ];
    let (first, second) = (App::new(&files), App::new(&files));
    let (a, b) = (first.bundle("index.js"), second.bundle("index.js"));
    assert_eq!(a.source, b.source);
    assert_eq!(a.source_map, b.source_map);
    assert_eq!(sources(&a), ["lib/index.js", "index.js"]);
    let inputs = ["index.js", "lib/index.js", "package.json"].map(|name| first.path().join(name));
    assert_eq!(a.inputs, inputs);
}

/// Sources are called by their path in the project and carry their contents.
#[test]
fn source_map() {
    let app = App::new(MIXED);
    let bundled = app.bundle("src/index.ts");
    let sources: BTreeSet<String> = sources(&bundled).into_iter().collect();
    for name in ["src/index.ts", "src/helper.ts", "src/late.js", "node_modules/dep/index.js", "rnode-wasm/index.js"] {
        assert!(sources.contains(name), "{name} is missing from {sources:?}");
    }
    assert!(sources.iter().all(|source| !source.starts_with('/') && !source.contains("..") && !source.contains('\\')));
    let map: Value = serde_json::from_str(&bundled.source_map).expect("a map is JSON");
    assert_eq!(map["version"], 3);
    let contents = map["sourcesContent"].as_array().expect("a map has contents");
    assert_eq!(contents.len(), map["sources"].as_array().map_or(0, Vec::len));
    assert!(contents.iter().all(Value::is_string));
}

/// The inputs are all files that were read, and only files: the SDK is none.
#[test]
fn inputs() {
    let app = App::new(MIXED);
    let bundled = app.bundle("src/index.ts");
    for name in ["src/index.ts", "src/helper.ts", "src/data.json", "src/page.html", "node_modules/dep/index.js"] {
        assert!(bundled.inputs.contains(&app.path().join(name)), "{name} is missing from {:?}", bundled.inputs);
    }
    assert!(bundled.inputs.iter().all(|input| input.is_file()));
    assert!(bundled.inputs.is_sorted());
}

/// A bundle is one ES module without imports, comments or unused code, with the names the developer gave.
#[test]
fn text() {
    let app = App::new(&[
        (
            "app.js",
            "/*! a licence */\n// a comment\nimport { used } from './lib.js';\n/** doc */\nexport function handler() { return used() }\n\
             export default class Shop {}\n",
        ),
        ("lib.js", "export function used() { return 'used' }\nexport function unused() { return 'unused' }\n"),
    ]);
    let source = app.bundle("app.js").source;
    for absent in ["import", "licence", "comment", "doc", "unused", "sourceMappingURL", "//"] {
        assert!(!source.contains(absent), "{absent:?} is in {source}");
    }
    for present in ["function handler()", "function used()", "Shop", "export {"] {
        assert!(source.contains(present), "{present:?} is not in {source}");
    }
}

/// Two functions of one name keep it, though one variable had to be renamed.
#[test]
fn names_are_kept() {
    let app = App::new(&[
        ("app.js", "import { other } from './lib.js';\nfunction same() {}\nexport default [same, other];\n"),
        ("lib.js", "function same() { return 2 }\nexport const other = same;\n"),
    ]);
    let source = app.bundle("app.js").source;
    assert!(source.contains("__name(same$1, \"same\")"), "{source}");
}

/// `NODE_ENV` follows the mode, and what it rules out is not in the bundle.
#[test]
fn mode() {
    let app = App::new(&[(
        "app.js",
        "export default process.env.NODE_ENV === 'production' ? 'fast path' : 'checked path';\nexport const secret = process.env.SECRET;\n",
    )]);
    let cases = [(Mode::Production, "fast path", "checked path"), (Mode::Development, "checked path", "fast path")];
    for (mode, present, absent) in cases {
        let source = app.build_for("app.js", mode).expect("it builds").source;
        assert!(source.contains(present) && !source.contains(absent), "{mode:?}: {source}");
        assert!(source.contains("process.env.SECRET"), "other variables are read when the app runs: {source}");
    }
}

/// Every module knows the path it had, and whether the app starts with it, in both module systems.
#[test]
fn module_places() {
    let app = App::new(&[
        ("src/app.js", "import './esm.js';\nimport './common.cjs';\nlog(import.meta.url, import.meta.main, import.meta.dirname);\n"),
        ("src/esm.js", "log(import.meta.filename, import.meta.main);\n"),
        ("src/common.cjs", "log(__dirname, __filename);\nif (require.main === module) log('started');\n"),
    ]);
    let source = app.bundle("src/app.js").source;
    for present in [
        "log(\"file:///src/app.js\", true, \"/src\")",
        "log(\"/src/esm.js\", false)",
        "log(\"/src\", \"/src/common.cjs\")",
    ] {
        assert!(source.contains(present), "{present} is not in {source}");
    }
    assert!(!source.contains("require.main"), "{source}");
}

/// `require.main === module` is how many apps decide to listen; it holds for the entry, in CommonJS and in TypeScript meant for it.
#[test]
fn entry_is_main() {
    let cases = [
        ("app.js", "const x = 1;\nif (require.main === module) listen();\nmodule.exports = x;\n", "if (module === module) listen()"),
        ("app.ts", "export const x = 1;\nif (require.main === module) listen();\n", "if (import.meta === import.meta) listen()"),
    ];
    for (name, text, expected) in cases {
        let source = App::new(&[(name, text)]).bundle(name).source;
        assert!(source.contains(expected), "{expected} is not in {source}");
    }
}

/// Where the bundle waits is found in the output and shown in the developer's file.
#[test]
fn top_level_awaits() {
    let app = App::new(&[
        ("app.ts", "import './db.js';\ninterface A { a: 1 }\nconst a: A = await load();\nasync function f() { await 1 }\nexport default [a, f];\n"),
        ("db.js", "\nfor await (const row of rows()) log(row);\n"),
    ]);
    let bundled = app.bundle("app.ts");
    let found: Vec<(&str, String)> = bundled
        .top_level_awaits
        .iter()
        .map(|found| {
            let text = &bundled.source[found.range.start as usize..found.range.end as usize];
            (text, found.location.as_ref().expect("it has a place").to_string())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("for await (const row of rows()", String::from("db.js:2:1")),
            ("await load()", String::from("app.ts:3:14")),
        ]
    );
    let marked = bundled.top_level_awaits[1].marked_line.as_ref().expect("the line is shown");
    assert_eq!(marked.text(), "const a: A = await load();");
}

/// Modules are listed with what is left of them.
#[test]
fn modules() {
    let app = App::new(MIXED);
    let bundled = app.bundle("src/index.ts");
    let of = |path: &str| bundled.modules.iter().find(|module| module.path == path);
    for path in ["src/index.ts", "src/helper.ts", "node_modules/dep/index.js", "rnode-wasm/index.js"] {
        assert!(of(path).is_some_and(|module| module.bytes > 0), "{path} is missing from {:?}", bundled.modules);
    }
    assert!(bundled.modules.iter().map(|module| module.bytes).sum::<usize>() <= bundled.source.len());
}

/// A package that uses the global `Buffer` while it is loaded finds it, though the app imports the package first.
#[test]
fn buffer_comes_first() {
    let app = App::new(&[
        ("app.js", "import dep from 'dep';\nimport express from 'express';\nexport default [dep, express];\n"),
        ("node_modules/dep/index.js", "module.exports = Buffer.alloc(1);\n"),
    ]);
    let source = app.bundle("app.js").source;
    let used = source.find("Buffer$1.alloc(1)").or_else(|| source.find(".Buffer.alloc(1)"));
    assert!(used.is_some(), "{source}");
}

/// What is loaded by a computed name cannot be in the bundle, which is worth a warning in the app's own files.
#[test]
fn computed_imports() {
    let app = App::new(&[
        ("app.js", "import './lib.cjs';\nimport 'dep';\nexport const load = (name) => import(name);\nimport('./lib.cjs');\n"),
        ("lib.cjs", "module.exports = (name) => require(name);\n"),
        ("node_modules/dep/index.js", "module.exports = (name) => require(name);\n"),
    ]);
    let places: Vec<String> = app.bundle("app.js").warnings.iter().map(|warning| warning.headline()).collect();
    assert_eq!(
        places,
        [
            "`app.js:3:31` this `import()` will fail: what it loads is not known until the app runs",
            "`lib.cjs:1:36` this `require()` will fail: what it loads is not known until the app runs",
        ]
    );
}

/// Syntax newer than the sandbox is rewritten.
#[test]
fn new_syntax() {
    let cases = [
        ("app.js", "{ using file = open(); read(file) }", "using file"),
        ("app.js", "log(/[\\p{L}--[a-z]]/v)", "/v"),
        ("app.ts", "enum Color { Red }\nlog(Color);", "enum "),
        ("app.ts", "class A { constructor(private x: number) {} }\nlog(A);", "private"),
    ];
    for (entry, text, absent) in cases {
        let source = App::new(&[(entry, text)]).bundle(entry).source;
        assert!(!source.contains(absent), "{absent:?} is in {source}");
    }
    let tsconfig = ("tsconfig.json", "{ \"compilerOptions\": { \"experimentalDecorators\": true } }");
    let source = App::new(&[("app.ts", "function d(x) {}\n@d class A {}\nlog(A);"), tsconfig]).bundle("app.ts").source;
    assert!(!source.contains('@'), "{source}");
}

/// Suspicious code in the app is a warning; in a package it is nobody's business.
#[test]
fn warnings() {
    let suspicious = "import * as library from './library.js';\nlibrary();\n";
    let library = "export const a = 1;\n";
    let app = App::new(&[
        ("app.js", &format!("import 'dep';\n{suspicious}")),
        ("library.js", library),
        ("node_modules/dep/index.js", suspicious),
        ("node_modules/dep/library.js", library),
    ]);
    let warnings = app.bundle("app.js").warnings;
    let places: Vec<String> = warnings.iter().map(|warning| warning.headline()).collect();
    assert_eq!(warnings.len(), 1, "{places:?}");
    assert!(places[0].starts_with("`app.js:3:1`"), "{places:?}");
    assert!(warnings[0].hint.is_some());
}
