//! Calls over real sockets, with name servers that say whatever a test wants.

mod bounds;
mod fixture;
mod redirects;
mod refusals;
