//! Answers that would never end, or never fit.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use rnode_egress::{Ceiling, FetchError};

use crate::fixture::{Caller, Names, Upstream, answer, whole};

const MIB: usize = 1024 * 1024;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn excessive(path: &str) -> Vec<u8> {
    match path {
        "/gzip" => answer("200 OK\r\ncontent-encoding: gzip", &gzip(b"unfolded")),
        "/bomb" => answer("200 OK\r\ncontent-encoding: gzip", &gzip(&vec![0; 64 * MIB])),
        "/large" => answer("200 OK", &vec![b'x'; 2 * MIB]),
        "/broken" => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nfew".to_vec(),
        "/damaged" => answer("200 OK\r\ncontent-encoding: gzip", b"no gzip at all"),
        "/no-http" => b"220 mail.example ESMTP\r\n".to_vec(),
        "/heads" => answer(&format!("200 OK\r\nx-long: {}", "x".repeat(300 * 1024)), b""),
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
    if path == "/gzip" {
        assert!(!incoming.headers.contains_key("content-encoding"));
    }
    whole(&mut incoming).await
}

/// What is too much is cut off, and the error names the limit.
#[tokio::test]
async fn bodies_and_heads() {
    let upstream = Upstream::start(excessive).await;
    assert_eq!(result_of(&upstream, "/gzip").await.expect("a body"), b"unfolded");
    for (path, said) in [
        ("/bomb", "the body of the answer, decoded, is larger than 1048576 bytes"),
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
        ("/silent-body", "the body of the answer cannot be read"),
    ] {
        let waited = tokio::time::timeout(Duration::from_secs(60), result_of(&upstream, path)).await;
        let error = waited.expect("it ends by itself").expect_err(path).to_string();
        assert!(error.contains(said), "{path}: {error}");
    }
}
