//! Freshness: no request sees anything of another, and chance is never the same twice.

use std::collections::BTreeSet;
use std::thread;

use crate::harness::{Connection, Server, get, test_app};

/// Connections that ask at the same time.
const CLIENTS: usize = 4;

/// Sends `count` requests for `target` of each number over a few connections, and gives back the bodies.
#[track_caller]
fn ask(server: &Server, count: usize, target: impl Fn(usize) -> String + Sync) -> Vec<String> {
    let ask = |client: usize| -> Vec<String> {
        let mut connection = Connection::open(server.address);
        let numbers = (client..count).step_by(CLIENTS);
        numbers
            .map(|number| {
                let answer = connection.send(&get(&target(number)));
                assert_eq!(answer.status, 200, "{}", answer.text());
                answer.text()
            })
            .collect()
    };
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|client| scope.spawn(move || ask(client))).collect();
        clients
            .into_iter()
            .flat_map(|client| client.join().expect("every request is answered"))
            .collect()
    })
}

#[track_caller]
fn assert_fresh(metering: &str, writes: usize, draws: usize) {
    let server = Server::single(&test_app("freshness.js"), &["--metering", metering]);
    let seen: BTreeSet<String> = ask(&server, writes, |number| format!("/write/{number}"))
        .into_iter()
        .collect();
    assert_eq!(seen, BTreeSet::from(["clean".to_owned()]), "{metering}");

    let drawn = ask(&server, draws, |_| "/random".to_owned());
    assert_eq!(drawn.len(), draws);
    for (index, what) in ["Math.random()", "crypto.randomUUID()", "crypto.getRandomValues()"]
        .into_iter()
        .enumerate()
    {
        let values: BTreeSet<&str> = drawn.iter().filter_map(|line| line.split(' ').nth(index)).collect();
        assert_eq!(values.len(), draws, "{metering}: {what} repeats");
    }
}

/// Proves that of 10,000 requests that write to everything there is to write to, none finds what another wrote, and that 2,000
/// requests draw 2,000 different random numbers.
#[test]
fn nothing_is_left_of_a_request() {
    assert_fresh("epoch", 10_000, 2_000);
}

/// Proves the same where computing time is metered by fuel.
#[test]
fn nothing_is_left_of_a_request_with_fuel() {
    assert_fresh("fuel", 1_000, 500);
}
