//! Digests by the names OpenSSL gives them, plain and keyed.

use hmac::{Hmac, KeyInit, Mac, SimpleHmac};
use sha2::Digest;

use crate::crypto::fault::Fault;

/// Runs `$run` with `$Digest` standing for the digest called `$name`; without the ones in `also`, a name is one of those that keys work with.
macro_rules! with_digest {
    ($name:expr, $Digest:ident => $run:expr) => {
        match $name {
            "sha1" => {
                type $Digest = sha1::Sha1;
                Ok($run)
            }
            "sha224" => {
                type $Digest = sha2::Sha224;
                Ok($run)
            }
            "sha256" => {
                type $Digest = sha2::Sha256;
                Ok($run)
            }
            "sha384" => {
                type $Digest = sha2::Sha384;
                Ok($run)
            }
            "sha512" => {
                type $Digest = sha2::Sha512;
                Ok($run)
            }
            name => Err(crate::crypto::digest::unknown(name)),
        }
    };
}
pub(crate) use with_digest;

/// A name that is no digest, or none for this purpose.
pub(crate) fn unknown(name: &str) -> Fault {
    Fault::Unsupported(format!("Invalid digest: {name}"))
}

/// The digest of `data`.
pub(crate) fn hash(name: &str, data: &[u8]) -> Result<Vec<u8>, Fault> {
    Ok(match name {
        "md5" => md5::Md5::digest(data).to_vec(),
        "ripemd160" => ripemd::Ripemd160::digest(data).to_vec(),
        "sha512-224" => sha2::Sha512_224::digest(data).to_vec(),
        "sha512-256" => sha2::Sha512_256::digest(data).to_vec(),
        "sha3-224" => sha3::Sha3_224::digest(data).to_vec(),
        "sha3-256" => sha3::Sha3_256::digest(data).to_vec(),
        "sha3-384" => sha3::Sha3_384::digest(data).to_vec(),
        "sha3-512" => sha3::Sha3_512::digest(data).to_vec(),
        _ => with_digest!(name, D => D::digest(data).to_vec())?,
    })
}

/// The HMAC of `data` (RFC 2104).
pub(crate) fn hmac(name: &str, key: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    fn code<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
        let mac = <M as KeyInit>::new_from_slice(key).map_err(|_| Fault::Data("Invalid key length"))?;
        Ok(mac.chain_update(data).finalize().into_bytes().to_vec())
    }
    match name {
        "md5" => code::<Hmac<md5::Md5>>(key, data),
        "ripemd160" => code::<Hmac<ripemd::Ripemd160>>(key, data),
        "sha512-224" => code::<Hmac<sha2::Sha512_224>>(key, data),
        "sha512-256" => code::<Hmac<sha2::Sha512_256>>(key, data),
        "sha3-224" => code::<SimpleHmac<sha3::Sha3_224>>(key, data),
        "sha3-256" => code::<SimpleHmac<sha3::Sha3_256>>(key, data),
        "sha3-384" => code::<SimpleHmac<sha3::Sha3_384>>(key, data),
        "sha3-512" => code::<SimpleHmac<sha3::Sha3_512>>(key, data),
        _ => with_digest!(name, D => code::<Hmac<D>>(key, data))?,
    }
}
