//! `rnode-wasm serve`: deployed apps, or one app from a file.

use std::future::Future;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use rnode_artifact::{Compat, EgressRule, Env, ErrorPages, Limits};
use rnode_build::Mode;
use rnode_sandbox::Metering;
use rnode_server::{AdmissionLimits, Ceiling, Deployments, Log, LogFormat, OpenRanges, Server, ServerOptions};
use serde_json::json;

use crate::args::{CompatName, Errors, HostArgs, LogName, MeteringName, ServeArgs};
use crate::directories;
use crate::printer::Printer;
use crate::project;
use crate::trouble::Trouble;

/// Serves until the process is told to stop.
pub(crate) async fn run(args: ServeArgs, printer: Printer) -> Result<(), Trouble> {
    // Signals are caught before the first request can arrive.
    let shutdown = shutdown()?;
    match args.app.clone() {
        Some(app) => one_app(&app, args, shutdown, printer).await,
        None => deployments(args, shutdown, printer).await,
    }
}

async fn deployments(args: ServeArgs, shutdown: impl Future<Output = ()>, printer: Printer) -> Result<(), Trouble> {
    if args.errors.is_some() {
        return Err(Trouble::yours(
            "`--errors` is for an app given as a file",
            "a deployed app says `errors = \"express\"` in its rnode.toml",
        ));
    }
    let data = directories::data(args.data)?;
    let options = options(
        &args.host,
        rnode_sandbox::Mode::Production,
        project::env(&Env::default(), &args.host.env)?,
    )?;
    let server = Server::deployments(
        options,
        Deployments {
            data: data.clone(),
            admin: args.admin,
        },
    )
    .await?;
    printer.note(&format!("Apps are kept in {}", data.display()));
    announce(&server, printer)?;
    server.run(shutdown).await;
    Ok(())
}

async fn one_app(
    app: &Path,
    args: ServeArgs,
    shutdown: impl Future<Output = ()>,
    printer: Printer,
) -> Result<(), Trouble> {
    let manifest = project::manifest(app)?;
    let env = project::env(&manifest.env, &args.host.env)?;
    let options = options(&args.host, rnode_sandbox::Mode::Production, Env::default())?;
    let server = Server::single(options).await?;
    let bundled = project::bundle(
        app,
        project::mode(&env, Mode::Production),
        project::Given {
            error_pages: error_pages(args.errors),
            compat: compat(args.compat),
        },
        printer,
    )
    .await?;
    let name = project::name(None, &bundled.manifest, app)?;
    let preparation = server
        .app_handle()
        .replace(&name, Arc::new(bundled.bundle), &env)
        .await?;
    printer.step("Made the app ready", preparation.evaluate + preparation.compile);
    announce(&server, printer)?;
    server.run(shutdown).await;
    Ok(())
}

/// Says where the server answers.
pub(crate) fn announce(server: &Server, printer: Printer) -> Result<(), Trouble> {
    let address = server.address().context("the listener has no address")?;
    let admin = server.admin_address();
    printer.object(
        &json!({ "event": "ready", "listen": address.to_string(), "admin": admin.map(|admin| admin.to_string()) }),
    );
    match admin {
        Some(admin) => {
            printer.note(&format!("Apps answer on http://NAME.localhost:{}/", address.port()));
            printer.note(&format!(
                "Deploy with: rnode-wasm deploy app.js --server http://{admin}"
            ));
        }
        None => printer.line(&format!("http://{}/", shown(address))),
    }
    Ok(())
}

/// An address a browser can open: nobody can connect to "all addresses".
fn shown(mut address: std::net::SocketAddr) -> std::net::SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    address
}

/// What the flags say, as the server wants to know it.
pub(crate) fn options(args: &HostArgs, mode: rnode_sandbox::Mode, env: Env) -> Result<ServerOptions, Trouble> {
    let format = match args.log {
        Some(LogName::Text) => LogFormat::Text,
        Some(LogName::Json) => LogFormat::Json,
        Some(LogName::Off) => LogFormat::Off,
        None if std::io::stderr().is_terminal() => LogFormat::Text,
        None => LogFormat::Json,
    };
    let log = Log::start(format, std::io::stderr()).context("cannot start the log")?;
    Ok(ServerOptions {
        listen: args.listen,
        metering: match args.metering {
            MeteringName::Epoch => Metering::Epoch,
            MeteringName::Fuel => Metering::Fuel,
        },
        mode,
        env,
        ceiling: Limits::CEILING,
        admission: AdmissionLimits {
            server_concurrency_max: usize::from(args.concurrency),
            app_concurrency_max: usize::from(args.app_concurrency),
            app_requests_per_second_max: args.rate,
        },
        egress: egress(&args.egress)?,
        egress_open: OpenRanges::new(args.egress_open.clone()),
        cache: directories::cache(args.cache.clone())?,
        kv: args.kv.clone(),
        log,
    })
}

/// Whom apps may call at most.
fn egress(rules: &[String]) -> Result<Ceiling, Trouble> {
    if rules.is_empty() {
        return Ok(Ceiling::Everybody);
    }
    let rules = rules.iter().filter(|rule| *rule != "none").map(|rule| {
        EgressRule::parse(rule)
            .map_err(|error| Trouble::yours(format!("`--egress`: {error}"), "`--egress none` lets nobody be called"))
    });
    Ok(Ceiling::Only(rules.collect::<Result<_, _>>()?))
}

/// Who renders errors, when a flag says so.
pub(crate) fn error_pages(errors: Option<Errors>) -> Option<ErrorPages> {
    errors.map(|errors| match errors {
        Errors::Host => ErrorPages::Host,
        Errors::Express => ErrorPages::Express,
    })
}

/// Which Express the app gets, when a flag says so.
pub(crate) fn compat(compat: Option<CompatName>) -> Option<Compat> {
    compat.map(|compat| match compat {
        CompatName::Sdk => Compat::Sdk,
        CompatName::Express => Compat::Express,
    })
}

/// Resolves when the process is asked to stop.
#[cfg(unix)]
pub(crate) fn shutdown() -> Result<impl Future<Output = ()>, Trouble> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot catch SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("cannot catch SIGTERM")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves when the process is asked to stop.
#[cfg(not(unix))]
pub(crate) fn shutdown() -> Result<impl Future<Output = ()>, Trouble> {
    Ok(async {
        // Without a way to be told, the server runs on.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
