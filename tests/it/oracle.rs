//! The oracle: what real Express answered to every recorded request, the program answers over a socket.

use std::fs::{self, File};
use std::io::Read as _;
use std::net::SocketAddr;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use brotli_decompressor::Decompressor;
use flate2::read::{GzDecoder, ZlibDecoder};
use serde::Deserialize;

use crate::expectation::without_moment;
use crate::harness::{Answer, AppFolder, Connection, Packages, Request, Server, install_packages, repository};

/// Where the program answers otherwise, on purpose.
struct Difference {
    subject: &'static str,
    /// How the names of the exchanges start.
    names: &'static [&'static str],
    reason: &'static str,
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        subject: "body",
        names: &["json-no-inflate application/json {}"],
        reason: "bodies are unfolded before the app runs; one that cannot be is refused by the host",
    },
    Difference {
        subject: "message",
        names: &["names set", "events of "],
        reason: "the app tells what the request before it left in memory, and that memory is gone",
    },
    Difference {
        subject: "response",
        names: &["thrown "],
        reason: "the app tells what the request before it left in memory, and that memory is gone",
    },
    Difference {
        subject: "send-file",
        names: &["GET /status/304"],
        reason: "an answer without a body is framed by the host, which says no length of what it leaves out",
    },
    Difference {
        subject: "url",
        names: &["GET /parse?text=..%2F..&base=foo"],
        reason: "Node 20 loses the slash of the root, which the URL standard keeps",
    },
    Difference {
        subject: "mounting",
        names: &["absolute target"],
        reason: "the host of an absolute target chooses the app, which then sees the path (RFC 9112, 3.2.2)",
    },
    Difference {
        subject: "raw-targets",
        names: &["GET /hello?x=1#y", "GET /hello#"],
        reason: "a fragment is no part of a target (RFC 9112, 3.2)",
    },
    Difference {
        subject: "request",
        names: &["GET /plain/a%20b?x#y"],
        reason: "a fragment is no part of a target (RFC 9112, 3.2)",
    },
    Difference {
        subject: "raw-targets",
        names: &[
            "GET /<script>",
            "GET /nothing?x=<y>",
            "GET /named/<b>",
            "GET /named/a^b|c`d",
        ],
        reason: "a target with characters that must be escaped is refused (RFC 3986, 2)",
    },
    Difference {
        subject: "request",
        names: &["host \"\"", "offset host \"\""],
        reason: "a request without a host is for no app",
    },
];

/// Headers that belong to the connection or to the moment, or that frame the message.
const UNCOMPARED_HEADERS: [&str; 4] = ["connection", "date", "keep-alive", "transfer-encoding"];

/// A file of `tests/oracle/records`; `tests/oracle/record.mjs` describes it.
#[derive(Deserialize)]
struct Record {
    env: String,
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    name: String,
    request: RecordedRequest,
    response: RecordedResponse,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordedRequest {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    body_base64: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordedResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: Option<String>,
    body_base64: Option<String>,
    /// The body is as it was before it was compressed: the same text may be compressed into other bytes.
    #[serde(default)]
    encoded: bool,
}

/// What is compared of an answer.
#[derive(Debug, PartialEq, Eq)]
struct Compared {
    status: u16,
    headers: Vec<String>,
    body: Vec<u8>,
}

/// Proves that every recorded request gets the status, the headers and the bytes that it got from Express.
#[test]
fn answers_are_those_of_express() {
    replay(&[], DIFFERENCES);
}

/// Proves the same for Express itself, bundled from npm.
#[test]
fn express_itself_answers_the_same() {
    if install_packages(&repository().join("tests/oracle")) == Packages::Missing {
        return;
    }
    replay(&["--compat", "express"], DIFFERENCES);
}

#[track_caller]
fn replay(flags: &[&str], differences: &[Difference]) {
    let records = fs::read_dir(repository().join("tests/oracle/records")).expect("the records are there");
    let mut subjects: Vec<String> = records
        .filter_map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .strip_suffix(".json")
                .map(str::to_owned)
        })
        .collect();
    subjects.sort();
    assert!(!subjects.is_empty());
    let faults: Vec<String> = subjects
        .iter()
        .flat_map(|subject| faults(subject, flags, differences))
        .collect();
    assert!(faults.is_empty(), "{} differences\n{}", faults.len(), faults.join("\n"));
}

