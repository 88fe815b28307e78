//! Requests and answers as tests write and read them.

use std::io::Read as _;

use brotli_decompressor::Decompressor;
use flate2::read::GzDecoder;
use serde_json::Value;

/// The host of requests that name none.
const HOST: &str = "app.test";

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// An answer. Names of headers are in lower case, values are decoded as ISO 8859-1.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A `GET` request.
pub(crate) fn get(target: &str) -> Request {
    Request::new("GET", target)
}

/// A `POST` request.
pub(crate) fn post(target: &str, body: impl Into<Vec<u8>>) -> Request {
    Request::new("POST", target).body(body)
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: None,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The host it is for, without a port.
    pub(crate) fn host(self, host: &str) -> Self {
        self.header("host", host)
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The message as HTTP/1.1. A host and the length of the body are added where they are not given.
    pub(crate) fn to_http1(&self) -> Vec<u8> {
        let has = |name: &str| self.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !has("host") {
            head.push_str(&format!("host: {HOST}\r\n"));
        }
        if let Some(body) = self
            .body
            .as_ref()
            .filter(|_| !has("content-length") && !has("transfer-encoding"))
        {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let latin1 = |character| u8::try_from(u32::from(character)).expect("a head has no character beyond ISO 8859-1");
        let mut message: Vec<u8> = head.chars().map(latin1).collect();
        message.extend(self.body.iter().flatten());
        message
    }
}

impl Answer {
    /// The value of a header; several fields of one name are joined as lists are.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .headers
            .iter()
            .filter(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The text before it was put into the coding that the answer names.
    #[track_caller]
    pub(crate) fn unfolded(&self) -> String {
        const BUFFER_BYTES: usize = 4096;
        let mut text = String::new();
        let body = self.body.as_slice();
        match self.header("content-encoding").as_deref() {
            Some("br") => Decompressor::new(body, BUFFER_BYTES).read_to_string(&mut text),
            Some("gzip") => GzDecoder::new(body).read_to_string(&mut text),
            Some("zstd") => zstd::Decoder::new(body).and_then(|mut reader| reader.read_to_string(&mut text)),
            _ => return self.text(),
        }
        .expect("a body in the coding that it says");
        text
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("{} is not JSON: {error}\n{}", self.status, self.text()),
        }
    }

    /// Status and body, for comparing both at once.
    pub(crate) fn seen(&self) -> (u16, String) {
        (self.status, self.text())
    }
}
