//! How many files the process may have open: a connection is one, and so is an outbound call.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::log::Log;

/// Connections of the listeners, as many outbound calls, and what the store and the log have open.
const OPEN_FILES_WANTED: u64 = 65_536;

/// With fewer, a server runs out of them before it runs out of sandboxes.
const FEW_OPEN_FILES: u64 = 4_096;

/// Raises the limit of this process as far as the system lets it, and says when that is not far.
pub(crate) fn raise(log: &Log) {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let is_enough = |limit: Option<u64>| limit.is_none_or(|limit| limit >= OPEN_FILES_WANTED);
    let attempts = [
        Rlimit {
            current: Some(OPEN_FILES_WANTED),
            // Only a privileged process may raise it.
            maximum: if is_enough(maximum) {
                maximum
            } else {
                Some(OPEN_FILES_WANTED)
            },
        },
        Rlimit {
            current: maximum,
            maximum,
        },
    ];
    if !is_enough(current) {
        // Where neither is let through, what there was stays.
        let _ = attempts
            .into_iter()
            .any(|attempt| setrlimit(Resource::Nofile, attempt).is_ok());
    }
    let raised = getrlimit(Resource::Nofile).current;
    if let Some(few) = raised.filter(|raised| *raised < FEW_OPEN_FILES) {
        log.server(format!(
            "this process may have {few} files open, connections among them: raise `ulimit -n`"
        ));
    }
}
