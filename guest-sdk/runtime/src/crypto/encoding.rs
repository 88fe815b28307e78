//! Keys in DER: SPKI, PKCS #8, PKCS #1, SEC 1, and the key in a certificate.

use pkcs1::UintRef;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::asn1::{AnyRef, BitStringRef, Null, ObjectIdentifier, OctetStringRef};
use pkcs8::der::{self, Decode, Encode, Reader, SliceReader, TagMode, TagNumber};
use pkcs8::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use sec1::{EcParameters, EcPrivateKey};

use crate::crypto::curve::Curve;
use crate::crypto::fault::Fault;
use crate::crypto::key::{Curve25519Key, EcKey, Form, Key, RsaKey, RsaPrivate};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const RSA_PSS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const X25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.110");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

impl From<der::Error> for Fault {
    fn from(_: der::Error) -> Self {
        Self::Data("The key cannot be read")
    }
}

fn unknown() -> Fault {
    Fault::Unsupported("Unsupported key type".to_owned())
}

/// Whether a point in an encoding is believed to belong to the secret beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// It is computed again, and compared.
    Checked,
    /// It was written here.
    Written,
}

/// Reads a key that [`write`] wrote: SPKI, or PKCS #8 for a private one.
pub(crate) fn read_written(is_private: bool, bytes: &[u8]) -> Result<Key, Fault> {
    if is_private {
        pkcs8(bytes, Trust::Written)
    } else {
        spki(bytes)
    }
}

/// Reads a key in the encoding called `form`.
pub(crate) fn read(form: &str, bytes: &[u8]) -> Result<Key, Fault> {
    match form {
        "spki" => spki(bytes),
        "pkcs8" => pkcs8(bytes, Trust::Checked),
        "pkcs1-public" => rsa_public(bytes, false).map(Key::Rsa),
        "pkcs1-private" => rsa_private(bytes, false).map(Key::Rsa),
        "sec1" => ec_private(bytes, None, Trust::Checked).map(Key::Ec),
        "certificate" => spki(certified(bytes)?),
        _ => Err(Fault::Unsupported(format!("Unknown encoding: {form}"))),
    }
}

/// Writes a key in the encoding called `form`.
pub(crate) fn write(form: &str, key: &Key) -> Result<Vec<u8>, Fault> {
    match (form, key) {
        ("spki", _) => spki_of(key),
        ("pkcs8", _) => pkcs8_of(key),
        ("pkcs1-public", Key::Rsa(key)) => rsa_public_of(key),
        ("pkcs1-private", Key::Rsa(key)) => rsa_private_of(key),
        ("sec1", Key::Ec(key)) => ec_private_of(key, true),
        ("raw", Key::Ec(key)) => Ok(key.point.clone()),
        ("raw", Key::Curve25519(key)) => Ok(key.public_half().to_vec()),
        _ => Err(Fault::Unsupported("The key has no such encoding".to_owned())),
    }
}

fn curve_of(algorithm: &AlgorithmIdentifierRef<'_>) -> Result<Curve, Fault> {
    let name = algorithm.parameters_oid().map_err(|_| unknown())?;
    Curve::of_identifier(name)
}

fn form_of(identifier: ObjectIdentifier) -> Result<Form, Fault> {
    match identifier {
        ED25519 => Ok(Form::Ed25519),
        X25519 => Ok(Form::X25519),
        _ => Err(unknown()),
    }
}

fn spki(bytes: &[u8]) -> Result<Key, Fault> {
    let info = SubjectPublicKeyInfoRef::from_der(bytes)?;
    let bits = info.subject_public_key.as_bytes().ok_or_else(unknown)?;
    match info.algorithm.oid {
        oid @ (RSA | RSA_PSS) => rsa_public(bits, oid == RSA_PSS).map(Key::Rsa),
        EC => EcKey::public(curve_of(&info.algorithm)?, bits).map(Key::Ec),
        oid => Curve25519Key::public(form_of(oid)?, bits).map(Key::Curve25519),
    }
}

fn pkcs8(bytes: &[u8], trust: Trust) -> Result<Key, Fault> {
    let info = PrivateKeyInfoRef::from_der(bytes)?;
    let inner = info.private_key.as_bytes();
    match info.algorithm.oid {
        oid @ (RSA | RSA_PSS) => rsa_private(inner, oid == RSA_PSS).map(Key::Rsa),
        EC => ec_private(inner, Some(curve_of(&info.algorithm)?), trust).map(Key::Ec),
        oid => {
            let form = form_of(oid)?;
            let secret = <&OctetStringRef>::from_der(inner)?;
            Curve25519Key::private(form, secret.as_bytes()).map(Key::Curve25519)
        }
    }
}

fn rsa_public(bytes: &[u8], is_pss: bool) -> Result<RsaKey, Fault> {
    let numbers = pkcs1::RsaPublicKeyRef::from_der(bytes)?;
    Ok(RsaKey {
        is_pss,
        modulus: numbers.modulus.as_bytes().to_vec(),
        exponent: numbers.public_exponent.as_bytes().to_vec(),
        private: None,
    })
}

fn rsa_private(bytes: &[u8], is_pss: bool) -> Result<RsaKey, Fault> {
    let numbers = pkcs1::RsaPrivateKeyRef::from_der(bytes)?;
    if numbers.other_prime_infos.is_some() {
        return Err(Fault::Unsupported(
            "RSA keys of more than two primes are not supported".to_owned(),
        ));
    }
    let owned = |number: UintRef<'_>| number.as_bytes().to_vec();
    Ok(RsaKey {
        is_pss,
        modulus: owned(numbers.modulus),
        exponent: owned(numbers.public_exponent),
        private: Some(RsaPrivate {
            exponent: owned(numbers.private_exponent),
            primes: [owned(numbers.prime1), owned(numbers.prime2)],
            exponents: [owned(numbers.exponent1), owned(numbers.exponent2)],
            coefficient: owned(numbers.coefficient),
        }),
    })
}

