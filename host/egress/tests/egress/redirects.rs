//! Answers that point elsewhere: each place is checked as the first, and what is asked of it is what Fetch says.

use http::Method;
use rnode_egress::{Ceiling, Outgoing, Redirect};

use crate::fixture::{Caller, Names, Upstream, answer, body, outgoing, whole};

fn pointing(path: &str) -> Vec<u8> {
    let place = match path {
        "/to-metadata" => "http://169.254.169.254/latest/meta-data/",
        "/to-inside" => "http://inside.example/",
        "/to-unlisted" => "http://unlisted.example/",
        "/to-file" => "file:///etc/passwd",
        "/for-ever" => "/for-ever",
        _ => "/arrived",
    };
    match path.strip_prefix('/').and_then(|status| status.parse::<u16>().ok()) {
        Some(status) => answer(&format!("{status} Elsewhere\r\nlocation: {place}"), b""),
        None if path == "/arrived" => answer("200 OK", b"there"),
        None => answer(&format!("302 Found\r\nlocation: {place}"), b""),
    }
}

fn caller() -> Caller {
    let names = Names::of(&[("inside.example", &[&["10.0.0.1"]])]);
    Caller::new(
        &["127.0.0.1", "169.254.169.254", "inside.example"],
        Ceiling::Everybody,
        &["127.0.0.0/8"],
        names,
    )
}

/// A redirect leads nowhere a call could not have gone.
#[tokio::test]
async fn places_are_checked_again() {
    let upstream = Upstream::start(pointing).await;
    for (path, said) in [
        ("/to-metadata", "169.254.169.254 is closed"),
        ("/to-inside", "10.0.0.1 is closed"),
        ("/to-unlisted", "egress to unlisted.example:80 is not allowed"),
        ("/to-file", "only http: and https: can be called"),
        ("/for-ever", "redirected more than 20 times"),
    ] {
        let error = caller()
            .get(&format!("http://{}{path}", upstream.address))
            .await
            .expect_err(path);
        assert!(error.to_string().contains(said), "{path}: {error}");
    }
}

/// Which method arrives, with or without a body, after each status.
#[tokio::test]
async fn methods_after_redirects() {
    let upstream = Upstream::start(pointing).await;
    for (status, method, arrives, has_body) in [
        (301, Method::POST, "GET", false),
        (302, Method::POST, "GET", false),
        (303, Method::POST, "GET", false),
        (303, Method::PUT, "GET", false),
        (301, Method::PUT, "PUT", true),
        (307, Method::POST, "POST", true),
        (308, Method::POST, "POST", true),
        (303, Method::HEAD, "HEAD", false),
    ] {
        let call = Outgoing {
            body: if method == Method::HEAD { None } else { body("{}") },
            method: method.clone(),
            ..outgoing(&format!("http://{}/{status}", upstream.address))
        };
        let incoming = caller().call(call).await.expect("it arrives");
        assert!(
            incoming.is_redirected && incoming.url.ends_with("/arrived"),
            "{status} {method}"
        );
        let head = upstream.seen.lock().expect("no panic").pop().expect("it was called");
        assert!(
            head.starts_with(&format!("{arrives} /arrived")),
            "{status} {method}: {head}"
        );
        assert_eq!(
            head.to_ascii_lowercase().contains("content-length: 2"),
            has_body,
            "{status} {method}: {head}"
        );
    }
}

/// An app can look at redirects itself, or refuse them.
#[tokio::test]
async fn redirects_that_are_not_followed() {
    let upstream = Upstream::start(pointing).await;
    let call = |redirect| Outgoing {
        redirect,
        ..outgoing(&format!("http://{}/302", upstream.address))
    };
    let manual = caller().call(call(Redirect::Manual)).await.expect("it is an answer");
    assert_eq!((manual.status.as_u16(), manual.is_redirected), (302, false));
    assert_eq!(manual.headers["location"], "/arrived");
    let refused = caller().call(call(Redirect::Error)).await.expect_err("it is refused");
    assert!(
        refused.to_string().contains("its redirect mode is `error`"),
        "{refused}"
    );
}

/// What was meant for one host is not told to another.
#[tokio::test]
async fn secrets_stay_with_their_host() {
    static OTHER: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let other = Upstream::start(|_| answer("200 OK", b"other")).await;
    OTHER.get_or_init(|| format!("http://{}/", other.address));
    let upstream = Upstream::start(|path| match path {
        "/away" => answer(
            &format!("307 Away\r\nlocation: {}", OTHER.get().expect("it is set")),
            b"",
        ),
        "/here" => answer("307 Here\r\nlocation: /arrived", b""),
        _ => answer("200 OK", b"same"),
    })
    .await;
    for (path, seen, keeps) in [("/here", &upstream.seen, true), ("/away", &other.seen, false)] {
        let mut call = outgoing(&format!("http://{}{path}", upstream.address));
        call.headers
            .insert("authorization", "Bearer x".parse().expect("a value"));
        call.headers.insert("cookie", "a=1".parse().expect("a value"));
        let mut incoming = caller().call(call).await.expect("it arrives");
        whole(&mut incoming).await.expect("a body");
        let head = seen
            .lock()
            .expect("no panic")
            .pop()
            .expect("it was called")
            .to_ascii_lowercase();
        assert_eq!(head.contains("authorization:"), keeps, "{path}: {head}");
        assert_eq!(head.contains("cookie:"), keeps, "{path}: {head}");
    }
}
