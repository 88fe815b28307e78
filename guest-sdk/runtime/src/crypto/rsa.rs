//! RSA: signatures (PKCS #1 v1.5 and PSS) and encryption (PKCS #1 v1.5 and OAEP).

use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{BoxedUint, Oaep, Pkcs1v15Encrypt, Pkcs1v15Sign, PrivateKey, Pss, PublicKey};

use crate::crypto::digest::{unknown, with_digest};
use crate::crypto::fault::Fault;
use crate::crypto::key::{RsaKey, RsaPrivate};
use crate::entropy::Source;

/// The lengths of a modulus that are worked with, in bits.
const MODULUS_BITS: core::ops::RangeInclusive<usize> = 512..=8192;

fn number(bytes: &[u8]) -> BoxedUint {
    BoxedUint::from_be_slice_vartime(bytes)
}

fn public(key: &RsaKey) -> Result<PublicKey, Fault> {
    PublicKey::new_with_size_limits(number(&key.modulus), number(&key.exponent), MODULUS_BITS)
        .map_err(|_| Fault::Data("Invalid RSA key"))
}

fn private(key: &RsaKey) -> Result<PrivateKey, Fault> {
    let invalid = || Fault::Data("Invalid RSA key");
    let parts = key.private.as_ref().ok_or_else(invalid)?;
    if !MODULUS_BITS.contains(&key.bits()) {
        return Err(invalid());
    }
    let primes = parts.primes.iter().map(|prime| number(prime)).collect();
    PrivateKey::from_components(
        number(&key.modulus),
        number(&key.exponent),
        number(&parts.exponent),
        primes,
    )
    .map_err(|_| invalid())
}

/// What stands before a digest in a signature: the DER of a `DigestInfo` up to the digest itself (RFC 8017, 9.2).
fn prefix(digest: &str) -> Result<Vec<u8>, Fault> {
    const SHA2: [u8; 8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];
    let nist = |last: u8| [&SHA2[..], &[last]].concat();
    let (identifier, length) = match digest {
        "md5" => (vec![0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05], 16),
        "sha1" => (vec![0x2b, 0x0e, 0x03, 0x02, 0x1a], 20),
        "ripemd160" => (vec![0x2b, 0x24, 0x03, 0x02, 0x01], 20),
        "sha256" => (nist(1), 32),
        "sha384" => (nist(2), 48),
        "sha512" => (nist(3), 64),
        "sha224" => (nist(4), 28),
        "sha512-224" => (nist(5), 28),
        "sha512-256" => (nist(6), 32),
        "sha3-224" => (nist(7), 28),
        "sha3-256" => (nist(8), 32),
        "sha3-384" => (nist(9), 48),
        "sha3-512" => (nist(10), 64),
        _ => return Err(unknown(digest)),
    };
    // All of them are shorter than 128 bytes, so that a length is one byte.
    let size = identifier.len() as u8;
    let mut prefix = vec![0x30, size + 8 + length, 0x30, size + 4, 0x06, size];
    prefix.extend(identifier);
    prefix.extend([0x05, 0x00, 0x04, length]);
    Ok(prefix)
}

fn pkcs1(digest: Option<&str>) -> Result<Pkcs1v15Sign, Fault> {
    Ok(match digest {
        None => Pkcs1v15Sign::new_unprefixed(),
        Some(digest) => Pkcs1v15Sign {
            hash_len: None,
            prefix: prefix(digest)?.into(),
        },
    })
}

/// PKCS #1 v1.5 over a digest, or over the bytes as they are.
pub(crate) fn sign_pkcs1(key: &RsaKey, digest: Option<&str>, hashed: &[u8]) -> Result<Vec<u8>, Fault> {
    private(key)?
        .sign_with_rng(&mut Source, pkcs1(digest)?, hashed)
        .map_err(|_| Fault::Operation("data too large for key size"))
}

pub(crate) fn verify_pkcs1(key: &RsaKey, digest: Option<&str>, hashed: &[u8], signature: &[u8]) -> Result<bool, Fault> {
    Ok(public(key)?.verify(pkcs1(digest)?, hashed, signature).is_ok())
}

