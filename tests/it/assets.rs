//! Static files served by the host: what is a file, how it is answered, and that no sandbox is started for it.

use std::fs::File;
use std::io::Read as _;
use std::time::{Duration, UNIX_EPOCH};

use brotli_decompressor::Decompressor;
use flate2::read::GzDecoder;
use tempfile::TempDir;

use crate::harness::{Answer, AppFolder, Request, Server, exchange_http2, get, post, rnode_wasm};

const APP: &str = "app.use((req, res) => res.send(`app ${req.method} ${req.url}`));";

const STYLE: &str = "body { color: teal }\n";

/// When every file of the app was last changed.
const MODIFIED: &str = "Sun, 25 Nov 2001 10:00:00 GMT";
const BEFORE: &str = "Sat, 24 Nov 2001 10:00:00 GMT";
const AFTER: &str = "Mon, 26 Nov 2001 10:00:00 GMT";

const FILES: [(&str, &str); 9] = [
    ("index.html", "<h1>Home</h1>"),
    ("docs/index.html", "docs"),
    ("docs/more/page.html", "more"),
    ("images/logo.png", "no picture"),
    ("with space/\u{fc} 100%.txt", "odd"),
    ("digits.txt", "0123456789"),
    ("build/app.1a2b.js", "1"),
    (".hidden", "hidden"),
    ("empty.txt", ""),
];

/// An app with a folder `public` and this manifest.
fn folder(manifest: &str) -> AppFolder {
    let app = AppFolder::express(APP);
    app.write("rnode.toml", manifest);
    app.write("public/style.css", &STYLE.repeat(200));
    for (name, text) in FILES {
        app.write(&format!("public/{name}"), text);
    }
    let modified = UNIX_EPOCH + Duration::from_millis(1_006_682_400_400);
    for name in FILES.map(|(name, _)| name).into_iter().chain(["style.css"]) {
        let file = File::options().write(true).open(app.path(&format!("public/{name}")));
        let dated = file.and_then(|file| file.set_modified(modified));
        dated.expect("a date can be set");
    }
    app
}

fn server(manifest: &str) -> (AppFolder, Server) {
    let app = folder(manifest);
    let server = Server::single(&app.entry(), &[]);
    (app, server)
}

fn tag(answer: &Answer) -> String {
    answer.header("etag").expect("an entity tag")
}

fn with(target: &str, fields: &[(&str, &str)]) -> Request {
    let request = get(target);
    fields
        .iter()
        .fold(request, |request, (name, value)| request.header(name, value))
}

/// Proves what is a file and what is the app's: by method, by name, by how the name is written.
#[test]
fn what_is_a_file() {
    let (_app, server) = server("assets = \"public\"\n");
    for (target, expected) in [
        ("/", "<h1>Home</h1>"),
        ("/?q=1", "<h1>Home</h1>"),
        ("/index.html", "<h1>Home</h1>"),
        ("/docs/", "docs"),
        ("/docs/more/page.html", "more"),
        ("/%64igits.txt", "0123456789"),
        ("/with%20space/%C3%BC%20100%25.txt", "odd"),
        ("/empty.txt", ""),
        ("/none.txt", "app GET /none.txt"),
        ("/docs/more", "app GET /docs/more"),
        ("/digits.txt/", "app GET /digits.txt/"),
        ("/DIGITS.txt", "app GET /DIGITS.txt"),
        ("/.hidden", "app GET /.hidden"),
        ("/../app.js", "app GET /../app.js"),
        ("/docs/../digits.txt", "app GET /docs/../digits.txt"),
        ("/%2e%2e/app.js", "app GET /%2e%2e/app.js"),
        ("/..%2fapp.js", "app GET /..%2fapp.js"),
        ("/..%5capp.js", "app GET /..%5capp.js"),
        ("/docs%2Findex.html", "app GET /docs%2Findex.html"),
        ("//digits.txt", "app GET //digits.txt"),
        ("/digits.txt%00", "app GET /digits.txt%00"),
        ("/public/digits.txt", "app GET /public/digits.txt"),
        ("/app.js", "app GET /app.js"),
        ("/%zz", "app GET /%zz"),
    ] {
        assert_eq!(server.send(&get(target)).seen(), (200, expected.to_owned()), "{target}");
        let head = server.send(&Request::new("HEAD", target));
        assert_eq!((head.status, head.text().as_str()), (200, ""), "{target}");
        let length = head.header("content-length");
        if !expected.starts_with("app") {
            assert_eq!(length, Some(expected.len().to_string()), "{target}");
        }
    }
    assert_eq!(server.send(&post("/digits.txt", "x")).text(), "app POST /digits.txt");
    for method in ["PUT", "DELETE", "OPTIONS"] {
        let answer = server.send(&Request::new(method, "/digits.txt"));
        assert_eq!(answer.text(), format!("app {method} /digits.txt"));
    }
}

