//! Lines and columns: how a byte offset becomes what an editor shows.

/// A place in a text. Lines and columns count from 1; columns count UTF-16 code units, as source
/// maps and editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, the first is 1.
    pub line: u32,
    /// Column, the first is 1.
    pub column: u32,
}

impl Position {
    /// The position of the byte `offset` in `text`; one past the end, or inside a character, is
    /// moved back to the one before.
    #[must_use]
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let lines_before = before.bytes().filter(|&byte| byte == b'\n').count();
        let columns_before = before[line_start..].encode_utf16().count();
        Self {
            line: counted(lines_before + 1),
            column: counted(columns_before + 1),
        }
    }
}

/// A count as the type positions have. Sources are smaller than 4 GiB; a larger one would show its
/// last position.
fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Offsets become lines and UTF-16 columns, wherever they point.
    #[test]
    fn offsets() {
        let cases = [
            ("", 0, (1, 1)),
            ("ab", 1, (1, 2)),
            ("ab", 99, (1, 3)),
            ("a\nb", 1, (1, 2)),
            ("a\nb", 2, (2, 1)),
            ("é😀x", 6, (1, 4)),
            ("é😀x", 3, (1, 2)),
        ];
        for (text, offset, (line, column)) in cases {
            assert_eq!(
                Position::of_offset(text, offset),
                Position { line, column },
                "{offset} in {text:?}"
            );
        }
    }
}
