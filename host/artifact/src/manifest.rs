//! The manifest: `rnode.toml` next to the entry, what a developer says about an app besides its code.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::app_name::AppName;
use crate::asset_rules::AssetRules;
use crate::compat::Compat;
use crate::compression::Compression;
use crate::egress_rule::{EGRESS_RULES_MAX, EgressRule};
use crate::env::Env;
use crate::error_pages::ErrorPages;
use crate::host_pattern::{HOSTS_MAX, HostPattern};
use crate::limits::LimitsRequest;

/// Name of the file.
pub const MANIFEST_FILE_NAME: &str = "rnode.toml";

/// Largest manifest, in bytes: room for the largest environment and its comments.
pub const MANIFEST_BYTES_MAX: usize = 512 * 1024;

/// What a developer says about an app. Every part can be left out.
///
/// ```
/// let manifest = rnode_artifact::Manifest::parse(r#"
///     name = "shop"
///     hosts = ["shop.example.org"]
///     errors = "express"
///
///     [limits]
///     cpu_ms = 20
///
///     [env]
///     CURRENCY = "EUR"
/// "#).unwrap();
/// assert_eq!(manifest.limits.cpu_ms, Some(20));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// `name`: the app; derived from the entry's file name when left out.
    pub name: Option<AppName>,
    /// `hosts`: where it answers besides its default host; at most [`HOSTS_MAX`].
    pub hosts: Vec<HostPattern>,
    /// `errors`: who writes error pages, `"host"` when left out.
    pub error_pages: ErrorPages,
    /// `compat`: which Express it gets, `"sdk"` when left out.
    pub compat: Compat,
    /// `compress`: whether the host compresses what it answers, `false` when left out.
    pub compression: Compression,
    /// `assets`: which of its files the host serves by itself, none when left out.
    pub assets: Option<AssetRules>,
    /// `[egress]`, `allow`: whom it may call, nobody when left out; at most [`EGRESS_RULES_MAX`].
    pub egress: Vec<EgressRule>,
    /// `[limits]`: what it asks for.
    pub limits: LimitsRequest,
    /// `[env]`: values that are no secrets. Secrets do not belong in a file next to the code.
    pub env: Env,
}

/// A text that is no [`Manifest`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{MANIFEST_FILE_NAME}`{}: {message}", at_line(*line))]
pub struct InvalidManifest {
    /// The line at fault, from 1, when there is one.
    pub line: Option<usize>,
    /// What is wrong there.
    pub message: String,
}

impl Manifest {
    /// Reads the text of an `rnode.toml`.
    ///
    /// # Errors
    /// [`InvalidManifest`] with the line, for text that is no TOML, an unknown key, or a value that cannot be.
    pub fn parse(text: &str) -> Result<Self, InvalidManifest> {
        if text.len() > MANIFEST_BYTES_MAX {
            let message = format!("{} bytes are too many: the limit is {MANIFEST_BYTES_MAX}", text.len());
            return Err(InvalidManifest { line: None, message });
        }
        let written: WrittenManifest = toml::from_str(text).map_err(|error| InvalidManifest {
            line: error.span().map(|span| line_at(text, span.start)),
            // TOML speaks of keys where serde speaks of fields.
            message: error.message().replacen("unknown field", "unknown key", 1),
        })?;
        let WrittenManifest {
            name,
            hosts,
            errors,
            compat,
            compress,
            assets,
            egress,
            limits,
            env,
        } = written;
        Ok(Self {
            name: name.map(|name| parse_at(text, &name, AppName::parse)).transpose()?,
            hosts: parse_hosts(text, &hosts)?,
            error_pages: parse_errors(text, errors.as_ref())?,
            compat: parse_compat(text, compat.as_ref())?,
            compression: compress.into(),
            assets: assets.map(|assets| parse_assets(text, assets)).transpose()?,
            egress: parse_egress(text, &egress.allow)?,
            limits,
            env: parse_env(text, env)?,
        })
    }
}

fn parse_hosts(text: &str, hosts: &[Spanned<String>]) -> Result<Vec<HostPattern>, InvalidManifest> {
    if let Some(surplus) = hosts.get(HOSTS_MAX) {
        let message = format!("{} hosts are too many: the limit is {HOSTS_MAX}", hosts.len());
        return Err(InvalidManifest {
            line: Some(line_at(text, surplus.span().start)),
            message,
        });
    }
    hosts
        .iter()
        .map(|host| parse_at(text, host, HostPattern::parse))
        .collect()
}

