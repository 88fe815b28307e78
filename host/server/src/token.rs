//! The admin API's bearer token, in a file that only its owner can read.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The token's file in the data directory.
pub const TOKEN_FILE: &str = "admin-token";
/// Random bytes in a token.
const TOKEN_BYTES: usize = 32;

/// A bearer token.
#[derive(Clone)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl Token {
    /// A token that was given.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The token of a data directory.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(data: &Path) -> io::Result<Self> {
        fs::read_to_string(Self::path(data)).map(|text| Self::new(&text))
    }

    /// The token of a data directory, made now if there is none.
    ///
    /// # Errors
    /// When the file can be neither read nor made.
    pub fn read_or_make(data: &Path) -> io::Result<Self> {
        match Self::read(data) {
            Ok(token) if !token.0.is_empty() => return Ok(token),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        // Written beside and renamed: a process that is killed here leaves no half token.
        let path = Self::path(data);
        let temporary = path.with_extension("new");
        write_private(&temporary, &text)?;
        fs::rename(&temporary, &path)?;
        Ok(Self(text))
    }

    /// Where the token of a data directory is.
    #[must_use]
    pub fn path(data: &Path) -> PathBuf {
        data.join(TOKEN_FILE)
    }

    /// The token as it stands in a request.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares in a time that depends on the lengths only.
    pub(crate) fn matches(&self, given: &str) -> bool {
        self.0.len() == given.len()
            && self
                .0
                .bytes()
                .zip(given.bytes())
                .fold(0, |different, (a, b)| different | (a ^ b))
                == 0
    }
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{text}")?;
    file.sync_all()
}
