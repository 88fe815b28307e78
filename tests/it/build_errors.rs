//! Apps that cannot start: the deploy says what, where and what to do, and what answered before goes on answering.

use serde_json::Value;

use crate::harness::{AppFolder, Ended, Server, get, rnode_wasm};

/// An app that cannot start, and what is said of it. Empty texts are not looked for.
struct Case {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    message: &'static str,
    /// File, line and column.
    place: &'static str,
    /// A part of the code that is shown.
    code: &'static str,
    hint: &'static str,
}

const CASES: &[Case] = &[
    Case {
        name: "syntax error",
        files: &[(
            "app.js",
            "import express from 'express';\nconst app = express();\napp.get('/', (req, res => res.send('x'));\napp.listen(3000);\n",
        )],
        message: "SyntaxError",
        place: "app.js:3:",
        code: "app.get('/', (req, res => res.send('x'));",
        hint: "",
    },
    Case {
        name: "syntax error in another file",
        files: &[
            (
                "app.ts",
                "import express from 'express';\nimport './other.ts';\nexport default express();\n",
            ),
            ("other.ts", "const fine: number = 1;\nlet broken: string = ;\n"),
        ],
        message: "SyntaxError",
        place: "other.ts:2:",
        code: "let broken: string = ;",
        hint: "",
    },
    Case {
        name: "throw at the top level",
        files: &[
            (
                "app.ts",
                "import { load } from './load.ts';\n\ntype Config = { port: number };\nconst config: Config = load('x');\nexport default config;\n",
            ),
            (
                "load.ts",
                "export function load(name: string): never {\n  throw new TypeError(`no configuration ${name}`);\n}\n",
            ),
        ],
        message: "TypeError: no configuration x",
        place: "load.ts:2:",
        code: "throw new TypeError(`no configuration ${name}`);",
        hint: "top level runs once",
    },
    Case {
        name: "name that does not exist",
        files: &[(
            "app.js",
            "import express from 'express';\nconst app = express();\napp.get('/', handler);\napp.listen(3000);\n",
        )],
        message: "ReferenceError: handler is not defined",
        place: "app.js:3:",
        code: "app.get('/', handler);",
        hint: "top level runs once",
    },
    Case {
        name: "rejection at the top level",
        files: &[(
            "app.js",
            "import express from 'express';\nexpress().listen(3000);\nPromise.reject(new Error('left alone'));\n",
        )],
        message: "Error: left alone",
        place: "app.js:3:",
        code: "Promise.reject(new Error('left alone'));",
        hint: "top level runs once",
    },
    Case {
        name: "missing file",
        files: &[
            (
                "app.js",
                "import express from 'express';\nimport { db } from './databse.js';\nexport default express();\n",
            ),
            ("database.js", "export const db = 1;\n"),
        ],
        message: "cannot find `./databse.js`",
        place: "app.js:2:",
        code: "import { db } from './databse.js';",
        hint: "did you mean `./database.js`?",
    },
    Case {
        name: "missing package",
        files: &[(
            "app.js",
            "import { z } from 'no-such-package-here';\nexport default z;\n",
        )],
        message: "cannot find the package `no-such-package-here`",
        place: "app.js:1:",
        code: "import { z } from 'no-such-package-here';",
        hint: "npm install no-such-package-here",
    },
    Case {
        name: "missing export",
        files: &[
            ("app.js", "import { helpr } from './lib.js';\nexport default helpr;\n"),
            ("lib.js", "export const helper = 1;\n"),
        ],
        message: "does not export `helpr`",
        place: "app.js:1:",
        code: "import { helpr } from './lib.js';",
        hint: "did you mean `helper`?",
    },
    Case {
        name: "built-in of Node.js that the sandbox lacks",
        files: &[(
            "app.js",
            "import express from 'express';\nimport { fork } from 'node:child_process';\nfork('x');\nexport default express();\n",
        )],
        message: "`node:child_process` of Node.js does not exist in the sandbox",
        place: "app.js:2:",
        code: "import { fork } from 'node:child_process';",
        hint: "no processes or threads",
    },
    Case {
        name: "promise that never settles",
        files: &[(
            "app.js",
            "import express from 'express';\nconst app = express();\nconst db = await new Promise(() => {});\napp.listen(3000);\n",
        )],
        message: "a promise awaited at the top level never settles",
        place: "app.js:3:",
        code: "const db = await new Promise(() => {});",
        hint: "in a handler",
    },
    Case {
        name: "timer at the top level",
        files: &[(
            "app.js",
            "import express from 'express';\nconst app = express();\nsetInterval(() => {}, 1000);\napp.listen(3000);\n",
        )],
        message: "a timer is armed at the top level",
        place: "app.js:3:",
        code: "setInterval(() => {}, 1000);",
        hint: "unref",
    },
    Case {
        name: "nothing that handles requests",
        files: &[(
            "app.js",
            "import express from 'express';\nconst app = express();\napp.get('/', (req, res) => res.send('x'));\n",
        )],
        message: "handles no requests",
        place: "",
        code: "",
        hint: "app.listen()",
    },
    Case {
        name: "endless loop at the top level",
        files: &[(
            "app.js",
            "import express from 'express';\nfor (;;);\nexport default express();\n",
        )],
        message: "more than 2000 ms of computing time",
        place: "",
        code: "",
        hint: "top level",
    },
    Case {
        name: "too much memory at the top level",
        files: &[(
            "app.js",
            "import express from 'express';\nconst all = [];\nfor (;;) all.push(new Uint8Array(16 << 20));\nexport default express();\n",
        )],
        message: "more than 128 MiB of memory",
        place: "",
        code: "",
        hint: "memory_mib",
    },
    Case {
        name: "recursion at the top level",
        files: &[(
            "app.js",
            "import express from 'express';\nconst dive = () => dive() + 1;\ndive();\nexport default express();\n",
        )],
        // When the stack is full there is no room left to say where.
        message: "RangeError",
        place: "",
        code: "",
        hint: "top level runs once",
    },
    Case {
        name: "manifest with an unknown key",
        files: &[("app.js", "export default 1;\n"), ("rnode.toml", "[limits]\ncpu = 1\n")],
        message: "`rnode.toml` line 2: unknown key `cpu`",
        place: "",
        code: "",
        hint: "",
    },
];

