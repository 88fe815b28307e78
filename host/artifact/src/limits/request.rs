//! What an app asks for in the `[limits]` of its `rnode.toml`, and what it is granted.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{KIB, Limits, MIB};

/// The limits an app asks for; what it leaves out is the default or the server's ceiling, whichever is less.
///
/// Field names are the keys in `rnode.toml`. Head sizes, open calls, loop depth and the length of a log line are the
/// host's alone, because they are in force before an app is known or protect more than the app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsRequest {
    /// Processor time, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_ms: Option<u64>,
    /// Time from request to answer, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall_ms: Option<u64>,
    /// Memory in all, in MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_mib: Option<u64>,
    /// Request body, in KiB. Zero refuses bodies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_body_kib: Option<u64>,
    /// Buffered response body, in KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_body_kib: Option<u64>,
    /// Outbound calls. Zero forbids them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbound_calls: Option<u64>,
    /// Log lines. Zero silences the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_lines: Option<u64>,
}

/// A limit that an app asks for and does not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitRefused {
    /// More than the operator allows.
    #[error("`{limit} = {asked}` is above the ceiling of this server, which is {ceiling}")]
    AboveCeiling {
        /// Key in `rnode.toml`, with its unit.
        limit: &'static str,
        /// What was asked for, in that unit.
        asked: u64,
        /// What is allowed at most, in that unit.
        ceiling: u64,
    },
    /// Nothing, where an app cannot answer with nothing.
    #[error("`{limit} = 0` would refuse every request: it must be at least 1")]
    Zero {
        /// Key in `rnode.toml`.
        limit: &'static str,
    },
}

impl Limits {
    /// The limits of an app that asks for `request` on a server with `ceiling`.
    ///
    /// # Errors
    /// [`LimitRefused`] naming the first limit that is above its ceiling or zero where that cannot work.
    pub fn granted(request: &LimitsRequest, ceiling: &Self) -> Result<Self, LimitRefused> {
        let Self {
            cpu,
            wall,
            memory_bytes,
            request_body_bytes,
            response_body_bytes,
            outbound_calls,
            log_lines,
            ..
        } = *ceiling;
        Ok(Self {
            cpu: Ask::positive("cpu_ms", request.cpu_ms)?.duration(Self::DEFAULT.cpu, cpu)?,
            wall: Ask::positive("wall_ms", request.wall_ms)?.duration(Self::DEFAULT.wall, wall)?,
            memory_bytes: Ask::positive("memory_mib", request.memory_mib)?.bytes(
                MIB,
                Self::DEFAULT.memory_bytes,
                memory_bytes,
            )?,
            request_body_bytes: Ask::any("request_body_kib", request.request_body_kib).bytes(
                KIB,
                Self::DEFAULT.request_body_bytes,
                request_body_bytes,
            )?,
            response_body_bytes: Ask::positive("response_body_kib", request.response_body_kib)?.bytes(
                KIB,
                Self::DEFAULT.response_body_bytes,
                response_body_bytes,
            )?,
            outbound_calls: Ask::any("outbound_calls", request.outbound_calls)
                .count(Self::DEFAULT.outbound_calls, outbound_calls)?,
            log_lines: Ask::any("log_lines", request.log_lines).count(Self::DEFAULT.log_lines, log_lines)?,
            headers_bytes: ceiling.headers_bytes,
            target_bytes: ceiling.target_bytes,
            outbound_calls_open: ceiling.outbound_calls_open,
            loop_depth: ceiling.loop_depth,
            log_line_chars: ceiling.log_line_chars,
        })
    }
}

/// One line of `[limits]`, or its absence.
struct Ask {
    limit: &'static str,
    value: Option<u64>,
}

impl Ask {
    fn any(limit: &'static str, value: Option<u64>) -> Self {
        Self { limit, value }
    }

    fn positive(limit: &'static str, value: Option<u64>) -> Result<Self, LimitRefused> {
        if value == Some(0) {
            return Err(LimitRefused::Zero { limit });
        }
        Ok(Self { limit, value })
    }

    fn duration(&self, default: Duration, ceiling: Duration) -> Result<Duration, LimitRefused> {
        let Some(asked) = self.value else {
            return Ok(default.min(ceiling));
        };
        let ceiling_ms = u64::try_from(ceiling.as_millis()).unwrap_or(u64::MAX);
        self.refuse_above(asked, ceiling_ms)?;
        Ok(Duration::from_millis(asked))
    }

    fn bytes(&self, unit: usize, default: usize, ceiling: usize) -> Result<usize, LimitRefused> {
        let Some(asked) = self.value else {
            return Ok(default.min(ceiling));
        };
        let ceiling_units = ceiling / unit;
        self.refuse_above(asked, u64::try_from(ceiling_units).unwrap_or(u64::MAX))?;
        // Not above the ceiling, hence within `usize`; the fallback is the ceiling itself.
        Ok(usize::try_from(asked).unwrap_or(ceiling_units).saturating_mul(unit))
    }

