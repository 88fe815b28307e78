//! Sandboxes: an app is evaluated once, and every request starts from a fresh copy of its heap.
//!
//! This is the only crate that names `wasmtime`. It knows no sockets and no HTTP: a request comes in as texts and bytes, an
//! [`Execution`] goes out. What a guest may ask of the world is the trait [`World`].

mod cache;
mod component;
mod contract;
mod conversation;
mod engine;
mod guest;
mod heap;
mod layout;
mod loader;
mod meter;
mod operations;
mod outcome;
mod precompiled;
mod program;
mod runtime_error;
mod runtime_module;
mod snapshot;
mod snapshot_error;
mod source;
mod ticker;
mod timed;
mod turns;
mod world;
mod write_recorder;

pub use cache::Cache;
pub use conversation::{Departure, Ended, Rest};
pub use engine::{Engine, EngineError, EngineOptions, Metering};
pub use outcome::{Content, Etag, Execution, ExecutionFailure, Response, Slice, Unhandled, Usage};
pub use program::{Call, Program};
pub use runtime_error::RuntimeModuleError;
pub use snapshot::Preparation;
pub use snapshot_error::SnapshotError;
pub use source::{Mode, Source};
pub use world::{Entropy, Level, Operation, Order, Outcome, PAGE_BYTES, Pending, World};
