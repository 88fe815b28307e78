//! Who is not called, and what is said of it.

use rnode_artifact::EgressRule;
use rnode_egress::{Ceiling, Outgoing};

use crate::fixture::{Caller, Names, Upstream, answer, outgoing, whole};

fn plain(path: &str) -> Vec<u8> {
    answer("200 OK", path.as_bytes())
}

/// Whatever its form, an address that is not of the public internet is refused, and the refusal says why.
#[tokio::test]
async fn closed_addresses() {
    let names = Names::of(&[
        ("inside.example", &[&["10.0.0.7"]]),
        ("loop.example", &[&["::1"]]),
        ("mixed.example", &[&["93.184.216.34", "192.168.0.1"]]),
        ("mapped.example", &[&["::ffff:169.254.169.254"]]),
    ]);
    let caller = Caller::new(&["*"], Ceiling::Everybody, &[], names);
    for (url, said) in [
        (
            "http://127.0.0.1/",
            "127.0.0.1 is closed by this server's policy (loopback)",
        ),
        ("http://0x7f.1/", "127.0.0.1 is closed"),
        ("http://2130706433/", "127.0.0.1 is closed"),
        ("http://0177.0.0.1/", "127.0.0.1 is closed"),
        ("http://127.1/", "127.0.0.1 is closed"),
        (
            "http://169.254.169.254/latest/meta-data",
            "link-local, where clouds keep their metadata",
        ),
        ("http://[::1]/", "::1 is closed by this server's policy (loopback)"),
        ("http://[::ffff:127.0.0.1]/", "(loopback)"),
        ("http://[fd00:ec2::254]/", "(private)"),
        ("http://[64:ff9b::a9fe:a9fe]/", "metadata"),
        ("http://0.0.0.0/", "(this network)"),
        (
            "http://inside.example/",
            "inside.example is refused: 10.0.0.7 is closed by this server's policy (private)",
        ),
        (
            "https://loop.example/",
            "::1 is closed by this server's policy (loopback)",
        ),
        ("http://mixed.example/", "192.168.0.1 is closed"),
        ("http://mapped.example/", "metadata"),
        (
            "http://nowhere.example/",
            "nowhere.example cannot be resolved: no such name",
        ),
        ("ftp://a.example/", "only http: and https: can be called"),
        ("http://user:word@a.example/", "it holds a user's name or password"),
        ("nonsense", "`nonsense` cannot be called"),
    ] {
        let error = caller.get(url).await.expect_err(url).to_string();
        assert!(error.contains(said), "{url}: {error}");
    }
}

/// Nothing is allowed unless the app asks for it and the operator permits it.
#[tokio::test]
async fn rules_of_the_app_and_of_the_operator() {
    let upstream = Upstream::start(plain).await;
    let port = upstream.address.port();
    let names = || Names::of(&[("a.example", &[&["127.0.0.1"]]), ("b.example", &[&["127.0.0.1"]])]);
    let only_a = || Ceiling::Only(vec![EgressRule::parse("a.example").expect("a rule")]);
    for (allowed, ceiling, host, said) in [
        (&["a.example"][..], Ceiling::Everybody, "a.example", None),
        (&["*.example"], Ceiling::Everybody, "b.example", None),
        (&["A.Example"], Ceiling::Everybody, "a.example.", None),
        (
            &[],
            Ceiling::Everybody,
            "a.example",
            Some("rnode.toml does not list it under [egress] allow"),
        ),
        (
            &["b.example"],
            Ceiling::Everybody,
            "a.example",
            Some("does not list it"),
        ),
        (
            &["a.example:1"],
            Ceiling::Everybody,
            "a.example",
            Some("does not list it"),
        ),
        (&["*"], only_a(), "a.example", None),
        (&["*"], only_a(), "b.example", Some("not permitted by the operator")),
        (
            &["*"],
            Ceiling::Only(Vec::new()),
            "a.example",
            Some("not permitted by the operator"),
        ),
    ] {
        let names = if host.ends_with('.') {
            Names::of(&[("a.example.", &[&["127.0.0.1"]])])
        } else {
            names()
        };
        let caller = Caller::new(allowed, ceiling, &["127.0.0.0/8"], names);
        let called = caller.get(&format!("http://{host}:{port}/x")).await;
        match (called, said) {
            (Ok(mut incoming), None) => assert_eq!(whole(&mut incoming).await.expect("a body"), b"/x"),
            (Err(error), Some(said)) => assert!(error.to_string().contains(said), "{host}: {error}"),
            (called, _) => panic!("{allowed:?} {host}: {called:?}"),
        }
    }
}

