//! Calls of apps to other servers: whom they may call, and the one client that calls for all of them.
//!
//! Nothing is allowed unless the app's manifest asks for it and the operator's ceiling permits it. A name is resolved once; its addresses are
//! checked and the connection is made to those, so that no later answer of a name server can lead elsewhere.

mod client;
mod closed;
mod coding;
mod error;
mod fields;
mod incoming;
mod outgoing;
mod policy;
mod resolver;
mod wire;

pub use client::{Client, ClientOptions};
pub use closed::OpenRanges;
pub use error::FetchError;
pub use incoming::{Incoming, IncomingBody};
pub use outgoing::{DEPTH_FIELD, Outgoing, Redirect};
pub use policy::{Ceiling, Policy};
pub use resolver::{Resolver, SystemResolver};
