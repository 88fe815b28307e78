//! The command line: exit codes, hints, and what goes where.

use std::fs;
use std::net::TcpListener;

use crate::harness::{AppFolder, Server, get, program, rnode_wasm};

/// Proves that a call that cannot be meant ends with exit code 2 and says how it is meant.
#[test]
fn wrong_calls_end_with_2() {
    for arguments in [
        &["--no-such-flag"][..],
        &["no-such-command"],
        &[],
        &["deploy"],
        &["serve", "--listen", "nowhere"],
        &["serve", "--metering", "coins"],
        &["serve", "--concurrency", "0"],
        &["rollback", "app", "--to", "last"],
        &["build", "app.js"],
    ] {
        let ended = rnode_wasm(arguments);
        assert_eq!(ended.code, 2, "{arguments:?}: {ended:?}");
        let is_told = ["Usage:", "--help"].iter().any(|part| ended.stderr.contains(part));
        assert!(ended.stdout.is_empty() && is_told, "{arguments:?}: {ended:?}");
    }
}

/// Proves that help and version are data, and every command has help.
#[test]
fn help_is_data() {
    let version = rnode_wasm(["--version"]);
    assert_eq!(
        (version.code, version.stdout.trim()),
        (0, concat!("rnode-wasm ", env!("CARGO_PKG_VERSION")))
    );
    let help = rnode_wasm(["--help"]).stdout;
    for command in ["serve", "dev", "deploy", "apps", "versions", "rollback", "rm", "build"] {
        assert!(help.contains(command), "{command}: {help}");
        let ended = rnode_wasm([command, "--help"]);
        assert!(
            ended.code == 0 && ended.stdout.contains("Usage:") && ended.stderr.is_empty(),
            "{command}: {ended:?}"
        );
    }
}

/// Calls from the folder of an app, and parts of the message and of the hint. Nothing listens at `NOBODY`.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "deploy app.js --server NOBODY --token x",
        "no server answers at",
        "rnode-wasm serve",
    ),
    (
        "apps --server NOBODY --token x",
        "no server answers at",
        "rnode-wasm serve",
    ),
    ("deploy app.js --server NOBODY", "cannot read the admin token", "--data"),
    (
        "deploy app.js --server https://127.0.0.1:1 --token x",
        "no address of an admin API",
        "http://",
    ),
    ("deploy ap.js --token x", "does not exist", "did you mean `app.js`?"),
    (
        "deploy . --token x",
        "is not a JavaScript or TypeScript file",
        "name the file",
    ),
    (
        "deploy app.js --name Not_A_Name --token x",
        "cannot be the name of an app",
        "--name",
    ),
    (
        "deploy app.js --env NOVALUE --token x",
        "`NOVALUE` is no value for `--env`",
        "NAME=VALUE",
    ),
    (
        "serve ap.js --listen 127.0.0.1:0",
        "does not exist",
        "did you mean `app.js`?",
    ),
];

/// Proves that mistakes in what a person typed end with exit code 1, a message and a hint.
#[test]
fn mistakes_end_with_1_and_a_hint() {
    let app = AppFolder::express("");
    // A port that was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port");
    for (call, message, hint) in MISTAKES {
        let call = call.replace("NOBODY", &format!("http://{free}"));
        let output = program()
            .args(call.split(' '))
            .current_dir(app.path(""))
            .output()
            .expect("the program starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(1) && output.stdout.is_empty(),
            "{call}: {output:?}"
        );
        let said = |start: &str| {
            stderr
                .lines()
                .find_map(|line| line.strip_prefix(start))
                .unwrap_or_default()
        };
        assert!(said("error: ").contains(message), "{call}: {stderr}");
        assert!(said("hint: ").contains(hint), "{call}: {stderr}");
    }
}

/// Proves that an address that is taken is told, with a way out.
#[test]
fn a_taken_address_is_told() {
    let app = AppFolder::express("app.get('/', (req, res) => res.send('first'));");
    let first = Server::single(&app.entry(), &[]);
    let entry = app.entry();
    let ended = rnode_wasm([
        "serve",
        entry.to_str().expect("a path of letters"),
        "--listen",
        &first.address.to_string(),
        "--json",
    ]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended.json()["error"]["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains("port 0")),
        "{ended:?}"
    );
    assert_eq!(first.send(&get("/")).text(), "first");
}

/// Proves that something else than an admin API is told from one.
#[test]
fn a_stranger_is_told() {
    let app = AppFolder::express("app.use((req, res) => res.send('I am an app.'));");
    let stranger = Server::single(&app.entry(), &[]);
    let ended = rnode_wasm([
        "apps",
        "--server",
        &format!("http://{}", stranger.address),
        "--token",
        "x",
        "--json",
    ]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(
        ended.json()["error"]["message"]
            .as_str()
            .is_some_and(|message| message.contains("not the admin API")),
        "{ended:?}"
    );
}

/// Proves that an app is named after its file, or after its folder where the file's name says nothing.
#[test]
fn an_app_is_named_after_its_file() {
    let server = Server::apps(&[]);
    let source = "import express from 'express';\nexport default express();\n";
    let folder = AppFolder::new(&[
        ("My Shop.js", source),
        ("blog/app.js", source),
        ("wiki/src/index.js", source),
    ]);
    for (file, expected) in [
        ("My Shop.js", "my-shop"),
        ("blog/app.js", "blog"),
        ("wiki/src/index.js", "wiki"),
    ] {
        let arguments = ["deploy".into(), folder.path(file).into_os_string(), "--json".into()];
        assert_eq!(
            rnode_wasm(arguments.into_iter().chain(server.remote())).success()["app"],
            expected,
            "{file}"
        );
    }
}

/// Proves that `build` writes a WebAssembly component and says how large it is.
#[test]
fn build_writes_a_component() {
    let app = AppFolder::express("app.get('/', (req, res) => res.send(process.env.COLOUR));");
    let output = app.path("out.wasm");
    let arguments = [
        "build".into(),
        app.entry().into_os_string(),
        "-o".into(),
        output.clone().into_os_string(),
        "--env".into(),
        "COLOUR=red".into(),
        "--json".into(),
    ];
    let built = rnode_wasm(arguments).success();
    let bytes = fs::read(&output).expect("the component is there");
    // The preamble of a component, not of a module: layer 1.
    assert_eq!(bytes[..8], *b"\0asm\x0d\0\x01\0");
    assert_eq!(built["bytes"].as_u64(), u64::try_from(bytes.len()).ok());
    assert!(
        bytes.len() < 7 << 19,
        "{} bytes: the runtime is imported, not embedded",
        bytes.len()
    );
}
