//! Versions: numbering, refusals, and how many are kept.

use std::sync::Arc;

use object_store::ObjectStore;
use object_store::memory::InMemory;
use rnode_artifact::{ArtifactStore, Digest, HOSTS_MAX, HostPattern, StoreError, VERSIONS_KEPT_MAX, VersionDraft};

use crate::fixture::{Fixture, app, bundle, draft, number};

/// Proves that versions are numbered from 1 within their app, keep what the draft says, and are not in use at once.
#[tokio::test]
async fn versions() {
    for fixture in Fixture::all() {
        assert!(fixture.numbers("shop").await.is_empty());
        for (name, expected) in [("shop", 1), ("shop", 2), ("blog", 1), ("shop", 3)] {
            assert_eq!(fixture.version(name, "1").await.get(), expected);
        }
        assert_eq!(fixture.numbers("shop").await, [1, 2, 3]);
        assert_eq!(fixture.current("shop").await, None);
        let record = fixture.store.version(&app("shop"), number(2)).await.unwrap();
        let expected = draft("shop", bundle("1").digest().unwrap());
        assert_eq!((record.bundle, record.hosts), (expected.bundle, expected.hosts));
        assert_eq!((record.env, record.limits), (expected.env, expected.limits));
        assert!(record.created_at > 0);
        let missing = fixture.store.version(&app("shop"), number(4)).await;
        assert!(
            matches!(missing, Err(StoreError::VersionNotFound { .. })),
            "{missing:?}"
        );
    }
}

/// Proves that no version is created that could not run or breaks a limit.
#[tokio::test]
async fn refused_drafts() {
    for fixture in Fixture::all() {
        let missing = fixture.store.create_version(draft("shop", Digest::of(b""))).await;
        assert!(matches!(missing, Err(StoreError::BundleNotFound { .. })), "{missing:?}");
        let digest = fixture.store.put_bundle(&bundle("1")).await.unwrap();
        let host = HostPattern::parse("a.example").unwrap();
        let hosts = vec![host; HOSTS_MAX + 1];
        let crowded = VersionDraft {
            hosts,
            ..draft("shop", digest)
        };
        let crowded = fixture.store.create_version(crowded).await;
        assert!(
            matches!(crowded, Err(StoreError::TooManyHosts { hosts: 101 })),
            "{crowded:?}"
        );
        assert!(fixture.numbers("shop").await.is_empty());
    }
}

/// Proves that the oldest versions make room, except the one in use, and that numbers are never used twice.
#[tokio::test]
async fn keep_limit() {
    for fixture in Fixture::all() {
        let most = u64::try_from(VERSIONS_KEPT_MAX).unwrap();
        fixture.version("shop", "1").await;
        fixture.version("shop", "1").await;
        fixture.store.activate(&app("shop"), number(2)).await.unwrap();
        for _ in 3..=most + 2 {
            fixture.version("shop", "1").await;
        }
        let kept: Vec<u64> = std::iter::once(2).chain(4..=most + 2).collect();
        assert_eq!(fixture.numbers("shop").await, kept);
        assert_eq!(fixture.current("shop").await, Some(2));
        // Behind an unreadable pointer any version could be the one in use: none is removed.
        fixture.overwrite("apps/shop/current.json", "?").await;
        assert_eq!(fixture.version("shop", "1").await.get(), most + 3);
        assert_eq!(fixture.numbers("shop").await.len(), VERSIONS_KEPT_MAX + 1);
    }
}

/// Proves that writers on two servers share one store without taking each other's numbers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers() {
    let objects: Arc<dyn ObjectStore> = Arc::new(InMemory::new());
    let servers = [(); 2].map(|()| Arc::new(ArtifactStore::shared(Arc::clone(&objects))));
    let digest = servers[0].put_bundle(&bundle("1")).await.unwrap();
    // Fifteen of each: fewer than the numbers one deploy tries, so none can lose every time.
    let deploys: Vec<_> = (0..30)
        .map(|deploy| {
            let server = Arc::clone(&servers[deploy % 2]);
            tokio::spawn(async move { server.create_version(draft("shop", digest)).await.unwrap().number.get() })
        })
        .collect();
    let mut numbers = Vec::new();
    for deploy in deploys {
        numbers.push(deploy.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
}
