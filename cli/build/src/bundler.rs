//! Runs rolldown: its options for this sandbox, and what it hands back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rolldown::{
    AttachDebugInfo, BundlerBuilder, BundlerOptions, BundlerTransformOptions, ChecksOptions, CodeSplittingMode,
    CommentsOptions, Either, ExperimentalOptions, InjectImport, InputItem, ModuleType, OutputFormat, Platform,
    RawMinifyOptions, ResolveOptions, SourceMapType,
};
use rolldown_common::{Output, OutputChunk};
use rolldown_error::BuildDiagnostic;
use rolldown_plugin::Plugin as _;

use crate::Mode;
use crate::import_graph::ImportGraph;
use crate::plugin::SandboxPlugin;
use crate::project::Project;

/// The newest syntax that reaches the sandbox as it is; QuickJS runs ES2023, and what is newer is
/// rewritten.
const TARGET: &str = "es2022";

/// Which entries of a package's `exports` are taken, beside `import` or `require` and `default`.
///
/// `worker` and `edge-light` choose code for servers without Node.js where a package has such,
/// `browser` code without Node.js at all. `module` is left out: it gives an ES module to
/// `require()`, whose caller then finds a namespace where a function was meant.
const CONDITIONS: [&str; 4] = ["rnode-wasm", "worker", "edge-light", "browser"];

/// Which entry of a package without `exports` is taken, in this order; `main` is before `module`
/// for the same reason.
const MAIN_FIELDS: [&str; 3] = ["browser", "main", "module"];

/// What an import without extension may mean, in this order. JavaScript comes first, as a package
/// may hold its TypeScript sources too.
const EXTENSIONS: [&str; 9] = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx", ".json"];

/// Files that are imported as a string.
const TEXT_EXTENSIONS: [&str; 7] = [".txt", ".html", ".css", ".md", ".sql", ".svg", ".graphql"];

/// Globals of Node.js that come in with the apps that name them, and the modules that export them.
const INJECTED_GLOBALS: [(&str, &str); 3] = [
    ("Buffer", "node:buffer"),
    ("URL", "node:url"),
    ("URLSearchParams", "node:url"),
];

/// The file name of the only chunk. It is in no output.
const CHUNK_FILE_NAME: &str = "app.js";

/// What a run of the bundler gives, whether it succeeds or not.
pub(crate) struct Run {
    /// The chunk and warnings, or the errors.
    pub(crate) result: Result<(Arc<OutputChunk>, Vec<BuildDiagnostic>), Vec<BuildDiagnostic>>,
    /// Every file that was read, sorted; the project's `package.json` is one.
    pub(crate) inputs: Vec<PathBuf>,
    /// Which of them imports which.
    pub(crate) imports: Arc<ImportGraph>,
}

/// Bundles the project's entry. All modules are in memory at the end; nothing is written.
pub(crate) async fn run(project: Project, mode: Mode) -> Run {
    let options = options(&project, mode);
    let manifest = project.manifest();
    let imports = Arc::new(ImportGraph::default());
    let plugin = SandboxPlugin::new_shared(SandboxPlugin::new(project, Arc::clone(&imports)));
    let mut bundler = match BundlerBuilder::default()
        .with_options(options)
        .with_plugins(vec![plugin])
        .build()
    {
        Ok(bundler) => bundler,
        Err(errors) => {
            return Run {
                result: Err(errors.into_vec()),
                inputs: Vec::new(),
                imports,
            };
        }
    };
    let result = match bundler.generate().await {
        Ok(output) => match single_chunk(output.assets) {
            Some(chunk) => Ok((chunk, output.warnings)),
            None => Err(Vec::new()),
        },
        Err(errors) => Err(errors.into_vec()),
    };
    let watched = bundler.watch_files();
    let mut inputs: Vec<PathBuf> = watched.iter().map(|file| PathBuf::from(file.as_str())).collect();
    inputs.retain(|file| file.is_absolute());
    inputs.extend(Some(manifest).filter(|manifest| manifest.is_file()));
    inputs.sort();
    inputs.dedup();
    Run {
        result,
        inputs,
        imports,
    }
}

fn single_chunk(outputs: Vec<Output>) -> Option<Arc<OutputChunk>> {
    let mut chunks = outputs.into_iter().filter_map(|output| match output {
        Output::Chunk(chunk) => Some(chunk),
        Output::Asset(_) => None,
    });
    chunks.next().filter(|_| chunks.next().is_none())
}

fn options(project: &Project, mode: Mode) -> BundlerOptions {
    let node_env = format!("\"{}\"", mode.node_env());
    BundlerOptions {
        input: Some(vec![InputItem {
            name: None,
            import: entry_specifier(&project.entry),
        }]),
        cwd: Some(project.root.clone()),
        platform: Some(Platform::Browser),
        format: Some(OutputFormat::Esm),
        // Paths in the map are relative to the directory the chunk would be written to: the
        // project's own.
        dir: Some(String::from(".")),
        entry_filenames: Some(String::from(CHUNK_FILE_NAME).into()),
        sourcemap: Some(SourceMapType::Hidden),
        code_splitting: Some(CodeSplittingMode::Bool(false)),
        minify: Some(RawMinifyOptions::Bool(false)),
        comments: Some(CommentsOptions {
            legal: false,
            annotation: false,
            jsdoc: false,
        }),
        // No comment with the name of each module either: the map has them.
        experimental: Some(ExperimentalOptions {
            attach_debug_info: Some(AttachDebugInfo::None),
            ..ExperimentalOptions::default()
        }),
        // Neither is `eval` news to who wrote it, nor how long the build took.
        checks: Some(ChecksOptions {
            eval: Some(false),
            bundler_timings: Some(false),
            ..ChecksOptions::default()
        }),
        keep_names: Some(true),
        // Globals of Node.js that are modules here: an import puts them before whatever uses them.
        inject: Some(
            INJECTED_GLOBALS
                .iter()
                .map(|&(global, module)| InjectImport::Named {
                    imported: String::from(global),
                    alias: None,
                    from: String::from(module),
                })
                .collect(),
        ),
        define: Some([(String::from("process.env.NODE_ENV"), node_env)].into_iter().collect()),
        transform: Some(BundlerTransformOptions {
            target: Some(Either::Left(String::from(TARGET))),
            ..BundlerTransformOptions::default()
        }),
        module_types: Some(
            TEXT_EXTENSIONS
                .iter()
                .map(|&extension| (String::from(extension), ModuleType::Text))
                .collect(),
        ),
        resolve: Some(ResolveOptions {
            condition_names: Some(strings(&CONDITIONS)),
            main_fields: Some(strings(&MAIN_FIELDS)),
            extensions: Some(strings(&EXTENSIONS)),
            ..ResolveOptions::default()
        }),
        ..BundlerOptions::default()
    }
}

/// The entry by its whole path, so that it can never be taken for the name of a package.
fn entry_specifier(entry: &Path) -> String {
    entry.to_string_lossy().into_owned()
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| String::from(text)).collect()
}
