//! Embeds the JavaScript SDK: every module under `guest-sdk/src` becomes one row of a table that
//! `sdk.rs` includes.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../guest-sdk/src");
    // Cargo looks at the modification times of the whole tree, so new and deleted files count too.
    writeln!(io::stdout(), "cargo::rerun-if-changed={}", root.display())?;
    let root = root
        .canonicalize()
        .map_err(|error| format!("the SDK at {} cannot be read: {error}", root.display()))?;

    let mut paths = Vec::new();
    collect(&root, &mut paths)?;
    let mut modules = Vec::new();
    for path in paths {
        modules.push((path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/"), path));
    }
    // By name: paths sort by component, which puts `node-x.js` behind `node/y.js`.
    modules.sort();

    let mut table = String::from("[\n");
    for (name, path) in &modules {
        let path = path
            .to_str()
            .ok_or("the SDK is in a directory whose name is not Unicode")?;
        writeln!(table, "    ({name:?}, include_str!({path:?})),")?;
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("sdk_modules.rs"), table)?;
    Ok(())
}

/// Adds the path of every JavaScript module below `directory`.
fn collect(directory: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            paths.push(path);
        }
    }
    Ok(())
}
