//! `rnode-wasm dev`: one app, made anew whenever its files change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use rnode_artifact::{Env, ErrorPages};
use rnode_build::Mode;
use rnode_server::{AppHandle, Server};
use tokio::sync::mpsc;

use super::serve;
use crate::args::DevArgs;
use crate::printer::Printer;
use crate::project;
use crate::trouble::Trouble;

/// Editors write a file in several steps; changes closer together than this are one.
const SETTLE_TIME: Duration = Duration::from_millis(30);

/// Serves, watches, and serves anew, until the process is told to stop.
pub(crate) async fn run(args: DevArgs, printer: Printer) -> Result<(), Trouble> {
    let shutdown = serve::shutdown()?;
    let options = serve::options(&args.host, rnode_sandbox::Mode::Development, Env::default())?;
    let server = Server::single(options).await?;
    let (changes, changed) = mpsc::channel(1);
    let mut loop_ = Loop {
        app: args.app,
        env: args.host.env,
        errors: serve::error_pages(args.errors),
        handle: server.app_handle(),
        watch: Watch::start(changes)?,
        printer,
    };
    // A first version that does not start is told and waited for, like any later one.
    loop_.turn().await?;
    serve::announce(&server, printer)?;
    tokio::select! {
        () = server.run(shutdown) => Ok(()),
        ended = loop_.run(changed) => ended,
    }
}

struct Loop {
    app: PathBuf,
    env: Vec<String>,
    errors: Option<ErrorPages>,
    handle: AppHandle,
    watch: Watch,
    printer: Printer,
}

impl Loop {
    async fn run(&mut self, mut changed: mpsc::Receiver<()>) -> Result<(), Trouble> {
        while changed.recv().await.is_some() {
            tokio::time::sleep(SETTLE_TIME).await;
            while changed.try_recv().is_ok() {}
            self.turn().await?;
        }
        Ok(())
    }

    /// Makes the app anew. What is wrong with it is told; only what is wrong with us ends the loop.
    async fn turn(&mut self) -> Result<(), Trouble> {
        if let Err(trouble) = self.make().await {
            self.printer.trouble(&trouble);
            self.printer.note("Waiting for a change");
        }
        Ok(())
    }

    async fn make(&mut self) -> Result<(), Trouble> {
        // Watched first: a change while the app is made must not be missed.
        self.watch.add(&self.app)?;
        let manifest = project::manifest(&self.app)?;
        let env = project::env(&manifest.env, &self.env)?;
        let project = project::bundle(
            &self.app,
            project::mode(&env, Mode::Development),
            self.errors,
            self.printer,
        )
        .await?;
        for input in &project.inputs {
            self.watch.add(input)?;
        }
        let name = project::name(None, &project.manifest, &self.app)?;
        let preparation = self.handle.replace(&name, Arc::new(project.bundle), &env).await?;
        self.printer
            .step("Made the app ready", preparation.evaluate + preparation.compile);
        Ok(())
    }
}

/// Watches the folders of files, since editors replace files rather than write them.
struct Watch {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
}

impl Watch {
    fn start(changes: mpsc::Sender<()>) -> Result<Self, Trouble> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                // A full channel means that a change is being waited for already.
                let _ = changes.try_send(());
            }
        });
        Ok(Self {
            watcher: watcher.context("cannot watch files")?,
            folders: BTreeSet::new(),
        })
    }

    fn add(&mut self, file: &Path) -> Result<(), Trouble> {
        let absolute = std::path::absolute(file).context("there is no current directory")?;
        let folder = absolute.parent().unwrap_or(&absolute);
        // Packages change when they are installed, and that comes with a change of the app.
        if folder
            .components()
            .any(|component| component.as_os_str() == "node_modules")
            || !folder.is_dir()
        {
            return Ok(());
        }
        if self.folders.insert(folder.to_owned()) {
            self.watcher
                .watch(folder, RecursiveMode::NonRecursive)
                .with_context(|| format!("cannot watch {}", folder.display()))?;
        }
        Ok(())
    }
}
