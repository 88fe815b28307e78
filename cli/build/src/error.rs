//! Why there is no bundle.

use std::io;
use std::path::{Path, PathBuf};

use rnode_artifact::BUNDLE_BYTES_MAX;

use crate::{Diagnostic, ModuleInfo};

/// How many of the largest modules an error about size names.
const HEAVIEST_SHOWN: usize = 3;

/// Why an app could not be bundled. Everything in it is about the app and for its developer to
/// read.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// There is no file at the entry's path.
    #[error("`{}` does not exist", path.display())]
    EntryNotFound {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The entry is there but cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    EntryUnreadable {
        /// The path as it was given.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The entry is a directory or has the extension of something else than a JavaScript or
    /// TypeScript module.
    #[error("`{}` is not a JavaScript or TypeScript file", path.display())]
    EntryUnsupported {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The app has errors; there is at least one, in the order of files and lines.
    #[error("{}", printed(diagnostics))]
    Diagnostics {
        /// The errors, at most [`DIAGNOSTICS_MAX`](crate::DIAGNOSTICS_MAX).
        diagnostics: Vec<Diagnostic>,
        /// Every file that was read up to then: a change to one of them is reason to try again.
        inputs: Vec<PathBuf>,
    },
    /// The bundle is larger than a server takes.
    #[error(
        "the bundle is too large: {bytes} bytes with its source map, the limit `BUNDLE_BYTES_MAX` is {BUNDLE_BYTES_MAX}"
    )]
    TooLarge {
        /// Bytes of the bundled JavaScript and its source map.
        bytes: usize,
        /// The modules that take the most, largest first.
        heaviest: Vec<ModuleInfo>,
    },
    /// The bundler itself failed; this is not the app's fault.
    #[error("the bundler failed: {message}")]
    Bundler {
        /// What it said.
        message: String,
    },
}

impl BuildError {
    /// What the developer can do about it. The hints of [`Diagnostics`](Self::Diagnostics) are with
    /// each of them.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::EntryNotFound { path } => similar_file(path).map(|name| format!("did you mean `{name}`?")),
            Self::EntryUnsupported { .. } => Some(String::from(
                "name the file that starts the app, such as `app.js` or `src/server.ts`",
            )),
            Self::TooLarge { heaviest, .. } => {
                let names: Vec<String> = heaviest
                    .iter()
                    .take(HEAVIEST_SHOWN)
                    .map(|module| format!("`{}` ({} bytes)", module.path, module.bytes))
                    .collect();
                Some(format!("the largest modules are {}", names.join(", ")))
            }
            Self::EntryUnreadable { .. } | Self::Diagnostics { .. } | Self::Bundler { .. } => None,
        }
    }

    /// The files to watch until the app is mended, when any were read.
    #[must_use]
    pub fn inputs(&self) -> &[PathBuf] {
        match self {
            Self::Diagnostics { inputs, .. } => inputs,
            _ => &[],
        }
    }
}

fn printed(diagnostics: &[Diagnostic]) -> String {
    diagnostics
        .iter()
        .map(Diagnostic::to_string)
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// The file beside `path` that has the same name up to the extension or letter case.
pub(crate) fn similar_file(path: &Path) -> Option<String> {
    /// How many entries of a directory are looked at for a likely name.
    const ENTRIES_MAX: usize = 1_000;
    let wanted = path.file_stem()?.to_string_lossy().to_lowercase();
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut names: Vec<String> = directory
        .read_dir()
        .ok()?
        .take(ENTRIES_MAX)
        .filter_map(|entry| entry.ok().filter(|entry| entry.path().is_file()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| {
            is_close(
                &wanted,
                &Path::new(name)
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .to_lowercase(),
            )
        })
        .collect();
    names.sort_by_key(|name| (strsim::levenshtein(&wanted, &name.to_lowercase()), name.clone()));
    names.into_iter().next()
}

/// Whether one name is likely to be a misspelling of the other: two letters apart, one if it is
/// short.
pub(crate) fn is_close(a: &str, b: &str) -> bool {
    let letters_apart_max = if a.chars().count() > 4 { 2 } else { 1 };
    strsim::damerau_levenshtein(a, b) <= letters_apart_max
}
