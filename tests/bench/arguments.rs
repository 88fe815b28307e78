//! The command line of the benchmark, and what it means in rounds and seconds.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Serialize;

/// Longest stretch of one measurement, in seconds: the load generator keeps four bytes for every answer in it.
const SECONDS_MAX: f64 = 60.0;

/// Compare rnode-wasm with Node.js, Express and a bare hyper server; measure its engine, deploying and starting.
#[derive(Debug, Parser)]
#[command(
    name = "compare",
    override_usage = "cargo bench --bench compare -- [OPTIONS] [PART]..."
)]
pub(crate) struct Arguments {
    /// What to measure [default: everything]
    #[arg(value_enum, value_name = "PART")]
    parts: Vec<Part>,
    /// How often every server is measured; they take turns
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: Option<u32>,
    /// How long one measurement of a server takes, after the warm-up
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    seconds: Option<f64>,
    /// See that everything works; the numbers mean little
    #[arg(long)]
    quick: bool,
    /// A Node.js to compare with; can be given several times
    #[arg(long, value_name = "PATH", default_value = "node")]
    pub(crate) node: Vec<PathBuf>,
    /// What `cargo bench` says to every benchmark
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
    /// What this process is, when it is not the one that was asked for
    #[command(subcommand)]
    pub(crate) role: Option<Role>,
}

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Requests per second and latencies, next to other servers
    Http,
    /// The last of 10, 100 and 500 routes, next to Express
    Dispatch,
    /// 10,000 requests that wait for a slow server at once
    Waiting,
    /// Requests without HTTP, and the steps before the first one
    Engine,
    /// `rnode-wasm deploy` to a running server
    Deploy,
    /// From the start of a process to its first answer
    Start,
}

/// A process that the benchmark starts from its own program.
#[derive(Debug, Subcommand)]
pub(crate) enum Role {
    /// A server that does nothing but HTTP
    #[command(name = "role-bare-hyper", hide = true)]
    BareHyper {
        /// Name of the workload it answers
        workload: String,
    },
    /// A server that takes a second for every answer
    #[command(name = "role-slow-server", hide = true)]
    SlowServer,
    /// The load generator
    #[command(name = "role-load", hide = true)]
    Load(LoadOrder),
}

/// What a load generator has to do.
#[derive(Clone, Debug, Args)]
pub(crate) struct LoadOrder {
    /// Name of the workload
    #[arg(long)]
    pub(crate) workload: String,
    /// Where the server answers
    #[arg(long)]
    pub(crate) address: SocketAddr,
    /// The server's process, whose processor time is counted
    #[arg(long)]
    pub(crate) server_process: u32,
    /// Connections that are open at the same time, each with one request on its way
    #[arg(long)]
    pub(crate) connections: usize,
    /// Milliseconds before anything counts
    #[arg(long)]
    pub(crate) warm_up_ms: u64,
    /// Milliseconds that count
    #[arg(long)]
    pub(crate) measure_ms: u64,
}

/// How much is measured.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Plan {
    /// Measurements of each server.
    pub(crate) rounds: u32,
    /// Connections of the load generator.
    pub(crate) connections: usize,
    /// Load before a measurement.
    #[serde(serialize_with = "as_seconds", rename = "warm_up_seconds")]
    pub(crate) warm_up: Duration,
    /// Length of a measurement.
    #[serde(serialize_with = "as_seconds", rename = "measure_seconds")]
    pub(crate) measure: Duration,
    /// Requests of an app without HTTP.
    pub(crate) requests: usize,
    /// Requests that wait at once.
    pub(crate) waiting: usize,
    /// Repetitions of everything that takes milliseconds: steps of the engine, deploys, starts.
    pub(crate) repetitions: usize,
}

impl Plan {
    const FULL: Self = Self {
        rounds: 5,
        connections: 32,
        warm_up: Duration::from_secs(1),
        measure: Duration::from_secs(3),
        requests: 20_000,
        waiting: 10_000,
        repetitions: 10,
    };
    const QUICK: Self = Self {
        rounds: 1,
        warm_up: Duration::from_millis(200),
        measure: Duration::from_millis(500),
        requests: 300,
        waiting: 200,
        repetitions: 3,
        ..Self::FULL
    };
}

impl Arguments {
    /// The parts to measure, in the order in which they were named.
    pub(crate) fn parts(&self) -> Vec<Part> {
        if self.parts.is_empty() {
            Part::value_variants().to_vec()
        } else {
            self.parts.clone()
        }
    }

    /// How much to measure.
    pub(crate) fn plan(&self) -> Plan {
        let plan = if self.quick { Plan::QUICK } else { Plan::FULL };
        Plan {
            rounds: self.rounds.unwrap_or(plan.rounds),
            measure: self.seconds.map_or(plan.measure, Duration::from_secs_f64),
            ..plan
        }
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("`{text}` is no number"))?;
    if (0.1..=SECONDS_MAX).contains(&seconds) {
        Ok(seconds)
    } else {
        Err(format!("it must be from 0.1 to {SECONDS_MAX}"))
    }
}

fn as_seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}
