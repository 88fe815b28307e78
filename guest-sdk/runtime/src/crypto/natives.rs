//! The functions that JavaScript calls, over plain bytes and names.

use javy::quickjs::prelude::Func;
use javy::quickjs::{ArrayBuffer, Ctx, Object, Result};

use crate::crypto::cipher::Direction;
use crate::crypto::curve;
use crate::crypto::fault::Fault;
use crate::crypto::key::{Form, Key, RsaKey};
use crate::crypto::rsa::Salt;
use crate::crypto::signature::{self, Scheme};
use crate::crypto::{aead, cipher, derivation, edwards, encoding, key_natives, rsa};

/// Bytes of JavaScript.
pub(crate) type Bytes<'js> = ArrayBuffer<'js>;

/// An object with all of them.
pub(crate) fn natives<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("readKey", Func::from(key_natives::read_key))?;
    object.set("writeKey", Func::from(key_natives::write_key))?;
    object.set("keyParts", Func::from(key_natives::key_parts))?;
    object.set("makeKey", Func::from(key_natives::make_key))?;
    object.set("generateKey", Func::from(key_natives::generate_key))?;
    object.set("generateRsa", Func::from(key_natives::generate_rsa))?;
    object.set("point", Func::from(key_natives::point))?;
    object.set("sign", Func::from(sign))?;
    object.set("verify", Func::from(verify))?;
    object.set("encrypt", Func::from(encrypt))?;
    object.set("decrypt", Func::from(decrypt))?;
    object.set("agree", Func::from(agree))?;
    object.set("pbkdf2", Func::from(pbkdf2))?;
    object.set("scrypt", Func::from(scrypt))?;
    object.set("hkdf", Func::from(hkdf))?;
    object.set("blocks", Func::from(blocks))?;
    object.set("ctr", Func::from(ctr))?;
    object.set("stream", Func::from(stream))?;
    object.set("tag", Func::from(tag))?;
    object.set("wrap", Func::from(wrap))?;
    object.set("unwrap", Func::from(unwrap))?;
    Ok(object)
}

pub(crate) fn slice<'a>(bytes: &'a Bytes<'_>) -> &'a [u8] {
    bytes.as_bytes().unwrap_or_default()
}

pub(crate) fn thrown<T>(ctx: &Ctx<'_>, result: core::result::Result<T, Fault>) -> Result<T> {
    result.map_err(|fault| fault.throw(ctx))
}

pub(crate) fn given<'js>(ctx: Ctx<'js>, result: core::result::Result<Vec<u8>, Fault>) -> Result<Bytes<'js>> {
    let bytes = thrown(&ctx, result)?;
    ArrayBuffer::new(ctx, bytes)
}

pub(crate) fn form_of(is_private: bool) -> &'static str {
    if is_private { "pkcs8" } else { "spki" }
}

pub(crate) fn key_of(is_private: bool, der: &Bytes<'_>) -> core::result::Result<Key, Fault> {
    encoding::read_written(is_private, slice(der))
}

/// `salt` of the natives: bytes, or a negative number for any length.
fn salt_of(salt: i32) -> Salt {
    usize::try_from(salt).map_or(Salt::Any, Salt::Bytes)
}

/// `sign(scheme, der, digest, data, salt)`.
fn sign<'js>(
    ctx: Ctx<'js>,
    name: String,
    der: Bytes<'js>,
    digest: String,
    data: Bytes<'js>,
    salt: i32,
) -> Result<Bytes<'js>> {
    let scheme = Scheme {
        name: &name,
        digest: &digest,
        salt: salt_of(salt),
    };
    let signed = key_of(true, &der).and_then(|key| signature::sign(&key, &scheme, slice(&data)));
    given(ctx, signed)
}

/// `verify(scheme, der, digest, data, signature, salt)`, with a public key.
fn verify<'js>(
    ctx: Ctx<'js>,
    name: String,
    der: Bytes<'js>,
    digest: String,
    data: Bytes<'js>,
    signature: Bytes<'js>,
    salt: i32,
) -> Result<bool> {
    let scheme = Scheme {
        name: &name,
        digest: &digest,
        salt: salt_of(salt),
    };
    let key = thrown(&ctx, key_of(false, &der))?;
    thrown(&ctx, signature::verify(&key, &scheme, slice(&data), slice(&signature)))
}

fn rsa_key(is_private: bool, der: &Bytes<'_>) -> core::result::Result<RsaKey, Fault> {
    match key_of(is_private, der)? {
        Key::Rsa(key) => Ok(key),
        _ => Err(Fault::Unsupported(
            "operation not supported for this keytype".to_owned(),
        )),
    }
}

/// `encrypt(padding, der, digest, label, data)` with a public key; the padding is `pkcs1` or `oaep`.
fn encrypt<'js>(
    ctx: Ctx<'js>,
    padding: String,
    der: Bytes<'js>,
    digest: String,
    label: Bytes<'js>,
    data: Bytes<'js>,
) -> Result<Bytes<'js>> {
    let encrypted = rsa_key(false, &der).and_then(|key| match padding.as_str() {
        "pkcs1" => rsa::encrypt_pkcs1(&key, slice(&data)),
        _ => rsa::encrypt_oaep(&key, &digest, slice(&label), slice(&data)),
    });
    given(ctx, encrypted)
}

