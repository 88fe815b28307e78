//! The runtime with every store recorded: which parts of its memory a run writes, to sixteen bytes.
//!
//! Each store of the module becomes a call of a function that marks the address before it stores. It costs a few times as much as
//! the plain module, and runs only while an app is laid out.

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{BlockType, CodeSection, Function, Instruction, MemArg, ValType};
use wasmparser::{FunctionBody, Operator};

use crate::runtime_error::RuntimeModuleError;

/// The unit of recording, in bytes, as a power of two: about the smallest allocation.
const GRANULE_SHIFT: u32 = 4;
/// Writes above this address are not recorded: what an app allocates while it is loaded lies below.
const COVERED_BYTES: u32 = 64 * 1024 * 1024;
/// One byte a granule, in pages of 64 KiB. They lie behind the memory that the module starts with.
pub(crate) const MARKS_PAGES: u64 = (COVERED_BYTES >> GRANULE_SHIFT) as u64 / (64 * 1024);

/// The functions that store in place of the module's instructions, in the order of their indices.
const HELPERS: [Helper; 11] = [
    Helper::Store(ValType::I32, Instruction::I32Store),
    Helper::Store(ValType::I64, Instruction::I64Store),
    Helper::Store(ValType::F32, Instruction::F32Store),
    Helper::Store(ValType::F64, Instruction::F64Store),
    Helper::Store(ValType::I32, Instruction::I32Store8),
    Helper::Store(ValType::I32, Instruction::I32Store16),
    Helper::Store(ValType::I64, Instruction::I64Store8),
    Helper::Store(ValType::I64, Instruction::I64Store16),
    Helper::Store(ValType::I64, Instruction::I64Store32),
    Helper::Copy,
    Helper::Fill,
];

enum Helper {
    /// Address, value, offset.
    Store(ValType, fn(MemArg) -> Instruction<'static>),
    /// Destination, source, length.
    Copy,
    /// Destination, value, length.
    Fill,
}

/// Rewrites the bodies of a module.
pub(crate) struct WriteRecorder {
    /// Index of the first helper: behind all functions of the module.
    pub(crate) first_helper: u32,
    /// Address of the marks.
    pub(crate) marks_start: u32,
}

/// The places that were written, as the recorder marks them.
pub(crate) struct Writes<'a>(pub(crate) &'a [u8]);

impl Writes<'_> {
    /// The granules that were written.
    pub(crate) fn granules(&self) -> impl Iterator<Item = u32> {
        (0_u32..)
            .zip(self.0)
            .filter(|(_, mark)| **mark != 0)
            .map(|(granule, _)| granule)
    }
}

/// The granules that `size` bytes at `address` touch.
pub(crate) fn granules_of(address: u32, size: u32) -> std::ops::Range<u32> {
    let end = address.saturating_add(size.max(1) - 1).min(COVERED_BYTES - 1);
    (address.min(COVERED_BYTES - 1) >> GRANULE_SHIFT)..(end >> GRANULE_SHIFT) + 1
}

/// How many granules there are.
pub(crate) const GRANULES: usize = (COVERED_BYTES >> GRANULE_SHIFT) as usize;

impl WriteRecorder {
    /// The parameters of each helper, in the order of their indices. None of them returns anything.
    pub(crate) fn helper_types() -> impl Iterator<Item = [ValType; 3]> {
        HELPERS.iter().map(|helper| match helper {
            Helper::Store(value, _) => [ValType::I32, *value, ValType::I32],
            Helper::Copy | Helper::Fill => [ValType::I32; 3],
        })
    }

