//! Phase 3, the files: which static file of an app a request is for, if any.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use http::Method;
use http::header::HeaderValue;
use percent_encoding::percent_decode_str;
use rnode_artifact::{AppFiles, AssetRules, Dotfiles};
use tokio::sync::Semaphore;

use crate::asset::Asset;
use crate::content_coding::CODINGS;

/// What a folder shows.
const INDEX: &str = "index.html";

/// The static files of one app, by address.
#[derive(Debug)]
pub(crate) struct Assets {
    by_address: HashMap<String, Asset>,
    fallback: Option<String>,
    dotfiles: Dotfiles,
}

/// What a request is for.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    /// A file, with its address.
    File(&'a str, &'a Asset),
    /// No file: the page that stands for all that is missing, with its address.
    Fallback(&'a str, &'a Asset),
    /// A folder with an index, asked for without the slash at its end.
    Folder,
    /// A name that begins with a dot, where that is refused.
    Denied,
}

impl Assets {
    /// The files that rules speak of.
    pub(crate) fn new(rules: &AssetRules, files: &AppFiles, compressors: &Arc<Semaphore>) -> Self {
        let asset = |file| -> Option<(String, Asset)> {
            let file: &rnode_artifact::AppFile = file;
            let address = rules.address(&file.path)?;
            let cache_control = HeaderValue::from_str(rules.cache_control(address)).ok()?;
            Some((
                address.to_owned(),
                Asset::new(file, cache_control, Arc::clone(compressors)),
            ))
        };
        Self {
            by_address: files.iter().filter_map(asset).collect(),
            fallback: rules.fallback(),
            dotfiles: rules.dotfiles(),
        }
    }

    /// What a request is for; nothing when it is the app's turn. `path` is as sent, `wants_page` says that the client prefers HTML.
    pub(crate) fn find(&self, method: &Method, path: &str, wants_page: bool) -> Option<Found<'_>> {
        if method != Method::GET && method != Method::HEAD {
            return None;
        }
        let address = address(path)?;
        let is_hidden = address.split('/').any(|part| part.starts_with('.'));
        let found = match self.dotfiles {
            Dotfiles::Deny if is_hidden => Some(Found::Denied),
            Dotfiles::Ignore if is_hidden => None,
            _ => self.file(&address),
        };
        found.or_else(|| self.page(wants_page))
    }

    fn file(&self, address: &str) -> Option<Found<'_>> {
        let get = |address: &str| {
            let (address, asset) = self.by_address.get_key_value(address)?;
            Some(Found::File(address, asset))
        };
        if address.ends_with('/') {
            return get(&format!("{address}{INDEX}"));
        }
        let is_folder = || self.by_address.contains_key(&format!("{address}/{INDEX}"));
        get(address).or_else(|| is_folder().then_some(Found::Folder))
    }

    fn page(&self, wants_page: bool) -> Option<Found<'_>> {
        let address = self.fallback.as_deref().filter(|_| wants_page)?;
        let asset = self.by_address.get(address)?;
        Some(Found::Fallback(address, asset))
    }

    /// Compresses all files, one after the other, so that few clients have to wait for it.
    pub(crate) async fn precompress(self: Arc<Self>) {
        for asset in self.by_address.values() {
            for coding in CODINGS {
                asset.coded(coding).await;
            }
        }
    }
}

/// The address that a path stands for, decoded once; nothing when no file can be there.
///
/// Addresses are compared with those of the files, letter by letter, so none can lead out of the folder; what looks as if it tried to,
/// or as if one file had two addresses, is left to the app.
fn address(path: &str) -> Option<Cow<'_, str>> {
    let mut escapes = path.split('%').skip(1);
    let is_escape = |rest: &str| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit) && !digits.eq_ignore_ascii_case(b"2f"))
    };
    if !escapes.all(is_escape) {
        return None;
    }
    let address = percent_decode_str(path).decode_utf8().ok()?;
    let names = address.strip_prefix('/')?;
    let folders = names.strip_suffix('/').unwrap_or(names);
    let can_be = names.is_empty() || folders.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let is_clean = !address.contains(|character: char| character == '\\' || character.is_control());
    (can_be && is_clean).then_some(address)
}

#[cfg(test)]
mod tests {
    use http::Method;
    use rnode_artifact::{AppFile, AppFiles, AssetRules};

    use super::{Assets, Found};

    const FILES: [&str; 9] = [
        "/app.js",
        "/public/index.html",
        "/public/style.css",
        "/public/docs/index.html",
        "/public/images/logo.png",
        "/public/with space/ü%41.txt",
        "/public/.hidden",
        "/public/.well-known/x",
        "/public/spa.html",
    ];

