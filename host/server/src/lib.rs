//! The server: sockets, hosts, admission, error pages, the log and the admin API around the sandboxes.
//!
//! It never sees a store or an instance: a request goes into [`rnode_sandbox::Program::run`], an execution comes out.

mod admin;
mod admission;
mod afterwards;
mod answer_stream;
pub mod api;
mod app;
mod asset;
mod asset_answer;
mod assets;
mod byte_range;
mod compression;
mod content_coding;
mod diagnosis;
mod error_page;
mod exchange;
mod failure;
mod first_bytes;
mod key_values;
mod listener;
mod log;
mod media_type;
mod open_files;
mod outbound;
mod preconditions;
mod receive;
mod registry;
mod request_world;
mod respond;
mod routes;
mod server;
mod service;
mod token;

pub use admission::AdmissionLimits;
pub use app::PrepareError;
pub use diagnosis::Diagnosis;
pub use log::{Log, LogFormat};
pub use rnode_egress::{Ceiling, OpenRanges};
pub use server::{AppHandle, Deployments, Server, ServerOptions, StartError, engine};
pub use token::{TOKEN_FILE, Token};
