//! Static files that the host serves by itself: where they are, and what is said about them.

use serde::{Deserialize, Serialize};

use crate::app_files::{AppFiles, FILE_PATH_BYTES_MAX};

/// What a client hears of a file that never changes under its name.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What it hears of every other file, as from `express.static`: keep it, and ask each time whether it is still the same.
const REVALIDATED: &str = "public, max-age=0";

/// Most entries of `immutable`; one or two are usual.
const IMMUTABLE_MAX: usize = 100;

/// Longest value of `cache_control`, in bytes.
const CACHE_CONTROL_BYTES_MAX: usize = 1_024;

/// Which of an app's files the host serves without asking the app; `assets` in `rnode.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenRules")]
pub struct AssetRules {
    folder: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fallback: Option<String>,
    cache_control: String,
    immutable: Vec<String>,
    dotfiles: Dotfiles,
}

/// What becomes of a request for a name that begins with a dot; the words are those of `express.static`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dotfiles {
    /// There is no such file: the app is asked.
    #[default]
    Ignore,
    /// It is a file like any other.
    Allow,
    /// It is refused, whether there is one or not.
    Deny,
}

/// Rules that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAssetRules {
    /// The folder is none below the project.
    #[error("`{}` is no folder of assets: it is a folder below the project's root, such as `public`", folder.escape_debug())]
    Folder {
        /// The folder as given.
        folder: String,
    },
    /// The fallback is no file below the folder.
    #[error("`{}` is no fallback: it is a file below the folder of assets, such as `index.html`", fallback.escape_debug())]
    Fallback {
        /// The fallback as given.
        fallback: String,
    },
    /// The value cannot stand in a header.
    #[error("`{}` cannot be said in `Cache-Control`", value.escape_debug())]
    CacheControl {
        /// The value as given.
        value: String,
    },
    /// A beginning of names that none can have.
    #[error("`{}` is no beginning of names below the folder of assets, such as `build/*`", beginning.escape_debug())]
    Immutable {
        /// The beginning as given.
        beginning: String,
    },
    /// Too many beginnings.
    #[error("{count} entries of `immutable` are too many: the limit is {IMMUTABLE_MAX}")]
    TooManyImmutable {
        /// How many there are.
        count: usize,
    },
}

/// Files that rules speak of and an app does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssetsMissing {
    /// There is nothing to serve.
    #[error("`rnode.toml`: the folder of assets `{folder}` is missing or empty")]
    Folder {
        /// The folder.
        folder: String,
    },
    /// There is nothing to fall back to.
    #[error("`rnode.toml`: the fallback `{fallback}` is not in the folder of assets `{folder}`")]
    Fallback {
        /// The folder.
        folder: String,
        /// The fallback.
        fallback: String,
    },
}

impl AssetRules {
    /// The rules for a folder of which nothing else is said.
    ///
    /// # Errors
    /// [`InvalidAssetRules::Folder`], when it is none below the project.
    pub fn of_folder(folder: &str) -> Result<Self, InvalidAssetRules> {
        let folder_path = relative(folder).ok_or_else(|| InvalidAssetRules::Folder {
            folder: folder.to_owned(),
        })?;
        Ok(Self {
            folder: folder_path.to_owned(),
            fallback: None,
            cache_control: REVALIDATED.to_owned(),
            immutable: Vec::new(),
            dotfiles: Dotfiles::default(),
        })
    }

    /// The folder, from the project's root: `public`.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Where the page is for what is neither a file nor the app's: `/index.html`, below the folder.
    #[must_use]
    pub fn fallback(&self) -> Option<String> {
        self.fallback.as_ref().map(|fallback| format!("/{fallback}"))
    }

    /// What becomes of names that begin with a dot.
    #[must_use]
    pub fn dotfiles(&self) -> Dotfiles {
        self.dotfiles
    }

