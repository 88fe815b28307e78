//! A call as an app asks for it.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName};
use http::{Method, StatusCode};
use url::Url;

use crate::coding::CODINGS;
use crate::error::FetchError;
use crate::fields;

/// How many calls of apps led to this one; each hop adds one.
pub const DEPTH_FIELD: HeaderName = HeaderName::from_static("rnode-wasm-depth");

/// Fields that the client decides.
const OWN_FIELDS: [HeaderName; 4] = [header::CONTENT_LENGTH, header::EXPECT, header::HOST, DEPTH_FIELD];

/// Methods that open a tunnel, or give back what a program must not see (Fetch, 2.2.1 "forbidden method").
const FORBIDDEN_METHODS: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// What happens when an answer points elsewhere (Fetch, 2.2.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// The other place is called.
    Follow,
    /// The answer that points is the answer.
    Manual,
    /// That is a failure.
    Error,
}

/// A call as an app asks for it.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The method.
    pub method: Method,
    /// Where to.
    pub url: String,
    /// Header fields.
    pub headers: HeaderMap,
    /// The body, whole.
    pub body: Option<Bytes>,
    /// What happens when the answer points elsewhere.
    pub redirect: Redirect,
    /// How many calls of apps led to the request that makes this one.
    pub depth: u32,
}

impl Outgoing {
    /// Takes out what is not the app's to say, and says what it leaves open.
    ///
    /// # Errors
    /// [`FetchError::Request`] for a method that is not sent.
    pub(crate) fn sanitize(&mut self) -> Result<(), FetchError> {
        if FORBIDDEN_METHODS.contains(&self.method.as_str()) {
            return Err(FetchError::Request {
                reason: format!("the method {} is not for apps", self.method),
            });
        }
        fields::remove_connection_fields(&mut self.headers);
        for field in &OWN_FIELDS {
            self.headers.remove(field);
        }
        // A part of something coded could not be decoded.
        let is_open = !self.headers.contains_key(header::ACCEPT_ENCODING) && !self.headers.contains_key(header::RANGE);
        if is_open {
            self.headers.insert(header::ACCEPT_ENCODING, CODINGS);
        }
        Ok(())
    }

    /// Whether a length is said although there is no body: some servers wait for one otherwise (Fetch, 4.6).
    pub(crate) fn needs_length(&self) -> bool {
        self.body.is_none() && (self.method == Method::POST || self.method == Method::PUT)
    }

    /// What is asked of the place that an answer points to (Fetch, 4.4).
    pub(crate) fn redirect_to(&mut self, status: StatusCode, from: &Url, to: &Url) {
        let becomes_get = match status {
            StatusCode::SEE_OTHER => self.method != Method::GET && self.method != Method::HEAD,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
            _ => false,
        };
        if becomes_get {
            self.method = Method::GET;
            self.body = None;
            for field in [
                header::CONTENT_ENCODING,
                header::CONTENT_LANGUAGE,
                header::CONTENT_LOCATION,
                header::CONTENT_TYPE,
            ] {
                self.headers.remove(field);
            }
        }
        if from.origin() != to.origin() {
            for field in [header::AUTHORIZATION, header::COOKIE] {
                self.headers.remove(field);
            }
        }
    }
}
