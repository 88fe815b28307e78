//! What went wrong, whose fault it is, and how it is told.

use std::process::ExitCode;

use rnode_build::{BuildError, Diagnostic};
use rnode_server::{Diagnosis, PrepareError, StartError};

/// Whose fault it is; it decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The user's program, input or environment: exit code 1.
    Yours,
    /// Ours, or the way the command was called: exit code 2.
    Ours,
}

/// A command that did not succeed.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) fault: Fault,
    /// At least one.
    pub(crate) diagnoses: Vec<Diagnosis>,
}

impl Trouble {
    /// The user can mend it.
    pub(crate) fn yours(message: impl Into<String>, hint: &str) -> Self {
        Self {
            fault: Fault::Yours,
            diagnoses: vec![Diagnosis::plain(message, Some(hint).filter(|hint| !hint.is_empty()))],
        }
    }

    /// The app is at fault, and this is where.
    pub(crate) fn diagnosed(diagnosis: Diagnosis) -> Self {
        Self {
            fault: Fault::Yours,
            diagnoses: vec![diagnosis],
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self.fault {
            Fault::Yours => ExitCode::from(1),
            Fault::Ours => ExitCode::from(2),
        }
    }
}

/// Anything unexpected is ours.
impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self {
            fault: Fault::Ours,
            diagnoses: vec![Diagnosis::plain(format!("{error:#}"), None)],
        }
    }
}

impl From<BuildError> for Trouble {
    fn from(error: BuildError) -> Self {
        let hint = error.hint();
        match error {
            BuildError::Diagnostics { diagnostics, .. } => Self {
                fault: Fault::Yours,
                diagnoses: diagnostics.iter().map(of_diagnostic).collect(),
            },
            BuildError::Bundler { .. } => Self {
                fault: Fault::Ours,
                diagnoses: vec![Diagnosis::plain(error.to_string(), None)],
            },
            error => Self::yours(error.to_string(), hint.as_deref().unwrap_or_default()),
        }
    }
}

/// A warning or an error of the bundler in the form in which the server tells of one.
pub(crate) fn of_diagnostic(diagnostic: &Diagnostic) -> Diagnosis {
    Diagnosis {
        message: diagnostic.message.clone(),
        place: diagnostic.location.as_ref().map(ToString::to_string),
        code_frame: diagnostic.marked_line.as_ref().map(ToString::to_string),
        stack: None,
        hint: diagnostic.hint.clone(),
    }
}

impl From<PrepareError> for Trouble {
    fn from(error: PrepareError) -> Self {
        match error {
            PrepareError::TopLevel(diagnosis) => Self::diagnosed(*diagnosis),
            PrepareError::Limits(refused) => {
                Self::yours(refused.to_string(), "ask for less in `[limits]` of rnode.toml")
            }
            PrepareError::Env(error) => Self::yours(error.to_string(), ""),
            PrepareError::Store(error) => anyhow::Error::from(error).into(),
        }
    }
}

impl From<StartError> for Trouble {
    fn from(error: StartError) -> Self {
        let hint = match &error {
            StartError::Listen { source, .. } => match source.kind() {
                std::io::ErrorKind::AddrInUse => {
                    "another program listens there; `--listen` and `--admin` take other addresses, and port 0 a free one"
                }
                std::io::ErrorKind::PermissionDenied => {
                    "ports below 1024 need more rights; `--listen` takes another address"
                }
                _ => "`--listen` and `--admin` take addresses of this machine, such as 127.0.0.1:8080",
            },
            StartError::Cache { .. } => "`--cache` or RNODE_WASM_CACHE names another directory",
            StartError::KeyValues(_) => "`--kv` names another file",
            StartError::Token { .. } | StartError::Store(_) => "`--data` or RNODE_WASM_DATA names another directory",
            StartError::Engine(_) | StartError::Egress(_) => return anyhow::Error::from(error).into(),
        };
        let message = format!("{:#}", anyhow::Error::from(error));
        Self::yours(message, hint)
    }
}
