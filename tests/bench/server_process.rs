//! A server as a child process: started, waited for until it is ready, and stopped in any case.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

/// How long a server may take until it is ready: an unoptimised program may have to compile its runtime first.
const READY_TIMEOUT: Duration = Duration::from_secs(120);
/// Lines a server may print before the one with its address.
const LINES_BEFORE_READY_MAX: usize = 100;

/// A running server. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct ServerProcess {
    child: Child,
    ready: Ready,
}

/// The line that every server prints when it answers, as `rnode-wasm serve --json` does.
#[derive(Debug, Deserialize)]
struct Ready {
    listen: SocketAddr,
    admin: Option<SocketAddr>,
}

impl ServerProcess {
    /// Starts a server and waits until it is ready. What it writes to standard error is seen by the one who measures.
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        let stdout = child.stdout.take();
        match stdout.context("no standard output").and_then(ready) {
            Ok(ready) => Ok(Self { child, ready }),
            Err(error) => {
                end(&mut child);
                Err(error.context(format!("no answer from {command:?}")))
            }
        }
    }

    /// Where it answers.
    pub(crate) fn address(&self) -> SocketAddr {
        self.ready.listen
    }

    /// Where its admin API answers.
    pub(crate) fn admin_address(&self) -> Result<SocketAddr> {
        self.ready.admin.context("the server has no admin API")
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself, which is as well.
    let _ = child.kill();
    let _ = child.wait();
}

fn ready(stdout: ChildStdout) -> Result<Ready> {
    let (sender, receiver) = mpsc::sync_channel(1);
    // The thread ends with the server. It reads on after the line that counts, so that the server never waits for a reader.
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stdout).lines().map_while(std::result::Result::ok);
        let ready = lines
            .by_ref()
            .take(LINES_BEFORE_READY_MAX)
            .find_map(|line| serde_json::from_str::<Ready>(&line).ok());
        // Nobody waits any more when it took too long.
        let _ = sender.send(ready);
        lines.for_each(drop);
    });
    let line = receiver
        .recv_timeout(READY_TIMEOUT)
        .with_context(|| format!("not ready within {READY_TIMEOUT:?}"))?;
    line.context("it ended before it was ready")
}
