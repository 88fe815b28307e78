//! The apps of this server: which version of each answers, and how that changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use rnode_artifact::{
    AppName, ArtifactStore, Bundle, Env, HostPattern, InvalidEnv, StoreError, VersionDraft, VersionNumber,
    VersionRecord,
};
use rnode_sandbox::Preparation;
use tokio::sync::OnceCell;

use crate::admission::{Admission, AppAdmission};
use crate::app::{App, BundleSource, PrepareError, Preparer, Recipe};
use crate::diagnosis::Diagnosis;
use crate::failure::Failure;
use crate::routes::{HostTaken, RouteTable};

/// How long a version that did not start is left alone before a request makes it try again.
const RETRY_INTERVAL: Duration = Duration::from_secs(5);

/// All apps, and the changes to them.
pub(crate) struct Registry {
    preparer: Preparer,
    admission: Arc<Admission>,
    store: Option<Arc<ArtifactStore>>,
    table: RwLock<Arc<Table>>,
    /// Deploys, rollbacks and removals follow each other.
    changing: tokio::sync::Mutex<()>,
}

/// What requests look at. Never changed, only replaced, so that a running request keeps the version it started on.
#[derive(Clone, Default)]
struct Table {
    routes: RouteTable,
    slots: HashMap<AppName, Arc<Slot>>,
}

/// The place of one app.
pub(crate) struct Slot {
    name: AppName,
    record: Option<VersionRecord>,
    admission: Arc<AppAdmission>,
    /// Filled when the app is deployed, or by the first request after a start.
    app: OnceCell<Arc<App>>,
    failed: Mutex<Option<(Instant, String)>>,
}

/// What a deploy brings.
pub(crate) struct Deploy {
    pub(crate) app: AppName,
    pub(crate) bundle: Bundle,
    /// None keeps the hosts of the version in use.
    pub(crate) hosts: Option<Vec<HostPattern>>,
    /// Added to the values of the version in use.
    pub(crate) env: Env,
    /// Taken away from them.
    pub(crate) unset_env: Vec<String>,
}

/// What a deploy or a rollback did.
pub(crate) struct Activated {
    pub(crate) record: VersionRecord,
    pub(crate) preparation: Preparation,
    /// From the request to the moment at which the version answers.
    pub(crate) total: Duration,
}

