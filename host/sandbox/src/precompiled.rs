//! Machine code: compiled here, kept in the local cache, never taken from anywhere else.

use wasmtime::component::Component;
use wasmtime::{Engine, Module, Result};

use crate::cache::{Cache, CacheKey};

/// The runtime as machine code, from the cache or compiled now.
///
/// # Errors
/// When `wasm` does not compile.
pub(crate) fn module(engine: &Engine, wasm: &[u8], digest: &str, cache: Option<&Cache>) -> Result<Module> {
    let key = CacheKey::new("runtime", &[digest.as_bytes(), compatibility(engine).as_bytes()]);
    if let Some(module) = cache
        .and_then(|cache| cache.read(&key))
        .and_then(|code| trusted_module(engine, &code))
    {
        return Ok(module);
    }
    let module = Module::new(engine, wasm)?;
    if let Some(cache) = cache {
        cache.write(&key, &module.serialize()?);
    }
    Ok(module)
}

/// An app as machine code out of the cache, if it is there.
pub(crate) fn cached_component(engine: &Engine, key: &CacheKey, cache: Option<&Cache>) -> Option<Component> {
    trusted_component(engine, &cache?.read(key)?)
}

/// Compiles an app and keeps the machine code.
///
/// # Errors
/// When `wasm` is no component of ours.
pub(crate) fn component(engine: &Engine, wasm: &[u8], key: &CacheKey, cache: Option<&Cache>) -> Result<Component> {
    let component = Component::new(engine, wasm)?;
    if let Some(cache) = cache {
        cache.write(key, &component.serialize()?);
    }
    Ok(component)
}

/// What decides whether machine code fits an engine: version, target and settings of the compiler.
pub(crate) fn compatibility(engine: &Engine) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[expect(
    unsafe_code,
    clippy::disallowed_methods,
    reason = "the cache hands out only what this host wrote and authenticated"
)]
fn trusted_module(engine: &Engine, code: &[u8]) -> Option<Module> {
    // SAFETY: `Cache::read` returns bytes only when their keyed hash shows that a host with our key wrote them, and hosts write
    // nothing but what `Module::serialize` made. Bytes of another version or configuration are refused by Wasmtime itself.
    unsafe { Module::deserialize(engine, code) }.ok()
}

#[expect(
    unsafe_code,
    clippy::disallowed_methods,
    reason = "the cache hands out only what this host wrote and authenticated"
)]
fn trusted_component(engine: &Engine, code: &[u8]) -> Option<Component> {
    // SAFETY: as for modules; the key of an entry names its kind, so that one is never read as the other.
    unsafe { Component::deserialize(engine, code) }.ok()
}
