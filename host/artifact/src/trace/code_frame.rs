//! A code frame: a few lines of a source with a mark under one place.

use std::fmt::Write as _;

use super::printable;

/// Longest line shown, in characters. Longer ones, as in minified code, are cut around the column.
pub const CODE_LINE_CHARS_MAX: usize = 200;

/// Lines shown before and after the marked one: enough to recognise the place, few enough for a terminal.
const LINES_AROUND: u32 = 2;

/// A place in a source and the lines around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeFrame {
    /// The source.
    pub file: String,
    /// Line of the place, from 1.
    pub line: u32,
    /// Column of the place in the source, from 1, in UTF-16 code units.
    pub column: u32,
    /// The marked line with up to two before and two after it.
    pub lines: Vec<CodeLine>,
    /// Where the mark stands under the text of the marked line, in characters from 0.
    pub caret: usize,
}

/// One line of a [`CodeFrame`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// Its number in the source, from 1.
    pub number: u32,
    /// Its text without control characters other than tabs, cut to [`CODE_LINE_CHARS_MAX`]; not escaped for HTML.
    pub text: String,
}

impl CodeFrame {
    /// The lines of `content` around `line` and `column`, both from 1, the column in UTF-16 code units.
    ///
    /// `None` when there is no such line; a column behind the end of its line marks the end.
    #[must_use]
    pub fn new(file: &str, content: &str, line: u32, column: u32) -> Option<Self> {
        let first = line.checked_sub(1)?.saturating_sub(LINES_AROUND);
        let last = line.saturating_add(LINES_AROUND);
        let shown: Vec<(u32, &str)> = (1..=last)
            .zip(lines(content))
            .filter(|(number, _)| *number > first)
            .collect();
        let (_, marked) = shown.iter().find(|(number, _)| *number == line)?;
        let marked_at = char_index(marked, column.saturating_sub(1));
        let window_start = window_start(marked, marked_at);
        let lines = shown
            .iter()
            .map(|(number, text)| CodeLine {
                number: *number,
                text: cut(text, window_start),
            })
            .collect();
        let caret = marked_at - window_start;
        Some(Self {
            file: file.to_owned(),
            line,
            column,
            lines,
            caret,
        })
    }

    /// The frame as text: numbered lines, `>` before the marked one, `^` under the place.
    #[must_use]
    pub fn to_text(&self) -> String {
        let width = self.lines.last().map_or(1, |line| line.number.to_string().len());
        let mut text = String::new();
        for CodeLine { number, text: code } in &self.lines {
            let is_marked = *number == self.line;
            let marker = if is_marked { '>' } else { ' ' };
            let line = format!("{marker} {number:>width$} | {code}");
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", line.trim_end());
            if is_marked {
                let _ = writeln!(text, "  {:>width$} | {}^", "", self.padding(code));
            }
        }
        text
    }

    /// What stands before the mark: as wide as the code above it, tabs included.
    fn padding(&self, code: &str) -> String {
        code.chars()
            .map(|character| if character == '\t' { '\t' } else { ' ' })
            .chain(std::iter::repeat(' '))
            .take(self.caret)
            .collect()
    }
}

/// The lines of an ECMAScript source (ECMA-262, 12.3).
fn lines(content: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(content);
    std::iter::from_fn(move || {
        let text = rest?;
        let is_terminator = |character| matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}');
        let Some((line, following)) = text.split_once(is_terminator) else {
            rest = None;
            return Some(text);
        };
        // CR LF is one terminator.
        let after_cr = text.as_bytes().get(line.len()) == Some(&b'\r');
        let following = if after_cr {
            following.strip_prefix('\n').unwrap_or(following)
        } else {
            following
        };
        rest = Some(following);
        Some(line)
    })
}

/// The index of the character at `units` UTF-16 code units, at most the length of `line`.
fn char_index(line: &str, units: u32) -> usize {
    let mut units_left = usize::try_from(units).unwrap_or(usize::MAX);
    line.chars()
        .take_while(|character| match units_left.checked_sub(character.len_utf16()) {
            Some(left) => {
                units_left = left;
                true
            }
            None => false,
        })
        .count()
}