/// A name that stands for something else by the time it is called again does not lead anywhere else: what was checked is what is connected to.
#[tokio::test]
async fn names_that_change() {
    let upstream = Upstream::start(plain).await;
    let port = upstream.address.port();
    let names = Names::of(&[("turns.example", &[&["127.0.0.1"], &["10.0.0.1"], &["127.0.0.1"]])]);
    let caller = Caller::new(&["turns.example"], Ceiling::Everybody, &["127.0.0.1/32"], names);
    let url = format!("http://turns.example:{port}/");
    assert!(caller.get(&url).await.is_ok());
    let error = caller.get(&url).await.expect_err("it is inside now").to_string();
    assert!(error.contains("10.0.0.1 is closed"), "{error}");
    assert!(caller.get(&url).await.is_ok());
    assert_eq!(upstream.seen.lock().expect("no panic").len(), 2);
}

/// Apps that call each other round in circles end, and fields that are the client's own are not the app's to send.
#[tokio::test]
async fn hops_and_fields() {
    let upstream = Upstream::start(plain).await;
    let url = format!("http://127.0.0.1:{}/", upstream.address.port());
    let caller = Caller::new(&["127.0.0.1"], Ceiling::Everybody, &["127.0.0.0/8"], Names::default());
    let mut call = Outgoing {
        depth: 2,
        ..outgoing(&url)
    };
    for (name, value) in [
        ("host", "other.example"),
        ("connection", "x-a, close"),
        ("x-a", "dropped"),
        ("expect", "100-continue"),
        ("transfer-encoding", "chunked"),
        ("rnode-wasm-depth", "0"),
        ("x-kept", "yes"),
    ] {
        call.headers.insert(name, value.parse().expect("a value"));
    }
    caller.call(call.clone()).await.expect("two hops are allowed");
    let head = upstream
        .seen
        .lock()
        .expect("no panic")
        .pop()
        .expect("it was called")
        .to_ascii_lowercase();
    assert!(
        head.contains("rnode-wasm-depth: 3\r\n") && head.contains("x-kept: yes\r\n"),
        "{head}"
    );
    for dropped in [
        "other.example",
        "connection:",
        "x-a:",
        "expect:",
        "transfer-encoding:",
        "content-length:",
    ] {
        assert!(!head.contains(dropped), "{head}");
    }
    call.depth = 3;
    let error = caller.call(call).await.expect_err("a third is not").to_string();
    assert!(
        error.contains("hop 4 of a chain of calls between apps, and 3 are allowed"),
        "{error}"
    );
}

/// Which methods are sent, and that those that may have a body say when they have none.
#[tokio::test]
async fn methods() {
    let upstream = Upstream::start(plain).await;
    let url = format!("http://127.0.0.1:{}/", upstream.address.port());
    let caller = Caller::new(&["127.0.0.1"], Ceiling::Everybody, &["127.0.0.0/8"], Names::default());
    for (method, sent) in [
        ("GET", Some(false)),
        ("DELETE", Some(false)),
        ("PATCH", Some(false)),
        ("POST", Some(true)),
        ("PUT", Some(true)),
        ("PURGE", Some(false)),
        ("CONNECT", None),
        ("TRACE", None),
        ("TRACK", None),
    ] {
        let call = Outgoing {
            method: method.parse().expect("a method"),
            ..outgoing(&url)
        };
        match (caller.call(call).await, sent) {
            (Ok(_), Some(says_length)) => {
                let head = upstream.seen.lock().expect("no panic").pop().expect("it was called");
                assert!(head.starts_with(&format!("{method} / ")), "{head}");
                let said = head.to_ascii_lowercase().matches("content-length: 0\r\n").count();
                assert_eq!(said, usize::from(says_length), "{head}");
            }
            (Err(error), None) => assert!(error.to_string().contains("is not for apps"), "{error}"),
            (called, _) => panic!("{method}: {called:?}"),
        }
    }
    assert!(upstream.seen.lock().expect("no panic").is_empty());
}
