//! Traces: a runtime's stack in the author's files, whatever the source map says.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use rnode_artifact::{
    CodeFrame, Detail, FRAMES_MAX, InvalidSourceMap, MAPPINGS_MAX, Origin, SOURCE_MAP_BYTES_MAX, SOURCES_MAX,
    SourceMap, Trace,
};
use sourcemap::SourceMapBuilder;

/// The bundle: SDK in line 1, a dependency in line 2, a helper of the bundler in line 3, the app in line 5 and 6.
const BUNDLE: &str = "function route() { handler() }\n\
    function pad() { null.x }\n\
    function helper() {}\n\
    // app.ts\n\
    \x20 const r = '🙂é'.concat(fetchh('https://example.org'))\n\
    unknown()\n";

const APP: &str = "import pad from 'left-pad'\n\nfunction handler(): void {\n  const r = '🙂é'.concat(fetchh('https://example.org'))\n}\n";

/// Places from 0 in UTF-16 code units: bundle line and column, source, its line and column.
const MAPPINGS: [(u32, u32, &str, u32, u32); 6] = [
    (0, 0, "rnode-wasm/router.js", 9, 0),
    (0, 19, "rnode-wasm/router.js", 9, 19),
    (1, 17, "node_modules/left-pad/index.js", 0, 17),
    (2, 0, "\0helpers.js", 0, 0),
    (4, 12, "src/app.ts", 3, 12),
    (4, 25, "src/app.ts", 3, 25),
];

fn map_json() -> String {
    let mut builder = SourceMapBuilder::new(Some("app.js"));
    for (line, column, source, source_line, source_column) in MAPPINGS {
        builder.add(line, column, source_line, source_column, Some(source), None, false);
    }
    for (source, content) in [
        ("src/app.ts", APP),
        ("node_modules/left-pad/index.js", "function pad() { null.x }"),
    ] {
        let id = builder.add_source(source);
        builder.set_source_contents(id, Some(content));
    }
    let mut json = Vec::new();
    builder.into_sourcemap().to_writer(&mut json).unwrap();
    String::from_utf8(json).unwrap()
}

fn source_map() -> SourceMap {
    SourceMap::parse(&map_json(), BUNDLE).unwrap()
}

/// Proves that each kind of place is found, with the runtime's way of counting columns: bytes, from 1, in the first
/// line from 0.
#[test]
fn places() {
    let source_map = source_map();
    for (stack, file, line, column, origin) in [
        ("at f (app.js:1:19)", "rnode-wasm/router.js", 10, 20, Origin::Sdk),
        ("at f (app.js:1:18)", "rnode-wasm/router.js", 10, 1, Origin::Sdk),
        ("at f (app.js:1:1)", "rnode-wasm/router.js", 10, 1, Origin::Sdk),
        (
            "at f (app.js:2:18)",
            "node_modules/left-pad/index.js",
            1,
            18,
            Origin::Dependency,
        ),
        ("at f (app.js:3:1)", "helpers.js", 1, 1, Origin::Sdk),
        ("at f (app.js:5:13)", "src/app.ts", 4, 13, Origin::App),
        // 25 code units are 28 bytes behind the two wide characters.
        ("at f (app.js:5:28)", "src/app.ts", 4, 13, Origin::App),
        ("at f (app.js:5:29)", "src/app.ts", 4, 26, Origin::App),
        ("at f (app.js:5:4294967295)", "src/app.ts", 4, 26, Origin::App),
        // Before the first mapping of its line, in a line without any, behind the end.
        ("at f (app.js:2:17)", "app.js", 2, 17, Origin::Unmapped),
        ("at f (app.js:6:1)", "app.js", 6, 1, Origin::Unmapped),
        ("at f (app.js:99:1)", "app.js", 99, 1, Origin::Unmapped),
        ("at f (app.js:0:1)", "app.js", 0, 1, Origin::Unmapped),
        ("at f (app.js:2:0)", "app.js", 2, 0, Origin::Unmapped),
        // Not the bundle.
        ("at <input>:1:1", "<input>", 1, 1, Origin::Unmapped),
    ] {
        let trace = Trace::read(stack, "app.js", Some(&source_map));
        let [frame] = trace.frames() else {
            panic!("{stack}: {trace:?}")
        };
        let found = (frame.file.as_str(), frame.line, frame.column, frame.origin);
        assert_eq!(found, (file, line, column, origin), "{stack}");
    }
}

