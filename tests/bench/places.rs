//! Where the benchmark finds what it runs, and where it leaves what it found.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The program under test, built with the same profile.
const RNODE_WASM: &str = env!("CARGO_BIN_EXE_rnode-wasm");

/// The top of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the manifest is in cli/rnode-wasm")
}

/// The folder with `package.json`.
pub(crate) fn bench_directory() -> PathBuf {
    root().join("tests/bench")
}

/// A file that Node.js runs or rnode-wasm serves.
pub(crate) fn node_file(name: &str) -> PathBuf {
    bench_directory().join("node").join(name)
}

/// The example that is deployed and started.
pub(crate) fn hello_example() -> Result<PathBuf> {
    let path = root().join("examples/hello/app.js");
    path.canonicalize()
        .with_context(|| format!("{} is missing", path.display()))
}

/// The folder of the results, made when it is not there.
pub(crate) fn results_directory() -> Result<PathBuf> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .context("the target directory has no name")?;
    let directory = target.join("bench");
    std::fs::create_dir_all(&directory).with_context(|| format!("cannot make {}", directory.display()))?;
    Ok(directory)
}

/// Where machine code is kept between two starts, so that only the first one of all compiles the runtime.
pub(crate) fn cache_directory() -> Result<PathBuf> {
    Ok(results_directory()?.join("cache"))
}

/// The program under test. Nothing in the environment of the one who measures changes what it does.
pub(crate) fn rnode_wasm() -> Command {
    without_settings(Command::new(RNODE_WASM))
}

/// The path of the program under test.
pub(crate) fn rnode_wasm_path() -> PathBuf {
    PathBuf::from(RNODE_WASM)
}

/// Takes away what would change how a server behaves.
pub(crate) fn without_settings(mut command: Command) -> Command {
    for name in [
        "RNODE_WASM_DATA",
        "RNODE_WASM_CACHE",
        "RNODE_WASM_TOKEN",
        "NODE_OPTIONS",
    ] {
        command.env_remove(name);
    }
    command.env("NODE_ENV", "production");
    command
}
