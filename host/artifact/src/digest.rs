//! Content addressing: the SHA-256 of what is stored.

use std::fmt::{self, Write as _};

use sha2::{Digest as _, Sha256};

/// Bytes of a SHA-256 (FIPS 180-4).
const DIGEST_BYTES: usize = 32;

/// Characters of the form for people: twelve tell a million bundles apart and are short enough to read aloud.
const SHORT_CHARS: usize = 12;

/// The SHA-256 of some bytes, written as 64 characters of hexadecimal in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; DIGEST_BYTES]);

/// A text that is no [`Digest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 64 characters of 0–9 and a–f")]
pub struct InvalidDigest;

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads the form that `Display` writes.
    ///
    /// # Errors
    /// [`InvalidDigest`] unless `text` is 64 characters of hexadecimal in lower case.
    pub fn parse(text: &str) -> Result<Self, InvalidDigest> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != DIGEST_BYTES || !rest.is_empty() {
            return Err(InvalidDigest);
        }
        let mut digest = [0; DIGEST_BYTES];
        for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Ok(Self(digest))
    }

    /// The first 12 characters, for people.
    #[must_use]
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(SHORT_CHARS);
        text
    }

    /// The digest itself.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; DIGEST_BYTES] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(2 * DIGEST_BYTES);
        for byte in self.0 {
            write!(text, "{byte:02x}")?;
        }
        formatter.pad(&text)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Digest({self})")
    }
}

fn nibble(character: u8) -> Result<u8, InvalidDigest> {
    match character {
        b'0'..=b'9' => Ok(character - b'0'),
        b'a'..=b'f' => Ok(character - b'a' + 10),
        _ => Err(InvalidDigest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of the empty message (FIPS 180-4 test vector).
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// Proves that the digest is SHA-256 and that its text reads back.
    #[test]
    fn text_form() {
        let digest = Digest::of(b"");
        assert_eq!(digest.to_string(), EMPTY);
        assert_eq!(digest.short(), "e3b0c44298fc");
        assert_eq!(Digest::parse(EMPTY), Ok(digest));
        assert_ne!(Digest::of(b"a"), digest);
    }

    /// Proves that only the canonical text is a digest, so that no two names mean one blob.
    #[test]
    fn refusals() {
        let upper = EMPTY.to_uppercase();
        let longer = format!("{EMPTY}0");
        let escaping = format!("../{}", &EMPTY[3..]);
        for text in [
            "",
            "e3b0",
            &EMPTY[1..],
            &upper,
            &longer,
            &escaping,
            "sha256:",
            &"é".repeat(32),
        ] {
            assert_eq!(Digest::parse(text), Err(InvalidDigest), "{text:?}");
        }
    }
}
