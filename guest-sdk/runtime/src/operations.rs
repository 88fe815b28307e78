//! What takes time: started here, counted while it is under way, and told to JavaScript when something has come of it.

use std::cell::{Cell, RefCell};

use javy::quickjs::prelude::{Func, Opt};
use javy::quickjs::{ArrayBuffer, Ctx, Exception, Function, Object, Persistent, Result, Value};

use crate::world::rnode::app::host::{cancel, start};
use crate::world::rnode::app::operations::{Event, Operation, Outcome};
use crate::{answer, exception};

/// Most operations of one request that are under way at once: each holds memory of the host.
const OPERATIONS_MAX: u32 = 1000;

/// What the host calls what is none of the guest's operations: nobody waits for the answer.
const ANSWER_UNWANTED: u32 = 0;

thread_local! {
    /// How many operations are under way.
    static UNDER_WAY: Cell<u32> = const { Cell::new(0) };
    /// Whether requests are answered: at the top level nothing can be waited for.
    static IS_SERVING: Cell<bool> = const { Cell::new(false) };
    /// Whether something that was written has to leave before the guest waits.
    static IS_FLUSHING: Cell<bool> = const { Cell::new(false) };
    static CALLBACKS: RefCell<Option<Callbacks>> = const { RefCell::new(None) };
}

/// The prelude's side.
#[derive(Clone)]
struct Callbacks {
    /// Takes what came of an operation: number, whether it failed, text, bytes.
    came: Persistent<Function<'static>>,
    /// Takes why nobody waits for the answer any more.
    unwanted: Persistent<Function<'static>>,
    /// Sends what was written.
    flush: Persistent<Function<'static>>,
}

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("startOperation", Func::from(start_operation))?;
    runtime.set("cancelOperation", Func::from(cancel_operation))?;
    runtime.set("flushing", Func::from(|is_needed: bool| IS_FLUSHING.set(is_needed)))?;
    Ok(())
}

/// Takes the prelude's callbacks.
pub(crate) fn install_callbacks<'js>(ctx: &Ctx<'js>, prelude: &Object<'js>) -> Result<()> {
    let callback = |name| -> Result<_> { Ok(Persistent::save(ctx, prelude.get::<_, Function>(name)?)) };
    CALLBACKS.set(Some(Callbacks {
        came: callback("came")?,
        unwanted: callback("unwanted")?,
        flush: callback("flush")?,
    }));
    Ok(())
}

/// From now on there is somebody to wait for.
pub(crate) fn serve() {
    IS_SERVING.set(true);
}

/// Whether anything is under way.
pub(crate) fn is_any_under_way() -> bool {
    UNDER_WAY.get() > 0
}

/// Sends what was written, if anything was.
pub(crate) fn flush(ctx: &Ctx<'_>) -> bool {
    if !IS_FLUSHING.replace(false) {
        return false;
    }
    call(|callbacks| callbacks.flush.clone().restore(ctx)?.call(()), ctx);
    true
}

/// Tells JavaScript what came of an operation.
pub(crate) fn tell(ctx: &Ctx<'_>, event: Event) {
    let Event {
        id,
        outcome,
        text,
        bytes,
    } = event;
    if id == ANSWER_UNWANTED {
        call(|callbacks| callbacks.unwanted.clone().restore(ctx)?.call((text,)), ctx);
        return;
    }
    UNDER_WAY.set(UNDER_WAY.get().saturating_sub(1));
    call(
        |callbacks| {
            let bytes = bytes.map(|bytes| ArrayBuffer::new(ctx.clone(), bytes)).transpose()?;
            let came = callbacks.came.clone().restore(ctx)?;
            came.call((id, outcome == Outcome::Failed, text, bytes))
        },
        ctx,
    );
}

fn call(run: impl FnOnce(&Callbacks) -> Result<()>, ctx: &Ctx<'_>) {
    let callbacks = CALLBACKS.with_borrow(Clone::clone);
    if let Some(callbacks) = callbacks
        && run(&callbacks).is_err()
    {
        answer::unhandled(exception::pending(ctx));
    }
}

/// `runtime.startOperation(id, kind, text, bytes)`; the kinds are numbered as in `wit/world.wit`.
fn start_operation<'js>(ctx: Ctx<'js>, id: u32, kind: u8, text: Value<'js>, bytes: Opt<Value<'js>>) -> Result<()> {
    if !IS_SERVING.get() {
        return Err(Exception::throw_message(
            &ctx,
            "the top level of an app cannot wait for the network or for storage: it is evaluated once, at its deploy; do this in a handler",
        ));
    }
    if UNDER_WAY.get() >= OPERATIONS_MAX {
        let message = format!("more than {OPERATIONS_MAX} operations of one request are under way");
        return Err(Exception::throw_range(&ctx, &message));
    }
    let operation = match kind {
        0 => Operation::Fetch,
        1 => Operation::Pull,
        2 => Operation::Push,
        3 => Operation::Finish,
        4 => Operation::KvGet,
        5 => Operation::KvPut,
        6 => Operation::KvDelete,
        _ => Operation::KvList,
    };
    let bytes = match bytes.0.filter(|bytes| !bytes.is_undefined()) {
        Some(bytes) => Some(answer::bytes(&ctx, &bytes)?),
        None => None,
    };
    let text = text.as_string().and_then(exception::lossy).unwrap_or_default();
    start(id, operation, &text, bytes.as_deref());
    if operation != Operation::Finish {
        UNDER_WAY.set(UNDER_WAY.get() + 1);
    }
    Ok(())
}

/// `runtime.cancelOperation(id)`: one that is under way will not be heard of.
fn cancel_operation(id: u32) {
    cancel(id);
    UNDER_WAY.set(UNDER_WAY.get().saturating_sub(1));
}
