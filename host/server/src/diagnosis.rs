//! Why an app did not start or threw, in terms of its author's own files.

use rnode_artifact::{Bundle, Detail as Frames, SourceMap, Trace};
use rnode_sandbox::{ExecutionFailure, SnapshotError};
use serde::{Deserialize, Serialize};

use rnode_artifact::Limits;

/// Something to tell the author of an app: what, where, and what to do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// What is wrong, in one sentence.
    pub message: String,
    /// `file:line:column` in the author's files.
    pub place: Option<String>,
    /// The code there.
    pub code_frame: Option<String>,
    /// The stack in the author's files.
    pub stack: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// What most authors of a failing top level have to know.
const TOP_LEVEL_HINT: &str =
    "code at the top level runs once, while deploying; what a request needs belongs into a handler";

impl Diagnosis {
    /// A diagnosis that is only a sentence and a hint.
    #[must_use]
    pub fn plain(message: impl Into<String>, hint: Option<&str>) -> Self {
        Self {
            message: message.into(),
            hint: hint.map(str::to_owned),
            ..Self::default()
        }
    }

    /// Explains why the top level of `bundle` failed.
    #[must_use]
    pub fn of_snapshot(error: &SnapshotError, bundle: &Bundle, limits: &Limits) -> Self {
        match error {
            SnapshotError::Thrown { message, stack } => located(message.clone(), stack, bundle, Some(TOP_LEVEL_HINT)),
            SnapshotError::Timer { stack } => located(
                "a timer is armed at the top level".to_owned(),
                stack,
                bundle,
                Some(
                    "a sandbox lives for one request, so a timer armed while deploying never fires; start it in a handler, or call `.unref()` on it",
                ),
            ),
            SnapshotError::Pending => located(
                "a promise awaited at the top level never settles".to_owned(),
                &first_await(bundle),
                bundle,
                Some("while deploying there is no network and no time passes; await it in a handler instead"),
            ),
            SnapshotError::NoHandler => Self::plain(
                format!("`{}` handles no requests", bundle.entry),
                Some("call `app.listen()` at the end, or `export default` the app, or an object with `fetch`"),
            ),
            SnapshotError::Execution(failure) => of_execution(failure, limits),
        }
    }
}

fn of_execution(failure: &ExecutionFailure, limits: &Limits) -> Diagnosis {
    let (message, hint) = match failure {
        ExecutionFailure::CpuExceeded => (
            format!(
                "the top level needs more than {} ms of computing time",
                limits.cpu.as_millis()
            ),
            "move work out of the top level, or do it when you build",
        ),
        ExecutionFailure::DeadlineExceeded => (
            format!("the top level takes longer than {} s", limits.wall.as_secs()),
            TOP_LEVEL_HINT,
        ),
        ExecutionFailure::MemoryExceeded => (
            format!(
                "the top level needs more than {} MiB of memory",
                limits.memory_bytes / (1024 * 1024)
            ),
            "load less at the top level, or raise `memory_mib` in rnode.toml",
        ),
        ExecutionFailure::StackExceeded => ("the top level recurses too deeply".to_owned(), TOP_LEVEL_HINT),
        ExecutionFailure::Exhausted => (
            "all sandboxes of the server are taken".to_owned(),
            "try again in a moment",
        ),
        ExecutionFailure::Trapped(_)
        | ExecutionFailure::Unhandled(_)
        | ExecutionFailure::NoResponse
        | ExecutionFailure::ResponseTooLarge
        | ExecutionFailure::Internal(_) => (
            format!("the top level could not be run: {failure}"),
            "this looks like a fault of rnode-wasm; please report it",
        ),
    };
    Diagnosis::plain(message, Some(hint))
}

fn located(message: String, stack: &str, bundle: &Bundle, hint: Option<&str>) -> Diagnosis {
    let trace = trace(stack, bundle);
    let place = trace
        .code_frame()
        .map(|frame| format!("{}:{}:{}", frame.file, frame.line, frame.column))
        .or_else(|| {
            let frame = trace.frames().first()?;
            Some(format!("{}:{}:{}", frame.file, frame.line, frame.column))
        });
    let stack = trace.to_text(Frames::Short);
    Diagnosis {
        message,
        place,
        code_frame: trace.code_frame().map(rnode_artifact::CodeFrame::to_text),
        stack: (!stack.is_empty()).then_some(stack),
        hint: hint.map(str::to_owned),
    }
}

/// Maps a stack of the bundle to its sources. A source map that cannot be read costs the mapping, nothing else.
pub(crate) fn trace(stack: &str, bundle: &Bundle) -> Trace {
    let source_map = SourceMap::parse(&bundle.source_map, &bundle.source).ok();
    Trace::read(stack, &bundle.entry, source_map.as_ref())
}

/// The place of the first `await` at the top level, as a stack line, so that it is mapped like any other.
fn first_await(bundle: &Bundle) -> String {
    let Some(offset) = bundle.top_level_awaits.first().map(|span| span.start as usize) else {
        return String::new();
    };
    let before = bundle.source.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("    at {}:{line}:{column}", bundle.entry)
}
