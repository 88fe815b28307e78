//! What a process has used so far, as Linux tells it under `/proc`; nothing elsewhere.

use std::time::Duration;

/// A tick of `/proc/PID/stat`: 100 a second on every Linux that user space sees (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);
/// Fields of `/proc/PID/stat` after the name, which ends with `)`: state is the first of them (proc(5)).
const USER_TIME_FIELD: usize = 11;

/// Processor time, user and system, of all threads of a process.
pub(crate) fn cpu(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold anything, `)` included.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(USER_TIME_FIELD);
    let user: u32 = times.next()?.parse().ok()?;
    let system: u32 = times.next()?.parse().ok()?;
    Some(TICK * user.checked_add(system)?)
}

/// Memory that is resident, in bytes.
pub(crate) fn resident_bytes(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
