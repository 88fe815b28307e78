//! Curve25519: Ed25519 (RFC 8032) and X25519 (RFC 7748).

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};

use crate::crypto::fault::Fault;
use crate::crypto::key::Form;

/// The public half of a secret.
pub(crate) fn public_of(form: Form, secret: &[u8; 32]) -> [u8; 32] {
    match form {
        Form::Ed25519 => SigningKey::from_bytes(secret).verifying_key().to_bytes(),
        Form::X25519 => x25519_dalek::x25519(*secret, x25519_dalek::X25519_BASEPOINT_BYTES),
    }
}

/// The signature of a message, which is hashed as part of it.
pub(crate) fn sign(secret: &[u8; 32], message: &[u8]) -> Vec<u8> {
    SigningKey::from_bytes(secret).sign(message).to_bytes().to_vec()
}

/// Whether the signature is the message's. A key that is no point verifies nothing.
pub(crate) fn verify(public: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(public), Ok(signature)) = (VerifyingKey::from_bytes(public), Signature::from_slice(signature)) else {
        return false;
    };
    public.verify(message, &signature).is_ok()
}

/// The secret that both sides come to; zero, which an attacker can force, is an error.
pub(crate) fn agree(secret: &[u8; 32], public: &[u8; 32]) -> Result<Vec<u8>, Fault> {
    let shared = x25519_dalek::x25519(*secret, *public);
    if shared.iter().fold(0, |all, byte| all | byte) == 0 {
        return Err(Fault::Operation("The shared secret is zero"));
    }
    Ok(shared.to_vec())
}
