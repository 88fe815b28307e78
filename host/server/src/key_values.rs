//! The key-value store behind the apps of a server, and what a request asks of it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use rnode_artifact::AppName;
use rnode_kv::{Condition, Entry, KvError, Namespace, Options, Page, Put, Store};
use rnode_sandbox::{Operation, Order, Pending};
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::log::Log;

/// The usual name of the file, in a data directory.
pub(crate) const FILE_NAME: &str = "kv.redb";

/// The store of a server. One that keeps nothing is made when an app first uses it.
pub(crate) struct KeyValues {
    kept: Mutex<Kept>,
    log: Arc<Log>,
}

enum Kept {
    /// Open.
    Open {
        store: Store,
        /// Goes with it, if it is there for the store alone.
        _folder: Option<TempDir>,
    },
    /// In a folder that goes with the server, once it is needed.
    Later,
}

impl KeyValues {
    /// The store in a file, which is made when it is not there.
    ///
    /// # Errors
    /// [`KvError`] when it cannot be opened.
    pub(crate) fn open(file: &Path, log: Arc<Log>) -> Result<Self, KvError> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        std::fs::create_dir_all(folder.unwrap_or(Path::new("."))).map_err(|error| KvError::Io {
            path: file.to_owned(),
            source: Arc::new(error),
        })?;
        let store = Store::open(file, Options::default())?;
        Ok(Self {
            kept: Mutex::new(Kept::Open { store, _folder: None }),
            log,
        })
    }

    /// A store that ends with the server.
    pub(crate) fn temporary(log: Arc<Log>) -> Self {
        Self {
            kept: Mutex::new(Kept::Later),
            log,
        }
    }

    /// Takes away what an app that is removed has put.
    pub(crate) async fn remove(self: &Arc<Self>, app: &AppName) {
        let (values, app) = (Arc::clone(self), app.clone());
        let removing = tokio::task::spawn_blocking(move || values.namespace(&app)?.remove_all());
        if let Ok(Err(error)) = removing.await {
            self.log
                .server(format!("what a removed app has stored is still there: {error}"));
        }
    }

    /// Starts an operation of an app.
    pub(crate) fn start(self: &Arc<Self>, app: &AppName, order: Order) -> Pending {
        let (values, app) = (Arc::clone(self), app.clone());
        Box::pin(async move {
            let outcome = values.run(app, order).await;
            outcome.map_err(|error| values.shown(&error))
        })
    }

    /// What an app is told of a trouble: all of its own, and of the server's only that there is one.
    fn shown(&self, error: &KvError) -> String {
        if error.is_of_app() {
            return error.to_string();
        }
        self.log.server(match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        });
        "the key-value store cannot be used at the moment".to_owned()
    }

    fn namespace(&self, app: &AppName) -> Result<Namespace, KvError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Kept::Later = &*kept {
            let folder = TempDir::new().map_err(|error| KvError::Io {
                path: std::env::temp_dir(),
                source: Arc::new(error),
            })?;
            let store = Store::open(&folder.path().join(FILE_NAME), Options::default())?;
            *kept = Kept::Open {
                store,
                _folder: Some(folder),
            };
        }
        match &*kept {
            Kept::Open { store, .. } => Ok(store.app(app)),
            Kept::Later => Err(KvError::Closed),
        }
    }

    async fn run(self: &Arc<Self>, app: AppName, order: Order) -> Result<(String, Option<Bytes>), KvError> {
        let values = Arc::clone(self);
        // The file is read, and a store that is made, beside the tasks that serve sockets.
        let begun = tokio::task::spawn_blocking(move || begin(&values.namespace(&app)?, order));
        match begun.await.map_err(|_| KvError::Closed)?? {
            Begun::Done(text, bytes) => Ok((text, bytes)),
            Begun::Writing(receiver) => {
                let text = receiver.await.map_err(|_| KvError::Closed)??;
                Ok((text, None))
            }
        }
    }
}

/// How far an operation is when its call returns.
enum Begun {
    Done(String, Option<Bytes>),
    Writing(oneshot::Receiver<Result<String, KvError>>),
}

fn begin(namespace: &Namespace, order: Order) -> Result<Begun, KvError> {
    let mut parts = order.text.split('\0');
    let mut part = || parts.next().unwrap_or_default();
    match order.operation {
        Operation::KvGet => Ok(match namespace.get(part())? {
            Some(entry) => Begun::Done(described(&entry), Some(entry.value)),
            None => Begun::Done(String::new(), None),
        }),
        Operation::KvPut => {
            let (key, expires, metadata, condition) = (part(), part(), part(), part());
            let put = Put {
                expires_at: instant(expires),
                metadata: (!metadata.is_empty()).then(|| metadata.to_owned()),
                condition: condition_of(condition),
            };
            let (sender, receiver) = oneshot::channel();
            namespace.put_then(key, order.bytes.unwrap_or_default(), put, |written| {
                let told = match written {
                    Ok(version) => Ok(version.to_string()),
                    Err(KvError::Conflict { .. }) => Ok(String::new()),
                    Err(error) => Err(error),
                };
                // Whoever waited may be gone.
                let _ = sender.send(told);
            });
            Ok(Begun::Writing(receiver))
        }
        Operation::KvDelete => {
            let (key, condition) = (part(), part());
            let (sender, receiver) = oneshot::channel();
            namespace.delete_then(key, condition_of(condition), |deleted| {
                let told = match deleted {
                    Ok(true) => Ok("1".to_owned()),
                    Ok(false) | Err(KvError::Conflict { .. }) => Ok(String::new()),
                    Err(error) => Err(error),
                };
                let _ = sender.send(told);
            });
            Ok(Begun::Writing(receiver))
        }
        _ => {
            let (prefix, cursor, limit) = (part(), part(), part());
            let cursor = (!cursor.is_empty()).then_some(cursor);
            let page = namespace.list(prefix, cursor, limit.parse().unwrap_or(0))?;
            Ok(Begun::Done(listed(&page), None))
        }
    }
}

fn condition_of(text: &str) -> Condition {
    match text {
        "" => Condition::Any,
        "absent" => Condition::Absent,
        version => Condition::Version(version.parse().unwrap_or(0)),
    }
}

fn described(entry: &Entry) -> String {
    let metadata = entry.metadata.as_deref().unwrap_or_default();
    format!("{metadata}\0{}\0{}", millis(entry.expires_at), entry.version)
}

fn listed(page: &Page) -> String {
    let mut text = page.cursor.clone().unwrap_or_default();
    for key in &page.keys {
        let metadata = key.metadata.as_deref().unwrap_or_default();
        text.push_str(&format!(
            "\0{}\0{metadata}\0{}\0{}",
            key.name,
            millis(key.expires_at),
            key.version
        ));
    }
    text
}

fn millis(instant: Option<SystemTime>) -> String {
    let since = instant.and_then(|instant| instant.duration_since(UNIX_EPOCH).ok());
    since.map_or_else(String::new, |since| since.as_millis().to_string())
}

fn instant(millis: &str) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(millis.parse().ok()?))
}