/// Where the part of `line` begins that is shown, in characters, with `marked_at` inside it.
fn window_start(line: &str, marked_at: usize) -> usize {
    let surplus = line.chars().count().saturating_sub(CODE_LINE_CHARS_MAX);
    marked_at.saturating_sub(CODE_LINE_CHARS_MAX / 2).min(surplus)
}

/// The part of `line` from `start`, with `…` for what is left out at either end.
fn cut(line: &str, start: usize) -> String {
    let mut characters = line.chars().skip(start);
    let mut shown: Vec<char> = characters
        .by_ref()
        .take(CODE_LINE_CHARS_MAX)
        .map(|character| {
            if character == '\t' {
                character
            } else {
                printable(character)
            }
        })
        .collect();
    if start > 0
        && let Some(first) = shown.first_mut()
    {
        *first = '…';
    }
    if characters.next().is_some()
        && let Some(last) = shown.last_mut()
    {
        *last = '…';
    }
    shown.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str, line: u32, column: u32) -> Option<String> {
        CodeFrame::new("app.js", content, line, column).map(|frame| frame.to_text())
    }

    /// Proves how a frame reads in the middle, at the edges and outside of a source.
    #[test]
    fn placement() {
        let source = "one\ntwo\n  const r = fetchh('x')\nfour\n\nsix\n";
        for (line, column, expected) in [
            (
                3,
                13,
                "  1 | one\n  2 | two\n> 3 |   const r = fetchh('x')\n    |             ^\n  4 | four\n  5 |\n",
            ),
            (1, 1, "> 1 | one\n    | ^\n  2 | two\n  3 |   const r = fetchh('x')\n"),
            (
                1,
                99,
                "> 1 | one\n    |    ^\n  2 | two\n  3 |   const r = fetchh('x')\n",
            ),
            (1, 0, "> 1 | one\n    | ^\n  2 | two\n  3 |   const r = fetchh('x')\n"),
            (7, 1, "  5 |\n  6 | six\n> 7 |\n    | ^\n"),
        ] {
            assert_eq!(text(source, line, column).as_deref(), Some(expected), "{line}:{column}");
        }
        for line in [0, 8, u32::MAX] {
            assert_eq!(text(source, line, 1), None, "{line}");
        }
    }

    /// Proves that numbers are aligned, every line terminator of ECMAScript ends a line, and tabs and wide characters
    /// keep the mark in place.
    #[test]
    fn alignment() {
        let ten = "a\r\nb\rc\u{2028}d\u{2029}e\nf\ng\nh\ni\n\t'😀', x";
        assert_eq!(
            text(ten, 10, 8).as_deref(),
            Some("   8 | h\n   9 | i\n> 10 | \t'😀', x\n     | \t     ^\n")
        );
        assert_eq!(text(ten, 3, 1).as_deref().map(|text| text.lines().count()), Some(6));
    }

    /// Proves that a long line is cut around the mark, and control characters are not passed on.
    #[test]
    fn cutting() {
        let long = format!("{}X{}", "a".repeat(5_000), "b".repeat(5_000));
        for (column, starts, ends, caret) in [
            (1, "aaa", "a…", 0),
            (5_001, "…aa", "b…", 100),
            (10_001, "…bb", "bb", 199),
            (10_002, "…b", "bb", 200),
        ] {
            let frame = CodeFrame::new("app.js", &long, 1, column).unwrap();
            let shown = &frame.lines[0].text;
            assert_eq!(shown.chars().count(), CODE_LINE_CHARS_MAX);
            assert!(shown.starts_with(starts) && shown.ends_with(ends), "{shown}");
            assert_eq!(frame.caret, caret);
        }
        let frame = CodeFrame::new("app.js", "a\u{1b}[2Jb\u{202e}", 1, 1).unwrap();
        assert_eq!(frame.lines[0].text, "a\u{fffd}[2Jb\u{fffd}");
    }
}
