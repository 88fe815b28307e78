//! The command line as it is typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ipnet::IpNet;

/// Host JavaScript you do not trust: every request runs in a fresh WebAssembly sandbox.
#[derive(Debug, Parser)]
#[command(
    name = "rnode-wasm",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a server: for deployed apps, or for one app given as a file.
    Serve(ServeArgs),
    /// Serve one app with error pages for its author, and again whenever its files change.
    Dev(DevArgs),
    /// Bundle an app, send it to a server and let it answer there.
    Deploy(DeployArgs),
    /// List the apps of a server.
    Apps(RemoteArgs),
    /// List the versions of an app.
    Versions(AppArgs),
    /// Let an earlier version of an app answer again.
    Rollback(RollbackArgs),
    /// Remove an app and all its versions.
    Rm(AppArgs),
    /// Write an app's component to a file.
    Build(BuildArgs),
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// An app to serve on every host name, without deploying. Without it, deployed apps are served.
    pub(crate) app: Option<PathBuf>,
    /// Where the admin API answers. It is for deployed apps only.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8081")]
    pub(crate) admin: SocketAddr,
    /// Where apps are kept [default: the user's data directory].
    #[arg(long, value_name = "DIR", env = "RNODE_WASM_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// Who renders errors that no handler deals with, for an app given as a file.
    #[arg(long, value_enum)]
    pub(crate) errors: Option<Errors>,
    /// Which Express the app gets: the one of this program, or the package installed beside it [default: from rnode.toml, or sdk].
    #[arg(long, value_enum, value_name = "EXPRESS")]
    pub(crate) compat: Option<CompatName>,
    #[command(flatten)]
    pub(crate) host: HostArgs,
}

/// Arguments of `dev`.
#[derive(Debug, Args)]
pub(crate) struct DevArgs {
    /// The app.
    pub(crate) app: PathBuf,
    /// Who renders errors that no handler deals with.
    #[arg(long, value_enum)]
    pub(crate) errors: Option<Errors>,
    /// Which Express the app gets: the one of this program, or the package installed beside it [default: from rnode.toml, or sdk].
    #[arg(long, value_enum, value_name = "EXPRESS")]
    pub(crate) compat: Option<CompatName>,
    #[command(flatten)]
    pub(crate) host: HostArgs,
}

/// What `serve` and `dev` share.
#[derive(Debug, Args)]
pub(crate) struct HostArgs {
    /// Where apps answer; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Where compiled apps are kept [default: the user's cache directory].
    #[arg(long, value_name = "DIR", env = "RNODE_WASM_CACHE")]
    pub(crate) cache: Option<PathBuf>,
    /// The file of keys and values [default: kv.redb in the data directory; for an app given as a file, none: they go with the server].
    #[arg(long, value_name = "FILE")]
    pub(crate) kv: Option<PathBuf>,
    /// How computing time is bounded: `epoch` is faster, `fuel` counts the same for the same request.
    #[arg(long, value_enum, default_value_t = MeteringName::Epoch)]
    pub(crate) metering: MeteringName,
    /// A value for `process.env` of every app; an app's own values go first.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) env: Vec<String>,
    /// Requests that run at once.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u16).range(1..=16_000))]
    pub(crate) concurrency: u16,
    /// Requests of one app that run at once.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u16).range(1..=16_000))]
    pub(crate) app_concurrency: u16,
    /// Requests of one app per second [default: no limit].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) rate: Option<u32>,
    /// Whom apps may call at most, such as `*.example.com`; `none` for nobody [default: whatever their rnode.toml asks for].
    #[arg(long, value_name = "RULE")]
    pub(crate) egress: Vec<String>,
    /// A range of addresses that apps may call although it is not of the public internet, such as 10.1.0.0/16.
    #[arg(long, value_name = "RANGE")]
    pub(crate) egress_open: Vec<IpNet>,
    /// How log lines look [default: text on a terminal, else json].
    #[arg(long, value_enum)]
    pub(crate) log: Option<LogName>,
    /// Print one JSON line with the addresses when ready.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `deploy`.
#[derive(Debug, Args)]
pub(crate) struct DeployArgs {
    /// The file that starts the app.
    pub(crate) app: PathBuf,
    /// The app's name [default: from rnode.toml, or from the file].
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// A host name it answers on, `shop.example.org` or `*.example.org`; it always answers on NAME.localhost.
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Vec<String>,
    /// A value for `process.env`; it stays for later deploys.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) env: Vec<String>,
    /// A value of earlier deploys to take away.
    #[arg(long, value_name = "NAME")]
    pub(crate) unset_env: Vec<String>,
    /// Which Express the app gets: the one of this program, or the package installed beside it [default: from rnode.toml, or sdk].
    #[arg(long, value_enum, value_name = "EXPRESS")]
    pub(crate) compat: Option<CompatName>,
    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// Arguments of commands about one app.
#[derive(Debug, Args)]
pub(crate) struct AppArgs {
    /// The app's name.
    pub(crate) app: String,
    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// Arguments of `rollback`.
#[derive(Debug, Args)]
pub(crate) struct RollbackArgs {
    /// The app's name.
    pub(crate) app: String,
    /// The version [default: the one before the version in use].
    #[arg(long, value_name = "VERSION")]
    pub(crate) to: Option<u64>,
    #[command(flatten)]
    pub(crate) remote: RemoteArgs,
}

/// How to reach a server's admin API.
#[derive(Debug, Args)]
pub(crate) struct RemoteArgs {
    /// The admin API's address.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8081")]
    pub(crate) server: String,
    /// The data directory of a server on this machine, where its token is.
    #[arg(long, value_name = "DIR", env = "RNODE_WASM_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The token of a server elsewhere.
    #[arg(long, env = "RNODE_WASM_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `build`.
#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    /// The file that starts the app.
    pub(crate) app: PathBuf,
    /// Where the component goes.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Which Express the app gets: the one of this program, or the package installed beside it [default: from rnode.toml, or sdk].
    #[arg(long, value_enum, value_name = "EXPRESS")]
    pub(crate) compat: Option<CompatName>,
    /// A value for `process.env`. It becomes part of the component.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) env: Vec<String>,
    /// Where the compiled runtime is kept [default: the user's cache directory].
    #[arg(long, value_name = "DIR", env = "RNODE_WASM_CACHE")]
    pub(crate) cache: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `--metering`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MeteringName {
    /// A ticker interrupts.
    Epoch,
    /// Operations are counted.
    Fuel,
}

/// `--log`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogName {
    /// For a person.
    Text,
    /// One object a line.
    Json,
    /// None.
    Off,
}

/// `--errors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Errors {
    /// The host's pages.
    Host,
    /// The bytes Express would send.
    Express,
}

/// `--compat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompatName {
    /// The one of this program.
    Sdk,
    /// The package `express`, as it is.
    Express,
}

impl Command {
    /// Whether the answer goes to a program.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::Serve(args) => args.host.json,
            Self::Dev(args) => args.host.json,
            Self::Deploy(args) => args.remote.json,
            Self::Apps(args) => args.json,
            Self::Versions(args) | Self::Rm(args) => args.remote.json,
            Self::Rollback(args) => args.remote.json,
            Self::Build(args) => args.json,
        }
    }
}
