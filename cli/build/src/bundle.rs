//! From the file that starts an app to one ES module, its source map, and what is known about both.

use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use rnode_artifact::{BUNDLE_BYTES_MAX, Compat};
use rolldown_common::OutputChunk;
use rolldown_sourcemap::SourceMap;

use crate::bundler::{self, Run};
use crate::origins::Origins;
use crate::project::{Project, is_script};
use crate::syntax::Syntax;
use crate::{BuildError, Diagnostic, Location, MarkedLine, diagnostic, explain};

/// What the app is built for; it decides `process.env.NODE_ENV`, which packages read to choose
/// between speed and checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// `NODE_ENV` is `production`.
    #[default]
    Production,
    /// `NODE_ENV` is `development`.
    Development,
}

impl Mode {
    /// The value of `process.env.NODE_ENV`.
    #[must_use]
    pub fn node_env(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Development => "development",
        }
    }
}

/// What to build and how.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The file that starts the app: `.js`, `.mjs`, `.cjs`, `.jsx`, `.ts`, `.mts`, `.cts` or
    /// `.tsx`.
    pub entry: PathBuf,
    /// What the app is built for.
    pub mode: Mode,
    /// What `express` leads to.
    pub compat: Compat,
}

/// A module in the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleInfo {
    /// What source maps call it: `src/app.ts`, `node_modules/zod/index.js`, `rnode-wasm/router.js`.
    pub path: String,
    /// What is left of it in the bundle, in bytes.
    pub bytes: usize,
}

/// A place where evaluating the bundle waits. When its promise never settles, deploying cannot end,
/// and this is where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopLevelAwait {
    /// The bytes of [`Bundled::source`] that are the `await` expression or the head of the `for
    /// await` loop.
    pub range: Range<u32>,
    /// Where the developer wrote it, unless the bundler did.
    pub location: Option<Location>,
    /// The line the developer wrote.
    pub marked_line: Option<MarkedLine>,
}

/// An app as one ES module. The same files give the same bytes on every machine and in every
/// directory.
#[derive(Debug, Clone)]
pub struct Bundled {
    /// What source maps call the file that starts the app: `app.js`, `src/server.ts`.
    pub entry: String,
    /// The ES module. It imports nothing. With its map it is at most [`BUNDLE_BYTES_MAX`] bytes.
    pub source: String,
    /// Its source map: JSON, version 3, with the sources' contents. Sources are relative to the
    /// project directory, with forward slashes.
    pub source_map: String,
    /// What is in the bundle, in the order of evaluation.
    pub modules: Vec<ModuleInfo>,
    /// Every file that was read, by its absolute path, sorted. The SDK's modules are not files.
    pub inputs: Vec<PathBuf>,
    /// What is suspicious about the app's own modules.
    pub warnings: Vec<Diagnostic>,
    /// Where evaluating the bundle waits, in order, at most
    /// [`TOP_LEVEL_AWAITS_MAX`](rnode_artifact::TOP_LEVEL_AWAITS_MAX).
    pub top_level_awaits: Vec<TopLevelAwait>,
}

/// Bundles an app: JavaScript and TypeScript, ES modules and CommonJS, npm packages, JSON and text
/// files.
///
/// `express`, `rnode-wasm` and the built-ins of Node.js lead to the SDK inside this program. Needs
/// a Tokio runtime, better one with several threads. Nothing is written anywhere and nothing is
/// fetched.
///
/// # Errors
/// [`BuildError`]: the entry is missing or not a module, the app has errors, or the bundle is
/// larger than [`BUNDLE_BYTES_MAX`].
pub async fn build(options: &BuildOptions) -> Result<Bundled, BuildError> {
    let project = open(options)?;
    // A task of its own: should the bundler panic, that ends the build and not the program.
    let run = tokio::spawn(bundler::run(project.clone(), options.mode, options.compat))
        .await
        .map_err(|error| BuildError::Bundler {
            message: error.to_string(),
        })?;
    let Run {
        result,
        inputs,
        imports,
    } = run;
    let (chunk, reported) = match result {
        Ok(output) => output,
        Err(errors) => return Err(failed(explain::errors(errors, &project, &imports), inputs)),
    };
    let (errors, warnings) = explain::warnings(reported, &project, &imports);
    if !errors.is_empty() {
        return Err(failed(errors, inputs));
    }
    bundled(&chunk, &project, inputs, warnings)
}

