//! Where this user's data and cache are, unless a flag says otherwise (XDG Base Directory Specification).

use std::path::PathBuf;

use crate::trouble::Trouble;

/// The directory's name below those of the user.
const NAME: &str = "rnode-wasm";

/// The data directory: as given, or the user's.
pub(crate) fn data(given: Option<PathBuf>) -> Result<PathBuf, Trouble> {
    resolve(
        given,
        "XDG_DATA_HOME",
        ".local/share",
        "`--data` or RNODE_WASM_DATA names a data directory",
    )
}

/// The cache directory: as given, or the user's.
pub(crate) fn cache(given: Option<PathBuf>) -> Result<PathBuf, Trouble> {
    resolve(
        given,
        "XDG_CACHE_HOME",
        ".cache",
        "`--cache` or RNODE_WASM_CACHE names a cache directory",
    )
}

fn resolve(given: Option<PathBuf>, variable: &str, below_home: &str, hint: &str) -> Result<PathBuf, Trouble> {
    let user = || {
        std::env::var_os(variable)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let home = || {
        std::env::home_dir()
            .filter(|path| !path.as_os_str().is_empty())
            .map(|home| home.join(below_home))
    };
    given
        .or_else(|| user().or_else(home).map(|directory| directory.join(NAME)))
        .ok_or_else(|| Trouble::yours("there is no home directory", hint))
}
