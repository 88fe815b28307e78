//! What is deployed and where it is kept: names, digests, limits, manifests, bundles, traces and the [`ArtifactStore`].
//!
//! This crate knows neither WebAssembly nor HTTP nor sockets. Whatever comes from a client, a guest or a disk is
//! parsed here once into types that cannot be malformed; nothing in it makes this crate panic.

mod app_files;
mod app_name;
mod asset_rules;
mod bundle;
mod compat;
mod compression;
mod digest;
mod egress_rule;
mod env;
mod error_pages;
mod host_pattern;
mod limits;
mod manifest;
mod store;
mod trace;
mod version;

pub use app_files::{AppFile, AppFiles, FILE_PATH_BYTES_MAX, FILES_MAX, InvalidAppFiles};
pub use app_name::{AppName, InvalidAppName};
pub use asset_rules::{AssetRules, AssetsMissing, Dotfiles, IMMUTABLE, InvalidAssetRules};
pub use bundle::{Bundle, BundleTooLarge, InvalidBundle, TOP_LEVEL_AWAITS_MAX};
pub use compat::Compat;
pub use compression::Compression;
pub use digest::{Digest, InvalidDigest};
pub use egress_rule::{EGRESS_RULES_MAX, EgressRule, InvalidEgressRule};
pub use env::{ENV_NAME_BYTES_MAX, ENV_VALUE_BYTES_MAX, ENV_VALUES_MAX, Env, InvalidEnv};
pub use error_pages::ErrorPages;
pub use host_pattern::{HOSTS_MAX, HostPattern, InvalidHostPattern};
pub use limits::{BUNDLE_BYTES_MAX, FUEL_PER_CPU_MILLISECOND, LimitRefused, Limits, LimitsRequest};
pub use manifest::{InvalidManifest, MANIFEST_BYTES_MAX, MANIFEST_FILE_NAME, Manifest};
pub use store::{AppEntry, ArtifactStore, GARBAGE_AGE_MIN, RECORD_BYTES_MAX, StoreError, VERSIONS_KEPT_MAX};
pub use trace::{
    CODE_LINE_CHARS_MAX, CodeFrame, CodeLine, Detail, FRAMES_MAX, Frame, InvalidSourceMap, MAPPINGS_MAX, Origin,
    SOURCE_MAP_BYTES_MAX, SOURCES_MAX, STACK_BYTES_MAX, SourceMap, Trace,
};
pub use version::{InvalidVersionRecord, VersionDraft, VersionNumber, VersionRecord};
