//! How a static file is answered: what is said of it, conditions, ranges and codings.

use super::{MODIFIED, STYLE, server};
use crate::harness::{Answer, Request, exchange_http2, get};

const BEFORE: &str = "Sat, 24 Nov 2001 10:00:00 GMT";
const AFTER: &str = "Mon, 26 Nov 2001 10:00:00 GMT";

fn tag(answer: &Answer) -> String {
    answer.header("etag").expect("an entity tag")
}

fn with(target: &str, fields: &[(&str, &str)]) -> Request {
    let request = get(target);
    fields
        .iter()
        .fold(request, |request, (name, value)| request.header(name, value))
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
        assert_eq!(answer.unfolded(), STYLE.repeat(200), "{accept}");
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
    let whole = [gzip, ("range", "bytes=0-3"), ("if-range", MODIFIED)];
    assert_eq!(
        server.send(&with("/style.css", &whole)).unfolded(),
        STYLE.repeat(200),
        "a date does not tell"
    );
    let wanted = [gzip, ("range", "bytes=0-3"), ("if-match", coded_tag.as_str())];
    assert_eq!(server.send(&with("/style.css", &wanted)).body, &coded.body[..4]);
    let total = coded.body.len();
    assert_eq!(
        rest.header("content-range"),
        Some(format!("bytes 5-{}/{total}", total - 1))
    );
    let other = server.send(&with("/style.css", &[("range", "bytes=5-"), ("if-range", &coded_tag)]));
    assert_eq!((other.status, other.text()), (200, STYLE.repeat(200)));
}
