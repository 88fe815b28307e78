//! Builds small apps and looks at the bundle, its map, or the errors.

mod app;
mod entries;
mod errors;
mod output;
mod resolution;
