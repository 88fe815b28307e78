//! The top level: evaluated once while deploying, and the heap it leaves is what every request starts from.

use serde_json::{Value, json};

use crate::harness::{AppFolder, Server, get, unheard_of};

/// Proves that what the top level computed is the same for every request, and what a request computes is not.
#[test]
fn the_top_level_is_constant_and_requests_are_not() {
    let app = AppFolder::express(
        "const draw = () => ({ random: Math.random(), uuid: crypto.randomUUID(), now: Date.now(), clock: performance.now() });
         const atStart = draw();
         app.get('/', (req, res) => res.json({ atStart, now: draw() }));",
    );
    let server = Server::single(&app.entry(), &[]);
    let [first, second] = [(); 2].map(|()| server.send(&get("/")).json());
    assert_eq!(first["atStart"], second["atStart"]);
    for (one, other) in [(&first["now"], &second["now"]), (&first["now"], &first["atStart"])] {
        assert_ne!(one["random"], other["random"]);
        assert_ne!(one["uuid"], other["uuid"]);
    }
    let now = |value: &Value| value["now"].as_u64().expect("milliseconds");
    assert!(
        now(&first["atStart"]) <= now(&first["now"]) && now(&first["now"]) <= now(&second["now"]),
        "{first} {second}"
    );
    let system = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_millis();
    assert!(
        system - u128::from(now(&second["now"])) < 60_000,
        "the clock of a request is that of the host"
    );
}

/// Proves that time passes within a request, so that what measures it measures something.
#[test]
fn time_passes_in_a_request() {
    let app = AppFolder::express(
        "app.get('/', (req, res) => {
           const started = Date.now(), precise = performance.now();
           setTimeout(() => res.json([Date.now() - started, performance.now() - precise]), 30);
         });",
    );
    let server = Server::single(&app.entry(), &[]);
    let spans = server.send(&get("/")).json();
    for span in spans.as_array().expect("a list") {
        assert!(
            span.as_f64().is_some_and(|millis| (29.0..10_000.0).contains(&millis)),
            "{spans}"
        );
    }
}

/// Proves that the top level runs once for a deploy and never for a request: what it logs is logged once.
#[test]
fn the_top_level_runs_once() {
    let once = format!("evaluated {}", unheard_of());
    let app = AppFolder::express(&format!(
        "console.log('{once}'); app.get('/', (req, res) => res.send('hello'));"
    ));
    let server = Server::single(&app.entry(), &[]);
    for _ in 0..20 {
        assert_eq!(server.send(&get("/")).text(), "hello");
    }
    server.nth_request_line(19);
    assert_eq!(server.log.all(|line| line["message"] == once.as_str()).len(), 1);
}

/// Proves that running out of memory is an error that an app may catch, and a failure of its own kind when it does not.
#[test]
fn running_out_of_memory_can_be_caught() {
    let app = AppFolder::express(
        "const hoard = () => { const all = []; for (;;) all.push(new Uint8Array(4 << 20)); };
         app.get('/caught', (req, res) => { try { hoard(); } catch (error) { res.send(`caught ${error.message}`); } });
         app.get('/uncaught', hoard);
         app.get('/in-promise', async () => { await null; hoard(); });",
    );
    // Touching so much memory takes computing time as well.
    app.write("rnode.toml", "[limits]\ncpu_ms = 1000\n");
    let server = Server::single(&app.entry(), &[]);
    assert_eq!(
        server.send(&get("/caught")).seen(),
        (200, "caught out of memory".to_owned())
    );
    let line = server.request_line("/caught");
    assert!(
        line["outcome"] == "ok" && line["memory_bytes"].as_u64().is_some_and(|bytes| bytes > 100 << 20),
        "{line}"
    );
    for target in ["/uncaught", "/in-promise"] {
        assert_eq!(server.send(&get(target)).status, 503, "{target}");
        assert_eq!(server.request_line(target)["outcome"], "exceeded-memory", "{target}");
    }
}

