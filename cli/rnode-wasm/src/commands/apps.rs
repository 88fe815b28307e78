//! `rnode-wasm apps`, `versions`, `rollback` and `rm`.

use rnode_server::api::{ActivatedReply, AppReply, RollbackRequest, VersionReply};

use crate::args::{AppArgs, RemoteArgs, RollbackArgs};
use crate::printer::Printer;
use crate::remote::Remote;
use crate::trouble::Trouble;

/// Lists the apps of a server.
pub(crate) fn list(args: &RemoteArgs, printer: Printer) -> Result<(), Trouble> {
    let apps: Vec<AppReply> = Remote::open(args)?.read("/v1/apps")?;
    if apps.is_empty() {
        printer.note("no apps yet: `rnode-wasm deploy app.js` makes one");
    }
    let width = apps.iter().map(|app| app.app.len()).max().unwrap_or(0);
    for app in &apps {
        printer.line(&format!(
            "{:width$}  version {}  {}",
            app.app,
            app.version,
            app.urls.join(" ")
        ));
    }
    printer.object(&apps);
    Ok(())
}

/// Lists the versions of an app.
pub(crate) fn versions(args: &AppArgs, printer: Printer) -> Result<(), Trouble> {
    let versions: Vec<VersionReply> = Remote::open(&args.remote)?.read(&format!("/v1/apps/{}/versions", args.app))?;
    for version in &versions {
        let mark = if version.current { "  in use" } else { "" };
        printer.line(&format!(
            "{:>4}  {}  {}{mark}",
            version.version,
            &version.bundle[..version.bundle.len().min(12)],
            time(version.created_at)
        ));
    }
    printer.object(&versions);
    Ok(())
}

/// Lets an earlier version answer again.
pub(crate) fn rollback(args: &RollbackArgs, printer: Printer) -> Result<(), Trouble> {
    let request = RollbackRequest { version: args.to };
    let reply: ActivatedReply =
        Remote::open(&args.remote)?.send_json(&format!("/v1/apps/{}/rollback", args.app), &request)?;
    printer.note(&format!(
        "`{}` is back at version {} ({:.1} ms)",
        reply.app, reply.version, reply.total_ms
    ));
    if let Some(url) = reply.urls.first() {
        printer.line(url);
    }
    printer.object(&reply);
    Ok(())
}

/// Removes an app.
pub(crate) fn remove(args: &AppArgs, printer: Printer) -> Result<(), Trouble> {
    let reply: serde_json::Value = Remote::open(&args.remote)?.remove(&format!("/v1/apps/{}", args.app))?;
    printer.note(&format!("Removed `{}` and all its versions", args.app));
    printer.object(&reply);
    Ok(())
}

fn time(seconds: u64) -> String {
    let time = std::time::UNIX_EPOCH.checked_add(std::time::Duration::from_secs(seconds));
    let timestamp = time.and_then(|time| jiff::Timestamp::try_from(time).ok());
    timestamp.map(|timestamp| timestamp.to_string()).unwrap_or_default()
}