/// Proves how a trace reads: native frames gone, the SDK's in the full text only, the code of the author's frame.
#[test]
fn text() {
    let stack = "    at pad (app.js:2:18)\n    at map (native)\n    at handler (app.js:5:29)\n    \
        at <anonymous> (app.js:1:19)\n    at later (app.js:6:1)\n";
    let trace = Trace::read(stack, "app.js", Some(&source_map()));
    assert_eq!(
        trace.to_text(Detail::Short),
        "    at pad (node_modules/left-pad/index.js:1:18)\n    at handler (src/app.ts:4:26)\n    \
            at later (app.js:6:1)\n"
    );
    assert_eq!(
        trace.to_text(Detail::Full),
        "    at pad (node_modules/left-pad/index.js:1:18)\n    at handler (src/app.ts:4:26)\n    \
            at rnode-wasm/router.js:10:20\n    at later (app.js:6:1)\n"
    );
    let code = trace.code_frame().unwrap();
    assert_eq!((code.file.as_str(), code.line, code.column), ("src/app.ts", 4, 26));
    assert_eq!(
        code.to_text(),
        "  2 |\n  3 | function handler(): void {\n> 4 |   const r = '🙂é'.concat(fetchh('https://example.org'))\n    \
            |                         ^\n  5 | }\n  6 |\n"
    );
}

/// Proves that without a frame of the author's the nearest code is shown, and without a map the stack as it is.
#[test]
fn fallbacks() {
    let source_map = source_map();
    for (stack, map, code_line, short) in [
        (
            "at pad (app.js:2:18)",
            Some(&source_map),
            Some(1),
            "    at pad (node_modules/left-pad/index.js:1:18)\n",
        ),
        (
            "at route (app.js:1:19)",
            Some(&source_map),
            None,
            "    at route (rnode-wasm/router.js:10:20)\n",
        ),
        ("at handler (app.js:5:29)", None, None, "    at handler (app.js:5:29)\n"),
        ("not a stack", Some(&source_map), None, ""),
    ] {
        let trace = Trace::read(stack, "app.js", map);
        assert_eq!(trace.code_frame().map(|code| code.line), code_line, "{stack}");
        assert_eq!(trace.to_text(Detail::Short), short);
    }
}

/// Proves that what a guest or a map puts into names cannot steer a terminal or flood a page.
#[test]
fn names_are_printable() {
    let stack = format!("at \u{1b}[2J\u{202e}{} (app.js:5:13)", "x".repeat(10_000));
    let trace = Trace::read(&stack, "app.js", None);
    let function = trace.frames()[0].function.as_deref().unwrap();
    assert!(function.starts_with("\u{fffd}[2J\u{fffd}xxx") && function.chars().count() == 200);
    let json = r#"{"version":3,"sources":["a\u001b]0;x\u0007.js"],"mappings":"AAAA"}"#;
    let map = SourceMap::parse(json, "x").unwrap();
    let trace = Trace::read("at f (app.js:1:1)", "app.js", Some(&map));
    assert_eq!(trace.frames()[0].file, "a\u{fffd}]0;x\u{fffd}.js");
}

