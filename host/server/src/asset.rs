//! One static file: what is said of it, and its bytes in each coding that makes it smaller.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::HeaderValue;
use rnode_artifact::AppFile;
use tokio::sync::{OnceCell, Semaphore};

use crate::content_coding::{CODINGS, Coding, Effort, compress, shrinks};
use crate::media_type;

/// Files up to this size are compressed as hard as they are worth: each is compressed once and sent often.
const HARD_BYTES_MAX: usize = 256 * 1024;
const HARD: Effort = Effort {
    brotli_quality: 9,
    gzip_level: 9,
    zstd_level: 15,
};

/// Larger ones at a pace that gets all files of an app done within about a second.
const FAST: Effort = Effort {
    brotli_quality: 5,
    gzip_level: 6,
    zstd_level: 9,
};

/// What `Content-Encoding` itself costs; whoever saves less saves nothing.
const SAVED_BYTES_MIN: usize = 32;

/// The last second that HTTP can name.
const SECONDS_MAX: i64 = 253_402_300_799;

/// Places for files that are compressed at once in the whole server; others wait.
pub(crate) fn compressors() -> Arc<Semaphore> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Arc::new(Semaphore::new(cores))
}

/// One file.
#[derive(Debug)]
pub(crate) struct Asset {
    pub(crate) content_type: HeaderValue,
    pub(crate) cache_control: HeaderValue,
    /// When it was last changed, in whole seconds, as HTTP knows it.
    pub(crate) modified: SystemTime,
    content: Bytes,
    digest: String,
    /// In the order of [`CODINGS`], each made when it is first needed; none for what is compressed by itself.
    coded: Option<[OnceCell<Option<Bytes>>; CODINGS.len()]>,
    compressors: Arc<Semaphore>,
}

/// The bytes of a file as they are sent.
#[derive(Clone, Debug)]
pub(crate) struct Representation {
    pub(crate) bytes: Bytes,
    pub(crate) coding: Option<Coding>,
    /// The strong entity tag: other bytes have another.
    pub(crate) etag: String,
}

impl Asset {
    pub(crate) fn new(file: &AppFile, cache_control: HeaderValue, compressors: Arc<Semaphore>) -> Self {
        let content_type = media_type::of_file(&file.path);
        let seconds = file.modified_millis.div_euclid(1000).clamp(0, SECONDS_MAX);
        // Half of the digest is as good as unique, and half as long in every request.
        let digest = blake3::hash(&file.content).to_hex()[..32].to_owned();
        Self {
            coded: shrinks(&content_type).then(|| std::array::from_fn(|_| OnceCell::new())),
            content_type: HeaderValue::try_from(content_type).expect("media types can stand in a header"),
            cache_control,
            modified: UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs()),
            content: file.content.clone(),
            digest,
            compressors,
        }
    }

    /// Whether its bytes depend on what the client takes.
    pub(crate) fn is_negotiated(&self) -> bool {
        self.coded.is_some()
    }

    /// The bytes as they are.
    pub(crate) fn plain(&self) -> Representation {
        Representation {
            bytes: self.content.clone(),
            coding: None,
            etag: format!("\"{}\"", self.digest),
        }
    }

    /// The bytes in a coding; as they are, when that does not make them fewer. Who comes first waits until it is made.
    pub(crate) async fn coded(&self, coding: Coding) -> Representation {
        let place = CODINGS.iter().position(|known| *known == coding);
        let cell = self.coded.as_ref().zip(place).map(|(cells, place)| &cells[place]);
        let Some(cell) = cell else {
            return self.plain();
        };
        let made = cell.get_or_init(|| self.smaller(coding)).await;
        match made {
            Some(bytes) => Representation {
                bytes: bytes.clone(),
                coding: Some(coding),
                etag: format!("\"{}-{}\"", self.digest, coding.name()),
            },
            None => self.plain(),
        }
    }

    /// The content in a coding, if it is worth that.
    async fn smaller(&self, coding: Coding) -> Option<Bytes> {
        let content = self.content.clone();
        let place = Arc::clone(&self.compressors).acquire_owned().await.ok()?;
        let plain_bytes = content.len();
        let effort = if plain_bytes <= HARD_BYTES_MAX { HARD } else { FAST };
        let work = tokio::task::spawn_blocking(move || {
            let coded = compress(coding, &content, effort);
            // Held by the work itself, which goes on when the client that waits for it leaves.
            drop(place);
            coded
        });
        // What cannot be compressed is still there as it is.
        let coded = work.await.ok()?.ok()?;
        (coded.len() + SAVED_BYTES_MIN <= plain_bytes).then(|| Bytes::from(coded))
    }
}

#[cfg(test)]
mod tests {
    use rnode_artifact::AppFile;

    use super::Asset;
    use crate::content_coding::{CODINGS, Coding};

    fn asset(path: &str, content: String, modified_millis: i64) -> Asset {
        let file = AppFile {
            path: path.to_owned(),
            modified_millis,
            content: content.into(),
        };
        Asset::new(&file, http::HeaderValue::from_static("no-cache"), super::compressors())
    }

    /// Each coding of a text has its own bytes and its own tag; what is short or compressed by itself stays as it is.
    #[tokio::test]
    async fn codings() {
        let long = asset("/a.css", "body { color: teal }\n".repeat(100), 0);
        let plain = long.plain();
        for coding in CODINGS {
            let coded = long.coded(coding).await;
            assert_eq!(coded.coding, Some(coding));
            assert!(coded.bytes.len() < plain.bytes.len() / 10, "{coding:?}");
            assert_eq!(
                coded.etag,
                format!("{}-{}\"", plain.etag.trim_end_matches('"'), coding.name())
            );
        }
        assert_eq!(plain.etag.len(), 34);
        for kept in [
            asset("/a.css", "a{}".to_owned(), 0),
            asset("/a.png", "a".repeat(1000), 0),
        ] {
            let coded = kept.coded(Coding::Brotli).await;
            assert_eq!((coded.coding, coded.etag), (None, kept.plain().etag));
        }
    }

    /// A date is one that HTTP can name, whatever a bundle says.
    #[test]
    fn dates() {
        for (millis, text) in [
            (1_006_682_400_999, "Sun, 25 Nov 2001 10:00:00 GMT"),
            (-1, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (i64::MIN, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (i64::MAX, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] {
            let modified = asset("/a", String::new(), millis).modified;
            assert_eq!(httpdate::fmt_http_date(modified), text);
        }
    }
}