fn parse_errors(text: &str, errors: Option<&Spanned<String>>) -> Result<ErrorPages, InvalidManifest> {
    let Some(errors) = errors else {
        return Ok(ErrorPages::default());
    };
    parse_at(text, errors, |word| {
        ErrorPages::parse(word).ok_or_else(|| format!("`errors = {word:?}` is unknown: it is \"host\" or \"express\""))
    })
}

fn parse_compat(text: &str, compat: Option<&Spanned<String>>) -> Result<Compat, InvalidManifest> {
    let Some(compat) = compat else {
        return Ok(Compat::default());
    };
    parse_at(text, compat, |word| {
        Compat::parse(word).ok_or_else(|| format!("`compat = {word:?}` is unknown: it is \"sdk\" or \"express\""))
    })
}

/// A folder by its name alone, or a table that says more.
fn parse_assets(text: &str, assets: Spanned<toml::Value>) -> Result<AssetRules, InvalidManifest> {
    let line = Some(line_at(text, assets.span().start));
    let rules = match assets.into_inner() {
        toml::Value::String(folder) => AssetRules::of_folder(&folder).map_err(|error| error.to_string()),
        toml::Value::Table(table) => table
            .try_into()
            .map_err(|error: toml::de::Error| error.message().replacen("field", "key", 1)),
        _ => Err("`assets` is a folder, or a table with a `folder`".to_owned()),
    };
    rules.map_err(|message| InvalidManifest { line, message })
}

fn parse_egress(text: &str, allow: &[Spanned<String>]) -> Result<Vec<EgressRule>, InvalidManifest> {
    if let Some(surplus) = allow.get(EGRESS_RULES_MAX) {
        let message = format!("{} rules are too many: the limit is {EGRESS_RULES_MAX}", allow.len());
        return Err(InvalidManifest {
            line: Some(line_at(text, surplus.span().start)),
            message,
        });
    }
    allow
        .iter()
        .map(|rule| parse_at(text, rule, EgressRule::parse))
        .collect()
}

fn parse_env(text: &str, written: BTreeMap<String, Spanned<String>>) -> Result<Env, InvalidManifest> {
    let mut values = BTreeMap::new();
    for (name, value) in written {
        // Checked alone first, because only here its line is known.
        let single = BTreeMap::from([(name, value.get_ref().clone())]);
        let single = parse_at(text, &value, |_| Env::new(single))?;
        values.extend(single.into_values());
    }
    Env::new(values).map_err(|error| InvalidManifest {
        line: None,
        message: error.to_string(),
    })
}

/// Runs `parse` on a value and adds the value's line to what it says.
fn parse_at<T, E: ToString>(
    text: &str,
    value: &Spanned<String>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, InvalidManifest> {
    parse(value.get_ref()).map_err(|error| InvalidManifest {
        line: Some(line_at(text, value.span().start)),
        message: error.to_string(),
    })
}

/// The line, from 1, of the byte at `offset`.
fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

fn at_line(line: Option<usize>) -> String {
    line.map(|line| format!(" line {line}")).unwrap_or_default()
}

/// [`Manifest`] as it is written, with the places of what is parsed further.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenManifest {
    name: Option<Spanned<String>>,
    #[serde(default)]
    hosts: Vec<Spanned<String>>,
    errors: Option<Spanned<String>>,
    compat: Option<Spanned<String>>,
    #[serde(default)]
    compress: bool,
    assets: Option<Spanned<toml::Value>>,
    #[serde(default)]
    egress: WrittenEgress,
    #[serde(default)]
    limits: LimitsRequest,
    #[serde(default)]
    env: BTreeMap<String, Spanned<String>>,
}

