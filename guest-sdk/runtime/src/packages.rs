//! The npm packages that travel in this module: scripts that `cargo xtask runtime` bundles from `packages/`.

use std::io::Read as _;

use flate2::read::DeflateDecoder;
use javy::quickjs::context::EvalOptions;
use javy::quickjs::prelude::Func;
use javy::quickjs::{Ctx, Exception, Function, Object, Result};

/// Name and deflated script of each.
const PACKAGES: [(&str, &[u8]); 3] = [
    (
        "readable-stream",
        include_bytes!("../packages/bundled/readable-stream.js.deflate"),
    ),
    (
        "urlpattern-polyfill",
        include_bytes!("../packages/bundled/urlpattern-polyfill.js.deflate"),
    ),
    (
        "web-streams-polyfill",
        include_bytes!("../packages/bundled/web-streams-polyfill.js.deflate"),
    ),
];

/// Adds what this room has to the runtime object.
pub(crate) fn install(runtime: &Object<'_>) -> Result<()> {
    runtime.set("package", Func::from(package))?;
    Ok(())
}

/// `runtime.package(name)`: a function that takes `require` and returns what the package exports. Only apps that import it pay for it.
fn package<'js>(ctx: Ctx<'js>, name: String) -> Result<Function<'js>> {
    let Some((_, deflated)) = PACKAGES.iter().find(|(known, _)| *known == name) else {
        return Err(Exception::throw_message(
            &ctx,
            &format!("no such package in the runtime: {name}"),
        ));
    };
    let mut script = String::new();
    if DeflateDecoder::new(*deflated).read_to_string(&mut script).is_err() {
        return Err(Exception::throw_message(
            &ctx,
            &format!("the package {name} is damaged"),
        ));
    }
    let mut options = EvalOptions::default();
    options.filename = Some(format!("npm:{name}"));
    options.strict = true;
    ctx.eval_with_options(script, options)
}
