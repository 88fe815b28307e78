//! Which bytes a `Range` field asks for (RFC 9110, 14.1.2 and 14.2).

use std::ops::Range;

/// What becomes of a wish for bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The wish is not one that can be read, or is for several parts at once: the whole is always right.
    Whole,
    /// These.
    Part(Range<usize>),
    /// None of those there are.
    Beyond,
}

/// Reads the value of `Range` for something of this length.
pub(crate) fn asked(value: &str, length: usize) -> Asked {
    let is_unit = |unit: &str| unit.eq_ignore_ascii_case("bytes");
    let range = value.split_once('=').filter(|(unit, _)| is_unit(unit.trim()));
    let ends = range.and_then(|(_, range)| range.trim().split_once('-'));
    let Some((first, last)) = ends else {
        return Asked::Whole;
    };
    match (first, last, number(first), number(last)) {
        ("", _, _, Some(0)) => Asked::Beyond,
        // Zero bytes cannot be told in `Content-Range`.
        ("", _, _, Some(_)) if length == 0 => Asked::Whole,
        ("", _, _, Some(bytes)) => Asked::Part(length.saturating_sub(bytes)..length),
        (_, _, Some(first), Some(last)) if last < first => Asked::Whole,
        (_, _, Some(first), Some(_)) | (_, "", Some(first), None) if first >= length => Asked::Beyond,
        (_, _, Some(first), Some(last)) => Asked::Part(first..last.saturating_add(1).min(length)),
        (_, "", Some(first), None) => Asked::Part(first..length),
        _ => Asked::Whole,
    }
}

/// A number of digits alone; one that is larger than any file is as good as the largest.
fn number(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};

    /// One part is cut to what there is, none that is there is told as such, and everything else is for the whole.
    #[test]
    fn ranges() {
        for (value, length, expected) in [
            ("bytes=0-3", 10, Asked::Part(0..4)),
            ("Bytes=0-0", 10, Asked::Part(0..1)),
            ("bytes=4-", 10, Asked::Part(4..10)),
            ("bytes=8-99", 10, Asked::Part(8..10)),
            ("bytes=-3", 10, Asked::Part(7..10)),
            ("bytes=-99", 10, Asked::Part(0..10)),
            ("bytes=0-99999999999999999999999", 10, Asked::Part(0..10)),
            ("bytes=10-", 10, Asked::Beyond),
            ("bytes=10-11", 10, Asked::Beyond),
            ("bytes=99999999999999999999999-", 10, Asked::Beyond),
            ("bytes=-0", 10, Asked::Beyond),
            ("bytes=0-", 0, Asked::Beyond),
            ("bytes=-1", 0, Asked::Whole),
            ("bytes=3-1", 10, Asked::Whole),
            ("bytes=0-1,3-4", 10, Asked::Whole),
            ("bytes=-", 10, Asked::Whole),
            ("bytes=", 10, Asked::Whole),
            ("bytes=+1-2", 10, Asked::Whole),
            ("bytes=a-b", 10, Asked::Whole),
            ("lines=0-1", 10, Asked::Whole),
            ("0-1", 10, Asked::Whole),
            ("", 10, Asked::Whole),
        ] {
            assert_eq!(asked(value, length), expected, "{value} of {length}");
        }
    }
}
