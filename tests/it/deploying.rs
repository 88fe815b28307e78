//! Deploying: new versions, old versions, lists, removal, and who may do it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use serde_json::{Value, json};

use crate::harness::{AppFolder, Connection, Ended, Request, Server, get, post, rnode_wasm, unheard_of};

/// An app that answers with its version, at once or when a request has waited for a while.
fn versioned(version: &str) -> AppFolder {
    AppFolder::express(&format!(
        "app.get('/', (req, res) => res.send('{version}'));
         app.get('/slow', (req, res) => {{ console.log('{version} is waiting'); setTimeout(() => res.send('{version}'), 4000); }});"
    ))
}

fn at(app: &str) -> Request {
    get("/").host(&format!("{app}.localhost"))
}

/// Proves that a deploy answers at once where it says, and says how long each step took.
#[test]
fn a_deploy_says_what_it_did() {
    let server = Server::apps(&[]);
    let deployed = server.deploy(&versioned("one").entry(), "shop", &["--host", "shop.example.org"]);
    assert_eq!((&deployed["app"], &deployed["version"]), (&json!("shop"), &json!(1)));
    let port = server.address.port();
    assert_eq!(
        deployed["urls"],
        json!([
            format!("http://shop.localhost:{port}/"),
            format!("http://shop.example.org:{port}/")
        ])
    );
    for step in ["bundle_ms", "upload_ms", "evaluate_ms", "compile_ms", "total_ms"] {
        assert!(
            deployed[step].as_f64().is_some_and(|millis| millis >= 0.0),
            "{step}: {deployed}"
        );
    }
    assert_eq!(server.send(&at("shop")).seen(), (200, "one".to_owned()));

    // For a person the address goes to standard output, and the steps to standard error.
    let app = versioned(&unheard_of());
    let arguments = [
        "deploy".into(),
        app.entry().into_os_string(),
        "--name".into(),
        "shop".into(),
    ];
    let Ended { code, stdout, stderr } = rnode_wasm(arguments.into_iter().chain(server.remote()));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(
        stdout.lines().next(),
        Some(format!("http://shop.localhost:{port}/").as_str())
    );
    for step in ["Bundled", "Uploaded", "Compiled", "Deployed `shop` version 2"] {
        assert!(stderr.contains(step), "{step}: {stderr}");
    }
}

/// Proves that versions can be listed, gone back to, and removed.
#[test]
fn versions_come_and_go() {
    let server = Server::apps(&[]);
    for version in ["one", "two", "three"] {
        server.deploy(&versioned(version).entry(), "shop", &[]);
        assert_eq!(server.send(&at("shop")).text(), version);
    }
    server.deploy(&versioned("other").entry(), "other", &[]);

    let apps = server.call(&["apps"]).success();
    let names: Vec<(&Value, &Value)> = apps
        .as_array()
        .expect("a list")
        .iter()
        .map(|app| (&app["app"], &app["version"]))
        .collect();
    assert_eq!(names, [(&json!("other"), &json!(1)), (&json!("shop"), &json!(3))]);
    let in_use = |server: &Server| {
        let versions = server.call(&["versions", "shop"]).success();
        let versions = versions.as_array().expect("a list").clone();
        assert_eq!(versions.len(), 3);
        versions
            .into_iter()
            .find(|version| version["current"] == true)
            .expect("one is in use")["version"]
            .clone()
    };
    assert_eq!(in_use(&server), json!(3));

    assert_eq!(server.call(&["rollback", "shop"]).success()["version"], json!(2));
    assert_eq!(
        (server.send(&at("shop")).text(), in_use(&server)),
        ("two".to_owned(), json!(2))
    );
    server.call(&["rollback", "shop", "--to", "1"]).success();
    assert_eq!(server.send(&at("shop")).text(), "one");
    let refused = server.call(&["rollback", "shop"]);
    assert_eq!(
        (refused.code, &refused.json()["error"]["message"]),
        (1, &json!("`shop` has no earlier version"))
    );
    server.call(&["rollback", "shop", "--to", "3"]).success();
    assert_eq!(server.send(&at("shop")).text(), "three");

    server.call(&["rm", "shop"]).success();
    assert_eq!(server.send(&at("shop")).status, 404);
    assert_eq!(server.send(&at("other")).text(), "other");
    for arguments in [
        &["versions", "shop"][..],
        &["rollback", "shop"],
        &["rm", "shop"],
        &["rollback", "other", "--to", "9"],
    ] {
        let refused = server.call(arguments);
        assert_eq!(refused.code, 1, "{arguments:?}: {refused:?}");
        assert!(
            refused.json()["error"]["hint"].is_string(),
            "{arguments:?}: {refused:?}"
        );
    }
}

