//! What an example is expected to answer: its `expect.toml`, replayed on a server.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::harness::{Answer, Connection, Request, Server, repository};

/// An `expect.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expectations {
    /// The file that starts the app.
    entry: PathBuf,
    /// Its environment.
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// Whether the client keeps cookies from answer to answer, as a browser does.
    #[serde(default)]
    keeps_cookies: bool,
    /// What is asked and answered, in order.
    exchange: Vec<Exchange>,
    #[serde(skip)]
    folder: PathBuf,
}

/// One request and its answer. What is left out may be anything.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    /// Method and target.
    request: String,
    /// `${name}` in a value stands for what was remembered under this name. A `cookie` goes before those that were kept.
    #[serde(default)]
    send_headers: BTreeMap<String, String>,
    send_body: Option<String>,
    status: u16,
    /// The outcome in the log.
    #[serde(default = "ok")]
    outcome: String,
    /// Part of the error in the log.
    error_contains: Option<String>,
    /// Headers by name; an empty value means that the header is not there, and `Expires=*` any expiry.
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The whole body.
    body: Option<String>,
    body_contains: Option<String>,
    /// Values in a JSON body, by JSON pointer.
    #[serde(default)]
    json: BTreeMap<String, Value>,
    /// Texts in a JSON body that later requests send, by name: JSON pointers.
    #[serde(default)]
    remember: BTreeMap<String, String>,
}

/// What a client carries from an answer into later requests.
#[derive(Debug, Default)]
struct Carried {
    cookies: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
}

fn ok() -> String {
    "ok".to_owned()
}

impl Expectations {
    /// Reads those of an example.
    #[track_caller]
    pub(crate) fn of(example: &str) -> Self {
        let folder = repository().join("examples").join(example);
        let path = folder.join("expect.toml");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut expectations: Self =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        expectations.folder = folder;
        expectations
    }

    pub(crate) fn entry(&self) -> PathBuf {
        self.folder.join(&self.entry)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The environment as flags.
    pub(crate) fn env_flags(&self) -> Vec<String> {
        self.env
            .iter()
            .flat_map(|(name, value)| ["--env".to_owned(), format!("{name}={value}")])
            .collect()
    }

    /// Sends every request to `host` over one connection, and compares answers and log lines.
    #[track_caller]
    pub(crate) fn replay(&self, server: &Server, host: &str) {
        let mut connection = Connection::open(server.address);
        let is_ours = |line: &Value| line["type"] == "request" && line["host"] == host;
        let mut faults = Vec::new();
        let mut carried = Carried::default();
        for (index, exchange) in self.exchange.iter().enumerate() {
            let answer = connection.send(&exchange.request(host, &carried));
            carried.remember(exchange, &answer);
            if self.keeps_cookies {
                carried.keep_cookies(&answer);
            }
            let line = server.log.wait_nth(index, &exchange.request, is_ours);
            let found = exchange.faults(&answer, &line);
            faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", exchange.request)));
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

impl Exchange {
    fn request(&self, host: &str, carried: &Carried) -> Request {
        let (method, target) = self
            .request
            .split_once(' ')
            .expect("a request is a method and a target");
        let mut request = Request::new(method, target).host(host);
        for (name, value) in &self.send_headers {
            request = request.header(name, &carried.filled_in(value));
        }
        if !carried.cookies.is_empty() && !self.send_headers.contains_key("cookie") {
            request = request.header("cookie", &carried.cookie_field());
        }
        match &self.send_body {
            Some(body) => request.body(body.as_str()),
            None => request,
        }
    }

    /// Everything that is not as expected.
    fn faults(&self, answer: &Answer, line: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let mut compare = |what: &str, found: &str, expected: &str| {
            if found != expected {
                faults.push(format!("{what} is {found:?}, not {expected:?}"));
            }
        };
        compare("status", &answer.status.to_string(), &self.status.to_string());
        compare("outcome", line["outcome"].as_str().unwrap_or_default(), &self.outcome);
        for (name, expected) in &self.headers {
            compare(
                name,
                &without_moment(&answer.header(name).unwrap_or_default()),
                expected,
            );
        }
        if let Some(expected) = &self.body {
            compare("body", &answer.text(), expected);
        }
        for (pointer, expected) in &self.json {
            let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            compare(
                pointer,
                &body.pointer(pointer).unwrap_or_default().to_string(),
                &expected.to_string(),
            );
        }
        let mut contain = |what: &str, found: &str, part: &Option<String>| {
            if let Some(part) = part.as_ref().filter(|part| !found.contains(part.as_str())) {
                faults.push(format!("{what} has no {part:?}: {found:?}"));
            }
        };
        contain("body", &answer.text(), &self.body_contains);
        contain(
            "error in the log",
            line["error"].as_str().unwrap_or_default(),
            &self.error_contains,
        );
        faults
    }
}

impl Carried {
    /// Keeps the texts that an exchange wants remembered.
    fn remember(&mut self, exchange: &Exchange, answer: &Answer) {
        for (name, pointer) in &exchange.remember {
            let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            let text = body.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            self.texts.insert(name.clone(), text.to_owned());
        }
    }

    /// Keeps the cookies that an answer sets, and forgets those that it lets expire.
    fn keep_cookies(&mut self, answer: &Answer) {
        for (_, field) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (pair, attributes) = field.split_once(';').unwrap_or((field, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if attributes.contains("01 Jan 1970") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn cookie_field(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// `text` with what was remembered in the places of its names.
    fn filled_in(&self, text: &str) -> String {
        self.texts.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("${{{name}}}"), value)
        })
    }
}

/// Cookies with their expiries, which differ from run to run, as `*`.
pub(crate) fn without_moment(value: &str) -> String {
    const EXPIRES: &str = "expires=";
    let mut rest = value;
    let mut text = String::new();
    // What is found in lower case is ASCII, so it is at the same place in the value.
    while let Some(start) = rest.to_ascii_lowercase().find(EXPIRES) {
        let moment = &rest[start + EXPIRES.len()..];
        text.push_str(&rest[..start]);
        text.push_str("Expires=*");
        rest = moment.find(';').map_or("", |end| &moment[end..]);
    }
    text.push_str(rest);
    text
}
