//! The files that go with an app.

use std::fs::File;
use std::slice::from_ref;
use std::time::{Duration, UNIX_EPOCH};

use rnode_build::folder_files;

use crate::app::App;

/// Proves that times of files are rounded to milliseconds as Node.js rounds them, since tags of static files are made of them.
#[test]
fn times_are_rounded() {
    let app = App::new(&[("app.js", ""), ("page.html", "")]);
    for (micros, millis) in [(7_499, 7), (7_500, 8), (7_999, 8), (8_000, 8)] {
        let page = File::options()
            .write(true)
            .open(app.path().join("page.html"))
            .expect("the file is there");
        page.set_modified(UNIX_EPOCH + Duration::from_micros(micros))
            .expect("a date can be set");
        let entry = app.path().join("app.js");
        let found = folder_files(&entry, from_ref(&entry), None).expect("the folder can be read");
        let page = found.files.iter().find(|file| file.path == "/page.html");
        assert_eq!(page.map(|file| file.modified_millis), Some(millis), "{micros} µs");
    }
}

/// Proves that a folder of assets comes along whole, once, and wherever it is.
#[test]
fn assets_come_along() {
    let app = App::new(&[
        ("app.js", ""),
        ("public/shared.js", ""),
        (".output/web/page.html", ""),
        (".output/other.html", ""),
    ]);
    let entry = app.path().join("app.js");
    let inputs = [entry.clone(), app.path().join("public/shared.js")];
    for (assets, expected) in [
        (None, &[][..]),
        (Some("public"), &["/public/shared.js"]),
        (Some(".output/web"), &["/.output/web/page.html"]),
        (Some("none"), &[]),
    ] {
        let found = folder_files(&entry, &inputs, assets).expect("the folder can be read");
        let paths: Vec<&str> = found.files.iter().map(|file| file.path.as_str()).collect();
        let own: Vec<&str> = paths.into_iter().filter(|path| *path != "/package.json").collect();
        assert_eq!(own, expected, "{assets:?}");
    }
}
