//! What was acknowledged is there after the writing process was killed, and while the disk is full. This program is its own victim: it starts
//! itself to write until it is killed, or until it may not write more.
#![expect(clippy::unwrap_used, reason = "a test that needs no harness")]

use std::env;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;

use rnode_artifact::AppName;
use rnode_kv::{Condition, KvError, Namespace, Options, Put, Store};

/// Writes that wait at once, so that commits are shared.
const WRITERS: usize = 8;

/// After how many acknowledged writes each victim is killed. They write to the same file, one after the other.
const VICTIMS: [usize; 5] = [1, 7, 40, 200, 400];

/// Names the file to a victim that is to be killed, and to one whose disk is full.
const VICTIM: &str = "RNODE_KV_VICTIM";
const FULL: &str = "RNODE_KV_FULL";

fn main() {
    // The arguments of a harness, such as a filter, are not for this program.
    if let Some(path) = env::var_os(VICTIM) {
        write_until_killed(Path::new(&path));
    } else if let Some(path) = env::var_os(FULL) {
        write_until_full(Path::new(&path));
    } else {
        acknowledged_writes_survive();
        a_full_disk_is_an_error();
    }
}

fn app(store: &Store) -> Namespace {
    store.app(&AppName::parse("victim").unwrap())
}

/// Prints the key of each write once it is acknowledged. Every third key is written twice and every fifth is deleted again.
fn write_until_killed(path: &Path) {
    let store = Store::open(path, Options::default()).unwrap();
    let first = app(&store).usage().unwrap().keys;
    let (acknowledge, acknowledged) = mpsc::channel::<String>();
    for writer in 0..WRITERS {
        let (app, acknowledge) = (app(&store), acknowledge.clone());
        std::thread::spawn(move || {
            for number in 0.. {
                let key = format!("{first}-{writer}-{number}");
                let value = key.repeat(number % 50 + 1);
                let version = app.put(&key, value.clone(), Put::default()).unwrap();
                if number % 3 == 0 {
                    let condition = Condition::Version(version);
                    app.put(
                        &key,
                        format!("{value}!"),
                        Put {
                            condition,
                            ..Put::default()
                        },
                    )
                    .unwrap();
                }
                if number % 5 == 0 {
                    assert!(app.delete(&key, Condition::Any).unwrap());
                }
                acknowledge.send(format!("{number} {key}")).unwrap();
            }
        });
    }
    let mut output = io::stdout().lock();
    for line in acknowledged {
        writeln!(output, "{line}").unwrap();
    }
}

fn acknowledged_writes_survive() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kv.redb");
    let mut acknowledged = Vec::new();
    for writes in VICTIMS {
        let mut victim = Command::new(env::current_exe().unwrap())
            .env(VICTIM, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
        acknowledged.extend(lines.by_ref().take(writes).map(Result::unwrap));
        let refused = Store::open(&path, Options::default());
        assert!(matches!(refused, Err(KvError::InUse { .. })));
        victim.kill().unwrap();
        // What it said before it died: a line goes into the pipe whole.
        acknowledged.extend(lines.map_while(Result::ok));
        assert!(!victim.wait().unwrap().success());

        let store = Store::open(&path, Options::default()).unwrap();
        let app = app(&store);
        for line in &acknowledged {
            let (number, key) = line.split_once(' ').unwrap();
            assert_eq!(
                app.get(key).unwrap().map(|entry| entry.value),
                expected(number.parse().unwrap(), key),
                "{key}"
            );
        }
        assert_counts(&app);
    }
    assert!(acknowledged.len() >= VICTIMS.iter().sum());
}

fn expected(number: usize, key: &str) -> Option<bytes::Bytes> {
    let end = if number.is_multiple_of(3) { "!" } else { "" };
    (!number.is_multiple_of(5)).then(|| format!("{}{end}", key.repeat(number % 50 + 1)).into())
}

/// The usage is what a count of all keys gives.
fn assert_counts(app: &Namespace) {
    let (mut keys, mut bytes) = (0, 0);
    let mut cursor = None;
    loop {
        let page = app.list("", cursor.as_deref(), 1_000).unwrap();
        for key in &page.keys {
            keys += 1;
            bytes += (key.name.len() + app.get(&key.name).unwrap().unwrap().value.len()) as u64;
        }
        cursor = page.cursor;
        if cursor.is_none() {
            break;
        }
    }
    let usage = app.usage().unwrap();
    assert_eq!((usage.keys, usage.bytes), (keys, bytes));
}

/// Proves that a disk that is full refuses a write and no more: what is there can be read, and there is room again after a deletion.
fn a_full_disk_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    // A limit on the size of files, without the signal that would end the process.
    let status = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 8192; exec \"$0\""])
        .arg(env::current_exe().unwrap())
        .env(FULL, directory.path().join("kv.redb"))
        .status();
    assert!(status.unwrap().success());
}

fn write_until_full(path: &Path) {
    let store = Store::open(path, Options::default()).unwrap();
    let app = app(&store);
    let value = vec![7; 64 << 10];
    let put = |number: usize| app.put(&number.to_string(), value.clone(), Put::default());
    let mut written = 0;
    let error = loop {
        match put(written) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, KvError::Io { .. }), "{error:?}");
    assert!(written > 10, "{written}");
    for number in 0..written {
        assert_eq!(app.get(&number.to_string()).unwrap().unwrap().value, value);
    }
    for number in 0..written / 2 {
        assert!(app.delete(&number.to_string(), Condition::Any).unwrap());
    }
    put(0).unwrap();
    assert_eq!(app.get("0").unwrap().unwrap().value, value);
}
