//! The examples: each answers what its `expect.toml` says.

use std::collections::BTreeSet;
use std::fs;

use crate::expectation::Expectations;
use crate::harness::{Packages, Server, install_packages, repository};

/// Every folder of `examples`, each with a test below.
const EXAMPLES: [&str; 10] = [
    "hello",
    "hono-hello",
    "itty-hello",
    "json-api",
    "jwt-api",
    "limits",
    "middleware",
    "sessions-api",
    "site",
    "spa",
];

/// Proves that no example is without expected answers and a test that replays them.
#[test]
fn every_example_is_replayed() {
    let entries = fs::read_dir(repository().join("examples")).expect("the examples are there");
    let folders: BTreeSet<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(folders, EXAMPLES.map(str::to_owned).into());
    for example in EXAMPLES {
        Expectations::of(example);
    }
}

/// Proves that the smallest app works, and that nothing of a request is left for the next.
#[test]
fn hello() {
    replay("hello");
}

/// Proves that a Hono app, its middleware, forms, cookies and streams work as they do under Node.js.
#[test]
fn hono_hello() {
    replay("hono-hello");
}

/// Proves that an itty-router app works as it does under Node.js.
#[test]
fn itty_hello() {
    replay("itty-hello");
}

/// Proves that TypeScript, an unmodified npm package and an app's own error handler work together.
#[test]
fn json_api() {
    replay("json-api");
}

/// Proves that tokens, uploads into memory, a log of requests and a rate limiter from npm do what they do under Node.js.
#[test]
fn jwt_api() {
    replay("jwt-api");
}

/// Proves that unmodified middleware from npm does what it does under Node.js.
#[test]
fn middleware() {
    replay("middleware");
}

/// Proves that a session in a cookie, and what is validated, created, changed and deleted in it, work over one visit.
#[test]
fn sessions_api() {
    replay("sessions-api");
}

/// Proves that templates, static files, forms and flash messages make a site.
#[test]
fn site() {
    replay("site");
}

/// Proves that the files of a page that lives in the browser come from the host, and its data from the app.
#[test]
fn spa() {
    replay("spa");
}

/// Proves that whatever a handler does wrong ends that one request, as the failure that it is.
#[test]
fn limits() {
    replay("limits");
}

#[track_caller]
fn replay(example: &str) {
    let expectations = Expectations::of(example);
    let has_packages = expectations.folder().join("package-lock.json").exists();
    if has_packages && install_packages(expectations.folder()) == Packages::Missing {
        return;
    }
    let env = expectations.env_flags();
    let server = Server::single(
        &expectations.entry(),
        &env.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    expectations.replay(&server, "example.test");
}
