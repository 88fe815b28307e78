//! Ciphers with authentication, AES-GCM and ChaCha20-Poly1305, in two halves: the key stream and the tag.
//!
//! Node's interface gives out text before it knows the tag, and takes nonces of any length; so the halves are put together here
//! from the primitives (NIST SP 800-38D; RFC 8439, 2.8) instead of taken whole.

use aes::cipher::KeyInit;
use ghash::GHash;
use ghash::universal_hash::UniversalHash;
use poly1305::Poly1305;

use crate::crypto::cipher;
use crate::crypto::fault::Fault;

/// Bytes of a block of either hash, and of a whole tag.
const BLOCK_BYTES: usize = 16;
/// Bytes of a block of ChaCha20's key stream; the first makes the key of the tag.
const CHACHA_BLOCK_BYTES: u64 = 64;

/// `data` under the key stream, from `offset` on. Encrypting and decrypting are the same.
pub(crate) fn stream(name: &str, key: &[u8], nonce: &[u8], offset: u64, data: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut bytes = data.to_vec();
    match name {
        "gcm" => {
            let counter = first_counter(key, nonce)?;
            cipher::ctr32(key, &counter, offset + BLOCK_BYTES as u64, &mut bytes)?;
        }
        "chacha20-poly1305" => cipher::chacha20(key, &padded(nonce)?, offset + CHACHA_BLOCK_BYTES, &mut bytes)?,
        _ => return Err(Fault::Unsupported(format!("Unknown cipher: {name}"))),
    }
    Ok(bytes)
}

/// The tag over `additional` data and the encrypted `data`, 16 bytes.
pub(crate) fn tag(name: &str, key: &[u8], nonce: &[u8], additional: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    match name {
        "gcm" => {
            let counter = first_counter(key, nonce)?;
            let mut tag = hashed(ghash_of(key)?, additional, data, u64::to_be_bytes, 8);
            cipher::ctr32(key, &counter, 0, &mut tag)?;
            Ok(tag)
        }
        "chacha20-poly1305" => {
            let mut hash_key = [0; 32];
            cipher::chacha20(key, &padded(nonce)?, 0, &mut hash_key)?;
            let hash = Poly1305::new(&hash_key.into());
            Ok(hashed(hash, additional, data, u64::to_le_bytes, 1))
        }
        _ => Err(Fault::Unsupported(format!("Unknown cipher: {name}"))),
    }
}

fn ghash_of(key: &[u8]) -> Result<GHash, Fault> {
    let hash_key = cipher::ecb(cipher::Direction::Encrypt, key, &[0; BLOCK_BYTES])?;
    GHash::new_from_slice(&hash_key).map_err(|_| cipher::key_length())
}

/// Both texts, padded, and the block with their lengths; one hash counts bits (`unit` 8), the other bytes.
fn hashed<H>(mut hash: H, additional: &[u8], data: &[u8], bytes_of: fn(u64) -> [u8; 8], unit: u64) -> Vec<u8>
where
    H: UniversalHash,
{
    hash.update_padded(additional);
    hash.update_padded(data);
    let length = |bytes: &[u8]| bytes_of(bytes.len() as u64 * unit);
    hash.update_padded(&[length(additional), length(data)].concat());
    hash.finalize().to_vec()
}

/// J0 of SP 800-38D, 7.1.
fn first_counter(key: &[u8], nonce: &[u8]) -> Result<[u8; BLOCK_BYTES], Fault> {
    let mut counter = [0; BLOCK_BYTES];
    if nonce.is_empty() {
        return Err(Fault::Data("Invalid initialization vector"));
    }
    if nonce.len() == 12 {
        counter[..12].copy_from_slice(nonce);
        counter[BLOCK_BYTES - 1] = 1;
        return Ok(counter);
    }
    counter.copy_from_slice(&hashed(ghash_of(key)?, &[], nonce, u64::to_be_bytes, 8));
    Ok(counter)
}

/// A short nonce has zeros before it.
fn padded(nonce: &[u8]) -> Result<[u8; 12], Fault> {
    let mut whole = [0; 12];
    let start = whole
        .len()
        .checked_sub(nonce.len())
        .ok_or(Fault::Data("Invalid initialization vector"))?;
    whole[start..].copy_from_slice(nonce);
    Ok(whole)
}
