//! `rnode-wasm build`: the component of an app, as a file.

use std::sync::Arc;

use anyhow::Context;
use rnode_artifact::{AppFiles, Limits};
use rnode_build::Mode;
use rnode_sandbox::{Level, Metering, Source, World};
use rnode_server::Diagnosis;

use crate::args::BuildArgs;
use crate::directories;
use crate::printer::{Printer, size};
use crate::project;
use crate::trouble::Trouble;

/// Sandboxes a build needs.
const SANDBOXES: usize = 2;

/// Writes the component.
pub(crate) async fn run(args: &BuildArgs, printer: Printer) -> Result<(), Trouble> {
    let manifest = project::manifest(&args.app)?;
    let env = project::env(&manifest.env, &args.env)?;
    let given = project::Given {
        error_pages: None,
        compat: super::serve::compat(args.compat),
    };
    let project = project::bundle(&args.app, project::mode(&env, Mode::Production), given, printer).await?;
    let bundle = &project.bundle;
    let limits = Limits::granted(&bundle.limits, &Limits::CEILING)
        .map_err(|refused| Trouble::yours(refused.to_string(), "ask for less in `[limits]` of rnode.toml"))?
        .for_snapshot();
    let engine = rnode_server::engine(
        Metering::Epoch,
        SANDBOXES,
        Limits::CEILING.memory_bytes,
        &directories::cache(args.cache.clone())?,
    )?;
    let source = Source {
        name: &bundle.entry,
        source: &bundle.source,
        env: &env,
        mode: rnode_sandbox::Mode::Production,
        error_pages: bundle.error_pages,
        files: &bundle.files,
    };
    let started = std::time::Instant::now();
    let component = engine
        .component(
            &source,
            &limits,
            Arc::new(Console {
                printer,
                files: bundle.files.clone(),
            }),
        )
        .await;
    let component = component.map_err(|error| Trouble::diagnosed(Diagnosis::of_snapshot(&error, bundle, &limits)))?;
    printer.step("Evaluated the top level and froze the heap", started.elapsed());
    let temporary = args.output.with_extension("wasm.new");
    std::fs::write(&temporary, &component)
        .and_then(|()| std::fs::rename(&temporary, &args.output))
        .with_context(|| format!("cannot write {}", args.output.display()))?;
    printer.note(&format!("Wrote {} ({})", args.output.display(), size(component.len())));
    printer.object(
        &serde_json::json!({ "output": args.output, "bytes": component.len(), "runtime": engine.runtime_digest() }),
    );
    Ok(())
}

/// What the top level logs is shown to whoever builds.
struct Console {
    printer: Printer,
    files: AppFiles,
}

impl World for Console {
    fn log(&self, _level: Level, message: &str) {
        self.printer.note(message);
    }

    fn files(&self) -> Option<&AppFiles> {
        Some(&self.files)
    }
}
