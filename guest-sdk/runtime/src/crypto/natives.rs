//! The functions that JavaScript calls, over plain bytes and names.

use javy::quickjs::prelude::Func;
use javy::quickjs::{ArrayBuffer, Ctx, Object, Result};

use crate::crypto::cipher::Direction;
use crate::crypto::curve::{self, Curve};
use crate::crypto::fault::Fault;
use crate::crypto::key::{Curve25519Key, EcKey, Form, Key, RsaKey, RsaPrivate};
use crate::crypto::rsa::Salt;
use crate::crypto::signature::{self, Scheme};
use crate::crypto::{aead, cipher, derivation, edwards, encoding, rsa};
use crate::entropy;

type Bytes<'js> = ArrayBuffer<'js>;

/// An object with all of them.
pub(crate) fn natives<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    object.set("readKey", Func::from(read_key))?;
    object.set("writeKey", Func::from(write_key))?;
    object.set("keyParts", Func::from(key_parts))?;
    object.set("makeKey", Func::from(make_key))?;
    object.set("generateKey", Func::from(generate_key))?;
    object.set("generateRsa", Func::from(generate_rsa))?;
    object.set("point", Func::from(point))?;
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

fn slice<'a>(bytes: &'a Bytes<'_>) -> &'a [u8] {
    bytes.as_bytes().unwrap_or_default()
}

fn thrown<T>(ctx: &Ctx<'_>, result: core::result::Result<T, Fault>) -> Result<T> {
    result.map_err(|fault| fault.throw(ctx))
}

fn given<'js>(ctx: Ctx<'js>, result: core::result::Result<Vec<u8>, Fault>) -> Result<Bytes<'js>> {
    let bytes = thrown(&ctx, result)?;
    ArrayBuffer::new(ctx, bytes)
}

fn form_of(is_private: bool) -> &'static str {
    if is_private { "pkcs8" } else { "spki" }
}

fn key_of(is_private: bool, der: &Bytes<'_>) -> core::result::Result<Key, Fault> {
    encoding::read(form_of(is_private), slice(der))
}

/// `readKey(form, bytes)`: what the key is, and its bytes in the form that all other functions take.
fn read_key<'js>(ctx: Ctx<'js>, form: String, bytes: Bytes<'js>) -> Result<Object<'js>> {
    let key = thrown(&ctx, encoding::read(&form, slice(&bytes)))?;
    let der = thrown(&ctx, encoding::write(form_of(key.is_private()), &key))?;
    let object = Object::new(ctx.clone())?;
    object.set("kind", key.kind())?;
    object.set("isPrivate", key.is_private())?;
    object.set("der", ArrayBuffer::new(ctx.clone(), der)?)?;
    match &key {
        Key::Rsa(key) => {
            object.set("bits", key.bits())?;
            object.set("exponent", ArrayBuffer::new(ctx, key.exponent.clone())?)?;
        }
        Key::Ec(key) => object.set("curve", key.curve.name())?,
        Key::Curve25519(_) => {}
    }
    Ok(object)
}

/// `writeKey(form, isPrivate, der)`: the key in another encoding; one of a public key takes the public half.
fn write_key<'js>(ctx: Ctx<'js>, form: String, is_private: bool, der: Bytes<'js>) -> Result<Bytes<'js>> {
    let written = key_of(is_private, &der).and_then(|key| encoding::write(&form, &key));
    given(ctx, written)
}

/// `keyParts(isPrivate, der)`: the numbers of a key, by the names JWK gives them (RFC 7518, 6; RFC 8037).
fn key_parts<'js>(ctx: Ctx<'js>, is_private: bool, der: Bytes<'js>) -> Result<Object<'js>> {
    let key = thrown(&ctx, key_of(is_private, &der))?;
    let object = Object::new(ctx.clone())?;
    let set = |name: &str, bytes: &[u8]| object.set(name, ArrayBuffer::new(ctx.clone(), bytes.to_vec())?);
    match &key {
        Key::Rsa(key) => {
            set("n", &key.modulus)?;
            set("e", &key.exponent)?;
            if let Some(private) = &key.private {
                set("d", &private.exponent)?;
                set("p", &private.primes[0])?;
                set("q", &private.primes[1])?;
                set("dp", &private.exponents[0])?;
                set("dq", &private.exponents[1])?;
                set("qi", &private.coefficient)?;
            }
        }
        Key::Ec(key) => {
            let (x, y) = key.coordinates();
            set("x", x)?;
            set("y", y)?;
            if let Some(secret) = &key.secret {
                set("d", secret)?;
            }
        }
        Key::Curve25519(key) => {
            set("x", &key.public)?;
            if let Some(secret) = &key.secret {
                set("d", secret)?;
            }
        }
    }
    Ok(object)
}

