//! Error pages: the form the client asked for, nothing that it must not see, everything its author needs.

use serde_json::{Value, json};

use crate::harness::{Answer, AppFolder, Server, get, post};

/// What browsers send.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

/// A TypeScript app, so that positions in its bundle differ from those in its files.
fn app() -> AppFolder {
    AppFolder::new(&[
        (
            "app.ts",
            "import express, { type Request, type Response } from 'express';
import { charge } from './billing.ts';

interface Order { id: string }

const app = express();
app.get('/orders/:id', (req: Request, res: Response) => {
  const order: Order = { id: req.params.id };
  res.send(charge(order.id));
});
app.get('/text', () => { throw 'only <text>'; });
app.get('/status', () => { throw Object.assign(new Error('no entry for <you>'), { status: 403, headers: { 'X-Reason': 'age' } }); });
app.get('/silence', () => {});
app.get('/late', async () => { await null; throw new TypeError('late'); });
app.post('/body', express.json(), (req: Request, res: Response) => { res.json(req.body); });
app.listen(3000);
",
        ),
        (
            "billing.ts",
            "type Id = string;

/** Throws, and says so with markup. */
export function charge(id: Id): never {
  throw new RangeError(`<script>alert(1)</script> & ${id}`);
}
",
        ),
    ])
}

/// Proves that each failure comes as a page, an object or a text, as the client likes best.
#[test]
fn the_form_follows_accept() {
    let server = Server::single(&app().path("app.ts"), &[]);
    for (accept, content_type, start) in [
        (BROWSER, "text/html; charset=utf-8", "<!DOCTYPE html>"),
        ("application/json", "application/json; charset=utf-8", "{"),
        ("application/problem+json", "application/json; charset=utf-8", "{"),
        (
            "text/html;q=0.2, application/json;q=0.8",
            "application/json; charset=utf-8",
            "{",
        ),
        ("text/plain", "text/plain; charset=utf-8", "500 Internal Server Error\n"),
        ("*/*", "text/plain; charset=utf-8", "500 Internal Server Error\n"),
        ("image/png", "text/plain; charset=utf-8", "500 Internal Server Error\n"),
    ] {
        let answer = server.send(&get("/orders/7").header("accept", accept));
        assert_eq!(answer.status, 500, "{accept}");
        assert_eq!(answer.header("content-type").as_deref(), Some(content_type), "{accept}");
        assert!(answer.text().starts_with(start), "{accept}: {}", answer.text());
        assert_eq!(answer.header("vary").as_deref(), Some("Accept"), "{accept}");
    }
    let without = server.send(&get("/orders/7"));
    assert_eq!(
        without.header("content-type").as_deref(),
        Some("text/plain; charset=utf-8")
    );
}

/// Proves that a page in production shows an id by which its log line is found, and nothing of the app's insides.
#[test]
fn production_shows_an_id_and_no_more() {
    let server = Server::single(&app().path("app.ts"), &[]);
    for accept in [BROWSER, "application/json", "text/plain"] {
        let answer = server.send(&get("/orders/7").header("accept", accept));
        for secret in ["script", "RangeError", "alert", "charge", "billing", ".ts", "at "] {
            assert!(
                !visible(&answer).contains(secret),
                "{accept}: {secret}: {}",
                answer.text()
            );
        }
        let id = answer.header("x-request-id").expect("an id");
        assert!(answer.text().contains(&id), "{}", answer.text());
        let line = server.log.wait("the request", |line| {
            line["type"] == "request" && line["request_id"] == id.as_str()
        });
        let error = line["error"].as_str().expect("the log has the error");
        assert!(
            error.starts_with("RangeError: <script>alert(1)</script> & 7\n") && error.contains("billing.ts:5:"),
            "{error}"
        );
    }
}

/// Proves that a page in development shows what was thrown, where in the author's own files, and the code there.
#[test]
fn development_shows_the_place() {
    let server = Server::dev(&app().path("app.ts"), &[]);
    let answer = server.send(&get("/orders/7").header("accept", "application/json"));
    let detail = &answer.json()["error"]["detail"];
    assert_eq!(detail["message"], "RangeError: <script>alert(1)</script> & 7");
    let stack = detail["stack"].as_str().expect("a stack");
    let frames: Vec<&str> = stack.lines().filter(|line| line.contains(".ts:")).collect();
    assert!(
        frames.len() == 2 && frames[0].contains("charge") && frames[0].contains("billing.ts:5:"),
        "{stack}"
    );
    assert!(frames[1].contains("app.ts:9:"), "{stack}");
    let frame = detail["codeFrame"].as_str().expect("a code frame");
    assert!(
        frame.contains("throw new RangeError(`<script>") && frame.contains('^'),
        "{frame}"
    );

    // The same, for eyes.
    let page = server.send(&get("/orders/7").header("accept", BROWSER)).text();
    assert!(
        page.contains("RangeError: &lt;script&gt;alert(1)&lt;/script&gt; &amp; 7"),
        "{page}"
    );
    assert!(
        page.contains("billing.ts:5:") && page.contains("throw new RangeError("),
        "{page}"
    );
    let text = server.send(&get("/orders/7")).text();
    assert!(
        text.contains("RangeError: <script>") && text.contains("billing.ts:5:"),
        "{text}"
    );
    for (target, message) in [
        ("/text", "only <text>"),
        ("/late", "TypeError: late"),
        ("/silence", "the handler finished without an answer"),
    ] {
        let answer = server.send(&get(target).header("accept", "application/json"));
        assert_eq!(answer.json()["error"]["detail"]["message"], message, "{target}");
    }
}

