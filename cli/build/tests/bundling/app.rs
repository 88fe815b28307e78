//! An app in a directory of its own, built as a developer would.

use std::fs;
use std::path::{Path, PathBuf};

use rnode_build::{BuildError, BuildOptions, Bundled, Compat, Diagnostic, Mode, build};
use tempfile::TempDir;

/// The files of an app; the directory goes when this does.
pub(crate) struct App {
    directory: TempDir,
}

impl App {
    /// Writes each file, given by its path and text. A `package.json` is added, so that no
    /// directory above counts as the project.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let app = Self {
            directory: tempfile::tempdir().expect("a temporary directory can be made"),
        };
        app.write("package.json", "{}");
        for (path, text) in files {
            app.write(path, text);
        }
        app
    }

    /// The app's directory, without links.
    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().canonicalize().expect("the directory exists")
    }

    /// Writes one file and the directories it is in.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.directory.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a directory")).expect("directories can be made");
        fs::write(path, bytes).expect("files can be written");
    }

    /// Builds `entry` for production.
    pub(crate) fn build(&self, entry: &str) -> Result<Bundled, BuildError> {
        self.build_for(entry, Mode::Production)
    }

    /// Builds `entry` for `mode`.
    pub(crate) fn build_for(&self, entry: &str, mode: Mode) -> Result<Bundled, BuildError> {
        build_path(&self.directory.path().join(entry), mode)
    }

    /// Builds `entry`, which has no errors.
    #[track_caller]
    pub(crate) fn bundle(&self, entry: &str) -> Bundled {
        match self.build(entry) {
            Ok(bundled) => bundled,
            Err(error) => panic!("{entry} does not build: {error}"),
        }
    }

    /// The errors of building `entry`, which has some.
    #[track_caller]
    pub(crate) fn errors(&self, entry: &str) -> Vec<Diagnostic> {
        match self.build(entry) {
            Ok(_) => panic!("{entry} builds"),
            Err(BuildError::Diagnostics { diagnostics, .. }) => diagnostics,
            Err(error) => panic!("{entry} fails otherwise: {error}"),
        }
    }
}

/// Builds the file at `path`.
pub(crate) fn build_path(path: &Path, mode: Mode) -> Result<Bundled, BuildError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .build()
        .expect("a runtime starts");
    runtime.block_on(build(&BuildOptions {
        entry: path.to_path_buf(),
        mode,
        compat: Compat::Sdk,
    }))
}
