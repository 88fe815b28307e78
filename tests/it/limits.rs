//! Limits: what runs into one ends by itself, and nobody else notices.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::expectation::Expectations;
use crate::harness::{AppFolder, Connection, Server, eventually, get, post};

/// What a neighbour saw.
struct Seen {
    latencies: Vec<Duration>,
    errors: Vec<String>,
}

/// Proves that each way of using too much gives its own status, page and log line, while another app answers every request.
#[test]
fn a_neighbour_goes_on_answering() {
    let server = Server::apps(&[]);
    let expectations = Expectations::of("limits");
    server.deploy(&expectations.entry(), "limits", &[]);
    server.deploy(&Expectations::of("hello").entry(), "hello", &[]);
    let is_done = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let neighbour = scope.spawn(|| ask_until(&is_done, &server));
        // Three tenants at once, so that one slow failure overlaps the next.
        let tenants: Vec<_> = (0..3)
            .map(|tenant| {
                let (expectations, server) = (&expectations, &server);
                if tenant > 0 {
                    server.deploy(&expectations.entry(), &format!("limits{tenant}"), &[]);
                }
                scope.spawn(move || {
                    let name = if tenant > 0 {
                        format!("limits{tenant}")
                    } else {
                        "limits".to_owned()
                    };
                    expectations.replay(server, &format!("{name}.localhost"));
                })
            })
            .collect();
        let replayed: Vec<_> = tenants.into_iter().map(thread::ScopedJoinHandle::join).collect();
        is_done.store(true, Ordering::Relaxed);
        let seen = neighbour.join().expect("the neighbour does not panic");
        for result in replayed {
            result.expect("each handler ends as expected");
        }
        seen
    });
    let Seen { mut latencies, errors } = seen;
    latencies.sort();
    let p99 = latencies[latencies.len() * 99 / 100];
    println!(
        "neighbour: {} requests, {} errors, p99 {p99:?}, max {:?}",
        latencies.len(),
        errors.len(),
        latencies[latencies.len() - 1]
    );
    assert!(errors.is_empty(), "{errors:?}");
    assert!(latencies.len() > 10, "the neighbour was hardly asked");
}

