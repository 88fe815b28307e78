//! Signing and verifying, whatever the key.

use crate::crypto::fault::Fault;
use crate::crypto::key::{Form, Key};
use crate::crypto::rsa::Salt;
use crate::crypto::{curve, digest, edwards, rsa};

/// How a signature is made and written.
pub(crate) struct Scheme<'a> {
    /// `pkcs1`, `pss`, `der`, `p1363` or `ed25519`.
    pub(crate) name: &'a str,
    /// The digest's name; empty when the data is taken as it is.
    pub(crate) digest: &'a str,
    pub(crate) salt: Salt,
}

impl Scheme<'_> {
    fn digested(&self, data: &[u8]) -> Result<Vec<u8>, Fault> {
        if self.digest.is_empty() {
            Ok(data.to_vec())
        } else {
            digest::hash(self.digest, data)
        }
    }

    fn digest(&self) -> Option<&str> {
        (!self.digest.is_empty()).then_some(self.digest)
    }

    fn is_der(&self) -> bool {
        self.name == "der"
    }
}

fn mismatch() -> Fault {
    Fault::Unsupported("operation not supported for this keytype".to_owned())
}

fn no_secret() -> Fault {
    Fault::Data("The key is not a private one")
}

/// The signature of `data`.
pub(crate) fn sign(key: &Key, scheme: &Scheme<'_>, data: &[u8]) -> Result<Vec<u8>, Fault> {
    match (scheme.name, key) {
        ("pkcs1", Key::Rsa(key)) => rsa::sign_pkcs1(key, scheme.digest(), &scheme.digested(data)?),
        ("pss", Key::Rsa(key)) => rsa::sign_pss(key, scheme.digest, &scheme.digested(data)?, scheme.salt),
        ("der" | "p1363", Key::Ec(key)) => {
            let secret = key.secret.as_deref().ok_or_else(no_secret)?;
            curve::sign(key.curve, secret, &scheme.digested(data)?, scheme.is_der())
        }
        ("ed25519", Key::Curve25519(key)) if key.form == Form::Ed25519 => {
            Ok(edwards::sign(key.secret().ok_or_else(no_secret)?, data))
        }
        _ => Err(mismatch()),
    }
}

/// Whether `signature` is the one of `data`.
pub(crate) fn verify(key: &Key, scheme: &Scheme<'_>, data: &[u8], signature: &[u8]) -> Result<bool, Fault> {
    match (scheme.name, key) {
        ("pkcs1", Key::Rsa(key)) => rsa::verify_pkcs1(key, scheme.digest(), &scheme.digested(data)?, signature),
        ("pss", Key::Rsa(key)) => rsa::verify_pss(key, scheme.digest, &scheme.digested(data)?, signature, scheme.salt),
        ("der" | "p1363", Key::Ec(key)) => curve::verify(
            key.curve,
            &key.point,
            &scheme.digested(data)?,
            signature,
            scheme.is_der(),
        ),
        ("ed25519", Key::Curve25519(key)) if key.form == Form::Ed25519 => {
            Ok(edwards::verify(&key.public_half(), data, signature))
        }
        _ => Err(mismatch()),
    }
}
