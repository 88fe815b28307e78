//! An app on disk: its entry, its `rnode.toml`, and the bundle made of both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use rnode_artifact::{
    AppFiles, AppName, AssetRules, AssetsMissing, Bundle, Compat, Env, ErrorPages, MANIFEST_FILE_NAME, Manifest,
};
use rnode_build::{BuildOptions, Mode};

use crate::printer::{Printer, size};
use crate::trouble::{Trouble, of_diagnostic};

/// File names that say nothing about an app: its folder's name is taken.
const ANONYMOUS_ENTRIES: [&str; 5] = ["app", "index", "main", "server", "src"];
/// What an app is called when neither file nor folder has a usable name.
const NAMELESS: &str = "app";

/// An app, read and bundled.
pub(crate) struct Project {
    pub(crate) manifest: Manifest,
    pub(crate) bundle: Bundle,
    /// Every file it was made of.
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) bundled_in: Duration,
}

/// What flags say in place of the manifest.
#[derive(Clone, Copy, Default)]
pub(crate) struct Given {
    pub(crate) error_pages: Option<ErrorPages>,
    pub(crate) compat: Option<Compat>,
}

/// Reads `rnode.toml` beside the entry, if there is one.
pub(crate) fn manifest(entry: &Path) -> Result<Manifest, Trouble> {
    let path = manifest_path(entry);
    match std::fs::read_to_string(&path) {
        Ok(text) => Manifest::parse(&text).map_err(|error| Trouble::yours(error.to_string(), "")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Manifest::default()),
        Err(error) => Err(Trouble::yours(
            format!("`{}` cannot be read: {error}", path.display()),
            "",
        )),
    }
}

/// Where an app's manifest would be.
pub(crate) fn manifest_path(entry: &Path) -> PathBuf {
    entry.with_file_name(MANIFEST_FILE_NAME)
}

/// Bundles an app.
pub(crate) async fn bundle(entry: &Path, mode: Mode, given: Given, printer: Printer) -> Result<Project, Trouble> {
    let manifest = manifest(entry)?;
    let started = Instant::now();
    let bundled = rnode_build::build(&BuildOptions {
        entry: entry.to_owned(),
        mode,
        compat: given.compat.unwrap_or(manifest.compat),
    })
    .await?;
    let bundled_in = started.elapsed();
    for warning in &bundled.warnings {
        printer.warning(&of_diagnostic(warning));
    }
    printer.step(
        &format!(
            "Bundled {} modules ({})",
            bundled.modules.len(),
            size(bundled.source.len())
        ),
        bundled_in,
    );
    let folder = manifest.assets.as_ref().map(AssetRules::folder);
    let found = rnode_build::folder_files(entry, &bundled.inputs, folder).map_err(|error| {
        Trouble::yours(
            error.to_string(),
            "keep in the folder what the app reads, and the rest elsewhere",
        )
    })?;
    if found.is_cut {
        printer
            .note("The folder holds too much to be an app: only public, views, static, assets and templates are taken");
    }
    let assets_folder = manifest
        .assets
        .as_ref()
        .map(|assets| check_assets(entry, assets, &found.files, printer));
    let assets_folder = assets_folder.transpose()?;
    let bundle = Bundle {
        entry: entry.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        source: bundled.source,
        source_map: bundled.source_map,
        top_level_awaits: bundled
            .top_level_awaits
            .into_iter()
            .map(|awaited| awaited.range)
            .collect(),
        limits: manifest.limits,
        compression: manifest.compression,
        assets: manifest.assets.clone(),
        egress: manifest.egress.clone(),
        error_pages: given.error_pages.unwrap_or(manifest.error_pages),
        files: found.files,
    };
    Ok(Project {
        manifest,
        bundle,
        inputs: bundled
            .inputs
            .into_iter()
            .chain(found.paths)
            .chain(assets_folder)
            .collect(),
        bundled_in,
    })
}

/// Where an app's assets are on disk.
///
/// # Errors
/// When the manifest speaks of files that are not there.
fn check_assets(entry: &Path, assets: &AssetRules, files: &AppFiles, printer: Printer) -> Result<PathBuf, Trouble> {
    let root = rnode_build::project_directory(entry).context("the project's folder is gone")?;
    let folder = root.join(assets.folder());
    assets.check(files).map_err(|missing| {
        let hint = match &missing {
            AssetsMissing::Folder { .. } => {
                format!(
                    "put files into `{}`, or name another folder in `assets`",
                    folder.display()
                )
            }
            AssetsMissing::Fallback { fallback, .. } => {
                format!("put `{fallback}` into `{}`, or leave `fallback` out", folder.display())
            }
        };
        Trouble::yours(missing.to_string(), &hint)
    })?;
    let (count, name) = (assets.count(files), assets.folder());
    printer.note(&format!("Static files of {name}: {count}"));
    Ok(folder)
}

/// The name an app goes by: as given, as in its manifest, or after its file or folder.
pub(crate) fn name(given: Option<&str>, manifest: &Manifest, entry: &Path) -> Result<AppName, Trouble> {
    if let Some(given) = given {
        return AppName::parse(given)
            .map_err(|error| Trouble::yours(error.to_string(), "`--name` takes a name such as `my-shop`"));
    }
    if let Some(name) = &manifest.name {
        return Ok(name.clone());
    }
    let absolute = std::path::absolute(entry).unwrap_or_else(|_| entry.to_owned());
    let names = absolute
        .components()
        .rev()
        .filter_map(|component| AppName::from_file_name(&component.as_os_str().to_string_lossy()));
    let telling = names.take(3).find(|name| !ANONYMOUS_ENTRIES.contains(&name.as_str()));
    telling.map_or_else(
        || AppName::parse(NAMELESS).map_err(|error| anyhow::Error::from(error).into()),
        Ok,
    )
}

/// Values given as `NAME=VALUE`, on top of those of a manifest.
pub(crate) fn env(manifest: &Env, given: &[String]) -> Result<Env, Trouble> {
    let mut values: BTreeMap<String, String> = manifest.clone().into_values();
    for pair in given {
        let (name, value) = pair.split_once('=').ok_or_else(|| {
            Trouble::yours(
                format!("`{pair}` is no value for `--env`"),
                "write it as `--env NAME=VALUE`",
            )
        })?;
        values.insert(name.to_owned(), value.to_owned());
    }
    Env::new(values).map_err(|error| Trouble::yours(error.to_string(), ""))
}

/// What the bundler is told: packages choose by `NODE_ENV`, so an app that sets it is bundled for what it says.
pub(crate) fn mode(env: &Env, otherwise: Mode) -> Mode {
    match env.value("NODE_ENV") {
        None => otherwise,
        Some("production") => Mode::Production,
        Some(_) => Mode::Development,
    }
}
