//! What a crash or a broken disk leaves: one version answers, and nothing is believed that this server did not write.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::harness::{AppFolder, Server, get, program, scratch, unheard_of};

/// How often the server is killed.
const ROUNDS: u64 = 15;

fn version(number: u64) -> AppFolder {
    // Evaluated and compiled in every run, so that kills hit these steps, too.
    AppFolder::express(&format!(
        "app.set('made', '{}'); app.get('/', (req, res) => res.send('{number}'));",
        unheard_of()
    ))
}

/// Proves that a server that is killed while it takes a deploy comes back with the old version or the new one, never with none.
#[test]
fn a_killed_server_keeps_a_version() {
    let data = tempfile::tempdir().expect("a folder can be made");
    let mut server = Server::apps_of(data.path(), &[]);
    let first = version(0);
    server.deploy(&first.entry(), "shop", &[]);
    let mut known = 0;
    let mut new_versions = 0;
    for round in 1..=ROUNDS {
        let app = version(round);
        let mut deploy: Command = program();
        deploy
            .arg("deploy")
            .arg(app.entry())
            .args(["--name", "shop", "--json"])
            .args(server.remote());
        let mut deploy = deploy
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Not a wait for something: the moment of the kill is what differs from round to round.
        thread::sleep(Duration::from_millis(20 * round));
        server.kill();
        deploy.wait().expect("the deploy can be waited for");

        server = Server::apps_of(data.path(), &[]);
        let answer = server.send(&get("/").host("shop.localhost"));
        assert_eq!(answer.status, 200, "round {round}: {}", answer.text());
        let answered: u64 = answer.text().parse().expect("a version");
        assert!(
            answered == known || answered == round,
            "round {round}: {answered} answers, after {known}"
        );
        new_versions += u64::from(answered == round);
        known = answered;
    }
    // A store that came through all this still takes a deploy.
    server.deploy(&version(100).entry(), "shop", &[]);
    assert_eq!(server.send(&get("/").host("shop.localhost")).text(), "100");
    println!("{new_versions} of {ROUNDS} deploys were done before the kill");
}

/// Proves that a cache whose files were changed costs time and nothing else: what is in it is not run.
#[test]
fn a_changed_cache_is_not_believed() {
    let [data, cache] = [(); 2].map(|()| TempDir::new_in(scratch()).expect("a folder can be made"));
    let cache = cache.path();
    let flags = ["--cache", cache.to_str().expect("a path of letters")];
    let mut server = Server::apps_of(data.path(), &flags);
    server.deploy(&version(1).entry(), "shop", &[]);
    server.terminate();
    assert!(server.wait().success());

    let mut changed = 0;
    for entry in fs::read_dir(cache).expect("the cache is there") {
        let path = entry.expect("an entry").path();
        let mut bytes = fs::read(&path).expect("the entry can be read");
        if bytes.len() > 1024 {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&path, bytes).expect("the entry can be written");
            changed += 1;
        }
    }
    assert!(changed >= 2, "the runtime and the app are in the cache");
    let server = Server::apps_of(data.path(), &flags);
    assert_eq!(server.send(&get("/").host("shop.localhost")).text(), "1");
}
