//! The files of an app: which of a project's go along, how they are served, and that a deploy carries them.

use std::fs;

use tempfile::TempDir;

use crate::harness::{AppFolder, Server, get};

const APP: &str = "
    import express from 'express';
    import { existsSync, readFileSync, writeFileSync } from 'node:fs';
    import path from 'node:path';
    const app = express();
    app.use(express.static(path.join(import.meta.dirname, '../public')));
    app.get('/has', (req, res) => res.json(req.query.names.split(',').map((name) => existsSync(name))));
    app.get('/read', (req, res) => res.type('text').send(readFileSync('data/words.txt', 'utf8')));
    app.get('/write', (req, res) => { writeFileSync('data/words.txt', 'x'); res.end(); });
    export default app;
";

/// A project as people lay them out: code in a folder of its own, beside what it serves.
fn project() -> AppFolder {
    AppFolder::new(&[
        ("package.json", "{ \"type\": \"module\" }"),
        ("src/app.js", APP),
        ("public/style.css", "body { color: teal }"),
        ("public/.hidden", "hidden"),
        ("data/words.txt", "one\ntwo\n"),
        (".env", "SECRET=1"),
        ("data/.env.local", "SECRET=1"),
        (".git/config", "[core]"),
        ("node_modules/dep/readme.md", "a package"),
        ("rnode.toml", ""),
    ])
}

/// Proves that the files of a project are there, below its root, and its secrets are not.
#[test]
fn a_project_brings_its_files() {
    let server = Server::single(&project().path("src/app.js"), &[]);
    let style = server.send(&get("/style.css"));
    assert_eq!(style.seen(), (200, "body { color: teal }".to_owned()));
    assert_eq!(style.header("content-type").as_deref(), Some("text/css; charset=utf-8"));
    let tag = style.header("etag").expect("an entity tag");
    assert_eq!(
        server.send(&get("/style.css").header("if-none-match", &tag)).status,
        304
    );
    let part = server.send(&get("/style.css").header("range", "bytes=0-3"));
    assert_eq!(part.seen(), (206, "body".to_owned()));
    for outside in ["/../data/words.txt", "/%2e%2e/data/words.txt", "/.hidden", "/none.css"] {
        assert_eq!(server.send(&get(outside)).status, 404, "{outside}");
    }
    assert_eq!(server.send(&get("/read")).text(), "one\ntwo\n");
    assert_eq!(server.send(&get("/write")).status, 500);
    assert_eq!(server.send(&get("/read")).text(), "one\ntwo\n");
    let names =
        "/data/words.txt,/package.json,/.env,/data/.env.local,/.git/config,/node_modules/dep/readme.md,/etc/passwd";
    assert_eq!(
        server.send(&get(&format!("/has?names={names}"))).text(),
        "[true,true,false,false,false,false,false]"
    );
}

/// Proves that files are part of a version: they change with a deploy, come back with a rollback, and outlive the server.
#[test]
fn a_version_keeps_its_files() {
    let data = TempDir::new().expect("a directory");
    let style = |server: &Server| server.send(&get("/style.css").host("shop.localhost")).text();
    let app = project();
    {
        let server = Server::apps_of(data.path(), &[]);
        server.deploy(&app.path("src/app.js"), "shop", &[]);
        app.write("public/style.css", "body { color: tomato }");
        server.deploy(&app.path("src/app.js"), "shop", &[]);
        assert_eq!(style(&server), "body { color: tomato }");
        server.call(&["rollback", "shop"]).success();
        assert_eq!(style(&server), "body { color: teal }");
    }
    let server = Server::apps_of(data.path(), &[]);
    assert_eq!(style(&server), "body { color: teal }");
}

/// Proves that a folder which holds too much is cut to the usual folders, and that this is said; and that too much in those is an error.
#[test]
fn a_folder_that_holds_too_much() {
    let app = project();
    fs::write(app.path("huge.bin"), vec![0; 7 << 20]).expect("a file");
    let server = Server::single(&app.path("src/app.js"), &[]);
    assert_eq!(
        server
            .send(&get("/has?names=/public/style.css,/data/words.txt,/huge.bin"))
            .text(),
        "[true,false,false]"
    );
    fs::write(app.path("public/huge.bin"), vec![0; 7 << 20]).expect("a file");
    let apps = Server::apps(&[]);
    let refused = apps.try_deploy(&app.path("src/app.js"), "shop", &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("larger than 6 MiB"), "{}", refused.stdout);
}
