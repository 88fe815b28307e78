//! Everything random in the guest: one ChaCha generator, seeded by the host with every call.
//!
//! A generator seeded before the snapshot would give every request the same numbers.

use core::convert::Infallible;
use std::cell::RefCell;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rand_core::{TryCryptoRng, TryRng};

thread_local! {
    static GENERATOR: RefCell<Option<ChaCha12Rng>> = const { RefCell::new(None) };
}

/// Starts the generator afresh from 32 bytes of the host.
pub(crate) fn seed(words: (u64, u64, u64, u64)) {
    let mut seed = [0; 32];
    for (bytes, word) in seed
        .as_chunks_mut()
        .0
        .iter_mut()
        .zip([words.0, words.1, words.2, words.3])
    {
        *bytes = word.to_le_bytes();
    }
    GENERATOR.set(Some(ChaCha12Rng::from_seed(seed)));
}

/// Fills `bytes`. Before the first seed (the start of the module, before any JavaScript) they are zero.
pub(crate) fn fill(bytes: &mut [u8]) {
    GENERATOR.with_borrow_mut(|generator| match generator {
        Some(generator) => generator.fill_bytes(bytes),
        None => bytes.fill(0),
    });
}

/// A number in [0, 1) with 53 random bits, for `Math.random`.
#[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
pub(crate) fn unit_interval() -> f64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    (u64::from_le_bytes(bytes) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The same numbers, for the crates that make keys and signatures.
pub(crate) struct Source;

impl TryRng for Source {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Source {}
