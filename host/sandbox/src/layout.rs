//! Finding out which allocations of an app its requests write, so that they can be put together.
//!
//! The app is loaded in a runtime that records allocations and stores, and answers a few requests. What it allocates then, it
//! allocates in the same order in the load that counts.

use std::sync::Arc;
use std::time::Duration;

use rnode_artifact::{AppFiles, Limits};

use crate::engine::Engine;
use crate::guest::Guest;
use crate::loader::{Loaded, Loader, Moment};
use crate::meter::{Ledger, Meter};
use crate::outcome;
use crate::snapshot_error::SnapshotError;
use crate::source::Source;
use crate::world::{Level, World};
use crate::write_recorder::{GRANULES, Writes, granules_of};

/// A larger allocation has pages of its own anyway, and its few hot bytes would push others apart.
const HOT_ALLOCATION_BYTES_MAX: u32 = 2048;
/// Recording costs time and memory that the app is not to be charged for.
const COST_FACTOR: u32 = 8;
/// Computing time for the rehearsal. A handler that loops must not hold up a deploy, and the first requests teach most.
const REHEARSAL_CPU: Duration = Duration::from_millis(100);
/// Memory for the marks and for the list of allocations.
const RECORDS_BYTES: usize = 24 * 1024 * 1024;

/// One bit for each allocation of the load, in their order: set for those that requests write.
///
/// # Errors
/// When the app does not load; the load that counts says why.
pub(crate) async fn hot_allocations(
    engine: &Arc<Engine>,
    source: &Source<'_>,
    limits: &Limits,
    moment: Moment,
    ledger: Arc<Ledger>,
) -> Result<Vec<u8>, SnapshotError> {
    let failed = |error| SnapshotError::from(outcome::classify(error, &ledger));
    let recording = engine.recording().await.map_err(failed)?;
    let meter = Meter::new(
        Arc::clone(&ledger),
        limits.memory_bytes + RECORDS_BYTES,
        limits.cpu * COST_FACTOR,
    );
    let silence = Silence {
        files: source.files.clone(),
    };
    let mut store = engine.store(Guest::new(meter, Arc::new(silence)));
    engine.arm(&mut store, limits.fuel().saturating_mul(u64::from(COST_FACTOR)));
    let loader = Loader::start(engine, &mut store, &recording.compiled, &recording.heap)
        .await
        .map_err(failed)?;
    loader.record_allocations(&mut store).await.map_err(failed)?;
    if let Loaded::Failed(error) = loader.load(&mut store, source, moment, &[]).await.map_err(failed)? {
        return Err(error);
    }
    let allocations = loader.allocations(&mut store).await.map_err(failed)?;
    loader.memory(&mut store)[recording.marks.clone()].fill(0);
    engine.allow(&mut store, REHEARSAL_CPU);
    // A handler that runs into a limit ends the rehearsal; what was seen until then still helps.
    drop(loader.rehearse(&mut store).await);
    let marks = &loader.memory(&mut store)[recording.marks.clone()];
    Ok(bits(&allocations, &Writes(marks)))
}

/// Sets the bit of the last allocation that covers each written place.
fn bits(allocations: &[(u32, u32)], writes: &Writes<'_>) -> Vec<u8> {
    const NOBODY: u32 = u32::MAX;
    let mut owners = vec![NOBODY; GRANULES];
    for (number, (address, size)) in (0_u32..).zip(allocations) {
        let owner = if *size > HOT_ALLOCATION_BYTES_MAX {
            NOBODY
        } else {
            number
        };
        for granule in granules_of(*address, *size) {
            owners[granule as usize] = owner;
        }
    }
    let mut bits = vec![0; allocations.len().div_ceil(8)];
    for granule in writes.granules() {
        let owner = owners[granule as usize];
        if owner != NOBODY {
            bits[owner as usize / 8] |= 1 << (owner % 8);
        }
    }
    bits
}

/// Nobody hears what an app logs while it is laid out.
struct Silence {
    files: AppFiles,
}

impl World for Silence {
    fn log(&self, _level: Level, _message: &str) {}

    fn files(&self) -> Option<&AppFiles> {
        Some(&self.files)
    }
}

#[cfg(test)]
mod tests {
    use super::bits;
    use crate::write_recorder::{GRANULES, Writes};

    /// A written place belongs to the last allocation that had it, and a large one is never hot.
    #[test]
    fn the_last_owner_is_hot() {
        let mut marks = vec![0; GRANULES];
        for granule in [2, 10, 1000] {
            marks[granule] = 1;
        }
        let allocations = [(0, 64), (32, 16), (160, 8), (16_000, 4096), (320, 16)];
        assert_eq!(bits(&allocations, &Writes(&marks)), [0b0_0110]);
    }
}