/// `decrypt(padding, der, digest, label, data)` with a private key.
fn decrypt<'js>(
    ctx: Ctx<'js>,
    padding: String,
    der: Bytes<'js>,
    digest: String,
    label: Bytes<'js>,
    data: Bytes<'js>,
) -> Result<Bytes<'js>> {
    let decrypted = rsa_key(true, &der).and_then(|key| match padding.as_str() {
        "pkcs1" => rsa::decrypt_pkcs1(&key, slice(&data)),
        _ => rsa::decrypt_oaep(&key, &digest, slice(&label), slice(&data)),
    });
    given(ctx, decrypted)
}

/// `agree(privateDer, publicDer)`: the secret that both sides come to.
fn agree<'js>(ctx: Ctx<'js>, own: Bytes<'js>, other: Bytes<'js>) -> Result<Bytes<'js>> {
    let agreed = key_of(true, &own).and_then(|own| match (own, key_of(false, &other)?) {
        (Key::Ec(own), Key::Ec(other)) if own.curve == other.curve => {
            curve::agree(own.curve, own.secret.as_deref().unwrap_or_default(), &other.point)
        }
        (Key::Curve25519(own), Key::Curve25519(other)) if own.form == Form::X25519 && other.form == Form::X25519 => {
            let secret = own.secret().ok_or(Fault::Data("The key is not a private one"))?;
            edwards::agree(secret, &other.public_half())
        }
        _ => Err(Fault::Unsupported("The keys do not agree on anything".to_owned())),
    });
    given(ctx, agreed)
}

/// `pbkdf2(digest, password, salt, rounds, length)`.
fn pbkdf2<'js>(
    ctx: Ctx<'js>,
    digest: String,
    password: Bytes<'js>,
    salt: Bytes<'js>,
    rounds: u32,
    length: usize,
) -> Result<Bytes<'js>> {
    given(
        ctx,
        derivation::pbkdf2(&digest, slice(&password), slice(&salt), rounds, length),
    )
}

/// `scrypt(password, salt, cost, blockSize, parallelization, length)`.
fn scrypt<'js>(
    ctx: Ctx<'js>,
    password: Bytes<'js>,
    salt: Bytes<'js>,
    cost: u32,
    block_size: u32,
    parallelization: u32,
    length: usize,
) -> Result<Bytes<'js>> {
    let derived = derivation::scrypt(
        slice(&password),
        slice(&salt),
        cost,
        block_size,
        parallelization,
        length,
    );
    given(ctx, derived)
}

/// `hkdf(digest, secret, salt, info, length)`.
fn hkdf<'js>(
    ctx: Ctx<'js>,
    digest: String,
    secret: Bytes<'js>,
    salt: Bytes<'js>,
    info: Bytes<'js>,
    length: usize,
) -> Result<Bytes<'js>> {
    given(
        ctx,
        derivation::hkdf(&digest, slice(&secret), slice(&salt), slice(&info), length),
    )
}

/// `blocks(mode, isEncrypting, key, iv, data)`: whole blocks under AES in the mode `cbc` or `ecb`.
fn blocks<'js>(
    ctx: Ctx<'js>,
    mode: String,
    is_encrypting: bool,
    key: Bytes<'js>,
    iv: Bytes<'js>,
    data: Bytes<'js>,
) -> Result<Bytes<'js>> {
    let direction = if is_encrypting {
        Direction::Encrypt
    } else {
        Direction::Decrypt
    };
    let done = match mode.as_str() {
        "cbc" => cipher::cbc(direction, slice(&key), slice(&iv), slice(&data)),
        _ => cipher::ecb(direction, slice(&key), slice(&data)),
    };
    given(ctx, done)
}

/// `ctr(key, counter, offset, data)`: AES-CTR from an offset into its key stream.
fn ctr<'js>(ctx: Ctx<'js>, key: Bytes<'js>, counter: Bytes<'js>, offset: u32, data: Bytes<'js>) -> Result<Bytes<'js>> {
    given(
        ctx,
        cipher::ctr(slice(&key), slice(&counter), offset.into(), slice(&data)),
    )
}

/// `stream(cipher, key, nonce, offset, data)`: the key stream of a cipher with authentication, applied to data.
fn stream<'js>(
    ctx: Ctx<'js>,
    name: String,
    key: Bytes<'js>,
    nonce: Bytes<'js>,
    offset: u32,
    data: Bytes<'js>,
) -> Result<Bytes<'js>> {
    given(
        ctx,
        aead::stream(&name, slice(&key), slice(&nonce), offset.into(), slice(&data)),
    )
}

/// `tag(cipher, key, nonce, additional, data)`: the tag over what is encrypted.
fn tag<'js>(
    ctx: Ctx<'js>,
    name: String,
    key: Bytes<'js>,
    nonce: Bytes<'js>,
    additional: Bytes<'js>,
    data: Bytes<'js>,
) -> Result<Bytes<'js>> {
    given(
        ctx,
        aead::tag(&name, slice(&key), slice(&nonce), slice(&additional), slice(&data)),
    )
}

/// `wrap(key, data)`: AES-KW.
fn wrap<'js>(ctx: Ctx<'js>, key: Bytes<'js>, data: Bytes<'js>) -> Result<Bytes<'js>> {
    given(ctx, cipher::wrap(slice(&key), slice(&data)))
}

/// `unwrap(key, data)`: its reverse.
fn unwrap<'js>(ctx: Ctx<'js>, key: Bytes<'js>, data: Bytes<'js>) -> Result<Bytes<'js>> {
    given(ctx, cipher::unwrap(slice(&key), slice(&data)))
}
