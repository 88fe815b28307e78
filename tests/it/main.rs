//! Black-box tests of the program: real processes, real sockets, real apps.

mod assets;
mod build_errors;
mod clients;
mod command_line;
mod compression;
mod deploying;
mod dev;
mod durability;
mod error_pages;
mod examples;
mod expectation;
mod files;
mod freshness;
mod fuel;
mod harness;
mod hosts;
mod limits;
mod logging;
mod oracle;
mod outbound;
mod protocol;
mod request_sizes;
mod shutdown;
mod streaming;
mod tidy;
mod top_level;
