//! The modules built into Node.js: their names, and what an app can use here in place of those that
//! are missing.

/// Every name Node.js 24 accepts without `node:`, sorted.
const NAMES: &[&str] = &[
    "_http_agent",
    "_http_client",
    "_http_common",
    "_http_incoming",
    "_http_outgoing",
    "_http_server",
    "_stream_duplex",
    "_stream_passthrough",
    "_stream_readable",
    "_stream_transform",
    "_stream_wrap",
    "_stream_writable",
    "_tls_common",
    "_tls_wrap",
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "dns/promises",
    "domain",
    "events",
    "fs",
    "fs/promises",
    "http",
    "http2",
    "https",
    "inspector",
    "inspector/promises",
    "module",
    "net",
    "os",
    "path",
    "path/posix",
    "path/win32",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "readline/promises",
    "repl",
    "stream",
    "stream/consumers",
    "stream/promises",
    "stream/web",
    "string_decoder",
    "sys",
    "timers",
    "timers/promises",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "util/types",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// The name without `node:` when `specifier` means a module of Node.js. Whatever has the prefix
/// does; npm cannot use it.
pub(crate) fn name(specifier: &str) -> Option<&str> {
    match specifier.strip_prefix("node:") {
        Some(name) => Some(name),
        None => NAMES.binary_search(&specifier).is_ok().then_some(specifier),
    }
}

/// Why the built-in `name` is missing and what does the work here instead.
pub(crate) fn hint(name: &str) -> &'static str {
    match name.split('/').next().unwrap_or(name) {
        "fs" => "an app reads the files of its own project, and writes none; keep data elsewhere",
        "child_process" | "cluster" | "worker_threads" | "wasi" => {
            "there are no processes or threads in the sandbox; every request already runs in a sandbox of its own"
        }
        "net" | "tls" | "dgram" | "_tls_common" | "_tls_wrap" => {
            "there are no sockets in the sandbox, and no other way out of it yet"
        }
        "dns" => "there is no network in the sandbox yet",
        "http2" => "the server speaks HTTP/2 for the app; use Express as it is",
        "vm" | "repl" | "module" => "modules cannot be loaded at run time; import them, so that they are in the bundle",
        "readline" | "tty" => "there is no terminal in the sandbox; console.log() writes to the app's log",
        "inspector" | "trace_events" | "v8" | "perf_hooks" => {
            "the sandbox has no profiler or debugger; performance.now() and console.log() work"
        }
        "sqlite" => "there is no database in the sandbox, and nothing that a request writes outlives it",
        "test" => "run tests with Node.js itself; leave them out of the modules the app imports",
        _ => "use a package that does not need it, or one made for browsers and edge runtimes",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list can be searched by halves.
    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted());
    }

    /// Built-ins are found with and without their prefix; npm packages of similar names are not
    /// built-ins.
    #[test]
    fn specifiers() {
        let cases = [
            ("fs", Some("fs")),
            ("node:fs", Some("fs")),
            ("fs/promises", Some("fs/promises")),
            ("node:test/reporters", Some("test/reporters")),
            ("events/", None),
            ("events/events.js", None),
            ("test", None),
            ("sqlite", None),
            ("./fs", None),
            ("fs-extra", None),
        ];
        for (specifier, expected) in cases {
            assert_eq!(name(specifier), expected, "{specifier}");
        }
    }
}
