//! The log: one line for every request, and for every line an app writes, for programs and for people.

use serde_json::{Value, json};

use crate::harness::{AppFolder, Request, Server, get, post};

fn app() -> AppFolder {
    AppFolder::express(
        "app.get('/', (req, res) => res.send('hello'));
         app.post('/', (req, res) => res.status(201).json({ taken: true }));
         app.get('/throw', () => { throw new Error('two\\nlines \\u001b[31m'); });
         app.get('/log', (req, res) => {
           console.debug('d'); console.info('i %s', 1); console.warn({ w: [1] }); console.error(new Error('e').message);
           process.stdout.write('out\\n');
           res.send('logged');
         });",
    )
}

/// Proves that a line of a request says who asked for what, how it ended, and what it cost.
#[test]
fn a_line_says_what_happened() {
    let server = Server::apps(&[]);
    server.deploy(&app().entry(), "shop", &[]);
    server.send(&post("/", "12345").host("Shop.localhost:80"));
    let line = server.nth_request_line(0);
    for (name, expected) in [
        ("type", json!("request")),
        ("peer", json!("127.0.0.1")),
        ("method", json!("POST")),
        ("host", json!("Shop.localhost:80")),
        ("target", json!("/")),
        ("http", json!("1.1")),
        ("app", json!("shop")),
        ("app_version", json!(1)),
        ("status", json!(201)),
        ("outcome", json!("ok")),
        ("request_bytes", json!(5)),
        ("response_bytes", json!(14)),
        ("error", Value::Null),
    ] {
        assert_eq!(line[name], expected, "{name}: {line}");
    }
    let number = |name: &str| line[name].as_u64().unwrap_or_else(|| panic!("{name}: {line}"));
    assert!(
        number("cpu_us") <= number("wall_us") + 5_000 && number("wall_us") <= number("total_us"),
        "{line}"
    );
    assert!(number("memory_bytes") > 1 << 20, "{line}");
    let time = line["time"].as_str().expect("a time");
    assert!(
        time.len() == "2026-01-01T00:00:00.000Z".len() && time.ends_with('Z'),
        "{time}"
    );
}

/// Proves that requests of HEAD, of nobody's host and of broken apps have their line, too, each with an id of its own.
#[test]
fn every_request_has_a_line() {
    let server = Server::apps(&[]);
    server.deploy(&app().entry(), "shop", &[]);
    let requests = [
        (Request::new("HEAD", "/").host("shop.localhost"), 200, "ok"),
        (get("/").host("nobody.localhost"), 404, "app-not-found"),
        (get("/nowhere").host("shop.localhost"), 404, "no-route"),
        (get("/throw").host("shop.localhost"), 500, "exception"),
    ];
    let mut ids = Vec::new();
    for (index, (request, status, outcome)) in requests.iter().enumerate() {
        assert_eq!(server.send(request).status, *status);
        let line = server.nth_request_line(index);
        assert_eq!(
            (&line["status"], &line["outcome"]),
            (&json!(status), &json!(outcome)),
            "{line}"
        );
        ids.push(line["request_id"].as_str().expect("an id").to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), requests.len());
}

/// Proves that what an app writes is in the log, with its level and the id of its request.
#[test]
fn an_app_writes_to_the_log() {
    let server = Server::single(&app().entry(), &[]);
    server.send(&get("/log"));
    let id = server.request_line("/log")["request_id"].clone();
    let lines = server.log.all(|line| line["type"] == "app" && line["request_id"] == id);
    let said: Vec<(&str, &str)> = lines
        .iter()
        .filter_map(|line| Some((line["level"].as_str()?, line["message"].as_str()?)))
        .collect();
    assert_eq!(said[..2], [("debug", "d"), ("info", "i 1")]);
    assert!(said[2].0 == "warn" && said[2].1.contains("w:"), "{said:?}");
    assert_eq!(said[3..], [("error", "e"), ("info", "out")]);
}

/// Proves that a person can read the log, and that nothing that comes from outside steers the terminal.
#[test]
fn people_read_text() {
    let server = Server::single(&app().entry(), &["--log", "text"]);
    server.send(&get("/?a=1"));
    server.send(&get("/throw"));
    server.log.wait("the request", |line| {
        line.as_str()
            .is_some_and(|line| line.contains("200 GET") && line.contains("/?a=1"))
    });
    server.log.wait("the error", |line| {
        line.as_str().is_some_and(|line| line.contains("Error: two"))
    });
    let raw = server
        .log
        .all(|line| line.as_str().is_some_and(|line| line.contains('\u{1b}')));
    assert!(raw.is_empty(), "{raw:?}");
}

/// Proves that a log that is switched off stays empty.
#[test]
fn silence_is_silent() {
    let mut server = Server::single(&app().entry(), &["--log", "off"]);
    assert_eq!(server.send(&get("/throw")).status, 500);
    server.terminate();
    assert!(server.wait().success());
    assert!(server.log.all(|_| true).is_empty());
}
