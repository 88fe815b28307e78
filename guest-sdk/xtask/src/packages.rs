//! The npm packages inside the runtime: installed from their lock file, bundled to one script each, deflated.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::DeflateEncoder;

/// Their names, which `guest-sdk/runtime/src/packages.rs` lists too.
const PACKAGES: [&str; 3] = ["readable-stream", "urlpattern-polyfill", "web-streams-polyfill"];

/// Writes `packages/bundled/NAME.js.deflate` below the runtime's folder, which is where the runtime includes them from.
pub(crate) fn bundle(runtime: &Path) -> Result<()> {
    let folder = runtime.join("packages");
    run(&folder, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    let bundled = folder.join("bundled");
    std::fs::create_dir_all(&bundled).context("cannot make the folder of bundled packages")?;
    for name in PACKAGES {
        let script = run(&folder, "node", &["bundle.mjs", name])?;
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&script)?;
        std::fs::write(bundled.join(format!("{name}.js.deflate")), encoder.finish()?)
            .with_context(|| format!("cannot write the script of {name}"))?;
    }
    Ok(())
}

/// Runs a program and gives back what it wrote.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .with_context(|| format!("cannot run {program}: install Node.js with npm"))?;
    if !output.status.success() {
        bail!(
            "`{program} {}` failed:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(output.stdout)
}
