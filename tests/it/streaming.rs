//! Answers that leave in pieces, and the work that goes on behind an answer.

use serde_json::Value;

use crate::harness::{AppFolder, Connection, Request, Server, get};

const HANDLERS: &str = "
    const later = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
    app.get('/at-once', async (req, res) => { res.write('a'); await null; res.write('b'); res.end('c'); });
    app.get('/waits', async (req, res) => { res.write('a'); await later(20); res.write('b'); await later(20); res.end('c'); });
    app.get('/head', async (req, res) => { res.status(201).type('text').set('X-Own', '1'); res.flushHeaders(); await later(20); res.end('late'); });
    app.get('/known-length', async (req, res) => { res.set('Content-Length', '3'); res.write('a'); await later(20); res.end('bc'); });
    app.get('/callbacks', async (req, res) => {
      const said = [];
      res.on('close', () => console.log(said.join(' ')));
      res.write('a', () => said.push('written'));
      await later(20);
      res.end('b', () => said.push('ended'));
    });
    app.get('/large', (req, res) => {
      const piece = 'x'.repeat(65536);
      let drains = 0;
      const fill = () => { while (res.write(piece)); };
      res.on('drain', () => { drains += 1; if (drains < 60) fill(); else res.end('end'); });
      fill();
    });
    app.get('/breaks', (req, res) => { res.write('a'); setTimeout(() => { throw new Error('late fault'); }, 20); });
    app.get('/forgets', (req, res) => { res.write('a'); setTimeout(() => {}, 20); });
    app.get('/gives-up', async (req, res) => { res.write('a'); await later(20); res.destroy(); });
    app.get('/until-left', (req, res) => {
      req.signal.addEventListener('abort', () => console.log(`signal: ${req.signal.reason.message}`));
      req.on('aborted', () => console.log('request aborted'));
      res.on('close', () => console.log(`closed, finished: ${res.writableFinished}`));
      res.write('a');
      const timer = setInterval(() => res.write('b'), 20);
      res.on('close', () => clearInterval(timer));
    });
    app.get('/near-limit', (req, res) => {
      req.signal.addEventListener('abort', () => res.status(503).send(req.signal.reason.message));
      setTimeout(() => {}, 60000);
    });
";

fn server(manifest: &str) -> (AppFolder, Server) {
    let app = AppFolder::express(HANDLERS);
    app.write("rnode.toml", manifest);
    let server = Server::single(&app.entry(), &[]);
    (app, server)
}

/// What is complete before the app waits leaves whole, with its length; anything else in pieces.
#[test]
fn pieces() {
    let (_app, server) = server("");
    for (target, status, is_whole, body) in [
        ("/at-once", 200, true, "abc"),
        ("/waits", 200, false, "abc"),
        ("/head", 201, false, "late"),
        ("/known-length", 200, true, "abc"),
        ("/callbacks", 200, false, "ab"),
    ] {
        let answer = server.send(&get(target));
        assert_eq!((answer.status, answer.text().as_str()), (status, body), "{target}");
        assert_eq!(answer.header("content-length").is_some(), is_whole, "{target}");
        let line = server.request_line(target);
        assert_eq!(line["outcome"], "ok", "{target}");
        assert_eq!(line["response_bytes"], body.len(), "{target}");
    }
    server.app_line("written ended");
    let head = server.send(&Request {
        method: "HEAD".to_owned(),
        ..get("/waits?head")
    });
    assert_eq!((head.status, head.body.len()), (200, 0));
}

/// A client sees the first piece while the app is still at the next one.
#[test]
fn a_piece_arrives_before_the_end() {
    let (_app, server) = server("[limits]\nwall_ms = 120000");
    let mut connection = Connection::open(server.address);
    connection.write(&get("/until-left").to_http1());
    let (status, first) = connection.read_first_piece();
    assert_eq!((status, first.as_slice()), (200, &b"a"[..]));
    drop(connection);
    for said in [
        "signal: the client has left",
        "request aborted",
        "closed, finished: false",
    ] {
        server.app_line(said);
    }
    assert_eq!(server.request_line("/until-left")["outcome"], "canceled");
}

/// More than the host holds back: the app waits for the client, and its memory stays small.
#[test]
fn a_large_answer_takes_little_memory() {
    let (_app, server) = server("[limits]\ncpu_ms = 1000");
    let answer = server.send(&get("/large"));
    assert!(
        answer.body.len() > 3_000_000 && answer.body.ends_with(b"end"),
        "{}",
        answer.body.len()
    );
    let line = server.request_line("/large");
    assert_eq!(line["outcome"], "ok");
    assert!(line["memory_bytes"].as_u64() < Some(16 << 20), "{line}");
}

/// A client of an answer that will not be complete sees that something is missing, and the log says why.
#[test]
fn an_answer_that_breaks_off() {
    let (_app, server) = server("");
    for (target, outcome, error) in [
        ("/breaks", "exception", "late fault"),
        ("/forgets", "no-response", "without an answer"),
        ("/gives-up", "no-response", "without an answer"),
    ] {
        let mut connection = Connection::open(server.address);
        let answer = connection.try_send(&get(target));
        assert!(answer.is_err(), "{target}: {answer:?}");
        let line = server.request_line(target);
        assert_eq!(line["outcome"], outcome, "{target}");
        let said = line["error"].as_str().unwrap_or_default();
        assert!(said.contains(error), "{target}: {said}");
        assert_ne!(line["status"], Value::Null);
    }
}

/// Who asks for it is told in time to answer.
#[test]
fn the_end_of_the_time_is_announced() {
    let (_app, server) = server("[limits]\nwall_ms = 2000");
    let answer = server.send(&get("/near-limit"));
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("time limit of 2000 ms"), "{}", answer.text());
}
