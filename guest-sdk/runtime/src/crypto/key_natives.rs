//! The functions that JavaScript calls with keys: reading, writing, taking apart, putting together and making them.

use javy::quickjs::{ArrayBuffer, Ctx, Object, Result};

use crate::crypto::curve::{self, Curve};
use crate::crypto::fault::Fault;
use crate::crypto::key::{Curve25519Key, EcKey, Form, Key, RsaKey, RsaPrivate};
use crate::crypto::natives::{Bytes, form_of, given, key_of, slice, thrown};
use crate::crypto::{encoding, rsa};
use crate::entropy;

/// `readKey(form, bytes)`: what the key is, and its bytes in the form that all other functions take.
pub(crate) fn read_key<'js>(ctx: Ctx<'js>, form: String, bytes: Bytes<'js>) -> Result<Object<'js>> {
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
pub(crate) fn write_key<'js>(ctx: Ctx<'js>, form: String, is_private: bool, der: Bytes<'js>) -> Result<Bytes<'js>> {
    let written = key_of(is_private, &der).and_then(|key| encoding::write(&form, &key));
    given(ctx, written)
}

/// `keyParts(isPrivate, der)`: the numbers of a key, by the names JWK gives them (RFC 7518, 6; RFC 8037).
pub(crate) fn key_parts<'js>(ctx: Ctx<'js>, is_private: bool, der: Bytes<'js>) -> Result<Object<'js>> {
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
            set("x", &key.public_half())?;
            if let Some(secret) = key.secret() {
                set("d", secret)?;
            }
        }
    }
    Ok(object)
}

/// `makeKey(kind, curve, parts)`: the reverse of `keyParts`; an EC key may come as `point` instead of `x` and `y`, or as `d` alone.
pub(crate) fn make_key<'js>(ctx: Ctx<'js>, kind: String, curve: String, parts: Object<'js>) -> Result<Bytes<'js>> {
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

/// What is there of the parts of a key.
type Parts<'a> = &'a dyn Fn(&str) -> Option<&'a [u8]>;
type Assembled = core::result::Result<Key, Fault>;

fn assemble(kind: &str, curve: &str, part: Parts<'_>) -> Assembled {
    match Form::of(kind) {
        Some(form) => assemble_curve25519(form, part),
        None if kind == "ec" => assemble_ec(Curve::of_name(curve)?, part),
        None => assemble_rsa(kind == "rsa-pss", part),
    }
}

fn missing() -> Fault {
    Fault::Data("A part of the key is missing")
}

fn mismatched() -> Fault {
    Fault::Data("The key's halves do not belong together")
}

fn assemble_curve25519(form: Form, part: Parts<'_>) -> Assembled {
    let Some(secret) = part("d") else {
        return Curve25519Key::public(form, part("x").ok_or_else(missing)?).map(Key::Curve25519);
    };
    let key = Curve25519Key::private(form, secret)?;
    if part("x").is_some_and(|public| public != key.public_half()) {
        return Err(mismatched());
    }
    Ok(Key::Curve25519(key))
}

fn assemble_ec(curve: Curve, part: Parts<'_>) -> Assembled {
    let point = match (part("point"), part("x"), part("y")) {
        (Some(point), _, _) => Some(point.to_vec()),
        (None, Some(x), Some(y)) => Some([vec![4], curve::padded(curve, x)?, curve::padded(curve, y)?].concat()),
        _ => None,
    };
    let public = point.map(|point| EcKey::public(curve, &point)).transpose()?;
    let private = part("d").map(|secret| EcKey::private(curve, secret)).transpose()?;
    match (public, private) {
        (Some(public), Some(private)) if public.point != private.point => Err(mismatched()),
        (_, Some(key)) | (Some(key), None) => Ok(Key::Ec(key)),
        (None, None) => Err(missing()),
    }
}

fn assemble_rsa(is_pss: bool, part: Parts<'_>) -> Assembled {
    // JWK allows zeros before a number, DER does not.
    let number = |name: &str| -> core::result::Result<Vec<u8>, Fault> {
        let bytes = part(name).ok_or_else(missing)?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        Ok(bytes[zeros..].to_vec())
    };
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
        is_pss,
        modulus: number("n")?,
        exponent: number("e")?,
        private,
    }))
}

/// `generateKey(kind, curve)`: a private key, for all kinds but RSA.
pub(crate) fn generate_key<'js>(ctx: Ctx<'js>, kind: String, curve: String) -> Result<Bytes<'js>> {
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
pub(crate) fn generate_rsa<'js>(ctx: Ctx<'js>, bits: usize, exponent: Bytes<'js>) -> Result<Bytes<'js>> {
    let generated = rsa::generate(bits, slice(&exponent)).map(Key::Rsa);
    given(ctx, generated.and_then(|key| encoding::write("pkcs8", &key)))
}

/// `point(curve, bytes, isCompressed)`: a point in the other form.
pub(crate) fn point<'js>(ctx: Ctx<'js>, curve: String, bytes: Bytes<'js>, is_compressed: bool) -> Result<Bytes<'js>> {
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
