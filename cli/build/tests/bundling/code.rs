//! What becomes of the code: names, modes, places, new syntax, and what is suspicious about it.

use rnode_build::Mode;

use crate::app::App;

/// A bundle is one ES module without imports, comments or unused code, with the names the developer
/// gave.
#[test]
fn text() {
    let app = App::new(&[
        (
            "app.js",
            "/*! a licence */\n// a comment\nimport { used } from './lib.js';\n/** doc */\nexport function handler() { return used() }\n\
             export default class Shop {}\n",
        ),
        (
            "lib.js",
            "export function used() { return 'used' }\nexport function unused() { return 'unused' }\n",
        ),
    ]);
    let source = app.bundle("app.js").source;
    for absent in [
        "import",
        "licence",
        "comment",
        "doc",
        "unused",
        "sourceMappingURL",
        "//",
    ] {
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
        (
            "app.js",
            "import { other } from './lib.js';\nfunction same() {}\nexport default [same, other];\n",
        ),
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
    let cases = [
        (Mode::Production, "fast path", "checked path"),
        (Mode::Development, "checked path", "fast path"),
    ];
    for (mode, present, absent) in cases {
        let source = app.build_for("app.js", mode).expect("it builds").source;
        assert!(
            source.contains(present) && !source.contains(absent),
            "{mode:?}: {source}"
        );
        assert!(
            source.contains("process.env.SECRET"),
            "other variables are read when the app runs: {source}"
        );
    }
}

/// Every module knows the path it had, and whether the app starts with it, in both module systems.
#[test]
fn module_places() {
    let app = App::new(&[
        (
            "src/app.js",
            "import './esm.js';\nimport './common.cjs';\nlog(import.meta.url, import.meta.main, import.meta.dirname);\n",
        ),
        ("src/esm.js", "log(import.meta.filename, import.meta.main);\n"),
        (
            "src/common.cjs",
            "log(__dirname, __filename);\nif (require.main === module) log('started');\n",
        ),
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

/// `require.main === module` is how many apps decide to listen; it holds for the entry, in CommonJS
/// and in TypeScript meant for it.
#[test]
fn entry_is_main() {
    let cases = [
        (
            "app.js",
            "const x = 1;\nif (require.main === module) listen();\nmodule.exports = x;\n",
            "if (module === module) listen()",
        ),
        (
            "app.ts",
            "export const x = 1;\nif (require.main === module) listen();\n",
            "if (import.meta === import.meta) listen()",
        ),
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
        (
            "app.ts",
            "import './db.js';\ninterface A { a: 1 }\nconst a: A = await load();\nasync function f() { await 1 }\nexport default [a, f];\n",
        ),
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
    let marked = bundled.top_level_awaits[1]
        .marked_line
        .as_ref()
        .expect("the line is shown");
    assert_eq!(marked.text(), "const a: A = await load();");
}

/// A package that uses the global `Buffer` while it is loaded finds it, though the app imports the
/// package first.
#[test]
fn buffer_comes_first() {
    let app = App::new(&[
        (
            "app.js",
            "import dep from 'dep';\nimport express from 'express';\nexport default [dep, express];\n",
        ),
        ("node_modules/dep/index.js", "module.exports = Buffer.alloc(1);\n"),
    ]);
    let source = app.bundle("app.js").source;
    let used = source
        .find("Buffer$1.alloc(1)")
        .or_else(|| source.find(".Buffer.alloc(1)"));
    assert!(used.is_some(), "{source}");
}

/// What is loaded by a computed name cannot be in the bundle, which is worth a warning in the app's
/// own files.
#[test]
fn computed_imports() {
    let app = App::new(&[
        (
            "app.js",
            "import './lib.cjs';\nimport 'dep';\nexport const load = (name) => import(name);\nimport('./lib.cjs');\n",
        ),
        ("lib.cjs", "module.exports = (name) => require(name);\n"),
        (
            "node_modules/dep/index.js",
            "module.exports = (name) => require(name);\n",
        ),
    ]);
    let places: Vec<String> = app
        .bundle("app.js")
        .warnings
        .iter()
        .map(|warning| warning.headline())
        .collect();
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
        (
            "app.ts",
            "class A { constructor(private x: number) {} }\nlog(A);",
            "private",
        ),
    ];
    for (entry, text, absent) in cases {
        let source = App::new(&[(entry, text)]).bundle(entry).source;
        assert!(!source.contains(absent), "{absent:?} is in {source}");
    }
    let tsconfig = (
        "tsconfig.json",
        "{ \"compilerOptions\": { \"experimentalDecorators\": true } }",
    );
    let source = App::new(&[("app.ts", "function d(x) {}\n@d class A {}\nlog(A);"), tsconfig])
        .bundle("app.ts")
        .source;
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
