//! Names and the addresses they stand for, checked where they are looked up.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;

use crate::closed::OpenRanges;
use crate::error::FetchError;

/// Looks up names.
pub trait Resolver: Send + Sync + 'static {
    /// The addresses a name stands for, in the order in which they are to be tried.
    fn resolve(&self, name: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>>;
}

/// The system's name servers.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve(&self, name: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A resolver whose addresses are checked. The client connects to what it says and to nothing else.
pub(crate) struct CheckedResolver {
    pub(crate) inner: Arc<dyn Resolver>,
    pub(crate) open: Arc<OpenRanges>,
    /// Places for names that are looked up at the same time.
    pub(crate) lookups: Arc<Semaphore>,
}

/// Names that are looked up at the same time: the system does it in threads, which others need as well.
pub(crate) const LOOKUPS_MAX: usize = 64;

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let (inner, open, lookups) = (
            Arc::clone(&self.inner),
            Arc::clone(&self.open),
            Arc::clone(&self.lookups),
        );
        Box::pin(async move {
            let unresolved = |reason: String| FetchError::Unresolved {
                host: host.clone(),
                reason,
            };
            let place = lookups.acquire_owned().await;
            let found = inner
                .resolve(host.clone())
                .await
                .map_err(|error| unresolved(error.to_string()))?;
            drop(place);
            if found.is_empty() {
                return Err(unresolved("it has no address".to_owned()).into());
            }
            // One closed address is enough: a name that stands for both is made to get around this.
            for address in &found {
                check(&host, *address, &open)?;
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

/// # Errors
/// [`FetchError::Closed`].
pub(crate) fn check(host: &str, address: IpAddr, open: &OpenRanges) -> Result<(), FetchError> {
    match open.closed(address) {
        Some(kind) => Err(FetchError::Closed {
            host: host.to_owned(),
            address,
            kind,
        }),
        None => Ok(()),
    }
}