/// Proves that a running request ends on the version it started on, while new ones get the new version.
#[test]
fn a_running_request_keeps_its_version() {
    let server = Server::apps(&[]);
    server.deploy(&versioned("old").entry(), "shop", &[]);
    let address = server.address;
    let running = thread::spawn(move || {
        Connection::open(address)
            .send(&get("/slow").host("shop.localhost"))
            .text()
    });
    server.app_line("old is waiting");
    server.deploy(&versioned("new").entry(), "shop", &[]);
    assert_eq!(server.send(&at("shop")).text(), "new");
    assert!(
        !running.is_finished(),
        "the deploy took longer than the request; nothing is proved"
    );
    assert_eq!(running.join().expect("an answer"), "old");
    let line = server.request_line("/slow");
    assert_eq!((&line["app_version"], &line["outcome"]), (&json!(1), &json!("ok")));
}

/// Proves that apps, versions and the token are there again after a restart.
#[test]
fn a_restart_forgets_nothing() {
    let data = tempfile::tempdir().expect("a folder can be made");
    let mut server = Server::apps_of(data.path(), &[]);
    server.deploy(&versioned("one").entry(), "shop", &["--host", "shop.example.org"]);
    server.deploy(&versioned("two").entry(), "shop", &[]);
    let token = server.token();
    server.terminate();
    assert!(server.wait().success());

    let server = Server::apps_of(data.path(), &[]);
    assert_eq!(server.token(), token);
    assert_eq!(server.send(&at("shop")).text(), "two");
    assert_eq!(server.send(&get("/").host("shop.example.org")).text(), "two");
    server.call(&["rollback", "shop"]).success();
    assert_eq!(server.send(&at("shop")).text(), "one");
}

/// Proves that an app that does not start any more is told of as such, and that the others answer.
#[test]
fn an_app_that_cannot_start_fails_alone() {
    let data = tempfile::tempdir().expect("a folder can be made");
    let mut server = Server::apps_of(data.path(), &["--env", "NEEDED=there"]);
    let needy = AppFolder::express(
        "if (!process.env.NEEDED) throw new Error('NEEDED is missing');
         app.get('/', (req, res) => res.send('started'));",
    );
    server.deploy(&needy.entry(), "needy", &[]);
    server.deploy(&versioned("one").entry(), "shop", &[]);
    server.terminate();
    assert!(server.wait().success());

    let server = Server::apps_of(data.path(), &[]);
    for _ in 0..3 {
        let answer = server.send(&at("needy").header("accept", "application/json"));
        assert_eq!(
            (answer.status, &answer.json()["error"]["outcome"]),
            (503, &json!("app-unavailable"))
        );
        assert!(
            answer.header("retry-after").is_some() && !answer.text().contains("NEEDED"),
            "{}",
            answer.text()
        );
        assert_eq!(server.send(&at("shop")).text(), "one");
    }
    let line = server
        .log
        .wait("the reason", |line| line["outcome"] == "app-unavailable");
    assert!(
        line["error"]
            .as_str()
            .is_some_and(|error| error.contains("NEEDED is missing")),
        "{line}"
    );
}

/// Proves that two servers cannot share a data directory.
#[test]
fn a_data_directory_has_one_server() {
    let data = tempfile::tempdir().expect("a folder can be made");
    let _server = Server::apps_of(data.path(), &[]);
    let path = data.path().to_str().expect("a path of letters");
    let second = rnode_wasm([
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--admin",
        "127.0.0.1:0",
        "--data",
        path,
        "--json",
    ]);
    assert_eq!(second.code, 1, "{second:?}");
    assert!(second.json()["error"]["hint"].is_string(), "{second:?}");
}

