//! A source map, decoded once: where each place of a bundle comes from (ECMA-426).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use sourcemap::vlq::parse_vlq_segment;

use super::code_frame::CodeFrame;
use crate::limits::BUNDLE_BYTES_MAX;

/// Largest map, in bytes of JSON. It travels inside a bundle.
pub const SOURCE_MAP_BYTES_MAX: usize = BUNDLE_BYTES_MAX;

/// Most mappings. A bundle of 1 MiB has about 200,000; a million takes 24 MiB once decoded.
pub const MAPPINGS_MAX: usize = 1_000_000;

/// Most sources. The largest npm trees that still make sense as an app have a few thousand modules.
pub const SOURCES_MAX: usize = 20_000;

/// Longest segment, in characters: five numbers of at most 13 digits in base 64.
const SEGMENT_CHARS_MAX: usize = 65;

/// How far into a line of the bundle columns are translated, in bytes; it bounds the work for one frame.
const TRANSLATED_BYTES_MAX: usize = 256 * 1024;

/// Where each place of a bundle comes from, and the author's sources.
///
/// It comes from a client and can say anything: every number is checked, every list bounded.
///
/// The runtime counts columns in bytes of UTF-8, from 1, except in the first line, where it counts from 0 and never
/// says less than 1. Source maps count UTF-16 code units from 0. The lines of the bundle that are not ASCII are kept
/// here for the translation.
#[derive(Debug)]
pub struct SourceMap {
    /// In the order of places in the bundle.
    mappings: Vec<Mapping>,
    sources: Vec<Source>,
    /// The lines of the bundle that are not ASCII, by their index.
    wide_lines: Vec<(u32, Box<str>)>,
}

/// A text that is no [`SourceMap`].
#[derive(Debug, thiserror::Error)]
pub enum InvalidSourceMap {
    /// More than [`SOURCE_MAP_BYTES_MAX`] bytes.
    #[error("the source map is too large: {bytes} bytes, the limit is {SOURCE_MAP_BYTES_MAX}")]
    TooLarge {
        /// Its size, in bytes.
        bytes: usize,
    },
    /// Not JSON of the expected form, or with more than [`SOURCES_MAX`] sources.
    #[error("not a source map: {0}")]
    Json(#[from] serde_json::Error),
    /// Not revision 3, or made of sections.
    #[error("a source map must be of version 3 and in one piece")]
    Unsupported,
    /// More than [`MAPPINGS_MAX`] mappings.
    #[error("the source map has more than {MAPPINGS_MAX} mappings")]
    TooManyMappings,
    /// A segment of the mappings that cannot be decoded or leaves the map.
    #[error("the source map is malformed at line {line} of the bundle")]
    Mappings {
        /// Line of the bundle, from 1.
        line: usize,
    },
}

/// A place in the bundle and the place it comes from; lines and columns from 0, columns in UTF-16 code units.
#[derive(Clone, Copy, Debug)]
struct Mapping {
    line: u32,
    column: u32,
    original: Option<Original>,
}

/// A place in one of the author's sources; line and column from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Original {
    source: u32,
    pub(super) line: u32,
    pub(super) column: u32,
}

#[derive(Debug)]
struct Source {
    name: String,
    content: Option<String>,
}

impl SourceMap {
    /// Decodes the map `json` of the bundle `bundle_source`.
    ///
    /// # Errors
    /// [`InvalidSourceMap`] when it is too large, not of version 3, made of sections, or malformed anywhere.
    pub fn parse(json: &str, bundle_source: &str) -> Result<Self, InvalidSourceMap> {
        if json.len() > SOURCE_MAP_BYTES_MAX {
            return Err(InvalidSourceMap::TooLarge { bytes: json.len() });
        }
        let written: WrittenMap<'_> = serde_json::from_str(json)?;
        if written.version != 3 || written.sections.is_some() {
            return Err(InvalidSourceMap::Unsupported);
        }
        let mappings = decode_mappings(&written.mappings, written.sources.0.len())?;
        let root = written.source_root.unwrap_or_default();
        let contents = written.sources_content.into_iter().flat_map(|contents| contents.0);
        let sources = written
            .sources
            .0
            .into_iter()
            .zip(contents.chain(std::iter::repeat(None)))
            .map(|(name, content)| Source {
                name: below(&root, name.unwrap_or_default()),
                content,
            })
            .collect();
        Ok(Self {
            mappings,
            sources,
            wide_lines: wide_lines(bundle_source),
        })
    }

    /// Where the place comes from that the runtime calls `line` and `column`.
    pub(super) fn find(&self, line: u32, column: u32) -> Option<Original> {
        let (line, column) = self.place_in_bundle(line, column)?;
        let following = self
            .mappings
            .partition_point(|mapping| (mapping.line, mapping.column) <= (line, column));
        let mapping = self.mappings.get(following.checked_sub(1)?)?;
        // A mapping reaches no further than its line.
        mapping.original.filter(|_| mapping.line == line)
    }

    /// The name of the source, with the map's root.
    pub(super) fn source_name(&self, original: Original) -> &str {
        self.source(original)
            .map(|source| source.name.as_str())
            .unwrap_or_default()
    }

    /// The code around `original`, when the map holds that source.
    pub(super) fn code_frame(&self, original: Original) -> Option<CodeFrame> {
        let content = self.source(original)?.content.as_deref()?;
        let (file, _) = super::classify(self.source_name(original));
        let line = original.line.checked_add(1)?;
        let column = original.column.saturating_add(1);
        CodeFrame::new(&file, content, line, column)
    }

