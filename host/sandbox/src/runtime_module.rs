//! The guest runtime as the host embeds it, cut into what all apps share and the heap each app starts from.

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ElementSection, EntityType, ExportSection, FunctionSection, ImportSection, MemoryType, Module,
    ModuleType, TableSection, TypeSection,
};
use wasmparser::{ExternalKind, FuncType, FunctionBody, Operator, Parser, Payload, TypeRef};

use crate::heap::{HEAP_MODULE, Heap, MEMORY_NAME, STACK_POINTER_NAME, STACK_POINTER_TYPE, Segment};
use crate::runtime_error::RuntimeModuleError;
use crate::write_recorder::{MARKS_PAGES, WriteRecorder};

/// The module that `cargo xtask runtime` builds from `guest-sdk/runtime`.
pub(crate) const RUNTIME_WASM: &[u8] = include_bytes!("../../../guest-sdk/runtime/runtime.wasm");

/// The runtime in two parts.
pub(crate) struct RuntimeModule {
    /// Code, tables and elements; imports its memory and its stack pointer. The same for every app.
    pub(crate) code: Vec<u8>,
    /// The type of `code`, as a component that imports it has to spell it.
    pub(crate) module_type: ModuleType,
    /// The heap before anything ran.
    pub(crate) heap: Heap,
    /// Content address of the runtime, in hex; part of every cache key and of every component's import.
    pub(crate) digest: String,
}

/// What one pass over the module collects.
#[derive(Default)]
struct Parts<'a> {
    types: Vec<FuncType>,
    imports: Vec<(String, String, u32)>,
    functions: Vec<u32>,
    exports: Vec<(String, u32)>,
    tables: TableSection,
    elements: ElementSection,
    bodies: Vec<FunctionBody<'a>>,
    memory_pages: u64,
    stack_pointer: Option<i32>,
    segments: Vec<Segment>,
}

/// The runtime with every store recorded, and the heap it starts from.
pub(crate) struct RecordingModule {
    /// As [`RuntimeModule::code`].
    pub(crate) code: Vec<u8>,
    /// As [`RuntimeModule::heap`], with room for the marks.
    pub(crate) heap: Heap,
    /// Where the marks are, in bytes.
    pub(crate) marks: std::ops::Range<usize>,
}

impl RecordingModule {
    /// Rewrites `wasm`.
    ///
    /// # Errors
    /// As for [`RuntimeModule::split`].
    pub(crate) fn of(wasm: &[u8]) -> Result<Self, RuntimeModuleError> {
        const PAGE_BYTES: u64 = 64 * 1024;
        let parts = collect(wasm)?;
        let functions = parts.imports.len() + parts.bodies.len();
        let marks = (parts.memory_pages * PAGE_BYTES)..((parts.memory_pages + MARKS_PAGES) * PAGE_BYTES);
        let too_large = |_| RuntimeModuleError::Unexpected("more than 4 GiB");
        let recorder = WriteRecorder {
            first_helper: u32::try_from(functions).map_err(too_large)?,
            marks_start: u32::try_from(marks.start).map_err(too_large)?,
        };
        let stack_pointer = parts
            .stack_pointer
            .ok_or(RuntimeModuleError::Unexpected("no stack pointer"))?;
        let code = shared_code(&parts, Some(&recorder))?;
        let heap = Heap {
            memory_pages: parts.memory_pages + MARKS_PAGES,
            stack_pointer,
            segments: parts.segments,
        };
        let end = usize::try_from(marks.end).map_err(too_large)?;
        Ok(Self {
            code,
            heap,
            marks: recorder.marks_start as usize..end,
        })
    }
}

impl RuntimeModule {
    /// Cuts `wasm` into its parts.
    ///
    /// # Errors
    /// When the module has more than one memory or mutable global, or data that is not placed at start.
    pub(crate) fn split(wasm: &[u8]) -> Result<Self, RuntimeModuleError> {
        let parts = collect(wasm)?;
        let stack_pointer = parts
            .stack_pointer
            .ok_or(RuntimeModuleError::Unexpected("no stack pointer"))?;
        let heap = Heap {
            memory_pages: parts.memory_pages,
            stack_pointer,
            segments: parts.segments.clone(),
        };
        Ok(Self {
            code: shared_code(&parts, None)?,
            module_type: module_type(&parts)?,
            heap,
            digest: blake3::hash(wasm).to_hex().to_string(),
        })
    }
}

fn collect(wasm: &[u8]) -> Result<Parts<'_>, RuntimeModuleError> {
    let mut parts = Parts::default();
    let mut encoder = RoundtripReencoder;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::TypeSection(section) => {
                for group in section {
                    for sub_type in group?.into_types() {
                        parts.types.push(sub_type.unwrap_func().clone());
                    }
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let TypeRef::Func(index) = import.ty else {
                        return Err(RuntimeModuleError::Unexpected("an import that is not a function"));
                    };
                    parts
                        .imports
                        .push((import.module.to_owned(), import.name.to_owned(), index));
                }
            }
            Payload::FunctionSection(section) => {
                for function in section {
                    parts.functions.push(function?);
                }
            }
            Payload::TableSection(section) => encoder
                .parse_table_section(&mut parts.tables, section)
                .map_err(reencode)?,
            Payload::MemorySection(section) => parts.memory_pages = only_memory(section)?,
            Payload::GlobalSection(section) => parts.stack_pointer = Some(only_global(section)?),
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    if export.kind == ExternalKind::Func {
                        parts.exports.push((export.name.to_owned(), export.index));
                    }
                }
            }
            Payload::ElementSection(section) => encoder
                .parse_element_section(&mut parts.elements, section)
                .map_err(reencode)?,
            Payload::CodeSectionEntry(body) => parts.bodies.push(body),
            Payload::DataSection(section) => parts.segments = active_segments(section)?,
            Payload::StartSection { .. } => return Err(RuntimeModuleError::Unexpected("a start function")),
            _ => {}
        }
    }
    Ok(parts)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape `map_err` wants")]
