//! Ciphers without authentication: AES in its modes, ChaCha20, and AES key wrap.
//!
//! Every call is whole in itself. A cipher that goes on says where: by the vector it chains with, or by the place in its key stream.

use aes::cipher::{
    Array, BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit,
    StreamCipher, StreamCipherSeek,
};

use crate::crypto::fault::Fault;

/// Runs `$run` with `$Aes` standing for AES with a key of this length.
macro_rules! with_aes {
    ($key:expr, $Aes:ident => $run:expr) => {
        match $key.len() {
            16 => {
                type $Aes = aes::Aes128;
                $run
            }
            24 => {
                type $Aes = aes::Aes192;
                $run
            }
            32 => {
                type $Aes = aes::Aes256;
                $run
            }
            _ => Err(key_length()),
        }
    };
}

pub(crate) fn key_length() -> Fault {
    Fault::Data("Invalid key length")
}

fn iv_length() -> Fault {
    Fault::Data("Invalid initialization vector")
}

fn no_counter() -> Fault {
    Fault::Operation("The cipher's counter is used up")
}

/// What a block mode does with whole blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Encrypt,
    Decrypt,
}

/// AES-CBC over whole blocks, without padding.
pub(crate) fn cbc(direction: Direction, key: &[u8], iv: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut bytes = data.to_vec();
    let (blocks, rest) = Array::slice_as_chunks_mut(&mut bytes);
    if !rest.is_empty() {
        return Err(Fault::Operation("wrong final block length"));
    }
    with_aes!(key, Aes => {
        match direction {
            Direction::Encrypt => cbc::Encryptor::<Aes>::new_from_slices(key, iv)
                .map_err(|_| iv_length())?
                .encrypt_blocks(blocks),
            Direction::Decrypt => cbc::Decryptor::<Aes>::new_from_slices(key, iv)
                .map_err(|_| iv_length())?
                .decrypt_blocks(blocks),
        }
        Ok(())
    })?;
    Ok(bytes)
}

/// AES over whole blocks, each by itself.
pub(crate) fn ecb(direction: Direction, key: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut bytes = data.to_vec();
    let (blocks, rest) = Array::slice_as_chunks_mut(&mut bytes);
    if !rest.is_empty() {
        return Err(Fault::Operation("wrong final block length"));
    }
    with_aes!(key, Aes => {
        let aes = Aes::new_from_slice(key).map_err(|_| key_length())?;
        match direction {
            Direction::Encrypt => aes.encrypt_blocks(blocks),
            Direction::Decrypt => aes.decrypt_blocks(blocks),
        }
        Ok(())
    })?;
    Ok(bytes)
}

/// AES-CTR with a counter of 128 bits, from `offset` bytes into its key stream.
pub(crate) fn ctr(key: &[u8], counter: &[u8], offset: u64, data: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut bytes = data.to_vec();
    with_aes!(key, Aes => {
        let cipher = ctr::Ctr128BE::<Aes>::new_from_slices(key, counter).map_err(|_| iv_length())?;
        apply(cipher, offset, &mut bytes)
    })?;
    Ok(bytes)
}

/// The key stream of AES-GCM, which counts in 32 bits, from `offset` on.
pub(crate) fn ctr32(key: &[u8], counter: &[u8; 16], offset: u64, bytes: &mut [u8]) -> Result<(), Fault> {
    with_aes!(key, Aes => {
        let cipher = ctr::Ctr32BE::<Aes>::new_from_slices(key, counter).map_err(|_| iv_length())?;
        apply(cipher, offset, bytes)
    })
}

/// ChaCha20 (RFC 8439) from `offset` on.
pub(crate) fn chacha20(key: &[u8], nonce: &[u8; 12], offset: u64, bytes: &mut [u8]) -> Result<(), Fault> {
    let cipher = chacha20::ChaCha20::new_from_slices(key, nonce).map_err(|_| key_length())?;
    apply(cipher, offset, bytes)
}

fn apply(mut cipher: impl StreamCipher + StreamCipherSeek, offset: u64, bytes: &mut [u8]) -> Result<(), Fault> {
    cipher.try_seek(offset).map_err(|_| no_counter())?;
    cipher.try_apply_keystream(bytes).map_err(|_| no_counter())
}

/// AES-KW (RFC 3394).
pub(crate) fn wrap(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    if data.len() < 16 || !data.len().is_multiple_of(8) {
        return Err(Fault::Operation(
            "The key to wrap has to be a multiple of 8 bytes, 16 at least",
        ));
    }
    let mut wrapped = vec![0; data.len() + 8];
    with_aes!(key, Aes => {
        let kek = aes_kw::AesKw::<Aes>::new_from_slice(key).map_err(|_| key_length())?;
        kek.wrap_key(data, &mut wrapped).map_err(|_| Fault::Operation("The key cannot be wrapped"))?;
        Ok(())
    })?;
    Ok(wrapped)
}

/// The reverse of [`wrap`], which fails when the key is another.
pub(crate) fn unwrap(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    let failed = || Fault::Operation("The key cannot be unwrapped");
    if data.len() < 24 || !data.len().is_multiple_of(8) {
        return Err(failed());
    }
    let mut unwrapped = vec![0; data.len() - 8];
    with_aes!(key, Aes => {
        let kek = aes_kw::AesKw::<Aes>::new_from_slice(key).map_err(|_| key_length())?;
        kek.unwrap_key(data, &mut unwrapped).map_err(|_| failed())?;
        Ok(())
    })?;
    Ok(unwrapped)
}
