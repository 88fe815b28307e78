//! An import that leads nowhere: what was meant, and what to do.

use std::fs;
use std::path::Path;

use rolldown_error::{DiagnosableArcstr, DiagnosableResolveError};

use crate::error::{is_close, similar_file};
use crate::import_graph::ImportGraph;
use crate::project::{PACKAGES_DIRECTORY, Project, package_name, package_of};
use crate::{Diagnostic, Location, MarkedLine, Position, builtin};

/// Extensions tried for a relative import that has another one or none.
const EXTENSIONS: [&str; 6] = ["js", "ts", "mjs", "cjs", "tsx", "json"];

/// How much of a `package.json` is looked at for the name of a package.
const MANIFEST_BYTES_MAX: u64 = 1024 * 1024;

/// The diagnostic of an import that rolldown could not resolve.
pub(crate) fn explained(error: &DiagnosableResolveError, project: &Project, imports: &ImportGraph) -> Diagnostic {
    let importer = project.name(&error.importer_id);
    let (specifier, location, marked_line) = match &error.importee {
        DiagnosableArcstr::Span { span, text } => {
            let offset = usize::try_from(span.start).unwrap_or(usize::MAX);
            let position = Position::of_offset(&error.source, offset);
            let marked_line = MarkedLine::new(&error.source, position);
            (
                text.as_str(),
                Some(Location {
                    file: importer.clone(),
                    position,
                }),
                marked_line,
            )
        }
        // An import the compiler added, as for JSX: it has no place of its own.
        DiagnosableArcstr::String(text) => {
            let position = Position { line: 1, column: 1 };
            (
                text.as_str(),
                Some(Location {
                    file: importer.clone(),
                    position,
                }),
                None,
            )
        }
    };
    let (mut message, hint) = if let Some(name) = builtin::name(specifier) {
        (
            format!("`{specifier}` of Node.js does not exist in the sandbox"),
            Some(String::from(builtin::hint(name))),
        )
    } else if is_relative(specifier) {
        (
            format!("cannot find `{specifier}`"),
            file_hint(specifier, &error.importer_id),
        )
    } else if specifier.starts_with('#') {
        let hint = "names with `#` come from `imports` in the package.json of the same package";
        (format!("cannot find `{specifier}`"), Some(String::from(hint)))
    } else {
        package(specifier, &error.reason, &importer, project)
    };
    message.push_str(&origin(&importer, imports));
    Diagnostic {
        message,
        location,
        marked_line,
        hint,
    }
}

/// What a message about an import in the module `importer` ends with: whose module that is and how
/// the app came by it.
pub(crate) fn origin(importer: &str, imports: &ImportGraph) -> String {
    let packages = imports.packages_to(importer);
    match packages.as_slice() {
        [] => String::new(),
        [package] => format!("; the npm package `{package}` imports it"),
        [first, .., package] => {
            format!("; the npm package `{package}`, which comes with `{first}`, imports it")
        }
    }
}

fn is_relative(specifier: &str) -> bool {
    [".", "./", "../", "/"].iter().any(|start| specifier.starts_with(start))
}

/// What was probably meant by a relative import of the module `importer`.
fn file_hint(specifier: &str, importer: &str) -> Option<String> {
    let wanted = Path::new(importer).parent()?.join(specifier);
    let with_extension = |extension: &str| {
        wanted
            .with_extension(extension)
            .is_file()
            .then(|| String::from(extension))
    };
    let name = if let Some(extension) = EXTENSIONS.iter().find_map(|extension| with_extension(extension)) {
        wanted
            .with_extension(extension)
            .file_name()?
            .to_string_lossy()
            .into_owned()
    } else if wanted.is_dir() {
        return Some(format!("`{specifier}` is a directory without an `index.js`"));
    } else {
        similar_file(&wanted)?
    };
    let directory = specifier.rfind('/').map_or("", |end| &specifier[..=end]);
    Some(format!("did you mean `{directory}{name}`?"))
}

/// An import of an npm package: the package may be missing, or only the file in it.
fn package(specifier: &str, reason: &str, importer: &str, project: &Project) -> (String, Option<String>) {
    let name = package_name(specifier);
    if is_installed(name, project) {
        return incomplete(name, specifier, reason);
    }
    let message = format!("cannot find the package `{name}`");
    let hint = if !is_package_name(name) {
        Some(String::from(
            "if this is an alias, it needs an entry in `paths` of tsconfig.json",
        ))
    } else if package_of(importer).is_some() {
        Some(format!("run `npm install`, or `npm install {name}` if it is optional"))
    } else if is_listed(name, project) {
        Some(String::from(
            "it is in package.json but not installed: run `npm install`",
        ))
    } else if let Some(meant) = ["express", "rnode-wasm"].iter().find(|meant| is_close(name, meant)) {
        Some(format!("did you mean `{meant}`? otherwise run `npm install {name}`"))
    } else if specifier.ends_with("jsx-runtime") || specifier.ends_with("jsx-dev-runtime") {
        Some(format!(
            "JSX needs it: run `npm install {name}`, or set `jsxImportSource` in tsconfig.json"
        ))
    } else {
        Some(format!("run `npm install {name}`"))
    };
    (message, hint)
}

/// An import of a package that is installed but does not have what is imported, for a reason only
/// the bundler knows.
fn incomplete(name: &str, specifier: &str, reason: &str) -> (String, Option<String>) {
    if reason.contains("JSON") {
        let hint = String::from("run `npm install` again");
        return (format!("the package.json of `{name}` is not JSON"), Some(hint));
    }
    if specifier == name {
        let hint = String::from("its package.json names no file that exists, as for a package of types only");
        return (
            format!("the package `{name}` has nothing that can be imported"),
            Some(hint),
        );
    }
    let hint = reason
        .contains("exports")
        .then(|| String::from("its package.json does not list that path in `exports`"));
    (format!("the package `{name}` has no `{specifier}`"), hint)
}

/// Whether npm could have a package of that name: `@/components` and `~/lib` are aliases of a
/// bundler.
fn is_package_name(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphanumeric() || matches!(first, '_' | '-'))
            && part
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || "-_.".contains(character))
    };
    match name.strip_prefix('@') {
        Some(scoped) => scoped
            .split_once('/')
            .is_some_and(|(scope, name)| is_part(scope) && is_part(name)),
        None => is_part(name),
    }
}

/// Whether the package is in `node_modules` of the project or above.
fn is_installed(name: &str, project: &Project) -> bool {
    project
        .root
        .ancestors()
        .any(|directory| directory.join(PACKAGES_DIRECTORY).join(name).is_dir())
}

/// Whether the project's `package.json` names the package.
fn is_listed(name: &str, project: &Project) -> bool {
    let path = project.manifest();
    let is_small = fs::metadata(&path).is_ok_and(|metadata| metadata.len() <= MANIFEST_BYTES_MAX);
    is_small && fs::read_to_string(path).is_ok_and(|manifest| manifest.contains(&format!("\"{name}\":")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names npm would refuse are taken for aliases.
    #[test]
    fn package_names() {
        let cases = [
            ("zod", true),
            ("@scope/name", true),
            ("lodash.get", true),
            ("@/components", false),
            ("@", false),
            ("~", false),
            ("$lib", false),
        ];
        for (name, expected) in cases {
            assert_eq!(is_package_name(name), expected, "{name}");
        }
    }
}
