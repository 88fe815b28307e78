//! Clients that do not stay until the end, or that take too long.

use serde_json::json;

use crate::harness::{Connection, Server, get, test_app};

fn server() -> Server {
    Server::single(&test_app("protocol.js"), &[])
}

/// Proves that a client that leaves ends its request, and that the log says so.
#[test]
fn a_client_that_leaves_is_logged() {
    let server = server();
    let mut waiting = Connection::open(server.address);
    waiting.write(&get("/wait?ms=20000").to_http1());
    server.app_line("waiting 20000");
    drop(waiting);
    let line = server.request_line("/wait?ms=20000");
    assert_eq!(
        (&line["outcome"], &line["status"]),
        (&json!("canceled"), &json!(499)),
        "{line}"
    );

    let mut sending = Connection::open(server.address);
    sending.write(b"POST /echo?half HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    drop(sending);
    let line = server.request_line("/echo?half");
    assert!(
        ["canceled", "rejected"].contains(&line["outcome"].as_str().unwrap_or_default()),
        "{line}"
    );
    assert_eq!(server.send(&get("/hello")).text(), "hello");
}

/// Proves that a client that is too slow is given up: in the body with an answer, before it without.
#[test]
fn slow_clients_are_given_up() {
    let server = server();
    let starts: [&[u8]; 3] = [
        b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
        b"GET /hello HTTP/1.1\r\nHost: a\r\nX-Half: ",
        b"",
    ];
    let mut connections = starts.map(|start| {
        let mut connection = Connection::open(server.address);
        connection.write(start);
        connection
    });
    let answer = connections[0].read("POST");
    assert_eq!(answer.status, 408);
    assert!(answer.text().contains("request body time, 30 s"), "{}", answer.text());
    assert_eq!(server.request_line("/echo")["outcome"], "rejected");
    for connection in &mut connections {
        assert!(connection.is_at_end());
    }
}
