//! The project an entry belongs to: its directory, and what its files are called in messages, maps
//! and stack traces.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use crate::sdk;

/// The directory of the project that the SDK's modules seem to be in. The colon keeps it apart from
/// real ones.
const SDK_DIRECTORY: &str = "rnode-wasm:";

/// What the SDK's modules are called, before their own name.
pub(crate) const SDK_NAME: &str = "rnode-wasm/";

/// What stands at the end of the id of a file called `index` in the project's own directory, before
/// its extension.
///
/// The bundler names variables after files, and those called `index` or `mod` after their
/// directory. What the project's directory is called differs between machines and must not be in
/// the bundle; with this in its id, the file is no longer called `index`.
const OWN_INDEX_MARK: &str = "?.";

/// The extensions of JavaScript and TypeScript.
const SCRIPT_EXTENSIONS: [&str; 8] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"];

/// The file that describes a project or package.
const MANIFEST: &str = "package.json";

/// The directory packages are installed in.
pub(crate) const PACKAGES_DIRECTORY: &str = "node_modules";

/// How many files of the project's own directory are looked at for one called `index`.
const ROOT_ENTRIES_MAX: usize = 10_000;

/// How much of a file is read again to show a line of it; anything larger is shown without its
/// source.
const SHOWN_FILE_BYTES_MAX: u64 = 10 * 1024 * 1024;

/// The project directory of the app `entry`: the nearest one upwards with a `package.json`, as
/// Node.js looks for it, otherwise the directory the entry is in.
///
/// # Errors
/// When `entry` does not exist, cannot be reached, or has a path that is not Unicode, which a
/// JavaScript bundler cannot work with.
pub fn project_directory(entry: &Path) -> io::Result<PathBuf> {
    let entry = real_path(entry)?;
    let beside = entry.parent().unwrap_or(Path::new("/"));
    let root = beside
        .ancestors()
        .find(|directory| directory.join(MANIFEST).is_file())
        .unwrap_or(beside);
    Ok(root.to_path_buf())
}

/// The directory of an app and its entry, both without links, so that one is below the other.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) root: PathBuf,
    pub(crate) entry: PathBuf,
}

impl Project {
    pub(crate) fn open(entry: &Path) -> io::Result<Self> {
        Ok(Self {
            root: project_directory(entry)?,
            entry: real_path(entry)?,
        })
    }

    /// Where the project's `package.json` is, if it has one.
    pub(crate) fn manifest(&self) -> PathBuf {
        self.root.join(MANIFEST)
    }

    /// The bundler's id of a module of the SDK.
    pub(crate) fn sdk_id(&self, module: &str) -> String {
        format!("{}/{SDK_DIRECTORY}/{module}", self.root.display())
    }

    /// The module of the SDK that has this id.
    pub(crate) fn sdk_module<'a>(&self, id: &'a str) -> Option<&'a str> {
        let root = self.root.to_str()?;
        id.strip_prefix(root)?
            .strip_prefix('/')?
            .strip_prefix(SDK_DIRECTORY)?
            .strip_prefix('/')
    }

    /// Whether a file in the project's own directory is called `index` or `mod`.
    pub(crate) fn has_own_index(&self) -> bool {
        let files = self.root.read_dir().into_iter().flatten().flatten();
        files
            .take(ROOT_ENTRIES_MAX)
            .any(|file| is_index(Path::new(&file.file_name())))
    }

    /// The id under which the bundler shall know the file `path`, when it is called `index` and in
    /// the project's own directory.
    pub(crate) fn own_index_id(&self, path: &str) -> Option<String> {
        let file = Path::new(path);
        let is_own = file.parent() == Some(&self.root) && is_index(file);
        let extension = file.extension()?.to_str()?;
        is_own.then(|| format!("{path}{OWN_INDEX_MARK}{extension}"))
    }

    /// The file behind an id of [`own_index_id`](Self::own_index_id).
    pub(crate) fn own_index_path<'a>(&self, id: &'a str) -> Option<&'a str> {
        let (path, _) = id.rsplit_once(OWN_INDEX_MARK)?;
        (self.own_index_id(path)? == id).then_some(path)
    }

    /// What the module with the bundler's `id` is called: its path below the project,
    /// `node_modules/…` for a package wherever it is installed, `rnode-wasm/…` for the SDK. It
    /// never names a directory above the project.
    pub(crate) fn name(&self, id: &str) -> String {
        let id = id.trim_start_matches('\0').split('?').next().unwrap_or(id);
        let path = normalized(&self.root.join(id));
        let name = relative(&path, &self.root);
        if let Some(module) = name.strip_prefix(SDK_DIRECTORY) {
            return format!("{SDK_NAME}{}", module.trim_start_matches('/'));
        }
        match name
            .strip_prefix("../")
            .and_then(|outside| outside.find(&format!("{PACKAGES_DIRECTORY}/")))
        {
            Some(start) => name["../".len() + start..].to_owned(),
            None => name,
        }
    }

    /// The source of the module called `name`, to show a line of it; nothing when it is not text,
    /// too large or gone.
    pub(crate) fn source(&self, name: &str) -> Option<String> {
        if let Some(source) = name.strip_prefix(SDK_NAME).and_then(sdk::source) {
            return Some(source.into_owned());
        }
        let path = self.root.join(name);
        let metadata = fs::metadata(&path).ok()?;
        if !metadata.is_file() || metadata.len() > SHOWN_FILE_BYTES_MAX {
            return None;
        }
        fs::read_to_string(path).ok()
    }
}

