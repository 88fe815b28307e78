//! The heap of an app: the memory and the stack pointer a sandbox starts from, as a data module.

use wasm_encoder::{
    ConstExpr, DataSection, ExportKind, ExportSection, GlobalSection, GlobalType, MemorySection, MemoryType, Module,
    ValType,
};

/// How the shared module imports the memory and the stack pointer that an app brings.
pub(crate) const HEAP_MODULE: &str = "app";
/// The name of the memory in [`HEAP_MODULE`].
pub(crate) const MEMORY_NAME: &str = "memory";
/// The name of the global in [`HEAP_MODULE`].
pub(crate) const STACK_POINTER_NAME: &str = "stack-pointer";

/// The type of the one mutable global of a sandbox.
pub(crate) const STACK_POINTER_TYPE: GlobalType = GlobalType {
    val_type: ValType::I32,
    mutable: true,
    shared: false,
};

/// Runs of zeros at least this long are left out of the image: a segment costs its header, and zeros compress to nothing.
const ZERO_RUN_BYTES_MIN: usize = 256;

/// A stretch of memory that is not zero.
#[derive(Clone)]
pub(crate) struct Segment {
    /// Where it starts, in bytes from the beginning of the memory.
    pub(crate) offset: u32,
    /// What is there.
    pub(crate) bytes: Vec<u8>,
}

/// Memory and stack pointer at one moment.
#[derive(Clone)]
pub(crate) struct Heap {
    /// Size of the memory, in pages of 64 KiB.
    pub(crate) memory_pages: u64,
    /// The value of the one mutable global.
    pub(crate) stack_pointer: i32,
    /// What the memory holds; everything else is zero.
    pub(crate) segments: Vec<Segment>,
}

impl Heap {
    /// Reads the heap off a memory.
    pub(crate) fn of_memory(memory: &[u8], memory_pages: u64, stack_pointer: i32) -> Self {
        let mut segments = Vec::new();
        let mut at = 0;
        while let Some(start) = memory[at..]
            .iter()
            .position(|byte| *byte != 0)
            .map(|skipped| at + skipped)
        {
            let end = end_of_segment(memory, start);
            // A wasm memory is at most 4 GiB, so that an offset always fits.
            let offset = u32::try_from(start).unwrap_or(u32::MAX);
            segments.push(Segment {
                offset,
                bytes: memory[start..end].to_vec(),
            });
            at = end;
        }
        Self {
            memory_pages,
            stack_pointer,
            segments,
        }
    }

    /// Bytes that are not zero, which is about what an idle app costs.
    pub(crate) fn image_bytes(&self) -> usize {
        self.segments.iter().map(|segment| segment.bytes.len()).sum()
    }

    /// A module that defines and exports the memory and the global, and has no code.
    pub(crate) fn to_module(&self) -> Vec<u8> {
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: self.memory_pages,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut globals = GlobalSection::new();
        globals.global(STACK_POINTER_TYPE, &ConstExpr::i32_const(self.stack_pointer));
        let mut exports = ExportSection::new();
        exports.export(MEMORY_NAME, ExportKind::Memory, 0);
        exports.export(STACK_POINTER_NAME, ExportKind::Global, 0);
        let mut data = DataSection::new();
        for segment in &self.segments {
            data.active(
                0,
                &ConstExpr::i32_const(segment.offset.cast_signed()),
                segment.bytes.iter().copied(),
            );
        }
        let mut module = Module::new();
        module
            .section(&memories)
            .section(&globals)
            .section(&exports)
            .section(&data);
        module.finish()
    }
}

/// The first position at or after `start` from which at least [`ZERO_RUN_BYTES_MIN`] zeros follow, or the end.
fn end_of_segment(memory: &[u8], start: usize) -> usize {
    let mut end = start;
    let mut zeros = 0;
    for (at, byte) in memory.iter().enumerate().skip(start) {
        if *byte != 0 {
            zeros = 0;
            end = at + 1;
            continue;
        }
        zeros += 1;
        if zeros == ZERO_RUN_BYTES_MIN {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Heap, ZERO_RUN_BYTES_MIN};

    /// What is read off a memory, written into zeros again, is the memory.
    #[test]
    fn a_heap_holds_every_byte_that_is_not_zero() {
        let long = ZERO_RUN_BYTES_MIN * 3;
        let tables: [&[(usize, u8)]; 5] = [
            &[],
            &[(0, 1)],
            &[(0, 1), (long, 2)],
            &[(5, 1), (6, 2), (ZERO_RUN_BYTES_MIN, 3)],
            &[(long * 2 - 1, 9)],
        ];
        for table in tables {
            let mut memory = vec![0; long * 2];
            for (at, byte) in table {
                memory[*at] = *byte;
            }
            let heap = Heap::of_memory(&memory, 1, 7);
            let mut again = vec![0; memory.len()];
            for segment in &heap.segments {
                let start = segment.offset as usize;
                again[start..start + segment.bytes.len()].copy_from_slice(&segment.bytes);
            }
            assert_eq!(again, memory, "{table:?}");
        }
    }
}