fn ec_private(bytes: &[u8], curve: Option<Curve>, trust: Trust) -> Result<EcKey, Fault> {
    let info = EcPrivateKey::from_der(bytes)?;
    let curve = match (curve, info.parameters) {
        (Some(curve), _) => curve,
        (None, Some(EcParameters::NamedCurve(name))) => Curve::of_identifier(name)?,
        _ => return Err(unknown()),
    };
    if let (Trust::Written, Some(point)) = (trust, info.public_key) {
        return Ok(EcKey::written(curve, info.private_key, point));
    }
    let key = EcKey::private(curve, info.private_key)?;
    match info.public_key {
        Some(point) if EcKey::public(curve, point)?.point != key.point => {
            Err(Fault::Data("The key's halves do not belong together"))
        }
        _ => Ok(key),
    }
}

/// The key's part of an X.509 certificate (RFC 5280, 4.1); nothing else of it is looked at, its signature neither.
fn certified(bytes: &[u8]) -> Result<&[u8], Fault> {
    let mut outer = SliceReader::new(bytes)?;
    let whole = AnyRef::decode(&mut outer)?;
    let mut inside = SliceReader::new(whole.value())?;
    let signed = AnyRef::decode(&mut inside)?;
    let mut fields = SliceReader::new(signed.value())?;
    let _version: Option<u8> = fields.context_specific(TagNumber(0), TagMode::Explicit)?;
    // Serial number, algorithm, issuer, validity and subject stand before the key.
    for _ in 0..5 {
        AnyRef::decode(&mut fields)?;
    }
    Ok(fields.tlv_bytes()?)
}

fn algorithm_of(key: &Key) -> Result<AlgorithmIdentifierRef<'_>, Fault> {
    Ok(match key {
        Key::Rsa(key) if key.is_pss => AlgorithmIdentifierRef {
            oid: RSA_PSS,
            parameters: None,
        },
        Key::Rsa(_) => AlgorithmIdentifierRef {
            oid: RSA,
            parameters: Some(Null.into()),
        },
        Key::Ec(key) => AlgorithmIdentifierRef {
            oid: EC,
            parameters: Some(key.curve.identifier().into()),
        },
        Key::Curve25519(key) => AlgorithmIdentifierRef {
            oid: match key.form {
                Form::Ed25519 => ED25519,
                Form::X25519 => X25519,
            },
            parameters: None,
        },
    })
}

fn spki_of(key: &Key) -> Result<Vec<u8>, Fault> {
    let bits = match key {
        Key::Rsa(key) => rsa_public_of(key)?,
        Key::Ec(key) => key.point.clone(),
        Key::Curve25519(key) => key.public_half().to_vec(),
    };
    let info = SubjectPublicKeyInfoRef {
        algorithm: algorithm_of(key)?,
        subject_public_key: BitStringRef::from_bytes(&bits)?,
    };
    Ok(info.to_der()?)
}

fn pkcs8_of(key: &Key) -> Result<Vec<u8>, Fault> {
    let inner = match key {
        Key::Rsa(key) => rsa_private_of(key)?,
        Key::Ec(key) => ec_private_of(key, false)?,
        Key::Curve25519(key) => {
            let secret = key.secret().ok_or_else(no_secret)?;
            OctetStringRef::new(secret)?.to_der()?
        }
    };
    let info = PrivateKeyInfoRef::new(algorithm_of(key)?, OctetStringRef::new(&inner)?);
    Ok(info.to_der()?)
}

fn no_secret() -> Fault {
    Fault::Data("The key is not a private one")
}

fn rsa_public_of(key: &RsaKey) -> Result<Vec<u8>, Fault> {
    let numbers = pkcs1::RsaPublicKeyRef {
        modulus: UintRef::new(&key.modulus)?,
        public_exponent: UintRef::new(&key.exponent)?,
    };
    Ok(numbers.to_der()?)
}

fn rsa_private_of(key: &RsaKey) -> Result<Vec<u8>, Fault> {
    let private = key.private.as_ref().ok_or_else(no_secret)?;
    let numbers = pkcs1::RsaPrivateKeyRef {
        modulus: UintRef::new(&key.modulus)?,
        public_exponent: UintRef::new(&key.exponent)?,
        private_exponent: UintRef::new(&private.exponent)?,
        prime1: UintRef::new(&private.primes[0])?,
        prime2: UintRef::new(&private.primes[1])?,
        exponent1: UintRef::new(&private.exponents[0])?,
        exponent2: UintRef::new(&private.exponents[1])?,
        coefficient: UintRef::new(&private.coefficient)?,
        other_prime_infos: None,
    };
    Ok(numbers.to_der()?)
}

/// RFC 5915; the curve is named where nothing around it does.
fn ec_private_of(key: &EcKey, is_alone: bool) -> Result<Vec<u8>, Fault> {
    let info = EcPrivateKey {
        private_key: key.secret.as_deref().ok_or_else(no_secret)?,
        parameters: is_alone.then(|| EcParameters::NamedCurve(*key.curve.identifier())),
        public_key: Some(&key.point),
    };
    Ok(info.to_der()?)
}
