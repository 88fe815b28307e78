//! An asymmetric key, taken apart: what every encoding of it says.

use crate::crypto::curve::{self, Curve};
use crate::crypto::edwards;
use crate::crypto::fault::Fault;

/// A public key, or a private one, which knows its public half.
pub(crate) enum Key {
    Rsa(RsaKey),
    Ec(EcKey),
    Curve25519(Curve25519Key),
}

/// The numbers of an RSA key, big-endian without zeros before them.
pub(crate) struct RsaKey {
    /// Whether the key says of itself that it is for PSS alone.
    pub(crate) is_pss: bool,
    pub(crate) modulus: Vec<u8>,
    pub(crate) exponent: Vec<u8>,
    pub(crate) private: Option<RsaPrivate>,
}

/// What only the owner knows of an RSA key.
pub(crate) struct RsaPrivate {
    pub(crate) exponent: Vec<u8>,
    pub(crate) primes: [Vec<u8>; 2],
    /// The private exponent modulo either prime less one.
    pub(crate) exponents: [Vec<u8>; 2],
    /// The inverse of the second prime modulo the first.
    pub(crate) coefficient: Vec<u8>,
}

/// A key on one of NIST's curves.
pub(crate) struct EcKey {
    pub(crate) curve: Curve,
    /// The point, as SEC 1 writes it uncompressed.
    pub(crate) point: Vec<u8>,
    pub(crate) secret: Option<Vec<u8>>,
}

/// What a key of Curve25519 is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Signing.
    Ed25519,
    /// Agreeing.
    X25519,
}

/// A key on Curve25519, in either of its forms.
pub(crate) struct Curve25519Key {
    pub(crate) form: Form,
    pub(crate) half: Half,
}

/// What is known of a key on Curve25519; the public half follows from the secret one.
pub(crate) enum Half {
    Public([u8; 32]),
    Secret([u8; 32]),
}

impl Key {
    /// The name Node gives the type.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Rsa(RsaKey { is_pss: true, .. }) => "rsa-pss",
            Self::Rsa(_) => "rsa",
            Self::Ec(_) => "ec",
            Self::Curve25519(key) => key.form.name(),
        }
    }

    pub(crate) fn is_private(&self) -> bool {
        match self {
            Self::Rsa(key) => key.private.is_some(),
            Self::Ec(key) => key.secret.is_some(),
            Self::Curve25519(key) => key.secret().is_some(),
        }
    }
}

impl RsaKey {
    /// The length of the modulus in bits.
    pub(crate) fn bits(&self) -> usize {
        let first = self.modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
        (self.modulus.len() * 8).saturating_sub(first)
    }
}

impl EcKey {
    /// A key from a point, which is checked, and made the uncompressed one.
    pub(crate) fn public(curve: Curve, point: &[u8]) -> Result<Self, Fault> {
        Ok(Self {
            curve,
            point: curve::uncompressed(curve, point)?,
            secret: None,
        })
    }

    /// A key from its secret number, from which the point follows.
    pub(crate) fn private(curve: Curve, secret: &[u8]) -> Result<Self, Fault> {
        let secret = curve::padded(curve, secret)?;
        Ok(Self {
            curve,
            point: curve::point_of(curve, &secret)?,
            secret: Some(secret),
        })
    }

    /// A key that was written here, so that its point need not be computed again.
    pub(crate) fn written(curve: Curve, secret: &[u8], point: &[u8]) -> Self {
        Self {
            curve,
            point: point.to_vec(),
            secret: Some(secret.to_vec()),
        }
    }

    /// Both coordinates.
    pub(crate) fn coordinates(&self) -> (&[u8], &[u8]) {
        let size = self.curve.field_bytes();
        self.point
            .get(1..)
            .unwrap_or_default()
            .split_at_checked(size)
            .unwrap_or_default()
    }
}

impl Form {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::X25519 => "x25519",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::Ed25519, Self::X25519]
            .into_iter()
            .find(|form| form.name() == name)
    }
}

impl Curve25519Key {
    fn new(form: Form, bytes: &[u8], half: fn([u8; 32]) -> Half) -> Result<Self, Fault> {
        let bytes = bytes.try_into().map_err(|_| Fault::Data("Invalid key length"))?;
        Ok(Self {
            form,
            half: half(bytes),
        })
    }

    pub(crate) fn public(form: Form, public: &[u8]) -> Result<Self, Fault> {
        Self::new(form, public, Half::Public)
    }

    pub(crate) fn private(form: Form, secret: &[u8]) -> Result<Self, Fault> {
        Self::new(form, secret, Half::Secret)
    }

    pub(crate) fn secret(&self) -> Option<&[u8; 32]> {
        match &self.half {
            Half::Public(_) => None,
            Half::Secret(secret) => Some(secret),
        }
    }

    /// The public half, which is computed if it has to be.
    pub(crate) fn public_half(&self) -> [u8; 32] {
        match &self.half {
            Half::Public(public) => *public,
            Half::Secret(secret) => edwards::public_of(self.form, secret),
        }
    }
}
