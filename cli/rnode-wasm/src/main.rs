//! `rnode-wasm`: the command line. It reads arguments and prints; everything else is in the crates below it.

mod args;
mod commands;
mod directories;
mod printer;
mod project;
mod remote;
mod trouble;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::printer::Printer;
use crate::trouble::Trouble;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A wrong command line ends here, with exit code 2.
    let cli = Cli::parse();
    let printer = if cli.command.wants_json() {
        Printer::Program
    } else {
        Printer::Person
    };
    match run(cli.command, printer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            printer.trouble(&trouble);
            trouble.exit_code()
        }
    }
}

fn run(command: Command, printer: Printer) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Runtime::new().map_err(anyhow::Error::from)?;
    runtime.block_on(async {
        match command {
            Command::Serve(args) => commands::serve::run(args, printer).await,
            Command::Dev(args) => commands::dev::run(args, printer).await,
            Command::Deploy(args) => commands::deploy::run(&args, printer).await,
            Command::Apps(args) => commands::apps::list(&args, printer),
            Command::Versions(args) => commands::apps::versions(&args, printer),
            Command::Rollback(args) => commands::apps::rollback(&args, printer),
            Command::Rm(args) => commands::apps::remove(&args, printer),
            Command::Build(args) => commands::build::run(&args, printer).await,
        }
    })
}
