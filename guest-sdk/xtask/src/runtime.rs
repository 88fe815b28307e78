//! `cargo xtask runtime`: from the sources in `guest-sdk/runtime` to the module the host embeds.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::record::{Record, digest_of_file, digest_of_sources};
use crate::{packages, project_dir, wasi};

/// Where a distribution puts the C headers for WASI; the first that exists is taken. `WASI_INCLUDE` overrides them.
const WASI_INCLUDE_DIRS: [&str; 3] = [
    "/usr/include/wasm32-wasi",
    "/usr/include/wasm32-wasip1",
    "/usr/share/wasi-sysroot/include/wasm32-wasi",
];

/// What the optimizer may assume of the host, which is what Rust's target turns on.
const WASM_FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
];

/// The C stack: what QuickJS may use of it (`STACK_BYTES_MAX` in program.rs), and a third more for what it does not count.
const C_STACK_BYTES: usize = 512 * 1024;

/// The width of the numbers that RSA and the curves calculate with. WebAssembly multiplies two numbers of 64 bits to one of 64 bits only; the
/// other half costs a function call. With 32 bits nothing is lost: a signature of RSA takes a third of the time.
const CIPHER_WORDS: &str = "--cfg cpubits=\"32\"";

/// Builds, closes and optimizes the module, then writes it and its record.
///
/// # Errors
/// When a tool is missing or fails; the text names it.
pub fn rebuild() -> Result<()> {
    let project = project_dir().canonicalize().context("the project folder is gone")?;
    let runtime = project.join("guest-sdk/runtime");
    packages::bundle(&runtime)?;
    let compiled = compile(&runtime)?;
    let closed = wasi::close(&std::fs::read(&compiled).context("cannot read what cargo built")?)?;
    let unoptimized = compiled.with_extension("closed.wasm");
    std::fs::write(&unoptimized, closed).context("cannot write the closed module")?;
    let module = runtime.join("runtime.wasm");
    optimize(&unoptimized, &module)?;
    let record = Record {
        sources: digest_of_sources(&project)?,
        module: digest_of_file(&module)?,
        tools: vec![
            version("rustc", &runtime)?,
            version("clang", &runtime)?,
            version("wasm-opt", &runtime)?,
        ],
    };
    std::fs::write(runtime.join("runtime.record"), record.to_text()).context("cannot write the record")
}

fn compile(runtime: &Path) -> Result<PathBuf> {
    let include = wasi_include_dir()?;
    let include = include.display();
    let header = runtime.join("quickjs-stack.h");
    let status = Command::new("cargo")
        .args(["build", "--release", "--locked", "--target", "wasm32-wasip1"])
        .current_dir(runtime)
        .env_remove("CARGO_TARGET_DIR")
        .env(
            "RUSTFLAGS",
            format!("-C link-arg=-zstack-size={C_STACK_BYTES} {CIPHER_WORDS}"),
        )
        .env("RQUICKJS_SYS_NO_WASI_SDK", "1")
        .env("CC_wasm32_wasip1", "clang")
        .env("AR_wasm32_wasip1", "llvm-ar")
        .env(
            "CFLAGS_wasm32_wasip1",
            format!("-isystem {include} -O3 -include {}", header.display()),
        )
        .env(
            "BINDGEN_EXTRA_CLANG_ARGS_wasm32_wasip1",
            format!("-isystem {include} -fvisibility=default"),
        )
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!(
            "building the runtime failed; it needs clang, llvm, lld, wasi-libc, libclang-rt-14-dev-wasm32 and libclang-dev"
        );
    }
    Ok(runtime.join("target/wasm32-wasip1/release/rnode_runtime.wasm"))
}

fn wasi_include_dir() -> Result<PathBuf> {
    let given = std::env::var_os("WASI_INCLUDE").map(PathBuf::from);
    given
        .or_else(|| WASI_INCLUDE_DIRS.iter().map(PathBuf::from).find(|dir| dir.is_dir()))
        .context("no C headers for WASI: install wasi-libc, or name their folder in WASI_INCLUDE")
}

fn optimize(from: &Path, to: &Path) -> Result<()> {
    let status = Command::new("wasm-opt")
        .args(["-O3", "--strip-debug", "--strip-producers"])
        .args(WASM_FEATURES)
        .arg(from)
        .arg("-o")
        .arg(to)
        .status()
        .context("cannot run wasm-opt: install binaryen")?;
    if !status.success() {
        bail!("wasm-opt failed");
    }
    Ok(())
}

fn version(tool: &str, dir: &Path) -> Result<(String, String)> {
    let output = Command::new(tool)
        .arg("--version")
        .current_dir(dir)
        .output()
        .with_context(|| format!("cannot run {tool}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok((tool.to_owned(), text.lines().next().unwrap_or_default().to_owned()))
}
