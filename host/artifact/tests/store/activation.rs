//! The pointer: moving it, following it, losing it.

use object_store::ObjectStoreExt as _;
use object_store::path::Path;
use rnode_artifact::{StoreError, VersionRecord};

use crate::fixture::{Fixture, app, bundle, number};

/// Proves that activating moves the pointer, back as well as forth, and that a refusal leaves it where it is.
#[tokio::test]
async fn activation() {
    for fixture in Fixture::all() {
        for source in ["1", "2", "3", "4"] {
            fixture.version("shop", source).await;
        }
        for version in [1, 3, 2, 2] {
            fixture.store.activate(&app("shop"), number(version)).await.unwrap();
            assert_eq!(fixture.current("shop").await, Some(version));
        }
        fixture
            .delete(&format!("blobs/sha256/{}", bundle("3").digest().unwrap()))
            .await;
        let damaged = format!("blobs/sha256/{}", bundle("4").digest().unwrap());
        fixture.overwrite(&damaged, "{}").await;
        for (version, reason) in [
            (3, "there is no bundle"),
            (4, "is damaged"),
            (9, "there is no version 9 of app `shop`"),
        ] {
            let refused = fixture.store.activate(&app("shop"), number(version)).await;
            assert!(refused.unwrap_err().to_string().contains(reason));
            assert_eq!(fixture.current("shop").await, Some(2));
        }
    }
}

/// Proves that a damaged pointer or record concerns one app alone, names the file, and is mended by activating.
#[tokio::test]
async fn damage_is_contained() {
    for fixture in Fixture::all() {
        for name in ["blog", "shop"] {
            fixture.version(name, "1").await;
            fixture.version(name, "2").await;
            fixture.store.activate(&app(name), number(2)).await.unwrap();
        }
        let huge: &'static str = " ".repeat(5_000).leak();
        for (file, content) in [
            ("apps/shop/current.json", ""),
            ("apps/shop/current.json", "{\"format\":1"),
            ("apps/shop/current.json", "{\"format\":2,\"version\":1,\"record\":\"\"}"),
            ("apps/shop/current.json", huge),
            ("apps/shop/versions/2.json", "{}"),
        ] {
            fixture.store.activate(&app("shop"), number(2)).await.unwrap();
            fixture.overwrite(file, content).await;
            let apps = fixture.store.apps().await.unwrap();
            let [blog, shop] = apps.as_slice() else {
                panic!("{apps:?}")
            };
            assert!(blog.current.as_ref().is_ok_and(Option::is_some), "{blog:?}");
            let error = shop.current.as_ref().unwrap_err().to_string();
            assert!(error.starts_with(&format!("`{file}` is damaged: ")), "{error}");
            fixture.store.activate(&app("shop"), number(1)).await.unwrap();
            assert_eq!(fixture.current("shop").await, Some(1));
        }
    }
}

/// Proves that the pointer stands for one record: neither a missing nor an exchanged one is run in its place.
#[tokio::test]
async fn pointer_names_one_record() {
    for fixture in Fixture::all() {
        fixture.version("shop", "1").await;
        fixture.version("shop", "2").await;
        fixture.store.activate(&app("shop"), number(1)).await.unwrap();
        let record = fixture.store.version(&app("shop"), number(1)).await.unwrap();
        let exchanged = VersionRecord {
            created_at: 1,
            ..record
        };
        let json: &'static str = String::from_utf8(exchanged.to_json()).unwrap().leak();
        fixture.overwrite("apps/shop/versions/1.json", json).await;
        let error = fixture.store.current(&app("shop")).await.unwrap_err().to_string();
        assert!(
            error.contains("current.json` is damaged: the record it names is not"),
            "{error}"
        );
        fixture.delete("apps/shop/versions/1.json").await;
        let error = fixture.store.current(&app("shop")).await.unwrap_err().to_string();
        assert!(
            error.contains("current.json` is damaged: the version it names is missing"),
            "{error}"
        );
        // A record filed under another number is not mistaken for it.
        let two = fixture
            .objects
            .get(&Path::from("apps/shop/versions/2.json"))
            .await
            .unwrap();
        let two = two.bytes().await.unwrap();
        fixture
            .objects
            .put(&Path::from("apps/shop/versions/3.json"), two.into())
            .await
            .unwrap();
        let error = fixture
            .store
            .activate(&app("shop"), number(3))
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains("it is about version 2 of `shop`"), "{error}");
    }
}

/// Proves that a removed app is gone, can be deployed anew, and that removing half an app finishes the work.
#[tokio::test]
async fn removal() {
    for fixture in Fixture::all() {
        let gone = fixture.store.remove(&app("shop")).await;
        assert!(matches!(gone, Err(StoreError::AppNotFound { .. })), "{gone:?}");
        for half in [None, Some("apps/shop/current.json"), Some("apps/shop/versions/1.json")] {
            fixture.version("shop", "1").await;
            fixture.version("shop", "2").await;
            fixture.store.activate(&app("shop"), number(1)).await.unwrap();
            if let Some(path) = half {
                fixture.delete(path).await;
            }
            fixture.store.remove(&app("shop")).await.unwrap();
            assert_eq!(fixture.current("shop").await, None);
            assert!(fixture.numbers("shop").await.is_empty());
            assert!(fixture.store.apps().await.unwrap().is_empty());
        }
    }
}

/// Proves that an app without a version in use is listed as such, and that strangers' files are no apps.
#[tokio::test]
async fn listing() {
    for fixture in Fixture::all() {
        assert!(fixture.store.apps().await.unwrap().is_empty());
        fixture.version("zoo", "1").await;
        fixture.version("app", "1").await;
        fixture.store.activate(&app("app"), number(1)).await.unwrap();
        fixture.overwrite("apps/README.txt", "").await;
        fixture.overwrite("apps/Not An App/current.json", "").await;
        fixture.overwrite("apps/app/versions/01.json", "").await;
        fixture.overwrite("apps/app/versions/notes.txt", "").await;
        let apps = fixture.store.apps().await.unwrap();
        let listed: Vec<_> = apps
            .iter()
            .map(|entry| (entry.app.as_str(), entry.current.as_ref().unwrap().is_some()))
            .collect();
        assert_eq!(listed, [("app", true), ("zoo", false)]);
        assert_eq!(fixture.numbers("app").await, [1]);
    }
}