fn faults(subject: &str, flags: &[&str], differences: &[Difference]) -> Vec<String> {
    let folder = repository().join("tests/oracle");
    let read = |path: String| fs::read_to_string(folder.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let record: Record = serde_json::from_str(&read(format!("records/{subject}.json"))).expect("a record");
    let source = read(format!("apps/{subject}.mjs"));
    let app = AppFolder::new(&[
        (
            "app.js",
            "import express from 'express';\nimport make from './subject.mjs';\nmake(express, { root: '/fixtures' }).listen(3000);\n",
        ),
        ("subject.mjs", &source),
        // What is compared is what they answer, on slow machines too.
        ("rnode.toml", "[limits]\ncpu_ms = 1000\n"),
    ]);
    copy_fixtures(&folder.join("fixtures"), &app.path("fixtures"));
    let imports_package = |line: &str| line.starts_with("import ") && !line.contains(" from 'node:");
    if source.lines().any(imports_package) || !flags.is_empty() {
        if install_packages(&folder) == Packages::Missing {
            return Vec::new();
        }
        symlink(folder.join("node_modules"), app.path("node_modules")).expect("a link can be made");
    }
    let env = format!("NODE_ENV={}", record.env);
    let arguments: Vec<&str> = [&["--errors", "express", "--env", &env], flags].concat();
    let server = Server::single(&app.entry(), &arguments);
    record
        .exchanges
        .iter()
        .filter_map(|exchange| fault(subject, exchange, server.address, differences))
        .collect()
}

/// Gives the app the files that subjects send, show and read, changed when `tests/oracle/exchange.mjs` says they were.
fn copy_fixtures(from: &Path, to: &Path) {
    const CHANGED: Duration = Duration::from_millis(1_704_164_645_500);
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the fixtures are there") {
        let entry = entry.expect("an entry");
        let copy = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_fixtures(&entry.path(), &copy);
            continue;
        }
        fs::copy(entry.path(), &copy).expect("a fixture can be copied");
        let file = File::options().write(true).open(&copy).expect("a copy can be opened");
        file.set_modified(UNIX_EPOCH + CHANGED).expect("a date can be set");
    }
}

/// What is wrong with one exchange: an unwanted difference, or a wanted one that is gone.
fn fault(subject: &str, exchange: &Exchange, address: SocketAddr, differences: &[Difference]) -> Option<String> {
    let expected = exchange.response.compared();
    let found = match Connection::open(address).try_send(&exchange.request.to_request()) {
        Ok(answer) if exchange.response.encoded => compared(&decoded(answer), &expected),
        Ok(answer) => compared(&answer, &expected),
        Err(error) => return Some(format!("{subject}: {}: {error}", exchange.name)),
    };
    let is_meant = |difference: &&Difference| {
        difference.subject == subject && difference.names.iter().any(|start| exchange.name.starts_with(start))
    };
    let difference = differences.iter().find(is_meant);
    match (found == expected, difference) {
        (true, None) | (false, Some(_)) => None,
        (true, Some(Difference { reason, .. })) => Some(format!(
            "{subject}: {}: no longer different, although {reason}",
            exchange.name
        )),
        (false, None) => Some(format!("{subject}: {}\n{}", exchange.name, shown(&found, &expected))),
    }
}

