//! A call as an app asks for it.

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName};
use http::{Method, StatusCode};
use url::Url;

/// How many calls of apps led to this one; each hop adds one.
pub const DEPTH_FIELD: HeaderName = HeaderName::from_static("rnode-wasm-depth");

/// Fields that concern one connection only, or that the client decides.
const OWN_FIELDS: [HeaderName; 11] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::CONTENT_LENGTH,
    header::HOST,
    DEPTH_FIELD,
];

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
    /// Takes out what is not the app's to say.
    pub(crate) fn sanitize(&mut self) {
        for field in &OWN_FIELDS {
            self.headers.remove(field);
        }
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
