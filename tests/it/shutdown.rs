//! The end of a server: what runs is finished, what is new is not begun.

use std::thread;

use crate::harness::{Connection, Server, eventually, get, test_app};

/// Proves that a server that is told to stop finishes the requests that run, takes no new connection, and ends well.
#[test]
fn running_requests_are_finished() {
    let mut server = Server::single(&test_app("protocol.js"), &[]);
    let address = server.address;
    let mut idle = Connection::open(address);
    assert_eq!(idle.send(&get("/hello")).text(), "hello");
    let running = thread::spawn(move || Connection::open(address).send(&get("/wait?ms=3000")));
    server.app_line("waiting 3000");
    server.terminate();
    eventually("new connections are refused", || Connection::try_open(address).err());
    assert!(idle.is_at_end(), "a connection without a request is closed");
    assert!(
        !running.is_finished(),
        "the request ended before the server was told to stop; nothing is proved"
    );
    assert_eq!(running.join().expect("an answer").seen(), (200, "waited".to_owned()));
    assert_eq!(server.wait().code(), Some(0));
    let line = server.request_line("/wait?ms=3000");
    assert_eq!(line["outcome"], "ok", "the last line is written, too");
}
