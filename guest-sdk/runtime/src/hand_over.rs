//! The function that answers requests, between the app's hand-over and the end of loading.

use std::cell::RefCell;

use javy::quickjs::{Ctx, Function, Persistent};

thread_local! {
    static DISPATCH: RefCell<Option<Persistent<Function<'static>>>> = const { RefCell::new(None) };
}

/// `runtime.serve(dispatch)`: the app hands over the function that answers requests. The last one counts.
pub(crate) fn serve<'js>(ctx: Ctx<'js>, dispatch: Function<'js>) {
    DISPATCH.set(Some(Persistent::save(&ctx, dispatch)));
}

/// Whether an app was handed over.
pub(crate) fn is_done() -> bool {
    DISPATCH.with_borrow(Option::is_some)
}

/// Takes what was handed over.
pub(crate) fn take() -> Option<Persistent<Function<'static>>> {
    DISPATCH.take()
}