    fn count(&self, default: u32, ceiling: u32) -> Result<u32, LimitRefused> {
        let Some(asked) = self.value else {
            return Ok(default.min(ceiling));
        };
        self.refuse_above(asked, u64::from(ceiling))?;
        Ok(u32::try_from(asked).unwrap_or(ceiling))
    }

    fn refuse_above(&self, asked: u64, ceiling: u64) -> Result<(), LimitRefused> {
        if asked <= ceiling {
            return Ok(());
        }
        Err(LimitRefused::AboveCeiling {
            limit: self.limit,
            asked,
            ceiling,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: LimitsRequest = LimitsRequest {
        cpu_ms: None,
        wall_ms: None,
        memory_mib: None,
        request_body_kib: None,
        response_body_kib: None,
        outbound_calls: None,
        log_lines: None,
    };

    /// Proves that an app that asks for nothing gets the default, or the ceiling where that is lower.
    #[test]
    fn nothing_asked() {
        assert_eq!(Limits::granted(&NOTHING, &Limits::CEILING), Ok(Limits::DEFAULT));
        let tight = Limits {
            cpu: Duration::from_micros(1_500),
            log_lines: 3,
            ..Limits::CEILING
        };
        let expected = Limits {
            cpu: tight.cpu,
            log_lines: 3,
            ..Limits::DEFAULT
        };
        assert_eq!(Limits::granted(&NOTHING, &tight), Ok(expected));
    }

    /// Proves that an app gets less or more as it asks, up to the ceiling and including it.
    #[test]
    fn asked_and_granted() {
        let default = Limits::DEFAULT;
        for (request, granted) in [
            (
                LimitsRequest {
                    cpu_ms: Some(5),
                    ..NOTHING
                },
                Limits {
                    cpu: Duration::from_millis(5),
                    ..default
                },
            ),
            (
                LimitsRequest {
                    cpu_ms: Some(1_000),
                    wall_ms: Some(120_000),
                    ..NOTHING
                },
                Limits {
                    cpu: Duration::from_secs(1),
                    wall: Duration::from_secs(120),
                    ..default
                },
            ),
            (
                LimitsRequest {
                    memory_mib: Some(256),
                    ..NOTHING
                },
                Limits {
                    memory_bytes: 256 * MIB,
                    ..default
                },
            ),
            (
                LimitsRequest {
                    request_body_kib: Some(0),
                    response_body_kib: Some(1),
                    ..NOTHING
                },
                Limits {
                    request_body_bytes: 0,
                    response_body_bytes: KIB,
                    ..default
                },
            ),
            (
                LimitsRequest {
                    outbound_calls: Some(0),
                    log_lines: Some(1_000),
                    ..NOTHING
                },
                Limits {
                    outbound_calls: 0,
                    log_lines: 1_000,
                    ..default
                },
            ),
        ] {
            assert_eq!(Limits::granted(&request, &Limits::CEILING), Ok(granted), "{request:?}");
        }
    }

    /// Proves that a refusal names the limit, what was asked and the ceiling, without overflowing on any number.
    #[test]
    fn refusals() {
        let most = u64::MAX;
        for (request, text) in [
            (
                LimitsRequest {
                    cpu_ms: Some(1_001),
                    ..NOTHING
                },
                "`cpu_ms = 1001` is above the ceiling of this server, which is 1000",
            ),
            (
                LimitsRequest {
                    wall_ms: Some(most),
                    ..NOTHING
                },
                "`wall_ms = 18446744073709551615` is above the ceiling of this server, which is 120000",
            ),
            (
                LimitsRequest {
                    memory_mib: Some(most),
                    ..NOTHING
                },
                "`memory_mib = 18446744073709551615` is above the ceiling of this server, which is 256",
            ),
            (
                LimitsRequest {
                    log_lines: Some(most),
                    ..NOTHING
                },
                "`log_lines = 18446744073709551615` is above the ceiling of this server, which is 1000",
            ),
            (
                LimitsRequest {
                    cpu_ms: Some(0),
                    ..NOTHING
                },
                "`cpu_ms = 0` would refuse every request: it must be at least 1",
            ),
            (
                LimitsRequest {
                    memory_mib: Some(0),
                    ..NOTHING
                },
                "`memory_mib = 0` would refuse every request: it must be at least 1",
            ),
        ] {
            let refusal = Limits::granted(&request, &Limits::CEILING).unwrap_err();
            assert_eq!(refusal.to_string(), text);
        }
    }
}
