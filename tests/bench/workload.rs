//! What is asked of every server, and the one answer that is right.

use anyhow::{Context, Result};

/// One request, repeated, and its answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workload {
    /// What it is called on the command line and in the results.
    pub(crate) name: &'static str,
    /// What it is, for a reader of the table.
    pub(crate) title: &'static str,
    /// Path and query of the request.
    pub(crate) target: &'static str,
    /// Header fields of the request: name, value.
    pub(crate) fields: &'static [(&'static str, &'static str)],
    /// The body that every server must answer with, to the byte.
    pub(crate) body: &'static str,
    /// The app that rnode-wasm and Express run, in `node/`.
    pub(crate) app_file: &'static str,
    /// The same for `node:http`; empty when it has nothing to do with it.
    pub(crate) plain_file: &'static str,
}

/// The workloads, in the order in which they are measured.
pub(crate) const WORKLOADS: [Workload; 2] = [
    Workload {
        name: "hello",
        title: "hello: one route, one text",
        target: "/",
        fields: &[HOST, USER_AGENT, ("accept", "*/*")],
        body: "Hello World!",
        app_file: "hello.mjs",
        plain_file: "http-hello.mjs",
    },
    Workload {
        name: "json",
        title: "json: three middlewares, a route with parameters, a small object",
        target: "/teams/core/members/42",
        fields: &[
            HOST,
            USER_AGENT,
            ("accept", "application/json"),
            ("authorization", "Bearer bench"),
        ],
        body: r#"{"id":42,"name":"Member 42","team":"core","roles":["reader","editor"],"active":true,"viewer":"bench"}"#,
        app_file: "json.mjs",
        plain_file: "http-json.mjs",
    },
];

/// The last of 10, 100 and 500 routes: what finding a handler costs.
pub(crate) const DISPATCH: [Workload; 3] = [
    routes("routes-10", "the last of 10 routes", "/resources-9/7", "routes-10.mjs"),
    routes(
        "routes-100",
        "the last of 100 routes",
        "/resources-99/7",
        "routes-100.mjs",
    ),
    routes(
        "routes-500",
        "the last of 500 routes",
        "/resources-499/7",
        "routes-500.mjs",
    ),
];

const fn routes(name: &'static str, title: &'static str, target: &'static str, app_file: &'static str) -> Workload {
    Workload {
        name,
        title,
        target,
        fields: &[HOST, USER_AGENT, ("accept", "*/*")],
        body: r#"{"id":"7"}"#,
        app_file,
        plain_file: "",
    }
}

const HOST: (&str, &str) = ("host", "bench.localhost");
const USER_AGENT: (&str, &str) = ("user-agent", "rnode-wasm-bench");

impl Workload {
    /// The workload of that name.
    pub(crate) fn named(name: &str) -> Result<Self> {
        WORKLOADS
            .into_iter()
            .chain(DISPATCH)
            .find(|workload| workload.name == name)
            .with_context(|| format!("there is no workload `{name}`"))
    }

    /// The request as it goes over the wire.
    pub(crate) fn request_bytes(&self) -> Vec<u8> {
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!("GET {} HTTP/1.1\r\n{}\r\n", self.target, fields.concat()).into_bytes()
    }

    /// The header fields as a sandbox gets them.
    pub(crate) fn packed_fields(&self) -> String {
        let fields: Vec<String> = self
            .fields
            .iter()
            .map(|(name, value)| format!("{name}\n{value}"))
            .collect();
        fields.join("\n")
    }
}
