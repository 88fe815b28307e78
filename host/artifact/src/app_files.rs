//! The files of an app: what its author put beside the code, as the app sees it, read-only and below `/`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Most files of one app. Their bytes are bounded by the size of the bundle.
pub const FILES_MAX: usize = 2_000;

/// Longest path of a file, in bytes; the longest of common file systems.
pub const FILE_PATH_BYTES_MAX: usize = 1_024;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppFile {
    /// Where the app finds it: `/public/logo.png`.
    pub path: String,
    /// When it was last changed, in milliseconds since 1970.
    pub modified_millis: i64,
    /// What is in it.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub content: Bytes,
}

/// The files of an app, sorted by path, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<AppFile>", into = "Vec<AppFile>")]
pub struct AppFiles(Vec<AppFile>);

/// Files that no app can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAppFiles {
    /// More than [`FILES_MAX`].
    #[error("{count} files are too many: the limit is {FILES_MAX}")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// A path that leads nowhere.
    #[error("`{}` is no path of a file: it begins with a slash and has no empty, `.` or `..` part and no control characters", path.escape_debug())]
    Path {
        /// The path as given.
        path: String,
    },
    /// Two files at one place.
    #[error("`{path}` is there twice")]
    Twice {
        /// The path.
        path: String,
    },
}

impl AppFiles {
    /// Checks and sorts files.
    ///
    /// # Errors
    /// [`InvalidAppFiles`], when there are too many, or a path cannot be or is there twice.
    pub fn new(mut files: Vec<AppFile>) -> Result<Self, InvalidAppFiles> {
        if files.len() > FILES_MAX {
            return Err(InvalidAppFiles::TooMany { count: files.len() });
        }
        if let Some(file) = files.iter().find(|file| !is_path(&file.path)) {
            return Err(InvalidAppFiles::Path {
                path: file.path.clone(),
            });
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        match files.windows(2).find(|pair| pair[0].path == pair[1].path) {
            Some(pair) => Err(InvalidAppFiles::Twice {
                path: pair[0].path.clone(),
            }),
            None => Ok(Self(files)),
        }
    }

    /// The file at a place of the list.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&AppFile> {
        self.0.get(number as usize)
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, AppFile> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What an app is told of them: `path LF bytes LF milliseconds LF`, one after the other. No path has a line feed.
    #[must_use]
    pub fn table(&self) -> String {
        self.iter()
            .map(|file| format!("{}\n{}\n{}\n", file.path, file.content.len(), file.modified_millis))
            .collect()
    }
}

impl TryFrom<Vec<AppFile>> for AppFiles {
    type Error = InvalidAppFiles;

    fn try_from(files: Vec<AppFile>) -> Result<Self, InvalidAppFiles> {
        Self::new(files)
    }
}

impl From<AppFiles> for Vec<AppFile> {
    fn from(files: AppFiles) -> Self {
        files.0
    }
}

fn is_path(path: &str) -> bool {
    let Some(relative) = path.strip_prefix('/') else {
        return false;
    };
    path.len() <= FILE_PATH_BYTES_MAX
        && !path.contains(char::is_control)
        && relative.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn to_base64<S: Serializer>(content: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(content))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map(Bytes::from).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::{AppFile, AppFiles, InvalidAppFiles};

    fn files(paths: &[&str]) -> Result<AppFiles, InvalidAppFiles> {
        let file = |path: &&str| AppFile {
            path: (*path).to_owned(),
            modified_millis: 7,
            content: "abc".into(),
        };
        AppFiles::new(paths.iter().map(file).collect())
    }

    /// Files are sorted, a path stays inside, and no two files share one.
    #[test]
    fn paths() {
        let sorted = files(&["/b", "/a/c"]).expect("they are valid");
        assert_eq!(sorted.table(), "/a/c\n3\n7\n/b\n3\n7\n");
        for bad in ["", "a", "/", "/a//b", "/../a", "/a/.", "/a\nb"] {
            assert!(files(&[bad]).is_err(), "{bad:?}");
        }
        assert_eq!(
            files(&["/a", "/a"]),
            Err(InvalidAppFiles::Twice { path: "/a".to_owned() })
        );
    }
}
