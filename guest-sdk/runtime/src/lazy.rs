//! Parts of the runtime that come in when an app first asks for them, so that others do not carry them in their heap.

use javy::quickjs::object::Filter;
use javy::quickjs::{Ctx, Exception, Function, Object, Result, Value};

use crate::{compression_flow, crypto, natives, text_decoding, web_url};

/// Each part, by its name, with its scripts in the order in which they build on each other.
///
/// A script is a function of the global object and of one that the part's scripts share: what the last of them leaves there is the part.
const PARTS: [(&str, &[(&str, &str)]); 24] = [
    ("kv", &[("rnode:kv", include_str!("kv/kv.js"))]),
    ("blob", &[("rnode:blob", include_str!("web/blob.js"))]),
    ("blobUrls", &[("rnode:blob-urls", include_str!("fetch/blob-urls.js"))]),
    (
        "fetch",
        &[
            ("rnode:headers", include_str!("fetch/headers.js")),
            ("rnode:body", include_str!("fetch/body.js")),
            ("rnode:request", include_str!("fetch/request.js")),
            ("rnode:response", include_str!("fetch/response.js")),
        ],
    ),
    ("fetchApp", &[("rnode:app", include_str!("fetch/app.js"))]),
    (
        "fetching",
        &[
            ("rnode:local", include_str!("fetch/local.js")),
            ("rnode:fetch", include_str!("fetch/fetch.js")),
        ],
    ),
    (
        "formData",
        &[
            ("rnode:form-data", include_str!("web/form-data.js")),
            ("rnode:multipart", include_str!("web/multipart.js")),
        ],
    ),
    (
        "compressionStreams",
        &[("rnode:compression-streams", include_str!("web/compression-streams.js"))],
    ),
    ("webCrypto", &[("rnode:web-crypto", include_str!("web/crypto.js"))]),
    (
        "encoding",
        &[
            ("rnode:text-encoder", include_str!("web/text-encoder.js")),
            ("rnode:text-decoder", include_str!("web/text-decoder.js")),
        ],
    ),
    (
        "errorEvents",
        &[("rnode:error-events", include_str!("web/error-events.js"))],
    ),
    (
        "events",
        &[
            ("rnode:event", include_str!("web/event.js")),
            ("rnode:event-target", include_str!("web/event-target.js")),
            ("rnode:abort", include_str!("web/abort.js")),
        ],
    ),
    (
        "exceptions",
        &[("rnode:dom-exception", include_str!("web/dom-exception.js"))],
    ),
    ("interface", &[("rnode:interface", include_str!("web/interface.js"))]),
    (
        "messaging",
        &[
            ("rnode:messaging", include_str!("web/messaging.js")),
            ("rnode:broadcast-channel", include_str!("web/broadcast-channel.js")),
        ],
    ),
    ("mimeType", &[("rnode:mime-type", include_str!("fetch/mime-type.js"))]),
    ("navigator", &[("rnode:navigator", include_str!("web/navigator.js"))]),
    (
        "performance",
        &[
            ("rnode:performance", include_str!("web/performance.js")),
            (
                "rnode:performance-observer",
                include_str!("web/performance-observer.js"),
            ),
        ],
    ),
    ("streams", &[("rnode:streams", include_str!("web/streams.js"))]),
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
        "textStreams",
        &[("rnode:text-streams", include_str!("web/text-streams.js"))],
    ),
    (
        "url",
        &[
            ("rnode:url-search-params", include_str!("web-url/url-search-params.js")),
            ("rnode:url", include_str!("web-url/url.js")),
        ],
    ),
    (
        "urlPattern",
        &[("rnode:url-pattern", include_str!("web/url-pattern.js"))],
    ),
];

/// What stands in the source of an app that will want a global of this name. An app that is wrong about it pays with time only: at its start,
/// if it never looks at the global, or with every request, if it gets there by another way.
const SIGNS: [(&str, &str); 38] = [
    ("new AbortController(", "AbortController"),
    ("req.signal", "AbortController"),
    ("AbortSignal.", "AbortSignal"),
    ("new Blob(", "Blob"),
    ("new CompressionStream(", "CompressionStream"),
    ("new CustomEvent(", "CustomEvent"),
    ("new DecompressionStream(", "DecompressionStream"),
    ("new DOMException(", "DOMException"),
    ("new Event(", "Event"),
    ("EventTarget", "EventTarget"),
    ("new File(", "File"),
    ("new FormData(", "FormData"),
    ("new Headers(", "Headers"),
    ("new MessageChannel(", "MessageChannel"),
    ("new ReadableStream(", "ReadableStream"),
    ("new Request(", "Request"),
    ("new Response(", "Response"),
    ("Response.json(", "Response"),
    ("new TextDecoder(", "TextDecoder"),
    ("new TextDecoderStream(", "TextDecoderStream"),
    ("new TextEncoder(", "TextEncoder"),
    ("new TextEncoderStream(", "TextEncoderStream"),
    ("new TransformStream(", "TransformStream"),
    ("new URL(", "URL"),
    ("new URLPattern(", "URLPattern"),
    ("new URLSearchParams(", "URL"),
    ("new WritableStream(", "WritableStream"),
    ("await fetch(", "fetch"),
    ("return fetch(", "fetch"),
    ("crypto.getRandomValues(", "crypto"),
    ("crypto.randomUUID(", "crypto"),
    ("crypto.subtle", "CryptoKey"),
    ("crypto.subtle", "crypto"),
    ("navigator.userAgent", "navigator"),
    ("performance.", "performance"),
    ("reportError(", "reportError"),
    ("self.addEventListener(", "addEventListener"),
    ("structuredClone(", "structuredClone"),
];

/// What stands in the source of an app that looks at how globals are defined: it gets them all as they are in the end.
const SIGN_OF_ALL: &str = "getOwnPropertyDescriptor(self";

/// Makes the parts that an app is going to use, so that its requests find them in the heap.
pub(crate) fn warm(ctx: &Ctx<'_>, source: &str) -> Result<()> {
    if source.contains(SIGN_OF_ALL) {
        for name in ctx.globals().own_keys::<String>(Filter::new().string()) {
            ctx.globals().get::<_, Value>(name?)?;
        }
    }
    for (_, global) in SIGNS.iter().filter(|(sign, _)| is_in(source, sign)) {
        ctx.globals().get::<_, Value>(*global)?;
    }
    Ok(())
}

/// Whether a sign stands in a source. Behind the name of the global object it is none: so the SDK writes what most apps never come to.
fn is_in(source: &str, sign: &str) -> bool {
    source
        .match_indices(sign)
        .any(|(at, _)| !source[..at].ends_with("globalThis."))
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
    match name.as_str() {
        "compressionStreams" => compression_flow::install(&shared)?,
        "encoding" => text_decoding::install(&shared)?,
        "url" => web_url::install(&shared)?,
        _ => {}
    }
    for (name, source) in *scripts {
        let script: Function = natives::evaluate(&ctx, name, source)?;
        script.call::<_, Value>((ctx.globals(), shared.clone()))?;
    }
    Ok(shared)
}
