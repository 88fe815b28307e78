//! Writes that wait: the bounds of the queue, and what shares a commit.

use std::sync::mpsc;

use rnode_kv::{
    Condition, KvError, Put, VALUE_BYTES_MAX, WAITING_BYTES_MAX, WAITING_WRITES_MAX, WAITING_WRITES_PER_APP_MAX,
};

use crate::fixture::{Fixture, hold};

/// Proves that an app's share of the queue and the queue itself are bounded, and that everything that was taken is done.
#[test]
fn the_queue_is_bounded() {
    let fixture = Fixture::new();
    let release = hold(&fixture.app("holder"));
    let (tell, told) = mpsc::channel();
    let apps = WAITING_WRITES_MAX / WAITING_WRITES_PER_APP_MAX;
    for number in 0..=apps {
        let app = fixture.app(&format!("app-{number}"));
        for key in 0..=WAITING_WRITES_PER_APP_MAX {
            let tell = tell.clone();
            app.put_then(&key.to_string(), "", Put::default(), move |result| {
                tell.send((number, key, matches!(result, Err(KvError::Busy)), result.is_ok()))
                    .unwrap();
            });
        }
        assert!(matches!(app.delete("1", Condition::Any), Err(KvError::Busy)));
    }
    drop((release, tell));
    let mut taken = 0;
    for (number, key, is_busy, is_done) in told {
        assert_eq!(
            is_busy,
            number == apps || key == WAITING_WRITES_PER_APP_MAX,
            "{number} {key}"
        );
        assert_eq!(is_done, !is_busy);
        taken += usize::from(is_done);
    }
    assert_eq!(taken, WAITING_WRITES_MAX);
    fixture.app("app-0").put("again", "", Put::default()).unwrap();
}

/// Proves that the bytes that wait are bounded, too.
#[test]
fn waiting_bytes_are_bounded() {
    let fixture = Fixture::new();
    let release = hold(&fixture.app("holder"));
    let (tell, told) = mpsc::channel();
    let large = bytes::Bytes::from(vec![0; VALUE_BYTES_MAX]);
    for _ in 0..WAITING_BYTES_MAX / VALUE_BYTES_MAX {
        let tell = tell.clone();
        let put = Put {
            condition: Condition::Version(7),
            ..Put::default()
        };
        // With the key it is a little more, so the last does not fit.
        fixture
            .app("shop")
            .put_then("k", large.clone(), put, move |result| tell.send(result).unwrap());
    }
    drop((release, tell));
    let busy = told
        .iter()
        .filter(|result| matches!(result, Err(KvError::Busy)))
        .count();
    assert_eq!(busy, 1);
}

/// Proves that writes that wait together are there together: when the first is told, all are on the disk.
#[test]
fn waiting_writes_share_a_commit() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let release = hold(&fixture.app("holder"));
    let (tell, told) = mpsc::channel();
    for number in 0..100 {
        let (tell, reader) = (tell.clone(), app.clone());
        app.put_then(&number.to_string(), "1", Put::default(), move |_| {
            tell.send(reader.usage().unwrap().keys).unwrap();
        });
    }
    drop((release, tell));
    assert_eq!(told.iter().collect::<Vec<_>>(), vec![100; 100]);
}

/// Proves that writes of one key happen in the order in which they came, also within a commit.
#[test]
fn writes_of_a_key_keep_their_order() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    let release = hold(&fixture.app("holder"));
    app.put_then(
        "a",
        "1",
        Put {
            condition: Condition::Absent,
            ..Put::default()
        },
        |_| (),
    );
    app.put_then(
        "a",
        "2",
        Put {
            condition: Condition::Version(1),
            ..Put::default()
        },
        |_| (),
    );
    app.delete_then("a", Condition::Version(2), |_| ());
    app.put_then(
        "b",
        "4",
        Put {
            condition: Condition::Absent,
            ..Put::default()
        },
        |_| (),
    );
    drop(release);
    assert_eq!(
        app.put(
            "b",
            "5",
            Put {
                condition: Condition::Version(3),
                ..Put::default()
            }
        )
        .unwrap(),
        4
    );
    assert_eq!(app.get("a").unwrap(), None);
}

/// Proves that a call that panics is its own trouble.
#[test]
fn the_writer_outlives_its_calls() {
    let fixture = Fixture::new();
    let app = fixture.app("shop");
    app.put_then("a", "1", Put::default(), |_| panic!("on purpose"));
    app.put("b", "2", Put::default()).unwrap();
    assert_eq!(app.usage().unwrap().keys, 2);
}
