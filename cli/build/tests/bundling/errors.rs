//! What the developer reads when an app does not build: place, line, message and hint.

use crate::app::App;

/// Builds `app.js` or `app.ts` among `files` and compares the printed errors.
#[track_caller]
fn assert_errors(files: &[(&str, &str)], expected: &str) {
    let entry = files[0].0;
    let printed: Vec<String> = App::new(files).errors(entry).iter().map(ToString::to_string).collect();
    assert_eq!(printed.join("\n\n"), expected);
}

/// Syntax errors have their place, in JavaScript and TypeScript.
#[test]
fn syntax() {
    assert_errors(
        &[("app.js", "const a = 1;\nconst b = (a + ;\n")],
        "`app.js:2:16` SyntaxError: Unexpected token\n  2 | const b = (a + ;\n    |                ^",
    );
    assert_errors(
        &[("app.ts", "let a: number = ;\n")],
        "`app.ts:1:17` SyntaxError: Unexpected token\n  1 | let a: number = ;\n    |                 ^",
    );
    assert_errors(
        &[("app.js", "let a = 1;\nlet a = 2;\n")],
        "`app.js:1:5` SyntaxError: Identifier `a` has already been declared\n  1 | let a = 1;\n    |     ^",
    );
    assert_errors(
        &[("app.js", "import d from './d.json';\nexport default d;\n"), ("d.json", "{ \"a\": 1, }\n")],
        "`d.json:1:11` this is not JSON: trailing comma at line 1 column 11\n  1 | { \"a\": 1, }\n    |           ^",
    );
}

/// A relative import that leads nowhere suggests the file that was meant.
#[test]
fn missing_files() {
    let cases = [
        ("./db.js", "src/db.mjs", "did you mean `./db.mjs`?"),
        ("./databse.js", "src/database.js", "did you mean `./database.js`?"),
        ("../lib", "lib/a.js", "`../lib` is a directory without an `index.js`"),
        ("./Db.js", "src/db.js", "did you mean `./db.js`?"),
    ];
    for (specifier, file, hint) in cases {
        let text = format!("\nimport db from '{specifier}';\nexport default db;\n");
        let errors = App::new(&[("src/app.js", &text), (file, "export default 1")]).errors("src/app.js");
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].headline(), format!("`src/app.js:2:16` cannot find `{specifier}`"));
        assert_eq!(errors[0].hint.as_deref(), Some(hint));
    }
}

/// A package that is not installed names the command that installs it.
#[test]
fn missing_packages() {
    assert_errors(
        &[("app.js", "import { z } from 'zod';\nexport default z;\n")],
        "`app.js:1:19` cannot find the package `zod`\n  1 | import { z } from 'zod';\n    |                   ^^^^^\nhint: run `npm install zod`",
    );
    let cases = [
        ("@scope/name/deep.js", "cannot find the package `@scope/name`", "run `npm install @scope/name`"),
        ("listed", "cannot find the package `listed`", "it is in package.json but not installed: run `npm install`"),
        ("expres", "cannot find the package `expres`", "did you mean `express`? otherwise run `npm install expres`"),
        ("@/db", "cannot find the package `@/db`", "if this is an alias, it needs an entry in `paths` of tsconfig.json"),
        ("#db", "cannot find `#db`", "names with `#` come from `imports` in the package.json of the same package"),
        ("https://esm.sh/zod", "`https://esm.sh/zod` cannot be loaded: modules are not fetched from URLs", "install the package with npm, or keep a copy of the file in the project"),
        ("closed/inner.js", "the package `closed` has no `closed/inner.js`", "its package.json does not list that path in `exports`"),
    ];
    for (specifier, message, hint) in cases {
        let text = format!("import x from '{specifier}';\nexport default x;\n");
        let files = [
            ("app.js", text.as_str()),
            ("package.json", "{ \"dependencies\": { \"listed\": \"1\" } }"),
            ("node_modules/closed/package.json", "{ \"exports\": { \".\": \"./index.js\" } }"),
            ("node_modules/closed/inner.js", ""),
        ];
        let errors = App::new(&files).errors("app.js");
        assert_eq!((errors[0].message.as_str(), errors[0].hint.as_deref()), (message, Some(hint)), "{specifier}");
        assert_eq!(errors[0].location.as_ref().map(ToString::to_string).as_deref(), Some("app.js:1:15"), "{specifier}");
    }
}

