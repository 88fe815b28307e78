//! Why an app did not start.

use crate::outcome::ExecutionFailure;

/// Why an app did not start.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The bundle does not parse, or its top level threw.
    #[error("{message}")]
    Thrown {
        /// `Name: message`.
        message: String,
        /// Stack lines, positions in the bundle.
        stack: String,
    },
    /// A promise awaited at the top level did not settle.
    #[error("a promise awaited at the top level never settles")]
    Pending,
    /// A timer is armed at the top level.
    #[error("a timer is armed at the top level")]
    Timer {
        /// Where, as stack lines with positions in the bundle.
        stack: String,
    },
    /// The bundle never handed over an app.
    #[error("nothing handles requests")]
    NoHandler,
    /// The top level ran into a limit, or into a trap.
    #[error("evaluating the top level: {0}")]
    Execution(#[from] ExecutionFailure),
}
