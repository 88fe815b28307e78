//! `rnode-wasm dev`: one app, made anew whenever its files change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use rnode_artifact::Env;
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

/// What an app is made of. Other files in its folders, a log for instance, change without a reason to make it anew.
const SOURCE_EXTENSIONS: [&str; 10] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "json", "toml"];

/// Serves, watches, and serves anew, until the process is told to stop.
pub(crate) async fn run(args: DevArgs, printer: Printer) -> Result<(), Trouble> {
    let shutdown = serve::shutdown()?;
    let options = serve::options(&args.host, rnode_sandbox::Mode::Development, Env::default())?;
    let server = Server::single(options).await?;
    let (changes, changed) = mpsc::channel(1);
    let mut loop_ = Loop {
        app: args.app,
        env: args.host.env,
        given: project::Given {
            error_pages: serve::error_pages(args.errors),
            compat: serve::compat(args.compat),
        },
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
    given: project::Given,
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
            self.given,
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
    inputs: Inputs,
}

impl Watch {
    fn start(changes: mpsc::Sender<()>) -> Result<Self, Trouble> {
        let inputs = Inputs::default();
        let known = inputs.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let is_change =
                event.is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(|path| known.concerns(path)));
            if is_change {
                // A full channel means that a change is being waited for already.
                let _ = changes.try_send(());
            }
        });
        Ok(Self {
            watcher: watcher.context("cannot watch files")?,
            folders: BTreeSet::new(),
            inputs,
        })
    }

    fn add(&mut self, file: &Path) -> Result<(), Trouble> {
        let absolute = std::path::absolute(file).context("there is no current directory")?;
        self.inputs.add(absolute.clone());
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

/// The files an app was made of, whatever their names end with, and the folders of which every file is a part of it.
#[derive(Clone, Default)]
struct Inputs(Arc<Mutex<BTreeSet<PathBuf>>>);

impl Inputs {
    fn add(&self, file: PathBuf) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
    }

    /// Whether a change of `path` may change the app: it is one of the files, in one of the folders, or looks like one it may import next.
    fn concerns(&self, path: &Path) -> bool {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        SOURCE_EXTENSIONS.contains(&extension.as_ref()) || path.ancestors().any(|part| known.contains(part))
    }
}
