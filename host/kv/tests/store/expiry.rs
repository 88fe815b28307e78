//! Keys that expire.

use rnode_kv::{Condition, KvError, Put, Quota, SWEEP_BYTES_MAX, SWEEP_KEYS_MAX, Usage, VALUE_BYTES_MAX};

use crate::fixture::{Fixture, hold, names};

fn until(millis: u64) -> Put {
    Put {
        expires_at: Some(Fixture::at(millis)),
        ..Put::default()
    }
}

/// Proves that a key is there up to the instant at which it expires, and from then on for nobody, swept or not.
#[test]
fn keys_expire() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    app.put("a", "1", until(100)).unwrap();
    app.put("b", "2", Put::default()).unwrap();
    app.put("past", "3", until(0)).unwrap();
    for (now, is_there) in [(0, true), (99, true), (100, false), (10_000, false), (99, true)] {
        fixture.set_clock(now);
        let entry = app.get("a").unwrap();
        assert_eq!(entry.is_some(), is_there, "{now}");
        assert!(entry.is_none_or(|entry| entry.expires_at == Some(Fixture::at(100))));
        assert_eq!(
            names(&app, "", 10),
            if is_there { &["a", "b"][..] } else { &["b"] },
            "{now}"
        );
        assert_eq!(app.get("past").unwrap(), None);
    }
    fixture.set_clock(100);
    assert!(!app.delete("a", Condition::Any).unwrap());
    assert_eq!(app.get("b").unwrap().unwrap().value, "2");
}

/// Proves that a sweep removes what has expired and nothing else, so many at a time, and gives the quota back.
#[test]
fn sweeps_are_bounded() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let keys = SWEEP_KEYS_MAX + 20;
    for number in 0..keys {
        app.put_then(&format!("old-{number}"), "1", until(100), |_| ());
        if number % 100 == 0 {
            app.put("young", "1", until(101)).unwrap();
        }
    }
    app.put("stays", "1", Put::default()).unwrap();
    assert_eq!(app.usage().unwrap().keys, keys as u64 + 2);
    let _held = hold(&fixture.app("holder"));
    assert_eq!(fixture.store.sweep().unwrap(), 0);
    fixture.set_clock(100);
    assert_eq!(fixture.store.sweep().unwrap(), SWEEP_KEYS_MAX);
    assert_eq!(fixture.store.sweep().unwrap(), 20);
    assert_eq!(fixture.store.sweep().unwrap(), 0);
    assert_eq!(app.usage().unwrap(), Usage { keys: 2, bytes: 12 });
    assert_eq!(names(&app, "", 10), ["stays", "young"]);
}

/// Proves that an app that is full of what has expired can write again.
#[test]
fn what_has_expired_makes_room() {
    let quota = Quota { keys: 3, bytes: 100 };
    let fixture = Fixture::with_quota(quota);
    let app = fixture.app("shop");
    for key in ["a", "b", "c"] {
        app.put(key, "1", until(100)).unwrap();
    }
    let refused = app.put("d", "1", Put::default());
    assert!(matches!(refused, Err(KvError::QuotaExceeded { .. })));
    fixture.set_clock(100);
    app.put("d", "1", Put::default()).unwrap();
    assert_eq!(app.usage().unwrap().keys, 1);
}

/// Proves that a key that is put anew is not swept when the old one would have expired.
#[test]
fn a_later_expiry_counts() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    app.put("a", "1", until(100)).unwrap();
    app.put("a", "2", until(200)).unwrap();
    let _held = hold(&fixture.app("holder"));
    fixture.set_clock(150);
    assert_eq!(fixture.store.sweep().unwrap(), 0);
    assert_eq!(app.get("a").unwrap().unwrap().value, "2");
    fixture.set_clock(200);
    assert_eq!(app.get("a").unwrap(), None);
    assert_eq!(fixture.store.sweep().unwrap(), 1);
}

/// Proves that a sweep of large values ends sooner.
#[test]
fn sweeps_are_bounded_in_bytes() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let at_once = usize::try_from(SWEEP_BYTES_MAX).unwrap() / VALUE_BYTES_MAX;
    for number in 0..at_once + 3 {
        app.put(&number.to_string(), vec![0; VALUE_BYTES_MAX], until(100))
            .unwrap();
    }
    let _held = hold(&fixture.app("holder"));
    fixture.set_clock(100);
    assert_eq!(fixture.store.sweep().unwrap(), at_once);
    assert_eq!(fixture.store.sweep().unwrap(), 3);
    assert_eq!(app.usage().unwrap(), Usage::default());
}
