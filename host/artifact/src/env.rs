//! The environment values of an app: what it reads as `process.env`, secrets included.

use std::collections::BTreeMap;
use std::fmt;

/// Most values an app may have. They are copied into the heap of every version.
pub const ENV_VALUES_MAX: usize = 64;

/// Largest value, in bytes of UTF-8: 5 KB holds a private key in PEM or a connection string, not a data set.
pub const ENV_VALUE_BYTES_MAX: usize = 5_120;

/// Longest name, in bytes. Real names are far shorter; the bound keeps all names together under 16 KiB.
pub const ENV_NAME_BYTES_MAX: usize = 255;

/// Bounded environment values by name, in the order of their names.
///
/// Values can be secrets: `Debug` shows the names only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Env(BTreeMap<String, String>);

/// Values that are no [`Env`]. The texts name the variable and never its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEnv {
    /// More than [`ENV_VALUES_MAX`] values.
    #[error("{values} environment values are too many: the limit is {ENV_VALUES_MAX}")]
    TooMany {
        /// How many there are.
        values: usize,
    },
    /// A value of more than [`ENV_VALUE_BYTES_MAX`] bytes.
    #[error("the environment value `{name}` is too large: {bytes} bytes, the limit is {ENV_VALUE_BYTES_MAX}")]
    ValueTooLarge {
        /// Name of the variable.
        name: String,
        /// Size of its value, in bytes.
        bytes: usize,
    },
    /// A name that is empty, longer than [`ENV_NAME_BYTES_MAX`], or holds `=`, white space or a control character.
    #[error(
        "{name:?} cannot be the name of an environment value: \
         allowed are 1 to {ENV_NAME_BYTES_MAX} bytes without `=`, white space and control characters"
    )]
    Name {
        /// The name, cut to its first characters.
        name: String,
    },
    /// A value with a NUL character, which separates values on their way to the guest.
    #[error("the environment value `{name}` holds a NUL character")]
    Nul {
        /// Name of the variable.
        name: String,
    },
}

impl Env {
    /// Takes `values` when they keep the limits.
    ///
    /// # Errors
    /// [`InvalidEnv`] naming the first variable that does not.
    pub fn new(values: BTreeMap<String, String>) -> Result<Self, InvalidEnv> {
        if values.len() > ENV_VALUES_MAX {
            return Err(InvalidEnv::TooMany { values: values.len() });
        }
        for (name, value) in &values {
            check(name, value)?;
        }
        Ok(Self(values))
    }

    /// Each name with its value, in the order of names.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of `name`.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether there are no values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values as a plain map, to add to or to write down.
    #[must_use]
    pub fn into_values(self) -> BTreeMap<String, String> {
        self.0
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

impl TryFrom<BTreeMap<String, String>> for Env {
    type Error = InvalidEnv;

    fn try_from(values: BTreeMap<String, String>) -> Result<Self, Self::Error> {
        Self::new(values)
    }
}

fn check(name: &str, value: &str) -> Result<(), InvalidEnv> {
    let unfit = |character: char| character == '=' || character.is_whitespace() || character.is_control();
    if name.is_empty() || name.len() > ENV_NAME_BYTES_MAX || name.contains(unfit) {
        let name = name.chars().take(ENV_NAME_BYTES_MAX).collect();
        return Err(InvalidEnv::Name { name });
    }
    if value.len() > ENV_VALUE_BYTES_MAX {
        return Err(InvalidEnv::ValueTooLarge {
            name: name.to_owned(),
            bytes: value.len(),
        });
    }
    if value.contains('\0') {
        return Err(InvalidEnv::Nul { name: name.to_owned() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(values: usize) -> BTreeMap<String, String> {
        (0..values)
            .map(|number| (format!("V{number}"), String::new()))
            .collect()
    }

    /// Proves that each limit holds at its edge and names the variable beyond it.
    #[test]
    fn limits() {
        let full = "x".repeat(ENV_VALUE_BYTES_MAX);
        let over = "x".repeat(ENV_VALUE_BYTES_MAX + 1);
        let long_name = "N".repeat(ENV_NAME_BYTES_MAX + 1);
        for (name, value, refusal) in [
            ("A", "1", None),
            ("A", full.as_str(), None),
            ("lower.case-too", "", None),
            (
                "A",
                over.as_str(),
                Some("`A` is too large: 5121 bytes, the limit is 5120"),
            ),
            ("A", "a\0b", Some("`A` holds a NUL")),
            ("", "", Some("cannot be the name")),
            ("A=B", "", Some("cannot be the name")),
            ("A B", "", Some("cannot be the name")),
            ("A\0", "", Some("cannot be the name")),
            (long_name.as_str(), "", Some("cannot be the name")),
        ] {
            let values = BTreeMap::from([(name.to_owned(), value.to_owned())]);
            match (Env::new(values), refusal) {
                (Ok(env), None) => assert_eq!(env.value(name), Some(value)),
                (Err(error), Some(text)) => assert!(error.to_string().contains(text), "{error}"),
                (result, _) => panic!("{name:?}: {result:?}"),
            }
        }
        assert!(Env::new(numbered(64)).is_ok());
        assert_eq!(Env::new(numbered(65)), Err(InvalidEnv::TooMany { values: 65 }));
    }

    /// Proves that a value, which can be a secret, does not reach a log through `Debug`.
    #[test]
    fn debug_hides_values() {
        let env = Env::new(BTreeMap::from([("TOKEN".to_owned(), "hunter2".to_owned())])).unwrap();
        assert_eq!(format!("{env:?}"), r#"{"TOKEN"}"#);
    }
}
