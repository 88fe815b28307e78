//! The servers side by side: workload by workload, round by round, each with the machine to itself.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::arguments::Plan;
use crate::bounded_process;
use crate::candidate::{Candidate, Kind};
use crate::load::{self, LoadResult};
use crate::pinning::{Pinning, Seat};
use crate::report;
use crate::server_process::ServerProcess;
use crate::statistics::Summary;
use crate::workload::Workload;

/// Starting and ending the load generator, beside its own work.
const PROCESS_TIMEOUT: Duration = Duration::from_secs(10);

/// All servers under one workload.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    /// The workload's name.
    pub(crate) workload: &'static str,
    /// What it is.
    pub(crate) title: &'static str,
    /// The servers. The program under test is the first.
    pub(crate) rows: Vec<Row>,
}

/// One server under one workload.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    /// The server, with its version.
    pub(crate) candidate: String,
    /// What it is.
    pub(crate) kind: Kind,
    /// Right answers per second.
    pub(crate) requests_per_second: Summary,
    /// Requests per second of rnode-wasm for each one of this server, median by median.
    pub(crate) rnode_wasm_ratio: f64,
    /// Half of the answers took no longer.
    pub(crate) latency_p50_us: Summary,
    /// 99 of 100 answers took no longer.
    pub(crate) latency_p99_us: Summary,
    /// No answer took longer.
    pub(crate) latency_max_us: Summary,
    /// Processor time of the server for one request, user and system.
    pub(crate) server_cpu_us: Option<Summary>,
    /// Resident memory of the server.
    pub(crate) server_resident_mib: Option<Summary>,
    /// How much of its core the load generator took.
    pub(crate) load_busy: Option<Summary>,
}

/// Measures each workload and hands over each one's results when they are complete.
///
/// A server is started anew for every round, and no other one runs meanwhile. Who is first changes from round to round, so that a
/// slow drift of the machine meets all of them.
pub(crate) fn measure(
    workloads: &[Workload],
    candidates: &[Candidate],
    plan: &Plan,
    pinning: &Pinning,
    mut done: impl FnMut(Comparison) -> Result<()>,
) -> Result<()> {
    for workload in workloads {
        let mut results: Vec<Vec<LoadResult>> = vec![Vec::new(); candidates.len()];
        for round in 0..plan.rounds {
            let first = usize::try_from(round)? % candidates.len();
            for turn in 0..candidates.len() {
                let index = (first + turn) % candidates.len();
                let candidate = &candidates[index];
                let result = measure_once(candidate, workload, plan, pinning)
                    .with_context(|| format!("{} fails under `{}`", candidate.name, workload.name))?;
                report::progress(&format!(
                    "{} {}/{}  {}: {:.0} requests/s",
                    workload.name,
                    round + 1,
                    plan.rounds,
                    candidate.name,
                    result.requests_per_second
                ));
                results[index].push(result);
            }
        }
        done(comparison(workload, candidates, &results)?)?;
    }
    Ok(())
}

fn measure_once(candidate: &Candidate, workload: &Workload, plan: &Plan, pinning: &Pinning) -> Result<LoadResult> {
    let server = ServerProcess::start(candidate.command(workload, pinning)?)?;
    let printed = bounded_process::output(
        load_command(&server, workload, plan, pinning)?,
        load::duration_max(plan.warm_up, plan.measure) + PROCESS_TIMEOUT,
    )?;
    serde_json::from_str(&printed).context("the load generator prints no result")
}

fn load_command(server: &ServerProcess, workload: &Workload, plan: &Plan, pinning: &Pinning) -> Result<Command> {
    let mut command = pinning.command(Seat::Load, std::env::current_exe()?);
    command
        .args([
            "role-load",
            "--workload",
            workload.name,
            "--address",
            &server.address().to_string(),
        ])
        .args([
            "--server-process",
            &server.id().to_string(),
            "--connections",
            &plan.connections.to_string(),
        ])
        .args([
            "--warm-up-ms",
            &plan.warm_up.as_millis().to_string(),
            "--measure-ms",
            &plan.measure.as_millis().to_string(),
        ]);
    Ok(command)
}

fn comparison(workload: &Workload, candidates: &[Candidate], results: &[Vec<LoadResult>]) -> Result<Comparison> {
    let mut rows = Vec::with_capacity(candidates.len());
    for (candidate, results) in candidates.iter().zip(results) {
        rows.push(row(candidate, results).context("there is nothing to sum up")?);
    }
    let ours = rows
        .first()
        .context("there is nothing to compare")?
        .requests_per_second
        .median;
    for row in &mut rows {
        row.rnode_wasm_ratio = ours / row.requests_per_second.median;
    }
    Ok(Comparison {
        workload: workload.name,
        title: workload.title,
        rows,
    })
}

fn row(candidate: &Candidate, results: &[LoadResult]) -> Option<Row> {
    const MIB: f64 = 1024.0 * 1024.0;
    #[expect(clippy::cast_precision_loss, reason = "bytes of memory, far below 2^52")]
    let mebibytes = |result: &LoadResult| Some(result.server_resident_bytes? as f64 / MIB);
    let all = |value: fn(&LoadResult) -> f64| Summary::of(results.iter().map(value));
    Some(Row {
        candidate: candidate.name.clone(),
        kind: candidate.kind,
        requests_per_second: all(|result| result.requests_per_second)?,
        rnode_wasm_ratio: 1.0,
        latency_p50_us: all(|result| result.latency_p50_us)?,
        latency_p99_us: all(|result| result.latency_p99_us)?,
        latency_max_us: all(|result| result.latency_max_us)?,
        server_cpu_us: Summary::of(results.iter().filter_map(|result| result.server_cpu_us)),
        server_resident_mib: Summary::of(results.iter().filter_map(mebibytes)),
        load_busy: Summary::of(results.iter().filter_map(|result| result.load_busy)),
    })
}
