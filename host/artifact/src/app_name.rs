//! The name of an app, which is also the first label of its default host name.

use std::fmt;
use std::str::FromStr;

/// Longest DNS label, in characters (RFC 1035, 2.3.4).
pub(crate) const LABEL_CHARS_MAX: usize = 63;

/// A DNS label in lower case: 1 to 63 of `a`–`z`, `0`–`9` and `-`, with no hyphen at either end.
///
/// ```
/// use rnode_artifact::AppName;
/// assert_eq!(AppName::parse("shop").unwrap().to_string(), "shop");
/// assert!(AppName::parse("Shop").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppName(String);

/// A text that is no [`AppName`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` cannot be the name of an app: \
     allowed are 1 to 63 of a–z, 0–9 and `-`, with no `-` at the start or the end"
)]
pub struct InvalidAppName {
    text: String,
}

impl AppName {
    /// Takes `text` as a name.
    ///
    /// # Errors
    /// [`InvalidAppName`] when it is not a DNS label in lower case.
    pub fn parse(text: &str) -> Result<Self, InvalidAppName> {
        if is_label(text) {
            Ok(Self(text.to_owned()))
        } else {
            // Cut, so that a hostile name cannot flood the message it ends in.
            let text = text.chars().take(LABEL_CHARS_MAX + 1).collect();
            Err(InvalidAppName { text })
        }
    }

    /// Derives a name from the file name of an entry: `My App.js` gives `my-app`.
    ///
    /// One JavaScript or TypeScript extension is dropped, whatever a label cannot hold becomes a hyphen. `None` when
    /// nothing is left.
    #[must_use]
    pub fn from_file_name(file_name: &str) -> Option<Self> {
        let stem = match file_name.rsplit_once('.') {
            Some((stem, extension)) if is_script_extension(extension) => stem,
            _ => file_name,
        };
        let mut label = String::with_capacity(stem.len().min(LABEL_CHARS_MAX));
        for character in stem.chars() {
            if label.len() == LABEL_CHARS_MAX {
                break;
            }
            if character.is_ascii_alphanumeric() {
                label.push(character.to_ascii_lowercase());
            } else if !label.is_empty() && !label.ends_with('-') {
                label.push('-');
            }
        }
        let label = label.trim_end_matches('-');
        Self::parse(label).ok()
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AppName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for AppName {
    type Err = InvalidAppName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Whether `text` is one DNS label in lower case (RFC 1035, 2.3.1, with the leading digits of RFC 1123, 2.1).
pub(crate) fn is_label(text: &str) -> bool {
    let length_fits = (1..=LABEL_CHARS_MAX).contains(&text.len());
    let characters_fit = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    length_fits && characters_fit && !text.starts_with('-') && !text.ends_with('-')
}

fn is_script_extension(extension: &str) -> bool {
    ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves that exactly the DNS labels in lower case are names.
    #[test]
    fn names_are_labels() {
        let longest = "a".repeat(63);
        let too_long = "a".repeat(64);
        for (text, accepted) in [
            ("a", true),
            ("shop", true),
            ("shop-2", true),
            ("2048", true),
            (longest.as_str(), true),
            ("", false),
            (too_long.as_str(), false),
            ("-shop", false),
            ("shop-", false),
            ("Shop", false),
            ("my shop", false),
            ("shop.example", false),
            ("größe", false),
            ("..", false),
            ("a/b", false),
            ("a\0b", false),
        ] {
            assert_eq!(AppName::parse(text).is_ok(), accepted, "{text:?}");
        }
    }

    /// Proves that a refused name says what is allowed, and stays short.
    #[test]
    fn refusal_says_what_is_allowed() {
        let text = AppName::parse(&"X".repeat(10_000)).unwrap_err().to_string();
        assert!(text.contains("1 to 63 of a–z, 0–9 and `-`"), "{text}");
        assert!(text.len() < 300, "{text}");
    }

    /// Proves that a file name becomes a readable name, or none.
    #[test]
    fn file_names_become_names() {
        let long = format!("{}.js", "x".repeat(100));
        let longest = "x".repeat(63);
        for (file_name, name) in [
            ("My App.js", Some("my-app")),
            ("app.js", Some("app")),
            ("server.TS", Some("server")),
            ("api.v2.mjs", Some("api-v2")),
            ("notes.txt", Some("notes-txt")),
            ("__init__.cjs", Some("init")),
            ("Größe.js", Some("gr-e")),
            (long.as_str(), Some(longest.as_str())),
            ("—.js", None),
            (".js", None),
            ("", None),
        ] {
            let derived = AppName::from_file_name(file_name);
            assert_eq!(derived.as_ref().map(AppName::as_str), name, "{file_name:?}");
        }
    }
}