    /// Where a file of the app is for clients, if it is an asset: `/css/site.css` for `/public/css/site.css`.
    #[must_use]
    pub fn address<'p>(&self, path: &'p str) -> Option<&'p str> {
        let address = path.strip_prefix('/')?.strip_prefix(self.folder.as_str())?;
        address.starts_with('/').then_some(address)
    }

    /// How many of an app's files are assets.
    #[must_use]
    pub fn count(&self, files: &AppFiles) -> usize {
        files.iter().filter(|file| self.address(&file.path).is_some()).count()
    }

    /// How long a client may keep what is at an address.
    #[must_use]
    pub fn cache_control(&self, address: &str) -> &str {
        let name = address.trim_start_matches('/');
        let is_immutable = self.immutable.iter().any(|beginning| name.starts_with(beginning));
        if is_immutable { IMMUTABLE } else { &self.cache_control }
    }

    /// Whether an app has the files.
    ///
    /// # Errors
    /// [`AssetsMissing`], when there is nothing to serve or nothing to fall back to.
    pub fn check(&self, files: &AppFiles) -> Result<(), AssetsMissing> {
        if self.count(files) == 0 {
            return Err(AssetsMissing::Folder {
                folder: self.folder.clone(),
            });
        }
        let has = |wanted: &str| files.iter().any(|file| self.address(&file.path) == Some(wanted));
        match (&self.fallback, self.fallback()) {
            (Some(fallback), Some(address)) if !has(&address) => Err(AssetsMissing::Fallback {
                folder: self.folder.clone(),
                fallback: fallback.clone(),
            }),
            _ => Ok(()),
        }
    }
}

/// [`AssetRules`] as they are written, in a manifest or a bundle.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRules {
    folder: String,
    fallback: Option<String>,
    cache_control: Option<String>,
    #[serde(default)]
    immutable: Vec<String>,
    #[serde(default)]
    dotfiles: Dotfiles,
}

impl TryFrom<WrittenRules> for AssetRules {
    type Error = InvalidAssetRules;

    fn try_from(written: WrittenRules) -> Result<Self, InvalidAssetRules> {
        let mut rules = Self::of_folder(&written.folder)?;
        rules.dotfiles = written.dotfiles;
        if let Some(fallback) = written.fallback {
            let path = relative(fallback.trim_start_matches('/')).filter(|_| !fallback.ends_with('/'));
            rules.fallback = Some(
                path.map(str::to_owned)
                    .ok_or(InvalidAssetRules::Fallback { fallback })?,
            );
        }
        if let Some(value) = written.cache_control {
            if !is_field_value(&value) {
                return Err(InvalidAssetRules::CacheControl { value });
            }
            rules.cache_control = value;
        }
        if written.immutable.len() > IMMUTABLE_MAX {
            return Err(InvalidAssetRules::TooManyImmutable {
                count: written.immutable.len(),
            });
        }
        let beginnings = written.immutable.into_iter().map(beginning);
        rules.immutable = beginnings.collect::<Result<_, _>>()?;
        Ok(rules)
    }
}

/// A path below a folder, without what changes nothing about it; nothing for a path that leads out of it, or to itself.
fn relative(path: &str) -> Option<&str> {
    let path = path.trim_start_matches("./");
    let path = path.strip_suffix('/').unwrap_or(path);
    let is_below = path.len() < FILE_PATH_BYTES_MAX
        && !path.contains(|character: char| character.is_control() || character == '\\')
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    is_below.then_some(path)
}

/// `build/*` and `build/` mean the same: all that begins so.
fn beginning(written: String) -> Result<String, InvalidAssetRules> {
    let names = written.trim_start_matches('/').trim_end_matches('*');
    let can_be = !names.contains('*') && names.len() < FILE_PATH_BYTES_MAX && relative(names).is_some();
    if can_be {
        Ok(names.to_owned())
    } else {
        Err(InvalidAssetRules::Immutable { beginning: written })
    }
}