/// Proves that recursion ends in a `RangeError` that an app may catch, in plain functions and in what the engine does itself.
#[test]
fn recursion_can_be_caught() {
    let app = AppFolder::express(
        "const attempts = {
           function: () => { const dive = () => dive() + 1; dive(); },
           method: () => { class A { dive() { return this.dive() + 1; } } new A().dive(); },
           getter: () => { const o = { get x() { return this.x; } }; o.x; },
           proxy: () => { const p = new Proxy({}, { get: (t, k) => p[k] }); p.x; },
           sort: () => { const dive = () => [2, 1].sort(dive); dive(); },
           replace: () => { const dive = () => 'x'.replace(/x/, dive); dive(); },
           json: () => { const o = { toJSON: () => JSON.stringify(o) }; JSON.stringify(o); },
           constructor: () => { class A { constructor() { new A(); } } new A(); },
           spread: () => { const dive = (...all) => dive(...all, 1); dive(); },
         };
         for (const [name, attempt] of Object.entries(attempts)) {
           app.get(`/${name}`, (req, res) => { try { attempt(); } catch (error) { res.send(`${error instanceof RangeError} ${error.name}`); } });
         }",
    );
    // Unwinding deep recursion may take longer than the default budget, on a slow machine.
    app.write("rnode.toml", "[limits]\ncpu_ms = 1000\n");
    let server = Server::single(&app.entry(), &[]);
    for name in [
        "function",
        "method",
        "getter",
        "proxy",
        "sort",
        "replace",
        "json",
        "constructor",
        "spread",
    ] {
        let target = format!("/{name}");
        let seen = server.send(&get(&target)).seen();
        assert_eq!(
            seen,
            (200, "true RangeError".to_owned()),
            "{name}: {}",
            server.request_line(&target)
        );
    }
}

/// Proves that input made to exhaust the engine's own stack ends as a failure of that request at worst.
#[test]
fn hostile_depth_stays_in_its_sandbox() {
    let app = AppFolder::express(
        "const deep = (open, close, depth) => open.repeat(depth) + close.repeat(depth);
         app.get('/json', (req, res) => { res.json(JSON.parse(deep('[', ']', 200000)).length); });
         app.get('/stringify', (req, res) => { let o = {}; for (let i = 0; i < 100000; i += 1) o = { o }; res.json(o); });
         app.get('/regexp', (req, res) => { res.json(new RegExp(deep('(', ')', 50000)).test('')); });
         app.get('/match', (req, res) => { res.json(/(?:a|b|c)*$/.test('abc'.repeat(100000))); });
         app.get('/parse', (req, res) => { res.json(new Function(`return ${deep('(', ')', 50000)}`)()); });
         app.get('/join', (req, res) => { let a = []; for (let i = 0; i < 100000; i += 1) a = [a]; res.send(String(a)); });
         app.get('/promises', (req, res) => { let p = Promise.resolve(1); for (let i = 0; i < 10000; i += 1) p = p.then((x) => x + 1); p.then((x) => res.json(x)); });
         app.get('/free', (req, res) => { let list = null; for (let i = 0; i < 200000; i += 1) list = { next: list }; list = null; res.send('freed'); });",
    );
    let server = Server::single(&app.entry(), &[]);
    for name in [
        "json",
        "stringify",
        "regexp",
        "match",
        "parse",
        "join",
        "promises",
        "free",
    ] {
        let target = format!("/{name}");
        let status = server.send(&get(&target)).status;
        let line = server.request_line(&target);
        let outcome = line["outcome"].as_str().unwrap_or_default();
        let is_own = ["ok", "exception", "trap", "exceeded-cpu", "exceeded-memory"].contains(&outcome);
        assert!(is_own && [200, 500, 503].contains(&status), "{name}: {line}");
    }
    assert_eq!(server.send(&get("/promises")).text(), "10001");
}

/// Proves that a timer at the top level that does not keep a process alive is no fault, as in stores that sweep themselves.
#[test]
fn timers_that_hold_nothing_are_dropped() {
    let app = AppFolder::express(
        "let sweeps = 0;
         setInterval(() => { sweeps += 1; }, 1).unref();
         clearTimeout(setTimeout(() => {}, 1000));
         setImmediate(() => { sweeps += 100; });
         app.get('/', (req, res) => setTimeout(() => res.json(sweeps), 20));",
    );
    let server = Server::single(&app.entry(), &[]);
    assert_eq!(server.send(&get("/")).json(), json!(100));
}

