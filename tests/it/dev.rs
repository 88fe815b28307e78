//! `rnode-wasm dev`: what is saved is what answers.

use crate::harness::{AppFolder, Server, eventually, get};

fn source(answer: &str) -> String {
    format!(
        "import express from 'express';\nimport {{ greeting }} from './greeting.js';\nconst app = express();\napp.get('/', (req, res) => res.send(`${{greeting}} {answer}`));\napp.listen(3000);\n"
    )
}

/// Proves that a change of any file of the app is answered with, that a broken one is told of while the app of before goes on,
/// and that mending it is enough.
#[test]
fn a_saved_file_is_served() {
    let app = AppFolder::new(&[
        ("app.js", &source("one")),
        ("greeting.js", "export const greeting = 'hello';\n"),
    ]);
    let server = Server::dev(&app.entry(), &[]);
    let answers = |expected: &str| {
        eventually(expected, || {
            Some(server.send(&get("/")).text()).filter(|text| text == expected)
        })
    };
    answers("hello one");
    app.write("app.js", &source("two"));
    answers("hello two");
    app.write("greeting.js", "export const greeting = 'good morning';\n");
    answers("good morning two");

    app.write("app.js", "import express from 'express';\nconst app = express(;\n");
    let told = server.output.wait("the syntax error", |line| {
        line["error"]["place"]
            .as_str()
            .is_some_and(|place| place.starts_with("app.js:2:"))
    });
    assert!(
        told["error"]["code_frame"]
            .as_str()
            .is_some_and(|frame| frame.contains("express(;")),
        "{told}"
    );
    assert_eq!(server.send(&get("/")).text(), "good morning two");

    app.write(
        "app.js",
        "import express from 'express';\nthrow new Error('at the top level');\n",
    );
    server.output.wait("the throw", |line| {
        line["error"]["message"] == "Error: at the top level"
    });
    assert_eq!(server.send(&get("/")).text(), "good morning two");

    app.write("app.js", &source("three"));
    answers("good morning three");
}

/// Proves that limits and environment in `rnode.toml` are served as they are saved, too.
#[test]
fn a_saved_manifest_is_served() {
    let app =
        AppFolder::express("app.get('/', (req, res) => res.send(`${process.env.COLOUR} ${process.env.NODE_ENV}`));");
    let server = Server::dev(&app.entry(), &[]);
    let answers = |expected: &str| {
        eventually(expected, || {
            Some(server.send(&get("/")).text()).filter(|text| text == expected)
        })
    };
    answers("undefined development");
    app.write("rnode.toml", "[env]\nCOLOUR = \"red\"\n");
    answers("red development");
}
