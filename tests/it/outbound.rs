//! Calls to other servers, apps that export `fetch`, and work behind an answer.

use serde_json::{Value, json};

use crate::harness::{AppFolder, Request, Server, get, post};

/// The other server is an app too.
const UPSTREAM: &str = "
    app.use(express.text({ type: '*/*' }));
    app.all('/echo', (req, res) => res.status(201).set('X-Method', req.method).send(req.body ?? ''));
    app.get('/slow', (req, res) => setTimeout(() => res.send('slow'), 300));
    app.get('/moved', (req, res) => res.redirect('/echo'));
    app.get('/depth', (req, res) => res.json(req.headers));
    app.get('/large', (req, res) => res.type('bin').send(Buffer.alloc(3000000, 7)));
    app.get('/pieces', async (req, res) => { for (const piece of ['a', 'b', 'c']) { res.write(piece); await new Promise((go) => setTimeout(go, 20)); } res.end(); });
";

const CALLER: &str = "
    const { UP } = process.env;
    const json = (value) => Response.json(value);
    const tried = (run) => run().then(json, (error) => json({ error: `${error.name}: ${error.message}`, cause: error.cause?.message }));
    const routes = {
      '/get': async () => { const r = await fetch(`${UP}/echo`); return { status: r.status, url: r.url.slice(UP.length), method: r.headers.get('x-method') }; },
      '/post': async () => { const r = await fetch(`${UP}/echo`, { method: 'POST', body: JSON.stringify({ a: 1 }) }); return [r.status, await r.json()]; },
      '/moved': async () => { const r = await fetch(`${UP}/moved`); return [r.redirected, r.url.slice(UP.length)]; },
      '/manual': async () => { const r = await fetch(`${UP}/moved`, { redirect: 'manual' }); return [r.status, r.headers.get('location')]; },
      '/pieces': async () => { let text = ''; for await (const piece of (await fetch(`${UP}/pieces`)).body) text += new TextDecoder().decode(piece); return text; },
      '/large': async () => (await (await fetch(`${UP}/large`)).arrayBuffer()).byteLength,
      '/six': async () => { const all = await Promise.all(Array.from({ length: 6 }, () => fetch(`${UP}/slow`).then((r) => r.text()))); return all.length; },
      '/many': async () => { for (let n = 0; n < 40; n++) await fetch(`${UP}/echo`); },
      '/unlisted': () => fetch('http://unlisted.example/'),
      '/metadata': () => fetch('http://169.254.169.254/latest/meta-data/'),
      '/aborted': () => fetch(`${UP}/slow`, { signal: AbortSignal.timeout(20) }),
      '/refused': () => fetch('http://127.0.0.1:64999/'),
    };
    export default {
      async fetch(request, env, ctx) {
        const { pathname } = new URL(request.url);
        if (pathname === '/pass') return fetch(`${UP}/large`);
        if (pathname === '/env') return json([env.UP === UP, request.method, await request.text()]);
        if (pathname === '/behind') {
          ctx.waitUntil(fetch(`${UP}/slow`).then((r) => r.text()).then((text) => console.log(`behind: ${text}`)));
          return new Response('now');
        }
        if (pathname === '/behind-fault') { ctx.waitUntil(Promise.reject(new Error('behind the answer'))); return new Response('now'); }
        if (pathname === '/throws') throw new Error('thrown');
        if (pathname === '/nothing') return;
        return routes[pathname] ? tried(routes[pathname]) : new Response('none', { status: 404 });
      },
    };
";

struct Both {
    upstream: Server,
    caller: Server,
    _folders: [AppFolder; 2],
}

fn both(flags: &[&str]) -> Both {
    let other = AppFolder::express(UPSTREAM);
    let upstream = Server::single(&other.entry(), &[]);
    let app = AppFolder::new(&[("app.js", CALLER)]);
    let port = upstream.address.port();
    let manifest = format!(
        "[egress]\nallow = [\"127.0.0.1:{port}\", \"127.0.0.1:64999\", \"169.254.169.254\"]\n[env]\nUP = \"http://127.0.0.1:{port}\"\n[limits]\ncpu_ms = 1000\n"
    );
    app.write("rnode.toml", &manifest);
    let flags: Vec<&str> = ["--egress-open", "127.0.0.0/8"].iter().chain(flags).copied().collect();
    let caller = Server::single(&app.entry(), &flags);
    Both {
        upstream,
        caller,
        _folders: [other, app],
    }
}

