//! Sizes of requests: heads and bodies are refused as soon as they are too large, and with the name of the limit.

use std::io::Write;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use serde_json::{Value, json};

use crate::harness::{AppFolder, Connection, Server, get, post, test_app};

fn server() -> Server {
    Server::single(&test_app("protocol.js"), &[])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory can be written");
    encoder.finish().expect("memory can be written")
}

/// Proves that a head that is too large is refused with the name of the limit, and that one just below is not.
#[test]
fn heads_are_bounded() {
    let server = server();
    let target = |bytes: usize| format!("/echo?{}", "x".repeat(bytes - "/echo?".len()));
    let long = |bytes: usize| "x".repeat(bytes);
    for (request, status, limit) in [
        (get(&target(16 * 1024)), 200, ""),
        (get(&target(16 * 1024 + 1)), 414, "request target, 16 KiB"),
        (get("/echo").header("x-long", &long(120 * 1024)), 200, ""),
        (
            get("/echo").header("x-long", &long(128 * 1024)),
            431,
            "request headers, 128 KiB",
        ),
        (
            get("/echo")
                .header("x-long", &long(70 * 1024))
                .header("x-longer", &long(70 * 1024)),
            431,
            "request headers, 128 KiB",
        ),
    ] {
        let answer = server.send(&request);
        assert_eq!(answer.status, status, "{}", request.target.len());
        assert!(answer.text().contains(limit), "{}", answer.text());
    }
    // Far more than any app may have is not even read.
    let mut connection = Connection::open(server.address);
    connection.write(&get("/echo").header("x-long", &long(4 * 1024 * 1024)).to_http1());
    if let Ok(answer) = connection.try_read("GET") {
        assert_eq!(answer.status, 431);
    }
    let many = (0..2000).fold(get("/echo"), |request, index| {
        request.header(&format!("x-{index}"), "1")
    });
    assert_eq!(server.send(&many).status, 431);
    assert_eq!(server.send(&get("/hello")).text(), "hello");
}

/// Proves that a body that is too large is refused as soon as that is known: before it is sent where its length is declared.
#[test]
fn bodies_are_bounded() {
    let app = AppFolder::new(&[(
        "app.js",
        &std::fs::read_to_string(test_app("protocol.js")).expect("the app is there"),
    )]);
    app.write("rnode.toml", "[limits]\nrequest_body_kib = 64\n");
    let server = Server::single(&app.entry(), &[]);
    let limit = 64 * 1024;
    assert_eq!(
        server.send(&post("/echo", vec![b'x'; limit])).json()["body"]
            .as_str()
            .map(str::len),
        Some(limit)
    );

    let mut declared = Connection::open(server.address);
    declared.write(
        format!(
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n",
            limit + 1
        )
        .as_bytes(),
    );
    let answer = declared.read("POST");
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("request body, 64 KiB"), "{}", answer.text());

    let mut chunked = Connection::open(server.address);
    chunked.write(b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    let chunk = format!("8000\r\n{}\r\n", "x".repeat(0x8000));
    for _ in 0..2 {
        chunked.write(chunk.as_bytes());
    }
    chunked.write(b"1\r\nx\r\n");
    assert_eq!(chunked.read("POST").status, 413);

    // A client that asks first is told before it sends.
    for (length, status) in [(4, 100), (limit + 1, 413)] {
        let mut asking = Connection::open(server.address);
        let head =
            format!("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\nExpect: 100-continue\r\n\r\n");
        asking.write(head.as_bytes());
        assert_eq!(asking.read("POST").status, status);
        if status == 100 {
            asking.write(b"body");
            assert_eq!(asking.read("POST").json()["body"], "body");
        }
    }

    let mut within = Connection::open(server.address);
    within.write(b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;extension=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n");
    assert_eq!(within.read("POST").json()["body"], "abcde");
    assert_eq!(within.send(&get("/hello")).text(), "hello");
}

/// Proves that compressed bodies reach the app unfolded, that a small one cannot unfold to a large one, and that a broken one
/// is the client's fault.
#[test]
fn compressed_bodies_are_unfolded() {
    const BROTLI_UNFOLDED: [u8; 12] = [139, 3, 128, 117, 110, 102, 111, 108, 100, 101, 100, 3];
    let server = server();
    let send = |coding: &str, body: Vec<u8>| {
        server.send(
            &post("/echo", body)
                .header("content-encoding", coding)
                .header("accept", "application/json"),
        )
    };
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(b"unfolded").expect("memory can be written");
    for (coding, body) in [
        ("gzip", gzip(b"unfolded")),
        ("br", BROTLI_UNFOLDED.to_vec()),
        ("GZIP", gzip(b"unfolded")),
        ("deflate", zlib.finish().expect("memory")),
    ] {
        let answer = send(coding, body);
        assert_eq!(
            (answer.status, &answer.json()["body"]),
            (200, &json!("unfolded")),
            "{coding}"
        );
        assert_eq!(
            (
                &answer.json()["headers"]["content-encoding"],
                &answer.json()["headers"]["content-length"]
            ),
            (&Value::Null, &json!("8"))
        );
    }
    let bomb = gzip(&vec![0; 11 << 20]);
    assert!(bomb.len() < 64 * 1024);
    let answer = send("gzip", bomb);
    assert_eq!(
        (answer.status, &answer.json()["error"]["limit"]["name"]),
        (413, &json!("request body"))
    );
    for broken in [b"no gzip at all".to_vec(), gzip(b"cut off")[..12].to_vec()] {
        assert_eq!(send("gzip", broken).status, 400);
    }
    assert_eq!(server.send(&get("/hello")).text(), "hello");
}