    /// Adds a body of the module, with its stores replaced.
    pub(crate) fn body(&self, code: &mut CodeSection, body: &FunctionBody<'_>) -> Result<(), RuntimeModuleError> {
        let mut encoder = RoundtripReencoder;
        let reencode = |error: wasm_encoder::reencode::Error| RuntimeModuleError::Reencode(error.to_string());
        let mut locals = Vec::new();
        for local in body.get_locals_reader()? {
            let (count, kind) = local?;
            locals.push((count, encoder.val_type(kind).map_err(reencode)?));
        }
        let mut function = Function::new(locals);
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            match replaced(&operator) {
                Some((helper, offset)) => {
                    if let Some(offset) = offset {
                        // An offset of a 32-bit memory fits 32 bits.
                        function.instruction(&Instruction::I32Const(
                            u32::try_from(offset).unwrap_or(u32::MAX).cast_signed(),
                        ));
                    }
                    function.instruction(&Instruction::Call(self.first_helper + helper));
                }
                None => {
                    function.instruction(&encoder.instruction(operator).map_err(reencode)?);
                }
            }
        }
        code.function(&function);
        Ok(())
    }

    /// Adds the helpers' bodies.
    pub(crate) fn helpers(&self, code: &mut CodeSection) {
        for helper in &HELPERS {
            let mut function = Function::new([]);
            match helper {
                Helper::Store(_, store) => self.store(&mut function, *store),
                Helper::Copy => self.range(&mut function, &Instruction::MemoryCopy { src_mem: 0, dst_mem: 0 }),
                Helper::Fill => self.range(&mut function, &Instruction::MemoryFill(0)),
            }
            function.instruction(&Instruction::End);
            code.function(&function);
        }
    }

    fn store(&self, function: &mut Function, store: fn(MemArg) -> Instruction<'static>) {
        let here = MemArg {
            offset: 0,
            align: 0,
            memory_index: 0,
        };
        for instruction in [
            Instruction::LocalGet(0),
            Instruction::LocalGet(2),
            Instruction::I32Add,
            Instruction::LocalTee(0),
            Instruction::I32Const(COVERED_BYTES.cast_signed()),
            Instruction::I32LtU,
            Instruction::If(BlockType::Empty),
            Instruction::LocalGet(0),
            Instruction::I32Const(GRANULE_SHIFT.cast_signed()),
            Instruction::I32ShrU,
            Instruction::I32Const(1),
            Instruction::I32Store8(MemArg {
                offset: u64::from(self.marks_start),
                ..here
            }),
            Instruction::End,
            Instruction::LocalGet(0),
            Instruction::LocalGet(1),
            store(here),
        ] {
            function.instruction(&instruction);
        }
    }

    /// Marks a range, when it is not empty and covered, and then does what `last` does.
    fn range(&self, function: &mut Function, last: &Instruction<'static>) {
        for instruction in [
            Instruction::LocalGet(2),
            Instruction::I32Const(0),
            Instruction::I32Ne,
            Instruction::LocalGet(0),
            Instruction::LocalGet(2),
            Instruction::I32Add,
            Instruction::I32Const(COVERED_BYTES.cast_signed()),
            Instruction::I32LtU,
            Instruction::I32And,
            Instruction::If(BlockType::Empty),
            // Where the marks of the range begin.
            Instruction::LocalGet(0),
            Instruction::I32Const(GRANULE_SHIFT.cast_signed()),
            Instruction::I32ShrU,
            Instruction::I32Const(self.marks_start.cast_signed()),
            Instruction::I32Add,
            Instruction::I32Const(1),
            // How many they are.
            Instruction::LocalGet(0),
            Instruction::LocalGet(2),
            Instruction::I32Add,
            Instruction::I32Const(1),
            Instruction::I32Sub,
            Instruction::I32Const(GRANULE_SHIFT.cast_signed()),
            Instruction::I32ShrU,
            Instruction::LocalGet(0),
            Instruction::I32Const(GRANULE_SHIFT.cast_signed()),
            Instruction::I32ShrU,
            Instruction::I32Sub,
            Instruction::I32Const(1),
            Instruction::I32Add,
            Instruction::MemoryFill(0),
            Instruction::End,
            Instruction::LocalGet(0),
            Instruction::LocalGet(1),
            Instruction::LocalGet(2),
        ] {
            function.instruction(&instruction);
        }
        function.instruction(last);
    }
}

/// Which helper stands in for an operator, and the offset to pass to it.
fn replaced(operator: &Operator<'_>) -> Option<(u32, Option<u64>)> {
    let (helper, offset) = match operator {
        Operator::I32Store { memarg } => (0, Some(memarg.offset)),
        Operator::I64Store { memarg } => (1, Some(memarg.offset)),
        Operator::F32Store { memarg } => (2, Some(memarg.offset)),
        Operator::F64Store { memarg } => (3, Some(memarg.offset)),
        Operator::I32Store8 { memarg } => (4, Some(memarg.offset)),
        Operator::I32Store16 { memarg } => (5, Some(memarg.offset)),
        Operator::I64Store8 { memarg } => (6, Some(memarg.offset)),
        Operator::I64Store16 { memarg } => (7, Some(memarg.offset)),
        Operator::I64Store32 { memarg } => (8, Some(memarg.offset)),
        Operator::MemoryCopy { .. } => (9, None),
        Operator::MemoryFill { .. } => (10, None),
        _ => return None,
    };
    Some((helper, offset))
}
