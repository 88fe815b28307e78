//! What apps store: through `env.KV` and `kv`, each app alone, and there after the worst.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{AppFolder, Server, get, post, scratch};

const APP: &str = "
    const calls = {
      put: (kv, [key, value, options]) => kv.put(key, value, options),
      get: (kv, [key, type]) => kv.get(key, type),
      full: (kv, [key]) => kv.getWithMetadata(key),
      delete: (kv, [key, options]) => kv.delete(key, options),
      list: (kv, [options]) => kv.list(options),
    };
    export default {
      async fetch(request, env) {
        const [call, ...rest] = await request.json();
        try {
          return Response.json((await calls[call](env.KV, rest)) ?? null);
        } catch (error) {
          return Response.json(`${error.name}: ${error.message}`, { status: 400 });
        }
      },
    };
";

const EXPRESS_APP: &str = "
    import express, { kv } from 'express';
    const app = express();
    app.post('/', express.json(), async (req, res) => res.json(await kv.get(req.body[1])));
    app.get('/count', async (req, res) => {
      for (;;) {
        const { value, version } = await kv.getWithMetadata('count');
        const { ok } = await kv.put('count', String(Number(value) + 1), { ifVersion: version });
        if (ok) return res.send(String(Number(value) + 1));
      }
    });
    app.listen(3000);
";

#[track_caller]
fn call(server: &Server, app: &str, call: &Value) -> Value {
    let request = post("/", call.to_string()).header("content-type", "application/json");
    server.send(&request.host(&format!("{app}.localhost"))).json()
}

fn app() -> AppFolder {
    AppFolder::new(&[("app.js", APP), ("rnode.toml", "[limits]\ncpu_ms = 1000")])
}

fn deployed(data: &Path) -> Server {
    let server = Server::apps_of(data, &[]);
    for name in ["one", "two"] {
        server.deploy(&app().entry(), name, &[]);
    }
    server
}

/// What is put can be got, by the app that put it and by no other; conditions, types, metadata and lists do what they say.
#[test]
fn keys_and_values() {
    let data = TempDir::new_in(scratch()).expect("a folder can be made");
    let server = deployed(data.path());
    let one = |value: Value| call(&server, "one", &value);
    assert_eq!(one(json!(["get", "a"])), Value::Null);
    let first = one(json!(["put", "a", "1", { "metadata": { "by": "test" } }]));
    assert_eq!(first["ok"], true, "{first}");
    assert_eq!(one(json!(["get", "a"])), "1");
    assert_eq!(call(&server, "two", &json!(["get", "a"])), Value::Null, "another app");
    let full = one(json!(["full", "a"]));
    assert_eq!(
        (&full["value"], &full["metadata"], &full["version"]),
        (&json!("1"), &json!({ "by": "test" }), &first["version"])
    );
    assert_eq!(one(json!(["put", "a", "2", { "ifAbsent": true }]))["ok"], false);
    assert_eq!(
        one(json!(["put", "a", "2", { "ifVersion": first["version"] }]))["ok"],
        true
    );
    assert_eq!(
        one(json!(["put", "a", "3", { "ifVersion": first["version"] }]))["ok"],
        false
    );
    assert_eq!(one(json!(["get", "a", "json"])), 2);
    for key in ["b/1", "b/2", "b/3"] {
        one(json!(["put", key, "x", { "expirationTtl": 3600 }]));
    }
    let page = one(json!(["list", { "prefix": "b/", "limit": 2 }]));
    assert_eq!(
        (&page["keys"][1]["name"], &page["list_complete"]),
        (&json!("b/2"), &json!(false)),
        "{page}"
    );
    assert!(page["keys"][0]["expiration"].is_number(), "{page}");
    let rest = one(json!(["list", { "prefix": "b/", "cursor": page["cursor"] }]));
    assert_eq!(
        (&rest["keys"][0]["name"], &rest["list_complete"]),
        (&json!("b/3"), &json!(true)),
        "{rest}"
    );
    assert_eq!(
        (one(json!(["delete", "a"])), one(json!(["delete", "a"]))),
        (json!(true), json!(false))
    );
    for (bad, said) in [
        (json!(["put", "", "x"]), "a key has at least one character"),
        (json!(["put", "k".repeat(513), "x"]), "at most 512 are allowed"),
        (
            json!(["put", "a", "x".repeat(1_048_577)]),
            "at most 1048576 are allowed",
        ),
        (json!(["put", "a\0b", "x"]), "no NUL"),
        (json!(["get", "a", "picture"]), "not as 'picture'"),
    ] {
        let refused = one(bad);
        assert!(
            refused.as_str().is_some_and(|error| error.contains(said)),
            "{said}: {refused}"
        );
    }
    // With the app goes what it stored.
    assert!(server.call(&["rm", "two"]).success().is_object());
    server.deploy(&app().entry(), "two", &[]);
    assert_eq!(call(&server, "two", &json!(["list"]))["keys"], json!([]));
}

/// What was acknowledged is there after the server was killed.
#[test]
fn a_killed_server_loses_nothing() {
    let data = TempDir::new_in(scratch()).expect("a folder can be made");
    let mut server = deployed(data.path());
    for number in 0..20 {
        let put = call(&server, "one", &json!(["put", format!("key {number}"), "there"]));
        assert_eq!(put["ok"], true);
    }
    server.kill();
    let server = Server::apps_of(data.path(), &[]);
    let page = call(&server, "one", &json!(["list"]));
    assert_eq!(page["keys"].as_array().map(Vec::len), Some(20), "{page}");
}

/// Express apps have it as `kv`; many requests at once count right by comparing and setting.
#[test]
fn counting_at_once() {
    let app = AppFolder::new(&[("app.js", EXPRESS_APP)]);
    app.write("rnode.toml", "[limits]\ncpu_ms = 1000");
    let server = Server::single(&app.entry(), &[]);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(server.send(&get("/count")).status, 200);
                }
            });
        }
    });
    let count = server.send(&post("/", json!(["get", "count"]).to_string()).header("content-type", "application/json"));
    assert_eq!(count.json(), "40");
}
