//! The project's own chores, run as `cargo xtask NAME`.

use std::process::ExitCode;

use xtask::runtime;

const USAGE: &str = "usage: cargo xtask runtime    rebuild guest-sdk/runtime/runtime.wasm and its record";

fn main() -> ExitCode {
    let task = std::env::args().nth(1);
    let result = match task.as_deref() {
        Some("runtime") => runtime::rebuild(),
        _ => Err(anyhow::anyhow!(USAGE)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a chore talks to the person who runs it")]
fn report(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}