/// Visible characters of ASCII with spaces between them.
fn is_field_value(value: &str) -> bool {
    value.len() <= CACHE_CONTROL_BYTES_MAX
        && value.trim() == value
        && !value.is_empty()
        && value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::{AssetRules, AssetsMissing, Dotfiles, IMMUTABLE};
    use crate::app_files::{AppFile, AppFiles};

    fn rules(json: &str) -> Result<AssetRules, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    /// A folder is below the project, and what is said of its files can be said; anything else is refused with a reason.
    #[test]
    fn refusals() {
        for folder in ["public", "./public/", "web/dist", "öffentlich", ".output"] {
            assert!(rules(&format!(r#"{{"folder":"{folder}"}}"#)).is_ok(), "{folder}");
        }
        for (json, reason) in [
            (r#"{"folder":""}"#, "no folder of assets"),
            (r#"{"folder":"."}"#, "no folder of assets"),
            (r#"{"folder":"/public"}"#, "no folder of assets"),
            (r#"{"folder":"../public"}"#, "no folder of assets"),
            (r#"{"folder":"a/../b"}"#, "no folder of assets"),
            (r#"{"folder":"a\\b"}"#, "no folder of assets"),
            (r#"{"folder":"a\nb"}"#, "no folder of assets"),
            (r#"{"folder":"a","fallback":"../b"}"#, "no fallback"),
            (r#"{"folder":"a","fallback":"b/"}"#, "no fallback"),
            (r#"{"folder":"a","cache_control":"a\nb"}"#, "Cache-Control"),
            (r#"{"folder":"a","cache_control":""}"#, "Cache-Control"),
            (r#"{"folder":"a","immutable":["*"]}"#, "no beginning"),
            (r#"{"folder":"a","immutable":["a/*/b"]}"#, "no beginning"),
            (r#"{"folder":"a","dotfiles":"hide"}"#, "unknown variant `hide`"),
            (r#"{"folder":"a","follow":true}"#, "unknown field `follow`"),
            ("{}", "missing field `folder`"),
        ] {
            let error = rules(json).expect_err(json);
            assert!(error.contains(reason), "{json}: {error}");
        }
        let crowded = format!(r#"{{"folder":"a","immutable":["a"{}]}}"#, r#","a""#.repeat(100));
        assert!(rules(&crowded).is_err_and(|error| error.contains("101 entries")));
    }

    /// What is left out is as in `express.static`, and what is written is read again as the same.
    #[test]
    fn defaults_and_round_trip() {
        let plain = rules(r#"{"folder":"./public/"}"#).expect("rules");
        assert_eq!(plain, AssetRules::of_folder("public").expect("rules"));
        assert_eq!(
            (plain.folder(), plain.fallback(), plain.dotfiles()),
            ("public", None, Dotfiles::Ignore)
        );
        assert_eq!(plain.cache_control("/a.css"), "public, max-age=0");
        let full = r#"{"folder":"dist","fallback":"index.html","cache_control":"no-cache","immutable":["build/","f-"],"dotfiles":"deny"}"#;
        let full_rules = rules(full).expect("rules");
        assert_eq!(serde_json::to_string(&full_rules).expect("JSON"), full);
        assert_eq!(full_rules.fallback().as_deref(), Some("/index.html"));
        for (address, expected) in [
            ("/index.html", "no-cache"),
            ("/build/app.123.js", IMMUTABLE),
            ("/builder.js", "no-cache"),
            ("/f-1.woff2", IMMUTABLE),
            ("/a/build/x.js", "no-cache"),
        ] {
            assert_eq!(full_rules.cache_control(address), expected, "{address}");
        }
        assert_eq!(
            rules(r#"{"folder":"dist","immutable":["/build/*"]}"#),
            rules(r#"{"folder":"dist","immutable":["build/"]}"#)
        );
    }

    /// An asset's address is its path below the folder, and nothing beside the folder has one.
    #[test]
    fn addresses_and_what_is_missing() {
        let rules = rules(r#"{"folder":"public","fallback":"app.html"}"#).expect("rules");
        for (path, address) in [
            ("/public/css/site.css", Some("/css/site.css")),
            ("/publicity/a.css", None),
            ("/public", None),
            ("/app.js", None),
            ("/other/public/a.css", None),
        ] {
            assert_eq!(rules.address(path), address, "{path}");
        }
        let files = |paths: &[&str]| {
            let file = |path: &&str| AppFile {
                path: (*path).to_owned(),
                modified_millis: 0,
                content: "x".into(),
            };
            AppFiles::new(paths.iter().map(file).collect()).expect("files")
        };
        assert!(matches!(
            rules.check(&files(&["/app.html"])),
            Err(AssetsMissing::Folder { .. })
        ));
        assert!(matches!(
            rules.check(&files(&["/public/index.html"])),
            Err(AssetsMissing::Fallback { .. })
        ));
        assert_eq!(rules.check(&files(&["/public/app.html"])), Ok(()));
        assert_eq!(rules.count(&files(&["/public/app.html", "/app.html"])), 1);
    }
}