/// A built-in the sandbox lacks names itself, who imports it, how the app came by that, and what to use instead.
#[test]
fn missing_builtins() {
    assert_errors(
        &[("app.js", "import { fork } from 'node:child_process';\nexport default fork;\n")],
        "`app.js:1:22` `node:child_process` of Node.js does not exist in the sandbox\n  1 | import { fork } from 'node:child_process';\n    \
         |                      ^^^^^^^^^^^^^^^^^^^^\nhint: there are no processes or threads in the sandbox; every request already runs in a sandbox of its own",
    );
    let errors = App::new(&[
        ("app.js", "import pool from 'pool';\nexport default pool;\n"),
        ("node_modules/pool/index.js", "module.exports = require('@x/wire');\n"),
        ("node_modules/@x/wire/index.js", "'use strict';\nconst dgram = require('dgram');\nmodule.exports = dgram;\n"),
        ("node_modules/@x/wire/more.js", ""),
    ])
    .errors("app.js");
    assert_eq!(
        errors[0].headline(),
        "`node_modules/@x/wire/index.js:2:23` `dgram` of Node.js does not exist in the sandbox; the npm package `@x/wire`, which comes with `pool`, imports it"
    );
    assert!(errors[0].hint.as_deref().is_some_and(|hint| hint.contains("fetch()")));
}

/// A name that a module does not export suggests the one that was meant, or lists what there is.
#[test]
fn missing_exports() {
    let cases = [
        ("{ helpr }", "`lib.js` does not export `helpr`", "did you mean `helper`?"),
        ("{ entirely }", "`lib.js` does not export `entirely`", "it exports `helper`, `other`"),
        ("lib", "`lib.js` has no default export", "import it by name: `import { helper } from …`"),
    ];
    for (clause, message, hint) in cases {
        let name = clause.trim_matches(['{', '}', ' ']);
        let text = format!("import {clause} from './lib.js';\nexport default {name};\n");
        let errors = App::new(&[("app.js", &text), ("lib.js", "export const helper = 1, other = 2;\n")]).errors("app.js");
        assert_eq!((errors[0].message.as_str(), errors[0].hint.as_deref()), (message, Some(hint)), "{clause}");
        let column = if clause.starts_with('{') { 10 } else { 8 };
        assert_eq!(errors[0].location.as_ref().map(ToString::to_string), Some(format!("app.js:1:{column}")), "{clause}");
    }
}

/// A name that a built-in lacks in the sandbox is told with the built-in and whose import it is.
#[test]
fn missing_builtin_exports() {
    let errors = App::new(&[
        ("app.js", "import 'dep';\n"),
        ("node_modules/dep/package.json", "{ \"type\": \"module\" }"),
        ("node_modules/dep/index.js", "import { connectTls } from 'node:net';\nconnectTls();\n"),
    ])
    .errors("app.js");
    assert_eq!(
        errors[0].headline(),
        "`node_modules/dep/index.js:1:10` `node:net` in the sandbox does not export `connectTls`; the npm package `dep` imports it"
    );
    assert!(errors[0].hint.as_deref().is_some_and(|hint| hint.contains("fetch()")));
}

/// Syntax that neither the sandbox knows nor the compiler rewrites is refused where it is written.
#[test]
fn unknown_syntax() {
    assert_errors(
        &[("app.ts", "import { d } from './d.js';\n@d class A {}\nexport default A;\n"), ("d.js", "export function d() {}\n")],
        "`app.ts:2:1` decorators do not run in the sandbox\n  2 | @d class A {}\n    | ^\nhint: TypeScript's own are compiled away: \
         set `experimentalDecorators` in tsconfig.json, or call the function yourself",
    );
}

/// A file in another format is told so, whatever the parser makes of it.
#[test]
fn foreign_files() {
    let errors = App::new(&[("app.js", "import y from './a.yaml';\nexport default y;\n"), ("a.yaml", "a: b c\n")]).errors("app.js");
    assert!(errors[0].headline().starts_with("`a.yaml:1:"), "{}", errors[0]);
    assert!(errors[0].hint.as_deref().is_some_and(|hint| hint.contains(".txt")));
}

