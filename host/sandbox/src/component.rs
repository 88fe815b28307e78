//! An app as a component: it imports the shared runtime as a core module and carries its heap as another.

use wasm_encoder::{
    Alias, CanonicalOption, ComponentBuilder, ComponentExportKind, ComponentOuterAliasKind, ComponentTypeRef,
    ComponentValType, ExportKind, InstanceType, ModuleArg, PrimitiveValType, TypeBounds,
};

use crate::heap::{HEAP_MODULE, Heap, MEMORY_NAME};
use crate::runtime_module::RuntimeModule;

/// The interface of `wit/world.wit` that sandboxes import.
pub(crate) const HOST_INTERFACE: &str = "rnode:app/host@0.1.0";

/// The interface whose types that one and the exports use.
const OPERATIONS_INTERFACE: &str = "rnode:app/operations@0.1.0";

/// The kinds of operations, in the order of `wit/world.wit`.
const OPERATIONS: [&str; 8] = [
    "fetch",
    "pull",
    "push",
    "finish",
    "kv-get",
    "kv-put",
    "kv-delete",
    "kv-list",
];

/// The names of the parts of a line and of a page.
const LETTERS: [&str; 16] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p",
];

/// How a component names the runtime it belongs to. A host that has another one refuses to link it.
pub(crate) fn runtime_import(digest: &str) -> String {
    // A word of an import name starts with a letter.
    format!("runtime-x{}", &digest[..16])
}

/// Encodes the component of an app with this heap.
pub(crate) fn encode(runtime: &RuntimeModule, heap: &Heap) -> Vec<u8> {
    let mut builder = ComponentBuilder::default();
    let (module_type, encoder) = builder.core_type(None);
    encoder.module(&runtime.module_type);
    let runtime_module = builder.import(runtime_import(&runtime.digest), ComponentTypeRef::Module(module_type));
    let operations = operations_instance_type(&mut builder);
    let operations = builder.import(OPERATIONS_INTERFACE, ComponentTypeRef::Instance(operations));
    let operation = builder.alias_export(operations, "operation", ComponentExportKind::Type);
    let host_type = host_instance_type(&mut builder, operation);
    let host = builder.import(HOST_INTERFACE, ComponentTypeRef::Instance(host_type));

    let none: [(&str, ModuleArg); 0] = [];
    let heap_module = builder.core_module_raw(None, &heap.to_module());
    let heap_instance = builder.core_instantiate(None, heap_module, none);
    let memory = builder.core_alias_export(None, heap_instance, MEMORY_NAME, ExportKind::Memory);

    let log = builder.alias_export(host, "log", ComponentExportKind::Func);
    let log = builder.lower_func(None, log, [CanonicalOption::Memory(memory), CanonicalOption::UTF8]);
    let read = builder.alias_export(host, "read", ComponentExportKind::Func);
    let read = builder.lower_func(None, read, [CanonicalOption::Memory(memory)]);
    let start = builder.alias_export(host, "start", ComponentExportKind::Func);
    let start = builder.lower_func(None, start, [CanonicalOption::Memory(memory), CanonicalOption::UTF8]);
    let cancel = builder.alias_export(host, "cancel", ComponentExportKind::Func);
    let cancel = builder.lower_func(None, cancel, []);
    let imports = [("log", log), ("read", read), ("start", start), ("cancel", cancel)];
    let imports =
        builder.core_instantiate_exports(None, imports.map(|(name, function)| (name, ExportKind::Func, function)));
    let arguments = [
        (HOST_INTERFACE, ModuleArg::Instance(imports)),
        (HEAP_MODULE, ModuleArg::Instance(heap_instance)),
    ];
    let instance = builder.core_instantiate(None, runtime_module, arguments);

    let types = Types::define(&mut builder);
    let realloc = builder.core_alias_export(None, instance, "cabi_realloc", ExportKind::Func);
    for (name, parameters) in [
        ("handle", &[("request", types.request)][..]),
        ("resume", &[("now", types.instant), ("events", types.events)]),
    ] {
        let function = builder.core_alias_export(None, instance, name, ExportKind::Func);
        let post_return = builder.core_alias_export(None, instance, &format!("cabi_post_{name}"), ExportKind::Func);
        let (function_type, mut encoder) = builder.type_function(None);
        encoder.params(parameters.iter().copied()).result(Some(types.step));
        let options = [
            CanonicalOption::Memory(memory),
            CanonicalOption::Realloc(realloc),
            CanonicalOption::PostReturn(post_return),
            CanonicalOption::UTF8,
        ];
        let lifted = builder.lift_func(None, function, function_type, options);
        builder.export(name, ComponentExportKind::Func, lifted, None);
    }
    builder.finish()
}

/// `interface operations`, as far as `interface host` uses it.
fn operations_instance_type(builder: &mut ComponentBuilder) -> u32 {
    let mut instance = InstanceType::new();
    instance.ty().defined_type().enum_type(OPERATIONS);
    instance.export("operation", ComponentTypeRef::Type(TypeBounds::Eq(0)));
    builder.type_instance(None, &instance)
}

