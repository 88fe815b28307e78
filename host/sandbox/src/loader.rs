//! The runtime as a core instance: loading an app in it by the canonical ABI, with its memory in reach.

use rnode_artifact::{Env, ErrorPages};
use wasmtime::{Extern, Instance, Linker, Memory, Module, Store, TypedFunc};

use crate::component;
use crate::contract::Level;
use crate::engine::Engine;
use crate::guest::Guest;
use crate::heap::{HEAP_MODULE, Heap, MEMORY_NAME, STACK_POINTER_NAME};
use crate::snapshot_error::SnapshotError;
use crate::source::{Mode, Source};
use crate::world::Entropy;

/// A core instance of the runtime.
pub(crate) struct Loader {
    instance: Instance,
    memory: Memory,
    stack_pointer: wasmtime::Global,
}

/// The clock and the entropy of one load. Loads with the same of both are the same to the last allocation.
#[derive(Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) now_micros: u64,
    pub(crate) entropy: Entropy,
}

/// How `load` ended.
pub(crate) enum Loaded {
    Ready,
    Failed(SnapshotError),
}

/// `load` of `wit/world.wit` as the canonical ABI flattens it: three texts, two enums, the clock, the entropy, the bits.
type Load = TypedFunc<
    (
        u32,
        u32,
        u32,
        u32,
        u32,
        u32,
        u32,
        u32,
        u64,
        u64,
        u64,
        u64,
        u64,
        u32,
        u32,
    ),
    u32,
>;

