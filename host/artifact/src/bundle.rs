//! A bundle: what a deploy sends and the store keeps, before anything of it has run.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::app_files::AppFiles;
use crate::asset_rules::AssetRules;
use crate::compression::Compression;
use crate::digest::Digest;
use crate::egress_rule::EgressRule;
use crate::error_pages::ErrorPages;
use crate::limits::BUNDLE_BYTES_MAX;
use crate::limits::LimitsRequest;

/// Layout of the JSON this build writes and reads.
const FORMAT: u32 = 2;

/// Most `await`s at the top level that a bundle may list; one is already unusual.
pub const TOP_LEVEL_AWAITS_MAX: usize = 1_000;

/// Longest name of an entry, in bytes; the longest file name of common file systems.
const ENTRY_BYTES_MAX: usize = 255;

/// One app as one ECMAScript module, with what is needed to explain it and to run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// File name of the entry, for messages: `app.js`.
    pub entry: String,
    /// The module: the app, its dependencies and the SDK in one text.
    pub source: String,
    /// Source map of `source` as JSON (ECMA-426), empty when there is none.
    pub source_map: String,
    /// Where `source` awaits at its top level, in bytes, on character boundaries.
    pub top_level_awaits: Vec<Range<u32>>,
    /// The limits that the app's `rnode.toml` asks for.
    pub limits: LimitsRequest,
    /// Who writes the page for what the app does not deal with.
    pub error_pages: ErrorPages,
    /// Whether the host compresses what the app answers.
    pub compression: Compression,
    /// Which of its files the host serves by itself.
    pub assets: Option<AssetRules>,
    /// Whom the app may call; nobody unless it says so.
    pub egress: Vec<EgressRule>,
    /// The files the app can read.
    pub files: AppFiles,
}

/// A bundle that is larger as JSON than [`BUNDLE_BYTES_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bundle is too large: {bytes} bytes, the limit is {BUNDLE_BYTES_MAX}")]
pub struct BundleTooLarge {
    /// Its size as written, in bytes.
    pub bytes: usize,
}