    fn assets(rules: &str) -> Assets {
        let file = |path: &&str| AppFile {
            path: (*path).to_owned(),
            modified_millis: 0,
            content: "x".into(),
        };
        let files = AppFiles::new(FILES.iter().map(file).collect()).expect("files");
        let rules: AssetRules = serde_json::from_str(rules).expect("rules");
        Assets::new(&rules, &files, &crate::asset::compressors())
    }

    fn seen(assets: &Assets, method: &Method, path: &str, wants_page: bool) -> String {
        match assets.find(method, path, wants_page) {
            Some(Found::File(address, _)) => address.to_owned(),
            Some(Found::Fallback(address, _)) => format!("fallback {address}"),
            Some(Found::Folder) => "folder".to_owned(),
            Some(Found::Denied) => "denied".to_owned(),
            None => "app".to_owned(),
        }
    }

    /// A file has one address; what is no file, or no plain address, is the app's.
    #[test]
    fn addresses() {
        let assets = assets(r#"{"folder":"public"}"#);
        for (path, expected) in [
            ("/", "/index.html"),
            ("/index.html", "/index.html"),
            ("/style.css", "/style.css"),
            ("/%73tyle.css", "/style.css"),
            ("/docs/", "/docs/index.html"),
            ("/docs", "folder"),
            ("/images", "app"),
            ("/images/", "app"),
            ("/images/logo.png", "/images/logo.png"),
            ("/with%20space/%C3%BC%2541.txt", "/with space/ü%41.txt"),
            ("/with%20space/%c3%bc%2541.txt", "/with space/ü%41.txt"),
            ("/with%20space/%C3%BCA.txt", "app"),
            ("/Style.css", "app"),
            ("/style.css/", "app"),
            ("//style.css", "app"),
            ("//docs", "app"),
            ("/images//logo.png", "app"),
            ("/./style.css", "app"),
            ("/images/../style.css", "app"),
            ("/images/%2e%2e/style.css", "app"),
            ("/../app.js", "app"),
            ("/%2e%2e/app.js", "app"),
            ("/..%2fapp.js", "app"),
            ("/..%5capp.js", "app"),
            ("/images%2Flogo.png", "app"),
            ("/images\\logo.png", "app"),
            ("/style.css%00", "app"),
            ("/style.css%0a", "app"),
            ("/%ff", "app"),
            ("/%", "app"),
            ("/%4", "app"),
            ("/%zz", "app"),
            ("/app.js", "app"),
            ("/.hidden", "app"),
            ("/.well-known/x", "app"),
            ("", "app"),
            ("*", "app"),
        ] {
            assert_eq!(seen(&assets, &Method::GET, path, true), expected, "{path}");
            assert_eq!(seen(&assets, &Method::HEAD, path, true), expected, "{path}");
            assert_eq!(seen(&assets, &Method::POST, path, true), "app", "{path}");
        }
    }

    /// Names that begin with a dot are ignored, shown or refused; the fallback is for those who want a page.
    #[test]
    fn dotfiles_and_fallback() {
        for (rules, path, wants_page, expected) in [
            (
                r#"{"folder":"public","dotfiles":"allow"}"#,
                "/.hidden",
                false,
                "/.hidden",
            ),
            (
                r#"{"folder":"public","dotfiles":"allow"}"#,
                "/.well-known/x",
                false,
                "/.well-known/x",
            ),
            (r#"{"folder":"public","dotfiles":"deny"}"#, "/.hidden", false, "denied"),
            (r#"{"folder":"public","dotfiles":"deny"}"#, "/.none/x", false, "denied"),
            (r#"{"folder":"public","dotfiles":"deny"}"#, "/../app.js", false, "app"),
            (
                r#"{"folder":"public","fallback":"spa.html"}"#,
                "/any/where",
                true,
                "fallback /spa.html",
            ),
            (
                r#"{"folder":"public","fallback":"spa.html"}"#,
                "/any/where",
                false,
                "app",
            ),
            (
                r#"{"folder":"public","fallback":"spa.html"}"#,
                "/style.css",
                true,
                "/style.css",
            ),
            (r#"{"folder":"public","fallback":"spa.html"}"#, "/docs", true, "folder"),
            (r#"{"folder":"public","fallback":"spa.html"}"#, "/%zz", true, "app"),
            (
                r#"{"folder":"public","fallback":"none.html"}"#,
                "/any/where",
                true,
                "app",
            ),
        ] {
            assert_eq!(
                seen(&assets(rules), &Method::GET, path, wants_page),
                expected,
                "{rules} {path}"
            );
        }
        let spa = assets(r#"{"folder":"public","fallback":"spa.html"}"#);
        assert_eq!(seen(&spa, &Method::POST, "/any/where", true), "app");
    }
}
