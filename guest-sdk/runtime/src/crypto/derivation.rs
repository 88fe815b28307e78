//! Keys from passwords and from other keys: PBKDF2, scrypt, HKDF.

use crate::crypto::digest::with_digest;
use crate::crypto::fault::Fault;

/// The longest key that is derived, in bytes: far more than any cipher takes, far less than a sandbox may use.
const KEY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Memory for a derived key.
fn room(length: usize) -> Result<Vec<u8>, Fault> {
    if length > KEY_BYTES_MAX {
        return Err(Fault::Operation("The derived key is too long"));
    }
    Ok(vec![0; length])
}

/// RFC 8018, 5.2.
pub(crate) fn pbkdf2(name: &str, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Result<Vec<u8>, Fault> {
    let mut key = room(length)?;
    if name == "md5" {
        pbkdf2::pbkdf2_hmac::<md5::Md5>(password, salt, rounds, &mut key);
    } else {
        with_digest!(name, D => pbkdf2::pbkdf2_hmac::<D>(password, salt, rounds, &mut key))?;
    }
    Ok(key)
}

/// RFC 7914; `cost` is its N.
pub(crate) fn scrypt(
    password: &[u8],
    salt: &[u8],
    cost: u32,
    block_size: u32,
    parallelization: u32,
    length: usize,
) -> Result<Vec<u8>, Fault> {
    let invalid = || Fault::Unsupported("Invalid scrypt params".to_owned());
    if !cost.is_power_of_two() || cost < 2 {
        return Err(invalid());
    }
    let log_cost = u8::try_from(cost.trailing_zeros()).map_err(|_| invalid())?;
    let parameters = scrypt::Params::new(log_cost, block_size, parallelization).map_err(|_| invalid())?;
    // The crate allocates without asking; what does not fit has to end as an error of the app.
    let needed = u64::from(block_size) * 128 * (u64::from(cost) + u64::from(parallelization));
    let mut probe: Vec<u8> = Vec::new();
    usize::try_from(needed)
        .ok()
        .and_then(|needed| probe.try_reserve_exact(needed).ok())
        .ok_or_else(|| Fault::Unsupported("Invalid scrypt params: memory limit exceeded".to_owned()))?;
    drop(probe);
    let mut key = room(length)?;
    if length > 0 {
        scrypt::scrypt(password, salt, &parameters, &mut key).map_err(|_| invalid())?;
    }
    Ok(key)
}

/// RFC 5869, both steps.
pub(crate) fn hkdf(name: &str, secret: &[u8], salt: &[u8], info: &[u8], length: usize) -> Result<Vec<u8>, Fault> {
    let mut key = room(length)?;
    with_digest!(name, D => hkdf::Hkdf::<D>::new(Some(salt), secret).expand(info, &mut key))?
        .map_err(|_| Fault::Operation("Invalid key length"))?;
    Ok(key)
}
