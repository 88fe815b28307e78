//! Behaviour of the store in one process.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod conditions;
mod entries;
mod expiry;
mod fixture;
mod isolation;
mod listing;
mod opening;
mod quota;
mod waiting;