/// Proves that the environment of an app stays from deploy to deploy, and is seen at the top level and in requests.
#[test]
fn the_environment_stays() {
    let server = Server::apps(&["--env", "SHARED=everyone", "--env", "COLOUR=grey"]);
    let app = AppFolder::express(
        "const atStart = { ...process.env };
         app.get('/', (req, res) => res.json({ atStart, now: process.env }));",
    );
    let seen = |flags: &[&str]| {
        server.deploy(&app.entry(), "env", flags);
        let env = server.send(&at("env")).json();
        assert_eq!(env["atStart"], env["now"]);
        ["SHARED", "COLOUR", "SECRET", "NODE_ENV"].map(|name| env["now"][name].as_str().unwrap_or("-").to_owned())
    };
    assert_eq!(seen(&[]), ["everyone", "grey", "-", "production"]);
    assert_eq!(
        seen(&["--env", "COLOUR=red", "--env", "SECRET=x=y"]),
        ["everyone", "red", "x=y", "production"]
    );
    assert_eq!(seen(&[]), ["everyone", "red", "x=y", "production"]);
    assert_eq!(
        seen(&["--env", "SECRET=other", "--unset-env", "COLOUR"]),
        ["everyone", "grey", "other", "production"]
    );
}

/// Proves that only who has the token may use the admin API, and that the token is for its owner alone.
#[test]
fn the_admin_api_needs_the_token() {
    let server = Server::apps(&[]);
    let mode = fs::metadata(server.token_file())
        .expect("the token is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let admin = server.admin.expect("an admin API");
    let send = |request: Request| Connection::open(admin).send(&request);
    for request in [
        get("/v1/apps"),
        post("/v1/apps/x/versions", "{}"),
        Request::new("DELETE", "/v1/apps/x"),
        get("/nowhere"),
    ] {
        for given in [None, Some("Bearer wrong"), Some("Basic eDp5"), Some("Bearer ")] {
            let request = given
                .into_iter()
                .fold(request.clone(), |request, given| request.header("authorization", given));
            let answer = send(request.clone());
            assert_eq!(
                (answer.status, answer.header("www-authenticate")),
                (401, Some("Bearer".to_owned())),
                "{request:?}"
            );
        }
    }
    assert_eq!(send(get("/health")).status, 200);
    let bearer = format!("Bearer {}", server.token());
    let listed = send(get("/v1/apps").header("authorization", &bearer));
    assert_eq!((listed.status, listed.json()), (200, json!([])));
    assert_eq!(send(get("/nowhere").header("authorization", &bearer)).status, 404);
    // What is sent where apps answer is a request to an app.
    assert_eq!(
        server.send(&get("/v1/apps").header("authorization", &bearer)).status,
        404
    );

    let refused = server.call(&["apps", "--token", "wrong"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(
        refused.json()["error"]["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains("admin-token")),
        "{refused:?}"
    );
}

/// Proves that what the admin API cannot read is refused with a reason, and changes nothing.
#[test]
fn the_admin_api_refuses_nonsense() {
    let server = Server::apps(&[]);
    server.deploy(&versioned("one").entry(), "shop", &[]);
    let bearer = format!("Bearer {}", server.token());
    for (target, body) in [
        ("/v1/apps/shop/versions", &b""[..]),
        ("/v1/apps/shop/versions", b"{}\nno bundle"),
        ("/v1/apps/shop/versions", b"{\"unknown\":1}\n"),
        ("/v1/apps/shop/versions", b"no object\n"),
        ("/v1/apps/NOT_A_NAME/versions", b"{}\n"),
        ("/v1/apps/shop/rollback", b"{\"version\":0}"),
        ("/v1/apps/shop/rollback", b"\xff"),
    ] {
        let request = post(target, body).header("authorization", &bearer);
        let answer = Connection::open(server.admin.expect("an admin API")).send(&request);
        assert_eq!(answer.status, 400, "{target} {}", answer.text());
        assert!(
            answer.json()["error"]["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty()),
            "{}",
            answer.text()
        );
    }
    assert_eq!(server.send(&at("shop")).text(), "one");
    assert_eq!(
        server.call(&["versions", "shop"]).success().as_array().map(Vec::len),
        Some(1)
    );
}
