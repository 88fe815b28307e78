//! The bundler plugin: leads imports to the SDK, refuses what cannot be bundled, and settles what
//! only this sandbox knows.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use rolldown_common::{ImportKind, ModuleId, ModuleInfo, ModuleType, NormalModule, RUNTIME_MODULE_KEY};
use rolldown_plugin::{
    HookLoadArgs, HookLoadOutput, HookLoadReturn, HookNoopReturn, HookResolveIdArgs, HookResolveIdOutput,
    HookResolveIdReturn, HookTransformArgs, HookTransformAstArgs, HookTransformAstReturn, HookTransformOutput,
    HookTransformOutputMap, HookTransformReturn, HookUsage, Plugin, PluginContext, PluginContextResolveOptions,
    SharedLoadPluginContext, SharedTransformPluginContext,
};

use crate::Compat;
use crate::import_graph::ImportGraph;
use crate::project::Project;
use crate::{callee, module_place, sdk, view_engines};

/// Where rolldown's helper refuses to load a module at run time, and where that statement ends.
const RUNTIME_REFUSAL: (&str, &str) = ("throw Error(", ");");

/// The refusal here, of everything but the view engines in the bundle: packages that try an optional dependency look at `code`, as they
/// would in Node.js.
const REFUSAL: &str = "const engines = globalThis[Symbol.for('rnode.engines')]; if (engines !== undefined && Object.hasOwn(engines, x)) return engines[x]; throw Object.assign(Error(\"Cannot find module '\" + x + \"': it is not in the bundle\"), { code: 'MODULE_NOT_FOUND' });";

/// One per build.
#[derive(Debug)]
pub(crate) struct SandboxPlugin {
    project: Project,
    compat: Compat,
    imports: Arc<ImportGraph>,
    has_own_index: bool,
    view_engines: BTreeSet<String>,
}

impl Plugin for SandboxPlugin {
    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("rnode-wasm")
    }

    fn register_hook_usage(&self) -> HookUsage {
        HookUsage::ResolveId
            | HookUsage::Load
            | HookUsage::Transform
            | HookUsage::TransformAst
            | HookUsage::ModuleParsed
    }

    async fn resolve_id(&self, context: &PluginContext, args: &HookResolveIdArgs<'_>) -> HookResolveIdReturn {
        if is_url(args.specifier) {
            // Loading it fails with the place of the import.
            return Ok(Some(HookResolveIdOutput::from_id(args.specifier)));
        }
        let module = match args.importer.and_then(|importer| self.project.sdk_module(importer)) {
            Some(importer) => sdk::resolve_inside(importer, args.specifier),
            None => sdk::resolve(args.specifier, self.compat),
        };
        if let Some(module) = module {
            let module = if args.kind == ImportKind::Require {
                sdk::required(&module)
            } else {
                module
            };
            return Ok(Some(HookResolveIdOutput::from_id(self.project.sdk_id(&module))));
        }
        if self.has_own_index {
            self.own_index(context, args).await
        } else {
            Ok(None)
        }
    }

    async fn load(&self, context: SharedLoadPluginContext, args: &HookLoadArgs<'_>) -> HookLoadReturn {
        let module = self.project.sdk_module(args.id);
        let source = match module {
            Some(view_engines::MODULE) => Some(Cow::Owned(view_engines::source(&self.view_engines))),
            Some(module) => sdk::source(module),
            None => None,
        };
        if let Some(source) = source {
            let module_type = Some(ModuleType::Js);
            return Ok(Some(HookLoadOutput {
                code: source.as_ref().into(),
                module_type,
                ..HookLoadOutput::default()
            }));
        }
        if let Some(path) = self.project.own_index_path(args.id) {
            context.add_watch_file(path);
            let code = fs::read_to_string(path)?.into();
            return Ok(Some(HookLoadOutput {
                code,
                ..HookLoadOutput::default()
            }));
        }
        match refusal(args.id) {
            Some(reason) => Err(anyhow::anyhow!(reason)),
            None => Ok(None),
        }
    }

    async fn transform(
        &self,
        _context: SharedTransformPluginContext,
        args: &HookTransformArgs<'_>,
    ) -> HookTransformReturn {
        if args.id != RUNTIME_MODULE_KEY {
            return Ok(None);
        }
        Ok(with_refusal(args.code).map(|code| HookTransformOutput {
            code: Some(code),
            map: HookTransformOutputMap::Null,
            ..HookTransformOutput::default()
        }))
    }

    async fn transform_ast(&self, _context: &PluginContext, args: HookTransformAstArgs<'_>) -> HookTransformAstReturn {
        let name = self.project.name(args.id);
        module_place::resolve(args, &name).map(callee::name)
    }

    async fn module_parsed(
        &self,
        _context: &PluginContext,
        module: Arc<ModuleInfo>,
        _normal: &NormalModule,
    ) -> HookNoopReturn {
        let imported = module.imported_ids.iter().chain(&module.dynamically_imported_ids);
        self.imports
            .record(&self.project.name(&module.id), imported.map(|id| self.project.name(id)));
        Ok(())
    }
}

impl SandboxPlugin {
    pub(crate) fn new(project: Project, compat: Compat, imports: Arc<ImportGraph>) -> Self {
        Self {
            has_own_index: project.has_own_index(),
            view_engines: view_engines::names(&project),
            project,
            compat,
            imports,
        }
    }

    /// Resolves as the bundler would, and gives the index of the project its own id.
    async fn own_index(&self, context: &PluginContext, args: &HookResolveIdArgs<'_>) -> HookResolveIdReturn {
        let options = PluginContextResolveOptions {
            import_kind: args.kind,
            is_entry: args.is_entry,
            skip_self: true,
            custom: Arc::clone(&args.custom),
        };
        let Ok(mut resolved) = context.resolve(args.specifier, args.importer, Some(options)).await? else {
            return Ok(None);
        };
        let Some(id) = self.project.own_index_id(&resolved.id) else {
            return Ok(None);
        };
        resolved.id = ModuleId::new(id);
        Ok(Some(HookResolveIdOutput::from_resolved_id(resolved)))
    }
}

/// The bundler's run-time helpers with this sandbox's own refusal, or nothing when they no longer
/// have one.
fn with_refusal(runtime: &str) -> Option<String> {
    let (before, statement) = runtime.split_once(RUNTIME_REFUSAL.0)?;
    let (_, after) = statement.split_once(RUNTIME_REFUSAL.1)?;
    Some(format!("{before}{REFUSAL}{after}"))
}

/// Whether a specifier is an address that would have to be fetched.
pub(crate) fn is_url(specifier: &str) -> bool {
    ["http://", "https://", "//"]
        .iter()
        .any(|scheme| specifier.starts_with(scheme))
}

/// Why the module with this id cannot be in a bundle, or nothing when it may be.
pub(crate) fn refusal(id: &str) -> Option<&'static str> {
    if is_url(id) {
        return Some("modules are not fetched from URLs");
    }
    let extension = Path::new(id).extension()?.to_str()?;
    match extension {
        "node" => Some("compiled addons of Node.js cannot run in the sandbox"),
        "wasm" => Some("the sandbox has no WebAssembly of its own"),
        _ => None,
    }
}