fn reencode(error: wasm_encoder::reencode::Error) -> RuntimeModuleError {
    RuntimeModuleError::Reencode(error.to_string())
}

fn only_memory(section: wasmparser::MemorySectionReader<'_>) -> Result<u64, RuntimeModuleError> {
    let memories: Vec<_> = section.into_iter().collect::<Result<_, _>>()?;
    match memories.as_slice() {
        [memory] => Ok(memory.initial),
        _ => Err(RuntimeModuleError::Unexpected("more than one memory")),
    }
}

/// The stack pointer must be the only global: a second mutable one would be state that a snapshot of the memory misses.
fn only_global(section: wasmparser::GlobalSectionReader<'_>) -> Result<i32, RuntimeModuleError> {
    let globals: Vec<_> = section.into_iter().collect::<Result<_, _>>()?;
    let [global] = globals.as_slice() else {
        return Err(RuntimeModuleError::Unexpected("more than one global"));
    };
    match global.init_expr.get_operators_reader().read()? {
        Operator::I32Const { value } if global.ty.mutable => Ok(value),
        _ => Err(RuntimeModuleError::Unexpected("a global that is no stack pointer")),
    }
}

fn active_segments(section: wasmparser::DataSectionReader<'_>) -> Result<Vec<Segment>, RuntimeModuleError> {
    let mut segments = Vec::new();
    for data in section {
        let data = data?;
        let wasmparser::DataKind::Active {
            memory_index: 0,
            offset_expr,
        } = data.kind
        else {
            return Err(RuntimeModuleError::Unexpected("data that is not placed at start"));
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            return Err(RuntimeModuleError::Unexpected("data at an offset that is no constant"));
        };
        segments.push(Segment {
            offset: value.cast_unsigned(),
            bytes: data.data.to_vec(),
        });
    }
    Ok(segments)
}

fn memory_type(parts: &Parts<'_>) -> MemoryType {
    MemoryType {
        minimum: parts.memory_pages,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    }
}

/// The module without its memory and its global. With a recorder, its stores are replaced.
fn shared_code(parts: &Parts<'_>, recorder: Option<&WriteRecorder>) -> Result<Vec<u8>, RuntimeModuleError> {
    let mut encoder = RoundtripReencoder;
    let mut types = TypeSection::new();
    for function in &parts.types {
        types
            .ty()
            .func_type(&encoder.func_type(function.clone()).map_err(reencode)?);
    }
    let mut imports = ImportSection::new();
    for (module, name, index) in &parts.imports {
        imports.import(module, name, EntityType::Function(*index));
    }
    imports.import(HEAP_MODULE, MEMORY_NAME, EntityType::Memory(memory_type(parts)));
    imports.import(HEAP_MODULE, STACK_POINTER_NAME, EntityType::Global(STACK_POINTER_TYPE));
    let mut functions = FunctionSection::new();
    for index in &parts.functions {
        functions.function(*index);
    }
    let mut exports = ExportSection::new();
    for (name, index) in &parts.exports {
        exports.export(name, wasm_encoder::ExportKind::Func, *index);
    }
    let mut code = CodeSection::new();
    for body in &parts.bodies {
        match recorder {
            Some(recorder) => recorder.body(&mut code, body)?,
            None => {
                code.raw(body.as_bytes());
            }
        }
    }
    if let Some(recorder) = recorder {
        for parameters in WriteRecorder::helper_types() {
            functions.function(types.len());
            types.ty().function(parameters, []);
        }
        recorder.helpers(&mut code);
    }
    let mut module = Module::new();
    module
        .section(&types)
        .section(&imports)
        .section(&functions)
        .section(&parts.tables)
        .section(&exports)
        .section(&parts.elements)
        .section(&code);
    Ok(module.finish())
}

fn module_type(parts: &Parts<'_>) -> Result<ModuleType, RuntimeModuleError> {
    let mut encoder = RoundtripReencoder;
    let mut module_type = ModuleType::new();
    let mut type_count = 0;
    let imported =
        u32::try_from(parts.imports.len()).map_err(|_| RuntimeModuleError::Unexpected("too many imports"))?;
    let mut function = |module_type: &mut ModuleType, index: u32| -> Result<EntityType, RuntimeModuleError> {
        let function = parts
            .types
            .get(index as usize)
            .ok_or(RuntimeModuleError::Unexpected("a function without a type"))?;
        module_type
            .ty()
            .func_type(&encoder.func_type(function.clone()).map_err(reencode)?);
        type_count += 1;
        Ok(EntityType::Function(type_count - 1))
    };
    for (module, name, index) in &parts.imports {
        let entity = function(&mut module_type, *index)?;
        module_type.import(module, name, entity);
    }
    module_type.import(HEAP_MODULE, MEMORY_NAME, EntityType::Memory(memory_type(parts)));
    module_type.import(HEAP_MODULE, STACK_POINTER_NAME, EntityType::Global(STACK_POINTER_TYPE));
    for (name, index) in &parts.exports {
        let defined = index
            .checked_sub(imported)
            .and_then(|index| parts.functions.get(index as usize));
        let index = defined.ok_or(RuntimeModuleError::Unexpected("an exported import"))?;
        let entity = function(&mut module_type, *index)?;
        module_type.export(name, entity);
    }
    Ok(module_type)
}
