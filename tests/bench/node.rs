//! Which Node.js is here, and Express for it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::bounded_process;
use crate::places;

/// Printing a version takes milliseconds.
const VERSION_TIMEOUT: Duration = Duration::from_secs(20);
/// Some sixty small packages.
const INSTALL_TIMEOUT: Duration = Duration::from_secs(180);

/// What of Node.js can be compared.
#[derive(Debug, Default)]
pub(crate) struct Nodes {
    /// Every Node.js that runs.
    pub(crate) found: Vec<Node>,
    /// The installed Express.
    pub(crate) express_version: Option<String>,
    /// What is missing, and what is left out therefore.
    pub(crate) skipped: Vec<String>,
}

/// One Node.js.
#[derive(Debug)]
pub(crate) struct Node {
    /// Its path, or a name on the search path.
    pub(crate) program: PathBuf,
    /// Its version, without the `v`.
    pub(crate) version: String,
}

impl Nodes {
    /// Asks each program for its version and installs what the lock file says.
    pub(crate) fn prepare(programs: &[PathBuf]) -> Self {
        let mut nodes = Self::default();
        for program in programs {
            match version(program) {
                Ok(version) => nodes.found.push(Node {
                    program: program.clone(),
                    version,
                }),
                Err(error) => nodes
                    .skipped
                    .push(format!("node:http and Express under {}: {error:#}", program.display())),
            }
        }
        if nodes.found.is_empty() {
            return nodes;
        }
        match install() {
            Ok(version) => nodes.express_version = Some(version),
            Err(error) => nodes.skipped.push(format!("Express: {error:#}")),
        }
        nodes
    }
}

fn version(program: &Path) -> Result<String> {
    let mut command = Command::new(program);
    command.arg("--version");
    let printed = bounded_process::output(command, VERSION_TIMEOUT)?;
    Ok(printed.trim().trim_start_matches('v').to_owned())
}

/// Installs the packages and returns the version of Express.
fn install() -> Result<String> {
    let mut command = Command::new("npm");
    command
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"])
        .current_dir(places::bench_directory());
    bounded_process::output(command, INSTALL_TIMEOUT)?;
    let path = places::bench_directory().join("node_modules/express/package.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let package: serde_json::Value = serde_json::from_str(&text)?;
    Ok(package["version"]
        .as_str()
        .context("Express has no version")?
        .to_owned())
}
