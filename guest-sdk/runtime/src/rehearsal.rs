//! Made-up requests, which an app answers before its heap is frozen, in a copy of it that is thrown away.

use javy::quickjs::{Array, Object};

use crate::world::rnode::app::http::Request;

const HEADERS: &str = "host\nlocalhost\nuser-agent\nMozilla/5.0 (X11; Linux x86_64)\naccept\ntext/html,application/json;q=0.9,*/*;q=0.8\naccept-encoding\ngzip\ncookie\na=1\nif-none-match\nW/\"0\"\nauthorization\nBearer rehearsal";
const JSON_HEADERS: &str = "host\nlocalhost\naccept\napplication/json\ncontent-type\napplication/json\ncontent-length\n9\nauthorization\nBearer rehearsal";
const JSON_BODY: &[u8] = b"{\"a\":[1]}";
const CONNECTION: &str = "1.1\nhttp\n127.0.0.1\n50000\n00000000000000000000000000000000";

/// What every app is asked.
const TARGETS: [(&str, &str); 3] = [("GET", "/?a=1"), ("GET", "/no/such/route"), ("POST", "/")];

/// The requests: those every app is asked, and those the SDK made of the app's routes (`runtime.samples`).
pub(crate) fn requests(runtime: &Object<'_>) -> Vec<Request> {
    let mut requests: Vec<Request> = TARGETS.iter().map(|(method, target)| request(method, target)).collect();
    let samples = runtime.get::<_, Array>("samples").ok();
    for sample in samples.iter().flat_map(Array::iter::<String>).flatten() {
        if let Some((method, target)) = sample.split_once(' ') {
            requests.push(request(method, target));
        }
    }
    requests
}

fn request(method: &str, target: &str) -> Request {
    let has_body = matches!(method, "POST" | "PUT" | "PATCH");
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: if has_body { JSON_HEADERS } else { HEADERS }.to_owned(),
        connection: CONNECTION.to_owned(),
        body: has_body.then(|| JSON_BODY.to_vec()),
        now: 0,
        entropy: (0, 0, 0, 0),
    }
}
