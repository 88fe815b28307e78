//! Writes under a condition, and versions.

use std::thread;

use rnode_kv::{Condition, KvError, Namespace, Put};

use crate::fixture::Fixture;

fn put(app: &Namespace, value: &str, condition: Condition) -> Result<u64, KvError> {
    app.put(
        "a",
        value.to_owned(),
        Put {
            condition,
            ..Put::default()
        },
    )
}

fn conflict(result: Result<u64, KvError>) -> Option<u64> {
    match result {
        Err(KvError::Conflict { version }) => version,
        other => panic!("no conflict: {other:?}"),
    }
}

/// Proves that each condition holds when it says, and that a write whose condition fails changes nothing.
#[test]
fn conditions_hold() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    assert_eq!(conflict(put(&app, "1", Condition::Version(1))), None);
    let first = put(&app, "1", Condition::Absent).unwrap();
    assert_eq!(conflict(put(&app, "2", Condition::Absent)), Some(first));
    assert_eq!(app.get("a").unwrap().unwrap().value, "1");
    let second = put(&app, "2", Condition::Version(first)).unwrap();
    assert!(second > first);
    assert_eq!(conflict(put(&app, "3", Condition::Version(first))), Some(second));
    assert_eq!(
        conflict(app.delete("a", Condition::Version(first)).map(u64::from)),
        Some(second)
    );
    assert_eq!(
        conflict(app.delete("a", Condition::Absent).map(u64::from)),
        Some(second)
    );
    assert_eq!(app.get("a").unwrap().unwrap().value, "2");
    assert!(app.delete("a", Condition::Version(second)).unwrap());
    assert_eq!(
        conflict(app.delete("a", Condition::Version(second)).map(u64::from)),
        None
    );
    assert!(!app.delete("a", Condition::Absent).unwrap());
}

/// Proves that what has expired is absent for a condition.
#[test]
fn what_has_expired_is_absent() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let until = Put {
        expires_at: Some(Fixture::at(10)),
        ..Put::default()
    };
    let version = app.put("a", "1", until).unwrap();
    assert_eq!(conflict(put(&app, "2", Condition::Absent)), Some(version));
    fixture.set_clock(10);
    assert_eq!(conflict(put(&app, "2", Condition::Version(version))), None);
    assert!(put(&app, "2", Condition::Absent).unwrap() > version);
}

/// Proves that no version comes twice: not after a deletion, not after the app was removed, not after the store was closed.
#[test]
fn versions_are_never_repeated() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let mut last = 0;
    for _ in 0..3 {
        for remove in [
            |app: &Namespace| app.delete("a", Condition::Any).map(drop),
            Namespace::remove_all,
            |_: &Namespace| Ok(()),
        ] {
            let version = put(&app, "1", Condition::Any).unwrap();
            assert!(version > last);
            last = version;
            remove(&app).unwrap();
        }
    }
}

/// Proves that of threads that count by comparing and setting none loses a step.
#[test]
fn counting_threads_lose_nothing() {
    const THREADS: usize = 4;
    const STEPS: usize = 25;
    let fixture = Fixture::new();
    let count = |app: &Namespace| loop {
        let (number, condition) = match app.get("a").unwrap() {
            None => (0, Condition::Absent),
            Some(entry) => {
                let text = String::from_utf8(entry.value.to_vec()).unwrap();
                (text.parse::<usize>().unwrap(), Condition::Version(entry.version))
            }
        };
        match put(app, &(number + 1).to_string(), condition) {
            Ok(_) => return,
            Err(KvError::Conflict { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let app = fixture.app("shop");
            scope.spawn(move || (0..STEPS).for_each(|_| count(&app)));
        }
    });
    let total = fixture.app("shop").get("a").unwrap().unwrap().value;
    assert_eq!(total, (THREADS * STEPS).to_string());
}
