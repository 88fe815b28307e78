//! An app that is ready to answer, and how it gets ready.

use std::sync::Arc;

use rnode_artifact::{
    AppFiles, AppName, ArtifactStore, Bundle, Compression, Digest, EgressRule, Env, InvalidEnv, LimitRefused, Limits,
    LimitsRequest, StoreError, VersionNumber,
};
use rnode_sandbox::{Engine, Mode, Preparation, Program, SnapshotError, Source};

use tokio::sync::Semaphore;

use crate::admission::AppAdmission;
use crate::assets::Assets;
use crate::diagnosis::{self, Diagnosis};
use crate::error_page::Detail;
use crate::failure::Failure;
use crate::log::Log;
use crate::outbound::Outbound;
use crate::receive::Received;
use crate::request_world::{RequestWorld, Surroundings};

/// One version of an app, ready to answer. Replaced as a whole when another version is activated.
pub(crate) struct App {
    pub(crate) name: AppName,
    pub(crate) version: Option<VersionNumber>,
    pub(crate) program: Program,
    pub(crate) limits: Limits,
    pub(crate) compression: Compression,
    pub(crate) admission: Arc<AppAdmission>,
    /// What the app can read, and what is sent when it answers with a file.
    pub(crate) files: Arc<AppFiles>,
    /// What the host serves of them by itself.
    pub(crate) assets: Option<Arc<Assets>>,
    /// Whom it may call.
    egress: Arc<[EgressRule]>,
    source: BundleSource,
}

/// Where the bundle of a running app can be had when a stack has to be mapped. It is not kept in memory: thousands of idle apps
/// would pay for it.
#[derive(Clone)]
pub(crate) enum BundleSource {
    /// The one app of `serve app.js` and `dev`.
    Memory(Arc<Bundle>),
    /// A deployed app.
    Stored(Arc<ArtifactStore>, Digest),
}

/// Everything that decides what an app is.
pub(crate) struct Recipe<'a> {
    pub(crate) name: &'a AppName,
    pub(crate) version: Option<VersionNumber>,
    pub(crate) bundle: &'a Bundle,
    pub(crate) env: &'a Env,
    pub(crate) limits: &'a LimitsRequest,
    pub(crate) source: BundleSource,
}

/// Why an app did not get ready.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// It asks for more than the operator allows.
    #[error(transparent)]
    Limits(#[from] LimitRefused),
    /// With the operator's values, its environment is more than an app may have.
    #[error("with the values the server gives every app, {0}")]
    Env(#[from] InvalidEnv),
    /// The bundle cannot be had.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Its top level failed.
    #[error("{}", .0.message)]
    TopLevel(Box<Diagnosis>),
}

/// Makes apps ready.
pub(crate) struct Preparer {
    pub(crate) engine: Arc<Engine>,
    pub(crate) mode: Mode,
    /// What the operator gives every app; an app's own values go before these.
    pub(crate) env: Env,
    pub(crate) ceiling: Limits,
    pub(crate) log: Arc<Log>,
    /// Places for static files that are compressed at once.
    pub(crate) compressors: Arc<Semaphore>,
}

impl Preparer {
    /// Evaluates, freezes and compiles, or takes the result from the cache.
    pub(crate) async fn prepare(
        &self,
        recipe: Recipe<'_>,
        admission: Arc<AppAdmission>,
    ) -> Result<(App, Preparation), PrepareError> {
        let limits = Limits::granted(recipe.limits, &self.ceiling)?;
        let env = self.environment(recipe.env)?;
        let bundle = recipe.bundle;
        let source = Source {
            name: &bundle.entry,
            source: &bundle.source,
            env: &env,
            mode: self.mode,
            error_pages: bundle.error_pages,
            files: &bundle.files,
        };
        let files = Arc::new(bundle.files.clone());
        let world = Arc::new(RequestWorld::new(
            recipe.name,
            "deploy",
            &limits,
            Arc::clone(&files),
            Arc::clone(&self.log),
        ));
        let snapshot_limits = limits.for_snapshot();
        let top_level = |error: SnapshotError| {
            PrepareError::TopLevel(Box::new(Diagnosis::of_snapshot(&error, bundle, &snapshot_limits)))
        };
        let (program, preparation) = self
            .engine
            .program(&source, &snapshot_limits, world)
            .await
            .map_err(top_level)?;
        let assets = bundle
            .assets
            .as_ref()
            .map(|rules| Arc::new(Assets::new(rules, &files, &self.compressors)));
        if let Some(assets) = assets.clone().filter(|_| self.mode == Mode::Production) {
            // Beside everything else. Whoever is faster has what it asks for compressed at once.
            tokio::spawn(assets.precompress());
        }
        let app = App {
            name: recipe.name.clone(),
            version: recipe.version,
            program,
            limits,
            compression: bundle.compression,
            admission,
            files,
            assets,
            egress: bundle.egress.as_slice().into(),
            source: recipe.source,
        };
        Ok((app, preparation))
    }

    /// # Errors
    /// When the operator's values and the app's are together more than one app may have.
    fn environment(&self, own: &Env) -> Result<Env, InvalidEnv> {
        let mode = match self.mode {
            Mode::Production => "production",
            Mode::Development => "development",
        };
        let mut values = std::collections::BTreeMap::from([("NODE_ENV".to_owned(), mode.to_owned())]);
        values.extend(self.env.clone().into_values());
        values.extend(own.clone().into_values());
        Env::new(values)
    }
}

impl App {
    /// A world for one request of this app.
    pub(crate) fn world(&self, surroundings: &Surroundings, request: &Received, id: &str) -> Arc<RequestWorld> {
        let Surroundings {
            log,
            client,
            key_values,
        } = surroundings;
        let world = RequestWorld::new(&self.name, id, &self.limits, Arc::clone(&self.files), Arc::clone(log));
        let allowed = Arc::clone(&self.egress);
        let outbound = Outbound::new(Arc::clone(client), allowed, self.limits, request.depth);
        Arc::new(world.reaching(outbound, Arc::clone(key_values)))
    }

    /// What the author may know of a failure: what was thrown, mapped to the author's files.
    pub(crate) async fn detail(&self, failure: &Failure) -> Detail {
        let Failure::Unhandled(unhandled) = failure else {
            return Detail {
                message: failure.to_string(),
                ..Detail::default()
            };
        };
        let trace = match self.bundle().await {
            Some(bundle) => diagnosis::trace(&unhandled.stack, &bundle),
            None => rnode_artifact::Trace::read(&unhandled.stack, "", None),
        };
        Detail {
            message: if unhandled.message.is_empty() {
                unhandled.text.clone()
            } else {
                unhandled.message.clone()
            },
            code_frame: trace.code_frame().map(rnode_artifact::CodeFrame::to_text),
            stack: trace.to_text(rnode_artifact::Detail::Short),
        }
    }

    async fn bundle(&self) -> Option<Arc<Bundle>> {
        match &self.source {
            BundleSource::Memory(bundle) => Some(Arc::clone(bundle)),
            BundleSource::Stored(store, digest) => store.bundle(digest).await.ok().map(Arc::new),
        }
    }
}
