//! An app in a folder of its own, gone with the test.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::scratch;

/// A folder with the files of an app.
pub(crate) struct AppFolder {
    folder: TempDir,
}

impl AppFolder {
    /// A folder with these files, each a name and a text.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new_in(scratch()).expect("a folder can be made");
        let app = Self { folder };
        // Paths in messages are relative to the nearest package.json upwards; this one keeps the search in the folder.
        app.write("package.json", r#"{ "private": true, "type": "module" }"#);
        for (name, text) in files {
            app.write(name, text);
        }
        app
    }

    /// A folder whose `app.js` imports Express and listens, with `body` in between.
    pub(crate) fn express(body: &str) -> Self {
        Self::new(&[(
            "app.js",
            &format!("import express from 'express';\nconst app = express();\n{body}\napp.listen(3000);\n"),
        )])
    }

    /// Writes a file, as an editor does: beside it first, then over it.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        let temporary = path.with_extension("written");
        fs::write(&temporary, text).expect("a file can be written");
        fs::rename(&temporary, &path).expect("a file can be renamed");
    }

    /// The path of one of the files.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path of `app.js`.
    pub(crate) fn entry(&self) -> PathBuf {
        self.path("app.js")
    }
}
