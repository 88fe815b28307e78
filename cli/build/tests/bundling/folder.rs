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
        let found = folder_files(&entry, from_ref(&entry)).expect("the folder can be read");
        let page = found.files.iter().find(|file| file.path == "/page.html");
        assert_eq!(page.map(|file| file.modified_millis), Some(millis), "{micros} µs");
    }
}
