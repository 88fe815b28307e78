//! Turns what rolldown reports into diagnostics in this project's words, with places, source lines
//! and hints.

use std::path::Path;

use rolldown_error::{BuildDiagnostic, DiagnosableResolveError, DiagnosticOptions, EventKind};

use crate::import_graph::ImportGraph;
use crate::origins::Origins;
use crate::plugin::{is_url, refusal};
use crate::project::{PACKAGES_DIRECTORY, Project, SDK_NAME, is_script};
use crate::syntax::Concern;
use crate::{Diagnostic, Location, MarkedLine, Position, missing_export, unresolved};

/// What is said of a file in another format.
const IMPORTABLE: &str = "only JavaScript, TypeScript, JSON and text files such as .txt, .html and .sql can be imported; serve others as assets";

/// The diagnostics of a build that failed.
pub(crate) fn errors(reported: Vec<BuildDiagnostic>, project: &Project, imports: &ImportGraph) -> Vec<Diagnostic> {
    reported
        .into_iter()
        .map(|diagnostic| explained(diagnostic, project, imports))
        .collect()
}

/// The errors and the warnings among what is reported of a build that succeeded.
///
/// An import that leads nowhere is only a warning to the bundler, which expects a server to have
/// the module; here nothing has. Warnings about packages are dropped: the developer of the app
/// cannot mend them.
pub(crate) fn warnings(
    reported: Vec<BuildDiagnostic>,
    project: &Project,
    imports: &ImportGraph,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    for reported in reported {
        let is_error = matches!(reported.kind(), EventKind::UnresolvedImport);
        let diagnostic = explained(reported, project, imports);
        if is_error {
            errors.push(diagnostic);
        } else if is_about_app(&diagnostic) {
            warnings.push(diagnostic);
        }
    }
    (errors, warnings)
}

/// The errors and warnings about what the bundle itself contains.
pub(crate) fn concerns(concerns: Vec<(u32, Concern)>, origins: &Origins<'_>) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    let places = origins.of(concerns.iter().map(|&(offset, _)| offset));
    for ((_, concern), (location, marked_line)) in concerns.into_iter().zip(places) {
        let (message, hint) = (String::from(concern.message()), Some(String::from(concern.hint())));
        let diagnostic = Diagnostic {
            message,
            location,
            marked_line,
            hint,
        };
        if concern.is_error() {
            errors.push(diagnostic);
        } else if is_about_app(&diagnostic) {
            warnings.push(diagnostic);
        }
    }
    (errors, warnings)
}

fn is_about_app(diagnostic: &Diagnostic) -> bool {
    diagnostic
        .location
        .as_ref()
        .is_some_and(|location| !location.file.contains(PACKAGES_DIRECTORY) && !location.file.starts_with(SDK_NAME))
}

fn explained(mut reported: BuildDiagnostic, project: &Project, imports: &ImportGraph) -> Diagnostic {
    if let Some(error) = reported.downcast_mut::<DiagnosableResolveError>() {
        return unresolved::explained(error, project, imports);
    }
    let options = DiagnosticOptions {
        cwd: project.root.clone(),
    };
    if matches!(reported.kind(), EventKind::UnhandleableError) {
        let (message, location) = unhandleable(&reported.to_message_with(&options), project);
        return Diagnostic {
            message: first_paragraph(&message),
            location,
            marked_line: None,
            hint: None,
        };
    }
    let rendered = reported.to_diagnostic_with(&options);
    let (location, source) = match rendered.get_primary_location() {
        Some((file, line, column, _)) => located(&file, line, column, project),
        None => (None, None),
    };
    let position = location.as_ref().map(|location| location.position);
    let marked_line = source
        .zip(position)
        .and_then(|(source, position)| MarkedLine::new(&source, position));
    let message = reported.to_message_with(&options);
    let (message, hint) = match reported.kind() {
        EventKind::MissingExportError => missing_export::explained(&reported, &message, project, imports),
        EventKind::UnloadableDependencyError => unloadable(&message, project),
        EventKind::ParseError => {
            let hint = foreign(location.as_ref()).or_else(|| help(&rendered.convert_to_string(false)));
            (format!("SyntaxError: {message}"), hint)
        }
        EventKind::JsonParseError => (format!("this is not JSON: {message}"), None),
        EventKind::CannotCallNamespace => (
            message,
            Some(String::from(
                "import the default export: `import name from '…'` instead of `import * as name`",
            )),
        ),
        EventKind::CommonJsVariableInEsm => (
            String::from("`module` and `exports` do not exist in a file that uses `import` or `export`"),
            Some(String::from(
                "write `export default …`, or use `require()` throughout the file",
            )),
        ),
        EventKind::RequireTlaError => (
            message,
            Some(String::from("load it with `import`, which can wait for it")),
        ),
        _ => (message, None),
    };
    Diagnostic {
        message: first_paragraph(&message),
        location,
        marked_line,
        hint,
    }
}

