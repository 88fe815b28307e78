//! Where the developer wrote what is at some place of the bundle.

use rolldown_sourcemap::SourceMap;

use crate::{Location, MarkedLine, Position};

/// A bundle with its map, to look places up.
pub(crate) struct Origins<'a> {
    source: &'a str,
    map: &'a SourceMap,
}

impl<'a> Origins<'a> {
    pub(crate) fn new(source: &'a str, map: &'a SourceMap) -> Self {
        Self { source, map }
    }

    /// The place and line behind each of these byte offsets of the bundle; neither where the
    /// bundler wrote something itself.
    pub(crate) fn of(&self, offsets: impl Iterator<Item = u32>) -> Vec<(Option<Location>, Option<MarkedLine>)> {
        let table = self.map.generate_lookup_table();
        offsets
            .map(|offset| {
                let at = Position::of_offset(self.source, usize::try_from(offset).unwrap_or(usize::MAX));
                let token = self.map.lookup_source_view_token(&table, at.line - 1, at.column - 1);
                let Some((token, (file, text))) =
                    token.and_then(|token| Some((token, token.get_source_and_content()?)))
                else {
                    return (None, None);
                };
                let position = Position {
                    line: token.get_src_line() + 1,
                    column: token.get_src_col() + 1,
                };
                let location = Location {
                    file: String::from(file),
                    position,
                };
                (Some(location), MarkedLine::new(text, position))
            })
            .collect()
    }
}
