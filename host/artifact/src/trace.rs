//! A trace: the stack of an exception in the author's own files, with the code where it was thrown.

mod code_frame;
mod source_map;
mod stack;

use std::fmt::Write as _;

pub use code_frame::{CODE_LINE_CHARS_MAX, CodeFrame, CodeLine};
pub use source_map::{InvalidSourceMap, MAPPINGS_MAX, SOURCE_MAP_BYTES_MAX, SOURCES_MAX, SourceMap};
pub use stack::{FRAMES_MAX, STACK_BYTES_MAX};

use source_map::Original;
use stack::{StackLine, stack_lines};

/// Longest function or file name in a frame, in characters; the rest is cut off.
const NAME_CHARS_MAX: usize = 200;

/// The stack of an exception, innermost call first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    frames: Vec<Frame>,
    code_frame: Option<CodeFrame>,
}

/// One call on the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Name of the function, `None` for an anonymous one and for the top level.
    pub function: Option<String>,
    /// The author's file where the source map knows it, else the file as the runtime gives it.
    pub file: String,
    /// Line in `file`, from 1.
    pub line: u32,
    /// Column in `file`, from 1, in UTF-16 code units.
    pub column: u32,
    /// Whose code it is.
    pub origin: Origin,
}

/// Whose code a [`Frame`] is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The author's.
    App,
    /// A package under `node_modules`.
    Dependency,
    /// The SDK's, below `rnode-wasm/`, or a helper of the bundler.
    Sdk,
    /// Unknown: the source map does not say.
    Unmapped,
}

/// Which frames [`Trace::to_text`] writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    /// Without the SDK's frames, unless there are no others.
    Short,
    /// All frames.
    Full,
}

impl Trace {
    /// Reads `stack` as QuickJS-NG writes it for code of the file `bundle_name`, and maps it by `source_map`.
    ///
    /// Lines that are no stack lines and frames without a position (native functions) are dropped. Frames that cannot
    /// be mapped stay as they are. At most [`FRAMES_MAX`] frames within the first [`STACK_BYTES_MAX`] bytes are read.
    /// Names are cut to 200 characters and freed of control characters, not escaped for HTML.
    #[must_use]
    pub fn read(stack: &str, bundle_name: &str, source_map: Option<&SourceMap>) -> Self {
        let mapped: Vec<(Frame, Option<Original>)> = stack_lines(stack, bundle_name)
            .map(|line| map_line(&line, bundle_name, source_map))
            .collect();
        // The author's own code explains most; only where there is none, the nearest code there is.
        let position_of =
            |(frame, original): &(Frame, Option<Original>)| original.map(|original| (frame.origin, original));
        let shown = mapped
            .iter()
            .filter_map(position_of)
            .find(|(origin, _)| *origin == Origin::App)
            .or_else(|| mapped.iter().find_map(position_of));
        let code_frame = shown
            .zip(source_map)
            .and_then(|((_, original), source_map)| source_map.code_frame(original));
        let frames = mapped.into_iter().map(|(frame, _)| frame).collect();
        Self { frames, code_frame }
    }

    /// All frames, innermost first.
    #[must_use]
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The code at the innermost frame in the author's files; of a dependency or the SDK when the author's are not on
    /// the stack. `None` when the source map is missing or lacks that source.
    #[must_use]
    pub fn code_frame(&self) -> Option<&CodeFrame> {
        self.code_frame.as_ref()
    }

    /// The stack as text, one line `    at function (file:line:column)` for each frame.
    #[must_use]
    pub fn to_text(&self, detail: Detail) -> String {
        let only_sdk = self.frames.iter().all(|frame| frame.origin == Origin::Sdk);
        let mut text = String::new();
        for frame in &self.frames {
            let shown = detail == Detail::Full || only_sdk || frame.origin != Origin::Sdk;
            if !shown {
                continue;
            }
            let Frame { file, line, column, .. } = frame;
            // Writing to a String cannot fail.
            let _ = match &frame.function {
                Some(function) => writeln!(text, "    at {function} ({file}:{line}:{column})"),
                None => writeln!(text, "    at {file}:{line}:{column}"),
            };
        }
        text
    }
}

fn map_line(line: &StackLine<'_>, bundle_name: &str, source_map: Option<&SourceMap>) -> (Frame, Option<Original>) {
    let found = source_map
        .filter(|_| line.file == bundle_name)
        .and_then(|source_map| Some((source_map, source_map.find(line.line, line.column)?)));
    let function = line.function.map(printable_name);
    let Some((source_map, original)) = found else {
        let frame = Frame {
            function,
            file: printable_name(line.file),
            line: line.line,
            column: line.column,
            origin: Origin::Unmapped,
        };
        return (frame, None);
    };
    let (file, origin) = classify(source_map.source_name(original));
    let frame = Frame {
        function,
        file,
        line: original.line.saturating_add(1),
        column: original.column.saturating_add(1),
        origin,
    };
    (frame, Some(original))
}

/// The name to show for a source, and whose it is.
fn classify(source: &str) -> (String, Origin) {
    // Bundlers mark modules that are no files with a leading NUL.
    let name = source.trim_start_matches('\0');
    let is_virtual = name.len() < source.len();
    let origin = if is_virtual || name.starts_with("rnode-wasm/") {
        Origin::Sdk
    } else if name.split('/').any(|segment| segment == "node_modules") {
        Origin::Dependency
    } else {
        Origin::App
    };
    (printable_name(name), origin)
}

fn printable_name(name: &str) -> String {
    name.chars().take(NAME_CHARS_MAX).map(printable).collect()
}

/// Replaces what would steer a terminal or reorder a line of text.
fn printable(character: char) -> char {
    let reorders = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if character.is_control() || reorders {
        char::REPLACEMENT_CHARACTER
    } else {
        character
    }
}
