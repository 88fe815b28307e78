//! `rnode-wasm deploy`: bundle, send, and the app answers.

use std::time::{Duration, Instant};

use rnode_artifact::{HostPattern, VersionNumber};
use rnode_build::Mode;
use rnode_server::api::{ActivatedReply, DeployRequest};
use serde::Serialize;

use crate::args::DeployArgs;
use crate::printer::{Printer, duration, size};
use crate::project;
use crate::remote::Remote;
use crate::trouble::Trouble;

/// What `--json` prints.
#[derive(Serialize)]
struct Deployed<'a> {
    #[serde(flatten)]
    reply: &'a ActivatedReply,
    bundle_ms: f64,
    upload_ms: f64,
    deploy_ms: f64,
}

/// Deploys an app.
pub(crate) async fn run(args: &DeployArgs, printer: Printer) -> Result<(), Trouble> {
    let started = Instant::now();
    // Mistakes in what was typed are told before any work is done.
    let manifest = project::manifest(&args.app)?;
    let name = project::name(args.name.as_deref(), &manifest, &args.app)?;
    let hosts = hosts(args, &manifest.hosts)?;
    let env = project::env(&manifest.env, &args.env)?;
    let remote = Remote::open(&args.remote)?;

    let given = project::Given {
        error_pages: None,
        compat: super::serve::compat(args.compat),
    };
    let project = project::bundle(&args.app, project::mode(&env, Mode::Production), given, printer).await?;
    let request = DeployRequest {
        hosts,
        env: env.into_values(),
        unset_env: args.unset_env.clone(),
    };
    let mut body = serde_json::to_vec(&request).map_err(anyhow::Error::from)?;
    body.push(b'\n');
    body.extend(
        project
            .bundle
            .to_bytes()
            .map_err(|error| Trouble::yours(error.to_string(), "import less, or load it when it is needed"))?,
    );
    let sent = Instant::now();
    let reply: ActivatedReply = remote.send(&format!("/v1/apps/{name}/versions"), &body)?;
    let upload = sent.elapsed().saturating_sub(millis(reply.total_ms));

    printer.step(&format!("Uploaded {}", size(body.len())), upload);
    if reply.cached {
        printer.note(&format!(
            "Loaded the compiled app from the cache in {}",
            duration(millis(reply.compile_ms))
        ));
    } else {
        printer.step("Evaluated the top level and froze the heap", millis(reply.evaluate_ms));
        printer.step("Compiled the component", millis(reply.compile_ms));
    }
    let version = VersionNumber::new(reply.version).map_or(0, VersionNumber::get);
    printer.step(
        &format!("Deployed `{}` version {version}", reply.app),
        started.elapsed(),
    );
    for url in &reply.urls {
        printer.line(url);
    }
    printer.object(&Deployed {
        reply: &reply,
        bundle_ms: in_millis(project.bundled_in),
        upload_ms: in_millis(upload),
        deploy_ms: in_millis(started.elapsed()),
    });
    Ok(())
}

/// None when neither the command line nor the manifest names any: the app keeps those it has.
fn hosts(args: &DeployArgs, manifest: &[HostPattern]) -> Result<Option<Vec<String>>, Trouble> {
    let parse = |host: &String| {
        HostPattern::parse(host).map_err(|error| {
            Trouble::yours(
                error.to_string(),
                "`--host` takes `shop.example.org` or `*.example.org`",
            )
        })
    };
    let mut hosts = args.host.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    hosts.extend(manifest.iter().cloned());
    Ok((!hosts.is_empty()).then(|| hosts.iter().map(ToString::to_string).collect()))
}

fn millis(millis: f64) -> Duration {
    Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default()
}

fn in_millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
