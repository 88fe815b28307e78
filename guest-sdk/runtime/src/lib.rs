//! The JavaScript runtime of a sandbox: QuickJS behind the WIT world of `wit/world.wit`.
//!
//! `load` evaluates an app once; the host then freezes the heap. Every request starts from that heap, so a `handle` never
//! sees anything an earlier request left behind, and whatever differs between requests (clock, entropy) comes with the call.

mod answer;
mod brotli;
mod clock;
mod compression;
mod compression_flow;
mod crypto;
mod entropy;
mod event_loop;
mod exception;
mod fields;
mod files;
mod hand_over;
mod heap;
mod incoming;
mod json;
mod lazy;
mod natives;
mod operations;
mod packages;
mod path_matcher;
mod program;
mod rehearsal;
mod route_index;
mod text_decoding;
mod wasi;
mod web_url;

#[expect(
    unsafe_code,
    clippy::too_many_arguments,
    reason = "generated: the canonical ABI of the exports"
)]
mod world {
    wit_bindgen::generate!({ world: "runtime", path: "../../wit" });
    use super::Runtime;
    export!(Runtime);
}

use world::rnode::app::http::{Entropy, Instant, Request, Step};
use world::rnode::app::operations::Event;
use world::{ErrorPages, Guest, LoadError, Mode};

struct Runtime;

impl Guest for Runtime {
    fn load(
        name: String,
        source: String,
        env: String,
        mode: Mode,
        error_pages: ErrorPages,
        now: Instant,
        entropy: Entropy,
        hot: Vec<u8>,
    ) -> Result<(), LoadError> {
        clock::set(now);
        entropy::seed(entropy);
        heap::start_loading(hot);
        let loaded = program::load(&name, source, &env, mode, error_pages);
        heap::freeze();
        loaded
    }

    fn files(table: String) {
        files::tell(table);
    }

    fn rehearse() {
        program::rehearse();
    }

    fn record_allocations() {
        heap::record();
    }

    fn allocations() -> Vec<(u32, u32)> {
        heap::records()
    }

    fn handle(request: Request) -> Step {
        clock::set(request.now);
        entropy::seed(request.entropy);
        program::handle(request)
    }

    fn resume(now: Instant, events: Vec<Event>) -> Step {
        clock::set(now);
        program::resume(events)
    }
}
