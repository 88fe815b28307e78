//! `rnode-wasm deploy` to a running server, again and again with a change.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::arguments::Plan;
use crate::bounded_process;
use crate::client;
use crate::places;
use crate::report;
use crate::server_process::ServerProcess;
use crate::statistics::{Measure, Notes};

/// An unoptimised program on a busy machine still stays below.
const DEPLOY_TIMEOUT: Duration = Duration::from_secs(60);
/// From the command to the first answer.
const LIVE_MILLISECONDS: f64 = 1000.0;
/// Compiling the component.
const COMPILE_MILLISECONDS: f64 = 100.0;
/// The deployed app's name.
const APP: &str = "hello";

/// What the command prints of one deploy.
#[derive(Debug, Deserialize)]
struct Deployed {
    version: u64,
    bundle_ms: f64,
    upload_ms: f64,
    evaluate_ms: f64,
    compile_ms: f64,
    total_ms: f64,
    cached: bool,
}

/// Deploys the hello example to a server of its own.
pub(crate) fn measure(plan: &Plan) -> Result<Vec<Measure>> {
    report::progress("deploy: starting a server");
    let directory = tempfile::tempdir().context("cannot make a temporary directory")?;
    let data = directory.path().join("data");
    let entry = directory.path().join("app.js");
    let source = std::fs::read_to_string(places::hello_example()?)?;
    let mut command = places::rnode_wasm();
    // A cache of its own, which goes with the directory: all its versions are of use to nobody later.
    command.args([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--admin",
        "127.0.0.1:0",
        "--log",
        "off",
        "--json",
    ]);
    command
        .arg("--data")
        .arg(&data)
        .arg("--cache")
        .arg(directory.path().join("cache"));
    let server = ServerProcess::start(command)?;

    let mut notes = Notes::default();
    for repetition in 0..=plan.repetitions {
        // A comment would not do: the bundler leaves it out.
        std::fs::write(&entry, format!("{source}\nglobalThis.benchRevision = {repetition};\n"))?;
        let command = deploy_command(&server, &entry, APP, &data)?;
        let started = Instant::now();
        let deployed = deploy(command)?;
        let command_took = started.elapsed();
        client::get(server.address(), &format!("{APP}.localhost"))?;
        let live_after = started.elapsed();
        ensure!(!deployed.cached, "a changed app came out of the cache");
        ensure!(
            deployed.version == u64::try_from(repetition)? + 1,
            "deploy {} made version {}",
            repetition + 1,
            deployed.version
        );
        if repetition == 0 {
            notes.milliseconds_under(
                "first deploy, empty cache: command to first answer",
                LIVE_MILLISECONDS,
                milliseconds(live_after),
            );
        } else {
            note(&mut notes, &deployed, command_took, live_after);
        }
    }
    Ok(notes.measures())
}

/// The command that deploys an app to a server with this data directory.
pub(crate) fn deploy_command(server: &ServerProcess, entry: &Path, name: &str, data: &Path) -> Result<Command> {
    let mut command = places::rnode_wasm();
    let admin = format!("http://{}", server.admin_address()?);
    command
        .arg("deploy")
        .arg(entry)
        .args(["--name", name, "--json", "--server", &admin]);
    command.arg("--data").arg(data);
    Ok(command)
}

fn deploy(command: Command) -> Result<Deployed> {
    let printed = bounded_process::output(command, DEPLOY_TIMEOUT)?;
    serde_json::from_str(&printed).with_context(|| format!("`deploy --json` prints {printed}"))
}

fn note(notes: &mut Notes, deployed: &Deployed, command_took: Duration, live_after: Duration) {
    notes.milliseconds_under(
        "deploy: command to first answer",
        LIVE_MILLISECONDS,
        milliseconds(live_after),
    );
    notes.milliseconds("deploy: the whole command", milliseconds(command_took));
    notes.milliseconds("deploy says: in all", deployed.total_ms);
    notes.milliseconds("deploy says: bundle", deployed.bundle_ms);
    notes.milliseconds("deploy says: upload", deployed.upload_ms);
    notes.milliseconds("deploy says: evaluate", deployed.evaluate_ms);
    notes.milliseconds_under("deploy says: compile", COMPILE_MILLISECONDS, deployed.compile_ms);
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
