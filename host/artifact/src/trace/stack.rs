//! The text of a stack as QuickJS-NG writes it, line by line.

/// Most frames that are read. QuickJS-NG itself keeps 64, and `Error.stackTraceLimit` defaults to 10.
pub const FRAMES_MAX: usize = 64;

/// Most bytes of a stack that are read. A guest can set `stack` to any text.
pub const STACK_BYTES_MAX: usize = 64 * 1024;

/// One frame with a position, as the runtime sees it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct StackLine<'s> {
    pub(super) function: Option<&'s str>,
    pub(super) file: &'s str,
    /// As written; the runtime counts from 1.
    pub(super) line: u32,
    /// As written; see [`super::SourceMap`] for what the runtime counts.
    pub(super) column: u32,
}

/// The frames of `stack` that have a position.
pub(super) fn stack_lines<'s>(stack: &'s str, bundle_name: &str) -> impl Iterator<Item = StackLine<'s>> {
    let stack = &stack[..stack.floor_char_boundary(STACK_BYTES_MAX)];
    // A function name can hold ` (`, and so can a file name: the name that is known decides where the place begins.
    let bundle_place = format!(" ({bundle_name}:");
    stack
        .lines()
        .filter_map(move |line| stack_line(line, &bundle_place))
        .take(FRAMES_MAX)
}

/// Reads `at function (file:line:column)`, `at file:line:column`; `None` for `at function (native)` and all else.
fn stack_line<'s>(line: &'s str, bundle_place: &str) -> Option<StackLine<'s>> {
    let text = line.trim().strip_prefix("at ")?;
    let (function, place) = match text.strip_suffix(')') {
        None => (None, text),
        Some(inner) => {
            let at = inner.rfind(bundle_place).or_else(|| inner.rfind(" ("))?;
            let (function, place) = inner.split_at(at);
            (Some(function), place.strip_prefix(" (")?)
        }
    };
    let (place, column) = place.rsplit_once(':')?;
    let (file, line) = place.rsplit_once(':')?;
    Some(StackLine {
        function: function.filter(|function| *function != "<anonymous>"),
        file,
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves that each form of stack line that the runtime writes is read, and others are left out.
    #[test]
    fn forms() {
        for (line, expected) in [
            ("    at <anonymous> (app.js:1:11)", Some((None, "app.js", 1, 11))),
            ("    at app.js:2:1", Some((None, "app.js", 2, 1))),
            ("    at <input>:1:1", Some((None, "<input>", 1, 1))),
            ("    at later (app.js:3:50)", Some((Some("later"), "app.js", 3, 50))),
            (
                "    at get prop (app.js:1:35)",
                Some((Some("get prop"), "app.js", 1, 35)),
            ),
            ("    at [x y] (app.js:1:87)", Some((Some("[x y]"), "app.js", 1, 87))),
            ("    at a (b) (app.js:2:43)", Some((Some("a (b)"), "app.js", 2, 43))),
            (
                "    at f (my app (1).js:2:43)",
                Some((Some("f"), "my app (1).js", 2, 43)),
            ),
            ("    at my app (1).js:2:43", Some((None, "my app (1).js", 2, 43))),
            ("    at parse (native)", None),
            ("    at f (missing)", None),
            ("    at f (<null>)", None),
            ("    at f (app.js:x:1)", None),
            ("    at f (app.js:1:4294967296)", None),
            ("    at f (app.js:-1:1)", None),
            ("    at ", None),
            ("    at )", None),
            ("at :::", None),
            ("ReferenceError: nope is not defined", None),
            ("", None),
        ] {
            let bundle = if line.contains("my app") {
                "my app (1).js"
            } else {
                "app.js"
            };
            let expected = expected.map(|(function, file, line, column)| StackLine {
                function,
                file,
                line,
                column,
            });
            assert_eq!(stack_lines(line, bundle).next(), expected, "{line:?}");
        }
    }

    /// Proves that a stack of any size gives a bounded number of frames, also when the cut falls into a character.
    #[test]
    fn bounds() {
        let many = "    at f (app.js:1:1)\n".repeat(100_000);
        assert_eq!(stack_lines(&many, "app.js").count(), FRAMES_MAX);
        let wide = "ü".repeat(STACK_BYTES_MAX);
        assert_eq!(stack_lines(&format!("x{wide}\nat f (app.js:1:1)"), "app.js").count(), 0);
    }
}
