//! Which files an app can start with, and what is said about those it cannot.

use rnode_build::{BuildError, Mode, project_directory};

use crate::app::{App, build_path};

/// Every kind of module can start an app.
#[test]
fn kinds() {
    let cases = [
        ("app.js", "export default 1", "export {"),
        ("app.mjs", "export default 1", "export {"),
        ("app.cjs", "module.exports = 1", "export default"),
        ("common.js", "module.exports = 1", "export default"),
        ("app.ts", "export default 1 as number", "export {"),
        ("app.mts", "export default 1 as number", "export {"),
        ("app.cts", "const x: number = 1; module.exports = x", "export default"),
        (
            "app.tsx",
            "/** @jsxRuntime classic */\nconst React = { createElement: String };\nexport default <p>{1}</p>",
            "createElement",
        ),
        (
            "app.jsx",
            "/** @jsxRuntime classic */\nconst React = { createElement: String };\nexport default <p>{1}</p>",
            "createElement",
        ),
        ("empty.js", "", ""),
    ];
    for (name, text, expected) in cases {
        let bundled = App::new(&[(name, text)]).bundle(name);
        assert!(bundled.source.contains(expected), "{name}: {}", bundled.source);
    }
}

/// An entry that is not there is named, with the file that was probably meant.
#[test]
fn missing() {
    let app = App::new(&[("app.ts", ""), ("server.js", "")]);
    let cases = [
        ("app.js", Some("did you mean `app.ts`?")),
        ("sever.js", Some("did you mean `server.js`?")),
        ("no/such.js", None),
    ];
    for (entry, hint) in cases {
        let error = app.build(entry).expect_err("there is no such file");
        assert!(matches!(error, BuildError::EntryNotFound { .. }), "{entry}: {error}");
        assert!(
            error.to_string().ends_with(&format!("{entry}` does not exist")),
            "{error}"
        );
        assert_eq!(error.hint().as_deref(), hint, "{entry}");
    }
}

/// What is not a module is refused before it is read.
#[test]
fn unsupported() {
    let app = App::new(&[
        ("page.html", ""),
        ("data.json", "{}"),
        ("lib/x.js", ""),
        ("noextension", ""),
    ]);
    for entry in ["page.html", "data.json", "lib", "noextension"] {
        let error = app.build(entry).expect_err("it is no module");
        assert!(matches!(error, BuildError::EntryUnsupported { .. }), "{entry}: {error}");
        assert!(error.hint().is_some());
    }
}

/// The project is the nearest directory with a `package.json`, and the name of a package never
/// stands for the entry.
#[test]
fn project() {
    let app = App::new(&[
        ("src/express.js", "export default 'mine'"),
        ("inner/package.json", "{}"),
        ("inner/src/app.js", ""),
    ]);
    let cases = [("src/express.js", ""), ("inner/src/app.js", "inner")];
    for (entry, directory) in cases {
        let found = project_directory(&app.path().join(entry)).expect("the entry exists");
        assert_eq!(
            found,
            app.path().join(directory).components().collect::<std::path::PathBuf>(),
            "{entry}"
        );
    }
    assert!(app.bundle("src/express.js").source.contains("mine"));
}

/// A path relative to the working directory will do, as will one through a link.
#[cfg(unix)]
#[test]
fn links() {
    let app = App::new(&[("app.js", "export default 1")]);
    let elsewhere = tempfile::tempdir().expect("a temporary directory can be made");
    let link = elsewhere.path().join("link");
    std::os::unix::fs::symlink(app.path(), &link).expect("links can be made");
    let through_link = build_path(&link.join("app.js"), Mode::Production).expect("it builds");
    assert_eq!(through_link.source, app.bundle("app.js").source);
    assert_eq!(through_link.source_map, app.bundle("app.js").source_map);
}

/// A bundle over the limit is refused with the limit's name and what weighs most.
#[test]
fn too_large() {
    let heavy = format!("export default '{}';\n", "x".repeat(6 * 1024 * 1024));
    let app = App::new(&[
        ("app.js", "import heavy from './heavy.js';\nexport default heavy;\n"),
        ("heavy.js", &heavy),
    ]);
    let error = app.build("app.js").expect_err("it is too large");
    assert!(
        matches!(error, BuildError::TooLarge { bytes, .. } if bytes > rnode_artifact::BUNDLE_BYTES_MAX),
        "{error}"
    );
    assert!(error.to_string().contains("BUNDLE_BYTES_MAX"), "{error}");
    assert!(error.hint().expect("there is a hint").contains("`heavy.js`"));
}