/// Proves what is said of a file, and that a request for one is logged with the file and without a sandbox's costs.
#[test]
fn what_is_said_of_a_file() {
    let (_app, server) = server("assets = \"public\"\n");
    let digits = server.send(&get("/digits.txt"));
    for (name, value) in [
        ("content-type", Some("text/plain; charset=utf-8")),
        ("content-length", Some("10")),
        ("content-encoding", None),
        ("cache-control", Some("public, max-age=0")),
        ("last-modified", Some(MODIFIED)),
        ("accept-ranges", Some("bytes")),
        ("vary", Some("Accept-Encoding")),
        ("x-content-type-options", Some("nosniff")),
        ("x-powered-by", None),
    ] {
        assert_eq!(digits.header(name).as_deref(), value, "{name}");
    }
    let tag = tag(&digits);
    assert!(tag.len() == 34 && tag.starts_with('"'), "{tag}");
    let line = server.request_line("/digits.txt");
    assert_eq!(
        (&line["outcome"], &line["asset"]),
        (&"ok".into(), &"/digits.txt".into()),
        "{line}"
    );
    assert!(line["cpu_us"].is_null(), "{line}");
    let picture = server.send(&get("/images/logo.png").header("accept-encoding", "gzip"));
    assert_eq!(picture.header("content-type").as_deref(), Some("image/png"));
    assert_eq!(
        (picture.header("vary"), picture.header("content-encoding")),
        (None, None)
    );
    server.send(&get("/none.txt"));
    let line = server.request_line("/none.txt");
    assert!(line["asset"].is_null() && line["cpu_us"].is_u64(), "{line}");
    let answers = exchange_http2(server.address, &[get("/digits.txt").host("app.test")]);
    assert_eq!(answers[0].seen(), (200, "0123456789".to_owned()));
}

/// Proves that a folder is left for the same place with a slash, and the query stays.
#[test]
fn folders_have_a_slash() {
    let (_app, server) = server("assets = \"public\"\n");
    for (target, location) in [
        ("/docs", "/docs/"),
        ("/docs?a=%20&b", "/docs/?a=%20&b"),
        ("/%64ocs", "/%64ocs/"),
    ] {
        let answer = server.send(&get(target));
        assert_eq!(answer.status, 301, "{target}");
        assert_eq!(answer.header("location").as_deref(), Some(location));
        assert_eq!(
            answer.header("content-security-policy").as_deref(),
            Some("default-src 'none'")
        );
        assert!(answer.text().contains("Redirecting to /"), "{}", answer.text());
    }
    let elsewhere = server.send(&get("//docs"));
    assert_eq!((elsewhere.status, elsewhere.header("location")), (200, None));
}

/// Proves that conditions come to what RFC 9110 says, tags before dates and wishes before knowledge.
#[test]
fn conditions() {
    let (_app, server) = server("assets = \"public\"\n");
    let tag = tag(&server.send(&get("/digits.txt")));
    let weak = format!("W/{tag}");
    let several = format!("\"x\", {tag}");
    for (fields, status) in [
        (&[("if-none-match", tag.as_str())][..], 304),
        (&[("if-none-match", &weak)], 304),
        (&[("if-none-match", &several)], 304),
        (&[("if-none-match", "*")], 304),
        (&[("if-none-match", "\"x\"")], 200),
        (&[("if-none-match", "\"x\""), ("if-modified-since", MODIFIED)], 200),
        (&[("if-modified-since", MODIFIED)], 304),
        (&[("if-modified-since", AFTER)], 304),
        (&[("if-modified-since", BEFORE)], 200),
        (&[("if-modified-since", "never")], 200),
        (&[("if-match", tag.as_str())], 200),
        (&[("if-match", "*")], 200),
        (&[("if-match", &weak)], 412),
        (&[("if-match", "\"x\"")], 412),
        (&[("if-match", "\"x\""), ("if-none-match", "\"x\"")], 412),
        (&[("if-unmodified-since", MODIFIED)], 200),
        (&[("if-unmodified-since", BEFORE)], 412),
        (&[("if-match", tag.as_str()), ("if-unmodified-since", BEFORE)], 200),
        (&[("if-none-match", tag.as_str()), ("range", "bytes=0-1")], 304),
    ] {
        let answer = server.send(&with("/digits.txt", fields));
        assert_eq!(answer.status, status, "{fields:?}");
        if status == 304 {
            assert!(answer.body.is_empty(), "{fields:?}");
            assert_eq!(answer.header("etag"), Some(tag.clone()), "{fields:?}");
            assert!(
                answer.header("cache-control").is_some() && answer.header("vary").is_some(),
                "{fields:?}"
            );
            let absent = ["content-type", "content-length", "content-encoding"];
            assert!(absent.iter().all(|name| answer.header(name).is_none()), "{fields:?}");
        }
    }
}

