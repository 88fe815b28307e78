//! Tidiness: what a reader may rely on in every file of this repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use rnode_artifact::Limits;

use crate::harness::repository;

/// A file longer than this has a second subject.
const FILE_LINES_MAX: usize = 600;

/// Extensions of the files that people write.
const SOURCES: [&str; 5] = ["rs", "js", "mjs", "ts", "wit"];

/// Names that say nothing about what a file is about.
const EMPTY_NAMES: [&str; 7] = ["common", "helper", "helpers", "misc", "mod", "types", "utils"];

/// A file of the repository: its path from the root, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn extension(&self) -> &str {
        extension(&self.path)
    }
}

fn extension(path: &str) -> &str {
    Path::new(path)
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
}

/// Paths of all files that belong to the repository, committed or not.
fn paths() -> Vec<String> {
    let git = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(repository())
        .output();
    let output = git.expect("git is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).expect("paths are UTF-8");
    // A file that is deleted but not yet committed is still listed.
    listed
        .lines()
        .filter(|path| repository().join(path).is_file())
        .map(str::to_owned)
        .collect()
}

fn sources() -> Vec<Source> {
    let paths = paths().into_iter().filter(|path| SOURCES.contains(&extension(path)));
    let sources: Vec<Source> = paths
        .map(|path| Source {
            text: fs::read_to_string(repository().join(&path)).unwrap_or_else(|error| panic!("{path}: {error}")),
            path,
        })
        .collect();
    assert!(sources.len() > 50, "the list of files is complete");
    sources
}

#[track_caller]
fn assert_none(faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Proves that every file says in its first line what it is.
#[test]
fn files_say_what_they_are() {
    let is_said = |source: &Source| match source.extension() {
        "rs" => source.text.starts_with("//! "),
        "wit" => true,
        _ => source.text.starts_with("/** ") || source.text.starts_with("// ") || source.text.starts_with("/**\n"),
    };
    assert_none(
        sources()
            .iter()
            .filter(|source| !is_said(source))
            .map(|source| source.path.clone()),
    );
}

/// Proves that every file fits into a head.
#[test]
fn files_are_short() {
    let lines = |source: &Source| source.text.lines().count();
    assert_none(
        sources()
            .iter()
            .filter(|source| lines(source) > FILE_LINES_MAX)
            .map(|source| format!("{}: {} lines", source.path, lines(source))),
    );
}

/// Proves that no file has a name that could be that of any other.
#[test]
fn files_have_names() {
    let is_empty = |path: &String| {
        Path::new(path)
            .file_stem()
            .is_some_and(|stem| EMPTY_NAMES.iter().any(|empty| stem == *empty))
    };
    // What stands for a module of Node.js has its name.
    let is_ours = |path: &String| !path.starts_with("guest-sdk/src/node/");
    assert_none(
        sources()
            .into_iter()
            .map(|source| source.path)
            .filter(is_ours)
            .filter(is_empty),
    );
}

/// Proves that the code is formatted.
#[test]
fn code_is_formatted() {
    let cargo = Command::new(env!("CARGO"))
        .args(["fmt", "--all", "--check", "--", "-l"])
        .current_dir(repository())
        .output();
    let output = cargo.expect("cargo can be started");
    assert!(
        output.status.success(),
        "run `cargo fmt`, for:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Proves that every test says what it proves, and that none is switched off.
#[test]
fn tests_say_what_they_prove() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.extension() == "rs") {
        let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
        for (index, line) in lines.iter().enumerate() {
            let is_test = *line == "#[test]" || line.starts_with("#[tokio::test");
            let is_said = || {
                lines[..index]
                    .iter()
                    .rev()
                    .find(|above| !above.starts_with("#["))
                    .is_some_and(|above| above.starts_with("///"))
            };
            let is_off = line.starts_with("#[ignore") || line.starts_with("#[should_panic");
            if is_off || (is_test && !is_said()) {
                faults.push(format!("{}:{}", source.path, index + 1));
            }
        }
    }
    assert_none(faults);
}

/// Proves that each limit that holds without being asked for stands in the README, with its value.
#[test]
fn limits_stand_in_the_readme() {
    let readme = fs::read_to_string(repository().join("README.md")).expect("there is a README");
    let rows: Vec<String> = readme
        .lines()
        .filter(|line| line.starts_with('|'))
        .map(str::to_lowercase)
        .collect();
    // Taken apart, so that a limit that is added does not compile until it is written down here, too.
    let Limits {
        cpu,
        wall,
        memory_bytes,
        request_body_bytes,
        response_body_bytes,
        headers_bytes,
        target_bytes,
        outbound_calls,
        outbound_calls_open,
        loop_depth,
        log_lines,
        log_line_chars,
    } = Limits::DEFAULT;
    let mib = |bytes: usize| format!("{} mib", bytes >> 20);
    let kib = |bytes: usize| format!("{} kib", bytes >> 10);
    let limits = [
        ("cpu", format!("{} ms", cpu.as_millis())),
        ("wall", format!("{} s", wall.as_secs())),
        ("memory", mib(memory_bytes)),
        ("request body", mib(request_body_bytes)),
        ("response body", mib(response_body_bytes)),
        ("headers", kib(headers_bytes)),
        ("target", kib(target_bytes)),
        ("outbound calls", outbound_calls.to_string()),
        ("outbound calls open at once", outbound_calls_open.to_string()),
        ("loop depth", format!("{loop_depth} hops")),
        ("log lines", log_lines.to_string()),
        (
            "log line",
            format!("{},{:03}", log_line_chars / 1000, log_line_chars % 1000),
        ),
    ];
    let stands = |(name, value): &(&str, String)| {
        rows.iter()
            .any(|row| row.contains(name) && row.contains(value.as_str()))
    };
    assert_none(
        limits
            .iter()
            .filter(|limit| !stands(limit))
            .map(|(name, value)| format!("no row of a table has both `{name}` and `{value}`")),
    );
}

/// Proves that nothing that others wrote is checked in, and that no lock file names a place to download from.
#[test]
fn everything_is_our_own() {
    let foreign = |path: &&String| {
        ["node_modules/", "vendor/", "third_party/", ".min.js"]
            .iter()
            .any(|part| path.contains(part))
    };
    assert_none(paths().iter().filter(foreign).cloned());
    let marks = ["@license", "@preserve", "Copyright (c)", "SPDX-License-Identifier"];
    let this = "tests/it/tidy.rs";
    let has_mark = |source: &Source| source.path != this && marks.iter().any(|mark| source.text.contains(mark));
    assert_none(
        sources()
            .iter()
            .filter(|source| has_mark(source))
            .map(|source| source.path.clone()),
    );
    let locks: Vec<String> = paths()
        .into_iter()
        .filter(|path| path.ends_with("package-lock.json"))
        .collect();
    assert!(!locks.is_empty());
    let names_host =
        |path: &String| fs::read_to_string(repository().join(path)).is_ok_and(|lock| lock.contains("\"resolved\""));
    assert_none(locks.into_iter().filter(names_host));
}

/// Proves that only the sandbox knows the engine, only the server the network's protocol, and that no layer reaches upwards.
#[test]
fn layers_lie_on_each_other() {
    for (package, forbidden) in [
        (
            "host/artifact",
            &["wasmtime", "hyper", "rnode-sandbox", "rnode-server", "rnode-build"][..],
        ),
        (
            "host/egress",
            &["wasmtime", "rnode-sandbox", "rnode-server", "rnode-build", "rnode-kv"],
        ),
        (
            "host/kv",
            &["wasmtime", "hyper", "rnode-sandbox", "rnode-server", "rnode-build"],
        ),
        ("host/sandbox", &["hyper", "rnode-server", "rnode-build"]),
        ("host/server", &["wasmtime", "rnode-build", "rolldown"]),
        ("cli/build", &["wasmtime", "hyper", "rnode-sandbox", "rnode-server"]),
        ("cli/rnode-wasm", &["wasmtime", "rolldown"]),
    ] {
        let text = fs::read_to_string(repository().join(package).join("Cargo.toml")).expect("the package is there");
        let manifest: toml::Table = toml::from_str(&text).expect("a manifest");
        let dependencies = manifest["dependencies"].as_table().expect("a table");
        assert_none(
            forbidden
                .iter()
                .filter(|name| dependencies.contains_key(**name))
                .map(|name| format!("{package} depends on {name}")),
        );
    }
}
