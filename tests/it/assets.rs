//! Static files served by the host: what is a file and what is the app's, and how files come and go with a version.

mod answers;

use std::fs::File;
use std::time::{Duration, UNIX_EPOCH};

use tempfile::TempDir;

use crate::harness::{AppFolder, Request, Server, get, post, rnode_wasm};

const APP: &str = "app.use((req, res) => res.send(`app ${req.method} ${req.url}`));";

const STYLE: &str = "body { color: teal }\n";

/// When every file of the app was last changed.
const MODIFIED: &str = "Sun, 25 Nov 2001 10:00:00 GMT";

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
        server.call(&["rollback", "shop", "--to", "1"]).success();
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
