//! Everything this program says: data to standard output, talk to standard error.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the one place that prints")]

use std::time::Duration;

use rnode_server::Diagnosis;
use serde::Serialize;

use crate::trouble::Trouble;

/// For whom it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Printer {
    /// A person: steps as they are done, then the result.
    Person,
    /// A program: one JSON object, nothing else.
    Program,
}

impl Printer {
    /// A step that is done, and how long it took.
    pub(crate) fn step(self, what: &str, took: Duration) {
        if self == Self::Person {
            eprintln!("{what} in {}", duration(took));
        }
    }

    /// Something worth knowing.
    pub(crate) fn note(self, text: &str) {
        if self == Self::Person {
            eprintln!("{}", printable(text));
        }
    }

    /// A warning about the app.
    pub(crate) fn warning(self, diagnosis: &Diagnosis) {
        if self == Self::Person {
            eprintln!("warning: {}", printable(&explained(diagnosis)));
        }
    }

    /// A line of the result, for a person.
    pub(crate) fn line(self, text: &str) {
        if self == Self::Person {
            println!("{text}");
        }
    }

    /// The result, for a program.
    pub(crate) fn object(self, value: &impl Serialize) {
        if self == Self::Program {
            println!("{}", serde_json::to_string(value).unwrap_or_default());
        }
    }

    /// Why the command did not succeed.
    pub(crate) fn trouble(self, trouble: &Trouble) {
        match self {
            Self::Person => {
                for diagnosis in &trouble.diagnoses {
                    eprintln!("error: {}", printable(&explained(diagnosis)));
                }
            }
            Self::Program => {
                let [first, rest @ ..] = trouble.diagnoses.as_slice() else {
                    return;
                };
                println!("{}", serde_json::json!({ "error": first, "more": rest }));
            }
        }
    }
}

/// Message, code and hint, each where the eye looks for it.
fn explained(diagnosis: &Diagnosis) -> String {
    let mut text = match &diagnosis.place {
        Some(place) => format!("`{place}` {}", diagnosis.message),
        None => diagnosis.message.clone(),
    };
    if let Some(frame) = &diagnosis.code_frame {
        text = format!("{text}\n{}", frame.trim_end());
    }
    if let Some(stack) = diagnosis.stack.as_ref().filter(|stack| stack.lines().count() > 1) {
        text = format!("{text}\n{}", stack.trim_end());
    }
    if let Some(hint) = &diagnosis.hint {
        text = format!("{text}\nhint: {hint}");
    }
    text
}

/// What an app or a server says must not steer the reader's terminal.
fn printable(text: &str) -> String {
    let shown = |character: char| {
        if character.is_control() && character != '\n' && character != '\t' {
            '\u{fffd}'
        } else {
            character
        }
    };
    text.chars().map(shown).collect()
}

/// A duration as a person reads it.
pub(crate) fn duration(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{:.1} ms", took.as_secs_f64() * 1000.0)
    } else {
        format!("{:.2} s", took.as_secs_f64())
    }
}

/// A size as a person reads it.
pub(crate) fn size(bytes: usize) -> String {
    const KIB: usize = 1024;
    match bytes {
        bytes if bytes < KIB => format!("{bytes} B"),
        bytes if bytes < KIB * KIB => format!("{}.{} KiB", bytes / KIB, bytes % KIB * 10 / KIB),
        bytes => format!("{}.{} MiB", bytes / KIB / KIB, bytes / KIB % KIB * 10 / KIB),
    }
}
