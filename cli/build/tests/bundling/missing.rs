//! What the developer reads when an import leads nowhere: whose it is, what was meant, what to do.

use crate::app::App;
use crate::errors::assert_errors;

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
        assert_eq!(
            errors[0].headline(),
            format!("`src/app.js:2:16` cannot find `{specifier}`")
        );
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
        (
            "@scope/name/deep.js",
            "cannot find the package `@scope/name`",
            "run `npm install @scope/name`",
        ),
        (
            "listed",
            "cannot find the package `listed`",
            "it is in package.json but not installed: run `npm install`",
        ),
        (
            "expres",
            "cannot find the package `expres`",
            "did you mean `express`? otherwise run `npm install expres`",
        ),
        (
            "@/db",
            "cannot find the package `@/db`",
            "if this is an alias, it needs an entry in `paths` of tsconfig.json",
        ),
        (
            "#db",
            "cannot find `#db`",
            "names with `#` come from `imports` in the package.json of the same package",
        ),
        (
            "https://esm.sh/zod",
            "`https://esm.sh/zod` cannot be loaded: modules are not fetched from URLs",
            "install the package with npm, or keep a copy of the file in the project",
        ),
        (
            "closed/inner.js",
            "the package `closed` has no `closed/inner.js`",
            "its package.json does not list that path in `exports`",
        ),
    ];
    for (specifier, message, hint) in cases {
        let text = format!("import x from '{specifier}';\nexport default x;\n");
        let files = [
            ("app.js", text.as_str()),
            ("package.json", "{ \"dependencies\": { \"listed\": \"1\" } }"),
            (
                "node_modules/closed/package.json",
                "{ \"exports\": { \".\": \"./index.js\" } }",
            ),
            ("node_modules/closed/inner.js", ""),
        ];
        let errors = App::new(&files).errors("app.js");
        assert_eq!(
            (errors[0].message.as_str(), errors[0].hint.as_deref()),
            (message, Some(hint)),
            "{specifier}"
        );
        assert_eq!(
            errors[0].location.as_ref().map(ToString::to_string).as_deref(),
            Some("app.js:1:15"),
            "{specifier}"
        );
    }
}

/// A built-in the sandbox lacks names itself, who imports it, how the app came by that, and what to
/// use instead.
#[test]
fn missing_builtins() {
    assert_errors(
        &[(
            "app.js",
            "import { fork } from 'node:child_process';\nexport default fork;\n",
        )],
        "`app.js:1:22` `node:child_process` of Node.js does not exist in the sandbox\n  1 | import { fork } from 'node:child_process';\n    \
         |                      ^^^^^^^^^^^^^^^^^^^^\nhint: there are no processes or threads in the sandbox; every request already runs in a sandbox of its own",
    );
    let errors = App::new(&[
        ("app.js", "import pool from 'pool';\nexport default pool;\n"),
        ("node_modules/pool/index.js", "module.exports = require('@x/wire');\n"),
        (
            "node_modules/@x/wire/index.js",
            "'use strict';\nconst dgram = require('dgram');\nmodule.exports = dgram;\n",
        ),
        ("node_modules/@x/wire/more.js", ""),
    ])
    .errors("app.js");
    assert_eq!(
        errors[0].headline(),
        "`node_modules/@x/wire/index.js:2:23` `dgram` of Node.js does not exist in the sandbox; the npm package `@x/wire`, which comes with `pool`, imports it"
    );
    assert!(
        errors[0]
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("no sockets in the sandbox"))
    );
}

/// A name that a module does not export suggests the one that was meant, or lists what there is.
#[test]
fn missing_exports() {
    let cases = [
        (
            "{ helpr }",
            "`lib.js` does not export `helpr`",
            "did you mean `helper`?",
        ),
        (
            "{ entirely }",
            "`lib.js` does not export `entirely`",
            "it exports `helper`, `other`",
        ),
        (
            "lib",
            "`lib.js` has no default export",
            "import it by name: `import { helper } from …`",
        ),
    ];
    for (clause, message, hint) in cases {
        let name = clause.trim_matches(['{', '}', ' ']);
        let text = format!("import {clause} from './lib.js';\nexport default {name};\n");
        let errors =
            App::new(&[("app.js", &text), ("lib.js", "export const helper = 1, other = 2;\n")]).errors("app.js");
        assert_eq!(
            (errors[0].message.as_str(), errors[0].hint.as_deref()),
            (message, Some(hint)),
            "{clause}"
        );
        let column = if clause.starts_with('{') { 10 } else { 8 };
        assert_eq!(
            errors[0].location.as_ref().map(ToString::to_string),
            Some(format!("app.js:1:{column}")),
            "{clause}"
        );
    }
}

/// A name that a built-in lacks in the sandbox is told with the built-in and whose import it is.
#[test]
fn missing_builtin_exports() {
    let errors = App::new(&[
        ("app.js", "import 'dep';\n"),
        ("node_modules/dep/package.json", "{ \"type\": \"module\" }"),
        (
            "node_modules/dep/index.js",
            "import { connectTls } from 'node:net';\nconnectTls();\n",
        ),
    ])
    .errors("app.js");
    assert_eq!(
        errors[0].headline(),
        "`node_modules/dep/index.js:1:10` `node:net` in the sandbox does not export `connectTls`; the npm package `dep` imports it"
    );
    assert!(
        errors[0]
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("no sockets in the sandbox"))
    );
}

/// JSX needs a package that the developer did not name.
#[test]
fn jsx() {
    let errors = App::new(&[("app.tsx", "export default <p>hi</p>;\n")]).errors("app.tsx");
    assert_eq!(errors[0].headline(), "`app.tsx:1:1` cannot find the package `react`");
    assert!(
        errors[0]
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("jsxImportSource"))
    );
}

/// A type that is exported on like a value is told to be one.
#[test]
fn types() {
    let app = App::new(&[("app.ts", "export { Request } from 'express';\n")]);
    let errors = app.errors("app.ts");
    assert_eq!(
        errors[0].headline(),
        "`app.ts:1:10` `express` does not export `Request`"
    );
    assert!(
        errors[0]
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("`export type`"))
    );
}

/// However a module is imported, it must be there.
#[test]
fn every_kind_of_import() {
    let cases = [
        ("app.js", "export const load = () => import('nope');\n"),
        ("app.js", "export * from 'nope';\n"),
        ("app.cjs", "exports.load = () => require('nope');\n"),
        ("app.ts", "import nope = require('nope');\nexport default nope;\n"),
    ];
    for (entry, text) in cases {
        let errors = App::new(&[(entry, text)]).errors(entry);
        assert_eq!(errors[0].message, "cannot find the package `nope`", "{text}");
        assert!(errors[0].marked_line.is_some(), "{text}");
    }
}
