//! The files beside an app's code, which the app can read where it runs: pages, templates, pictures, data.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{fs, io};

use rnode_artifact::{AppFile, AppFiles, FILES_MAX, InvalidAppFiles};

use crate::project::{is_script, project_directory};

/// Most bytes of all files of an app together: what leaves room for the code in a bundle.
pub const FILES_BYTES_MAX: u64 = 6 * 1024 * 1024;

/// Folders that are taken even when the whole folder is too much to be an app.
const USUAL_FOLDERS: [&str; 5] = ["public", "views", "static", "assets", "templates"];

/// Names that belong to tools, or that hold secrets, wherever they are. Beside these, no name of the top folder that begins with a dot is taken.
const LEFT_OUT: [&str; 6] = ["node_modules", ".git", ".hg", ".svn", ".npmrc", ".DS_Store"];
/// How the names of files with secrets begin.
const SECRET_PREFIX: &str = ".env";

/// Why an app's files cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder cannot be read.
    #[error("`{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The usual folders hold too much.
    #[error("the files of the app are more than {FILES_MAX}, or larger than {} MiB together", FILES_BYTES_MAX / 1024 / 1024)]
    TooMuch,
    /// A name that no app can read.
    #[error(transparent)]
    Invalid(#[from] InvalidAppFiles),
}

/// What was found in a folder.
#[derive(Debug)]
pub struct FolderFiles {
    /// The files.
    pub files: AppFiles,
    /// Where they are.
    pub paths: Vec<PathBuf>,
    /// Whether the folder holds too much to be an app, so that only its usual folders were taken.
    pub is_cut: bool,
}

/// Reads the files of the project that an entry belongs to, which is `/` for the app; `inputs` are those that are in the bundle already.
/// What is in the folder `assets` comes along in any case, for it is there to be sent. Links are not followed.
///
/// # Errors
/// [`FolderError`], when something cannot be read, or the usual folders alone hold too much.
pub fn folder_files(entry: &Path, inputs: &[PathBuf], assets: Option<&str>) -> Result<FolderFiles, FolderError> {
    let root = &project_directory(entry).map_err(unreadable(entry))?;
    let assets = assets.map(|folder| root.join(folder));
    let mut walk = Walk::new(inputs, assets.as_deref());
    let mut is_cut = false;
    if walk.visit(root, true).is_err() {
        is_cut = true;
        walk = Walk::new(inputs, assets.as_deref());
        for folder in USUAL_FOLDERS.map(|name| root.join(name)) {
            if folder.is_dir() {
                walk.visit(&folder, false)?;
            }
        }
    }
    if let Some(folder) = assets.as_deref().filter(|folder| folder.is_dir())
        && !walk.paths.iter().any(|path| path.starts_with(folder))
    {
        walk.visit(folder, false)?;
    }
    let mut files = Vec::new();
    for path in &walk.paths {
        files.push(read(root, path)?);
    }
    Ok(FolderFiles {
        files: AppFiles::new(files)?,
        paths: walk.paths,
        is_cut,
    })
}

/// The extensions of the files in a project's folder, or in its usual folders when it holds too much; nothing of what cannot be read.
pub(crate) fn extensions(root: &Path) -> BTreeSet<String> {
    let mut walk = Walk::new(&[], None);
    if walk.visit(root, true).is_err() {
        walk = Walk::new(&[], None);
        for folder in USUAL_FOLDERS.map(|name| root.join(name)) {
            // What is found in vain here is told when the files are read.
            let _ = walk.visit(&folder, false);
        }
    }
    let extensions = walk.paths.iter().filter_map(|path| path.extension()?.to_str());
    extensions.map(str::to_owned).collect()
}

/// A walk through folders, which ends when it has found too much.
struct Walk<'a> {
    inputs: &'a [PathBuf],
    assets: Option<&'a Path>,
    paths: Vec<PathBuf>,
    bytes: u64,
}

impl<'a> Walk<'a> {
    fn new(inputs: &'a [PathBuf], assets: Option<&'a Path>) -> Self {
        Self {
            inputs,
            assets,
            paths: Vec::new(),
            bytes: 0,
        }
    }

    fn visit(&mut self, folder: &Path, is_top: bool) -> Result<(), FolderError> {
        let mut folders = vec![(folder.to_owned(), is_top)];
        while let Some((folder, is_top)) = folders.pop() {
            for found in fs::read_dir(&folder).map_err(unreadable(&folder))? {
                let found = found.map_err(unreadable(&folder))?;
                let path = found.path();
                let kind = found.file_type().map_err(unreadable(&path))?;
                if is_left_out(&found.file_name().to_string_lossy(), is_top) {
                    continue;
                }
                if kind.is_dir() {
                    folders.push((path, false));
                } else if kind.is_file() && !self.is_code(&path) {
                    self.bytes += found.metadata().map_err(unreadable(&path))?.len();
                    self.paths.push(path);
                }
                if self.paths.len() > FILES_MAX || folders.len() > FILES_MAX || self.bytes > FILES_BYTES_MAX {
                    return Err(FolderError::TooMuch);
                }
            }
        }
        Ok(())
    }

    /// Whether a file is in the bundle as code, and nothing else.
    fn is_code(&self, path: &Path) -> bool {
        let is_asset = self.assets.is_some_and(|folder| path.starts_with(folder));
        !is_asset && is_script(path) && self.inputs.iter().any(|input| input == path)
    }
}

fn is_left_out(name: &str, is_top: bool) -> bool {
    LEFT_OUT.contains(&name)
        || name.starts_with(SECRET_PREFIX)
        || (is_top && (name.starts_with('.') || name == rnode_artifact::MANIFEST_FILE_NAME))
}

fn read(root: &Path, path: &Path) -> Result<AppFile, FolderError> {
    let content = fs::read(path).map_err(unreadable(path))?;
    let modified = fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .map_err(unreadable(path))?;
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    Ok(AppFile {
        path: format!("/{}", parts.join("/")),
        modified_millis: modified
            .duration_since(UNIX_EPOCH)
            .ok()
            // Rounded, as Node.js rounds the dates of files, which are part of their tags.
            .and_then(|age| i64::try_from((age.as_micros() + 500) / 1000).ok())
            .unwrap_or(0),
        content: content.into(),
    })
}

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Unreadable { path, source }
}
