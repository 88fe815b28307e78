//! HTTP on the wire: what a request and an answer look like, and which messages are none.

use serde_json::{Value, json};

use crate::harness::{Connection, Request, Server, exchange_http2, get, post, test_app};

fn server() -> Server {
    Server::single(&test_app("protocol.js"), &[])
}

/// Proves that the app sees a request as it was sent: method, target, headers in their order, body, peer.
#[test]
fn the_app_sees_what_was_sent() {
    let server = server();
    let request = Request::new("PUT", "/echo?a=%20b&c")
        .host("Some.Host:81")
        .header("X-One", "1")
        .header("x-two", "caf\u{e9}")
        .header("X-One", "3");
    let seen = server.send(&request.body("text")).json();
    assert_eq!(
        (&seen["method"], &seen["url"], &seen["body"]),
        (&json!("PUT"), &json!("/echo?a=%20b&c"), &json!("text"))
    );
    assert_eq!(
        (&seen["httpVersion"], &seen["ip"], &seen["protocol"]),
        (&json!("1.1"), &json!("127.0.0.1"), &json!("http"))
    );
    let headers = &seen["headers"];
    assert_eq!(
        (&headers["host"], &headers["x-one"], &headers["x-two"]),
        (&json!("Some.Host:81"), &json!("1, 3"), &json!("caf\u{e9}"))
    );
    let names: Vec<&str> = seen["rawHeaders"]
        .as_array()
        .expect("a list")
        .iter()
        .step_by(2)
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(
        names.iter().filter(|name| name.starts_with("x-")).count(),
        3,
        "{names:?}"
    );
}

