//! Media types by file name, with the charset that a type implies: what `express.static` says of a file.

use std::path::Path;

/// What is said of a file of unknown kind.
const UNKNOWN: &str = "application/octet-stream";

/// Where the table of `mime_guess` is older than the one Express uses.
const NEWER: [(&str, &str); 28] = [
    ("aif", "audio/x-aiff"),
    ("aiff", "audio/x-aiff"),
    ("cjs", "application/node"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("flac", "audio/x-flac"),
    ("ico", "image/vnd.microsoft.icon"),
    ("jsx", "text/jsx"),
    ("m2ts", "video/mp2t"),
    ("m3u8", "application/vnd.apple.mpegurl"),
    ("m4a", "audio/mp4"),
    ("manifest", "text/cache-manifest"),
    ("map", "application/json"),
    ("mjs", "text/javascript"),
    ("mts", "video/mp2t"),
    ("otf", "font/otf"),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("sql", "application/sql"),
    ("toml", "application/toml"),
    ("ts", "video/mp2t"),
    ("usdz", "model/vnd.usdz+zip"),
    ("woff", "font/woff"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("xml", "application/xml"),
    ("xsd", "application/xml"),
    ("xsl", "application/xml"),
    ("xslt", "application/xslt+xml"),
    ("yaml", "text/yaml"),
    ("yml", "text/yaml"),
];

/// Types outside of `text/` that are text in UTF-8 without saying so.
const UTF8_TYPES: [&str; 3] = [
    "application/javascript",
    "application/json",
    "application/manifest+json",
];

/// The value of `Content-Type` for a file.
pub(crate) fn of_file(path: &str) -> String {
    let extension = Path::new(path).extension().and_then(|extension| extension.to_str());
    let extension = extension.unwrap_or_default().to_ascii_lowercase();
    let newer = NEWER
        .iter()
        .find(|(known, _)| *known == extension)
        .map(|&(_, kind)| kind);
    let kind = newer
        .or_else(|| mime_guess::from_ext(&extension).first_raw())
        .unwrap_or(UNKNOWN);
    if kind.starts_with("text/") || UTF8_TYPES.contains(&kind) {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::of_file;

    /// The types are those of Express, text says its charset, and what is unknown is bytes.
    #[test]
    fn types() {
        for (path, expected) in [
            ("/index.html", "text/html; charset=utf-8"),
            ("/a/site.CSS", "text/css; charset=utf-8"),
            ("/app.js", "text/javascript; charset=utf-8"),
            ("/app.mjs", "text/javascript; charset=utf-8"),
            ("/app.js.map", "application/json; charset=utf-8"),
            ("/data.json", "application/json; charset=utf-8"),
            ("/app.webmanifest", "application/manifest+json; charset=utf-8"),
            ("/notes.txt", "text/plain; charset=utf-8"),
            ("/notes.md", "text/markdown; charset=utf-8"),
            ("/feed.xml", "application/xml"),
            ("/logo.svg", "image/svg+xml"),
            ("/logo.png", "image/png"),
            ("/photo.jpg", "image/jpeg"),
            ("/photo.webp", "image/webp"),
            ("/photo.avif", "image/avif"),
            ("/favicon.ico", "image/vnd.microsoft.icon"),
            ("/text.woff2", "font/woff2"),
            ("/text.woff", "font/woff"),
            ("/app.wasm", "application/wasm"),
            ("/book.pdf", "application/pdf"),
            ("/clip.mp4", "video/mp4"),
            ("/LICENSE", "application/octet-stream"),
            ("/.html", "application/octet-stream"),
            ("/x.unheard-of", "application/octet-stream"),
        ] {
            assert_eq!(of_file(path), expected, "{path}");
        }
    }
}