/// Proves that one part is sent as such, several as the whole, and one that is not there is refused.
#[test]
fn ranges() {
    let (_app, server) = server("assets = \"public\"\n");
    let tag = tag(&server.send(&get("/digits.txt")));
    for (fields, status, place, body) in [
        (&[("range", "bytes=0-3")][..], 206, Some("bytes 0-3/10"), "0123"),
        (&[("range", "bytes=7-")], 206, Some("bytes 7-9/10"), "789"),
        (&[("range", "bytes=-2")], 206, Some("bytes 8-9/10"), "89"),
        (&[("range", "bytes=8-99")], 206, Some("bytes 8-9/10"), "89"),
        (&[("range", "bytes=10-")], 416, Some("bytes */10"), ""),
        (&[("range", "bytes=-0")], 416, Some("bytes */10"), ""),
        (&[("range", "bytes=0-1,3-4")], 200, None, "0123456789"),
        (&[("range", "bytes=3-1")], 200, None, "0123456789"),
        (&[("range", "lines=0-1")], 200, None, "0123456789"),
        (
            &[("range", "bytes=0-1"), ("if-range", &tag)],
            206,
            Some("bytes 0-1/10"),
            "01",
        ),
        (
            &[("range", "bytes=0-1"), ("if-range", MODIFIED)],
            206,
            Some("bytes 0-1/10"),
            "01",
        ),
        (
            &[("range", "bytes=0-1"), ("if-range", "\"x\"")],
            200,
            None,
            "0123456789",
        ),
        (&[("range", "bytes=0-1"), ("if-range", AFTER)], 200, None, "0123456789"),
        (
            &[("range", "bytes=10-"), ("if-range", "\"x\"")],
            200,
            None,
            "0123456789",
        ),
    ] {
        let answer = server.send(&with("/digits.txt", fields));
        assert_eq!(answer.seen(), (status, body.to_owned()), "{fields:?}");
        assert_eq!(answer.header("content-range").as_deref(), place, "{fields:?}");
        assert_eq!(
            answer.header("content-length"),
            Some(body.len().to_string()),
            "{fields:?}"
        );
    }
    let head = server.send(&Request::new("HEAD", "/digits.txt").header("range", "bytes=0-3"));
    assert_eq!(
        (head.status, head.header("content-length").as_deref()),
        (200, Some("10"))
    );
}

fn unfolded(answer: &Answer) -> String {
    let mut text = String::new();
    let body = answer.body.as_slice();
    match answer.header("content-encoding").as_deref() {
        Some("br") => Decompressor::new(body, 4096).read_to_string(&mut text),
        Some("gzip") => GzDecoder::new(body).read_to_string(&mut text),
        Some("zstd") => zstd::Decoder::new(body).and_then(|mut reader| reader.read_to_string(&mut text)),
        _ => return answer.text(),
    }
    .expect("a body in the coding that it says");
    text
}

