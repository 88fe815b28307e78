//! Opening and closing the file.

use std::fs;
use std::path::Path;

use rnode_artifact::AppName;
use rnode_kv::{KvError, Namespace, Options, Put, Store};

use crate::fixture::Fixture;

fn open(path: &Path) -> Result<Store, KvError> {
    Store::open(path, Options::default())
}

fn app(store: &Store) -> Namespace {
    store.app(&AppName::parse("shop").unwrap())
}

/// Proves that what was put is there when the store is opened again, and that a second one is refused meanwhile.
#[test]
fn one_store_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kv.redb");
    let store = open(&path).unwrap();
    let version = app(&store).put("a", "1", Put::default()).unwrap();
    let error = open(&path).unwrap_err();
    assert!(matches!(error, KvError::InUse { .. }));
    assert!(
        error.to_string().ends_with("kv.redb` is in use by another server"),
        "{error}"
    );
    // A namespace keeps the store open.
    let kept = app(&store);
    drop(store);
    assert!(matches!(open(&path).unwrap_err(), KvError::InUse { .. }));
    drop(kept);
    let store = open(&path).unwrap();
    assert_eq!(app(&store).get("a").unwrap().unwrap().version, version);
}

/// Proves that only the owner can read the file.
#[cfg(unix)]
#[test]
fn the_file_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let fixture = Fixture::new();
    let mode = fs::metadata(fixture.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// Proves that writes that wait are done before the store is closed.
#[test]
fn waiting_writes_are_done() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kv.redb");
    let store = open(&path).unwrap();
    for number in 0..100 {
        app(&store).put_then(&number.to_string(), "1", Put::default(), |_| ());
    }
    drop(store);
    assert_eq!(app(&open(&path).unwrap()).usage().unwrap().keys, 100);
}

/// Proves that what is no directory, no file or no store is an error that names the file.
#[test]
fn what_is_no_store() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kv.redb");
    fs::write(&path, "once upon a time ".repeat(1_000)).unwrap();
    let error = open(&path).unwrap_err();
    assert!(matches!(error, KvError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("kv.redb` is damaged: "), "{error}");
    for missing in [
        path.join("kv.redb"),
        directory.path().join("no/kv.redb"),
        directory.path().to_owned(),
    ] {
        let error = open(&missing).unwrap_err();
        assert!(matches!(error, KvError::Io { .. }), "{error:?}");
        assert!(!error.is_of_app());
    }
}

/// Proves that a file that something else has changed, anywhere in it, is an error or gives what was put; never a panic, never another value.
#[test]
fn a_changed_file_is_noticed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kv.redb");
    let value = |number: usize| number.to_string().repeat(number * 20);
    let store = open(&path).unwrap();
    for number in 0..40 {
        app(&store)
            .put(&number.to_string(), value(number), Put::default())
            .unwrap();
    }
    drop(store);
    let sound = fs::read(&path).unwrap();
    let mut damaged = 0;
    let places = (0..320).step_by(16).chain((0..sound.len()).step_by(1_531));
    let changes = places.map(|place| {
        let mut bytes = sound.clone();
        bytes[place] ^= 0x55;
        bytes
    });
    let cuts = [1, 100, 4_096, sound.len() / 2, sound.len() - 1].map(|length| sound[..length].to_vec());
    for bytes in changes.chain(cuts) {
        fs::write(&path, bytes).unwrap();
        let store = match open(&path) {
            Ok(store) => store,
            Err(KvError::Damaged { .. }) => {
                damaged += 1;
                continue;
            }
            Err(error) => panic!("{error:?}"),
        };
        for number in 0..40 {
            if let Some(entry) = app(&store).get(&number.to_string()).unwrap() {
                assert_eq!(entry.value, value(number));
            }
        }
    }
    assert!(damaged > 20, "{damaged}");
}
