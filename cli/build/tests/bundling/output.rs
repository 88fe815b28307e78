//! What a bundle looks like: one module, deterministic, with a clean source map.

use std::collections::BTreeSet;

use rnode_build::Bundled;
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
    (
        "src/helper.ts",
        "export function helper<T>(value: T): T { return value }\n",
    ),
    ("src/data.json", "{ \"a\": 1 }"),
    ("src/page.html", "<p>é😀</p>"),
    ("src/late.js", "export default 'late';\n"),
    (
        "node_modules/dep/package.json",
        "{ \"name\": \"dep\", \"main\": \"index.js\" }",
    ),
    (
        "node_modules/dep/index.js",
        "const events = require('events');\nmodule.exports = { events, index: true };\n",
    ),
];

fn sources(bundled: &Bundled) -> Vec<String> {
    let map: Value = serde_json::from_str(&bundled.source_map).expect("a map is JSON");
    let sources = map["sources"].as_array().expect("a map has sources");
    sources
        .iter()
        .map(|source| String::from(source.as_str().expect("a source has a name")))
        .collect()
}

/// The same files give the same bytes in whatever directory they are, and no byte tells which
/// directory that was.
#[test]
fn deterministic() {
    let (first, second) = (App::new(MIXED), App::new(MIXED));
    let (a, b) = (first.bundle("src/index.ts"), second.bundle("src/index.ts"));
    assert_eq!(a.source, b.source);
    assert_eq!(a.source_map, b.source_map);
    assert_eq!(a.modules, b.modules);
    for app in [&first, &second] {
        let path = app.path();
        let name = path
            .file_name()
            .expect("a temporary directory has a name")
            .to_string_lossy();
        for text in [&a.source, &a.source_map] {
            assert!(!text.contains(name.as_ref()), "{name} is in the bundle");
        }
    }
}

/// The directory's name does not become the name of anything, not even when the entry is called
/// `index`.
#[test]
fn directory_name_is_not_used() {
    let files = [
        ("index.js", "exports.a = require('./lib');"),
        (
            "lib/index.js",
            "exports.b = () => require('..');\nexports.c = () => require('../index');\n",
        ),
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
    assert_eq!(bundled.entry, "src/index.ts");
    let sources: BTreeSet<String> = sources(&bundled).into_iter().collect();
    for name in [
        "src/index.ts",
        "src/helper.ts",
        "src/late.js",
        "node_modules/dep/index.js",
        "rnode-wasm/index.js",
    ] {
        assert!(sources.contains(name), "{name} is missing from {sources:?}");
    }
    assert!(
        sources
            .iter()
            .all(|source| !source.starts_with('/') && !source.contains("..") && !source.contains('\\'))
    );
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
    for name in [
        "src/index.ts",
        "src/helper.ts",
        "src/data.json",
        "src/page.html",
        "node_modules/dep/index.js",
    ] {
        assert!(
            bundled.inputs.contains(&app.path().join(name)),
            "{name} is missing from {:?}",
            bundled.inputs
        );
    }
    assert!(bundled.inputs.iter().all(|input| input.is_file()));
    assert!(bundled.inputs.is_sorted());
}

/// Modules are listed with what is left of them.
#[test]
fn modules() {
    let app = App::new(MIXED);
    let bundled = app.bundle("src/index.ts");
    let of = |path: &str| bundled.modules.iter().find(|module| module.path == path);
    for path in [
        "src/index.ts",
        "src/helper.ts",
        "node_modules/dep/index.js",
        "rnode-wasm/index.js",
    ] {
        assert!(
            of(path).is_some_and(|module| module.bytes > 0),
            "{path} is missing from {:?}",
            bundled.modules
        );
    }
    assert!(bundled.modules.iter().map(|module| module.bytes).sum::<usize>() <= bundled.source.len());
}
