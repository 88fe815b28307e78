//! A bundle as it crosses the wire: the same bytes for the same bundle, and nothing malformed gets in.

use rnode_artifact::{
    AppFiles, AssetRules, BUNDLE_BYTES_MAX, Bundle, Compression, Digest, ErrorPages, InvalidBundle, LimitsRequest,
};

fn bundle() -> Bundle {
    Bundle {
        entry: "app.js".to_owned(),
        source: "const ü = await 1;\n".to_owned(),
        source_map: "{}".to_owned(),
        top_level_awaits: std::iter::once(11..16).collect(),
        limits: LimitsRequest {
            cpu_ms: Some(20),
            ..LimitsRequest::default()
        },
        error_pages: ErrorPages::Express,
        compression: Compression::Off,
        assets: None,
        egress: Vec::new(),
        files: AppFiles::default(),
    }
}

/// Proves that a bundle survives its bytes, which are always the same and are what the digest is of.
#[test]
fn round_trip() {
    let bytes = bundle().to_bytes().unwrap();
    let read = Bundle::from_bytes(&bytes).unwrap();
    assert_eq!(read, bundle());
    assert_eq!(read.to_bytes().unwrap(), bytes);
    assert_eq!(read.digest().unwrap(), Digest::of(&bytes));
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        r#"{"format":2,"entry":"app.js","error_pages":"express","compression":"off","limits":{"cpu_ms":20},"#
            .to_owned()
            + r#""top_level_awaits":[[11,16]],"source":"const ü = await 1;\n","source_map":"{}","files":[]}"#
    );
}

/// Proves that rules for assets are kept, and checked like everything else.
#[test]
fn assets() {
    let with_assets = Bundle {
        assets: AssetRules::of_folder("public").ok(),
        ..bundle()
    };
    let bytes = with_assets.to_bytes().unwrap();
    assert_eq!(Bundle::from_bytes(&bytes).unwrap(), with_assets);
    let damaged = String::from_utf8(bytes)
        .unwrap()
        .replacen("\"public\"", "\"../etc\"", 1);
    let error = Bundle::from_bytes(damaged.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("no folder of assets"), "{error}");
}

/// Proves that bytes which are malformed in any part are refused with the reason.
#[test]
fn refusals() {
    let json = String::from_utf8(bundle().to_bytes().unwrap()).unwrap();
    let awaits = format!("[[11,16]{}]", ",[11,16]".repeat(1_000));
    let long = format!("\"{}\"", "a".repeat(256));
    for (from, to, reason) in [
        (
            "\"format\":2",
            "\"format\":1",
            "bundle of format 1, this release reads format 2",
        ),
        ("\"format\":2,\"entry\"", "\"format\":9,\"main\"", "bundle of format 9"),
        (
            "\"format\":2",
            "\"format\":2,\"component\":\"AGFzbQ\"",
            "unknown field `component`",
        ),
        ("\"app.js\"", "\"\"", "the entry of a bundle"),
        ("\"app.js\"", "\"a\\u001b[2J.js\"", "the entry of a bundle"),
        ("\"app.js\"", long.as_str(), "the entry of a bundle"),
        ("[[11,16]]", "[[11,99]]", "await at 11..99"),
        ("[[11,16]]", "[[16,11]]", "await at 16..11"),
        ("[[11,16]]", "[[7,16]]", "await at 7..16"),
        ("[[11,16]]", "[[0,4294967296]]", "not a bundle"),
        ("[[11,16]]", awaits.as_str(), "1001 top-level awaits"),
        ("\"express\"", "\"fancy\"", "not a bundle"),
        ("\"cpu_ms\":20", "\"cpu_ms\":1e99", "not a bundle"),
        ("{", "[", "not a bundle"),
    ] {
        let damaged = json.replacen(from, to, 1);
        assert_ne!(damaged, json, "{from}");
        let error = Bundle::from_bytes(damaged.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(reason), "{to}: {error}");
    }
    for bytes in [b"".as_slice(), b"\0asm\x01\0\0\0", b"\xff\xfe", &b"[".repeat(100_000)] {
        assert!(matches!(Bundle::from_bytes(bytes), Err(InvalidBundle::Json(_))));
    }
}

/// Proves that the limit holds at both doors, and counts the bundle as written.
#[test]
fn size_limit() {
    let overhead = Bundle {
        source: String::new(),
        top_level_awaits: vec![],
        ..bundle()
    };
    let room = BUNDLE_BYTES_MAX - overhead.to_bytes().unwrap().len();
    let fits = Bundle {
        source: "x".repeat(room),
        ..overhead.clone()
    };
    assert_eq!(fits.to_bytes().unwrap().len(), BUNDLE_BYTES_MAX);
    let over = Bundle {
        source: "x".repeat(room + 1),
        ..overhead
    };
    assert_eq!(over.to_bytes().unwrap_err().bytes, BUNDLE_BYTES_MAX + 1);
    let error = Bundle::from_bytes(&b" ".repeat(BUNDLE_BYTES_MAX + 1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the bundle is too large: 10485761 bytes, the limit is 10485760"
    );
}
