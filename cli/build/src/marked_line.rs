//! The line of source an error is on, with a mark under the place.

use std::fmt;

use crate::Position;

/// How many characters of a line are shown, so that an error in a minified file does not fill the
/// terminal.
pub const MARKED_LINE_COLUMNS_MAX: usize = 120;

/// What stands for text left out at either end of a long line.
const ELLIPSIS: char = '…';

/// One line of source with a mark. Printed, it is two lines:
///
/// ```text
///   3 |   const r = fetchh('https://example.org')
///     |             ^^^^^^
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedLine {
    line: u32,
    text: String,
    mark_start: usize,
    mark_width: usize,
}

impl MarkedLine {
    /// The line of `position` in `source`; the mark covers the name, string or character found
    /// there.
    ///
    /// There is none when `source` has no such line, as happens when a file changed since it was
    /// read.
    #[must_use]
    pub fn new(source: &str, position: Position) -> Option<Self> {
        let line_index = usize::try_from(position.line.checked_sub(1)?).ok()?;
        let text = source.split('\n').nth(line_index)?.trim_end_matches('\r');
        let mark_start = characters_before(text, position.column);
        let mark_width = token_width(text, mark_start);
        Some(Self::shortened(position.line, text, mark_start, mark_width))
    }

    /// The number of the line shown, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The text of the line, shortened to [`MARKED_LINE_COLUMNS_MAX`] characters, without tabs and
    /// control characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Keeps the part of the line around the mark.
    fn shortened(line: u32, text: &str, mark_start: usize, mark_width: usize) -> Self {
        let length = text.chars().count();
        let start = if length <= MARKED_LINE_COLUMNS_MAX {
            0
        } else {
            mark_start
                .saturating_sub(MARKED_LINE_COLUMNS_MAX / 3)
                .min(length - MARKED_LINE_COLUMNS_MAX)
        };
        let end = length.min(start + MARKED_LINE_COLUMNS_MAX);
        let mut shown: Vec<char> = text.chars().skip(start).take(end - start).map(printable).collect();
        if start > 0
            && let Some(first) = shown.first_mut()
        {
            *first = ELLIPSIS;
        }
        if end < length
            && let Some(last) = shown.last_mut()
        {
            *last = ELLIPSIS;
        }
        let mark_start = mark_start - start;
        let mark_width = mark_width.clamp(1, shown.len().saturating_sub(mark_start).max(1));
        Self {
            line,
            text: shown.into_iter().collect(),
            mark_start,
            mark_width,
        }
    }
}

impl fmt::Display for MarkedLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let gutter = number.len();
        writeln!(formatter, "  {number} | {}", self.text)?;
        write!(
            formatter,
            "  {:gutter$} | {:start$}{}",
            "",
            "",
            "^".repeat(self.mark_width),
            start = self.mark_start
        )
    }
}

/// A character that takes one column of a terminal and does nothing else to it.
fn printable(character: char) -> char {
    match character {
        '\t' => ' ',
        character if character.is_control() => char::REPLACEMENT_CHARACTER,
        character => character,
    }
}

/// How many characters stand before the UTF-16 `column`, which counts from 1.
fn characters_before(text: &str, column: u32) -> usize {
    let mut units_left = usize::try_from(column).unwrap_or(usize::MAX).saturating_sub(1);
    let mut characters = 0;
    for character in text.chars() {
        if units_left < character.len_utf16() {
            break;
        }
        units_left -= character.len_utf16();
        characters += 1;
    }
    characters
}

/// How many characters the name or quoted string at `start` has; 1 for anything else.
fn token_width(text: &str, start: usize) -> usize {
    let mut rest = text.chars().skip(start);
    match rest.next() {
        Some(quote @ ('"' | '\'' | '`')) => rest
            .position(|character| character == quote)
            .map_or(1, |inner| inner + 2),
        Some(first) if is_name(first) => 1 + rest.take_while(|&character| is_name(character)).count(),
        _ => 1,
    }
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It shows the line and marks the whole name, string or character at the position.
    #[test]
    fn marks() {
        let cases = [
            (
                "a\nb\n  const r = fetchh('x')\n",
                (3, 13),
                "  3 |   const r = fetchh('x')\n    |             ^^^^^^",
            ),
            ("import 'x' ;", (1, 8), "  1 | import 'x' ;\n    |        ^^^"),
            ("f(,)", (1, 3), "  1 | f(,)\n    |   ^"),
            ("\tx = 1\r\n", (1, 2), "  1 |  x = 1\n    |  ^"),
            ("'😀' + y", (1, 8), "  1 | '😀' + y\n    |       ^"),
            ("abc", (1, 4), "  1 | abc\n    |    ^"),
            ("a\u{1b}[31m", (1, 1), "  1 | a\u{fffd}[31m\n    | ^"),
        ];
        for (source, (line, column), expected) in cases {
            let marked = MarkedLine::new(source, Position { line, column }).expect("the line exists");
            assert_eq!(marked.to_string(), expected, "{source:?}");
        }
    }

    /// A line that does not exist has none.
    #[test]
    fn absent_lines() {
        for line in [0, 3, u32::MAX] {
            assert_eq!(MarkedLine::new("a\nb", Position { line, column: 1 }), None);
        }
    }

    /// A long line is cut around the mark, which stays under its name.
    #[test]
    fn long_lines() {
        let source = format!("{}target{}", "x;".repeat(5_000), "y;".repeat(5_000));
        let marked = MarkedLine::new(
            &source,
            Position {
                line: 1,
                column: 10_001,
            },
        )
        .expect("the line exists");
        assert_eq!(marked.text().chars().count(), MARKED_LINE_COLUMNS_MAX);
        let printed = marked.to_string();
        let (text, mark) = printed.split_once('\n').expect("two lines");
        let column = mark.chars().position(|character| character == '^').expect("a mark");
        let marked: String = text.chars().skip(column).take(6).collect();
        assert_eq!(marked, "target");
    }
}