/// `interface host`: its types and its functions.
fn host_instance_type(builder: &mut ComponentBuilder, operation: u32) -> u32 {
    let mut instance = InstanceType::new();
    instance
        .ty()
        .defined_type()
        .enum_type(["debug", "info", "warn", "error"]);
    instance.export("level", ComponentTypeRef::Type(TypeBounds::Eq(0)));
    let message = ComponentValType::Primitive(PrimitiveValType::String);
    instance
        .ty()
        .function()
        .params([("level", ComponentValType::Type(1)), ("message", message)])
        .result(None);
    instance.export("log", ComponentTypeRef::Func(2));
    // Types are numbered in the order in which they are defined or exported.
    let sixteen = |of: ComponentValType| LETTERS.map(|letter| (letter, of));
    instance
        .ty()
        .defined_type()
        .record(sixteen(ComponentValType::Primitive(PrimitiveValType::U64)));
    instance.export("line", ComponentTypeRef::Type(TypeBounds::Eq(3)));
    instance.ty().defined_type().record(sixteen(ComponentValType::Type(4)));
    instance.export("page", ComponentTypeRef::Type(TypeBounds::Eq(5)));
    let number = |of: PrimitiveValType| ComponentValType::Primitive(of);
    instance
        .ty()
        .function()
        .params([
            ("file", number(PrimitiveValType::U32)),
            ("offset", number(PrimitiveValType::U64)),
        ])
        .result(Some(ComponentValType::Type(6)));
    instance.export("read", ComponentTypeRef::Func(7));
    instance.alias(Alias::Outer {
        kind: ComponentOuterAliasKind::Type,
        count: 1,
        index: operation,
    });
    instance.export("operation", ComponentTypeRef::Type(TypeBounds::Eq(8)));
    instance.ty().defined_type().list(PrimitiveValType::U8);
    instance.ty().defined_type().option(ComponentValType::Type(10));
    instance
        .ty()
        .function()
        .params([
            ("id", number(PrimitiveValType::U32)),
            ("operation", ComponentValType::Type(9)),
            ("text", number(PrimitiveValType::String)),
            ("bytes", ComponentValType::Type(11)),
        ])
        .result(None);
    instance.export("start", ComponentTypeRef::Func(12));
    instance
        .ty()
        .function()
        .params([("id", number(PrimitiveValType::U32))])
        .result(None);
    instance.export("cancel", ComponentTypeRef::Func(13));
    builder.type_instance(None, &instance)
}

/// The types of `interface http`, as far as the two exports use them.
struct Types {
    request: ComponentValType,
    instant: ComponentValType,
    events: ComponentValType,
    step: ComponentValType,
}

impl Types {
    /// Defines and exports them: a type that an exported function uses has to have a name.
    fn define(builder: &mut ComponentBuilder) -> Self {
        let text = ComponentValType::Primitive(PrimitiveValType::String);
        let instant = ComponentValType::Primitive(PrimitiveValType::U64);
        let status = ComponentValType::Primitive(PrimitiveValType::U16);
        let (bytes, encoder) = builder.type_defined(None);
        encoder.list(PrimitiveValType::U8);
        let bytes = ComponentValType::Type(bytes);
        let (body, encoder) = builder.type_defined(None);
        encoder.option(bytes);
        let (entropy, encoder) = builder.type_defined(None);
        encoder.tuple([instant; 4]);

        let (request, encoder) = builder.type_defined(None);
        encoder.record([
            ("method", text),
            ("target", text),
            ("headers", text),
            ("connection", text),
            ("body", ComponentValType::Type(body)),
            ("now", instant),
            ("entropy", ComponentValType::Type(entropy)),
        ]);
        let request = named(builder, "request", request);
        let (etag, encoder) = builder.type_defined(None);
        encoder.enum_type(["none", "weak", "strong"]);
        let etag = named(builder, "etag", etag);
        let (slice, encoder) = builder.type_defined(None);
        let number = ComponentValType::Primitive(PrimitiveValType::U32);
        encoder.record([("file", number), ("start", instant), ("end", instant)]);
        let slice = named(builder, "slice", slice);
        let (content, encoder) = builder.type_defined(None);
        encoder.variant([("bytes", Some(bytes)), ("slice", Some(slice)), ("stream", None)]);
        let content = named(builder, "content", content);
        let (response, encoder) = builder.type_defined(None);
        let flag = ComponentValType::Primitive(PrimitiveValType::Bool);
        encoder.record([
            ("status", status),
            ("headers", text),
            ("body", content),
            ("etag", etag),
            ("goes-on", flag),
        ]);
        let response = named(builder, "response", response);
        let (unhandled, encoder) = builder.type_defined(None);
        encoder.record([
            ("status", status),
            ("text", text),
            ("message", text),
            ("stack", text),
            ("headers", text),
        ]);
        let unhandled = named(builder, "unhandled", unhandled);
        let (due, encoder) = builder.type_defined(None);
        encoder.option(instant);
        let (step, encoder) = builder.type_defined(None);
        encoder.variant([
            ("answered", Some(response)),
            ("unhandled", Some(unhandled)),
            ("waiting", Some(ComponentValType::Type(due))),
            ("silent", None),
        ]);
        let step = named(builder, "step", step);
        let events = events(builder, body);
        Self {
            request,
            instant,
            events,
            step,
        }
    }
}

/// The list of events, each with bytes that may be missing.
fn events(builder: &mut ComponentBuilder, bytes: u32) -> ComponentValType {
    let text = ComponentValType::Primitive(PrimitiveValType::String);
    let number = ComponentValType::Primitive(PrimitiveValType::U32);
    let (outcome, encoder) = builder.type_defined(None);
    encoder.enum_type(["done", "failed"]);
    let outcome = named(builder, "outcome", outcome);
    let (event, encoder) = builder.type_defined(None);
    encoder.record([
        ("id", number),
        ("outcome", outcome),
        ("text", text),
        ("bytes", ComponentValType::Type(bytes)),
    ]);
    let event = named(builder, "event", event);
    let (events, encoder) = builder.type_defined(None);
    encoder.list(event);
    ComponentValType::Type(events)
}

fn named(builder: &mut ComponentBuilder, name: &str, index: u32) -> ComponentValType {
    ComponentValType::Type(builder.export(name, ComponentExportKind::Type, index, None))
}
