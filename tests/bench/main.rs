//! Compares requests in fresh sandboxes with Node.js, Express and a bare hyper server, and measures the engine, deploying and starting.
//!
//! `cargo bench --bench compare` runs everything, `-- --help` lists parts and flags. Every server and every load generator is a
//! process of its own; they talk over 127.0.0.1 only. Results go to the terminal and to `target/bench/compare.json`.

mod arguments;
mod bare_hyper;
mod bounded_process;
mod candidate;
mod client;
mod comparison;
mod deploying;
mod engine;
mod load;
mod machine;
mod node;
mod pinning;
mod places;
mod process_usage;
mod report;
mod server_process;
mod starting;
mod statistics;
mod table;
mod waiting;
mod workload;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::arguments::{Arguments, Part, Role};
use crate::candidate::{Candidate, Kind};
use crate::node::Nodes;
use crate::pinning::Pinning;
use crate::report::Report;
use crate::workload::{DISPATCH, WORKLOADS};

// The allocator of the program under test, so that the bare server is a limit for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::trouble(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    match &arguments.role {
        Some(Role::BareHyper { workload }) => bare_hyper::serve(workload),
        Some(Role::Load(order)) => load::run(order),
        Some(Role::SlowServer) => waiting::serve_slowly(),
        None if !arguments.bench => report::say("nothing measured: run this with `cargo bench --bench compare`"),
        None => measure(arguments),
    }
}

fn measure(arguments: &Arguments) -> Result<()> {
    let plan = arguments.plan();
    let parts = arguments.parts();
    let pinning = Pinning::detect();
    let mut report = Report::new(&plan, &pinning);
    report.print_head()?;
    for part in parts {
        match part {
            Part::Http | Part::Dispatch => {
                let nodes = Nodes::prepare(&arguments.node);
                nodes.skipped.iter().try_for_each(|what| report.skip(what))?;
                let mut candidates = Candidate::all(&nodes)?;
                let mut workloads = WORKLOADS.as_slice();
                if part == Part::Dispatch {
                    // The others have no routes.
                    candidates.retain(|candidate| matches!(candidate.kind, Kind::RnodeWasm | Kind::Express));
                    workloads = &DISPATCH;
                }
                comparison::measure(workloads, &candidates, &plan, &pinning, |comparison| {
                    report.compared(comparison)
                })?;
            }
            Part::Waiting => report.measured("waiting", waiting::measure(&plan)?)?,
            Part::Engine => report.measured("engine", engine::measure(&plan)?)?,
            Part::Deploy => report.measured("deploy", deploying::measure(&plan)?)?,
            Part::Start => report.measured("start", starting::measure(&plan)?)?,
        }
    }
    report.write()
}
