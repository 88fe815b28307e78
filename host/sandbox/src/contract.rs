//! The host's side of `wit/world.wit`, generated from it.
#![expect(missing_docs, reason = "generated; the contract is documented in wit/world.wit")]

wasmtime::component::bindgen!({
    path: "../../wit",
    world: "app",
    exports: { default: async },
    ownership: Borrowing { duplicate_if_necessary: false },
});

pub use rnode::app::host::Level;
pub use rnode::app::http::{Content, Etag, Response, Slice, Unhandled};
pub use rnode::app::operations::Operation;