fn shown(found: &Compared, expected: &Compared) -> String {
    let mut text = String::new();
    if found.status != expected.status {
        text.push_str(&format!("  status {}, Express {}\n", found.status, expected.status));
    }
    let only = |these: &Compared, those: &Compared| {
        these
            .headers
            .iter()
            .filter(|header| !those.headers.contains(header))
            .cloned()
            .collect::<Vec<_>>()
    };
    if found.headers != expected.headers {
        text.push_str(&format!(
            "  headers {:?}, Express {:?}\n",
            only(found, expected),
            only(expected, found)
        ));
    }
    if found.body != expected.body {
        let [found, expected] = [found, expected].map(|compared| String::from_utf8_lossy(&compared.body));
        text.push_str(&format!("  body {found:?}\n  Express {expected:?}\n"));
    }
    text
}

impl RecordedRequest {
    fn to_request(&self) -> Request {
        let mut request = Request::new(&self.method, &self.path);
        request.headers.clone_from(&self.headers);
        request.body = bytes(self.body.as_ref(), self.body_base64.as_ref());
        request
    }
}

impl RecordedResponse {
    fn compared(&self) -> Compared {
        let body = bytes(self.body.as_ref(), self.body_base64.as_ref()).unwrap_or_default();
        let headers = self
            .headers
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()));
        // A 204 has no length (RFC 9110, 8.6); some middleware gives it one all the same.
        let headers = headers.filter(|(name, _)| self.status != 204 || name != "content-length");
        Compared {
            status: self.status,
            headers: comparable(headers),
            body,
        }
    }
}

/// What the program answered. The length of a body that `HEAD` leaves out is compared only where Express gave one: it does not
/// know the length of what it would have streamed.
fn compared(answer: &Answer, expected: &Compared) -> Compared {
    let has_length = expected
        .headers
        .iter()
        .any(|header| header.starts_with("content-length: "));
    let headers = answer
        .headers
        .iter()
        .filter(|(name, _)| name != "content-length" || has_length || !answer.body.is_empty());
    // As recorded: what comes in pieces has the length that it would have had.
    let is_chunked = answer.header("transfer-encoding").is_some();
    let length = is_chunked.then(|| ("content-length".to_owned(), answer.body.len().to_string()));
    Compared {
        status: answer.status,
        headers: comparable(headers.cloned().chain(length)),
        body: answer.body.clone(),
    }
}

/// The answer as it was before it was compressed, without the length that compressing gave it.
fn decoded(mut answer: Answer) -> Answer {
    let encoding = answer.headers.iter().find(|(name, _)| name == "content-encoding");
    let encoding = encoding.map(|(_, value)| value.clone()).unwrap_or_default();
    const BUFFER_BYTES: usize = 4096;
    let mut body = Vec::new();
    let read = match encoding.as_str() {
        "gzip" => GzDecoder::new(answer.body.as_slice()).read_to_end(&mut body),
        "deflate" => ZlibDecoder::new(answer.body.as_slice()).read_to_end(&mut body),
        "br" => Decompressor::new(answer.body.as_slice(), BUFFER_BYTES).read_to_end(&mut body),
        _ => Ok(0), // what is left is no body, and no answer of Express
    };
    answer.body = if read.is_ok() { body } else { Vec::new() };
    answer.headers.retain(|(name, _)| name != "content-length");
    answer
}

fn comparable(headers: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let kept = headers.filter(|(name, _)| !UNCOMPARED_HEADERS.contains(&name.as_str()));
    let mut lines: Vec<String> = kept
        .map(|(name, value)| {
            let is_relative = name == "set-cookie" && value.contains("Max-Age=");
            format!("{name}: {}", if is_relative { without_moment(&value) } else { value })
        })
        .collect();
    lines.sort();
    lines
}

fn bytes(text: Option<&String>, base64: Option<&String>) -> Option<Vec<u8>> {
    match (text, base64) {
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, Some(base64)) => Some(STANDARD.decode(base64).expect("a record has valid base64")),
        (None, None) => None,
    }
}