/// Proves that `HEAD` has the head of `GET` and no body, and that statuses without a body have none.
#[test]
fn bodies_stand_where_they_may() {
    let server = server();
    let mut connection = Connection::open(server.address);
    let full = connection.send(&get("/hello"));
    let head = connection.send(&Request::new("HEAD", "/hello"));
    let kept = |headers: &[(String, String)]| {
        headers
            .iter()
            .filter(|(name, _)| name != "date")
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(kept(&full.headers), kept(&head.headers));
    assert_eq!(
        (full.header("content-length").as_deref(), head.body.len()),
        (Some("5"), 0)
    );
    for status in [204, 304] {
        let answer = connection.send(&get(&format!("/status/{status}")));
        assert_eq!(
            (answer.status, answer.header("content-length"), answer.body.len()),
            (status, None, 0)
        );
    }
    for status in [200, 201, 299, 400, 418, 500, 599] {
        assert_eq!(
            connection.send(&get(&format!("/status/{status}"))).seen(),
            (status, "body".to_owned())
        );
    }
    assert_eq!(connection.send(&get("/bytes")).body, [0, 255, 128, 13, 10]);
    assert_eq!(connection.send(&get("/pieces")).text(), "one two three");
}

/// Proves that framing is the host's word, that a connection's headers do not leave the app, and that the others do.
#[test]
fn the_host_frames_the_answer() {
    let server = server();
    let mut connection = Connection::open(server.address);
    let answer = connection.send(&get("/hop-by-hop"));
    assert_eq!(
        (answer.text().as_str(), answer.header("x-own").as_deref()),
        ("body", Some("kept"))
    );
    for name in [
        "connection",
        "keep-alive",
        "proxy-connection",
        "transfer-encoding",
        "te",
        "trailer",
        "upgrade",
    ] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    assert!(answer.header("date").is_some());
    let wrong = connection.send(&get("/wrong-length"));
    assert!(
        wrong.status >= 500 || wrong.header("content-length") == Some(wrong.body.len().to_string()),
        "{wrong:?}"
    );
    let cookies = connection.send(&get("/cookies"));
    assert_eq!(
        cookies.headers.iter().filter(|(name, _)| name == "set-cookie").count(),
        2
    );
    assert_eq!(cookies.header("x-latin").as_deref(), Some("caf\u{e9}"));
    // All of that on one connection.
    assert_eq!(connection.send(&get("/hello")).text(), "hello");
}

/// Proves that a connection is kept for the next request, that requests may be sent ahead, and that a client can end it.
#[test]
fn connections_are_kept() {
    let server = server();
    let mut connection = Connection::open(server.address);
    for _ in 0..100 {
        assert_eq!(connection.send(&get("/hello")).text(), "hello");
    }
    let ahead = [
        get("/hello").to_http1(),
        get("/status/201").to_http1(),
        post("/echo", "x").to_http1(),
    ]
    .concat();
    connection.write(&ahead);
    assert_eq!(connection.read("GET").text(), "hello");
    assert_eq!(connection.read("GET").status, 201);
    assert_eq!(connection.read("POST").json()["body"], "x");
    let last = connection.send(&get("/hello").header("connection", "close"));
    assert_eq!(last.header("connection").as_deref(), Some("close"));
    assert!(connection.is_at_end());

    let mut old = Connection::open(server.address);
    old.write(b"GET /echo HTTP/1.0\r\nHost: old.test\r\n\r\n");
    assert_eq!(old.read("GET").json()["httpVersion"], "1.0");
    assert!(old.is_at_end());
}

/// Proves that a message that could be read in two ways, or in none, is refused and its connection closed.
#[test]
fn ambiguous_messages_are_refused() {
    let server = server();
    for message in [
        "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nBad Name: b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
        "GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /hel lo HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /hello HTTP/9.9\r\nHost: a\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0",
    ] {
        let mut connection = Connection::open(server.address);
        connection.write(message.as_bytes());
        connection.finish();
        match connection.try_read("GET") {
            Ok(answer) => assert_eq!(answer.status, 400, "{message:?}: {}", answer.text()),
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof, "{message:?}: {error}"),
        }
        assert!(connection.is_at_end(), "{message:?}");
    }
    // With both ways of framing, only the chunks count, and what follows is not taken for a request.
    let mut connection = Connection::open(server.address);
    connection.write(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
    if let Ok(answer) = connection.try_read("POST") {
        assert!(
            answer.status == 400 || answer.json()["body"] == "ab",
            "{}",
            answer.text()
        );
    }
    assert_eq!(server.send(&get("/hello")).text(), "hello");
}

/// Proves that a request without a host, or for one that nobody has, is told so; and that the host may stand in the target.
#[test]
fn a_request_needs_a_host() {
    let server = Server::apps(&[]);
    server.deploy(&test_app("protocol.js"), "echo", &[]);
    for (head, status) in [
        ("GET /echo HTTP/1.1\r\n", 400),
        ("GET /echo HTTP/1.1\r\nHost:\r\n", 400),
        ("GET /echo HTTP/1.0\r\n", 400),
        ("GET /echo HTTP/1.1\r\nHost: nobody.test\r\n", 404),
        ("GET /echo HTTP/1.1\r\nHost: echo.localhost\r\n", 200),
        ("GET http://echo.localhost/echo HTTP/1.1\r\nHost: nobody.test\r\n", 200),
        ("GET http://nobody.test/echo HTTP/1.1\r\nHost: echo.localhost\r\n", 404),
        ("OPTIONS * HTTP/1.1\r\nHost: echo.localhost\r\n", 404),
    ] {
        let mut connection = Connection::open(server.address);
        connection.write(format!("{head}Accept: application/json\r\nConnection: close\r\n\r\n").as_bytes());
        let answer = connection.read("GET");
        assert_eq!(answer.status, status, "{head:?}: {}", answer.text());
        if status == 200 {
            assert_eq!(answer.json()["url"], "/echo", "{head:?}");
        }
    }
}

/// Proves that HTTP/2 works without TLS, with many requests at once on one connection, and looks to the app like HTTP/1.1.
#[test]
fn http2_is_spoken() {
    let server = Server::apps(&[]);
    server.deploy(&test_app("protocol.js"), "echo", &[]);
    let echo = || post("/echo?x=1", "body").host("echo.localhost").header("x-one", "1");
    let requests: Vec<Request> = (0..50)
        .map(|_| echo())
        .chain([
            get("/hop-by-hop").host("echo.localhost"),
            get("/").host("nobody.test"),
            get("/cookies").host("echo.localhost"),
        ])
        .chain([
            Request::new("HEAD", "/hello").host("echo.localhost"),
            get("/echo")
                .host("echo.localhost")
                .header("x-long", &"x".repeat(130 * 1024)),
        ])
        .collect();
    let answers = exchange_http2(server.address, &requests);
    for answer in &answers[..50] {
        let seen = answer.json();
        assert_eq!(
            (&seen["httpVersion"], &seen["method"], &seen["body"]),
            (&json!("2.0"), &json!("POST"), &json!("body"))
        );
        assert_eq!(
            (&seen["headers"]["host"], &seen["url"], &seen["headers"]["x-one"]),
            (&json!("echo.localhost"), &json!("/echo?x=1"), &json!("1"))
        );
    }
    let [hop_by_hop, nobody, cookies, head, large] = &answers[50..] else {
        panic!("five more answers")
    };
    assert_eq!(
        (
            hop_by_hop.text().as_str(),
            hop_by_hop.header("x-own").as_deref(),
            hop_by_hop.header("connection")
        ),
        ("body", Some("kept"), None)
    );
    assert_eq!(nobody.status, 404);
    assert_eq!(
        cookies.headers.iter().filter(|(name, _)| name == "set-cookie").count(),
        2
    );
    assert_eq!(
        (head.status, head.header("content-length").as_deref(), head.body.len()),
        (200, Some("5"), 0)
    );
    assert_eq!(large.status, 431);
    assert_eq!(server.request_line("/hop-by-hop")["http"], "2.0");
}
