//! Bundles by digest, and what becomes of those nobody needs.

use std::time::{Duration, SystemTime};

use rnode_artifact::{Digest, GARBAGE_AGE_MIN, StoreError};

use crate::fixture::{Fixture, app, bundle};

/// Proves that what was stored is read back, under the digest of its bytes, however often it is stored.
#[tokio::test]
async fn bundles() {
    for Fixture { store, .. } in Fixture::all() {
        let digest = store.put_bundle(&bundle("1")).await.unwrap();
        assert_eq!(store.put_bundle(&bundle("1")).await.unwrap(), digest);
        assert_eq!(bundle("1").digest().unwrap(), digest);
        assert_eq!(store.bundle(&digest).await.unwrap(), bundle("1"));
        let missing = store.bundle(&Digest::of(b"")).await;
        assert!(matches!(missing, Err(StoreError::BundleNotFound { .. })), "{missing:?}");
    }
}

/// Proves that a blob that is not what its name says is refused, and mended by storing it again.
#[tokio::test]
async fn damaged_blob() {
    for fixture in Fixture::all() {
        let digest = fixture.store.put_bundle(&bundle("1")).await.unwrap();
        fixture.overwrite(&format!("blobs/sha256/{digest}"), "{}").await;
        let damaged = fixture.store.bundle(&digest).await.unwrap_err().to_string();
        assert!(
            damaged.starts_with(&format!("`blobs/sha256/{digest}` is damaged")),
            "{damaged}"
        );
        fixture.store.put_bundle(&bundle("1")).await.unwrap();
        assert!(fixture.store.bundle(&digest).await.is_ok());
    }
}

/// Proves that only bundles go that no version names and that are old, and none while a record is unreadable.
#[tokio::test]
async fn garbage() {
    for fixture in Fixture::all() {
        let later = SystemTime::now() + GARBAGE_AGE_MIN + Duration::from_secs(2);
        assert_eq!(fixture.store.collect_garbage(later).await.unwrap(), 0);
        fixture.version("shop", "kept").await;
        let kept = bundle("kept").digest().unwrap();
        let garbage = fixture.store.put_bundle(&bundle("garbage")).await.unwrap();
        fixture.overwrite("blobs/sha256/notes.txt", "").await;
        for (now, removed) in [
            (SystemTime::now(), 0),
            (SystemTime::UNIX_EPOCH, 0),
            (later, 1),
            (later, 0),
        ] {
            assert_eq!(fixture.store.collect_garbage(now).await.unwrap(), removed);
        }
        assert!(fixture.store.bundle(&kept).await.is_ok());
        assert!(fixture.store.bundle(&garbage).await.is_err());
        fixture.overwrite("apps/shop/versions/1.json", "{}").await;
        fixture.store.put_bundle(&bundle("garbage")).await.unwrap();
        let error = fixture.store.collect_garbage(later).await.unwrap_err().to_string();
        assert!(error.starts_with("`apps/shop/versions/1.json` is damaged"), "{error}");
        assert!(fixture.store.bundle(&kept).await.is_ok());
        fixture.store.remove(&app("shop")).await.unwrap();
        assert_eq!(fixture.store.collect_garbage(later).await.unwrap(), 2);
    }
}