/// Proves that nothing that comes from outside can become markup, wherever on the page it stands.
#[test]
fn markup_is_escaped() {
    let app = app();
    for server in [
        Server::single(&app.path("app.ts"), &[]),
        Server::dev(&app.path("app.ts"), &[]),
    ] {
        for target in [
            "/orders/<img%20src=x%20onerror=alert(1)>",
            "/text",
            "/status",
            "/%3Cscript%3E",
            "/<script>alert(1)</script>",
            "/\"><script>",
        ] {
            let answer = server.send(&get(target).header("accept", BROWSER));
            assert!(answer.status >= 400, "{target}");
            let page = answer.text();
            let own = [
                "html", "head", "meta", "title", "style", "body", "main", "p", "h1", "h2", "pre", "dl", "dt", "dd",
                "!DOCTYPE",
            ];
            for part in page.split('<').skip(1) {
                let name: String = part
                    .trim_start_matches('/')
                    .chars()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '!')
                    .collect();
                assert!(own.contains(&name.as_str()), "{target}: <{name} in\n{page}");
            }
        }
    }
}

/// Proves that a page may load and run nothing, is kept by no cache, and is what it says it is.
#[test]
fn pages_are_inert() {
    let server = Server::single(&app().path("app.ts"), &[]);
    for accept in [BROWSER, "application/json", "text/plain"] {
        let answer = server.send(&get("/orders/7").header("accept", accept));
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(
            !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert_eq!(answer.header("cache-control").as_deref(), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string()));
    }
    let page = server.send(&get("/orders/7").header("accept", BROWSER)).text();
    for part in [
        "<html lang=\"en\">",
        "<meta name=\"viewport\"",
        "prefers-color-scheme",
        "<h1>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

/// Proves that an error's own status and headers reach the client, as in Express, and that its message does not.
#[test]
fn an_error_chooses_its_status() {
    let server = Server::single(&app().path("app.ts"), &[]);
    let json = |answer: &Answer| answer.json()["error"].clone();
    let answer = server.send(&get("/status").header("accept", "application/json"));
    assert_eq!(
        (answer.status, answer.header("x-reason").as_deref()),
        (403, Some("age"))
    );
    assert_eq!(
        (&json(&answer)["title"], &json(&answer)["message"]),
        (&json!("Forbidden"), &json!("The app refused the request."))
    );
    let nowhere = server.send(&get("/nowhere").header("accept", "application/json"));
    assert_eq!(
        (nowhere.status, &json(&nowhere)["message"]),
        (404, &json!("Cannot GET /nowhere"))
    );
    let malformed = post("/body", "{")
        .header("content-type", "application/json")
        .header("accept", "application/json");
    assert_eq!(server.send(&malformed).status, 400);
    assert_eq!(server.request_line("/body")["outcome"], "rejected");
    let head = server.send(&crate::harness::Request::new("HEAD", "/orders/7").header("accept", BROWSER));
    assert_eq!((head.status, head.body.len()), (500, 0));
    assert!(head.header("content-length").is_some_and(|length| length != "0"));
}

/// Proves that `errors = "express"` gives the bytes of Express instead of a page of the host.
#[test]
fn an_app_can_have_the_pages_of_express() {
    let app = app();
    app.write("rnode.toml", "errors = \"express\"\n");
    let server = Server::apps(&[]);
    server.deploy(&app.path("app.ts"), "express", &[]);
    let answer = server.send(&get("/nowhere").host("express.localhost"));
    assert_eq!(answer.status, 404);
    assert!(
        answer.text().contains("<pre>Cannot GET /nowhere</pre>"),
        "{}",
        answer.text()
    );
    assert_eq!(
        answer.header("content-security-policy").as_deref(),
        Some("default-src 'none'")
    );
    // What ends the sandbox is still the host's to tell.
    let silence = server.send(
        &get("/silence")
            .host("express.localhost")
            .header("accept", "application/json"),
    );
    assert_eq!(silence.json()["error"]["outcome"], Value::from("no-response"));
}

/// What a person sees of an answer: all of it but the style.
fn visible(answer: &Answer) -> String {
    let text = answer.text();
    match (text.find("<style>"), text.find("</style>")) {
        (Some(start), Some(end)) => format!("{}{}", &text[..start], &text[end..]),
        _ => text,
    }
}
