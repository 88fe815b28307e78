//! Bundles an app for rnode-wasm: from the file that starts it to one ES module with a source map,
//! in process and without Node.js.
//!
//! ```no_run
//! # async fn example() -> Result<(), rnode_build::BuildError> {
//! use rnode_build::{BuildOptions, Compat, Mode, build};
//!
//! let bundled = build(&BuildOptions { entry: "app.ts".into(), mode: Mode::Production, compat: Compat::Sdk }).await?;
//! assert!(!bundled.source.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! The bundler is rolldown. This crate adds where an app's imports lead in the sandbox (`plugin`,
//! `sdk`, `builtin`), where a module believes it is (`module_place`), and errors a developer can
//! act on (`explain`, `unresolved`, `missing_export`).

mod builtin;
mod bundle;
mod bundler;
mod callee;
mod diagnostic;
mod error;
mod explain;
mod exports;
mod folder_files;
mod import_graph;
mod marked_line;
mod missing_export;
mod module_place;
mod origins;
mod plugin;
mod position;
mod project;
mod sdk;
mod syntax;
mod unresolved;
mod view_engines;

pub use bundle::{BuildOptions, Bundled, Mode, ModuleInfo, TopLevelAwait, build};
pub use diagnostic::{DIAGNOSTICS_MAX, Diagnostic, Location};
pub use error::BuildError;
pub use folder_files::{FILES_BYTES_MAX, FolderError, FolderFiles, folder_files};
pub use marked_line::{MARKED_LINE_COLUMNS_MAX, MarkedLine};
pub use position::Position;
pub use project::project_directory;
pub use rnode_artifact::Compat;