/// Bytes that are no [`Bundle`].
#[derive(Debug, thiserror::Error)]
pub enum InvalidBundle {
    /// More than [`BUNDLE_BYTES_MAX`].
    #[error(transparent)]
    TooLarge(#[from] BundleTooLarge),
    /// Not JSON of the expected form.
    #[error("not a bundle: {0}")]
    Json(#[from] serde_json::Error),
    /// Made by another release.
    #[error("bundle of format {found}, this release reads format {FORMAT}: deploy with the same release as the server")]
    Format {
        /// What the bundle says.
        found: u64,
    },
    /// The entry is no file name.
    #[error("the entry of a bundle is a file name of 1 to {ENTRY_BYTES_MAX} bytes without control characters")]
    Entry,
    /// More than [`TOP_LEVEL_AWAITS_MAX`] top-level awaits.
    #[error("{awaits} top-level awaits are too many: the limit is {TOP_LEVEL_AWAITS_MAX}")]
    TooManyAwaits {
        /// How many there are.
        awaits: usize,
    },
    /// A top-level await that is no part of the source.
    #[error("a top-level await at {}..{} is no part of the source", range.start, range.end)]
    AwaitOutside {
        /// The range given, in bytes.
        range: Range<u32>,
    },
}

impl Bundle {
    /// The bundle as it is sent and stored; equal bundles give equal bytes.
    ///
    /// # Errors
    /// [`BundleTooLarge`] when nobody would take it.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BundleTooLarge> {
        let bytes = serde_json::to_vec(&StoredBundleRef::from(self)).expect("texts and numbers are always JSON");
        check_size(&bytes)?;
        Ok(bytes)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote, wherever it has been in between.
    ///
    /// # Errors
    /// [`InvalidBundle`] for anything too large, of another format, or malformed in any part.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidBundle> {
        check_size(bytes)?;
        let stored: StoredBundle = serde_json::from_slice(bytes).map_err(|error| {
            // A bundle of another format may well lack parts of this one: the format is the better explanation.
            match serde_json::from_slice::<FormatOnly>(bytes) {
                Ok(FormatOnly { format }) if format != u64::from(FORMAT) => InvalidBundle::Format { found: format },
                _ => InvalidBundle::Json(error),
            }
        })?;
        if stored.format != FORMAT {
            return Err(InvalidBundle::Format {
                found: u64::from(stored.format),
            });
        }
        let StoredBundle {
            entry,
            source,
            source_map,
            top_level_awaits,
            limits,
            error_pages,
            compression,
            assets,
            egress,
            files,
            ..
        } = stored;
        check_entry(&entry)?;
        let top_level_awaits = awaits_within(&source, top_level_awaits)?;
        Ok(Self {
            entry,
            source,
            source_map,
            top_level_awaits,
            limits,
            error_pages,
            compression,
            assets,
            egress,
            files,
        })
    }

    /// The digest of [`to_bytes`](Self::to_bytes).
    ///
    /// # Errors
    /// [`BundleTooLarge`] as for [`to_bytes`](Self::to_bytes).
    pub fn digest(&self) -> Result<Digest, BundleTooLarge> {
        Ok(Digest::of(&self.to_bytes()?))
    }
}

fn check_size(bytes: &[u8]) -> Result<(), BundleTooLarge> {
    if bytes.len() > BUNDLE_BYTES_MAX {
        return Err(BundleTooLarge { bytes: bytes.len() });
    }
    Ok(())
}

/// The entry ends in stack lines, logs and pages.
fn check_entry(entry: &str) -> Result<(), InvalidBundle> {
    let length_fits = (1..=ENTRY_BYTES_MAX).contains(&entry.len());
    if length_fits && !entry.contains(char::is_control) {
        Ok(())
    } else {
        Err(InvalidBundle::Entry)
    }
}

/// Whoever cuts the source at these places relies on them.
fn awaits_within(source: &str, pairs: Vec<[u32; 2]>) -> Result<Vec<Range<u32>>, InvalidBundle> {
    if pairs.len() > TOP_LEVEL_AWAITS_MAX {
        return Err(InvalidBundle::TooManyAwaits { awaits: pairs.len() });
    }
    let is_boundary = |at: u32| usize::try_from(at).is_ok_and(|at| source.is_char_boundary(at));
    pairs
        .into_iter()
        .map(|[start, end]| {
            if start < end && is_boundary(start) && is_boundary(end) {
                Ok(start..end)
            } else {
                Err(InvalidBundle::AwaitOutside { range: start..end })
            }
        })
        .collect()
}

/// [`Bundle`] as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredBundle {
    format: u32,
    entry: String,
    source: String,
    source_map: String,
    top_level_awaits: Vec<[u32; 2]>,
    limits: LimitsRequest,
    error_pages: ErrorPages,
    compression: Compression,
    /// Bundles from before there were assets lack it.
    #[serde(default)]
    assets: Option<AssetRules>,
    /// Bundles from before there were outbound calls lack it.
    #[serde(default)]
    egress: Vec<EgressRule>,
    files: AppFiles,
}

/// [`Bundle`] as it is written, without copying its texts. The order of fields is the order of keys.
#[derive(Serialize)]
struct StoredBundleRef<'b> {
    format: u32,
    entry: &'b str,
    error_pages: ErrorPages,
    compression: Compression,
    #[serde(skip_serializing_if = "Option::is_none")]
    assets: Option<&'b AssetRules>,
    #[serde(skip_serializing_if = "<[EgressRule]>::is_empty")]
    egress: &'b [EgressRule],
    limits: LimitsRequest,
    top_level_awaits: Vec<[u32; 2]>,
    source: &'b str,
    source_map: &'b str,
    files: &'b AppFiles,
}

impl<'b> From<&'b Bundle> for StoredBundleRef<'b> {
    fn from(bundle: &'b Bundle) -> Self {
        let Bundle {
            entry,
            source,
            source_map,
            top_level_awaits,
            limits,
            error_pages,
            compression,
            assets,
            egress,
            files,
        } = bundle;
        Self {
            format: FORMAT,
            entry,
            error_pages: *error_pages,
            compression: *compression,
            assets: assets.as_ref(),
            egress,
            limits: *limits,
            top_level_awaits: top_level_awaits.iter().map(|range| [range.start, range.end]).collect(),
            source,
            source_map,
            files,
        }
    }
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u64,
}