/// `makeKey(kind, curve, parts)`: the reverse of `keyParts`; an EC key may come as `point` instead of `x` and `y`, or as `d` alone.
fn make_key<'js>(ctx: Ctx<'js>, kind: String, curve: String, parts: Object<'js>) -> Result<Bytes<'js>> {
    let mut found: Vec<(&str, Vec<u8>)> = Vec::new();
    for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y", "point"] {
        if let Some(bytes) = parts.get::<_, Option<Bytes>>(name)? {
            found.push((name, slice(&bytes).to_vec()));
        }
    }
    let made = assemble(&kind, &curve, &|name| {
        found
            .iter()
            .find(|(part, _)| *part == name)
            .map(|(_, bytes)| bytes.as_slice())
    });
    given(
        ctx,
        made.and_then(|key| encoding::write(form_of(key.is_private()), &key)),
    )
}

fn assemble<'a>(kind: &str, curve: &str, part: &dyn Fn(&str) -> Option<&'a [u8]>) -> core::result::Result<Key, Fault> {
    let must = |name| part(name).ok_or(Fault::Data("A part of the key is missing"));
    let is_other = || Fault::Data("The key's halves do not belong together");
    if let Some(form) = Form::of(kind) {
        let Some(secret) = part("d") else {
            return Curve25519Key::public(form, must("x")?).map(Key::Curve25519);
        };
        let key = Curve25519Key::private(form, secret)?;
        let is_same = part("x").is_none_or(|public| public == key.public);
        return if is_same {
            Ok(Key::Curve25519(key))
        } else {
            Err(is_other())
        };
    }
    if kind == "ec" {
        let curve = Curve::of_name(curve)?;
        let point = match (part("point"), part("x"), part("y")) {
            (Some(point), _, _) => Some(point.to_vec()),
            (None, Some(x), Some(y)) => Some([vec![4], curve::padded(curve, x)?, curve::padded(curve, y)?].concat()),
            _ => None,
        };
        let public = point.map(|point| EcKey::public(curve, &point)).transpose()?;
        let private = part("d").map(|secret| EcKey::private(curve, secret)).transpose()?;
        return match (public, private) {
            (Some(public), Some(private)) if public.point != private.point => Err(is_other()),
            (_, Some(key)) | (Some(key), None) => Ok(Key::Ec(key)),
            (None, None) => Err(Fault::Data("A part of the key is missing")),
        };
    }
    // JWK allows zeros before a number, DER does not.
    let number = |name| must(name).map(|bytes| bytes[bytes.iter().take_while(|byte| **byte == 0).count()..].to_vec());
    let private = match part("d") {
        None => None,
        Some(_) => Some(RsaPrivate {
            exponent: number("d")?,
            primes: [number("p")?, number("q")?],
            exponents: [number("dp")?, number("dq")?],
            coefficient: number("qi")?,
        }),
    };
    Ok(Key::Rsa(RsaKey {
        is_pss: kind == "rsa-pss",
        modulus: number("n")?,
        exponent: number("e")?,
        private,
    }))
}

/// `generateKey(kind, curve)`: a private key, for all kinds but RSA.
fn generate_key<'js>(ctx: Ctx<'js>, kind: String, curve: String) -> Result<Bytes<'js>> {
    let generated = match Form::of(&kind) {
        Some(form) => {
            let mut secret = [0; 32];
            entropy::fill(&mut secret);
            Curve25519Key::private(form, &secret).map(Key::Curve25519)
        }
        None => {
            Curve::of_name(&curve).and_then(|curve| EcKey::private(curve, &curve::random_secret(curve)).map(Key::Ec))
        }
    };
    given(ctx, generated.and_then(|key| encoding::write("pkcs8", &key)))
}

/// `generateRsa(bits, exponent)`: a private key of RSA.
fn generate_rsa<'js>(ctx: Ctx<'js>, bits: usize, exponent: Bytes<'js>) -> Result<Bytes<'js>> {
    let generated = rsa::generate(bits, slice(&exponent)).map(Key::Rsa);
    given(ctx, generated.and_then(|key| encoding::write("pkcs8", &key)))
}

/// `point(curve, bytes, isCompressed)`: a point in the other form.
fn point<'js>(ctx: Ctx<'js>, curve: String, bytes: Bytes<'js>, is_compressed: bool) -> Result<Bytes<'js>> {
    let write = if is_compressed {
        curve::compressed
    } else {
        curve::uncompressed
    };
    given(
        ctx,
        Curve::of_name(&curve).and_then(|curve| write(curve, slice(&bytes))),
    )
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
            edwards::agree(&own.secret.unwrap_or_default(), &other.public)
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
