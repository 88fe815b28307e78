//! What one request may spend, as data: the defaults, the ceilings a server starts with, and why each is what it is.

mod request;

use std::time::Duration;

pub use request::{LimitRefused, LimitsRequest};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// What one request of an app may spend at most.
///
/// A value is made from [`Limits::DEFAULT`], or by [`Limits::granted`] from what the app asks for and what the
/// operator allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Processor time of the sandbox. Waiting for outbound calls and timers is not counted.
    pub cpu: Duration,
    /// From the first byte handed to the sandbox to the last byte of its answer.
    pub wall: Duration,
    /// All linear memories and tables of the sandbox together, in bytes.
    pub memory_bytes: usize,
    /// Request body after decoding, in bytes.
    pub request_body_bytes: usize,
    /// Buffered response body before compression, in bytes. Streamed bodies are bounded by memory and wall instead.
    pub response_body_bytes: usize,
    /// Header fields of one message, names, values and separators, in bytes; both directions.
    pub headers_bytes: usize,
    /// Path and query of a request, in bytes.
    pub target_bytes: usize,
    /// Outbound calls of one request.
    pub outbound_calls: u32,
    /// Outbound calls of one request that are open at the same time.
    pub outbound_calls_open: u32,
    /// How often a request may come back to this host through outbound calls of apps.
    pub loop_depth: u32,
    /// Log lines of one request; later ones are counted and dropped.
    pub log_lines: u32,
    /// Characters of one log line; the rest is cut off.
    pub log_line_chars: usize,
}

/// Enough for thousands of templates or a bcrypt of low cost, and what comparable platforms give (Fastly, Netlify: 50 ms).
const CPU: Duration = Duration::from_millis(50);

/// Beyond this a client has gone and proxies have given up.
const WALL: Duration = Duration::from_secs(30);

/// The heap of a large app with room for the largest bodies as bytes and as text; the common size among platforms.
const MEMORY_BYTES: usize = 128 * MIB;

/// A photograph or a long form; larger uploads belong in an object store. The guest holds the body several times over.
const REQUEST_BODY_BYTES: usize = 10 * MIB;

/// As for requests; larger answers are streamed.
const RESPONSE_BODY_BYTES: usize = 10 * MIB;

/// Room for large cookies and tokens. It is a hundred times what browsers send unasked.
const HEADERS_BYTES: usize = 128 * KIB;

/// Twice what browsers, caches and proxies agree to pass on.
const TARGET_BYTES: usize = 16 * KIB;

/// A page made from a few dozen services. More calls from one request are an amplifier.
const OUTBOUND_CALLS: u32 = 32;

/// What a browser opens to one origin; bounds sockets and buffers to a small multiple of the requests in flight.
const OUTBOUND_CALLS_OPEN: u32 = 6;

/// A chain of apps this long is a loop.
const LOOP_DEPTH: u32 = 16;

/// A handler that says more is tracing, not logging.
const LOG_LINES: u32 = 100;

/// A stack and an object or two.
const LOG_LINE_CHARS: usize = 10_000;

/// Evaluating the top level imports every dependency and fills every table once per version, not per request.
const SNAPSHOT_CPU: Duration = Duration::from_secs(2);

/// Nothing at the top level may wait for the network, so the wall only covers a busy machine.
const SNAPSHOT_WALL: Duration = Duration::from_secs(5);

/// Largest bundle as written, in bytes: source, source map with the author's sources, and the rest.
///
/// A real app with its dependencies takes 1 to 3 MiB. Everything larger would also be slow to evaluate.
pub const BUNDLE_BYTES_MAX: usize = 10 * 1024 * 1024;

/// Instructions that stand for one millisecond of [`Limits::cpu`] where fuel is the meter.
///
/// Generous against optimised machine code of an interpreter on current hardware, so that a server that switches to
/// fuel for its repeatable verdicts refuses no request that it would have served by the clock.
pub const FUEL_PER_CPU_MILLISECOND: u64 = 15_000_000;

