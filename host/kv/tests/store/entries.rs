//! What is put comes back, within the limits.

use bytes::Bytes;
use rnode_kv::{Condition, KEY_BYTES_MAX, KvError, METADATA_BYTES_MAX, Part, Put, Usage, VALUE_BYTES_MAX};

use crate::fixture::Fixture;

/// Proves that keys, values and metadata come back as they were put, and count for what they are.
#[test]
fn what_is_put_comes_back() {
    let longest = "k".repeat(KEY_BYTES_MAX);
    let largest = vec![7; VALUE_BYTES_MAX];
    let metadata = format!("\"{}\"", "m".repeat(METADATA_BYTES_MAX - 2));
    let cases: [(&str, &[u8], Option<&str>); 6] = [
        ("a", b"", None),
        ("\u{1}", b"\0\xff", Some("null")),
        ("größe/ß", b"text", Some("{\"a\":[1]}")),
        (" ", b"space", None),
        (&longest, b"1", Some(&metadata)),
        ("large", &largest, None),
    ];
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let mut usage = Usage::default();
    for (key, value, metadata) in cases {
        assert_eq!(app.get(key).unwrap(), None, "{key:?}");
        let put = Put {
            metadata: metadata.map(str::to_owned),
            ..Put::default()
        };
        let version = app.put(key, value.to_vec(), put).unwrap();
        usage.keys += 1;
        usage.bytes += (key.len() + value.len() + metadata.map_or(0, str::len)) as u64;
        let entry = app.get(key).unwrap().unwrap();
        assert_eq!(entry.value, value, "{key:?}");
        assert_eq!(entry.metadata.as_deref(), metadata, "{key:?}");
        assert_eq!((entry.version, entry.expires_at), (version, None), "{key:?}");
        assert_eq!(app.usage().unwrap(), usage, "{key:?}");
    }
    for (key, _, _) in cases {
        assert!(app.delete(key, Condition::Any).unwrap(), "{key:?}");
        assert!(!app.delete(key, Condition::Any).unwrap(), "{key:?}");
        assert_eq!(app.get(key).unwrap(), None, "{key:?}");
    }
    assert_eq!(app.usage().unwrap(), Usage::default());
}

/// Proves that a value that is put over another takes its place, with everything that is known of it.
#[test]
fn a_value_takes_the_place_of_another() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let first = Put {
        expires_at: Some(Fixture::at(50)),
        metadata: Some(String::from("1")),
        condition: Condition::Any,
    };
    app.put("a", "first value", first).unwrap();
    let version = app.put("a", "second", Put::default()).unwrap();
    fixture.set_clock(100);
    let entry = app.get("a").unwrap().unwrap();
    assert_eq!(entry.value, "second");
    assert_eq!((entry.version, entry.metadata, entry.expires_at), (version, None, None));
    assert_eq!(app.usage().unwrap(), Usage { keys: 1, bytes: 7 });
    assert_eq!(fixture.store.sweep().unwrap(), 0);
    assert_eq!(app.get("a").unwrap().unwrap().value, "second");
}

/// Proves that what is over a limit is refused, with the limit in the message, and that nothing is put.
#[test]
fn limits_hold() {
    let long = "k".repeat(KEY_BYTES_MAX + 1);
    let cases = [
        ("", 0, 0, "a key has at least one character"),
        (&*long, 0, 0, "the key has 513 bytes: at most 512 are allowed"),
        (
            "a",
            VALUE_BYTES_MAX + 1,
            0,
            "the value has 1048577 bytes: at most 1048576 are allowed",
        ),
        (
            "a",
            0,
            METADATA_BYTES_MAX + 1,
            "the metadata has 1025 bytes: at most 1024 are allowed",
        ),
    ];
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    for (key, value_bytes, metadata_bytes, message) in cases {
        let put = Put {
            metadata: Some("1".repeat(metadata_bytes)),
            ..Put::default()
        };
        let error = app.put(key, Bytes::from(vec![0; value_bytes]), put).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.is_of_app());
        if key != "a" {
            assert_eq!(app.get(key).unwrap_err().to_string(), message);
            assert_eq!(app.delete(key, Condition::Any).unwrap_err().to_string(), message);
        }
    }
    for (prefix, cursor) in [(&*long, None), ("", Some(&*long))] {
        let error = app.list(prefix, cursor, 10).unwrap_err();
        assert!(matches!(error, KvError::TooLarge { part: Part::Key, .. }), "{error}");
    }
    assert_eq!(app.usage().unwrap(), Usage::default());
}