    fn source(&self, original: Original) -> Option<&Source> {
        self.sources.get(usize::try_from(original.source).ok()?)
    }

    /// From the runtime's way of counting to the map's.
    fn place_in_bundle(&self, line: u32, column: u32) -> Option<(u32, u32)> {
        let line = line.checked_sub(1)?;
        let byte = if line == 0 { column } else { column.checked_sub(1)? };
        let column = match self.wide_lines.binary_search_by_key(&line, |(line, _)| *line) {
            Ok(index) => utf16_column(&self.wide_lines.get(index)?.1, byte),
            Err(_) => byte,
        };
        Some((line, column))
    }
}

/// Decodes the `mappings` of a map with `sources` sources (ECMA-426, section 6).
fn decode_mappings(text: &str, sources: usize) -> Result<Vec<Mapping>, InvalidSourceMap> {
    let mut mappings = Vec::new();
    let mut original = Original {
        source: 0,
        line: 0,
        column: 0,
    };
    for (index, segments) in text.split(';').enumerate() {
        let malformed = || InvalidSourceMap::Mappings {
            line: index.saturating_add(1),
        };
        let line = u32::try_from(index).map_err(|_| malformed())?;
        let mut column = 0;
        for segment in segments.split(',').filter(|segment| !segment.is_empty()) {
            if mappings.len() == MAPPINGS_MAX {
                return Err(InvalidSourceMap::TooManyMappings);
            }
            let numbers = Some(segment)
                .filter(|segment| segment.len() <= SEGMENT_CHARS_MAX)
                .and_then(|segment| parse_vlq_segment(segment).ok())
                .ok_or_else(malformed)?;
            // The fifth number is a name, which says nothing that the stack does not.
            let mapped = match *numbers {
                [first] => moved(column, first).map(|column| (column, None)),
                [first, source, line, into] | [first, source, line, into, _] => moved(column, first)
                    .zip(original.moved(source, line, into, sources))
                    .map(|(column, original)| (column, Some(original))),
                _ => None,
            };
            let (moved_column, moved_original) = mapped.ok_or_else(malformed)?;
            column = moved_column;
            original = moved_original.unwrap_or(original);
            mappings.push(Mapping {
                line,
                column,
                original: moved_original,
            });
        }
    }
    // Generators may write a line's segments in any order.
    mappings.sort_by_key(|mapping| (mapping.line, mapping.column));
    Ok(mappings)
}

impl Original {
    fn moved(self, source: i64, line: i64, column: i64, sources: usize) -> Option<Self> {
        let source = moved(self.source, source)?;
        let exists = usize::try_from(source).is_ok_and(|index| index < sources);
        let moved = Self {
            source,
            line: moved(self.line, line)?,
            column: moved(self.column, column)?,
        };
        exists.then_some(moved)
    }
}

fn moved(value: u32, by: i64) -> Option<u32> {
    u32::try_from(i64::from(value).checked_add(by)?).ok()
}

/// `name` below the map's root (ECMA-426, `sourceRoot`).
fn below(root: &str, name: String) -> String {
    match root.trim_end_matches('/') {
        "" => name,
        root => format!("{root}/{name}"),
    }
}

fn wide_lines(bundle_source: &str) -> Vec<(u32, Box<str>)> {
    (0..)
        .zip(bundle_source.split('\n'))
        .filter(|(_, line)| !line.is_ascii())
        .map(|(index, line)| (index, &line[..line.floor_char_boundary(TRANSLATED_BYTES_MAX)]))
        .map(|(index, line)| (index, line.into()))
        .collect()
}

/// The column in UTF-16 code units of the byte at `byte`; beyond `line` the two count alike.
fn utf16_column(line: &str, byte: u32) -> u32 {
    let mut bytes_left = byte;
    let mut column = 0_u32;
    for character in line.chars() {
        // At most four bytes and two code units.
        let (Ok(bytes), Ok(units)) = (
            u32::try_from(character.len_utf8()),
            u32::try_from(character.len_utf16()),
        ) else {
            break;
        };
        let Some(left) = bytes_left.checked_sub(bytes) else {
            return column;
        };
        bytes_left = left;
        column = column.saturating_add(units);
    }
    column.saturating_add(bytes_left)
}

/// A map as it is written; unknown members are skipped.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenMap<'j> {
    version: u32,
    #[serde(default)]
    sources: BoundedList<Option<String>>,
    sources_content: Option<BoundedList<Option<String>>>,
    source_root: Option<String>,
    #[serde(borrow, default)]
    mappings: Cow<'j, str>,
    sections: Option<IgnoredAny>,
}

/// A list that is given up after [`SOURCES_MAX`] items, before it takes memory many times its size as text.
struct BoundedList<T>(Vec<T>);

impl<T> Default for BoundedList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for BoundedList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(BoundedListVisitor(PhantomData))
    }
}

struct BoundedListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for BoundedListVisitor<T> {
    type Value = BoundedList<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a list of at most {SOURCES_MAX} items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            if list.len() == SOURCES_MAX {
                return Err(A::Error::invalid_length(list.len() + 1, &self));
            }
            list.push(item);
        }
        Ok(BoundedList(list))
    }
}