impl Limits {
    /// What an app gets that asks for nothing.
    pub const DEFAULT: Self = Self {
        cpu: CPU,
        wall: WALL,
        memory_bytes: MEMORY_BYTES,
        request_body_bytes: REQUEST_BODY_BYTES,
        response_body_bytes: RESPONSE_BODY_BYTES,
        headers_bytes: HEADERS_BYTES,
        target_bytes: TARGET_BYTES,
        outbound_calls: OUTBOUND_CALLS,
        outbound_calls_open: OUTBOUND_CALLS_OPEN,
        loop_depth: LOOP_DEPTH,
        log_lines: LOG_LINES,
        log_line_chars: LOG_LINE_CHARS,
    };

    /// How far an app may ask on a server whose operator says nothing: enough for honest heavy work, too little for
    /// one app to starve a machine.
    pub const CEILING: Self = Self {
        cpu: Duration::from_secs(1),
        wall: Duration::from_secs(120),
        memory_bytes: 256 * MIB,
        request_body_bytes: 32 * MIB,
        response_body_bytes: 32 * MIB,
        outbound_calls: 128,
        log_lines: 1_000,
        ..Self::DEFAULT
    };

    /// The limits for evaluating the top level of the same app: its memory, but time of its own.
    #[must_use]
    pub fn for_snapshot(&self) -> Self {
        Self {
            cpu: SNAPSHOT_CPU,
            wall: SNAPSHOT_WALL,
            ..*self
        }
    }

    /// The CPU limit in instructions, for a server that meters by fuel.
    #[must_use]
    pub fn fuel(&self) -> u64 {
        let milliseconds = u64::try_from(self.cpu.as_millis()).unwrap_or(u64::MAX);
        milliseconds.saturating_mul(FUEL_PER_CPU_MILLISECOND)
    }
}

// Relations the other parts rely on, for the defaults and for the ceilings.
const _: () = {
    assert_consistent(&Limits::DEFAULT);
    assert_consistent(&Limits::CEILING);
    // A request that spends its whole CPU budget must be stopped by that, not by the wall.
    assert!(SNAPSHOT_CPU.as_millis() < SNAPSHOT_WALL.as_millis());
    // A bundle is parsed into a tree several times its size.
    assert!(BUNDLE_BYTES_MAX * 8 <= MEMORY_BYTES);
    assert!(CPU.as_millis() <= Limits::CEILING.cpu.as_millis());
    assert!(WALL.as_millis() <= Limits::CEILING.wall.as_millis());
    assert!(MEMORY_BYTES <= Limits::CEILING.memory_bytes);
};

const fn assert_consistent(limits: &Limits) {
    assert!(limits.cpu.as_millis() < limits.wall.as_millis());
    // A body is held as bytes, as text of two bytes a character, and as the value parsed from it.
    assert!(limits.request_body_bytes * 8 <= limits.memory_bytes);
    assert!(limits.response_body_bytes * 8 <= limits.memory_bytes);
    // The target is part of the head, which must still have room for its fields.
    assert!(limits.target_bytes < limits.headers_bytes);
    assert!(limits.headers_bytes < limits.request_body_bytes);
    assert!(limits.outbound_calls_open <= limits.outbound_calls);
    // A log line is no longer than the head that might be printed in it.
    assert!(limits.log_line_chars < limits.headers_bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves that evaluating gets time of its own and nothing else.
    #[test]
    fn snapshot_keeps_all_but_time() {
        let app = Limits {
            memory_bytes: 64 * MIB,
            ..Limits::DEFAULT
        };
        let snapshot = app.for_snapshot();
        assert_eq!(
            (snapshot.cpu, snapshot.wall),
            (Duration::from_secs(2), Duration::from_secs(5))
        );
        assert_eq!(
            Limits {
                cpu: app.cpu,
                wall: app.wall,
                ..snapshot
            },
            app
        );
    }

    /// Proves that fuel follows the CPU limit and cannot overflow.
    #[test]
    fn fuel_follows_cpu() {
        for (cpu, fuel) in [
            (Duration::ZERO, 0),
            (Duration::from_millis(1), 15_000_000),
            (Duration::from_millis(50), 750_000_000),
            (Duration::MAX, u64::MAX),
        ] {
            assert_eq!(Limits { cpu, ..Limits::DEFAULT }.fuel(), fuel);
        }
    }
}
