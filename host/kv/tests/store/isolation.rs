//! What one app does, no other notices.

use rnode_kv::{Condition, KvError, Put, SWEEP_KEYS_MAX, Usage};

use crate::fixture::{Fixture, hold, names};

/// Proves that apps of the most similar names share neither keys nor versions nor counts.
#[test]
fn apps_share_nothing() {
    let fixture = Fixture::new();
    let apps = ["a", "a-b", "aa", "b"].map(|name| (name, fixture.app(name)));
    for (name, app) in &apps {
        assert_eq!(app.put("key", *name, Put::default()).unwrap(), 1, "{name}");
        app.put(name, "own", Put::default()).unwrap();
    }
    for (name, app) in &apps {
        assert_eq!(app.get("key").unwrap().unwrap().value, *name);
        let mut own = vec!["key", name];
        own.sort_unstable();
        assert_eq!(names(app, "", 1), own);
        let bytes = 3 + 2 * name.len() as u64 + 3;
        assert_eq!(app.usage().unwrap(), Usage { keys: 2, bytes });
    }
    let (_, first) = &apps[0];
    assert!(!first.delete("aa", Condition::Any).unwrap());
    let refused = first.put(
        "key",
        "x",
        Put {
            condition: Condition::Version(2),
            ..Put::default()
        },
    );
    assert!(matches!(refused, Err(KvError::Conflict { version: Some(1) })));
}

/// Proves that an app that is removed is empty at once, that its bytes are cleared in slices, and that the others keep what they have.
#[test]
fn a_removed_app_is_empty() {
    let fixture = Fixture::new();
    let (shop, blog) = (fixture.app("shop"), fixture.app("blog"));
    let keys = SWEEP_KEYS_MAX + 10;
    for number in 0..keys {
        let expires_at = (number % 2 == 0).then(|| Fixture::at(1_000));
        let put = Put {
            expires_at,
            ..Put::default()
        };
        shop.put_then(&number.to_string(), "1", put, |_| ());
    }
    blog.put("post", "1", Put::default()).unwrap();
    shop.put("last", "1", Put::default()).unwrap();
    shop.remove_all().unwrap();
    fixture.app("never-written").remove_all().unwrap();
    assert_eq!(shop.usage().unwrap(), Usage::default());
    assert_eq!((shop.get("1").unwrap(), names(&shop, "", 10)), (None, vec![]));

    // Every commit clears a slice: that of the write with which it holds the writer at the latest the first one.
    let _held = hold(&shop);
    assert!(fixture.store.sweep().unwrap() <= keys + 1 - SWEEP_KEYS_MAX);
    fixture.set_clock(2_000);
    assert_eq!(fixture.store.sweep().unwrap(), 0);
    assert_eq!(names(&shop, "", 10), ["held"]);
    assert_eq!((shop.usage().unwrap().keys, blog.usage().unwrap().keys), (1, 1));
}
