//! What can be wrong with the embedded runtime.

/// The runtime does not have the shape that the split relies on. Only a rebuilt runtime can cause it.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeModuleError {
    /// The bytes do not parse as WebAssembly.
    #[error("the embedded runtime is not a valid module")]
    Invalid(#[from] wasmparser::BinaryReaderError),
    /// A section could not be written again.
    #[error("the embedded runtime cannot be re-encoded: {0}")]
    Reencode(String),
    /// It has something the split cannot carry.
    #[error("the embedded runtime has {0}")]
    Unexpected(&'static str),
}
