//! How much an app may keep.

use rnode_kv::{Condition, KvError, Namespace, Put, Quota, Resource, Usage};

use crate::fixture::Fixture;

const QUOTA: Quota = Quota { bytes: 20, keys: 3 };

fn put(app: &Namespace, key: &str, value: &str) -> Result<u64, Resource> {
    match app.put(key, value.to_owned(), Put::default()) {
        Ok(version) => Ok(version),
        Err(KvError::QuotaExceeded { resource, .. }) => Err(resource),
        Err(error) => panic!("{error}"),
    }
}

/// Proves that both quotas hold to the last key and byte, that a refused write changes nothing, and that other apps have their own.
#[test]
fn quotas_hold() {
    let fixture = Fixture::with_quota(QUOTA);
    let app = fixture.app("shop");
    let steps = [
        ("a", "123456789", None, 10),
        ("b", "123456789", None, 20),
        ("c", "", Some(Resource::Bytes), 20),
        ("b", "1234567890", Some(Resource::Bytes), 20),
        ("b", "12345678", None, 19),
        ("c", "", None, 20),
        ("d", "", Some(Resource::Keys), 20),
        ("a", "", None, 11),
        ("d", "", Some(Resource::Keys), 11),
        ("c", "1234567890", Some(Resource::Bytes), 11),
        ("c", "123456789", None, 20),
    ];
    for (key, value, refused, bytes) in steps {
        assert_eq!(put(&app, key, value).err(), refused, "{key} {value}");
        assert_eq!(app.usage().unwrap().bytes, bytes, "{key} {value}");
    }
    let metadata = Some(String::from("1"));
    let with_metadata = app
        .put(
            "a",
            "",
            Put {
                metadata,
                ..Put::default()
            },
        )
        .unwrap_err();
    assert_eq!(
        with_metadata.to_string(),
        "the app's key-value store is full: its quota is 20 bytes"
    );
    assert!(app.delete("c", Condition::Any).unwrap());
    put(&app, "d", "123456789").unwrap();
    put(&fixture.app("blog"), "a", "12345678901234567").unwrap();
}

/// Proves that an app whose quota was lowered keeps what it has, and may write what is smaller.
#[test]
fn a_lowered_quota_deletes_nothing() {
    let fixture = Fixture::with_quota(QUOTA);
    let app = fixture.app("shop");
    for key in ["a", "b"] {
        put(&app, key, "12345").unwrap();
    }
    let app = app.with_quota(Quota { bytes: 5, keys: 1 });
    assert_eq!(app.usage().unwrap(), Usage { keys: 2, bytes: 12 });
    assert_eq!(put(&app, "c", ""), Err(Resource::Keys));
    assert_eq!(put(&app, "a", "123456"), Err(Resource::Bytes));
    put(&app, "a", "1234").unwrap();
    assert_eq!(app.usage().unwrap(), Usage { keys: 2, bytes: 11 });
}