/// How long the salt of PSS is.
#[derive(Clone, Copy)]
pub(crate) enum Salt {
    /// As long as there is room; when verifying, as long as it is.
    Any,
    Bytes(usize),
}

pub(crate) fn sign_pss(key: &RsaKey, digest: &str, hashed: &[u8], salt: Salt) -> Result<Vec<u8>, Fault> {
    let failed = || Fault::Operation("data too large for key size");
    let room = (key.bits().saturating_sub(1))
        .div_ceil(8)
        .checked_sub(hashed.len() + 2)
        .ok_or_else(failed)?;
    let salt = match salt {
        Salt::Any => room,
        Salt::Bytes(bytes) if bytes <= room => bytes,
        Salt::Bytes(_) => return Err(failed()),
    };
    let private = private(key)?;
    with_digest!(digest, D => private.sign_with_rng(&mut Source, Pss::<D>::new_with_salt(salt), hashed))?
        .map_err(|_| failed())
}

pub(crate) fn verify_pss(
    key: &RsaKey,
    digest: &str,
    hashed: &[u8],
    signature: &[u8],
    salt: Salt,
) -> Result<bool, Fault> {
    let public = public(key)?;
    let salt = match salt {
        Salt::Any => None,
        Salt::Bytes(bytes) => Some(bytes),
    };
    with_digest!(digest, D => {
        let scheme = Pss::<D> { salt_len: salt, ..Pss::new() };
        public.verify(scheme, hashed, signature).is_ok()
    })
}

pub(crate) fn encrypt_pkcs1(key: &RsaKey, data: &[u8]) -> Result<Vec<u8>, Fault> {
    public(key)?
        .encrypt(&mut Source, Pkcs1v15Encrypt, data)
        .map_err(|_| Fault::Operation("data too large for key size"))
}

/// What was never encrypted decrypts to random bytes, as in OpenSSL: an error would tell attackers about the padding.
pub(crate) fn decrypt_pkcs1(key: &RsaKey, data: &[u8]) -> Result<Vec<u8>, Fault> {
    private(key)?
        .decrypt_blinded(&mut Source, Pkcs1v15Encrypt, data)
        .map_err(|_| Fault::Operation("RSA decryption failed"))
}

pub(crate) fn encrypt_oaep(key: &RsaKey, digest: &str, label: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    let public = public(key)?;
    with_digest!(digest, D => public.encrypt(&mut Source, Oaep::<D>::new_with_label(label), data))?
        .map_err(|_| Fault::Operation("data too large for key size"))
}

pub(crate) fn decrypt_oaep(key: &RsaKey, digest: &str, label: &[u8], data: &[u8]) -> Result<Vec<u8>, Fault> {
    let private = private(key)?;
    with_digest!(digest, D => private.decrypt_blinded(&mut Source, Oaep::<D>::new_with_label(label), data))?
        .map_err(|_| Fault::Operation("oaep decoding error"))
}

/// A new key. Two large primes are sought, which takes seconds: more than a request may compute.
pub(crate) fn generate(bits: usize, exponent: &[u8]) -> Result<RsaKey, Fault> {
    if !MODULUS_BITS.contains(&bits) {
        return Err(Fault::Operation("Unsupported modulus length"));
    }
    let key = PrivateKey::new_with_exp(&mut Source, bits, number(exponent))
        .map_err(|_| Fault::Operation("The key cannot be generated"))?;
    let failed = || Fault::Operation("The key cannot be generated");
    let bytes = |number: &BoxedUint| number.to_be_bytes_trimmed_vartime().to_vec();
    let [first, second] = key.primes() else {
        return Err(failed());
    };
    Ok(RsaKey {
        is_pss: false,
        modulus: key.n_bytes().to_vec(),
        exponent: key.e_bytes().to_vec(),
        private: Some(RsaPrivate {
            exponent: bytes(key.d()),
            primes: [bytes(first), bytes(second)],
            exponents: [bytes(key.dp().ok_or_else(failed)?), bytes(key.dq().ok_or_else(failed)?)],
            coefficient: bytes(&key.crt_coefficient().ok_or_else(failed)?),
        }),
    })
}
