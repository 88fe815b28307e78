//! What is said while measuring and in the end: tables for a person, one file for a program.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::arguments::Plan;
use crate::comparison::Comparison;
use crate::machine::Machine;
use crate::pinning::Pinning;
use crate::places;
use crate::statistics::{Measure, Summary};
use crate::table::{Table, number};

/// A load generator that takes more of its core than this has nothing left to ask faster with.
const LOAD_BUSY_MAX: f64 = 0.9;
/// Other work on the machine that takes more than this many cores shows in the numbers.
const LOAD_AVERAGE_MAX: f64 = 0.5;

/// Everything that was found. The form of the file follows from it.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Version of the file's form.
    format: u32,
    /// Whether the compiler optimised; without it, numbers say nothing.
    optimised: bool,
    machine: Machine,
    pinning: String,
    plan: Plan,
    /// What could not be measured here, and why.
    skipped: Vec<String>,
    http: Vec<Comparison>,
    /// The measures of the other parts, by part.
    parts: BTreeMap<&'static str, Vec<Measure>>,
}

/// Says one line on standard output.
pub(crate) fn say(text: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{text}").context("cannot write to standard output")
}

/// Says on standard error what is going on. Nobody needs to hear it.
pub(crate) fn progress(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "  {text}");
}

/// Says on standard error why there are no results.
pub(crate) fn trouble(error: &anyhow::Error) {
    let _ = writeln!(std::io::stderr().lock(), "error: {error:#}");
}

impl Report {
    /// A report of nothing yet.
    pub(crate) fn new(plan: &Plan, pinning: &Pinning) -> Self {
        Self {
            format: 1,
            optimised: !cfg!(debug_assertions),
            machine: Machine::detect(),
            pinning: pinning.description(),
            plan: *plan,
            skipped: Vec::new(),
            http: Vec::new(),
            parts: BTreeMap::new(),
        }
    }

    /// Says what is measured on what.
    pub(crate) fn print_head(&self) -> Result<()> {
        let Machine {
            system,
            processor,
            cores,
            load_average,
        } = &self.machine;
        say(&format!(
            "{system}, {cores} cores, {}",
            processor.as_deref().unwrap_or("unknown processor")
        ))?;
        let Plan {
            rounds,
            connections,
            warm_up,
            measure,
            ..
        } = self.plan;
        say(&format!(
            "{}; {connections} connections, {rounds} rounds of {measure:?} after {warm_up:?}",
            self.pinning
        ))?;
        if !self.optimised {
            say("WARNING: not optimised, the numbers say nothing")?;
        }
        match load_average {
            Some(load) if *load > LOAD_AVERAGE_MAX => {
                say(&format!("WARNING: the machine is busy, load average {load}"))
            }
            _ => Ok(()),
        }
    }

    /// Says loudly what is left out.
    pub(crate) fn skip(&mut self, what: &str) -> Result<()> {
        self.skipped.push(what.to_owned());
        say(&format!("SKIPPED: {what}"))
    }

    /// Prints and keeps one workload's comparison.
    pub(crate) fn compared(&mut self, comparison: Comparison) -> Result<()> {
        let head = [
            "",
            "requests/s",
            "min",
            "max",
            "rnode-wasm is",
            "p50 µs",
            "p99 µs",
            "max µs",
            "cpu µs",
            "MiB",
            "load busy",
        ];
        let mut table = Table::new(&head);
        for row in &comparison.rows {
            let requests = &row.requests_per_second;
            table.push(vec![
                row.candidate.clone(),
                number(requests.median),
                number(requests.min),
                number(requests.max),
                format!("{:.2} times", row.rnode_wasm_ratio),
                number(row.latency_p50_us.median),
                number(row.latency_p99_us.median),
                number(row.latency_max_us.median),
                optional(row.server_cpu_us.as_ref()),
                optional(row.server_resident_mib.as_ref()),
                row.load_busy
                    .map_or_else(|| "-".to_owned(), |busy| format!("{:.0} %", busy.median * 100.0)),
            ]);
        }
        say(&format!("\n{}\n{}", comparison.title, table.text()))?;
        for row in comparison
            .rows
            .iter()
            .filter(|row| row.load_busy.is_some_and(|busy| busy.median > LOAD_BUSY_MAX))
        {
            say(&format!(
                "NOTE: the load generator, not {}, may be what was measured",
                row.candidate
            ))?;
        }
        self.http.push(comparison);
        Ok(())
    }

    /// Prints and keeps the measures of a part.
    pub(crate) fn measured(&mut self, part: &'static str, measures: Vec<Measure>) -> Result<()> {
        let mut table = Table::new(&["", "median", "min", "max", "", "count", "bar"]);
        for Measure {
            name,
            unit,
            summary,
            bar,
        } in &measures
        {
            table.push(vec![
                name.clone(),
                number(summary.median),
                number(summary.min),
                number(summary.max),
                (*unit).to_owned(),
                summary.count.to_string(),
                bar.map(|bar| verdict(bar, summary)).unwrap_or_default(),
            ]);
        }
        say(&format!("\n{part}\n{}", table.text()))?;
        self.parts.insert(part, measures);
        Ok(())
    }

    /// Says again what is missing and writes the file.
    pub(crate) fn write(&self) -> Result<()> {
        let path = places::results_directory()?.join("compare.json");
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        say("")?;
        for what in &self.skipped {
            say(&format!("SKIPPED: {what}"))?;
        }
        say(&format!("written to {}", path.display()))
    }
}

fn optional(summary: Option<&Summary>) -> String {
    summary.map_or_else(|| "-".to_owned(), |summary| number(summary.median))
}

fn verdict(bar: f64, summary: &Summary) -> String {
    let word = if summary.median < bar { "under" } else { "NOT under" };
    format!("{word} {}", number(bar))
}