/// The npm package a module belongs to, from what the module is called: `node_modules/@a/b/c.js` →
/// `@a/b`.
pub(crate) fn package_of(name: &str) -> Option<&str> {
    let marker = format!("{PACKAGES_DIRECTORY}/");
    let inside = &name[name.rfind(&marker)? + marker.len()..];
    let package = package_name(inside);
    (package.len() < inside.len()).then_some(package)
}

/// The package part of a specifier or path: `@a/b/c` → `@a/b`, `d/e` → `d`.
pub(crate) fn package_name(specifier: &str) -> &str {
    let slashes = if specifier.starts_with('@') { 2 } else { 1 };
    match specifier.match_indices('/').nth(slashes - 1) {
        Some((end, _)) => &specifier[..end],
        None => specifier,
    }
}

/// Whether a file has the extension of a JavaScript or TypeScript module.
pub(crate) fn is_script(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| SCRIPT_EXTENSIONS.contains(&extension))
}

/// Whether the bundler would name a file after its directory.
fn is_index(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem == "index" || stem == "mod")
}

/// The path without links. Windows has paths to that effect which other programs do not understand,
/// so it keeps the given one.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let path = if cfg!(windows) {
        fs::metadata(path)?;
        std::path::absolute(path)?
    } else {
        path.canonicalize()?
    };
    match path.to_str() {
        Some(_) => Ok(path),
        None => Err(io::Error::new(
            io::ErrorKind::InvalidFilename,
            "its path is not Unicode",
        )),
    }
}

/// The path without `.` and `..`, by its text alone.
fn normalized(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normalized.pop();
            }
            component => normalized.push(component),
        }
    }
    normalized
}

/// How to get from the directory `base` to `path`, with forward slashes.
fn relative(path: &Path, base: &Path) -> String {
    let shared = path
        .components()
        .zip(base.components())
        .take_while(|(a, b)| a == b)
        .count();
    let up = base.components().skip(shared).map(|_| String::from(".."));
    let down = path
        .components()
        .skip(shared)
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Modules are called by where they are in the project, packages by their name, and no name
    /// depends on where the project is.
    #[test]
    fn names() {
        let project = Project {
            root: PathBuf::from("/home/me/app"),
            entry: PathBuf::from("/home/me/app/app.js"),
        };
        let cases = [
            ("/home/me/app/app.js", "app.js"),
            ("/home/me/app/src/a.ts", "src/a.ts"),
            ("src/../b.ts", "b.ts"),
            ("/home/me/app/node_modules/zod/index.js", "node_modules/zod/index.js"),
            ("/home/me/node_modules/zod/index.js", "node_modules/zod/index.js"),
            ("/home/me/shared/x.js", "../shared/x.js"),
            ("/home/me/app/rnode-wasm:/index.js", "rnode-wasm/index.js"),
            ("rnode-wasm:/node/events.js", "rnode-wasm/node/events.js"),
            ("/home/me/app/index.js?.js", "index.js"),
            ("\0rolldown/runtime.js", "rolldown/runtime.js"),
        ];
        for (id, name) in cases {
            assert_eq!(project.name(id), name, "{id}");
        }
    }

    /// The SDK's modules have ids of their own, as has the index of the project, and both are found
    /// again.
    #[test]
    fn ids() {
        let project = Project {
            root: PathBuf::from("/home/me/app"),
            entry: PathBuf::from("/home/me/app/index.js"),
        };
        let id = project.sdk_id("node/events.js");
        assert_eq!(project.sdk_module(&id), Some("node/events.js"));
        assert_eq!(project.sdk_module("/home/me/app/rnode-wasm/index.js"), None);
        let id = project
            .own_index_id("/home/me/app/index.js")
            .expect("it is the index of the project");
        assert_ne!(Path::new(&id).file_stem(), Some("index".as_ref()));
        assert_eq!(project.own_index_path(&id), Some("/home/me/app/index.js"));
        for path in ["/home/me/app/app.js", "/home/me/app/lib/index.js", "/home/me/index.js"] {
            assert_eq!(project.own_index_id(path), None, "{path}");
        }
    }

    /// The innermost package is the one a module belongs to.
    #[test]
    fn packages() {
        let cases = [
            ("app.js", None),
            ("node_modules/zod/index.js", Some("zod")),
            ("node_modules/@scope/name/lib/x.js", Some("@scope/name")),
            ("node_modules/a/node_modules/b/i.js", Some("b")),
            ("node_modules/.pnpm/a@1/node_modules/a/i.js", Some("a")),
            ("node_modules/x.js", None),
        ];
        for (name, package) in cases {
            assert_eq!(package_of(name), package, "{name}");
        }
    }
}