fn open(options: &BuildOptions) -> Result<Project, BuildError> {
    let path = options.entry.clone();
    let project = match Project::open(&path) {
        Ok(project) => project,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(BuildError::EntryNotFound { path });
        }
        Err(source) => return Err(BuildError::EntryUnreadable { path, source }),
    };
    if project.entry.is_dir() || !is_script(&project.entry) {
        return Err(BuildError::EntryUnsupported { path });
    }
    match std::fs::File::open(&project.entry) {
        Ok(_) => Ok(project),
        Err(source) => Err(BuildError::EntryUnreadable { path, source }),
    }
}

/// The error of a build that ended with `diagnostics`; without any, the bundler gave up and did not
/// say why.
fn failed(diagnostics: Vec<Diagnostic>, inputs: Vec<PathBuf>) -> BuildError {
    if diagnostics.is_empty() {
        return BuildError::Bundler {
            message: String::from("it gave no output and no reason"),
        };
    }
    BuildError::Diagnostics {
        diagnostics: diagnostic::ordered(diagnostics),
        inputs,
    }
}

fn bundled(
    chunk: &Arc<OutputChunk>,
    project: &Project,
    inputs: Vec<PathBuf>,
    mut warnings: Vec<Diagnostic>,
) -> Result<Bundled, BuildError> {
    // A module that is only imported dynamically is in the chunk too, which is then said to import
    // itself.
    let mut imports = chunk.imports.iter().chain(&chunk.dynamic_imports);
    if let Some(import) = imports.find(|&import| *import != chunk.filename) {
        return Err(BuildError::Bundler {
            message: format!("`{import}` was left out of the bundle"),
        });
    }
    let modules = modules(chunk, project);
    let map = chunk.map.clone().unwrap_or_else(rolldown_sourcemap::empty_sourcemap);
    let map = named(map, project);
    let source_map = map.to_json_string();
    let bytes = chunk.code.len() + source_map.len();
    if bytes > BUNDLE_BYTES_MAX {
        let mut heaviest = modules;
        heaviest.sort_by_key(|module| std::cmp::Reverse(module.bytes));
        return Err(BuildError::TooLarge { bytes, heaviest });
    }
    let origins = Origins::new(&chunk.code, &map);
    let Syntax {
        top_level_awaits,
        concerns,
    } = Syntax::of(&chunk.code);
    let (errors, concerns) = explain::concerns(concerns, &origins);
    if !errors.is_empty() {
        return Err(failed(errors, inputs));
    }
    warnings.extend(concerns);
    Ok(Bundled {
        entry: project.name(&project.entry.to_string_lossy()),
        top_level_awaits: located(top_level_awaits, &origins),
        source: chunk.code.clone(),
        source_map,
        modules,
        inputs,
        warnings: diagnostic::ordered(warnings),
    })
}

fn modules(chunk: &OutputChunk, project: &Project) -> Vec<ModuleInfo> {
    let rendered = chunk.modules.keys.iter().zip(&chunk.modules.values);
    rendered
        .map(|(id, module)| ModuleInfo {
            path: project.name(id.as_str()),
            bytes: module.rendered_byte_length(),
        })
        .collect()
}

/// The map with each source called as everywhere else.
fn named(mut map: SourceMap, project: &Project) -> SourceMap {
    let sources: Vec<String> = map.get_sources().map(|source| project.name(source)).collect();
    map.set_sources(sources);
    map
}

fn located(awaits: Vec<Range<u32>>, origins: &Origins<'_>) -> Vec<TopLevelAwait> {
    let places = origins.of(awaits.iter().map(|range| range.start));
    awaits
        .into_iter()
        .zip(places)
        .map(|(range, (location, marked_line))| TopLevelAwait {
            range,
            location,
            marked_line,
        })
        .collect()
}
