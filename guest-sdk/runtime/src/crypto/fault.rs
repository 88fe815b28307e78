//! Why a cryptographic operation failed, and the JavaScript error that says so.

use javy::quickjs::{Ctx, Error, Exception, Object};

/// What went wrong, in the three kinds that both `node:crypto` and WebCrypto tell apart.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The bytes are not what they should be: a key that does not parse, a point that is not on its curve.
    Data(&'static str),
    /// A name or a size that this runtime does not know.
    Unsupported(String),
    /// The operation did not succeed: wrong tag, wrong padding, a message too long for the key.
    Operation(&'static str),
}

impl Fault {
    /// An error whose property `fault` names the kind: the JavaScript side makes of it what its own interface wants.
    pub(crate) fn throw(self, ctx: &Ctx<'_>) -> Error {
        let (kind, message) = match self {
            Self::Data(message) => ("data", message.to_owned()),
            Self::Unsupported(message) => ("unsupported", message),
            Self::Operation(message) => ("operation", message.to_owned()),
        };
        let exception = match Exception::from_message(ctx.clone(), &message) {
            Ok(exception) => exception,
            Err(error) => return error,
        };
        let object: &Object<'_> = &exception;
        match object.set("fault", kind) {
            Ok(()) => exception.throw(),
            Err(error) => error,
        }
    }
}
