//! A store in a directory: one server at a time, for its owner's eyes, and whole after a kill at any moment.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use rnode_artifact::{
    AppFiles, AppName, ArtifactStore, Bundle, Compression, Env, ErrorPages, LimitsRequest, StoreError, VersionDraft,
    VersionNumber,
};
use tempfile::TempDir;

/// Set in the process that is killed: the directory it writes to.
const VICTIM_DIRECTORY: &str = "RNODE_TEST_VICTIM_DIRECTORY";

/// How many processes are killed.
const KILLS: usize = 12;

fn app() -> AppName {
    AppName::parse("shop").unwrap()
}

/// One deploy: bundle, version, activation.
async fn deploy(store: &ArtifactStore, source: String) -> VersionNumber {
    let limits = LimitsRequest::default();
    let bundle = Bundle {
        entry: "app.js".to_owned(),
        source,
        source_map: String::new(),
        top_level_awaits: Vec::new(),
        limits,
        error_pages: ErrorPages::Host,
        compression: Compression::Off,
        assets: None,
        egress: Vec::new(),
        files: AppFiles::default(),
    };
    let bundle = store.put_bundle(&bundle).await.unwrap();
    let draft = VersionDraft {
        app: app(),
        bundle,
        hosts: Vec::new(),
        env: Env::default(),
        limits,
    };
    let number = store.create_version(draft).await.unwrap().number;
    store.activate(&app(), number).await.unwrap().number
}

/// Proves that a second server is refused, and admitted when the first is gone.
#[test]
fn one_server_at_a_time() {
    let directory = TempDir::new().unwrap();
    let first = ArtifactStore::open_directory(directory.path()).unwrap();
    let second = ArtifactStore::open_directory(directory.path());
    assert!(matches!(second, Err(StoreError::DirectoryInUse { .. })), "{second:?}");
    drop(first);
    assert!(ArtifactStore::open_directory(directory.path()).is_ok());
}

/// Proves that a directory is created for its owner alone, and that what it holds is private in any directory.
#[cfg(unix)]
#[test]
fn private() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let parent = TempDir::new().unwrap();
    let created = parent.path().join("a/b");
    let open = parent.path().join("open");
    fs::create_dir_all(open.join("apps")).unwrap();
    for path in [&open, &open.join("apps")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    for (path, expected) in [(&created, 0o700), (&open, 0o755)] {
        let _store = ArtifactStore::open_directory(path).unwrap();
        assert_eq!(mode(path), expected, "{}", path.display());
        assert_eq!((mode(&path.join("apps")), mode(&path.join("blobs"))), (0o700, 0o700));
    }
}

/// Proves that a directory that cannot be is refused with its path.
#[test]
fn unusable() {
    let parent = TempDir::new().unwrap();
    let file = parent.path().join("file");
    fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("below")] {
        let error = ArtifactStore::open_directory(&path).unwrap_err();
        assert!(matches!(error, StoreError::Directory { .. }), "{error:?}");
        assert!(error.to_string().contains("file"), "{error}");
    }
}

/// Proves that half-written files and empty directories go when the directory is opened, and nothing else.
#[tokio::test]
async fn leftovers() {
    let directory = TempDir::new().unwrap();
    let store = ArtifactStore::open_directory(directory.path()).unwrap();
    assert_eq!(deploy(&store, "1".to_owned()).await, VersionNumber::FIRST);
    drop(store);
    let at = |path: &str| directory.path().join(path);
    fs::create_dir_all(at("apps/gone/versions")).unwrap();
    for staged in [
        "apps/shop/current.json#1",
        "apps/shop/versions/2.json#12",
        "blobs/sha256/00#1",
    ] {
        fs::write(at(staged), "half").unwrap();
    }
    fs::write(at("apps/shop/notes#x"), "").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(directory.path(), at("apps/loop")).unwrap();
    let store = ArtifactStore::open_directory(directory.path()).unwrap();
    for (path, exists) in [
        ("apps/gone", false),
        ("apps/shop/current.json#1", false),
        ("apps/shop/versions/2.json#12", false),
        ("blobs/sha256/00#1", false),
        ("apps/shop/notes#x", true),
        ("apps/shop/current.json", true),
    ] {
        assert_eq!(at(path).exists(), exists, "{path}");
    }
    assert_eq!(
        store.current(&app()).await.unwrap().unwrap().number,
        VersionNumber::FIRST
    );
}

/// The process that is killed: deploys without end and says each number once it is in use. Alone it does nothing.
#[tokio::test]
async fn victim() {
    let Some(directory) = env::var_os(VICTIM_DIRECTORY) else {
        return;
    };
    let store = ArtifactStore::open_directory(Path::new(&directory)).unwrap();
    let mut stdout = std::io::stdout();
    // The parent kills this process long before.
    for deploys in 0..100_000 {
        let number = deploy(&store, format!("{}{deploys}", "x".repeat(50_000))).await;
        writeln!(stdout, "\nactive {number}").unwrap();
        stdout.flush().unwrap();
    }
}

/// Proves that after a kill at any moment the directory is free, the version in use is the last one announced or a
/// later one, its bundle is whole, and the next deploy works.
#[tokio::test]
async fn killed_at_any_moment() {
    let directory = TempDir::new().unwrap();
    for round in 0..KILLS {
        let mut victim = Command::new(env::current_exe().unwrap())
            .args(["victim", "--exact", "--nocapture", "--test-threads=1"])
            .env(VICTIM_DIRECTORY, directory.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut announced = BufReader::new(victim.stdout.take().unwrap())
            .lines()
            .filter_map(|line| line.unwrap().strip_prefix("active ")?.parse::<u64>().ok());
        let last = announced.by_ref().nth(round % 4).unwrap();
        victim.kill().unwrap();
        victim.wait().unwrap();
        let last = announced.last().unwrap_or(last);

        let store = ArtifactStore::open_directory(directory.path()).unwrap();
        let current = store.current(&app()).await.unwrap().unwrap();
        assert!(
            current.number.get() >= last,
            "round {round}: {} after {last}",
            current.number
        );
        store.bundle(&current.bundle).await.unwrap();
        assert!(deploy(&store, "after".to_owned()).await > current.number);
    }
}
