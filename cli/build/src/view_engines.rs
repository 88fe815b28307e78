//! The view engines that an app names by the extension of its templates alone: Express loads the package of that name, and here it has
//! to be in the bundle.

use std::collections::BTreeSet;

use crate::folder_files;
use crate::project::{PACKAGES_DIRECTORY, Project};

/// The module of the SDK that holds them.
pub(crate) const MODULE: &str = "engines.js";

/// The packages called like the extension of a file in the project, sorted.
pub(crate) fn names(project: &Project) -> BTreeSet<String> {
    let is_installed = |name: &String| {
        let mut folders = project.root.ancestors();
        folders.any(|folder| {
            folder
                .join(PACKAGES_DIRECTORY)
                .join(name)
                .join("package.json")
                .is_file()
        })
    };
    folder_files::extensions(&project.root)
        .into_iter()
        .filter(|name| is_name(name))
        .filter(is_installed)
        .collect()
}

/// The source of the module: each package by its name.
pub(crate) fn source(names: &BTreeSet<String>) -> String {
    let imports = names.iter().enumerate();
    let imports: String = imports
        .map(|(at, name)| format!("import * as engine{at} from '{name}';\n"))
        .collect();
    let entries = names.iter().enumerate();
    let entries: String = entries
        .map(|(at, name)| format!("'{name}': engine{at}.default ?? engine{at}, "))
        .collect();
    format!(
        "{imports}const engines = {{ {entries}}};\nglobalThis[Symbol.for('rnode.engines')] = engines;\nexport default engines;\n"
    )
}

/// Whether an extension can be the name of a package, and written into a module as it is.
fn is_name(extension: &str) -> bool {
    !extension.is_empty()
        && extension
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The module imports what it hands out, and an app without templates gets an empty one.
    #[test]
    fn sources() {
        let cases: [(&[&str], &str); 2] = [
            (&[], "const engines = { };\n"),
            (
                &["ejs", "pug"],
                "import * as engine0 from 'ejs';\nimport * as engine1 from 'pug';\nconst engines = { 'ejs': engine0.default ?? engine0, 'pug': engine1.default ?? engine1, };\n",
            ),
        ];
        for (names, expected) in cases {
            let names = names.iter().copied().map(String::from).collect();
            let source = source(&names);
            assert!(
                source.starts_with(expected) && source.ends_with("export default engines;\n"),
                "{source}"
            );
        }
    }

    /// An extension that is no name of a package leads nowhere.
    #[test]
    fn names_of_packages() {
        for (extension, expected) in [
            ("ejs", true),
            ("twig-2", true),
            ("", false),
            ("a'b", false),
            ("../x", false),
        ] {
            assert_eq!(is_name(extension), expected, "{extension}");
        }
    }
}