/// Why a change was refused. The version in use stays in use.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangeError {
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    #[error(transparent)]
    Host(#[from] HostTaken),
    #[error(transparent)]
    Env(#[from] InvalidEnv),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("`{app}` has no earlier version")]
    NoEarlierVersion { app: AppName },
    #[error("this server serves one app from a file and keeps no others")]
    NoStore,
}

impl Registry {
    /// A registry over a store. Apps are made ready when they are first asked for.
    pub(crate) async fn open(
        preparer: Preparer,
        admission: Arc<Admission>,
        store: Arc<ArtifactStore>,
    ) -> Result<Self, StoreError> {
        let mut table = Table::default();
        for entry in store.apps().await? {
            match entry.current {
                Ok(Some(record)) => {
                    for pattern in &record.hosts {
                        if let Err(taken) = table.routes.insert(pattern, &record.app) {
                            preparer
                                .log
                                .server(format!("app `{}`: {taken}; it does not answer there", record.app));
                        }
                    }
                    let slot = Slot::new(&record.app, Some(record.clone()), Arc::new(admission.for_app()));
                    table.slots.insert(record.app, Arc::new(slot));
                }
                Ok(None) => {}
                Err(error) => preparer.log.server(format!("app `{}` is left out: {error}", entry.app)),
            }
        }
        Ok(Self {
            preparer,
            admission,
            store: Some(store),
            table: RwLock::new(Arc::new(table)),
            changing: tokio::sync::Mutex::new(()),
        })
    }

    /// A registry of one app, which answers on every host.
    pub(crate) fn single(preparer: Preparer, admission: Arc<Admission>) -> Self {
        Self {
            preparer,
            admission,
            store: None,
            table: RwLock::new(Arc::default()),
            changing: tokio::sync::Mutex::new(()),
        }
    }

    /// Makes `bundle` the one app, or leaves the one before when it does not start.
    pub(crate) async fn replace_single(
        &self,
        name: &AppName,
        bundle: Arc<Bundle>,
        env: &Env,
    ) -> Result<Preparation, PrepareError> {
        let _changing = self.changing.lock().await;
        let admission = self.table().slots.get(name).map_or_else(
            || Arc::new(self.admission.for_app()),
            |slot| Arc::clone(&slot.admission),
        );
        let source = BundleSource::Memory(Arc::clone(&bundle));
        let recipe = Recipe {
            name,
            version: None,
            bundle: &bundle,
            env,
            limits: &bundle.limits,
            source,
        };
        let (app, preparation) = self.preparer.prepare(recipe, Arc::clone(&admission)).await?;
        let slot = Slot::ready(None, app);
        let mut table = Table {
            routes: RouteTable::catch_all(name.clone()),
            slots: HashMap::new(),
        };
        table.slots.insert(name.clone(), Arc::new(slot));
        self.publish(table);
        Ok(preparation)
    }

    /// The app that answers on `host`, ready to run.
    pub(crate) async fn find(&self, host: &str) -> Result<Arc<App>, Failure> {
        let table = self.table();
        let slot = table.routes.find(host).and_then(|name| table.slots.get(&name));
        let slot = slot.ok_or_else(|| self.nothing_at(host))?;
        self.ready(slot).await
    }

    fn nothing_at(&self, host: &str) -> Failure {
        match self.store {
            Some(_) => Failure::UnknownHost { host: host.to_owned() },
            None => Failure::AppUnavailable {
                reason: "it has not started yet".to_owned(),
            },
        }
    }

    /// Names of the apps with the version in use.
    pub(crate) fn list(&self) -> Vec<VersionRecord> {
        let mut records: Vec<_> = self
            .table()
            .slots
            .values()
            .filter_map(|slot| slot.record.clone())
            .collect();
        records.sort_by(|left, right| left.app.cmp(&right.app));
        records
    }

    /// All versions of an app, with the number of the one in use.
    pub(crate) async fn versions(
        &self,
        app: &AppName,
    ) -> Result<(Vec<VersionRecord>, Option<VersionNumber>), ChangeError> {
        let store = self.store()?;
        let versions = store.versions(app).await?;
        if versions.is_empty() {
            return Err(StoreError::AppNotFound { app: app.clone() }.into());
        }
        let current = store.current(app).await?.map(|record| record.number);
        Ok((versions, current))
    }

    /// Makes a new version and lets it answer. Everything that can be refused is tried before anything is written.
    pub(crate) async fn deploy(&self, deploy: Deploy) -> Result<Activated, ChangeError> {
        let started = Instant::now();
        let store = self.store()?;
        let _changing = self.changing.lock().await;
        let current = self.table().slots.get(&deploy.app).and_then(|slot| slot.record.clone());
        let hosts = deploy
            .hosts
            .or_else(|| current.as_ref().map(|record| record.hosts.clone()))
            .unwrap_or_default();
        let env = merged(
            current.as_ref().map(|record| &record.env),
            deploy.env,
            &deploy.unset_env,
        )?;
        self.table().with_hosts(&deploy.app, &hosts)?;
        let digest = deploy.bundle.digest().map_err(StoreError::from)?;
        let source = BundleSource::Stored(Arc::clone(store), digest);
        let limits = deploy.bundle.limits;
        let recipe = Recipe {
            name: &deploy.app,
            version: None,
            bundle: &deploy.bundle,
            env: &env,
            limits: &limits,
            source,
        };
        let (mut app, preparation) = self.preparer.prepare(recipe, self.admission_of(&deploy.app)).await?;

        let bundle = store.put_bundle(&deploy.bundle).await?;
        let draft = VersionDraft {
            app: deploy.app.clone(),
            bundle,
            hosts,
            env,
            limits,
        };
        let record = store.create_version(draft).await?;
        store.activate(&record.app, record.number).await?;
        app.version = Some(record.number);
        self.install(record.clone(), app)?;
        Ok(Activated {
            record,
            preparation,
            total: started.elapsed(),
        })
    }

    /// Lets an earlier version answer again: the one named, or the one before the version in use.
    pub(crate) async fn rollback(&self, name: &AppName, to: Option<VersionNumber>) -> Result<Activated, ChangeError> {
        let started = Instant::now();
        let store = self.store()?;
        let _changing = self.changing.lock().await;
        let record = match to {
            Some(number) => store.version(name, number).await?,
            None => self.earlier(store, name).await?,
        };
        self.table().with_hosts(name, &record.hosts)?;
        let bundle = store.bundle(&record.bundle).await?;
        let source = BundleSource::Stored(Arc::clone(store), record.bundle);
        let recipe = Recipe {
            name,
            version: Some(record.number),
            bundle: &bundle,
            env: &record.env,
            limits: &record.limits,
            source,
        };
        let (app, preparation) = self.preparer.prepare(recipe, self.admission_of(name)).await?;
        store.activate(name, record.number).await?;
        self.install(record.clone(), app)?;
        Ok(Activated {
            record,
            preparation,
            total: started.elapsed(),
        })
    }

    /// Takes an app and all its versions away, then what it stored: `clear`, which ends before the name can be taken again.
    pub(crate) async fn remove(&self, name: &AppName, clear: impl Future<Output = ()>) -> Result<(), ChangeError> {
        let _changing = self.changing.lock().await;
        self.store()?.remove(name).await?;
        let mut table = Table::clone(&self.table());
        table.slots.remove(name);
        table.rebuild_routes(None)?;
        self.publish(table);
        clear.await;
        Ok(())
    }

    async fn earlier(&self, store: &ArtifactStore, name: &AppName) -> Result<VersionRecord, ChangeError> {
        let current = store
            .current(name)
            .await?
            .ok_or_else(|| StoreError::AppNotFound { app: name.clone() })?;
        let mut versions = store.versions(name).await?;
        versions.retain(|version| version.number < current.number);
        versions
            .into_iter()
            .max_by_key(|version| version.number)
            .ok_or_else(|| ChangeError::NoEarlierVersion { app: name.clone() })
    }

    fn store(&self) -> Result<&Arc<ArtifactStore>, ChangeError> {
        self.store.as_ref().ok_or(ChangeError::NoStore)
    }

    fn admission_of(&self, name: &AppName) -> Arc<AppAdmission> {
        self.table().slots.get(name).map_or_else(
            || Arc::new(self.admission.for_app()),
            |slot| Arc::clone(&slot.admission),
        )
    }

    fn install(&self, record: VersionRecord, app: App) -> Result<(), HostTaken> {
        let mut table = self.table().with_hosts(&record.app, &record.hosts)?;
        table
            .slots
            .insert(record.app.clone(), Arc::new(Slot::ready(Some(record), app)));
        self.publish(table);
        Ok(())
    }

    async fn ready(&self, slot: &Slot) -> Result<Arc<App>, Failure> {
        if let Some(app) = slot.app.get() {
            return Ok(Arc::clone(app));
        }
        if let Some(reason) = slot.recent_failure() {
            return Err(Failure::AppUnavailable { reason });
        }
        let app = slot.app.get_or_try_init(|| self.first_use(slot)).await;
        app.cloned().map_err(|error| {
            let reason = error.to_string();
            slot.note_failure(&reason);
            Failure::AppUnavailable { reason }
        })
    }

    async fn first_use(&self, slot: &Slot) -> Result<Arc<App>, PrepareError> {
        let (Some(store), Some(record)) = (&self.store, &slot.record) else {
            return Err(PrepareError::TopLevel(Box::new(Diagnosis::plain(
                "the app is gone",
                None,
            ))));
        };
        let bundle = store.bundle(&record.bundle).await?;
        let source = BundleSource::Stored(Arc::clone(store), record.bundle);
        let recipe = Recipe {
            name: &slot.name,
            version: Some(record.number),
            bundle: &bundle,
            env: &record.env,
            limits: &record.limits,
            source,
        };
        let (app, _preparation) = self.preparer.prepare(recipe, Arc::clone(&slot.admission)).await?;
        Ok(Arc::new(app))
    }

    fn table(&self) -> Arc<Table> {
        Arc::clone(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn publish(&self, table: Table) {
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(table);
    }
}

impl Table {
    /// This table with the hosts of one app replaced.
    fn with_hosts(&self, app: &AppName, hosts: &[HostPattern]) -> Result<Self, HostTaken> {
        let mut table = self.clone();
        table.rebuild_routes(Some((app, hosts)))?;
        Ok(table)
    }

    fn rebuild_routes(&mut self, replaced: Option<(&AppName, &[HostPattern])>) -> Result<(), HostTaken> {
        let mut routes = RouteTable::default();
        for record in self.slots.values().filter_map(|slot| slot.record.as_ref()) {
            if replaced.is_some_and(|(app, _)| *app == record.app) {
                continue;
            }
            for pattern in &record.hosts {
                // A conflict that is already stored was reported at the start; the first app keeps the host.
                let _ = routes.insert(pattern, &record.app);
            }
        }
        if let Some((app, hosts)) = replaced {
            for pattern in hosts {
                routes.insert(pattern, app)?;
            }
        }
        self.routes = routes;
        Ok(())
    }
}

impl Slot {
    fn new(name: &AppName, record: Option<VersionRecord>, admission: Arc<AppAdmission>) -> Self {
        Self {
            name: name.clone(),
            record,
            admission,
            app: OnceCell::new(),
            failed: Mutex::new(None),
        }
    }

    fn ready(record: Option<VersionRecord>, app: App) -> Self {
        let admission = Arc::clone(&app.admission);
        Self {
            name: app.name.clone(),
            record,
            admission,
            app: OnceCell::new_with(Some(Arc::new(app))),
            failed: Mutex::new(None),
        }
    }

    fn recent_failure(&self) -> Option<String> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed
            .as_ref()
            .filter(|(at, _)| at.elapsed() < RETRY_INTERVAL)
            .map(|(_, reason)| reason.clone())
    }

    fn note_failure(&self, reason: &str) {
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), reason.to_owned()));
    }
}

/// The values of the version in use, less what is taken away, plus what is new.
fn merged(current: Option<&Env>, new: Env, unset: &[String]) -> Result<Env, InvalidEnv> {
    let mut values = current.cloned().unwrap_or_default().into_values();
    values.retain(|name, _| !unset.contains(name));
    values.extend(new.into_values());
    Env::new(values)
}