fn ask_until(is_done: &AtomicBool, server: &Server) -> Seen {
    let mut seen = Seen {
        latencies: Vec::new(),
        errors: Vec::new(),
    };
    let mut connection = Connection::open(server.address);
    let request = get("/users/7").host("hello.localhost");
    while !is_done.load(Ordering::Relaxed) {
        let started = Instant::now();
        match connection.try_send(&request) {
            Ok(answer) if answer.seen() == (200, r#"{"id":"7"}"#.to_owned()) => {}
            Ok(answer) => seen.errors.push(format!("{:?}", answer.seen())),
            Err(error) => {
                seen.errors.push(error.to_string());
                connection = Connection::open(server.address);
            }
        }
        seen.latencies.push(started.elapsed());
    }
    seen
}

/// Proves that the limits an app asks for nothing about are the defaults, for both ways of metering.
#[test]
fn the_defaults_are_in_force() {
    let source = "app.use(express.text({ limit: '1gb' }));
         app.get('/loop', () => { for (;;); });
         app.get('/memory', () => { const hoard = []; for (;;) hoard.push(new Uint8Array(64 << 20)); });
         app.get('/answer', (req, res) => res.send('x'.repeat(10 << 20)));
         app.get('/answer-over', (req, res) => res.send('x'.repeat((10 << 20) + 1)));
         app.post('/body', (req, res) => res.json(req.body.length));";
    let app = AppFolder::express(source);
    // Touching ten fresh megabytes may take longer than the default budget, on a slow machine.
    let unhurried = AppFolder::express(source);
    unhurried.write("rnode.toml", "[limits]\ncpu_ms = 1000\n");
    for metering in ["epoch", "fuel"] {
        let server = Server::single(&app.entry(), &["--metering", metering]);
        let unhurried = Server::single(&unhurried.entry(), &["--metering", metering]);
        let ask = |server: &Server, target: &str| server.send(&get(target).header("accept", "application/json"));
        for (server, target, status, outcome, name, value) in [
            (&server, "/loop", 503, "exceeded-cpu", "CPU time", "50 ms"),
            (&unhurried, "/memory", 503, "exceeded-memory", "memory", "128 MiB"),
            (
                &unhurried,
                "/answer-over",
                502,
                "invalid-response",
                "response body",
                "10 MiB",
            ),
        ] {
            let answer = ask(server, target);
            let error = &answer.json()["error"];
            assert_eq!(
                (answer.status, &error["outcome"]),
                (status, &json!(outcome)),
                "{metering} {target} {error}"
            );
            assert_eq!(
                error["limit"],
                json!({ "name": name, "value": value }),
                "{metering} {target}"
            );
        }
        assert_eq!(ask(&unhurried, "/answer").body.len(), 10 << 20, "{metering}");
        let line = server.request_line("/loop");
        let cpu = line["cpu_us"].as_u64().expect("a number");
        assert!(
            cpu >= 10_000,
            "{metering}: an endless loop ended after {cpu} µs of computing"
        );
    }
}

/// Proves that `try` and `finally` cannot keep a sandbox alive that has spent its budget.
#[test]
fn the_end_cannot_be_caught() {
    let app = AppFolder::express(
        "app.get('/catch', (req, res) => { for (;;) { try { for (;;); } catch { } finally { res.send('caught'); } } });
         app.get('/promise', (req, res) => { Promise.reject(1).catch(() => { for (;;); }).finally(() => res.send('caught')); });
         app.get('/getter', (req, res) => { res.json({ get value() { for (;;); } }); });
         app.get('/iterator', (req, res) => { for (const x of { *[Symbol.iterator]() { for (;;) yield 1; } }); });
         app.get('/native', (req, res) => { new Array(1e9).fill(0).join(); res.send('done'); });
         app.get('/bigint', (req, res) => { res.send(String((3n ** 2000000n) % 7n)); });
         app.get('/sort', (req, res) => { const a = Array.from({ length: 3e5 }, Math.random); for (;;) a.sort(() => Math.random() - 0.5); });
         app.get('/json', (req, res) => { const text = `[${'1,'.repeat(1e6)}1]`; for (;;) JSON.parse(text); });",
    );
    for metering in ["epoch", "fuel"] {
        let server = Server::single(&app.entry(), &["--metering", metering]);
        for target in [
            "/catch",
            "/promise",
            "/getter",
            "/iterator",
            "/native",
            "/bigint",
            "/sort",
            "/json",
        ] {
            let answer = server.send(&get(target));
            let line = server.request_line(target);
            assert_eq!(answer.status, 503, "{metering} {target}: {} {line}", answer.text());
            let outcome = line["outcome"].as_str().unwrap_or_default();
            assert!(
                ["exceeded-cpu", "exceeded-memory"].contains(&outcome),
                "{metering} {target}: {outcome}"
            );
        }
    }
}

/// Proves that waiting costs no computing time, and is bounded by the wall.
#[test]
fn waiting_is_not_computing() {
    let app = AppFolder::express(
        "app.get('/wait', (req, res) => setTimeout(() => res.send('waited'), 150));
         app.get('/interval', () => setInterval(() => {}, 20));",
    );
    app.write("rnode.toml", "[limits]\ncpu_ms = 20\nwall_ms = 1500\n");
    let server = Server::single(&app.entry(), &[]);
    assert_eq!(server.send(&get("/wait")).seen(), (200, "waited".to_owned()));
    let line = server.request_line("/wait");
    let micros = |name: &str| line[name].as_u64().expect("a number");
    assert!(micros("wall_us") >= 150_000 && micros("cpu_us") < 20_000, "{line}");
    assert_eq!(server.send(&get("/interval")).status, 504);
    assert_eq!(server.request_line("/interval")["outcome"], "exceeded-wall-time");
}

/// Proves that an app gets less or more as it asks, and no more than the server allows.
#[test]
fn an_app_asks_for_its_limits() {
    let server = Server::apps(&[]);
    let app = AppFolder::express(
        "app.get('/work', (req, res) => { for (let i = 0; i < 1e7; i += 1); res.send('done'); });
         app.post('/', (req, res) => res.send('taken'));",
    );
    server.deploy(&app.entry(), "less", &[]);
    app.write("rnode.toml", "[limits]\ncpu_ms = 1000\nrequest_body_kib = 0\n");
    server.deploy(&app.entry(), "more", &[]);
    assert_eq!(server.send(&get("/work").host("less.localhost")).status, 503);
    assert_eq!(server.send(&get("/work").host("more.localhost")).text(), "done");
    assert_eq!(server.send(&post("/", "x").host("less.localhost")).text(), "taken");
    assert_eq!(server.send(&post("/", "x").host("more.localhost")).status, 413);
    for (limits, said) in [
        ("cpu_ms = 1001", "`cpu_ms = 1001` is above the ceiling"),
        ("memory_mib = 0", "`memory_mib = 0`"),
        ("memory = 1", "memory"),
    ] {
        app.write("rnode.toml", &format!("[limits]\n{limits}\n"));
        let refused = server.try_deploy(&app.entry(), "more", &[]);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(
            refused.json()["error"]["message"]
                .as_str()
                .is_some_and(|message| message.contains(said)),
            "{refused:?}"
        );
    }
    assert_eq!(server.send(&get("/work").host("more.localhost")).text(), "done");
}

/// Proves that an app over its rate or over its concurrency is told when to come back, and that its neighbours are not.
#[test]
fn admission_is_bounded() {
    let server = Server::apps(&["--rate", "5", "--app-concurrency", "1"]);
    let app = AppFolder::express(
        "app.get('/', (req, res) => res.send('in'));
         app.get('/wait', (req, res) => { console.log('waiting'); setTimeout(() => res.send('waited'), 60000); });",
    );
    for name in ["one", "two", "three"] {
        server.deploy(&app.entry(), name, &[]);
    }
    let ask = |name: &str| {
        server.send(
            &get("/")
                .host(&format!("{name}.localhost"))
                .header("accept", "application/json"),
        )
    };
    let refused = eventually("the rate is used up", || {
        Some(ask("one")).filter(|answer| answer.status != 200)
    });
    assert_eq!(
        (refused.status, refused.header("retry-after").as_deref()),
        (429, Some("1"))
    );
    assert_eq!(refused.json()["error"]["outcome"], "rate-limited");
    assert_eq!(ask("two").status, 200);

    let mut waiting = Connection::open(server.address);
    waiting.write(&get("/wait").host("three.localhost").to_http1());
    server.app_line("waiting");
    let refused = ask("three");
    assert_eq!(
        (refused.status, refused.header("retry-after").as_deref()),
        (503, Some("1"))
    );
    assert_eq!(refused.json()["error"]["outcome"], "load-shed");
    assert_eq!(ask("two").status, 200);
    // The place is free again when the client that held it has left.
    drop(waiting);
    eventually("the place is free", || {
        Some(ask("three")).filter(|answer| answer.status == 200)
    });
}

/// Proves that a request's log lines are bounded in number and length, and carry the id of the request.
#[test]
fn the_log_is_bounded() {
    let app = AppFolder::express(
        "app.get('/many', (req, res) => { for (let i = 0; i < 1000; i += 1) console.log('line', i); res.send('logged'); });
         app.get('/long', (req, res) => { console.error('é'.repeat(20000)); res.send('logged'); });",
    );
    let server = Server::single(&app.entry(), &[]);
    let lines = |target: &str| {
        assert_eq!(server.send(&get(target)).text(), "logged");
        let id = server.request_line(target)["request_id"].clone();
        server.log.all(|line| line["type"] == "app" && line["request_id"] == id)
    };
    let many = lines("/many");
    assert_eq!(
        (many.len(), &many[0]["message"], &many[0]["level"]),
        (101, &json!("line 0"), &json!("info"))
    );
    assert!(
        many[100]["message"]
            .as_str()
            .is_some_and(|message| message.contains("log limit")),
        "{}",
        many[100]
    );
    let long = lines("/long");
    let message = long[0]["message"].as_str().expect("a text");
    assert_eq!(
        (long.len(), &long[0]["level"], message.matches('é').count()),
        (1, &Value::from("error"), 10_000)
    );
}
