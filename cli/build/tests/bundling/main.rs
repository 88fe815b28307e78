//! Builds small apps and looks at the bundle, its map, or the errors.

mod app;
mod code;
mod entries;
mod errors;
mod folder;
mod missing;
mod output;
mod resolution;
