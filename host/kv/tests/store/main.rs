//! Behaviour of the store in one process.

mod conditions;
mod entries;
mod expiry;
mod fixture;
mod isolation;
mod listing;
mod opening;
mod quota;
mod waiting;
