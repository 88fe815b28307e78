//! Answers that would never end, or never fit.

use std::io::Write as _;
use std::time::Duration;

use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use rnode_egress::{Ceiling, FetchError};

use crate::fixture::{Caller, Names, Upstream, answer, whole};

const MIB: usize = 1024 * 1024;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn zlib(body: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn brotli(body: &[u8]) -> Vec<u8> {
    let mut encoder = CompressorWriter::new(Vec::new(), 4096, 5, 22);
    encoder.write_all(body).expect("memory takes it");
    encoder.into_inner()
}

/// A frame whose window is as large as asked for: its length is not known when its head is written.
fn zstd(body: &[u8], window_log: u32) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("level 1 exists");
    encoder.window_log(window_log).expect("the window exists");
    // The first piece alone is less than all.
    encoder.write_all(&body[..1]).expect("memory takes it");
    encoder.flush().expect("memory takes it");
    encoder.write_all(&body[1..]).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A frame that a decoder skips (RFC 8878, 3.1.2): bytes that come to nothing.
fn skipped(bytes: usize) -> Vec<u8> {
    let length = u32::try_from(bytes).expect("it fits");
    [
        &0x184D_2A50_u32.to_le_bytes()[..],
        &length.to_le_bytes(),
        &vec![0; bytes],
    ]
    .concat()
}

/// The beginning of a body, up to where what was written so far can be read.
fn begun(coding: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-encoding: {coding}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn gzip_begun(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("memory takes it");
    encoder.flush().expect("memory takes it");
    encoder.get_ref().clone()
}

fn zstd_begun(body: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("level 1 exists");
    encoder.write_all(body).expect("memory takes it");
    encoder.flush().expect("memory takes it");
    encoder.get_ref().clone()
}

fn brotli_begun(body: &[u8]) -> Vec<u8> {
    let mut encoder = CompressorWriter::new(Vec::new(), 4096, 5, 22);
    encoder.write_all(body).expect("memory takes it");
    encoder.flush().expect("memory takes it");
    encoder.get_ref().clone()
}

fn excessive(path: &str) -> Vec<u8> {
    match path {
        "/gzip" => answer("200 OK\r\ncontent-encoding: gzip", &gzip(b"unfolded")),
        "/bomb" => answer("200 OK\r\ncontent-encoding: gzip", &gzip(&vec![0; 64 * MIB])),
        "/large" => answer("200 OK", &vec![b'x'; 2 * MIB]),
        "/broken" => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nfew".to_vec(),
        "/zstd-bomb" => answer("200 OK\r\ncontent-encoding: zstd", &zstd(&vec![0; 64 * MIB], 20)),
        "/brotli-bomb" => answer("200 OK\r\ncontent-encoding: br", &brotli(&vec![0; 16 * MIB])),
        "/zstd-window" => answer("200 OK\r\ncontent-encoding: zstd", &zstd(b"small", 27)),
        "/zstd-nothing" => answer("200 OK\r\ncontent-encoding: zstd", &skipped(4 * MIB)),
        "/gzip-nothing" => answer("200 OK\r\ncontent-encoding: gzip", &gzip(b"").repeat(MIB / 10)),
        "/gzip-twice" => answer(
            "200 OK\r\ncontent-encoding: gzip",
            &[gzip(b"un"), gzip(b"folded")].concat(),
        ),
        "/gzip-short" => answer("200 OK\r\ncontent-encoding: gzip", &gzip(b"unfolded")[..20]),
        "/gzip-more" => answer(
            "200 OK\r\ncontent-encoding: gzip",
            &[gzip(b"unfolded"), b"more".to_vec()].concat(),
        ),
        "/brotli-more" => answer(
            "200 OK\r\ncontent-encoding: br",
            &[brotli(b"unfolded"), b"more".to_vec()].concat(),
        ),
        "/zstd" => answer("200 OK\r\ncontent-encoding: zstd", &zstd(b"unfolded", 20)),
        "/brotli" => answer("200 OK\r\ncontent-encoding: br", &brotli(b"unfolded")),
        "/zlib" => answer("200 OK\r\ncontent-encoding: deflate", &zlib(b"unfolded")),
        "/deflate" => answer("200 OK\r\ncontent-encoding: deflate", &deflate(b"unfolded")),
        "/empty" => answer("200 OK\r\ncontent-encoding: gzip", b""),
        "/other" => answer("200 OK\r\ncontent-encoding: gzip, br", b"unfolded"),
        "/damaged" => answer("200 OK\r\ncontent-encoding: gzip", b"no gzip at all"),
        "/no-http" => b"220 mail.example ESMTP\r\n".to_vec(),
        "/heads" => answer(&format!("200 OK\r\nx-long: {}", "x".repeat(300 * 1024)), b""),
        "/silent-gzip" => begun("gzip", &gzip_begun(b"event")),
        "/silent-zstd" => begun("zstd", &zstd_begun(b"event")),
        "/silent-brotli" => begun("br", &brotli_begun(b"event")),
        "/silent-head" => b"HTTP/1.1 200 OK\r\n".to_vec(),
        "/silent-body" => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nfew".to_vec(),
        _ => answer("200 OK", b"fine"),
    }
}

fn caller() -> Caller {
    Caller::new(&["127.0.0.1"], Ceiling::Everybody, &["127.0.0.0/8"], Names::default())
}

async fn result_of(upstream: &Upstream, path: &str) -> Result<Vec<u8>, FetchError> {
    let mut incoming = caller().get(&format!("http://{}{path}", upstream.address)).await?;
    let is_told = incoming.headers.contains_key("content-encoding");
    assert_eq!(is_told, path == "/other", "{path}");
    whole(&mut incoming).await
}

/// What is too much is cut off, and the error names the limit.
#[tokio::test]
async fn bodies_and_heads() {
    let upstream = Upstream::start(excessive).await;
    for path in [
        "/gzip",
        "/gzip-twice",
        "/zlib",
        "/deflate",
        "/brotli",
        "/zstd",
        "/other",
    ] {
        assert_eq!(result_of(&upstream, path).await.expect(path), b"unfolded", "{path}");
    }
    assert_eq!(result_of(&upstream, "/empty").await.expect("a body"), b"");
    for (path, said) in [
        ("/bomb", "the body of the answer, decoded, is larger than 1048576 bytes"),
        ("/zstd-bomb", "is larger than 1048576 bytes"),
        ("/brotli-bomb", "is larger than 1048576 bytes"),
        ("/zstd-nothing", "is larger than 1048576 bytes"),
        ("/gzip-nothing", "is larger than 1048576 bytes"),
        ("/zstd-window", "the body of the answer cannot be read"),
        ("/gzip-short", "the body of the answer cannot be read"),
        ("/gzip-more", "the body of the answer cannot be read"),
        ("/brotli-more", "more follows after the end"),
        ("/large", "is larger than 1048576 bytes"),
        ("/broken", "the body of the answer cannot be read"),
        ("/damaged", "the body of the answer cannot be read"),
        ("/no-http", "127.0.0.1 does not answer: invalid HTTP version parsed"),
        ("/heads", "the header fields of the answer are larger than 131072 bytes"),
    ] {
        let error = result_of(&upstream, path).await.expect_err(path).to_string();
        assert!(error.contains(said), "{path}: {error}");
    }
}

/// What never comes is not waited for. The clock of the test runs ahead whenever everybody waits.
#[tokio::test(start_paused = true)]
async fn silence() {
    let upstream = Upstream::start(excessive).await;
    for (path, said) in [
        ("/silent-head", "did not answer within 25s"),
        (
            "/silent-body",
            "the body of the answer cannot be read: nothing came for 25 s",
        ),
    ] {
        let waited = tokio::time::timeout(Duration::from_secs(60), result_of(&upstream, path)).await;
        let error = waited.expect("it ends by itself").expect_err(path).to_string();
        assert!(error.contains(said), "{path}: {error}");
    }
}

/// What is coded arrives as it comes, although its end is not there yet.
#[tokio::test]
async fn events_in_codings() {
    let upstream = Upstream::start(excessive).await;
    for path in ["/silent-gzip", "/silent-zstd", "/silent-brotli"] {
        let url = format!("http://{}{path}", upstream.address);
        let mut incoming = caller().get(&url).await.expect(path);
        let piece = incoming.body.next().await.expect(path).expect(path);
        assert_eq!(piece, "event", "{path}");
    }
}
