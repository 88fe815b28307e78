//! npm packages of examples and test apps, installed by the tests that need them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use super::scratch;

/// Folders that this run has installed.
static INSTALLED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Whether a test can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packages {
    /// They are there.
    Installed,
    /// This machine has no npm. It was said aloud; the test has nothing to do.
    Missing,
}

/// Installs what the lock file in `folder` names, once in a run, unless an earlier run did.
///
/// Without npm the test is skipped with a word about it, but where `CI` is set it fails.
#[track_caller]
pub(crate) fn install_packages(folder: &Path) -> Packages {
    let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    if installed.contains(folder) {
        return Packages::Installed;
    }
    // Another run of the tests may be at work in the same folder.
    let lock = File::create(scratch().join("npm.lock")).expect("a lock file can be made");
    lock.lock().expect("the lock can be taken");
    if is_installed(folder) {
        installed.insert(folder.to_owned());
        return Packages::Installed;
    }
    let npm = Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(folder)
        .output();
    match npm {
        Ok(output) => {
            assert!(
                output.status.success(),
                "npm ci in {}:\n{}",
                folder.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            installed.insert(folder.to_owned());
            Packages::Installed
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            assert!(
                std::env::var_os("CI").is_none(),
                "npm is missing, and {} needs packages",
                folder.display()
            );
            // Not `eprintln!`: the test harness would keep that to itself.
            let said = writeln!(
                io::stderr(),
                "SKIPPED: npm is not installed, and {} needs packages from it",
                folder.display()
            );
            said.expect("standard error is open");
            Packages::Missing
        }
        Err(error) => panic!("npm cannot be started: {error}"),
    }
}

/// Whether npm has installed since the lock file was written; it leaves a lock file of its own beside the packages.
fn is_installed(folder: &Path) -> bool {
    let written = |path: &str| fs::metadata(folder.join(path)).and_then(|metadata| metadata.modified());
    match (written("node_modules/.package-lock.json"), written("package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
}
