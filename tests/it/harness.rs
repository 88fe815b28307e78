//! What the tests stand on: servers, clients, command lines and apps, all of them real.

mod app_folder;
mod cli;
mod connection;
mod http2;
mod lines;
mod message;
mod npm;
mod server;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

pub(crate) use app_folder::AppFolder;
pub(crate) use cli::{Ended, program, rnode_wasm};
pub(crate) use connection::Connection;
pub(crate) use http2::exchange_http2;
pub(crate) use message::{Answer, Request, get, post};
pub(crate) use npm::{Packages, install_packages};
pub(crate) use server::Server;

/// How long anything that must happen may take. Only a failing test waits this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// A pause between two looks at something that is awaited.
const GLANCE_INTERVAL: Duration = Duration::from_millis(5);

/// Looks until there is something to see.
pub(crate) fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "did not happen in {PATIENCE:?}: {what}");
        thread::sleep(GLANCE_INTERVAL);
    }
}

/// A text that no earlier run of the tests used, for an app that no cache knows.
pub(crate) fn unheard_of() -> String {
    format!("{:?}", SystemTime::now())
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .ancestors()
        .nth(2)
        .expect("the package lies two folders below the root")
        .to_owned()
}

/// Where tests may write what later runs can use again.
pub(crate) fn scratch() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// The path of an app that only tests use.
pub(crate) fn test_app(name: &str) -> PathBuf {
    repository().join("tests/apps").join(name)
}
