//! Patterns of paths that are matched from left to right: texts, parameters that end at a slash, and perhaps a wildcard at the end.

use std::cell::RefCell;

use javy::quickjs::prelude::Func;
use javy::quickjs::{Ctx, Object, Result, Value};

use crate::exception;

thread_local! {
    /// Patterns by number.
    static PATTERNS: RefCell<Vec<Pattern>> = const { RefCell::new(Vec::new()) };
    /// What the last pattern that matched has matched of its path.
    static MATCHED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("pathPattern", Func::from(path_pattern))?;
    runtime.set("matchPath", Func::from(match_path))?;
    runtime.set("matchedPath", Func::from(matched_path))?;
    Ok(())
}

struct Pattern {
    tokens: Vec<Token>,
    /// Upper and lower case differ.
    is_sensitive: bool,
    /// The whole path has to match, instead of its first segments.
    is_whole: bool,
    /// One more slash may end the path.
    may_trail: bool,
}

enum Token {
    Text(String),
    Parameter(String),
    Wildcard(String),
}

/// `runtime.pathPattern(tokens, flags)`: a new pattern, and its number. Tokens are `t LF text`, `p LF name` or `w LF name`, LF between two of
/// them; `flags` has `s` for sensitive, `w` for whole and `t` for trailing.
fn path_pattern(tokens: String, flags: String) -> usize {
    let mut parts = tokens.split('\n');
    let mut pattern = Pattern {
        tokens: Vec::new(),
        is_sensitive: flags.contains('s'),
        is_whole: flags.contains('w'),
        may_trail: flags.contains('t'),
    };
    while let (Some(kind), Some(value)) = (parts.next(), parts.next()) {
        let token = match kind {
            "t" => Token::Text,
            "p" => Token::Parameter,
            _ => Token::Wildcard,
        };
        pattern.tokens.push(token(value.to_owned()));
    }
    PATTERNS.with_borrow_mut(|patterns| {
        patterns.push(pattern);
        patterns.len() - 1
    })
}

/// `runtime.matchPath(number, path)`: what the pattern captures of the path, as it stands there, in an object without prototype; undefined
/// when it does not match.
fn match_path<'js>(ctx: Ctx<'js>, number: usize, path: Value<'js>) -> Result<Option<Object<'js>>> {
    let path = path.as_string().and_then(exception::lossy).unwrap_or_default();
    PATTERNS.with_borrow(|patterns| {
        let Some((pattern, (captures, stop))) = patterns
            .get(number)
            .and_then(|pattern| Some((pattern, pattern.find(&path)?)))
        else {
            return Ok(None);
        };
        if !pattern.is_whole {
            MATCHED.set(path[..stop].to_owned());
        }
        let params = Object::new_proto(ctx, None)?;
        for (name, value) in captures {
            params.set(name, value)?;
        }
        Ok(Some(params))
    })
}

/// `runtime.matchedPath()`: what the last pattern that matched has matched, unless it was a whole path.
fn matched_path() -> String {
    MATCHED.take()
}

impl Pattern {
    /// The captures, and where the match ends.
    fn find<'a>(&'a self, path: &'a str) -> Option<(Vec<(&'a str, &'a str)>, usize)> {
        let mut captures = Vec::new();
        let mut at = 0;
        for token in &self.tokens {
            let rest = &path[at..];
            let (name, length) = match token {
                Token::Text(text) => {
                    let part = rest.as_bytes().get(..text.len())?;
                    let is_equal = if self.is_sensitive {
                        part == text.as_bytes()
                    } else {
                        part.eq_ignore_ascii_case(text.as_bytes())
                    };
                    if !is_equal {
                        return None;
                    }
                    at += text.len();
                    continue;
                }
                Token::Parameter(name) => (name, rest.find('/').unwrap_or(rest.len())),
                Token::Wildcard(name) => (name, rest.len()),
            };
            if length == 0 {
                return None;
            }
            captures.push((name.as_str(), &rest[..length]));
            at += length;
        }
        Some((captures, self.stop(path, at)?))
    }

    /// Where a match that got as far as `at` ends, unless it is none.
    fn stop(&self, path: &str, at: usize) -> Option<usize> {
        match &path.as_bytes()[at..] {
            [] => Some(at),
            [b'/'] if self.may_trail => Some(at + 1),
            [b'/', ..] if !self.is_whole => Some(at),
            _ => None,
        }
    }
}
