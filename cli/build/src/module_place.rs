//! Where a module believes it is: values for `__dirname`, `import.meta.url` and `require.main` that
//! are known while bundling.
//!
//! Once bundled, all modules are one file and these would mean that file, or nothing. The app's
//! root is `/`, which is also what `process.cwd()` says in the sandbox, so `path.join(__dirname,
//! 'public')` gives the same path everywhere.

use oxc::ast::ast::Statement;
use oxc::transformer_plugins::{ReplaceGlobalDefines, ReplaceGlobalDefinesConfig};
use rolldown_ecmascript::EcmaAst;
use rolldown_plugin::HookTransformAstArgs;

/// What a module must contain to be looked at again; most do not and cost nothing.
const MENTIONS: [&str; 4] = ["__dirname", "__filename", "import.meta", "require.main"];

/// Whether a module is the one the app starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Entry,
    Dependency,
}

/// Which of the two module systems of JavaScript a module is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    CommonJs,
    Es,
}

/// Puts the place of the module called `name` into its tree.
pub(crate) fn resolve(args: HookTransformAstArgs<'_>, name: &str) -> Result<EcmaAst, anyhow::Error> {
    let mut ast = args.ast;
    if !MENTIONS.iter().any(|mention| ast.source().contains(mention)) {
        return Ok(ast);
    }
    let role = if args.is_user_defined_entry {
        Role::Entry
    } else {
        Role::Dependency
    };
    let is_es = ast.program().body.iter().any(Statement::is_module_declaration);
    let system = if is_es { System::Es } else { System::CommonJs };
    let config = ReplaceGlobalDefinesConfig::new(&values(name, role, system))
        .map_err(|errors| anyhow::anyhow!("the place of {name} cannot be written as JavaScript: {errors:?}"))?;
    let scoping = ast.make_scoping();
    ast.program.with_mut(|fields| {
        let _ = ReplaceGlobalDefines::new(fields.allocator, config).build(scoping, fields.program);
    });
    Ok(ast)
}

/// Each expression and the JavaScript it is replaced with.
fn values(name: &str, role: Role, system: System) -> Vec<(String, String)> {
    let file = format!("/{}", name.replace("../", ""));
    let directory = match file.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &file[..end],
    };
    let url = format!("file://{}", percent_encoded(&file));
    let is_main = role == Role::Entry;
    // TypeScript is often written as an ES module and run as CommonJS, so the question whether
    // `require.main === module` comes up in both; an ES module has no `module`, and `import.meta`
    // is the one object that is its own.
    let module = if system == System::Es { "import.meta" } else { "module" };
    let mut values = vec![
        ("__dirname", literal(directory)),
        ("__filename", literal(&file)),
        ("import.meta.dirname", literal(directory)),
        ("import.meta.filename", literal(&file)),
        ("import.meta.url", literal(&url)),
        ("import.meta.main", is_main.to_string()),
        ("require.main", String::from(if is_main { module } else { "undefined" })),
    ];
    if system == System::Es {
        values.push(("module", String::from(module)));
    }
    values
        .into_iter()
        .map(|(expression, value)| (String::from(expression), value))
        .collect()
}

/// `text` as a JavaScript string. Rust's own escapes are JavaScript's, except that of control
/// characters.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                literal.push('\\');
                literal.push(character);
            }
            character if character.is_control() => literal.extend(character.escape_unicode()),
            character => literal.push(character),
        }
    }
    literal.push('"');
    literal
}

/// The path as the URL standard writes it in a `file:` URL: the characters of its path
/// percent-encode set are escaped.
fn percent_encoded(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"#<>?^`{}%".contains(&byte);
    path.bytes()
        .map(|byte| {
            if is_plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module's place is its path below the app's root, which is `/`.
    #[test]
    fn places() {
        let cases = [
            ("app.js", "\"/\"", "\"/app.js\"", "\"file:///app.js\""),
            ("src/a b.js", "\"/src\"", "\"/src/a b.js\"", "\"file:///src/a%20b.js\""),
            (
                "../shared/x.js",
                "\"/shared\"",
                "\"/shared/x.js\"",
                "\"file:///shared/x.js\"",
            ),
            ("q\"#.js", "\"/\"", "\"/q\\\"#.js\"", "\"file:///q%22%23.js\""),
            ("é.js", "\"/\"", "\"/é.js\"", "\"file:///%C3%A9.js\""),
        ];
        for (name, directory, file, url) in cases {
            let values = values(name, Role::Dependency, System::CommonJs);
            let value = |wanted: &str| {
                values
                    .iter()
                    .find(|(name, _)| name == wanted)
                    .map(|(_, value)| value.as_str())
            };
            assert_eq!(value("__dirname"), Some(directory), "{name}");
            assert_eq!(value("__filename"), Some(file), "{name}");
            assert_eq!(value("import.meta.url"), Some(url), "{name}");
        }
    }
}
