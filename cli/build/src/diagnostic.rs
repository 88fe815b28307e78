//! What the developer is told: a message, the place it is about, that line of source, and what to
//! do.

use std::collections::BTreeSet;
use std::fmt;

use crate::{MarkedLine, Position};

/// How many diagnostics are reported of one build; a broken file can cause thousands, and the first
/// ones matter.
pub const DIAGNOSTICS_MAX: usize = 20;

/// A place in a source file of the app.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file as source maps call it: relative to the project, with forward slashes, such as
    /// `src/app.ts`.
    pub file: String,
    /// Line and column in it.
    pub position: Position,
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}:{}:{}",
            self.file, self.position.line, self.position.column
        )
    }
}

/// One error or warning. Printed, it is the [headline](Self::headline), the marked line and the
/// hint, a line each:
///
/// ```text
/// `app.js:1:8` cannot find the package `zod`
///   1 | import z from 'zod'
///     |               ^^^^^
/// hint: run `npm install zod`
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in one line, without the place.
    pub message: String,
    /// Where, when that is known.
    pub location: Option<Location>,
    /// The source there, when it could be read.
    pub marked_line: Option<MarkedLine>,
    /// What the developer can do about it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// The place, in backticks, and the message: what follows `error: ` or `warning: `.
    #[must_use]
    pub fn headline(&self) -> String {
        match &self.location {
            Some(location) => format!("`{location}` {}", self.message),
            None => self.message.clone(),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.headline())?;
        if let Some(marked_line) = &self.marked_line {
            write!(formatter, "\n{marked_line}")?;
        }
        if let Some(hint) = &self.hint {
            write!(formatter, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

/// Brings diagnostics into the order of files and lines, each once, at most [`DIAGNOSTICS_MAX`].
///
/// The bundler reads files in parallel and reports in the order it happens to finish; this order is
/// always the same. The app's own files come before those of packages, and what is said of a
/// package is said once, however often it is so.
pub(crate) fn ordered(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let in_package = |diagnostic: &Diagnostic| {
        diagnostic
            .location
            .as_ref()
            .is_some_and(|location| location.file.contains("node_modules/"))
    };
    diagnostics.sort_by(|a, b| (in_package(a), &a.location, &a.message).cmp(&(in_package(b), &b.location, &b.message)));
    let mut said: BTreeSet<String> = BTreeSet::new();
    diagnostics.retain(|diagnostic| {
        said.insert(if in_package(diagnostic) {
            diagnostic.message.clone()
        } else {
            diagnostic.headline()
        })
    });
    diagnostics.truncate(DIAGNOSTICS_MAX);
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: &str, line: u32) -> Diagnostic {
        let location = Location {
            file: String::from(file),
            position: Position { line, column: 1 },
        };
        Diagnostic {
            message: String::from("m"),
            location: Some(location),
            marked_line: None,
            hint: None,
        }
    }

    /// The order does not depend on who finished first, repetitions go, and packages come last.
    #[test]
    fn order() {
        let in_package = [at("node_modules/a/i.js", 1), at("node_modules/a/j.js", 1)];
        let mut diagnostics = vec![at("b.js", 2), at("b.js", 1), at("b.js", 2)];
        diagnostics.extend(in_package);
        diagnostics.reverse();
        let places: Vec<String> = ordered(diagnostics).iter().map(Diagnostic::headline).collect();
        assert_eq!(places, ["`b.js:1:1` m", "`b.js:2:1` m", "`node_modules/a/i.js:1:1` m"]);
    }

    /// A file full of errors is cut.
    #[test]
    fn bounded() {
        let diagnostics = (1..1_000).map(|line| at("a.js", line)).collect();
        assert_eq!(ordered(diagnostics).len(), DIAGNOSTICS_MAX);
    }

    /// All parts are printed in their order.
    #[test]
    fn printed() {
        let position = Position { line: 1, column: 8 };
        let diagnostic = Diagnostic {
            message: String::from("cannot find the package `zod`"),
            location: Some(Location {
                file: String::from("app.js"),
                position,
            }),
            marked_line: MarkedLine::new("import 'zod'", position),
            hint: Some(String::from("run `npm install zod`")),
        };
        assert_eq!(
            diagnostic.to_string(),
            "`app.js:1:8` cannot find the package `zod`\n  1 | import 'zod'\n    |        ^^^^^\nhint: run `npm install zod`"
        );
    }
}
