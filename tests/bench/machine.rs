//! What the numbers were measured on.

use std::fs;

use serde::Serialize;

/// The machine, as far as it says; numbers of different machines cannot be compared, ratios can a little.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    /// Operating system and architecture.
    pub(crate) system: String,
    /// Model of the processor.
    pub(crate) processor: Option<String>,
    /// Cores this process may use.
    pub(crate) cores: usize,
    /// Processes that wanted to run in the last minute, on average, before anything was measured.
    pub(crate) load_average: Option<f64>,
}

impl Machine {
    /// This machine, now.
    pub(crate) fn detect() -> Self {
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = processors
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let load = fs::read_to_string("/proc/loadavg").ok();
        Self {
            system: format!("{} {} {}", std::env::consts::OS, std::env::consts::ARCH, kernel.trim())
                .trim()
                .to_owned(),
            processor: model.map(|(_, model)| model.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            load_average: load.and_then(|text| text.split_whitespace().next()?.parse().ok()),
        }
    }
}
