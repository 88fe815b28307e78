//! From the start of `rnode-wasm serve app.js` to its first answer.

use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use crate::arguments::Plan;
use crate::client;
use crate::places;
use crate::report;
use crate::server_process::ServerProcess;
use crate::statistics::{Measure, Notes};

/// From the start of the process to the first answer, with everything compiled before.
const FIRST_ANSWER_MILLISECONDS: f64 = 500.0;

/// Starts the hello example, once to fill the cache and then to measure.
pub(crate) fn measure(plan: &Plan) -> Result<Vec<Measure>> {
    report::progress("start: filling the cache");
    first_answer()?;
    let mut notes = Notes::default();
    for _ in 0..plan.repetitions {
        let (ready, answered) = first_answer()?;
        notes.milliseconds("start: process to ready, warm cache", ready);
        notes.milliseconds_under(
            "start: process to first answer, warm cache",
            FIRST_ANSWER_MILLISECONDS,
            answered,
        );
    }
    Ok(notes.measures())
}

/// Milliseconds until the server is ready, and until it has answered.
fn first_answer() -> Result<(f64, f64)> {
    let command = command()?;
    let started = Instant::now();
    let server = ServerProcess::start(command)?;
    let ready = started.elapsed();
    client::get(server.address(), "hello.localhost")?;
    let answered = started.elapsed();
    Ok((ready.as_secs_f64() * 1000.0, answered.as_secs_f64() * 1000.0))
}

fn command() -> Result<Command> {
    let mut command = places::rnode_wasm();
    command
        .arg("serve")
        .arg(places::hello_example()?)
        .args(["--listen", "127.0.0.1:0", "--log", "off", "--json"]);
    command.arg("--cache").arg(places::cache_directory()?);
    Ok(command)
}
