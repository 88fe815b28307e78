//! The names an ES module exports, read from its source.

use oxc::allocator::Allocator;
use oxc::parser::Parser;
use oxc::span::SourceType;
use oxc::syntax::module_record::{ExportEntry, ExportExportName};

/// The names `source` exports itself, `default` among them, in source order; what `export * from`
/// brings is not known here.
///
/// A source that does not parse exports nothing.
pub(crate) fn names(source: &str) -> Vec<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::ts()).parse();
    let record = parsed.module_record;
    let mut entries: Vec<&ExportEntry<'_>> = record
        .local_export_entries
        .iter()
        .chain(&record.indirect_export_entries)
        .collect();
    entries.sort_by_key(|entry| entry.span.start);
    entries
        .into_iter()
        .filter_map(|entry| name(&entry.export_name))
        .collect()
}

fn name(name: &ExportExportName<'_>) -> Option<String> {
    match name {
        ExportExportName::Name(name) => Some(name.name.to_string()),
        ExportExportName::Default(_) => Some(String::from("default")),
        ExportExportName::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every form of export gives its name.
    #[test]
    fn forms() {
        let cases: [(&str, &[&str]); 8] = [
            ("export const a = 1, b = 2", &["a", "b"]),
            ("export default function () {}", &["default"]),
            ("const x = 1; export { x as default, x as y }", &["default", "y"]),
            ("export { a as 'module.exports' } from './x.js'", &["module.exports"]),
            ("export * as all from './x.js'", &["all"]),
            ("export * from './x.js'", &[]),
            ("module.exports = 1", &[]),
            ("export {", &[]),
        ];
        for (source, expected) in cases {
            assert_eq!(names(source), expected, "{source}");
        }
    }
}
