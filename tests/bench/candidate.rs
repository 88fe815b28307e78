//! The servers that are compared, and how each is started.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::node::Nodes;
use crate::pinning::{Pinning, Seat};
use crate::places;
use crate::workload::Workload;

/// A server to compare.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// What it is called in the results, version included.
    pub(crate) name: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// What is started.
    program: PathBuf,
}

/// A kind of server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// The program under test.
    RnodeWasm,
    /// HTTP and nothing else: no program on the same library can be faster.
    BareHyper,
    /// `node:http` without a framework.
    NodeHttp,
    /// Express under Node.js, with the app file of the program under test.
    Express,
}

impl Candidate {
    /// Everything that can be compared here. The program under test comes first.
    pub(crate) fn all(nodes: &Nodes) -> Result<Vec<Self>> {
        let this_program = std::env::current_exe().context("this program has no path")?;
        let mut candidates = vec![
            Self {
                name: concat!("rnode-wasm ", env!("CARGO_PKG_VERSION")).to_owned(),
                kind: Kind::RnodeWasm,
                program: places::rnode_wasm_path(),
            },
            Self {
                name: "bare hyper".to_owned(),
                kind: Kind::BareHyper,
                program: this_program,
            },
        ];
        for node in &nodes.found {
            let version = &node.version;
            candidates.push(Self {
                name: format!("node:http, Node {version}"),
                kind: Kind::NodeHttp,
                program: node.program.clone(),
            });
            if let Some(express) = &nodes.express_version {
                let name = format!("Express {express}, Node {version}");
                candidates.push(Self {
                    name,
                    kind: Kind::Express,
                    program: node.program.clone(),
                });
            }
        }
        Ok(candidates)
    }

    /// The command that starts it. When ready it prints the line that [`ServerProcess`](crate::server_process::ServerProcess) waits for.
    pub(crate) fn command(&self, workload: &Workload, pinning: &Pinning) -> Result<Command> {
        let mut command = pinning.command(Seat::Server, &self.program);
        match self.kind {
            Kind::RnodeWasm => {
                command.arg("serve").arg(places::node_file(workload.app_file));
                command
                    .args(["--listen", "127.0.0.1:0", "--log", "off", "--json", "--cache"])
                    .arg(places::cache_directory()?);
            }
            Kind::BareHyper => {
                command.args(["role-bare-hyper", workload.name]);
            }
            Kind::NodeHttp => {
                command
                    .arg(places::node_file("serve.mjs"))
                    .arg(places::node_file(workload.plain_file));
            }
            Kind::Express => {
                command
                    .arg(places::node_file("serve.mjs"))
                    .arg(places::node_file(workload.app_file));
            }
        }
        Ok(places::without_settings(command))
    }
}
