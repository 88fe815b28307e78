//! What belongs to the store of one sandbox: its meter and its world.

use std::sync::Arc;
use std::time::Duration;

use crate::contract::Level;
use crate::meter::Meter;
use crate::world::World;

/// What belongs to the store of one sandbox.
pub(crate) struct Guest {
    meter: Meter,
    world: Arc<dyn World>,
}

impl Guest {
    pub(crate) fn new(meter: Meter, world: Arc<dyn World>) -> Self {
        Self { meter, world }
    }

    /// Allows so much computing time from now on.
    pub(crate) fn allow(&mut self, cpu: Duration) {
        self.meter.allow(cpu);
    }

    pub(crate) fn world(&self) -> &dyn World {
        self.world.as_ref()
    }
}

impl crate::contract::rnode::app::host::Host for Guest {
    fn log(&mut self, level: Level, message: String) {
        self.world.log(level, &message);
    }
}

impl crate::contract::rnode::app::http::Host for Guest {}

/// The ticks of a guest, which its meter answers.
pub(crate) fn on_tick(store: &wasmtime::StoreContextMut<'_, Guest>) -> wasmtime::Result<wasmtime::UpdateDeadline> {
    store.data().meter.on_tick()
}

/// The meter of a guest, as the store's limiter.
pub(crate) fn limiter(guest: &mut Guest) -> &mut dyn wasmtime::ResourceLimiter {
    &mut guest.meter
}
