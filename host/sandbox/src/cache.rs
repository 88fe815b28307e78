//! The local cache of machine code: files that only this host writes and believes.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Length of the keyed hash in front of every entry.
const TAG_BYTES: usize = 32;
/// An entry larger than this is not read: the runtime is about 4 MB, an app with a full heap stays below its memory limit.
const ENTRY_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// When the cache is opened, the oldest entries go until it is no larger than this: some thousand apps.
const CACHE_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// The file with the key that authenticates entries.
const KEY_FILE: &str = "key";

/// A directory of authenticated entries. Failing to read or write one is never an error: it costs a compilation.
#[derive(Debug)]
pub struct Cache {
    directory: PathBuf,
    key: [u8; TAG_BYTES],
}

/// The name of an entry: its kind, and a digest over everything it was made of.
#[derive(Debug)]
pub(crate) struct CacheKey {
    name: String,
}

impl CacheKey {
    /// Names what was made of `parts`, which are told apart by their lengths.
    pub(crate) fn new(kind: &'static str, parts: &[&[u8]]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&part.len().to_le_bytes());
            hasher.update(part);
        }
        Self {
            name: format!("{kind}-{}", hasher.finalize().to_hex()),
        }
    }
}

impl Cache {
    /// Opens the cache in `directory`, which is created for this user alone.
    ///
    /// # Errors
    /// When the directory or its key can be neither read nor made.
    pub fn open(directory: &Path) -> io::Result<Self> {
        create_private_directory(directory)?;
        let key = read_or_make_key(&directory.join(KEY_FILE))?;
        let cache = Self {
            directory: directory.to_owned(),
            key,
        };
        cache.prune();
        Ok(cache)
    }

    /// The entry, when it is there and this host wrote it.
    pub(crate) fn read(&self, key: &CacheKey) -> Option<Vec<u8>> {
        let path = self.directory.join(&key.name);
        if fs::metadata(&path).ok()?.len() > ENTRY_BYTES_MAX {
            return None;
        }
        let mut bytes = fs::read(&path).ok()?;
        let tag = bytes.first_chunk::<TAG_BYTES>().copied()?;
        let content = bytes.split_off(TAG_BYTES);
        // Comparing `blake3::Hash` values takes a time that does not depend on the content.
        (self.tag(key, &content) == blake3::Hash::from_bytes(tag)).then_some(content)
    }

    /// Keeps `content` under `key`. A reader sees all of it or nothing.
    pub(crate) fn write(&self, key: &CacheKey, content: &[u8]) {
        // A cache that cannot be written is slow, not wrong.
        let _ = self.try_write(key, content);
    }

    fn try_write(&self, key: &CacheKey, content: &[u8]) -> io::Result<()> {
        let temporary = self.directory.join(format!(
            ".{}-{:016x}",
            key.name,
            getrandom::u64().map_err(io::Error::other)?
        ));
        let mut file = private_file(&temporary)?;
        file.write_all(self.tag(key, content).as_bytes())?;
        file.write_all(content)?;
        let renamed = fs::rename(&temporary, self.directory.join(&key.name));
        if renamed.is_err() {
            fs::remove_file(&temporary)?;
        }
        renamed
    }

    /// Binds content to its name, so that no entry can stand in for another.
    fn tag(&self, key: &CacheKey, content: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(key.name.as_bytes());
        hasher.update(&[0]);
        hasher.update(content);
        hasher.finalize()
    }

    /// Removes what was left half-written, and the oldest entries beyond the bound.
    fn prune(&self) {
        let Ok(entries) = fs::read_dir(&self.directory) else {
            return;
        };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.file_name() != KEY_FILE)
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                Some((metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .collect();
        files.sort();
        let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
        for (modified, bytes, path) in files {
            let is_leftover = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'))
                && modified.elapsed().is_ok_and(|age| age.as_secs() > 60);
            if total > CACHE_BYTES_MAX || is_leftover {
                // Another process may have removed it first.
                let _ = fs::remove_file(path);
                total = total.saturating_sub(bytes);
            }
        }
    }
}

fn read_or_make_key(path: &Path) -> io::Result<[u8; TAG_BYTES]> {
    if let Ok(bytes) = fs::read(path)
        && let Ok(key) = bytes.try_into()
    {
        return Ok(key);
    }
    let mut key = [0; TAG_BYTES];
    getrandom::fill(&mut key).map_err(io::Error::other)?;
    let temporary = path.with_extension(format!("{:016x}", getrandom::u64().map_err(io::Error::other)?));
    private_file(&temporary)?.write_all(&key)?;
    fs::rename(&temporary, path)?;
    // Of two processes that start at once the last one's key stands for both.
    fs::read(path)?
        .try_into()
        .map_err(|_| io::Error::other("the cache's key has the wrong length"))
}

#[cfg(unix)]
fn create_private_directory(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create_private_directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Cache, CacheKey};

    /// An entry comes back as it was written; one that was changed, moved or written under another key does not.
    #[test]
    fn only_what_this_host_wrote_is_believed() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let cache = Cache::open(directory.path()).expect("opens");
        let key = CacheKey::new("kind", &[b"a", b"b"]);
        cache.write(&key, b"content");
        assert_eq!(cache.read(&key).as_deref(), Some(b"content".as_slice()));
        let again = Cache::open(directory.path()).expect("opens again");
        assert_eq!(
            again.read(&key).as_deref(),
            Some(b"content".as_slice()),
            "the key persists"
        );

        let path = directory.path().join(&key.name);
        let other = CacheKey::new("kind", &[b"ab"]);
        fs::copy(&path, directory.path().join(&other.name)).expect("copies");
        assert_eq!(cache.read(&other), None, "moved");
        let mut bytes = fs::read(&path).expect("reads");
        *bytes.last_mut().expect("not empty") ^= 1;
        fs::write(&path, bytes).expect("writes");
        assert_eq!(cache.read(&key), None, "changed");
        fs::write(&path, b"short").expect("writes");
        assert_eq!(cache.read(&key), None, "cut off");

        let stranger = tempfile::tempdir().expect("a temporary directory");
        Cache::open(stranger.path()).expect("opens").write(&key, b"content");
        fs::copy(stranger.path().join(&key.name), &path).expect("copies");
        assert_eq!(cache.read(&key), None, "another host's");
    }
}
