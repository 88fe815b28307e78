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
    /// The same for `node:http`.
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

const HOST: (&str, &str) = ("host", "bench.localhost");
const USER_AGENT: (&str, &str) = ("user-agent", "rnode-wasm-bench");

impl Workload {
    /// The workload of that name.
    pub(crate) fn named(name: &str) -> Result<Self> {
        WORKLOADS
            .into_iter()
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