/// The place with the file called as everywhere else, and the file's text.
fn located(file: &str, line: usize, column: usize, project: &Project) -> (Option<Location>, Option<String>) {
    let file = project.name(file);
    let source = project.source(&file);
    let (Ok(line), Ok(column)) = (u32::try_from(line), u32::try_from(column + 1)) else {
        return (None, None);
    };
    (
        Some(Location {
            file,
            position: Position { line, column },
        }),
        source,
    )
}

/// A module that was found and could not be read. The bundler's message is `Could not load WHAT
/// (imported by WHOM) - WHY.`
fn unloadable(message: &str, project: &Project) -> (String, Option<String>) {
    let (what, why) = message.trim_end_matches('.').split_once(" - ").unwrap_or((message, ""));
    let what = what
        .trim_start_matches("Could not load ")
        .split(" (imported by ")
        .next()
        .unwrap_or(what);
    // The bundler says only that a plugin refused.
    let why = refusal(what).unwrap_or(why);
    let name = if is_url(what) {
        String::from(what)
    } else {
        project.name(what)
    };
    let hint = if is_url(what) {
        Some(String::from(
            "install the package with npm, or keep a copy of the file in the project",
        ))
    } else if why.contains("UTF-8") {
        Some(String::from(IMPORTABLE))
    } else {
        None
    };
    (format!("`{name}` cannot be loaded: {why}"), hint)
}

/// The hint for a file that is not JavaScript at all, though nothing told the bundler so.
fn foreign(location: Option<&Location>) -> Option<String> {
    let is_script = is_script(Path::new(&location?.file));
    (!is_script).then(|| String::from(IMPORTABLE))
}

/// An error the bundler has no words for: after a line that asks to report it comes its Rust form.
///
/// One is known to be the developer's: a `package.json` that is not JSON.
fn unhandleable(message: &str, project: &Project) -> (String, Option<Location>) {
    let error = message.split_once('\n').map_or(message, |(_, error)| error);
    let field = |start: &str, end: char| error.split_once(start).and_then(|(_, rest)| rest.split(end).next());
    let (Some(path), Some(why)) = (field("JSONError { path: \"", '"'), field("message: \"", '"')) else {
        return (String::from(error), None);
    };
    let line = field("line: ", ',').and_then(|line| line.parse().ok());
    let column = field("column: ", ' ').and_then(|column| column.parse().ok());
    let location = line.zip(column).map(|(line, column): (u32, u32)| Location {
        file: project.name(path),
        position: Position { line, column },
    });
    (format!("this is not JSON: {why}"), location)
}

/// The help the parser gives, which the bundler shows only in its own rendering.
fn help(rendered: &str) -> Option<String> {
    let (_, help) = rendered.split_once("Help: ")?;
    help.lines().next().map(|line| String::from(line.trim()))
}

/// A message up to its first line break; what follows is the bundler's advice about its own
/// options.
fn first_paragraph(message: &str) -> String {
    String::from(message.lines().next().unwrap_or_default().trim_end())
}
