//! The natives behind `node:crypto` and WebCrypto.
//!
//! They keep nothing between calls: keys are bytes in JavaScript (SPKI for public ones, PKCS #8 for private ones), so that a snapshot holds
//! them like everything else, and every call reads its key anew.

mod aead;
mod cipher;
mod curve;
mod derivation;
mod digest;
mod edwards;
mod encoding;
mod fault;
mod key;
mod key_natives;
mod natives;
mod rsa;
mod signature;

pub(crate) use digest::{hash, hmac};
pub(crate) use natives::natives;
