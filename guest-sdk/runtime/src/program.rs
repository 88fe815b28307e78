//! The app inside the sandbox: evaluated once by `load`, then called by `handle`.

use std::cell::RefCell;

use javy::Config;
use javy::quickjs::promise::PromiseState;
use javy::quickjs::{ArrayBuffer, CatchResultExt, Ctx, Function, Module, Object, Persistent, Value};

use crate::world::rnode::app::http::{Request, Step};
use crate::world::rnode::app::operations::Event;
use crate::world::{ErrorPages, LoadError, LoadFault, Mode};
use crate::{answer, event_loop, exception, hand_over, incoming, lazy, natives, operations, rehearsal};

/// QuickJS throws a `RangeError` when JavaScript recursion has used this much of the C stack. The C stack itself is 512 KiB and
/// the host's bound on the Wasm stack is higher still, so that recursion ends in an error the app can catch.
const STACK_BYTES_MAX: usize = 384 * 1024;

/// The collector first runs when the heap has grown to this: never in an ordinary request, whose heap is thrown away
/// anyway, but early enough that a long one that makes garbage stays under its memory limit.
const GC_THRESHOLD_BYTES: usize = 32 * 1024 * 1024;

struct Program {
    runtime: javy::Runtime,
    dispatch: Option<Persistent<Function<'static>>>,
    natives: Persistent<Object<'static>>,
}

thread_local! {
    static PROGRAM: RefCell<Option<Program>> = const { RefCell::new(None) };
}

/// Evaluates the app. Afterwards the heap is ready to be frozen.
pub(crate) fn load(
    name: &str,
    source: String,
    env: &str,
    mode: Mode,
    error_pages: ErrorPages,
) -> Result<(), LoadError> {
    let mut config = Config::default();
    config
        .gc_threshold(GC_THRESHOLD_BYTES)
        .max_stack_size(STACK_BYTES_MAX)
        .weak_ref(true);
    let runtime = javy::Runtime::new(config).map_err(|error| fault(LoadFault::Thrown, error.to_string()))?;
    let quickjs = runtime.context().runtime().clone();
    quickjs.set_host_promise_rejection_tracker(Some(Box::new(|ctx, promise, reason, handled| {
        event_loop::track_rejection(&ctx, promise, reason, handled);
    })));
    let natives = runtime.context().with(|ctx| -> Result<_, LoadError> {
        let (prelude, natives) = natives::install(&ctx, env, mode, error_pages)
            .catch(&ctx)
            .map_err(|error| fault(LoadFault::Thrown, error.to_string()))?;
        lazy::warm(&ctx, &source)
            .catch(&ctx)
            .map_err(|error| fault(LoadFault::Thrown, error.to_string()))?;
        evaluate(&ctx, &prelude, name, source)?;
        Ok(Persistent::save(&ctx, natives))
    })?;
    quickjs.run_gc();
    let dispatch = hand_over::take();
    PROGRAM.set(Some(Program {
        runtime,
        dispatch,
        natives,
    }));
    Ok(())
}

/// Answers one request, or says what it waits for.
pub(crate) fn handle(request: Request) -> Step {
    operations::serve();
    with_program(|ctx, program| answer_request(ctx, program, request))
}

/// Answers made-up requests, one after the other, whatever comes of it.
pub(crate) fn rehearse() {
    with_program(|ctx, program| {
        let natives = program.natives.clone().restore(ctx);
        for request in natives.iter().flat_map(rehearsal::requests) {
            drop(answer_request(ctx, program, request));
            answer::forget();
        }
        Step::Silent
    });
}

fn answer_request(ctx: &Ctx<'_>, program: &Program, mut request: Request) -> Step {
    let facts = incoming::keep(&mut request);
    let Some(dispatch) = program.dispatch.clone().and_then(|dispatch| dispatch.restore(ctx).ok()) else {
        return Step::Silent;
    };
    let body = request
        .body
        .map(|bytes| ArrayBuffer::new(ctx.clone(), bytes))
        .transpose();
    let called = body
        .and_then(|body| dispatch.call::<_, Value>((request.method.as_str(), request.target.as_str(), facts, body)));
    if called.is_err() {
        answer::unhandled(exception::pending(ctx));
    }
    event_loop::drive(ctx)
}

/// Goes on after a wait, with what has come of operations.
pub(crate) fn resume(events: Vec<Event>) -> Step {
    with_program(|ctx, _program| event_loop::go_on(ctx, events))
}

fn with_program(run: impl FnOnce(&Ctx<'_>, &Program) -> Step) -> Step {
    PROGRAM.with_borrow(|program| match program {
        Some(program) => program.runtime.context().with(|ctx| run(&ctx, program)),
        None => Step::Silent,
    })
}

fn evaluate<'js>(ctx: &Ctx<'js>, prelude: &Object<'js>, name: &str, source: String) -> Result<(), LoadError> {
    let failed = |_| thrown(exception::pending(ctx));
    let module = Module::declare(ctx.clone(), name, source).map_err(failed)?;
    let (module, promise) = module.eval().map_err(failed)?;
    event_loop::drain_jobs(ctx);
    match promise.state() {
        PromiseState::Pending => return Err(fault(LoadFault::Pending, String::new())),
        PromiseState::Rejected => {
            drop(promise.result::<Value>());
            return Err(thrown(exception::pending(ctx)));
        }
        PromiseState::Resolved => {}
    }
    if !hand_over::is_done()
        && let Ok(exported) = module.get::<_, Value>("default")
    {
        let adopt: Function = prelude.get("adopt").map_err(failed)?;
        adopt.call::<_, ()>((exported,)).map_err(failed)?;
    }
    event_loop::run_start(ctx);
    let answered = answer::take();
    answer::forget();
    if let Some(Step::Unhandled(unhandled)) = answered {
        return Err(LoadError {
            fault: LoadFault::Thrown,
            message: unhandled.message,
            stack: unhandled.stack,
        });
    }
    if let Some(rejection) = event_loop::take_rejection(ctx) {
        return Err(thrown(rejection));
    }
    if !hand_over::is_done() {
        return Err(fault(LoadFault::NoHandler, String::new()));
    }
    settle(ctx, prelude)
}

/// Ends the time of top-level code: a timer that still keeps the program waiting could never fire in a sandbox.
fn settle<'js>(ctx: &Ctx<'js>, prelude: &Object<'js>) -> Result<(), LoadError> {
    let failed = |_| thrown(exception::pending(ctx));
    let settle: Function = prelude.get("settle").map_err(failed)?;
    let armed_at: Option<String> = settle.call(()).map_err(failed)?;
    match armed_at {
        Some(stack) => Err(LoadError {
            fault: LoadFault::Timer,
            message: String::new(),
            stack,
        }),
        None => Ok(()),
    }
}

fn thrown(thrown: exception::Thrown) -> LoadError {
    LoadError {
        fault: LoadFault::Thrown,
        message: thrown.message,
        stack: thrown.stack,
    }
}

fn fault(fault: LoadFault, message: String) -> LoadError {
    LoadError {
        fault,
        message,
        stack: String::new(),
    }
}
