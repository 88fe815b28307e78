//! NIST's curves P-256, P-384 and P-521: points, ECDSA and ECDH.

use elliptic_curve::sec1::ToSec1Point;
use pkcs8::der::asn1::ObjectIdentifier;

use crate::crypto::fault::Fault;
use crate::entropy;

/// One of the curves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
    P521,
}

/// Runs `$run` with `$module` standing for the crate of the curve, and `$Type` for its type.
macro_rules! on_curve {
    ($curve:expr, $module:ident => $run:expr) => {
        on_curve!($curve, $module, _Type => $run)
    };
    ($curve:expr, $module:ident, $Type:ident => $run:expr) => {
        match $curve {
            Curve::P256 => {
                use p256 as $module;
                type $Type = p256::NistP256;
                $run
            }
            Curve::P384 => {
                use p384 as $module;
                type $Type = p384::NistP384;
                $run
            }
            Curve::P521 => {
                use p521 as $module;
                type $Type = p521::NistP521;
                $run
            }
        }
    };
}

impl Curve {
    const ALL: [Self; 3] = [Self::P256, Self::P384, Self::P521];

    /// OpenSSL's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::P256 => "prime256v1",
            Self::P384 => "secp384r1",
            Self::P521 => "secp521r1",
        }
    }

    pub(crate) fn of_name(name: &str) -> Result<Self, Fault> {
        let found = Self::ALL.into_iter().find(|curve| curve.name() == name);
        found.ok_or_else(|| Fault::Unsupported(format!("Unsupported curve: {name}")))
    }

    pub(crate) fn identifier(self) -> &'static ObjectIdentifier {
        const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
        const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
        const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");
        match self {
            Self::P256 => &P256,
            Self::P384 => &P384,
            Self::P521 => &P521,
        }
    }

    pub(crate) fn of_identifier(identifier: ObjectIdentifier) -> Result<Self, Fault> {
        let found = Self::ALL.into_iter().find(|curve| *curve.identifier() == identifier);
        found.ok_or_else(|| Fault::Unsupported(format!("Unsupported curve: {identifier}")))
    }

    /// The size of a coordinate, and of a secret.
    pub(crate) fn field_bytes(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }
}

fn no_point() -> Fault {
    Fault::Data("The point is not on the curve")
}

fn no_secret() -> Fault {
    Fault::Data("The secret is not in the range of the curve")
}

/// A secret with as many zeros before it as its curve wants.
pub(crate) fn padded(curve: Curve, secret: &[u8]) -> Result<Vec<u8>, Fault> {
    let missing = curve.field_bytes().checked_sub(secret.len()).ok_or_else(no_secret)?;
    Ok([&vec![0; missing], secret].concat())
}

/// A point in any of SEC 1's forms, as the uncompressed one.
pub(crate) fn uncompressed(curve: Curve, point: &[u8]) -> Result<Vec<u8>, Fault> {
    on_curve!(curve, m => {
        let public = m::PublicKey::from_sec1_bytes(point).map_err(|_| no_point())?;
        Ok(public.to_sec1_point(false).as_bytes().to_vec())
    })
}

/// The compressed form of a point.
pub(crate) fn compressed(curve: Curve, point: &[u8]) -> Result<Vec<u8>, Fault> {
    on_curve!(curve, m => {
        let public = m::PublicKey::from_sec1_bytes(point).map_err(|_| no_point())?;
        Ok(public.to_sec1_point(true).as_bytes().to_vec())
    })
}

/// The point that belongs to a secret.
pub(crate) fn point_of(curve: Curve, secret: &[u8]) -> Result<Vec<u8>, Fault> {
    on_curve!(curve, m => {
        let secret = m::SecretKey::from_slice(secret).map_err(|_| no_secret())?;
        Ok(secret.public_key().to_sec1_point(false).as_bytes().to_vec())
    })
}

/// A secret at random: numbers beyond the curve's order are drawn again.
pub(crate) fn random_secret(curve: Curve) -> Vec<u8> {
    let mut secret = vec![0; curve.field_bytes()];
    loop {
        entropy::fill(&mut secret);
        if curve == Curve::P521 {
            secret[0] &= 1;
        }
        if point_of(curve, &secret).is_ok() {
            return secret;
        }
    }
}

/// ECDSA over a digest. Its random number comes from key, digest and fresh entropy (RFC 6979, 3.6), so that a generator that repeats itself tells nothing.
pub(crate) fn sign(curve: Curve, secret: &[u8], digest: &[u8], is_der: bool) -> Result<Vec<u8>, Fault> {
    let mut additional = [0; 32];
    entropy::fill(&mut additional);
    on_curve!(curve, m, C => {
        let secret = m::SecretKey::from_slice(secret).map_err(|_| no_secret())?;
        let (signature, _) = ecdsa::hazmat::sign_prehashed_rfc6979::<C, sha2::Sha512>(&secret.to_nonzero_scalar(), digest, &additional);
        Ok(if is_der { signature.to_der().as_bytes().to_vec() } else { signature.to_vec() })
    })
}

/// Whether the signature is the digest's. One that cannot be read is not.
pub(crate) fn verify(curve: Curve, point: &[u8], digest: &[u8], signature: &[u8], is_der: bool) -> Result<bool, Fault> {
    on_curve!(curve, m, C => {
        let public = m::PublicKey::from_sec1_bytes(point).map_err(|_| no_point())?;
        let signature = if is_der {
            ecdsa::Signature::<C>::from_der(signature)
        } else {
            ecdsa::Signature::<C>::from_slice(signature)
        };
        Ok(signature.is_ok_and(|signature| ecdsa::hazmat::verify_prehashed(&public.to_projective(), digest, &signature).is_ok()))
    })
}

/// ECDH: the first coordinate of the point that both sides come to.
pub(crate) fn agree(curve: Curve, secret: &[u8], point: &[u8]) -> Result<Vec<u8>, Fault> {
    on_curve!(curve, m => {
        let secret = m::SecretKey::from_slice(secret).map_err(|_| no_secret())?;
        let public = m::PublicKey::from_sec1_bytes(point).map_err(|_| no_point())?;
        Ok(secret.diffie_hellman(&public).raw_secret_bytes().to_vec())
    })
}
