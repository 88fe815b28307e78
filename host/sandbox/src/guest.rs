//! What belongs to the store of one sandbox: its meter and its world.

use std::sync::Arc;
use std::time::Duration;

use crate::contract::rnode::app::host::{Line, Page};
use crate::contract::{Level, Operation};
use crate::meter::Meter;
use crate::operations::Operations;
use crate::world::{Order, PAGE_BYTES, World};

/// What belongs to the store of one sandbox.
pub(crate) struct Guest {
    meter: Meter,
    world: Arc<dyn World>,
    /// Made with the first one: most requests have none.
    operations: Option<Operations>,
}

impl Guest {
    pub(crate) fn new(meter: Meter, world: Arc<dyn World>) -> Self {
        Self {
            meter,
            world,
            operations: None,
        }
    }

    /// Allows so much computing time from now on.
    pub(crate) fn allow(&mut self, cpu: Duration) {
        self.meter.allow(cpu);
    }

    /// What is under way.
    pub(crate) fn operations(&mut self) -> &mut Operations {
        self.operations.get_or_insert_default()
    }

    pub(crate) fn world(&self) -> &dyn World {
        self.world.as_ref()
    }
}

impl crate::contract::rnode::app::host::Host for Guest {
    fn log(&mut self, level: Level, message: String) {
        self.world.log(level, &message);
    }

    fn start(&mut self, id: u32, operation: Operation, text: String, bytes: Option<Vec<u8>>) {
        let order = Order { operation, text, bytes };
        if operation == Operation::Finish {
            // The end of an answer is nothing to wait for.
            drop(self.world.start(order));
        } else {
            let world = Arc::clone(&self.world);
            self.operations().start(id, order, world.as_ref());
        }
    }

    fn cancel(&mut self, id: u32) {
        self.operations().cancel(id);
    }

    fn read(&mut self, file: u32, offset: u64) -> Page {
        page_of(&self.world.read(file, offset))
    }
}

impl crate::contract::rnode::app::http::Host for Guest {}

impl crate::contract::rnode::app::operations::Host for Guest {}

fn page_of(bytes: &[u8; PAGE_BYTES]) -> Page {
    let (words, _) = bytes.as_chunks::<8>();
    let mut lines = words.as_chunks::<16>().0.iter().map(line_of);
    let mut line = || lines.next().expect("a page has sixteen lines");
    Page {
        a: line(),
        b: line(),
        c: line(),
        d: line(),
        e: line(),
        f: line(),
        g: line(),
        h: line(),
        i: line(),
        j: line(),
        k: line(),
        l: line(),
        m: line(),
        n: line(),
        o: line(),
        p: line(),
    }
}

fn line_of(words: &[[u8; 8]; 16]) -> Line {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = words.map(u64::from_le_bytes);
    Line {
        a,
        b,
        c,
        d,
        e,
        f,
        g,
        h,
        i,
        j,
        k,
        l,
        m,
        n,
        o,
        p,
    }
}

/// The ticks of a guest, which its meter answers.
pub(crate) fn on_tick(store: &wasmtime::StoreContextMut<'_, Guest>) -> wasmtime::Result<wasmtime::UpdateDeadline> {
    store.data().meter.on_tick()
}

/// The meter of a guest, as the store's limiter.
pub(crate) fn limiter(guest: &mut Guest) -> &mut dyn wasmtime::ResourceLimiter {
    &mut guest.meter
}