/// Proves that each way in which an app cannot start is told with its place, the code there and a hint, ends with exit code 1,
/// and leaves the version in use in use.
#[test]
fn the_version_in_use_stays() {
    let server = Server::apps(&[]);
    let good = AppFolder::express("app.get('/', (req, res) => res.send('still here'));");
    server.deploy(&good.entry(), "app", &[]);
    let mut faults = Vec::new();
    for case in CASES {
        let app = AppFolder::new(case.files);
        let refused = server.try_deploy(&app.path(case.files[0].0), "app", &[]);
        faults.extend(case.faults(&refused));
        let answer = server.send(&get("/").host("app.localhost")).seen();
        assert_eq!(answer, (200, "still here".to_owned()), "{}", case.name);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(
        server.call(&["versions", "app"]).success().as_array().map(Vec::len),
        Some(1)
    );
}

impl Case {
    fn faults(&self, refused: &Ended) -> Vec<String> {
        if refused.code != 1 {
            return vec![format!("{}: exit code {}: {refused:?}", self.name, refused.code)];
        }
        let error = refused.json()["error"].clone();
        let expected = [
            ("message", self.message),
            ("place", self.place),
            ("code_frame", self.code),
            ("hint", self.hint),
        ];
        let missing = expected
            .into_iter()
            .filter(|(field, part)| !error[*field].as_str().unwrap_or_default().contains(part));
        missing
            .map(|(field, part)| format!("{}: {field} has no {part:?}: {error:#}", self.name))
            .collect()
    }
}

/// Proves that a person reads the same in one look: what, where, the code, the mark under it, and what to do.
#[test]
fn errors_are_for_people() {
    let server = Server::apps(&[]);
    let case = &CASES[2];
    let app = AppFolder::new(case.files);
    let arguments = [
        "deploy".into(),
        app.path("app.ts").into_os_string(),
        "--name".into(),
        "app".into(),
    ];
    let Ended { code, stdout, stderr } = rnode_wasm(arguments.into_iter().chain(server.remote()));
    assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
    let lines: Vec<&str> = stderr.lines().skip_while(|line| !line.starts_with("error: ")).collect();
    assert!(
        lines[0].starts_with("error: `load.ts:2:") && lines[0].ends_with("` TypeError: no configuration x"),
        "{stderr}"
    );
    let at = lines
        .iter()
        .position(|line| line.contains("throw new TypeError(`no configuration ${name}`);"))
        .expect("the code is shown");
    let mark = lines[at + 1].find('^').expect("the place is marked");
    assert_eq!(&lines[at][mark..mark + 9], "TypeError", "{stderr}");
    assert!(
        lines.iter().any(|line| line.contains("app.ts:4:")),
        "the caller is in the stack: {stderr}"
    );
    assert!(lines.last().is_some_and(|line| line.starts_with("hint: ")), "{stderr}");
}

/// Proves that `serve`, `dev` and `build` tell of the same errors in the same way.
#[test]
fn every_command_explains() {
    let app = AppFolder::new(CASES[3].files);
    let [entry, output] =
        [app.entry(), app.path("app.wasm")].map(|path| path.to_str().expect("a path of letters").to_owned());
    for arguments in [
        vec!["serve", &entry, "--listen", "127.0.0.1:0", "--json"],
        vec!["build", &entry, "-o", &output, "--json"],
    ] {
        let refused = rnode_wasm(&arguments);
        assert!(CASES[3].faults(&refused).is_empty(), "{:?}", CASES[3].faults(&refused));
    }
    assert!(!app.path("app.wasm").exists(), "nothing is half-written");
    // `dev` waits for the author to mend it.
    let server = Server::dev(&app.entry(), &[]);
    let told = server.output.wait("the error", |line| line["error"].is_object());
    assert!(
        told["error"]["place"]
            .as_str()
            .is_some_and(|place| place.starts_with("app.js:3:")),
        "{told}"
    );
    assert_ne!(server.send(&get("/")).status, 200);
    app.write(
        "app.js",
        "import express from 'express';\nexport default express().get('/', (req, res) => res.send('mended'));\n",
    );
    crate::harness::eventually("the mended app answers", || {
        Some(server.send(&get("/"))).filter(|answer| answer.text() == "mended")
    });
}

/// Proves that all errors that the bundler finds are told at once.
#[test]
fn errors_come_together() {
    let server = Server::apps(&[]);
    let app = AppFolder::new(&[(
        "app.js",
        "import './missing-one.js';\nimport './missing-two.js';\nexport default 1;\n",
    )]);
    let refused = server.try_deploy(&app.entry(), "app", &[]);
    let all = refused.json();
    assert_eq!(
        (refused.code, all["more"].as_array().map(Vec::len)),
        (1, Some(1)),
        "{all}"
    );
    let places = [&all["error"]["place"], &all["more"][0]["place"]]
        .map(|place| place.as_str().and_then(|place| place.get(..9)).map(str::to_owned));
    assert_eq!(
        places,
        ["app.js:1:", "app.js:2:"].map(|place| Some(place.to_owned())),
        "{}",
        Value::from(all.to_string())
    );
}
