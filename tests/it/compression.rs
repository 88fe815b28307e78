//! Compression by the host: for apps that ask for it, in what the client takes, and never twice.

use crate::harness::{AppFolder, Server, get};

const HANDLERS: &str = "
    const long = 'All work and no play makes Jack a dull boy. '.repeat(100);
    app.get('/long', (req, res) => res.send(long));
    app.get('/huge', (req, res) => res.send(long.repeat(20)));
    app.get('/strong', (req, res) => res.set('ETag', '\"strong\"').vary('Accept').send(long));
    app.get('/short', (req, res) => res.send('short'));
    app.get('/picture', (req, res) => res.type('png').send(Buffer.from(long)));
    app.get('/done', (req, res) => res.set('Content-Encoding', 'x-own').send(long));
    app.get('/kept', (req, res) => res.set('Cache-Control', 'no-transform').send(long));
    app.get('/part', (req, res) => res.status(206).set('Content-Range', 'bytes 0-4399/9999').send(long));
";

const LONG: &str = "All work and no play makes Jack a dull boy. ";

fn server(manifest: &str) -> (AppFolder, Server) {
    let app = AppFolder::express(HANDLERS);
    app.write("rnode.toml", manifest);
    let server = Server::single(&app.entry(), &[]);
    (app, server)
}

/// Proves that the coding is the client's choice, and that what comes out of it is what the app said.
#[test]
fn the_client_chooses() {
    let (_app, server) = server("compress = true\n");
    for (path, accept, coding) in [
        ("/long", "gzip, deflate, br, zstd", Some("br")),
        ("/long", "zstd, gzip", Some("zstd")),
        ("/long", "gzip", Some("gzip")),
        ("/long", "br;q=0.1, gzip", Some("gzip")),
        ("/huge", "gzip", Some("gzip")),
        ("/huge", "br", Some("br")),
        ("/long", "identity", None),
        ("/long", "deflate", None),
    ] {
        let answer = server.send(&get(path).header("accept-encoding", accept));
        assert_eq!(answer.header("content-encoding").as_deref(), coding, "{path} {accept}");
        let length = answer.header("content-length").expect("a length");
        assert_eq!(length, answer.body.len().to_string());
        assert_eq!(answer.header("vary").as_deref(), Some("Accept-Encoding"));
        let times = if path == "/huge" { 2000 } else { 100 };
        assert_eq!(answer.unfolded(), LONG.repeat(times), "{path} {accept}");
    }
}

/// Proves that validators stay true: a strong tag becomes a weak one, and a client that has the answer is told so.
#[test]
fn validators_stay_true() {
    let (_app, server) = server("compress = true\n");
    let answer = server.send(&get("/strong").header("accept-encoding", "gzip"));
    assert_eq!(answer.header("etag").as_deref(), Some("W/\"strong\""));
    let vary = answer.headers.iter().filter(|(name, _)| name == "vary");
    let vary: Vec<&str> = vary.map(|(_, value)| value.as_str()).collect();
    assert_eq!(vary, ["Accept", "Accept-Encoding"]);
    let again = get("/strong")
        .header("accept-encoding", "gzip")
        .header("if-none-match", "W/\"strong\"");
    assert_eq!(server.send(&again).status, 304);
}

/// Proves that nothing else is touched: short, compressed, partial and protected answers, and every answer of an app that did not ask.
#[test]
fn everything_else_is_left_alone() {
    let (_app, asking) = server("compress = true\n");
    let (_app, silent) = server("");
    for (server, path) in [
        (&asking, "/short"),
        (&asking, "/picture"),
        (&asking, "/done"),
        (&asking, "/kept"),
        (&asking, "/part"),
        (&silent, "/long"),
    ] {
        let answer = server.send(&get(path).header("accept-encoding", "gzip, br, zstd"));
        let coding = answer.header("content-encoding");
        assert!(
            coding.is_none() || coding.as_deref() == Some("x-own"),
            "{path} {coding:?}"
        );
        assert_eq!(answer.header("vary"), None, "{path}");
        assert!(path == "/short" || answer.text() == LONG.repeat(100), "{path}");
    }
}