impl Loader {
    /// Instantiates `code`, the runtime or a rewritten form of it, on `heap`.
    pub(crate) async fn start(
        engine: &Engine,
        store: &mut Store<Guest>,
        code: &Module,
        heap: &Heap,
    ) -> wasmtime::Result<Self> {
        let heap = Module::new(engine.wasmtime(), heap.to_module())?;
        let heap = Linker::new(engine.wasmtime())
            .instantiate_async(&mut *store, &heap)
            .await?;
        let missing = || wasmtime::Error::msg("the heap module lacks an export");
        let memory = heap.get_memory(&mut *store, MEMORY_NAME).ok_or_else(missing)?;
        let stack_pointer = heap.get_global(&mut *store, STACK_POINTER_NAME).ok_or_else(missing)?;
        let mut linker = Linker::new(engine.wasmtime());
        linker.define(&mut *store, HEAP_MODULE, MEMORY_NAME, Extern::Memory(memory))?;
        linker.define(
            &mut *store,
            HEAP_MODULE,
            STACK_POINTER_NAME,
            Extern::Global(stack_pointer),
        )?;
        linker.func_wrap(
            component::HOST_INTERFACE,
            "log",
            move |caller: wasmtime::Caller<'_, Guest>, level: u32, start: u32, length: u32| {
                let bytes = slice(memory.data(&caller), start, length);
                caller
                    .data()
                    .world()
                    .log(level_of(level), &String::from_utf8_lossy(bytes));
            },
        )?;
        linker.func_wrap(
            component::HOST_INTERFACE,
            "read",
            move |mut caller: wasmtime::Caller<'_, Guest>, file: u32, offset: u64, to: u32| -> wasmtime::Result<()> {
                let page = caller.data().world().read(file, offset);
                Ok(memory.write(&mut caller, to as usize, &page)?)
            },
        )?;
        // The guest itself refuses to wait before it serves, and says why.
        linker.func_wrap(
            component::HOST_INTERFACE,
            "start",
            |_id: u32, _operation: u32, _text: u32, _text_bytes: u32, _has_bytes: u32, _bytes: u32, _length: u32| {},
        )?;
        linker.func_wrap(component::HOST_INTERFACE, "cancel", |_id: u32| {})?;
        let instance = linker.instantiate_async(&mut *store, code).await?;
        if let Ok(initialize) = instance.get_typed_func::<(), ()>(&mut *store, "_initialize") {
            initialize.call_async(&mut *store, ()).await?;
        }
        Ok(Self {
            instance,
            memory,
            stack_pointer,
        })
    }

    /// Evaluates an app. `hot` has a bit for each allocation that requests write.
    pub(crate) async fn load(
        &self,
        store: &mut Store<Guest>,
        source: &Source<'_>,
        moment: Moment,
        hot: &[u8],
    ) -> wasmtime::Result<Loaded> {
        let (table, table_bytes) = self.write(store, source.files.table().as_bytes()).await?;
        let files: TypedFunc<(u32, u32), ()> = self.instance.get_typed_func(&mut *store, "files")?;
        files.call_async(&mut *store, (table, table_bytes)).await?;
        let (name, name_bytes) = self.write(store, source.name.as_bytes()).await?;
        let (text, text_bytes) = self.write(store, source.source.as_bytes()).await?;
        let (env, env_bytes) = self.write(store, packed_env(source.env).as_bytes()).await?;
        let (hot, hot_bytes) = self.write(store, hot).await?;
        let mode = match source.mode {
            Mode::Production => 0,
            Mode::Development => 1,
        };
        let error_pages = match source.error_pages {
            ErrorPages::Host => 0,
            ErrorPages::Express => 1,
        };
        let Moment {
            now_micros,
            entropy: (a, b, c, d),
        } = moment;
        let load: Load = self.instance.get_typed_func(&mut *store, "load")?;
        let arguments = (
            name,
            name_bytes,
            text,
            text_bytes,
            env,
            env_bytes,
            mode,
            error_pages,
            now_micros,
            a,
            b,
            c,
            d,
            hot,
            hot_bytes,
        );
        let result = load.call_async(&mut *store, arguments).await?;
        Ok(self.read_result(store, result))
    }

    /// Makes the next load record its allocations.
    pub(crate) async fn record_allocations(&self, store: &mut Store<Guest>) -> wasmtime::Result<()> {
        let record: TypedFunc<(), ()> = self.instance.get_typed_func(&mut *store, "record-allocations")?;
        record.call_async(store, ()).await
    }

    /// Address and size of each allocation of a recorded load.
    pub(crate) async fn allocations(&self, store: &mut Store<Guest>) -> wasmtime::Result<Vec<(u32, u32)>> {
        let allocations: TypedFunc<(), u32> = self.instance.get_typed_func(&mut *store, "allocations")?;
        let at = allocations.call_async(&mut *store, ()).await?;
        let data = self.memory.data(&*store);
        let bytes = slice(data, word(data, at), word(data, at.saturating_add(4)).saturating_mul(8));
        Ok(bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|entry| (word(entry, 0), word(entry, 4)))
            .collect())
    }

    /// Lets the app answer made-up requests.
    pub(crate) async fn rehearse(&self, store: &mut Store<Guest>) -> wasmtime::Result<()> {
        let rehearse: TypedFunc<(), ()> = self.instance.get_typed_func(&mut *store, "rehearse")?;
        rehearse.call_async(store, ()).await
    }

    /// The memory, as it is now.
    pub(crate) fn memory<'a>(&self, store: &'a mut Store<Guest>) -> &'a mut [u8] {
        self.memory.data_mut(store)
    }

    /// The heap, as it is now.
    pub(crate) fn heap(&self, store: &mut Store<Guest>) -> Heap {
        let stack_pointer = self.stack_pointer.get(&mut *store).i32().unwrap_or_default();
        Heap::of_memory(self.memory.data(&*store), self.memory.size(&*store), stack_pointer)
    }

    /// Puts bytes into the guest, which then owns them.
    async fn write(&self, store: &mut Store<Guest>, bytes: &[u8]) -> wasmtime::Result<(u32, u32)> {
        let length = u32::try_from(bytes.len())?;
        let realloc: TypedFunc<(u32, u32, u32, u32), u32> =
            self.instance.get_typed_func(&mut *store, "cabi_realloc")?;
        let start = realloc.call_async(&mut *store, (0, 0, 1, length)).await?;
        self.memory.write(&mut *store, start as usize, bytes)?;
        Ok((start, length))
    }

    /// Reads `result<_, load-error>`: a discriminant, then at offset 4 the fault and two texts.
    fn read_result(&self, store: &Store<Guest>, at: u32) -> Loaded {
        let data = self.memory.data(store);
        let word = |offset: u32| word(data, at.saturating_add(offset));
        if slice(data, at, 1) == [0] {
            return Loaded::Ready;
        }
        let text = |offset: u32| String::from_utf8_lossy(slice(data, word(offset), word(offset + 4))).into_owned();
        let (message, stack) = (text(8), text(16));
        Loaded::Failed(match slice(data, at.saturating_add(4), 1) {
            [1] => SnapshotError::Pending,
            [2] => SnapshotError::Timer { stack },
            [3] => SnapshotError::NoHandler,
            _ => SnapshotError::Thrown { message, stack },
        })
    }
}

/// The bytes a guest points to, empty where it points outside of its memory.
fn slice(data: &[u8], start: u32, length: u32) -> &[u8] {
    let start = start as usize;
    data.get(start..start.saturating_add(length as usize))
        .unwrap_or_default()
}

/// The word at an address, zero where it lies outside.
fn word(data: &[u8], at: u32) -> u32 {
    slice(data, at, 4).try_into().map_or(0, u32::from_le_bytes)
}

/// Neither a name nor a value of an [`Env`] holds NUL.
pub(crate) fn packed_env(env: &Env) -> String {
    env.iter().flat_map(|(name, value)| [name, "\0", value, "\0"]).collect()
}

fn level_of(level: u32) -> Level {
    match level {
        0 => Level::Debug,
        1 => Level::Info,
        2 => Level::Warn,
        _ => Level::Error,
    }
}