/// Proves that a file comes in the coding the client likes best, from the first request on, each with a tag of its own.
#[test]
fn codings() {
    let (_app, server) = server("assets = \"public\"\n");
    let plain = tag(&server.send(&get("/style.css")));
    for (accept, coding) in [
        ("gzip, deflate, br, zstd", Some("br")),
        ("zstd, gzip", Some("zstd")),
        ("gzip", Some("gzip")),
        ("br;q=0.1, gzip", Some("gzip")),
        ("br;q=0, *", Some("zstd")),
        ("identity, gzip;q=0.5", None),
        ("deflate", None),
        ("gzip;q=0", None),
        ("", None),
    ] {
        let answer = server.send(&get("/style.css").header("accept-encoding", accept));
        assert_eq!(answer.header("content-encoding").as_deref(), coding, "{accept}");
        assert_eq!(unfolded(&answer), STYLE.repeat(200), "{accept}");
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string()));
        assert_eq!(answer.header("vary").as_deref(), Some("Accept-Encoding"));
        let expected = match coding {
            Some(coding) => format!("{}-{coding}\"", plain.trim_end_matches('"')),
            None => plain.clone(),
        };
        assert_eq!(tag(&answer), expected, "{accept}");
        let again = get("/style.css")
            .header("accept-encoding", accept)
            .header("if-none-match", &expected);
        assert_eq!(server.send(&again).status, 304, "{accept}");
        let head = Request::new("HEAD", "/style.css").header("accept-encoding", accept);
        let head = server.send(&head);
        assert_eq!(
            (tag(&head), head.header("content-length")),
            (expected, answer.header("content-length"))
        );
    }
    let short = server.send(&get("/digits.txt").header("accept-encoding", "br"));
    assert_eq!(
        (short.header("content-encoding"), short.text().as_str()),
        (None, "0123456789")
    );
}

/// Proves that a part is one of the plain bytes, unless a client goes on with coded ones that it names.
#[test]
fn parts_of_codings() {
    let (_app, server) = server("assets = \"public\"\n");
    let gzip = ("accept-encoding", "gzip");
    let coded = server.send(&with("/style.css", &[gzip]));
    let coded_tag = tag(&coded);
    let part = server.send(&with("/style.css", &[gzip, ("range", "bytes=0-3")]));
    assert_eq!(part.seen(), (206, "body".to_owned()));
    assert_eq!(part.header("content-encoding"), None);
    let rest = server.send(&with(
        "/style.css",
        &[gzip, ("range", "bytes=5-"), ("if-range", &coded_tag)],
    ));
    assert_eq!((rest.status, rest.body.as_slice()), (206, &coded.body[5..]));
    assert_eq!(rest.header("content-encoding").as_deref(), Some("gzip"));
    let total = coded.body.len();
    assert_eq!(
        rest.header("content-range"),
        Some(format!("bytes 5-{}/{total}", total - 1))
    );
    let other = server.send(&with("/style.css", &[("range", "bytes=5-"), ("if-range", &coded_tag)]));
    assert_eq!((other.status, other.text()), (200, STYLE.repeat(200)));
}

/// Proves that what the manifest says holds: the fallback for pages alone, what may be kept, what is hidden.
#[test]
fn rules() {
    let manifest = "[assets]\nfolder = \"./public/\"\nfallback = \"index.html\"\ncache_control = \"public, max-age=60\"\n\
                    immutable = [\"build/*\"]\ndotfiles = \"deny\"\n";
    let (_app, server) = server(manifest);
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (request, status, body) in [
        (get("/any/where").header("accept", browser), 200, "<h1>Home</h1>"),
        (
            get("/any/where.txt").header("accept", "text/html"),
            200,
            "<h1>Home</h1>",
        ),
        (get("/any").header("accept", "*/*"), 200, "app GET /any"),
        (
            get("/any").header("accept", "application/json, text/html;q=0.5"),
            200,
            "app GET /any",
        ),
        (get("/any"), 200, "app GET /any"),
        (post("/any", "").header("accept", "text/html"), 200, "app POST /any"),
        (get("/digits.txt").header("accept", "text/html"), 200, "0123456789"),
    ] {
        assert_eq!(server.send(&request).seen(), (status, body.to_owned()), "{request:?}");
    }
    let page = server.send(&get("/any").header("accept", browser));
    assert_eq!(page.header("vary").as_deref(), Some("Accept, Accept-Encoding"));
    assert_eq!(page.header("content-type").as_deref(), Some("text/html; charset=utf-8"));
    let head = server.send(&Request::new("HEAD", "/any").header("accept", browser));
    assert_eq!(
        (head.status, head.header("content-length").as_deref()),
        (200, Some("13"))
    );
    assert_eq!(server.send(&get("/.hidden")).status, 403);
    assert_eq!(server.send(&get("/.none")).status, 403);
    let kept = |target: &str| server.send(&get(target)).header("cache-control");
    assert_eq!(kept("/digits.txt").as_deref(), Some("public, max-age=60"));
    assert_eq!(
        kept("/build/app.1a2b.js").as_deref(),
        Some("public, max-age=31536000, immutable")
    );
    let (_app, open) = self::server("[assets]\nfolder = \"public\"\ndotfiles = \"allow\"\n");
    assert_eq!(open.send(&get("/.hidden")).text(), "hidden");
}