/// Proves that timers which are due within moments belong to the start, as in packages that load in steps.
#[test]
fn short_timers_run_at_the_start() {
    let app = AppFolder::express(
        "const steps = [];
         setTimeout(() => { steps.push('first'); setTimeout(() => steps.push('second'), 10); }, 4);
         setTimeout(() => steps.push('zero'), 0);
         app.get('/', (req, res) => res.json(steps));",
    );
    let server = Server::single(&app.entry(), &[]);
    assert_eq!(server.send(&get("/")).json(), json!(["zero", "first", "second"]));
}

/// Proves that timers, immediates and promises of a request run in the order in which Node.js runs them.
#[test]
fn a_request_has_an_event_loop() {
    let app = AppFolder::express(
        "app.get('/', (req, res) => {
           const order = [];
           const say = (word) => () => order.push(word);
           setTimeout(say('timeout 10'), 10);
           setTimeout(() => { say('timeout 0')(); queueMicrotask(say('microtask of timeout')); }, 0);
           setImmediate(say('immediate'));
           Promise.resolve().then(say('promise')).then(say('promise 2'));
           queueMicrotask(say('microtask'));
           process.nextTick(say('tick'));
           clearTimeout(setTimeout(say('cleared'), 1));
           let left = 3;
           const interval = setInterval(() => { say(`interval ${left}`)(); if (--left === 0) { clearInterval(interval); setTimeout(() => res.json(order), 20); } }, 15);
           order.push('now');
         });",
    );
    let server = Server::single(&app.entry(), &[]);
    let order = server.send(&get("/")).json();
    let order: Vec<&str> = order
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let without: Vec<&str> = order
        .iter()
        .copied()
        .filter(|word| !["immediate", "timeout 0", "microtask of timeout"].contains(word))
        .collect();
    assert_eq!(
        without,
        [
            "now",
            "tick",
            "promise",
            "microtask",
            "promise 2",
            "timeout 10",
            "interval 3",
            "interval 2",
            "interval 1"
        ],
        "{order:?}"
    );
    let at = |word: &str| order.iter().position(|said| *said == word);
    assert!(
        at("immediate") < at("timeout 10") && at("microtask of timeout") == at("timeout 0").map(|at| at + 1),
        "{order:?}"
    );
}

/// Proves that a top level may wait for what settles by itself, and that `export default` hands an app over as `listen` does.
#[test]
fn an_app_is_handed_over() {
    for (source, expected) in [
        (
            "const value = await Promise.resolve('awaited'); app.get('/', (req, res) => res.send(value)); app.listen(3000);",
            "awaited",
        ),
        (
            "app.get('/', (req, res) => res.send('default')); export default app;",
            "default",
        ),
        (
            "import http from 'node:http'; app.get('/', (req, res) => res.send('server')); http.createServer(app).listen(80);",
            "server",
        ),
        (
            "let said = 'silent'; app.get('/', (req, res) => res.send(said)); app.listen(80, () => { said = 'listening'; });",
            "listening",
        ),
        (
            "app.get('/', (req, res) => res.send('first')); app.listen(1); const other = express(); other.get('/', (req, res) => res.send('last')); other.listen(2);",
            "last",
        ),
    ] {
        let app = AppFolder::new(&[(
            "app.js",
            &format!("import express from 'express';\nconst app = express();\n{source}\n"),
        )]);
        let server = Server::single(&app.entry(), &[]);
        assert_eq!(server.send(&get("/")).seen(), (200, expected.to_owned()), "{source}");
    }
}

/// Proves that a promise that is rejected with nobody listening fails the request, as it ends a Node.js process.
#[test]
fn unhandled_rejections_fail_the_request() {
    let app = AppFolder::express(
        "app.get('/silent', () => { Promise.reject(new Error('nobody listens')); });
         app.get('/timer', () => { setTimeout(() => { throw new Error('thrown in a timer'); }, 1); });
         app.get('/answered', (req, res) => { res.send('answered'); Promise.reject(new Error('too late')); });",
    );
    let server = Server::single(&app.entry(), &[]);
    for (target, said) in [
        ("/silent", "Error: nobody listens"),
        ("/timer", "Error: thrown in a timer"),
    ] {
        assert_eq!(server.send(&get(target)).status, 500, "{target}");
        let line = server.request_line(target);
        assert!(
            line["outcome"] == "exception" && line["error"].as_str().is_some_and(|error| error.starts_with(said)),
            "{line}"
        );
    }
    assert_eq!(server.send(&get("/answered")).text(), "answered");
}
