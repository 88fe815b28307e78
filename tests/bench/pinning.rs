//! Which process runs on which core: the server on one, the load on another.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// Where processes run.
#[derive(Clone, Debug)]
pub(crate) enum Pinning {
    /// Each on its own core, by `taskset`.
    Pinned,
    /// Wherever the system puts them, for this reason.
    Unpinned(&'static str),
}

/// What a process is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seat {
    /// It answers.
    Server,
    /// It asks.
    Load,
}

impl Seat {
    fn core(self) -> &'static str {
        match self {
            Self::Server => "0",
            Self::Load => "1",
        }
    }
}

impl Pinning {
    /// Pins when this machine can.
    pub(crate) fn detect() -> Self {
        for seat in [Seat::Server, Seat::Load] {
            // Any program would do; this one is certainly there, and does nothing when it is told nothing.
            let tried = std::env::current_exe().and_then(|program| {
                pinned(seat, program)
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .status()
            });
            match tried {
                Ok(status) if status.success() => {}
                Ok(_) => return Self::Unpinned("there are no two cores to pin to"),
                Err(_) => return Self::Unpinned("there is no `taskset`"),
            }
        }
        Self::Pinned
    }

    /// A command for `program` in that seat. Its process is the program itself, not a wrapper.
    pub(crate) fn command(&self, seat: Seat, program: impl AsRef<OsStr>) -> Command {
        match self {
            Self::Pinned => pinned(seat, program),
            Self::Unpinned(_) => Command::new(program),
        }
    }

    /// How processes run, for a reader of the results.
    pub(crate) fn description(&self) -> String {
        match self {
            Self::Pinned => format!(
                "server on core {}, load on core {}",
                Seat::Server.core(),
                Seat::Load.core()
            ),
            Self::Unpinned(reason) => format!("NOT pinned, {reason}"),
        }
    }
}

fn pinned(seat: Seat, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", seat.core()]).arg(program);
    command
}