/// Proves that a map of any other kind, or beyond a limit, is refused with a reason.
#[test]
fn refused_maps() {
    let sources = format!("[{}\"a\"]", "\"a\",".repeat(SOURCES_MAX));
    let too_many_sources = format!(r#"{{"version":3,"sources":{sources},"mappings":""}}"#);
    let too_many_mappings = format!(
        r#"{{"version":3,"sources":["a"],"mappings":"{}"}}"#,
        "A,".repeat(MAPPINGS_MAX + 1)
    );
    let too_large = " ".repeat(SOURCE_MAP_BYTES_MAX + 1);
    let deep = "[".repeat(100_000);
    let long = format!(
        r#"{{"version":3,"sources":["a"],"mappings":"{}"}}"#,
        "A".repeat(1_000_000)
    );
    let with = |mappings: &str| format!(r#"{{"version":3,"sources":["a"],"mappings":"{mappings}"}}"#);
    for (json, reason) in [
        (String::new(), "not a source map"),
        ("null".to_owned(), "not a source map"),
        (deep, "not a source map"),
        (r#"{"version":2,"mappings":""}"#.to_owned(), "version 3"),
        (r#"{"version":3,"sections":[]}"#.to_owned(), "in one piece"),
        (r#")]}'{"version":3}"#.to_owned(), "not a source map"),
        (too_large, "the limit is 10485760"),
        (too_many_sources, "at most 20000 items"),
        (too_many_mappings, "more than 1000000 mappings"),
        (long, "malformed at line 1"),
        (with("!"), "malformed at line 1"),
        (with("AA"), "malformed at line 1"),
        (with(";;AAA"), "malformed at line 3"),
        (with("AAAAAA"), "malformed at line 1"),
        // To column -1, source 1 of 1, line -1, beyond u32, beyond i64, an unfinished number.
        (with("D"), "malformed at line 1"),
        (with("ACAA"), "malformed at line 1"),
        (with("AADA"), "malformed at line 1"),
        (with("AA+/////PA"), "malformed at line 1"),
        (with("//////////////A"), "malformed at line 1"),
        (with("AAAg"), "malformed at line 1"),
    ] {
        let error = SourceMap::parse(&json, BUNDLE).unwrap_err();
        assert!(error.to_string().contains(reason), "{json:.60}: {error}");
    }
    assert!(matches!(SourceMap::parse("{}", ""), Err(InvalidSourceMap::Json(_))));
}

/// Proves that odd but valid maps are read: a root, gaps, unordered segments, places that no source has.
#[test]
fn odd_maps() {
    for (json, place) in [
        (
            r#"{"version":3,"sourceRoot":"src/","sources":["a.js"],"mappings":"AAAA"}"#,
            "src/a.js:1:1",
        ),
        (r#"{"version":3,"sources":[null],"mappings":"AAAA"}"#, ":1:1"),
        (r#"{"version":3,"sources":["a.js"],"mappings":"A"}"#, "app.js:1:1"),
        (r#"{"version":3,"sources":["a.js"],"mappings":",,AAAA,,"}"#, "a.js:1:1"),
        (r#"{"version":3,"sources":["a.js"],"mappings":"EAAE,FAAA"}"#, "a.js:1:3"),
        (
            r#"{"version":3,"sources":["a.js"],"mappings":"AA+/////HA"}"#,
            "a.js:4294967295:1",
        ),
        (
            r#"{"version":3,"sources":["a.js"],"sourcesContent":["",null,""],"mappings":"AACA"}"#,
            "a.js:2:1",
        ),
        (
            r#"{"version":3,"sources":["a.js"],"names":[1,[]],"extra":{},"mappings":"AAAAX"}"#,
            "a.js:1:1",
        ),
    ] {
        let map = SourceMap::parse(json, "x").unwrap();
        let trace = Trace::read("at app.js:1:1", "app.js", Some(&map));
        assert_eq!(trace.to_text(Detail::Full), format!("    at {place}\n"), "{json}");
        assert_eq!(trace.code_frame(), None);
    }
}

/// Proves that no damage to a map or a stack makes anything but an error or a trace of bounded size.
#[test]
fn garbage() {
    let json = map_json();
    let stack = "    at pad (app.js:2:18)\n    at a (b) (app.js:5:29)\n    at <anonymous> (app.js:1:19)\n";
    let mut random = Xorshift(0x2545_f491_4f6c_dd1d);
    for _ in 0..20_000 {
        let bundle = random.damage(BUNDLE);
        let stack = random.damage(stack);
        let map = SourceMap::parse(&random.damage(&json), &bundle).ok();
        let trace = Trace::read(&stack, "app.js", map.as_ref());
        assert!(trace.frames().len() <= FRAMES_MAX);
        let text = trace.to_text(Detail::Full) + &trace.to_text(Detail::Short);
        let code = trace.code_frame().map(CodeFrame::to_text).unwrap_or_default();
        assert!(text.len() < 4_000 && code.len() < 4_000, "{text}{code}");
    }
}

/// Repeatable damage.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    /// `text` with up to three characters changed, most of them to such that keep it JSON.
    fn damage(&mut self, text: &str) -> String {
        const REPLACEMENTS: [char; 14] = [
            'A', 'D', 'g', '/', '9', ';', ',', ':', '\n', '0', '-', '🙂', '\u{2028}', '"',
        ];
        let mut characters: Vec<char> = text.chars().collect();
        for _ in 0..self.below(4) {
            let at = self.below(characters.len());
            characters[at] = REPLACEMENTS[self.below(REPLACEMENTS.len())];
        }
        characters.into_iter().collect()
    }
}
