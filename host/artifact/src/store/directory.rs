//! The store's directory: created for its owner alone, locked against a second server, swept after a crash.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::error::StoreError;
use super::layout::{APPS, BLOBS};

/// File whose lock stands for the directory.
const LOCK_FILE: &str = "lock";

/// How deep objects lie: `apps/<app>/versions/<n>.json`.
const DEPTH_MAX: usize = 4;

/// The right to use a directory; given back when dropped, and by the system when the process ends in any way.
#[derive(Debug)]
pub(super) struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    /// Creates the directory at `path` as needed and takes it.
    pub(super) fn acquire(path: &Path) -> Result<Self, StoreError> {
        // The records hold secrets, so both directories are the owner's alone, wherever the operator puts them.
        for directory in [path.to_owned(), path.join(BLOBS), path.join(APPS)] {
            create_private(&directory).map_err(in_directory(&directory))?;
        }
        for directory in [path.join(BLOBS), path.join(APPS)] {
            make_private(&directory).map_err(in_directory(&directory))?;
        }
        let lock_path = path.join(LOCK_FILE);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&lock_path)
            .map_err(in_directory(&lock_path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::DirectoryInUse { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => Err(StoreError::Directory {
                path: lock_path,
                source,
            }),
        }
    }
}

/// Removes what writers that were killed leave in the locked directory at `path`: staged files and empty directories.
pub(super) fn clear_leftovers(path: &Path) -> Result<(), StoreError> {
    for directory in [path.join(BLOBS), path.join(APPS)] {
        clear(&directory, DEPTH_MAX).map_err(in_directory(&directory))?;
    }
    Ok(())
}

fn clear(directory: &Path, depth_left: usize) -> io::Result<()> {
    let Some(depth_left) = depth_left.checked_sub(1) else {
        return Ok(());
    };
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        // The type of the entry itself, so that links are not followed out of the directory.
        if entry.file_type()?.is_dir() {
            clear(&path, depth_left)?;
            // Refused when it is not empty, which is the rule.
            let _ = fs::remove_dir(&path);
        } else if is_staged(&entry.file_name().to_string_lossy()) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Whether a file is one that `object_store` writes before it takes its name: `<name>#<digits>`.
fn is_staged(file_name: &str) -> bool {
    file_name
        .rsplit_once('#')
        .is_some_and(|(_, digits)| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn in_directory(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Directory { path, source }
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}