/// `[egress]` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEgress {
    #[serde(default)]
    allow: Vec<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves that an empty manifest is one, and that every part is read.
    #[test]
    fn parts() {
        assert_eq!(Manifest::parse("# nothing\n"), Ok(Manifest::default()));
        let manifest = Manifest::parse(
            r#"
            name = "shop"
            hosts = ["shop.example.org", "*.Shop.example.org"]
            errors = "express"
            compat = "express"
            compress = true
            assets = "public"
            [egress]
            allow = ["api.example.com", "*.example.org:443"]
            [limits]
            cpu_ms = 20
            memory_mib = 64
            [env]
            CURRENCY = "EUR"
            "#,
        )
        .unwrap();
        assert_eq!(manifest.name, AppName::parse("shop").ok());
        let hosts: Vec<_> = manifest.hosts.iter().map(HostPattern::as_str).collect();
        assert_eq!(hosts, ["shop.example.org", "*.shop.example.org"]);
        assert_eq!(manifest.error_pages, ErrorPages::Express);
        assert_eq!(manifest.compat, Compat::Express);
        assert_eq!(manifest.compression, Compression::Negotiated);
        let egress: Vec<_> = manifest.egress.iter().map(EgressRule::to_string).collect();
        assert_eq!(egress, ["api.example.com", "*.example.org:443"]);
        assert_eq!(manifest.assets, AssetRules::of_folder("public").ok());
        let table = Manifest::parse("[assets]\nfolder = \"dist\"\nfallback = \"index.html\"").unwrap();
        let fallback = table.assets.and_then(|assets| assets.fallback());
        assert_eq!(fallback.as_deref(), Some("/index.html"));
        assert_eq!(
            (manifest.limits.cpu_ms, manifest.limits.memory_mib),
            (Some(20), Some(64))
        );
        assert_eq!(manifest.env.value("CURRENCY"), Some("EUR"));
    }

    /// Proves that a refusal says the line and what is wrong with it.
    #[test]
    fn refusals() {
        let hosts = format!("hosts = [\n{}]", "\"a.example\",\n".repeat(HOSTS_MAX + 1));
        let values: String = (0..65).map(|number| format!("V{number} = \"\"\n")).collect();
        let values = format!("[env]\n{values}");
        let value = format!("[env]\nA = \"\"\nB = \"{}\"", "x".repeat(5_121));
        let huge = "#".repeat(MANIFEST_BYTES_MAX + 1);
        for (text, line, message) in [
            ("name = \"Shop\"", Some(1), "`Shop` cannot be the name of an app"),
            (
                "\n\nnane = \"shop\"",
                Some(3),
                "unknown key `nane`, expected one of `name`",
            ),
            (
                "[limits]\ncpu = 5",
                Some(2),
                "unknown key `cpu`, expected one of `cpu_ms`",
            ),
            ("[limits]\ncpu_ms = -5", Some(2), "invalid value"),
            ("[limits]\ncpu_ms = \"5\"", Some(2), "invalid type"),
            ("[limit]\ncpu_ms = 5", Some(1), "unknown key `limit`"),
            ("compat = \"fancy\"", Some(1), "it is \"sdk\" or \"express\""),
            ("errors = \"fancy\"", Some(1), "it is \"host\" or \"express\""),
            (
                "[egress]\nallow = [\n\"a.example\", \"a b\"]",
                Some(3),
                "says nobody that can be called",
            ),
            ("[egress]\nallowed = []", Some(2), "unknown key `allowed`"),
            ("hosts = \"a.example\"", Some(1), "invalid type"),
            ("\nassets = \"../x\"", Some(2), "below the project's root"),
            ("assets = true", Some(1), "`assets` is a folder, or a table"),
            ("[assets]\nfallback = \"a\"", Some(1), "missing key `folder`"),
            ("[assets]\nfolder = \"a\"\nspa = true", Some(1), "unknown key `spa`"),
            ("hosts = [\n\"a.example\",\n\"b.example:80\"]", Some(3), "port"),
            ("name = ", Some(1), ""),
            ("name = \"a\"\nname = \"b\"", Some(2), "duplicate key"),
            (
                "[env]\n\"A B\" = \"\"",
                Some(2),
                "cannot be the name of an environment value",
            ),
            ("[env]\nA = 5", Some(2), "invalid type"),
            (&hosts, Some(102), "101 hosts are too many"),
            (&values, None, "65 environment values are too many"),
            (&value, Some(3), "`B` is too large: 5121 bytes"),
            (&huge, None, "the limit is 524288"),
        ] {
            let error = Manifest::parse(text).unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.message.contains(message), "{error}");
        }
    }

    /// Proves how a refusal reads.
    #[test]
    fn refusal_text() {
        let error = Manifest::parse("\nerrors = \"fancy\"").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`rnode.toml` line 2: `errors = \"fancy\"` is unknown: it is \"host\" or \"express\""
        );
    }
}
