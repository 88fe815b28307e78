//! Parts of the runtime that come in when an app first asks for them, so that others do not carry them in their heap.

use javy::quickjs::{Ctx, Exception, Function, Object, Result, Value};

use crate::{crypto, natives, web_url};

/// Each part, by its name, with its scripts in the order in which they build on each other.
///
/// A script is a function of the global object and of one that the part's scripts share: what the last of them leaves there is the part.
const PARTS: [(&str, &[(&str, &str)]); 3] = [
    (
        "subtle",
        &[
            ("rnode:crypto-key", include_str!("subtle/crypto-key.js")),
            ("rnode:digest", include_str!("subtle/digest.js")),
            ("rnode:aes", include_str!("subtle/aes.js")),
            ("rnode:asymmetric", include_str!("subtle/asymmetric.js")),
            ("rnode:subtle", include_str!("subtle/subtle.js")),
        ],
    ),
    (
        "structuredClone",
        &[("rnode:structured-clone", include_str!("prelude/structured-clone.js"))],
    ),
    (
        "url",
        &[
            ("rnode:url-search-params", include_str!("web-url/url-search-params.js")),
            ("rnode:url", include_str!("web-url/url.js")),
        ],
    ),
];

/// What stands in the source of an app that will want a global of this name. An app that is wrong about it pays with time only: at its start,
/// if it never looks at the global, or with every request, if it gets there by another way.
const SIGNS: [(&str, &str); 4] = [
    ("crypto.subtle", "CryptoKey"),
    ("structuredClone(", "structuredClone"),
    ("new URL(", "URL"),
    ("new URLSearchParams(", "URL"),
];

/// Makes the parts that an app is going to use, so that its requests find them in the heap.
pub(crate) fn warm(ctx: &Ctx<'_>, source: &str) -> Result<()> {
    for (_, global) in SIGNS.iter().filter(|(sign, _)| source.contains(sign)) {
        ctx.globals().get::<_, Value>(*global)?;
    }
    Ok(())
}

/// `runtime.lazy(name)`: makes a part. The prelude keeps it.
pub(crate) fn part<'js>(ctx: Ctx<'js>, name: String) -> Result<Object<'js>> {
    if name == "crypto" {
        return crypto::natives(&ctx);
    }
    let Some((_, scripts)) = PARTS.iter().find(|(part, _)| *part == name) else {
        return Err(Exception::throw_range(&ctx, "the runtime has no such part"));
    };
    let shared = Object::new(ctx.clone())?;
    if name == "url" {
        web_url::install(&shared)?;
    }
    for (name, source) in *scripts {
        let script: Function = natives::evaluate(&ctx, name, source)?;
        script.call::<_, Value>((ctx.globals(), shared.clone()))?;
    }
    Ok(shared)
}