/// Proves that assets belong to a version: they change with a deploy, come back with a rollback, and outlive the server.
#[test]
fn a_version_keeps_its_assets() {
    let data = TempDir::new().expect("a directory");
    let digits = |server: &Server| server.send(&get("/digits.txt").host("shop.localhost")).text();
    let app = folder("assets = \"public\"\n");
    {
        let server = Server::apps_of(data.path(), &[]);
        server.deploy(&app.entry(), "shop", &[]);
        app.write("public/digits.txt", "new");
        server.deploy(&app.entry(), "shop", &[]);
        assert_eq!(digits(&server), "new");
        server.call(&["rollback", "shop"]).success();
        assert_eq!(digits(&server), "0123456789");
        app.write("rnode.toml", "");
        server.deploy(&app.entry(), "shop", &[]);
        assert_eq!(digits(&server), "app GET /digits.txt");
        server.call(&["rollback", "shop"]).success();
    }
    let server = Server::apps_of(data.path(), &[]);
    assert_eq!(digits(&server), "0123456789");
}

/// Proves that assets count for an app's rate.
#[test]
fn assets_count_for_the_rate() {
    let app = folder("assets = \"public\"\n");
    let server = Server::single(&app.entry(), &["--rate", "1"]);
    let statuses: Vec<u16> = (0..5).map(|_| server.send(&get("/digits.txt")).status).collect();
    assert!(statuses[0] == 200 && statuses.contains(&429), "{statuses:?}");
}

/// Proves that `dev` serves a file as it is now, and one that is new.
#[test]
fn dev_follows_the_folder() {
    let app = folder("assets = \"public\"\n");
    let server = Server::dev(&app.entry(), &[]);
    for (name, text) in [("digits.txt", "changed"), ("brand-new.svg", "<svg/>")] {
        app.write(&format!("public/{name}"), text);
        crate::harness::eventually(name, || {
            let answer = server.send(&get(&format!("/{name}")));
            (answer.text() == text).then_some(())
        });
    }
}

/// Proves that files come along from a folder that is not taken otherwise, also such that the app imports.
#[test]
fn every_file_of_the_folder_comes_along() {
    let app = AppFolder::express(&format!("{APP}\nimport './web/.output/shared.js';"));
    app.write("rnode.toml", "assets = \"web/.output\"\n");
    app.write("web/.output/shared.js", "globalThis.shared = 1;");
    std::fs::write(app.path("huge.bin"), vec![0; 7 << 20]).expect("a file");
    let server = Server::single(&app.entry(), &[]);
    assert_eq!(server.send(&get("/shared.js")).text(), "globalThis.shared = 1;");
}

/// Proves that a folder or a fallback that is not there is told before anything is deployed, with what to do.
#[test]
fn what_is_missing_is_told() {
    for (manifest, message, hint) in [
        (
            "assets = \"dist\"\n",
            "the folder of assets `dist` is missing or empty",
            "put files into",
        ),
        (
            "[assets]\nfolder = \"public\"\nfallback = \"200.html\"\n",
            "the fallback `200.html` is not in the folder of assets `public`",
            "put `200.html` into",
        ),
        (
            "assets = \"../public\"\n",
            "`rnode.toml` line 1: `../public` is no folder of assets",
            "",
        ),
    ] {
        let app = folder(manifest);
        let output = app.path("app.wasm").into_os_string();
        let arguments = [
            "build".into(),
            app.entry().into_os_string(),
            "-o".into(),
            output,
            "--json".into(),
        ];
        let refused = rnode_wasm(arguments);
        let error = refused.json()["error"].clone();
        assert_eq!(refused.code, 1, "{error}");
        assert!(
            error["message"].as_str().is_some_and(|text| text.contains(message)),
            "{error}"
        );
        assert!(error["hint"].as_str().unwrap_or_default().contains(hint), "{error}");
    }
}