/// JSX needs a package that the developer did not name.
#[test]
fn jsx() {
    let errors = App::new(&[("app.tsx", "export default <p>hi</p>;\n")]).errors("app.tsx");
    assert_eq!(errors[0].headline(), "`app.tsx:1:1` cannot find the package `react`");
    assert!(errors[0].hint.as_deref().is_some_and(|hint| hint.contains("jsxImportSource")));
}

/// `require()` cannot wait for a module that waits.
#[test]
fn required_await() {
    let errors = App::new(&[("app.cjs", "module.exports = require('./late.mjs');\n"), ("late.mjs", "export default await 1;\n")]).errors("app.cjs");
    assert!(errors[0].headline().starts_with("`app.cjs:1:18` "), "{}", errors[0]);
    assert!(errors[0].hint.as_deref().is_some_and(|hint| hint.contains("`import`")));
}

/// A tsconfig.json or package.json that cannot be read is an error, not a panic.
#[test]
fn broken_configuration() {
    let cases = [
        [("app.ts", "export default 1 as number"), ("tsconfig.json", "{ \"extends\": \"./missing.json\" }")],
        [("app.ts", "export default 1 as number"), ("tsconfig.json", "{")],
        [("app.js", "export default 1"), ("package.json", "{")],
    ];
    for files in cases {
        let error = App::new(&files).build(files[0].0).expect_err("the configuration is broken");
        assert!(!error.to_string().contains("panicked"), "{error}");
        println!("{error}");
    }
}

/// Files that are no modules are refused at the import.
#[test]
fn unloadable_files() {
    let app = App::new(&[("app.js", "import a from './addon.node';\nimport b from './picture.png';\nexport default [a, b];\n")]);
    app.write("addon.node", [0xff, 0xfe]);
    app.write("picture.png", [0xff, 0xfe]);
    let errors = app.errors("app.js");
    let printed: Vec<String> = errors.iter().map(|error| error.headline()).collect();
    assert_eq!(
        printed,
        [
            "`app.js:1:15` `addon.node` cannot be loaded: compiled addons of Node.js cannot run in the sandbox",
            "`app.js:2:15` `picture.png` cannot be loaded: stream did not contain valid UTF-8",
        ]
    );
    assert!(errors[1].hint.is_some());
}

/// A file that may not be read is named at the import.
#[cfg(unix)]
#[test]
fn unreadable_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let app = App::new(&[("app.js", "import './secret.js';\n"), ("secret.js", "")]);
    let secret = app.path().join("secret.js");
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).expect("permissions can be set");
    if std::fs::read(&secret).is_ok() {
        // The superuser reads everything.
        return;
    }
    let errors = app.errors("app.js");
    assert!(errors[0].headline().starts_with("`app.js:1:8` `secret.js` cannot be loaded: "), "{}", errors[0]);
}

/// All errors of an app come at once, in the order of its files, whatever the bundler finds first.
#[test]
fn order() {
    let app = App::new(&[
        ("app.js", "import './b.js';\nimport './a.js';\nimport 'x1';\nimport 'x2';\n"),
        ("a.js", "import 'x3';\n"),
        ("b.js", "import 'x4';\n"),
    ]);
    let places = || -> Vec<String> { app.errors("app.js").iter().map(|error| error.headline()).collect() };
    let expected = [
        "`a.js:1:8` cannot find the package `x3`",
        "`app.js:3:8` cannot find the package `x1`",
        "`app.js:4:8` cannot find the package `x2`",
        "`b.js:1:8` cannot find the package `x4`",
    ];
    for _ in 0..5 {
        assert_eq!(places(), expected);
    }
}

/// Files read before the failure are known, so that mending one of them can start the next build.
#[test]
fn inputs() {
    let app = App::new(&[("app.js", "import './lib.js';\nimport 'missing';\n"), ("lib.js", "export const a = 1;\n")]);
    let error = app.build("app.js").expect_err("a package is missing");
    let inputs = ["app.js", "lib.js", "package.json"].map(|name| app.path().join(name));
    assert_eq!(error.inputs(), inputs);
}
