//! Lists of keys, in pages.

use rnode_kv::{Condition, LIST_KEYS_MAX, LIST_ROWS_MAX, Put};

use crate::fixture::{Fixture, names};

/// Proves that keys come in the order of their bytes, by prefix, whatever the size of the pages.
#[test]
fn pages_are_in_order() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let mut keys = ["b", "a", "a/1", "a/2", "a/10", "aa", "\u{e9}", "z", "\u{10ffff}", "A"];
    for key in keys {
        app.put(key, key, Put::default()).unwrap();
    }
    keys.sort_unstable();
    let with = |prefix: &str| {
        keys.into_iter()
            .filter(|key| key.starts_with(prefix))
            .collect::<Vec<_>>()
    };
    for prefix in ["", "a", "a/", "a/1", "b", "c", "\u{10ffff}"] {
        for limit in [1, 2, 3, 10, 1_000] {
            assert_eq!(names(&app, prefix, limit), with(prefix), "{prefix:?} by {limit}");
        }
    }
    let page = app.list("a", Some("a/2"), 10).unwrap();
    assert_eq!((page.keys.len(), page.cursor), (1, None));
    // A cursor that lies before the prefix, or behind it.
    assert_eq!(app.list("b", Some("a"), 10).unwrap().keys.len(), 1);
    assert_eq!(app.list("b", Some("c"), 10).unwrap().keys.len(), 0);
}

/// Proves that a list tells what is known of each key.
#[test]
fn keys_come_with_what_is_known() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let put = Put {
        expires_at: Some(Fixture::at(10)),
        metadata: Some(String::from("{}")),
        condition: Condition::Absent,
    };
    let version = app.put("a", "1", put).unwrap();
    let page = app.list("", None, 0).unwrap();
    let key = &page.keys[0];
    assert_eq!((key.name.as_str(), key.version), ("a", version));
    assert_eq!(
        (key.expires_at, key.metadata.as_deref()),
        (Some(Fixture::at(10)), Some("{}"))
    );
}

/// Proves that of keys that come and go between pages each that stays is told exactly once.
#[test]
fn keys_that_stay_are_told_once() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    for number in 0..20 {
        app.put(&format!("stay-{number:02}"), "1", Put::default()).unwrap();
    }
    let mut told = Vec::new();
    let mut cursor: Option<String> = None;
    for round in 0.. {
        // The key the cursor stands on goes, and others come before and behind it.
        app.put(&format!("stay-{round:02}-new"), "1", Put::default()).unwrap();
        app.put(&format!("aaa-{round:02}"), "1", Put::default()).unwrap();
        if let Some(key) = cursor.as_ref().filter(|key| key.ends_with("new")) {
            app.delete(key, Condition::Any).unwrap();
        }
        let page = app.list("stay-", cursor.as_deref(), 3).unwrap();
        told.extend(page.keys.into_iter().map(|key| key.name));
        cursor = page.cursor;
        if cursor.is_none() {
            break;
        }
    }
    let stayed: Vec<String> = told.into_iter().filter(|name| !name.ends_with("new")).collect();
    assert_eq!(
        stayed,
        (0..20).map(|number| format!("stay-{number:02}")).collect::<Vec<_>>()
    );
}

/// Proves that a page has an end, also where very many keys have expired.
#[test]
fn pages_are_bounded() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let put = |key: String, is_last: bool| {
        let put = Put {
            expires_at: Some(Fixture::at(100)),
            ..Put::default()
        };
        // Waits now and then: the queue has a bound.
        if is_last {
            app.put(&key, "1", put).unwrap();
        } else {
            app.put_then(&key, "1", put, |_| ());
        }
    };
    let keys = LIST_ROWS_MAX + 50;
    for number in 0..keys {
        put(format!("{number:05}"), number % 500 == 499);
    }
    app.put("z", "1", Put::default()).unwrap();
    assert_eq!(app.list("", None, keys).unwrap().keys.len(), LIST_KEYS_MAX);
    fixture.set_clock(100);
    let page = app.list("", None, 10).unwrap();
    assert!(page.keys.is_empty() && page.cursor.is_some(), "{page:?}");
    assert_eq!(names(&app, "", 10), ["z"]);
}
