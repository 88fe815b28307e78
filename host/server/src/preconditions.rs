//! Conditional requests (RFC 9110, 13): whether a client has what it asks for, or asks for something that is no longer so.

use std::time::SystemTime;

use http::header::{self, HeaderMap, HeaderName};

use crate::respond;

/// What identifies the bytes that would be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validators<'v> {
    /// The strong entity tag, with its quotes.
    pub(crate) etag: &'v str,
    /// In whole seconds.
    pub(crate) modified: SystemTime,
}

/// What the conditions of a `GET` or `HEAD` come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Send it.
    Holds,
    /// The client has it.
    NotModified,
    /// The client wanted something else under this name.
    Failed,
}

impl Validators<'_> {
    /// Decides in the order of RFC 9110, 13.2.2: tags go before dates. A date that cannot be read is no condition.
    pub(crate) fn judge(&self, headers: &HeaderMap) -> Verdict {
        let is_wanted = match list(headers, &header::IF_MATCH) {
            Some(tags) => has_strong(&tags, self.etag),
            None => date(headers, &header::IF_UNMODIFIED_SINCE).is_none_or(|date| self.modified <= date),
        };
        if !is_wanted {
            return Verdict::Failed;
        }
        let is_known = match list(headers, &header::IF_NONE_MATCH) {
            Some(tags) => has_weak(&tags, self.etag),
            None => date(headers, &header::IF_MODIFIED_SINCE).is_some_and(|date| self.modified <= date),
        };
        if is_known { Verdict::NotModified } else { Verdict::Holds }
    }

    /// Whether a client may have a part: `If-Range` names these bytes, by their date only if `dates_tell`, or there is none.
    pub(crate) fn allow_part(&self, headers: &HeaderMap, dates_tell: bool) -> bool {
        let Some(known) = headers.get(header::IF_RANGE) else {
            return true;
        };
        known.as_bytes() == self.etag.as_bytes() || (dates_tell && respond::date(known) == Some(self.modified))
    }
}

/// All values of a field as one list, unless there are none.
fn list(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values = headers.get_all(name).iter();
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    (!values.is_empty()).then(|| values.join(","))
}

fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    respond::date(headers.get(name)?)
}

/// Whether a list has exactly this tag, or stands for all. No tag of ours has a comma.
fn has_strong(list: &str, etag: &str) -> bool {
    list.trim() == "*" || list.split(',').any(|known| known.trim() == etag)
}

/// Whether a list has this tag, weak or not, or stands for all.
fn has_weak(list: &str, etag: &str) -> bool {
    let tag = |known: &str| known.trim().strip_prefix("W/").map(str::to_owned);
    has_strong(list, etag) || list.split(',').any(|known| tag(known).as_deref() == Some(etag))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::HeaderMap;

    use super::{Validators, Verdict};

    const BEFORE: &str = "Sat, 24 Nov 2001 10:00:00 GMT";
    const SAME: &str = "Sun, 25 Nov 2001 10:00:00 GMT";
    const AFTER: &str = "Mon, 26 Nov 2001 10:00:00 GMT";

    fn validators() -> Validators<'static> {
        Validators {
            etag: "\"a1\"",
            modified: SystemTime::UNIX_EPOCH + Duration::from_secs(1_006_682_400),
        }
    }

    fn headers(fields: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for &(name, value) in fields {
            headers.append(name, value.parse().expect("a value"));
        }
        headers
    }

    /// Each condition alone, and which goes first when there are several.
    #[test]
    fn order() {
        use Verdict::{Failed, Holds, NotModified};
        for (fields, expected) in [
            (&[][..], Holds),
            (&[("if-none-match", "\"a1\"")], NotModified),
            (&[("if-none-match", "W/\"a1\"")], NotModified),
            (&[("if-none-match", "\"x\", \"a1\"")], NotModified),
            (&[("if-none-match", "\"x\""), ("if-none-match", "\"a1\"")], NotModified),
            (&[("if-none-match", "*")], NotModified),
            (&[("if-none-match", "\"a1-br\"")], Holds),
            (&[("if-modified-since", BEFORE)], Holds),
            (&[("if-modified-since", SAME)], NotModified),
            (&[("if-modified-since", AFTER)], NotModified),
            (&[("if-modified-since", "yesterday")], Holds),
            (&[("if-none-match", "\"x\""), ("if-modified-since", AFTER)], Holds),
            (&[("if-match", "\"a1\"")], Holds),
            (&[("if-match", "*")], Holds),
            (&[("if-match", "\"x\", \"a1\"")], Holds),
            (&[("if-match", "W/\"a1\"")], Failed),
            (&[("if-match", "\"x\"")], Failed),
            (&[("if-unmodified-since", BEFORE)], Failed),
            (&[("if-unmodified-since", SAME)], Holds),
            (&[("if-unmodified-since", "soon")], Holds),
            (&[("if-match", "\"a1\""), ("if-unmodified-since", BEFORE)], Holds),
            (&[("if-match", "\"a1\""), ("if-none-match", "\"a1\"")], NotModified),
            (&[("if-match", "\"x\""), ("if-none-match", "\"a1\"")], Failed),
            (&[("if-unmodified-since", BEFORE), ("if-none-match", "\"a1\"")], Failed),
        ] {
            assert_eq!(validators().judge(&headers(fields)), expected, "{fields:?}");
        }
    }

    /// A date that several codings share tells of none of them; a tag always does.
    #[test]
    fn dates_of_several() {
        assert!(!validators().allow_part(&headers(&[("if-range", SAME)]), false));
        assert!(validators().allow_part(&headers(&[("if-range", "\"a1\"")]), false));
        assert!(validators().allow_part(&headers(&[]), false));
    }

    /// A part goes to who has the rest of the very same bytes.
    #[test]
    fn parts() {
        for (fields, expected) in [
            (&[][..], true),
            (&[("if-range", "\"a1\"")], true),
            (&[("if-range", "W/\"a1\"")], false),
            (&[("if-range", "\"x\"")], false),
            (&[("if-range", SAME)], true),
            (&[("if-range", AFTER)], false),
            (&[("if-range", BEFORE)], false),
        ] {
            assert_eq!(validators().allow_part(&headers(fields), true), expected, "{fields:?}");
        }
    }
}
