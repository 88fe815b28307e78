//! What the developer reads when an app does not build: place, line, message and hint.

use crate::app::App;

/// Builds `app.js` or `app.ts` among `files` and compares the printed errors.
#[track_caller]
pub(crate) fn assert_errors(files: &[(&str, &str)], expected: &str) {
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
        &[
            ("app.js", "import d from './d.json';\nexport default d;\n"),
            ("d.json", "{ \"a\": 1, }\n"),
        ],
        "`d.json:1:11` this is not JSON: trailing comma at line 1 column 11\n  1 | { \"a\": 1, }\n    |           ^",
    );
}

/// Syntax that neither the sandbox knows nor the compiler rewrites is refused where it is written.
#[test]
fn unknown_syntax() {
    assert_errors(
        &[
            (
                "app.ts",
                "import { d } from './d.js';\n@d class A {}\nexport default A;\n",
            ),
            ("d.js", "export function d() {}\n"),
        ],
        "`app.ts:2:1` decorators do not run in the sandbox\n  2 | @d class A {}\n    | ^\nhint: TypeScript's own are compiled away: \
         set `experimentalDecorators` in tsconfig.json, or call the function yourself",
    );
}

/// A file in another format is told so, whatever the parser makes of it.
#[test]
fn foreign_files() {
    let errors = App::new(&[
        ("app.js", "import y from './a.yaml';\nexport default y;\n"),
        ("a.yaml", "a: b c\n"),
    ])
    .errors("app.js");
    assert!(errors[0].headline().starts_with("`a.yaml:1:"), "{}", errors[0]);
    assert!(errors[0].hint.as_deref().is_some_and(|hint| hint.contains(".txt")));
}

/// `require()` cannot wait for a module that waits.
#[test]
fn required_await() {
    let errors = App::new(&[
        ("app.cjs", "module.exports = require('./late.mjs');\n"),
        ("late.mjs", "export default await 1;\n"),
    ])
    .errors("app.cjs");
    assert!(errors[0].headline().starts_with("`app.cjs:1:18` "), "{}", errors[0]);
    assert!(errors[0].hint.as_deref().is_some_and(|hint| hint.contains("`import`")));
}

/// A tsconfig.json or package.json that is broken is named, whosever it is.
#[test]
fn broken_configuration() {
    let cases = [
        (
            "app.ts",
            "export default 1 as number",
            "tsconfig.json",
            "{ \"extends\": \"./missing.json\" }",
            "missing.json",
        ),
        (
            "app.ts",
            "export default 1 as number",
            "tsconfig.json",
            "{",
            "tsconfig.json",
        ),
        (
            "app.js",
            "export default 1",
            "package.json",
            "{",
            "`package.json:1:1` this is not JSON",
        ),
        (
            "app.js",
            "import 'dep'",
            "node_modules/dep/package.json",
            "{",
            "the package.json of `dep` is not JSON",
        ),
        (
            "app.js",
            "import 'dep'",
            "node_modules/dep/package.json",
            "{}",
            "the package `dep` has nothing that can be imported",
        ),
    ];
    for (entry, text, name, configuration, expected) in cases {
        let errors = App::new(&[(entry, text), (name, configuration)]).errors(entry);
        assert!(errors[0].headline().contains(expected), "{}", errors[0]);
    }
}

/// Files that are no modules are refused at the import.
#[test]
fn unloadable_files() {
    let app = App::new(&[(
        "app.js",
        "import a from './addon.node';\nimport b from './picture.png';\nexport default [a, b];\n",
    )]);
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
    assert!(
        errors[0]
            .headline()
            .starts_with("`app.js:1:8` `secret.js` cannot be loaded: "),
        "{}",
        errors[0]
    );
}

/// All errors of an app come at once, in the order of its files, whatever the bundler finds first.
#[test]
fn order() {
    let app = App::new(&[
        (
            "app.js",
            "import './b.js';\nimport './a.js';\nimport 'x1';\nimport 'x2';\n",
        ),
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
    let app = App::new(&[
        ("app.js", "import './lib.js';\nimport 'missing';\n"),
        ("lib.js", "export const a = 1;\n"),
    ]);
    let error = app.build("app.js").expect_err("a package is missing");
    let inputs = ["app.js", "lib.js", "package.json"].map(|name| app.path().join(name));
    assert_eq!(error.inputs(), inputs);
}
