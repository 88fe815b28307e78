//! The server as a whole: what it is given, what it opens, and how it ends.

use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::{Request, Response};
use hyper::body::Incoming;
use rnode_artifact::{AppName, ArtifactStore, Bundle, Env, Limits, StoreError};
use rnode_egress::{Ceiling, Client, ClientOptions, OpenRanges, SystemResolver};
use rnode_kv::KvError;
use rnode_sandbox::{Cache, Engine, EngineError, EngineOptions, Metering, Mode, Preparation};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::admin::Admin;
use crate::admission::{Admission, AdmissionLimits};
use crate::answer_stream::AnswerBody;
use crate::app::{PrepareError, Preparer};
use crate::asset;
use crate::key_values::{self, KeyValues};
use crate::listener::{self, Answer};
use crate::log::Log;
use crate::open_files;
use crate::registry::Registry;
use crate::request_world::Surroundings;
use crate::service::Service;
use crate::token::Token;

/// Everything a server is told. There are no defaults here: the command line decides.
pub struct ServerOptions {
    /// Where apps answer. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// How computing time is bounded.
    pub metering: Metering,
    /// Whether pages show errors to the author.
    pub mode: Mode,
    /// Values every app gets; its own go before these.
    pub env: Env,
    /// The most an app may be granted.
    pub ceiling: Limits,
    /// Who may run at once.
    pub admission: AdmissionLimits,
    /// Whom apps may call at most.
    pub egress: Ceiling,
    /// What they may call although it is not of the public internet.
    pub egress_open: OpenRanges,
    /// Where compiled apps are kept.
    pub cache: PathBuf,
    /// The file in which keys and values are kept, when it is another one than usual.
    pub kv: Option<PathBuf>,
    /// Where lines go.
    pub log: Arc<Log>,
}

