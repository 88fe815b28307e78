//! What a process prints, line by line, as it comes.

use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use super::PATIENCE;

/// How many lines a failing test shows.
const LINES_SHOWN: usize = 40;

/// The lines of one stream so far. A line that is JSON is kept as what it says, any other as a text.
#[derive(Clone)]
pub(crate) struct Lines {
    shared: Arc<(Mutex<State>, Condvar)>,
}

#[derive(Default)]
struct State {
    lines: Vec<Value>,
    has_ended: bool,
}

impl Lines {
    /// Reads `stream` in a thread until it ends.
    pub(crate) fn of(stream: impl Read + Send + 'static) -> Self {
        let lines = Self { shared: Arc::default() };
        let reader = lines.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                reader.state().lines.push(line);
                reader.shared.1.notify_all();
            }
            reader.state().has_ended = true;
            reader.shared.1.notify_all();
        });
        lines
    }

    /// Waits for the n-th line, from 0, of which `is_it` is true.
    #[track_caller]
    pub(crate) fn wait_nth(&self, index: usize, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        let (mut looked_at, mut found) = (0, 0);
        let mut state = self.state();
        loop {
            // Every line is looked at once: there may be many thousands.
            for line in &state.lines[looked_at..] {
                if is_it(line) {
                    if found == index {
                        return line.clone();
                    }
                    found += 1;
                }
            }
            looked_at = state.lines.len();
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !state.has_ended,
                "nothing is said of {what}:\n{}",
                state.shown()
            );
            (state, _) = self
                .shared
                .1
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits for a line of which `is_it` is true.
    #[track_caller]
    pub(crate) fn wait(&self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        self.wait_nth(0, what, is_it)
    }

    /// All lines so far of which `is_it` is true.
    pub(crate) fn all(&self, is_it: impl Fn(&Value) -> bool) -> Vec<Value> {
        self.state().lines.iter().filter(|line| is_it(line)).cloned().collect()
    }

    /// Waits for the end of the stream.
    #[track_caller]
    pub(crate) fn wait_end(&self) {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.state();
        while !state.has_ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the process goes on:\n{}", state.shown());
            (state, _) = self
                .shared
                .1
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn shown(&self) -> String {
        let last = &self.lines[self.lines.len().saturating_sub(LINES_SHOWN)..];
        last.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
    }
}
