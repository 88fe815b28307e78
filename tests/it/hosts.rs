//! Which app answers on which host.

use std::ffi::OsString;

use serde_json::json;

use crate::harness::{AppFolder, Server, get, rnode_wasm};

fn named(name: &str) -> AppFolder {
    AppFolder::express(&format!("app.get('/', (req, res) => res.send('{name}'));"))
}

/// Proves that an exact name goes before a wildcard, a wildcard stands for one label, and every app has its name below
/// `localhost`.
#[test]
fn the_host_chooses_the_app() {
    let server = Server::apps(&[]);
    server.deploy(
        &named("shop").entry(),
        "shop",
        &["--host", "shop.example.org", "--host", "shop.example.com"],
    );
    server.deploy(&named("rest").entry(), "rest", &["--host", "*.example.org"]);
    for (host, expected) in [
        ("shop.localhost", Some("shop")),
        ("rest.localhost", Some("rest")),
        ("shop.example.org", Some("shop")),
        ("SHOP.Example.ORG", Some("shop")),
        ("shop.example.org:8080", Some("shop")),
        ("shop.example.org.", Some("shop")),
        ("shop.example.com", Some("shop")),
        ("other.example.org", Some("rest")),
        ("a.other.example.org", None),
        ("example.org", None),
        ("other.example.com", None),
        ("nobody.localhost", None),
        ("127.0.0.1", None),
        ("[::1]:80", None),
        ("shop.localhost.example.org", None),
        ("..", None),
    ] {
        let answer = server.send(&get("/").host(host).header("accept", "application/json"));
        match expected {
            Some(name) => assert_eq!(answer.seen(), (200, name.to_owned()), "{host}"),
            None => assert_eq!(
                (answer.status, &answer.json()["error"]["outcome"]),
                (404, &json!("app-not-found")),
                "{host}"
            ),
        }
    }
}

/// Proves that no app can take the host of another, that a refused deploy changes nothing, and that a host is free again when
/// its app lets go of it.
#[test]
fn a_host_has_one_owner() {
    let server = Server::apps(&[]);
    let seen = || server.send(&get("/").host("shop.example.org")).text();
    server.deploy(
        &named("owner").entry(),
        "owner",
        &["--host", "shop.example.org", "--host", "*.example.net"],
    );
    for host in ["shop.example.org", "SHOP.example.org", "*.example.net"] {
        let refused = server.try_deploy(&named("thief").entry(), "thief", &["--host", host]);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(
            refused.json()["error"]["message"]
                .as_str()
                .is_some_and(|message| message.contains("`owner`")),
            "{refused:?}"
        );
        assert!(refused.json()["error"]["hint"].is_string(), "{refused:?}");
    }
    assert_eq!(seen(), "owner");
    assert_eq!(server.call(&["apps"]).success().as_array().map(Vec::len), Some(1));

    // Without `--host` an app keeps its hosts; with it, it has these and no others.
    server.deploy(&named("later").entry(), "owner", &[]);
    assert_eq!(seen(), "later");
    server.deploy(&named("moved").entry(), "owner", &["--host", "moved.example.org"]);
    server.deploy(&named("heir").entry(), "heir", &["--host", "shop.example.org"]);
    assert_eq!(seen(), "heir");
    // The version before wants the host back, which now belongs to another.
    let refused = server.call(&["rollback", "owner"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert_eq!(server.send(&get("/").host("moved.example.org")).text(), "moved");
    server.call(&["rm", "heir"]).success();
    server.call(&["rollback", "owner"]).success();
    assert_eq!(seen(), "later");
}

/// Proves that a name that cannot be a host is refused, with the reason.
#[test]
fn a_host_is_a_name() {
    let server = Server::apps(&[]);
    for (host, reason) in [
        ("https://a.example", "scheme"),
        ("a.example:80", "port"),
        ("a.*.example", "first label"),
        ("bücher.example", "xn--"),
        ("", "missing"),
    ] {
        let refused = server.try_deploy(&named("x").entry(), "x", &["--host", host]);
        assert_eq!(refused.code, 1, "{host}: {refused:?}");
        assert!(
            refused.json()["error"]["message"]
                .as_str()
                .is_some_and(|message| message.contains(reason)),
            "{host}: {refused:?}"
        );
    }
}

/// Proves that name, hosts and limits can stand in `rnode.toml`, and that the command line goes before it.
#[test]
fn the_manifest_says_the_same() {
    let server = Server::apps(&[]);
    let deploy = |name: &str, flags: &[&str]| {
        let app = named(name);
        app.write(
            "rnode.toml",
            &format!("name = \"{name}\"\nhosts = [\"{name}.example.org\"]\n"),
        );
        let arguments = ["deploy".into(), app.entry().into_os_string(), "--json".into()]
            .into_iter()
            .chain(server.remote());
        rnode_wasm(arguments.chain(flags.iter().map(OsString::from))).success()["app"].clone()
    };
    assert_eq!(deploy("first", &[]), "first");
    assert_eq!(deploy("second", &["--name", "renamed"]), "renamed");
    for (host, expected) in [
        ("first.localhost", "first"),
        ("first.example.org", "first"),
        ("renamed.localhost", "second"),
        ("second.example.org", "second"),
    ] {
        assert_eq!(server.send(&get("/").host(host)).text(), expected, "{host}");
    }
}