/// Where deployed apps are kept and how they are deployed.
pub struct Deployments {
    /// The data directory.
    pub data: PathBuf,
    /// Where the admin API answers. Port 0 takes a free one.
    pub admin: SocketAddr,
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The cache directory cannot be used.
    #[error("cannot use the cache directory `{}`", path.display())]
    Cache {
        /// The directory.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The admin token can be neither read nor made.
    #[error("cannot use the admin token `{}`", path.display())]
    Token {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The data directory cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine does not start.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The key-value store cannot be opened.
    #[error(transparent)]
    KeyValues(#[from] KvError),
    /// The client for outbound calls cannot be made.
    #[error("outbound calls cannot be made")]
    Egress(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A server that listens, and answers as soon as it is run.
pub struct Server {
    registry: Arc<Registry>,
    service: Arc<Service>,
    listener: TcpListener,
    admin: Option<(TcpListener, Arc<Admin>)>,
}

impl Server {
    /// A server for deployed apps, with its admin API.
    ///
    /// # Errors
    /// See [`StartError`]. Addresses are taken before anything slow happens.
    pub async fn deployments(options: ServerOptions, deployments: Deployments) -> Result<Self, StartError> {
        let listener = listen(options.listen).await?;
        let admin_listener = listen(deployments.admin).await?;
        let store = Arc::new(ArtifactStore::open_directory(&deployments.data)?);
        let token = Token::read_or_make(&deployments.data).map_err(|source| StartError::Token {
            path: Token::path(&deployments.data),
            source,
        })?;
        let collected = store.collect_garbage(std::time::SystemTime::now()).await;
        if let Err(error) = collected {
            options
                .log
                .server(format!("old bundles could not be cleared away: {error}"));
        }
        open_files::raise(&options.log);
        let admission = Arc::new(Admission::new(options.admission));
        let preparer = preparer(&options)?;
        warm_up(&preparer);
        let registry = Arc::new(Registry::open(preparer, Arc::clone(&admission), store).await?);
        let kv = options.kv.clone();
        let kv = kv.unwrap_or_else(|| deployments.data.join(key_values::FILE_NAME));
        let key_values = KeyValues::open(&kv, Arc::clone(&options.log))?;
        let surroundings = surroundings(&options, key_values)?;
        let port = listener.local_addr().map_or(0, |address| address.port());
        let key_values = Arc::clone(&surroundings.key_values);
        let admin = Arc::new(Admin::new(Arc::clone(&registry), key_values, token, port));
        let service = Service {
            registry: Arc::clone(&registry),
            admission,
            surroundings,
            mode: options.mode,
        };
        Ok(Self {
            registry,
            service: Arc::new(service),
            listener,
            admin: Some((admin_listener, admin)),
        })
    }

    /// A server for one app, which answers on every host once [`AppHandle::replace`] has given it one. What the app stores is kept in
    /// the file that the options name, or as long as the server runs.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn single(options: ServerOptions) -> Result<Self, StartError> {
        let listener = listen(options.listen).await?;
        open_files::raise(&options.log);
        let admission = Arc::new(Admission::new(options.admission));
        let registry = Arc::new(Registry::single(preparer(&options)?, Arc::clone(&admission)));
        let key_values = match &options.kv {
            Some(kv) => KeyValues::open(kv, Arc::clone(&options.log))?,
            None => KeyValues::temporary(Arc::clone(&options.log)),
        };
        let service = Service {
            registry: Arc::clone(&registry),
            admission,
            surroundings: surroundings(&options, key_values)?,
            mode: options.mode,
        };
        Ok(Self {
            registry,
            service: Arc::new(service),
            listener,
            admin: None,
        })
    }

    /// Where apps answer.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.listener.local_addr().ok()
    }

    /// Where the admin API answers.
    #[must_use]
    pub fn admin_address(&self) -> Option<SocketAddr> {
        self.admin.as_ref().and_then(|(listener, _)| listener.local_addr().ok())
    }

    /// A handle with which the one app of [`Server::single`] is replaced while the server runs.
    #[must_use]
    pub fn app_handle(&self) -> AppHandle {
        AppHandle {
            registry: Arc::clone(&self.registry),
        }
    }

    /// Serves until `shutdown` resolves, then lets running requests finish.
    pub async fn run(self, shutdown: impl Future<Output = ()>) {
        let (stop, stopped) = watch::channel(());
        let wait = |mut stopped: watch::Receiver<()>| async move {
            // The sender says nothing: it is dropped when it is time.
            let _ = stopped.changed().await;
        };
        let apps = listener::serve(self.listener, self.service, wait(stopped.clone()));
        let admin = async {
            if let Some((listener, admin)) = self.admin {
                listener::serve(listener, admin, wait(stopped)).await;
            }
        };
        let stopping = async move {
            shutdown.await;
            drop(stop);
        };
        tokio::join!(apps, admin, stopping);
    }
}

/// Replaces the app of a server for one app.
#[derive(Clone)]
pub struct AppHandle {
    registry: Arc<Registry>,
}

impl AppHandle {
    /// Lets `bundle` answer from now on. Requests that run go on with what they started on.
    ///
    /// # Errors
    /// When it does not start; the one before goes on answering.
    pub async fn replace(&self, name: &AppName, bundle: Arc<Bundle>, env: &Env) -> Result<Preparation, PrepareError> {
        self.registry.replace_single(name, bundle, env).await
    }
}

/// Starts an engine as a server has it, for what needs no server: `rnode-wasm build`.
///
/// # Errors
/// See [`StartError`].
pub fn engine(
    metering: Metering,
    concurrency_max: usize,
    memory_bytes_max: usize,
    cache: &Path,
) -> Result<Arc<Engine>, StartError> {
    let cache = Cache::open(cache).map_err(|source| StartError::Cache {
        path: cache.to_owned(),
        source,
    })?;
    let concurrency_max = u32::try_from(concurrency_max).unwrap_or(u32::MAX);
    Ok(Engine::start(
        EngineOptions {
            metering,
            concurrency_max,
            memory_bytes_max,
        },
        Some(cache),
    )?)
}

/// Sandboxes beyond those of requests: apps are evaluated in some while all others are taken.
const SPARE_SANDBOXES: usize = 8;

fn preparer(options: &ServerOptions) -> Result<Preparer, StartError> {
    let sandboxes = options.admission.server_concurrency_max + SPARE_SANDBOXES;
    let engine = engine(
        options.metering,
        sandboxes,
        options.ceiling.memory_bytes,
        &options.cache,
    )?;
    if !engine.has_pagemap_scan() {
        options
            .log
            .server("guest memory can be swapped out here: used sandboxes are cleaned the slow way".to_owned());
    }
    Ok(Preparer {
        engine,
        mode: options.mode,
        env: options.env.clone(),
        ceiling: options.ceiling,
        log: Arc::clone(&options.log),
        compressors: asset::compressors(),
    })
}

/// Lets the engine prepare for the first deploy while the server starts.
fn warm_up(preparer: &Preparer) {
    let (engine, log) = (Arc::clone(&preparer.engine), Arc::clone(&preparer.log));
    tokio::spawn(async move {
        if let Err(error) = engine.warm_up().await {
            log.server(format!("apps will be slower than they could be: {error}"));
        }
    });
}

fn surroundings(options: &ServerOptions, key_values: KeyValues) -> Result<Surroundings, StartError> {
    let client = Client::new(ClientOptions {
        ceiling: options.egress.clone(),
        open: options.egress_open.clone(),
        resolver: Arc::new(SystemResolver),
    });
    Ok(Surroundings {
        log: Arc::clone(&options.log),
        client: Arc::new(client.map_err(StartError::Egress)?),
        key_values: Arc::new(key_values),
    })
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen { address, source })
}

impl Answer for Service {
    async fn answer(self: Arc<Self>, request: Request<Incoming>, peer: SocketAddr) -> Response<AnswerBody> {
        self.handle(request, peer).await
    }
}