/// What comes of calls, the good ones and the refused ones, which name what refuses them.
#[test]
fn calls() {
    let both = both(&[]);
    let failed = |cause: &str| json!({ "error": "TypeError: fetch failed", "cause": cause });
    for (target, expected) in [
        ("/get", json!({ "status": 201, "url": "/echo", "method": "GET" })),
        ("/post", json!([201, { "a": 1 }])),
        ("/moved", json!([true, "/echo"])),
        ("/manual", json!([302, "/echo"])),
        ("/pieces", json!("abc")),
        ("/large", json!(3_000_000)),
        ("/six", json!(6)),
        (
            "/many",
            failed("the request has made its 32 outbound calls, which is the limit `outbound_calls`"),
        ),
        (
            "/unlisted",
            failed(
                "egress to unlisted.example:80 is not allowed: the app's rnode.toml does not list it under [egress] allow",
            ),
        ),
        (
            "/metadata",
            failed(
                "egress to 169.254.169.254 is refused: 169.254.169.254 is closed by this server's policy (link-local, where clouds keep their metadata); its operator can open it (--egress-open)",
            ),
        ),
        (
            "/aborted",
            json!({ "error": "TimeoutError: The operation was aborted due to timeout" }),
        ),
    ] {
        let answer = both.caller.send(&get(target));
        assert_eq!(answer.json(), expected, "{target}: {}", answer.text());
    }
    let refused = both.caller.send(&get("/refused")).text();
    assert!(refused.contains("127.0.0.1 does not answer"), "{refused}");
    let six = both.caller.request_line("/six");
    assert!(
        six["wall_us"].as_u64() < Some(1_500_000),
        "as long as the slowest, not all together: {six}"
    );
}

/// An app that exports `fetch` is asked with what came in, and its answers leave as it gave them.
#[test]
fn apps_that_export_fetch() {
    let both = both(&[]);
    let answer = both.caller.send(&post("/env", "body"));
    assert_eq!(answer.text(), r#"[true,"POST","body"]"#);
    let passed = both.caller.send(&get("/pass"));
    assert_eq!((passed.status, passed.body.len()), (200, 3_000_000));
    let head = both.caller.send(&Request::new("HEAD", "/none"));
    assert_eq!(
        (head.status, head.header("content-length").as_deref()),
        (404, Some("4"))
    );
    for (target, outcome, said) in [
        ("/throws", "exception", "thrown"),
        ("/nothing", "exception", "Response"),
    ] {
        assert_eq!(both.caller.send(&get(target)).status, 500, "{target}");
        let line = both.caller.request_line(target);
        assert_eq!(line["outcome"], outcome, "{target}");
        assert!(
            line["error"].as_str().is_some_and(|error| error.contains(said)),
            "{line}"
        );
    }
}

/// What was handed to `waitUntil` goes on behind the answer, and what goes wrong there is logged.
#[test]
fn work_behind_an_answer() {
    let both = both(&[]);
    assert_eq!(both.caller.send(&get("/behind")).text(), "now");
    both.caller.app_line("behind: slow");
    let line = both.caller.request_line("/behind");
    assert_eq!((&line["outcome"], &line["status"]), (&json!("ok"), &json!(200)));
    assert!(line["wall_us"].as_u64() >= Some(300_000), "{line}");
    assert_eq!(both.caller.send(&get("/behind-fault")).text(), "now");
    let is_fault = |line: &Value| {
        line["level"] == "error"
            && line["message"]
                .as_str()
                .is_some_and(|said| said.contains("behind the answer"))
    };
    both.caller.log.wait("the fault", is_fault);
    drop(both.upstream);
}

/// The operator's word counts for more than the app's.
#[test]
fn the_operator_permits() {
    let both = both(&["--egress", "none"]);
    let answer = both.caller.send(&get("/get")).text();
    assert!(
        answer.contains("is not permitted by the operator of this server (--egress)"),
        "{answer}"
    );
}
