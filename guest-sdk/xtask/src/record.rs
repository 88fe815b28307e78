//! The record beside `runtime.wasm`: which sources, lock file and tools made it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// What `runtime.wasm` was made of, as `runtime.record` holds it: one `name = value` a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Record {
    /// Digest over every source file of the runtime, the lock file, the contract and the build itself.
    pub sources: String,
    /// Digest of the built module.
    pub module: String,
    /// Versions of the compilers and of the optimizer.
    pub tools: Vec<(String, String)>,
}

impl Record {
    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("sources = {}\nmodule = {}\n", self.sources, self.module);
        for (tool, version) in &self.tools {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{tool} = {version}");
        }
        text
    }

    /// Reads what [`Record::to_text`] wrote.
    ///
    /// # Errors
    /// When the file is missing or lacks one of its lines.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut lines: Vec<(String, String)> = text
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut take = |name: &str| -> Result<String> {
            let at = lines.iter().position(|(known, _)| known == name);
            Ok(lines
                .remove(at.with_context(|| format!("{} has no line `{name}`", path.display()))?)
                .1)
        };
        Ok(Self {
            sources: take("sources")?,
            module: take("module")?,
            tools: lines,
        })
    }
}

/// The digest of a file's bytes, in hex.
///
/// # Errors
/// When the file cannot be read.
pub fn digest_of_file(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(hex(&Sha256::digest(bytes)))
}

/// One digest over everything that decides what `runtime.wasm` is, below the project folder.
///
/// # Errors
/// When a source cannot be read.
pub fn digest_of_sources(project: &Path) -> Result<String> {
    let mut files = Vec::new();
    for root in [
        "guest-sdk/runtime/src",
        "guest-sdk/runtime/Cargo.toml",
        "guest-sdk/runtime/Cargo.lock",
        "guest-sdk/runtime/quickjs-stack.h",
        "guest-sdk/runtime/packages/bundle.mjs",
        "guest-sdk/runtime/packages/package-lock.json",
        "guest-sdk/runtime/packages/package.json",
        "guest-sdk/runtime/packages/readable-stream.cjs",
        "guest-sdk/xtask/src",
        "wit",
        "rust-toolchain.toml",
    ] {
        collect(&project.join(root), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        let name = file
            .strip_prefix(project)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        digest.update(name.as_bytes());
        digest.update([0]);
        digest.update(digest_of_file(&file)?);
    }
    Ok(hex(&digest.finalize()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Record, digest_of_file, digest_of_sources};
    use crate::project_dir;

    /// The checked-in `runtime.wasm` is the one that its record describes, and was made from the sources beside it.
    #[test]
    fn the_built_runtime_belongs_to_its_sources() {
        let project = project_dir();
        let runtime = project.join("guest-sdk/runtime");
        let record = Record::read(&runtime.join("runtime.record")).expect("the record is checked in");
        assert_eq!(
            record.sources,
            digest_of_sources(&project).expect("the sources are readable"),
            "the runtime's sources changed: run `cargo xtask runtime` and commit runtime.wasm and runtime.record"
        );
        let module = digest_of_file(&runtime.join("runtime.wasm")).expect("the module is checked in");
        assert_eq!(
            record.module, module,
            "runtime.wasm is not the one its record describes"
        );
    }
}
